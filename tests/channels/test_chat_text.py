"""What a chat message leaves out is whole lines, the least useful first, and its text says where it was cut."""

from dataclasses import replace

from hypothesis import given

from demo_messages import CRITICAL, demo_messages
from generated_bulletins import bulletins
from statusladder.channels.chat_text import MORE, Room, build_chat_text, shorten_to
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact, CoreLine


def _cost(line: str) -> int:
    return len(line) + 1


def _identified() -> Bulletin:
    return demo_messages(CRITICAL, ChannelKind.CHAT)[1].bulletin


def test_with_room_everything_is_there_once() -> None:
    bulletin = _identified()

    chat = build_chat_text(bulletin, Room(9000, 9000, 9000), _cost)

    assert "\n".join(chat.text) == bulletin.text
    assert sorted((*chat.advice, *chat.due, *chat.facts)) == sorted(line.text for line in bulletin.core)


def test_the_other_lines_keep_the_order_of_the_page() -> None:
    bulletin = _identified()

    facts = build_chat_text(bulletin, Room(9000, 9000, 9000), _cost).facts

    assert facts == tuple(line.text for line in bulletin.core if line.text in facts)


def test_with_less_room_the_least_useful_lines_go_first() -> None:
    bulletin = _identified()
    kept = [
        set(chat.due + chat.advice + chat.facts)
        for room in range(2000, 300, -20)
        for chat in [build_chat_text(bulletin, Room(room, room, 200), _cost)]
    ]

    assert all(lines for lines in kept)
    first_gone = next(
        {line.text for line in bulletin.core} - lines for lines in kept if len(lines) < len(bulletin.core)
    )
    least_useful = (CoreFact.STAGE, CoreFact.SEVERITY, CoreFact.CONTACT)
    assert first_gone <= {line.text for line in bulletin.core if line.fact in least_useful}
    assert all("Next update by 13:44 UTC" in lines for lines in kept)


def test_lines_leave_the_text_its_share() -> None:
    bulletin = replace(_identified(), text="Sentence one is here. " * 40)

    chat = build_chat_text(bulletin, Room(700, 700, 300), _cost)

    assert 200 < sum(map(len, chat.text)) <= 700
    assert chat.text[-1].endswith(MORE)
    assert chat.due


def test_text_that_ends_at_a_paragraph_says_that_there_is_more() -> None:
    bulletin = replace(_identified(), text="One short paragraph.\n\n" + "x" * 500, core=())

    chat = build_chat_text(bulletin, Room(90, 90, 60), _cost)

    assert chat.text == ("One short paragraph.", "", MORE) or chat.text[-1].endswith(MORE)


@given(bulletins())
def test_the_room_is_never_exceeded_and_lines_are_whole(bulletin: Bulletin) -> None:
    room = Room(total=1500, each=900, for_text=400)

    chat = build_chat_text(bulletin, room, _cost)

    said = (*chat.text, *chat.advice, *chat.due, *chat.facts)
    assert sum(map(_cost, said)) <= room.total
    assert sum(map(_cost, chat.text)) <= room.each
    assert {*chat.advice, *chat.facts, *chat.due} <= {*(line.text for line in bulletin.core), *bulletin.short.due[0]}
    assert len(set(chat.facts)) == len(chat.facts)


def test_a_line_that_is_given_twice_is_said_once() -> None:
    bulletin = replace(_identified(), core=(CoreLine(CoreFact.KNOWN, "Known: a"), CoreLine(CoreFact.DATA, "Known: a")))

    assert build_chat_text(bulletin, Room(900, 900, 90), _cost).facts == ("Known: a",)


def test_a_line_is_shortened_until_its_letters_fit() -> None:
    line = "ab < cd & " * 40

    shortened = shorten_to(line, 100, lambda text: len(text.replace("&", "&amp;").replace("<", "&lt;")))

    assert shortened.endswith(MORE)
    assert len(shortened.replace("&", "&amp;").replace("<", "&lt;")) <= 100
    assert len(shortened) > 40

"""Words of the company stay known as theirs in what is said around them, and are marked where the page needs that."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from statusladder.theming.words import make_marked, make_say, make_theirs
from statusladder.views.wording import capitalise
from statusladder.voice.own import Own, own_but_for, pieces_of, put_together
from statusladder.voice.voice import Voice, english

VOICE = english(ZoneInfo("UTC"), datetime(2026, 3, 14, tzinfo=UTC))
LEVY, HAKU = Own("levy täyttyi"), Own("haku hidastui")
SPAN = '<span dir="auto" lang="fi">{}</span>'


@pytest.mark.parametrize(
    ("make", "pieces"),
    [
        (lambda say: say.say("action.moved", day="1 May 2026", reason=LEVY), ("Moved from 1 May 2026: ", LEVY)),
        (lambda say: say.listed([LEVY, "ours", HAKU]), (LEVY, ", ours and ", HAKU)),
        (lambda say: say.comma_separated([LEVY, HAKU]), (LEVY, ", ", HAKU)),
        (lambda say: say.semicolon_separated([HAKU]), (HAKU,)),
        (lambda say: say.say("policy.because", reason=say.listed([LEVY, HAKU])), ("Why: ", LEVY, " and ", HAKU)),
    ],
)
def test_what_is_said_around_words_of_the_company_keeps_its_pieces(
    make: Callable[[Voice], str], pieces: tuple[str, ...]
) -> None:
    text = make(VOICE)

    assert [(type(piece) is Own, piece) for piece in _merged(text)] == [(type(one) is Own, one) for one in pieces]
    assert text == "".join(pieces)


def _merged(text: str) -> list[str]:
    """The pieces of a text, those of ours that follow each other as one."""
    merged: list[str] = []
    for piece in pieces_of(text):
        if merged and not isinstance(piece, Own) and not isinstance(merged[-1], Own):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def test_a_text_without_words_of_the_company_is_a_text_like_any_other() -> None:
    assert type(VOICE.listed(["a", "b"])) is type(put_together(["a", 1])) is str
    assert VOICE.listed([]) == ""


def test_a_capital_changes_no_ones_words() -> None:
    assert pieces_of(capitalise(put_together((LEVY, ".")))) == ("Levy täyttyi", ".")
    assert isinstance(pieces_of(capitalise(LEVY))[0], Own)
    assert type(capitalise("api")) is str


def test_what_we_say_within_words_of_the_company_is_ours() -> None:
    text = own_but_for("syy 2, syy 3!", re.compile(r"syy (\d)"), lambda found: f"factor {found[1]}")

    assert text == "factor 2, factor 3!"
    assert [piece for piece in pieces_of(text) if isinstance(piece, Own)] == [", ", "!"]


def test_they_are_marked_on_a_page_in_another_language_and_escaped_everywhere() -> None:
    text = VOICE.say("action.moved", day="<b>", reason=Own("levy & haku"))

    assert make_marked("fi")(text) == f"Moved from &lt;b&gt;: {SPAN.format('levy &amp; haku')}"
    assert make_marked(None)(text) == "Moved from &lt;b&gt;: levy &amp; haku"
    assert make_marked("fi")(Markup("<b>")) == "<b>"
    assert make_theirs("fi")("levy & haku") == SPAN.format("levy &amp; haku")
    assert make_theirs(None)("levy & haku") == "levy &amp; haku"


def test_a_template_says_them_marked_too() -> None:
    say = make_say(VOICE, make_marked("fi"))

    assert say("policy.because", reason=put_together((LEVY, "."))) == f"Why: {SPAN.format(LEVY)}."

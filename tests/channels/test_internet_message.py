"""The bytes of an email: headers that nothing breaks, however many emails went before and whoever sends it."""

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.channels.internet_message import MOST_REFERENCES, Mail, identify, write_mail

AUTHORITY = "status.tern.example"


def _mail(
    name: str = "Tern status",
    thread: tuple[str, ...] = (),
    moment: datetime = datetime(2026, 3, 14, 9, 32, tzinfo=UTC),
    text: str = "Words\n",
) -> Mail:
    return Mail(
        subject="[Identified] Sign-in fails",
        name=name,
        sender="updates@tern.example",
        to=None,
        moment=moment,
        id=identify(AUTHORITY, "x", "02-identified", "email"),
        thread=thread,
        list_name=name,
        list_id=f"email.{AUTHORITY}",
        subscription=None,
        language="en",
        text=text,
        html="<p>Words</p>\n",
    )


def test_of_a_long_thread_the_first_and_the_newest_are_named() -> None:
    thread = tuple(identify(AUTHORITY, str(number)) for number in range(100))

    read = message_from_bytes(write_mail(_mail(thread=thread)))

    assert read["References"].split() == [thread[0], *thread[-(MOST_REFERENCES - 1) :]]
    assert read["In-Reply-To"] == thread[-1]


def test_other_names_make_another_identifier() -> None:
    made = {identify(AUTHORITY, *names) for names in (("a", "b"), ("ab",), ("a", "c"), ("b", "a"))}

    assert len(made) == 4
    assert max(map(len, made)) < 60


def test_the_time_is_that_of_the_update_wherever_it_was_written() -> None:
    there = datetime(2026, 3, 14, 18, 32, tzinfo=timezone(timedelta(hours=9)))

    assert message_from_bytes(write_mail(_mail(moment=there)))["Date"] == "Sat, 14 Mar 2026 18:32:00 +0900"


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=80).map(str.strip)


@settings(max_examples=examples(by_night=500, by_day=50))
@given(NAMES.filter(bool))
def test_no_name_breaks_a_header(name: str) -> None:
    read = message_from_bytes(write_mail(_mail(name=name)))
    ((shown, address),) = getaddresses([read["From"]])

    assert address == "updates@tern.example"
    assert " ".join(str(make_header(decode_header(shown))).split()) == " ".join(name.split())
    assert read["List-Id"].endswith(f"<email.{AUTHORITY}>")
    assert read.keys() == message_from_bytes(write_mail(_mail())).keys()


@pytest.mark.parametrize(
    "text", ["--=x--\n", ".\n", "From here on it is slow.\n", "a" * 5000 + "\n", "أ" * 2000 + "\n"]
)
def test_a_text_arrives_as_it_is(text: str) -> None:
    written = write_mail(_mail(text=text))

    assert max(map(len, written.split(b"\r\n"))) <= 78
    body = message_from_bytes(written, policy=policy.default).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text

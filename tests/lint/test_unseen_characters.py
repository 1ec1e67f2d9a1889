"""Characters that nobody sees are told with what they do; those that are letters of a language are not."""

from pathlib import Path

import pytest

from rule_examples import library_of
from statusladder.lint.judge import lint
from statusladder.lint.unseen_characters import find_unseen_characters
from statusladder.model.problem import Gate, Level, blocks

HIDES, TURNS = "hides something that nobody sees", "turns the direction of reading and is not closed"
REORDERS = "shows the words behind it in another order than they were typed"
HIDDEN_IN_TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "db-prod-7")


def _told(text: str) -> list[tuple[str, str, str]]:
    return [(f"{ord(one.character):04X}", one.what, one.level) for one in find_unseen_characters(text)]


@pytest.mark.parametrize(
    ("text", "character", "what"),
    [
        ("since \u202e10:90\u202c UTC", "202E", REORDERS),
        ("since \u202d09:01\u202c UTC", "202D", REORDERS),
        ("since &#8238;10:90 UTC", "202E", REORDERS),
        ("since &#x202E;10:90 UTC", "202E", REORDERS),
        ("since \u206710:90 UTC", "2067", TURNS),
        ("שלום \u206709:01\n\nUTC\u2069", "2067", TURNS),
        ("since \u202b10:90\u2069 UTC", "202B", TURNS),
        (f"It fails.{HIDDEN_IN_TAGS}", "E0064", HIDES),
        ("a\u200b\u200c\u200b\u200c\u200bb", "200B", HIDES),
        ("😀\U000e0142\U000e0157", "E0142", HIDES),
        ("a\ufe00\ufe01\ufe0f", "FE00", HIDES),
    ],
)
def test_what_hides_words_or_turns_them_is_an_error(text: str, character: str, what: str) -> None:
    assert (character, what, Level.ERROR) in _told(text)


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("Book\u200bings", "200B"),
        ("Book\u2060ings", "2060"),
        ("Book\ufeffings", "FEFF"),
        ("Auf\u200clage", "200C"),
        ("Book\u200dings", "200D"),
        ("Bookings\u200e fail", "200E"),
        ("Bookings\u200f fail", "200F"),
        ("\u2068Bookings\u2069 fail", "2068"),
        ("Book\u206aings", "206A"),
    ],
)
def test_what_is_merely_there_is_a_warning(text: str, character: str) -> None:
    assert (character, "cannot be seen", Level.WARNING) in _told(text)
    assert {level for _, _, level in _told(text)} == {Level.WARNING}


@pytest.mark.parametrize(
    "text",
    [
        "Between 12\u00a0% and 18\u202f% of “sign-ins” fail – «\u00a0Attention\u00a0!\u00a0»",
        "ورود به سیستم کار نمی\u200cکند",
        "क्\u200dष और श्री\u200cमान",
        "ශ්\u200dරී ලංකා",
        "👩\u200d💻 👨🏽\u200d🔧 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 ☎\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "لا يعمل \u200fAPI\u200f منذ \u206609:01 UTC\u2069",
        "ההתחברות \u200eAPI\u200e נכשלת \u202a09:01\u202c",
        "การเข้าสู่ระบบ\u200bล้มเหลว",
        "葛\U000e0100飾区で障害",
        "Rücksetzen, żółć, ñandú, Ελλάδα, Москва",
        "a &amp; b &nbsp; c &shy; d",
    ],
)
def test_letters_and_signs_of_other_languages_are_no_finding(text: str) -> None:
    assert _told(text) == []


def test_each_is_named_at_its_line_and_stops_a_build_but_in_a_draft(tmp_path: Path) -> None:
    head = "---\nstage: {}\nat: 2026-03-14T09:0{}:00Z\n{}---\n"
    first = head.format("investigating", 1, "title: Sign-in fails\nseverity: minor\nknown:\n  - It\u200b fails\n")
    words = "It fails.\n\nSince \u202e10:90.\n"
    files = (first + words, head.format("identified", 2, "draft: true\n") + words)

    found = [one for one in lint(library_of(files, tmp_path), Gate.BUILD) if one.code == "S012"]

    assert [(one.place.line, one.sentence, blocks(one, Gate.BUILD)) for one in found] == [
        (6, "the character U+200B ZERO WIDTH SPACE cannot be seen", False),
        (11, f"the character U+202E RIGHT-TO-LEFT OVERRIDE {REORDERS}", True),
        (8, f"the character U+202E RIGHT-TO-LEFT OVERRIDE {REORDERS}", False),
    ]

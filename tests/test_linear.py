"""Twice the text takes about twice as long, whatever it says: in every rule, importer and reader of Markdown or YAML.

Each is given one piece of text over and over, and four times as much of it. A quadratic one takes sixteen times as long
then. What is quick in any case is not measured: at so few steps the machine's own pauses tell more.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from hostile_patterns import Used, patterns, texts_against
from hostile_texts import OVER_AND_OVER, repeated
from night import examples, some
from rule_examples import CONTACTS, SITE, library_of
from statusladder.content.body import as_words, find_blocks_in_keys, find_comments, split_body
from statusladder.content.front_matter import read_document
from statusladder.content.receive_updates import FreeNumbers
from statusladder.content.strict_yaml import read_mapping
from statusladder.importers.feedback import read_feedback
from statusladder.importers.forms import slug_of, title_of
from statusladder.importers.promises import promised_in
from statusladder.lint import texts
from statusladder.lint.interface import Neighbours, Subject
from statusladder.lint.judge import find_rules
from statusladder.lint.texts import LONGEST_WORDS
from statusladder.lint.unseen_characters import find_unseen_characters
from statusladder.markup import html
from statusladder.markup.blocks import as_typed, quote, without_comments
from statusladder.markup.links import find_footnotes, find_unsafe_links, lines_with
from statusladder.markup.prose import first_sentence_of, shorten, to_prose

PIECES = some(OVER_AND_OVER, by_day=6, in_ci=17)
SHORT, TIMES = examples(by_night=10_000, by_day=2500), 4
QUICK = 0.03
"""Seconds: what takes less for the longer text is not compared. A quadratic text of the largest file takes minutes."""
MOST = 9
"""Times as long for four times the text: 4 is linear, 16 quadratic; the rest is for a machine that others use too."""
RUNS = 12
"""How often what seems slow is run again before it is said to be: on a busy machine nearly every run is held up."""


def _seconds(work: Callable[[str], object], text: str) -> float:
    html._to_fragment.cache_clear()
    texts._lowered.cache_clear()
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun


def _ratio(work: Callable[[str], object], make: Callable[[int], str], length: int = SHORT) -> float:
    """How many times as long the longer text takes; the quickest of some runs of each, as pauses only add."""
    ratio = 0.0
    longer = shorter = float("inf")
    for _ in range(RUNS):
        longer = min(longer, _seconds(work, make(TIMES * length)))
        if longer < QUICK:
            return 0.0
        shorter = min(shorter, _seconds(work, make(length)))
        ratio = longer / max(shorter, 1e-4)
        if ratio < MOST:
            break
    return ratio


def _as_matter(text: str) -> bytes:
    return f"---\na: {text}\n---\n".encode("utf-8", "surrogatepass")


def _values(text: str) -> None:
    block = "\n".join(f"  {line}" for line in text.split("\n"))
    tree, _ = read_mapping(f"a: |\n{block}", "a.md")
    if tree is not None:
        list(find_comments(tree, "a.md"))
        list(find_blocks_in_keys(tree, "a.md"))


def _places(text: str) -> None:
    for address in html.to_fragment(text).addresses[:500]:
        lines_with(text, address.text)


READERS: dict[str, Callable[[str], object]] = {
    "to HTML": html.to_html,
    "to prose": lambda text: (to_prose(text), first_sentence_of(text)),
    "shortened": lambda text: shorten(text, 200),
    "without comments": without_comments,
    "quoted": lambda text: (quote(text), as_typed(text)),
    "unsafe links": lambda text: find_unsafe_links(f"{text}\n\n[a](javascript:b)", "a.md", 1),
    "footnotes": lambda text: find_footnotes(text, "a.md", 1),
    "places of addresses": _places,
    "as words": lambda text: as_words(f"::: internal {text} a"),
    "a body": lambda text: split_body(text, "a.md", 1),
    "a file": lambda text: read_document(text.encode("utf-8", "surrogatepass"), "a.md"),
    "a value": lambda text: read_document(_as_matter(text), "a.md"),
    "front matter": lambda text: read_document(f"---\n{text}\n---\n".encode("utf-8", "surrogatepass"), "a.md"),
    "a block of a value": _values,
    "unseen characters": lambda text: list(find_unseen_characters(text)),
    "names of imports": lambda text: (slug_of(text, "a"), title_of(text)),
    "promises of imports": lambda text: promised_in(text, datetime(2026, 3, 14, tzinfo=UTC)),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_text_takes_a_reader_out_of_proportion(reader: str) -> None:
    slow = {
        piece: round(ratio, 1)
        for piece in PIECES
        if (ratio := _ratio(READERS[reader], lambda length, piece=piece: repeated(piece, length))) >= MOST  # type: ignore[misc]
    }

    assert slow == {}


def test_no_number_of_unresolved_merges_takes_a_file_out_of_proportion() -> None:
    """Where each stands is counted from the one before; short texts hold too few for it to show."""
    assert _ratio(READERS["a file"], lambda length: repeated("<<<<<<< a\n", length), 60_000) < MOST


FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails
severity: major
components: {sign-in: partial_outage}
next_update: 30m
---
Sign-in fails.
"""
SECOND = """\
---
stage: identified
at: 2026-03-14T09:21:00Z
cause: Too few servers
known:
  - nothing is lost
audiences: {developers: Try again}
next_update: 30m
---
Sign-in fails.
"""


@cache
def _subject() -> Subject:
    with TemporaryDirectory() as folder:
        audiences = "audiences:\n  - id: developers\n    name: Developers\n"
        library = library_of((FIRST, SECOND), Path(folder), SITE + CONTACTS + audiences)
    incident = next(one for one in library.incidents if len(one.updates) == 2)
    neighbours = Neighbours(library.communications)
    before, update = incident.updates
    return Subject(library.settings, library.policy, incident, update, before, neighbours)


def _saying(text: str) -> Iterator[Subject]:
    """The update with the text as its body, and as one of its facts."""
    subject = _subject()
    line = " ".join(text.split()) or "a"
    whole: Any = subject.communication
    update: Any = subject.update
    updates: tuple[Any, ...] = (
        replace(update, body=text),
        replace(
            update,
            said=subject.update.said.model_copy(update={"cause": line, "title": line}),
            facts=subject.update.facts.model_copy(update={"cause": line, "title": line}),
        ),
    )
    for update in updates:
        incident = replace(whole, updates=(*whole.updates[:-1], update))
        others = (one for one in subject.neighbours.folders if one is not subject.communication)
        yield replace(subject, update=update, communication=incident, neighbours=Neighbours((incident, *others)))


def _lint(text: str) -> None:
    for subject in _saying(text):
        for rule in find_rules().values():
            list(rule.find(subject))


@pytest.mark.parametrize("start", range(0, len(PIECES), 17))
def test_no_text_takes_the_rules_out_of_proportion(start: int) -> None:
    slow = {
        piece: round(ratio, 1)
        for piece in PIECES[start : start + 17]
        if (ratio := _ratio(_lint, lambda length, piece=piece: repeated(piece, length), SHORT // 2)) >= MOST  # type: ignore[misc]
    }

    assert slow == {}


def test_names_beside_a_message_are_looked_up_and_not_looked_for(tmp_path: Path) -> None:
    def answers(text: str) -> None:
        export = tmp_path / "answers.csv"
        row = f"2026-03-14 09:30:00Z,2026-03-14-sign-in,{text},{'wo rd ' * (len(text) // 6)}"
        export.write_text(f"at,incident,name,text\n{row}\n", encoding="utf-8")
        read_feedback(export, {})

    def of_names(length: int) -> str:
        return " ".join(
            f"na{number:x}me".translate(str.maketrans("0123456789", "ghijklmnop")) for number in range(length // 8)
        )

    assert _ratio(answers, of_names) < MOST


class _Counted(datetime):
    """A time that counts how often it is compared."""

    comparisons = 0

    def __le__(self, other: datetime) -> bool:  # type: ignore[override]  # as typeshed has it of datetime itself
        _Counted.comparisons += 1
        return super().__le__(other)


def test_each_update_of_an_import_is_held_to_two_times_however_many_are_there() -> None:
    files = 2000
    free = FreeNumbers((2 * number, _Counted(2026, 3, 14) + timedelta(hours=number)) for number in range(1, files))
    _Counted.comparisons = 0

    for number in range(1, files):
        assert free.take(_Counted(2026, 3, 14) + timedelta(hours=number), 2 * number) == 2 * number + 1

    assert files <= _Counted.comparisons <= 2 * files


PATTERNS = patterns()
OF_WORDS = frozenset(
    {"credentials", "network_names", "machine_output", "internal_links", "personal_contacts", "unseen_characters"}
)
"""Families that look through whole texts; all others, and the finder of imported promises, are given at most
`LONGEST_WORDS` at once, blanks made single."""


def _is_of_bounded_words(name: str) -> bool:
    room, module, _ = name.split(".", 2)
    return (room == "lint" and module not in OF_WORDS) or (room, module) == ("importers", "promises")


@pytest.mark.parametrize("name", [name for name in PATTERNS if not _is_of_bounded_words(name)])
def test_no_pattern_looks_far_ahead_from_many_places(name: str) -> None:
    used = PATTERNS[name]

    slow = [text[:40] for text in texts_against(used.pattern, 3000) if _is_slow(used, text)]

    assert slow == []


def _is_slow(used: Used, text: str) -> bool:
    """Whether so few characters take longer than a look or two at each of them does, every time."""
    return all(_seconds(used.run, text) > 0.015 for _ in range(RUNS))


@pytest.mark.parametrize("name", [name for name in PATTERNS if _is_of_bounded_words(name)])
def test_no_pattern_of_a_rule_takes_long_for_as_many_words_as_are_judged_at_once(name: str) -> None:
    used = PATTERNS[name]

    texts = (" ".join(text.split()) for text in texts_against(used.pattern, LONGEST_WORDS))
    slow = [text[:40] for text in texts if _is_slow(used, text)]

    assert slow == []

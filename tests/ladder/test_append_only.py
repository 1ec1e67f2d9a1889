"""However a file is typed anew, it says the same; and whatever of it readers can see is held, each value for itself."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import factory
from night import examples
from statusladder.content.reader import read_committed
from statusladder.ladder.append_only import Held, Rewrite, hold_rewrite
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.differences import has_same_words
from statusladder.model.site import Library

NOW = datetime(2026, 3, 20, tzinfo=UTC)
PATH = "content/incidents/2026-03-14-x/02-identified.md"

sentences = (
    st.text(st.sampled_from("abcäé XYZ 01,.:;'\"#-%&*!?[]{}()>|@`"), min_size=1, max_size=24)
    .filter(lambda text: ":::" not in text)  # a mark of notes that are internal, which no key may hold
    .map(lambda text: f"a{text} b")
)
lists = st.lists(sentences, min_size=1, max_size=3)
times = st.datetimes(datetime(2026, 3, 14), datetime(2026, 3, 15)).map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}")
states = st.sampled_from(["operational", "degraded_performance", "partial_outage", "major_outage", "affected"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": sentences,
    "severity": st.sampled_from(["critical", "major", "minor", "info"]),
    "components": st.dictionaries(st.sampled_from(["sign-in", "exports"]), states, min_size=1),
    "started_at": times | times.map(lambda at: {"at": at, "estimated": "true"}),
    "impact": st.fixed_dictionaries(
        {"symptom": sentences},
        optional={"share": st.integers(0, 100).map(lambda figure: f"{figure}%"), "regions": lists},
    ),
    "known": lists,
    "concessions": lists | st.lists(st.fixed_dictionaries({"offer": sentences, "who": sentences}), min_size=1),
    "cause": sentences,
    "eta": st.just("unknown")
    | st.fixed_dictionaries(
        {"from": times, "to": times, "confidence": st.sampled_from(["low", "high"]), "basis": sentences}
    ),
    "milestones": st.lists(
        st.fixed_dictionaries({"name": sentences, "target": times}),
        min_size=1,
        max_size=3,
        unique_by=lambda one: one["name"],
    ),
    "next_update": st.integers(1, 300).map(lambda minutes: f"{minutes}m"),
    "workarounds": st.just("none") | lists,
    "qa": st.lists(st.fixed_dictionaries({"q": sentences, "a": sentences}), min_size=1, max_size=2),
    "data_loss": st.sampled_from(["none", "suspected", "confirmed", "unknown"]),
    "roles": st.fixed_dictionaries(
        {
            "executive_sponsor": st.fixed_dictionaries(
                {"name": sentences, "title": sentences, "consented": st.just("true")}
            )
        }
    ),
    "audiences": st.dictionaries(st.just("developers"), sentences, min_size=1),
    "regression": sentences,
    "notify": st.sampled_from(["true", "false"]),
    "tags": lists,
}
DEFAULT = {"notify": "true"}
"""What a file says when it says nothing."""

files = st.fixed_dictionaries({}, optional=VALUES)
bodies = st.lists(sentences, min_size=1, max_size=4)


def _held(before: str, after: str, path: str = PATH) -> Held:
    old, new = (Library(factory.settings(), factory.POLICY, *_read(path, text)) for text in (before, after))
    assert old.communications, "the base can be read"
    assert new.communications, "what came of it can be read"
    return hold_rewrite(Rewrite(old, new, moved={}, gone=frozenset()), NOW)


def _read(path: str, text: str) -> tuple[tuple[Incident, ...], tuple[Maintenance, ...]]:
    return read_committed({path: text.encode()}, ZoneInfo("UTC"))


def _typed(keys: dict[str, Any], body: list[str]) -> str:
    """A file as a program would write it."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    return "\n".join(["---", "stage: identified", "at: 2026-03-14T09:30:00Z", *lines, "---", *body, ""])


class Typist:
    """Types a file in a form of its own: order, quotes, brackets, comments and white space are as chance has them."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw = data.draw

    def file(self, keys: dict[str, Any], body: list[str]) -> str:
        said = {
            "stage": "identified",
            "at": "2026-03-14T09:30:00Z",
            **keys,
            "x-note": "of a machine",
            "acks": ["scribe"],
        }
        words = [line for text in body for line in (text.replace(" ", self._one_of(" ", "\n", "  ")), *self._spaces())]
        hidden = ["", "::: internal", "Heron", ":::"] if self._draw(st.booleans()) else []
        return "\n".join(["---", *self._mapping(said, ""), "---", *self._spaces(), *words, *hidden, ""])

    def _one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def _spaces(self) -> list[str]:
        return [""] * self._draw(st.integers(0, 2))

    def _mapping(self, value: dict[str, Any], indent: str) -> Iterator[str]:
        for key in self._draw(st.permutations(list(value))):
            yield from self._one_of("", f"{indent}# a comment").splitlines()
            yield from self._entry(f"{indent}{key}:", value[key], indent)

    def _entry(self, head: str, value: Any, indent: str) -> Iterator[str]:
        if isinstance(value, str):
            yield f"{head} {self._scalar(value)}{self._one_of('', '  ', '  # why')}"
        elif self._draw(st.booleans()):
            yield f"{head} {self._flow(value)}"
        elif isinstance(value, dict):
            yield head
            yield from self._mapping(value, f"{indent}   ")
        else:
            yield head
            for item in value:
                is_text = isinstance(item, str)
                yield f"{indent}  - {self._scalar(item) if is_text else self._flow(item)}"

    def _flow(self, value: Any) -> str:
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict):
            pairs = (f"{key}: {self._flow(value[key])}" for key in self._draw(st.permutations(list(value))))
            return "{" + self._one_of(", ", " ,  ").join(pairs) + "}"
        return "[" + ", ".join(self._flow(item) for item in value) + "]"

    def _scalar(self, text: str) -> str:
        forms = [json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"]
        if re.fullmatch(r"\w+(?: \w+)*", text):
            forms.append(text)
        return self._one_of(*forms)


@settings(max_examples=examples(by_night=60, by_day=8, in_ci=20))
@given(files, bodies, st.data())
def test_a_file_that_is_typed_anew_is_no_edit(keys: dict[str, Any], body: list[str], data: st.DataObject) -> None:
    assert _held(_typed(keys, body), Typist(data).file(keys, body)) == Held((), ())


@pytest.mark.parametrize("key", VALUES)
@settings(max_examples=examples(by_night=15, by_day=2, in_ci=5))
@given(files, bodies, st.data())
def test_a_value_that_readers_see_is_never_changed_or_taken_back_unseen(
    key: str, keys: dict[str, Any], body: list[str], data: st.DataObject
) -> None:
    was, now = (data.draw(VALUES[key]) for _ in range(2))
    assume(not has_same_words(json.dumps(was, sort_keys=True), json.dumps(now, sort_keys=True)))
    without = {name: value for name, value in keys.items() if name != key}
    before = _typed({**keys, key: was}, body)

    for after in ({**keys, key: now}, *([without] if was != DEFAULT.get(key) else [])):
        problems = _held(before, _typed(after, body)).problems

        assert {problem.sentence.split(" ")[0].split(".")[0] for problem in problems} == {key}
        assert {problem.code for problem in problems} == {"C006"}


@settings(max_examples=examples(by_night=50, by_day=6, in_ci=15))
@given(files, bodies, bodies)
def test_words_are_never_changed_unseen(keys: dict[str, Any], was: list[str], now: list[str]) -> None:
    assume(not has_same_words(" ".join(was), " ".join(now)))

    held = _held(_typed(keys, was), _typed(keys, now))

    assert [problem.sentence.startswith("the words ") for problem in held.problems] == [True]


def _file(key: str, value: str, stage: str = "scheduled") -> str:
    return f"---\nstage: {stage}\nat: 2026-03-14T09:30:00Z\n{key}: {value}\n---\nWords.\n"


VALUES_AS_READ = [
    ("impact", "{accounts: 120-150}", "{accounts: 1200000}", "impact.accounts was '120-150' and is '1200000'"),
    ("progress", "{percent: 5, of: it}", "{percent: 7, of: it}", "progress.percent was '5' and is '7'"),
    ("components", "unknown", "{exports: affected}", "components was 'unknown' and is 'exports: affected'"),
    (
        "components",
        "{exports: affected}",
        "{exports: {status: operational, recovered: 50}}",
        "components.exports was 'affected' and is 'status: operational, recovered: 50'",
    ),
    ("embargoed_until", "none", "2026-03-01T00:00:00Z", "embargoed_until was 'none' and is '2026-03-01T00:00:00Z'"),
    ("started_at", "2026-03-14T09:00Z", "2026-03-14T10:00:01+01:00", "is '2026-03-14T09:00:01Z'"),
    ("workarounds", "none", "Stay signed in", "workarounds was 'none' and is 'Stay signed in'"),
    (
        "concessions",
        "10% credit",
        "[{offer: 10% credit, until: 2026-04-30}]",
        "concessions was '10% credit' and is 'offer: 10% credit, until: 2026-04-30'",
    ),
    ("known", "[one, two]", '["one two"]', "known was 'one; two' and is 'one two'"),
    ("next_update", "90m", "3h", "next_update was '90m' and is '3h'"),
    (
        "window",
        "{from: 2026-03-15T09:00Z, to: 2026-03-15T10:00Z}",
        "{from: 2026-03-15T09:00Z, to: 2026-03-15T11:00Z}",
        "window.to was",
    ),
    ("milestones", "[{name: A}, {name: B}]", "[{name: B}, {name: A}]", "milestones was 'name: A; name: B' and"),
    ("no_change", "false", "true", "no_change was 'false' and is 'true'"),
]


@pytest.mark.parametrize(("key", "was", "now", "sentence"), VALUES_AS_READ)
def test_values_are_told_as_people_write_them(key: str, was: str, now: str, sentence: str) -> None:
    path = "content/maintenance/2026-03-14-x/01-scheduled.md"

    held = _held(_file(key, was), _file(key, now), path)

    assert [sentence in problem.sentence for problem in held.problems] == [True]
    assert held.problems[0].place.line == 4


def test_a_long_text_is_quoted_only_where_it_changed() -> None:
    long = "so that nobody has to read all of it " * 4

    before, after = (_file("cause", f"{long} {word} {long}", "identified") for word in ("old", "new"))
    (problem,) = _held(before, after).problems

    assert problem.sentence.startswith("cause was 'old' and is 'new', ")


CORRECTIONS = [
    ("severity", "minor", "major", "minor", "major", True),
    ("severity", "minor", "major", "Minor (at first)", "Major", True),  # Words for readers, and no value of ours.
    ("severity", "minor", "major", "minor", "critical", False),
    ("started_at", "2026-03-14T09:00Z", "2026-03-14T08:00Z", "09:00 UTC", "08:00 UTC", True),
    ("started_at", "2026-03-14T09:00Z", "2026-03-14T08:00Z", "2026-03-14T10:00:00+01:00", "2026-03-14T08:00Z", True),
    ("started_at", "2026-03-14T09:00Z", "2026-03-14T08:00Z", "2026-03-14T07:00Z", "2026-03-14T08:00Z", False),
    ("cause", "a disk is full", "a queue is full", "a disk", "a queue", True),
    ("cause", "a disk is full", "a queue is full", "a disk is broken", "a queue is full", False),
    ("cause", "a disk is full", "a queue is full now", "a disk", "a queue", False),
    ("known", "[one, two]", "[one, three]", "two", "three", True),
    ("concessions", "10% credit", "20% credit", "10% credit", "20% credit", True),
    ("concessions", "10% credit", "20% credit", "10% credit", "30% credit", False),
    (
        "concessions",
        "[{offer: credit, who: Pro plans}, refund]",
        "[refund]",
        "offer: credit, who: Pro plans; refund",
        "refund",
        True,
    ),
    ("concessions", "[credit, refund]", "[credit, {offer: a free month}]", "refund", "a free month", True),
    (
        "concessions",
        "[{offer: 10% credit, until: 2026-04-30}]",
        "[{offer: 10% credit, until: 2026-05-31}]",
        "offer: 10% credit, until: 2026-04-30",
        "offer: 10% credit, until: 2026-05-31",
        True,
    ),
    (
        "concessions",
        "[{offer: 10% credit, until: 2026-04-30}]",
        "[{offer: 10% credit, until: 2026-05-31}]",
        "offer: 10% credit, until: 2026-04-30",
        "offer: 10% credit, until: 2026-06-30",
        False,
    ),
]


@pytest.mark.parametrize(("key", "was", "now", "told_was", "told_now", "licensed"), CORRECTIONS)
def test_a_correction_licenses_the_edit_that_it_tells(
    key: str, was: str, now: str, told_was: str, told_now: str, licensed: bool
) -> None:
    before = _file(key, was, "identified")
    entry = {"at": "2026-03-14T11:00:00Z", "field": key, "was": told_was, "now": told_now, "why": "it was wrong"}
    after = before.replace(f"{key}: {was}\n", f"{key}: {now}\ncorrections: [{json.dumps(entry)}]\n")

    held = _held(before, after)

    assert [fix.field for fix in held.corrections] == [key]
    assert (not held.problems) == licensed

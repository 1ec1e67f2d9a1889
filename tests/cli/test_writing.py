"""The commands that write a file, as a script runs them: what they write, and that nothing typed is ever lost."""

import os
import shlex
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from night import examples, some
from statusladder.cli.console import make_visible
from writing_site import GOES_ON, attempt, content, files, moment, new_site, run, structure_problems, unfinished

BEGAN = datetime(2026, 3, 14, 9, 1, tzinfo=UTC)

BUSY = {
    "incidents/2026-03-14-open/01-investigating.md": """---
stage: investigating
at: 2026-03-14T08:31:00Z
title: Search finds nothing
severity: major
components:
  search: partial_outage
next_update: 30m
---
Search finds nothing. We are finding out why.
""",
    "incidents/2026-03-13-over/01-resolved.md": """---
stage: resolved
at: 2026-03-13T08:31:00Z
title: Sign-in was slow
severity: minor
components:
  sign-in: degraded_performance
backfilled: true
---
Signing in took longer than usual. It is over.
""",
    "maintenance/2026-03-14-work/01-scheduled.md": """---
stage: scheduled
at: 2026-03-14T08:00:00Z
title: New index
window:
  from: 2026-03-14T10:00:00Z
  to: 2026-03-14T12:00:00Z
expected:
  search: under_maintenance
---
Search is built anew.
""",
}

HOSTILE = [
    "no",
    "null",
    "~",
    "10:15",
    "{a}",
    "[a, b]",
    "---",
    "- dash",
    "-- dash",
    "--title",
    "...",
    "::: internal",
    "::: internal\nkeys\n:::",
    "a: b",
    "a #b",
    "# heading",
    "'single' \"double\"",
    "`$(date)` $HOME \\n %s",
    "*anchor &alias !tag |",
    "שלום עולם",
    "🔥🚒",
    "two\nlines",
    "cr\r\nlf",
    "tab\tin it",
    "W" * 300,
    "x" * 79 + "…",
    " spaces around ",
    "bell \x07",
    "line\u2028separator",
    "<script>alert(1)</script>",
    "none",
    "",
    " ",
]
TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
TIME = st.sampled_from(["30m", "2h", "09:30", "23:59", "2026-03-14T10:05:00Z", "2026-03-15T01:00+01:00", "soon"])
STAGES = ["notice", "investigating", "identified", "mitigating", "monitoring", "resolved", "retracted", "merged"]
WORK = ["in_progress", "rescheduled", "extended", "verifying", "completed", "cancelled"]

FLAGS = {
    "--set": st.sampled_from(["sign-in=partial_outage", "search=operational", "serch=major_outage", "unknown", "x"]),
    "--severity": st.sampled_from(["critical", "minor", "huge"]),
    "--kind": st.just("security"),
    "--embargoed-until": st.sampled_from(["none", "2h"]),
    "--share": st.sampled_from(["12-18%", "unknown", "all"]),
    "--accounts": st.sampled_from(["120-150", "many"]),
    "--eta": st.sampled_from(["11:00..12:00", "unknown", "12:00..11:00", "12:00"]),
    "--confidence": st.just("low"),
    "--progress": st.sampled_from(["40% of accounts restored", "nearly", "140% of it"]),
    "--data-loss": st.sampled_from(["none", "unknown"]),
    "--merged-into": st.sampled_from(["2026-03-14-a", "sign"]),
    **dict.fromkeys(["--at", "--next", "--started-at", "--resolved-at", "--watch-until", "--eta-review"], TIME),
    **dict.fromkeys(["--title", "--summary", "--symptom", "--cause", "--basis", "--known", "--unknown"], TEXT),
    **dict.fromkeys(["--doing", "--ruled-out", "--workaround", "--remaining", "--region", "--impact-reason"], TEXT),
}
REPORT_FLAGS = {
    "--item": st.sampled_from(["AI-1=done", "AI-7=done", "title=Refuse calls; owner=storage; due=2026-04-30", "x"])
    | TEXT,
    "--summary": TEXT,
    "--next": TIME,
}


FREE = {"-m", "--title", "--reason", *(flag for flag, values in FLAGS.items() if values is TEXT)}
"""Flags in whose values a person may have put thought."""


@dataclass(frozen=True)
class Command:
    """A command as it is typed, and how many minutes pass before it."""

    verb: tuple[str, ...]
    flags: tuple[tuple[str, str], ...]
    minutes: int = 0

    @property
    def words(self) -> list[str]:
        return [*self.verb, *(word for pair in self.flags for word in pair)]

    def lost(self, kept: list[str], printed: str = "") -> list[str]:
        """The thoughts that stand neither in one of these files, nor in a command printed to go on from.

        What a terminal would obey is printed as its number.
        """
        found = [text for file in kept for text in _texts(file)]
        if GOES_ON in printed:
            found += shlex.split(printed.split(GOES_ON, 1)[1])
        everything = _flat(" ".join(found))
        thoughts = [text for flag, text in self.flags if flag in FREE]
        return [text for text in thoughts if not any(_flat(form) in everything for form in (text, make_visible(text)))]


@st.composite
def commands(draw: st.DrawFn) -> Command:
    verb = draw(st.sampled_from(["new", "update", "update", "update", "maintenance", "postmortem", "follow-up"]))
    named, flags = [verb], []
    if verb in ("new", "maintenance"):
        flags += [("--title", draw(TEXT)), ("--set", "sign-in=degraded_performance")]
        flags += [("--severity", "minor")] if verb == "new" else [("--from", "2h"), ("--to", "4h")]
    else:
        named += draw(st.sampled_from([[], ["open"], ["open"], ["over"], ["work"], ["2026"], ["opne"]]))
    if verb == "update":
        flags += draw(st.sampled_from([[], *([("--stage", stage)] for stage in STAGES + WORK)]))
        flags += [("--reason", draw(TEXT))] if draw(st.booleans()) else []
    more = REPORT_FLAGS if verb in ("postmortem", "follow-up") else FLAGS
    for flag in draw(st.lists(st.sampled_from(sorted(more.keys() - dict(flags).keys())), max_size=3, unique=True)):
        flags.append((flag, draw(more[flag])))
    flags.append(("-m", draw(TEXT)))
    return Command(tuple(named), tuple(flags), draw(st.integers(0, 90)))


def _flat(text: str) -> str:
    """Line ends and the white space around a text are no words."""
    return " ".join(text.split())


def _texts(file: str) -> list[str]:
    _, front, body = file.split("---\n", 2)
    return [*_scalars(yaml.compose(front)), body]


def _scalars(node: yaml.Node | None) -> list[str]:
    if isinstance(node, yaml.ScalarNode):
        return [node.value]
    if isinstance(node, yaml.SequenceNode):
        return [text for item in node.value for text in _scalars(item)]
    if isinstance(node, yaml.MappingNode):
        return [text for pair in node.value for item in pair for text in _scalars(item)]
    return []


@settings(
    max_examples=examples(by_night=60, by_day=1, in_ci=5), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(commands(), min_size=1, max_size=6))
def test_whatever_is_typed_is_written_whole_or_kept_and_no_file_changes(typed: list[Command]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, now = _busy_site(Path(folder) / "site"), BEGAN
        for command in typed:
            now += timedelta(minutes=command.minutes)
            _hold_to_the_promise(site, moment(now), command)


@pytest.mark.parametrize("text", some(HOSTILE, by_day=3, in_ci=12))
def test_no_text_is_too_strange_to_be_written_or_refused_in_words(tmp_path: Path, text: str) -> None:
    site = new_site(tmp_path / "site")

    first = (("--title", text), ("--severity", "minor"), ("--set", "unknown"), ("-m", text))
    for command in (Command(("new",), first), Command(("update",), (("--known", text), ("-m", text)))):
        _hold_to_the_promise(site, moment(BEGAN), command)


def _busy_site(folder: Path) -> Path:
    """Something is open, something is over, and something is planned."""
    site = new_site(folder)
    for name, text in BUSY.items():
        (site / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "content" / name).write_text(text)
    return site


def _hold_to_the_promise(site: Path, now: str, command: Command) -> None:
    """One file more that a build takes, or none and all that was typed at hand; what was there stays as it was."""
    before = files(site)

    answer = attempt(site, now, *command.words)

    after = files(site)
    added = {name for name in after.keys() - before.keys() if name.startswith("content/")}
    assert {name: after.get(name) for name in before} == before
    assert structure_problems(site, now) == []
    if answer.code == 0:
        assert command.lost([after[name].decode() for name in added]) == []
        assert [answer.out] == [f"{site}/{name}\n" for name in added]
        return
    assert (added, answer.out) == (set(), "")
    assert answer.code in (1, 2)
    assert "rror: " in answer.err
    if answer.code == 1:
        assert command.lost(unfinished(site), answer.err) == []


def test_words_of_another_encoding_are_refused_in_words(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")

    latin = run("new", os.fsdecode(b"\xdcberlast"), "--severity", "minor", "-m", "x", cwd=site, now=moment(BEGAN))

    assert (latin.returncode, latin.stdout) == (2, "")
    assert "this is not UTF-8 text" in latin.stderr
    assert not (site / "content").exists()


@pytest.mark.parametrize("blank", ["", "   ", "\n\t"])
def test_words_that_say_nothing_are_no_words(tmp_path: Path, blank: str) -> None:
    site = new_site(tmp_path / "site")
    first = ("new", "Search fails", "--severity", "minor", "--set", "search=partial_outage")

    refused = attempt(site, "2026-03-14T09:00:00Z", *first, "-m", blank)

    assert (refused.code, content(site)) == (2, {})
    assert "-m TEXT" in refused.err
    assert attempt(site, "2026-03-14T09:00:00Z", *first, "-m", blank, "-m", "It fails.").code == 0
    (text,) = content(site).values()
    assert text.decode().endswith("---\nIt fails.\n")

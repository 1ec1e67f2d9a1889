"""Signals are read with their places, and stay with the team; what is wrong with them is in tests/sites_invalid."""

from datetime import UTC, datetime
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.content.receive_feedback import plan_feedback
from statusladder.ladder.publication import public_part_of
from statusladder.model.feedback import SignalSource
from statusladder.model.imported import ImportedAnswer
from statusladder.model.site import Library

SITE = "site: {name: Tern, url: https://status.tern.example}\ncomponents: [{id: sign-in, name: Sign-in}]\n"
FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails
severity: major
components: {sign-in: partial_outage}
next_update: 30m
---
Signing in returns an error.
"""
SIGNALS = """\
signals:
  - at: 2026-03-14T09:30:00Z
    incident: 2026-03-14-sign-in
    source: tickets
    count: 41
    mood: -2
    theme: Is my data safe?
  - {at: 2026-03-14T09:31:00Z, incident: 2026-03-14-sign-in, source: calls, count: 3, theme: When is it back?}
"""
FILE = "content/feedback/2026-03.yaml"


def _read(root: Path) -> Library:
    for path, text in {"site.yaml": SITE, "content/incidents/2026-03-14-sign-in/01-a.md": FIRST, FILE: SIGNALS}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    reading = read_library(root)
    assert reading.problems == ()
    assert reading.library is not None
    return reading.library


def test_signals_are_read_in_their_order_with_their_lines(tmp_path: Path) -> None:
    first, second = _read(tmp_path).signals

    said = first.said
    assert (said.at, said.incident) == (datetime(2026, 3, 14, 9, 30, tzinfo=UTC), "2026-03-14-sign-in")
    assert (said.source, said.count, said.mood, said.theme) == (SignalSource.TICKETS, 41, -2, "Is my data safe?")
    assert (second.said.source, second.said.mood) == (SignalSource.CALLS, None)
    assert [str(one.place) for one in (first, second)] == [f"{FILE}:2", f"{FILE}:8"]


def test_the_public_part_of_a_site_has_none(tmp_path: Path) -> None:
    assert public_part_of(_read(tmp_path), datetime(2026, 3, 15, tzinfo=UTC)).signals == ()


def test_imported_answers_join_a_file_of_signals(tmp_path: Path) -> None:
    library = _read(tmp_path)
    at = "2026-03-14T10:00:00Z"
    keys = {"id": "feedback-1", "kind": "rating", "at": at, "incident": "2026-03-14-sign-in"}
    answer = ImportedAnswer("feedback-1", {**keys, "question": "tone", "answer": "4"})

    planned = plan_feedback(tmp_path, library.settings, [answer])

    assert planned.problems == ()
    assert planned.files[FILE].startswith(f"{SIGNALS}feedback:\n")

"""A feed of an incident that hits every component of a large site."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from factory import POLICY, at, incident, settings, stamp
from statusladder.model.site import Library
from statusladder.outputs.feeds import OUTPUT
from statusladder.outputs.interface import Artifact
from statusladder.publish.theme import find_theme
from statusladder.views.snapshot import Snapshot, take


def _snapshot(components: int) -> Snapshot:
    names = [f"part-{number:03}" for number in range(components)]
    first: dict[str, Any] = {
        "stage": "investigating",
        "at": stamp("09:00"),
        "title": "All of it is slow",
        "severity": "critical",
        "components": dict.fromkeys(names, "degraded_performance"),
        "next_update": "30m",
    }
    return take(Library(settings(*names), POLICY, (incident(first),)), at("09:10"))


def _calls(snapshot: Snapshot, path: str) -> int:
    """How many functions are called to make a feed of the whole site, those written in C among them."""
    artifacts = iter(OUTPUT.produce(snapshot, find_theme(Path(), "default")))
    made, calls = _counted(partial(next, artifacts))
    while made.path != path:
        made, calls = _counted(partial(next, artifacts))
    assert made.data.count(b"<category") == len(snapshot.groups[0].components) + 1
    return calls


def _counted(work: Callable[[], Artifact]) -> tuple[Artifact, int]:
    calls = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        return work(), calls
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("path", ["history.atom", "history.rss"])
def test_the_work_of_a_feed_grows_with_its_categories_and_not_with_their_square(path: str) -> None:
    few, many = (_calls(_snapshot(components), path) for components in (50, 500))

    assert many <= 11 * few

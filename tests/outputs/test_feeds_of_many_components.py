"""A feed of an incident that hits every component of a large site."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from factory import POLICY, at, incident, settings, stamp
from night import examples, in_ci
from statusladder.model.site import Library
from statusladder.outputs.feeds import OUTPUT
from statusladder.publish.theme import find_theme
from statusladder.views.snapshot import Snapshot, take

T = TypeVar("T")
NOW = at("09:10")
MANY = examples(by_night=300, by_day=100, in_ci=300)


def _library(components: int, hit: int) -> Library:
    """A site of so many components, of which an incident of six updates hits some."""
    names = [f"part-{number:03}" for number in range(components)]
    first: dict[str, Any] = {
        "stage": "investigating",
        "at": stamp("09:00"),
        "title": "All of it is slow",
        "severity": "critical",
        "components": dict.fromkeys(names[:hit], "degraded_performance"),
        "next_update": "30m",
    }
    later = [{"stage": "identified", "at": stamp(f"09:0{minute}")} for minute in range(1, 6)]
    return Library(settings(*names), POLICY, (incident(first, *later),))


def _snapshot(components: int) -> Snapshot:
    return take(_library(components, components), NOW)


def _calls(snapshot: Snapshot, paths: set[str]) -> dict[str, int]:
    """How many functions are called to make feeds of the whole site, those written in C among them."""
    artifacts = iter(OUTPUT.produce(snapshot, find_theme(Path(), "default")))
    found: dict[str, int] = {}
    while found.keys() != paths:
        made, calls = _counted(lambda: next(artifacts))
        if made.path in paths:
            assert made.data.count(b"<category") == len(snapshot.groups[0].components) + 1
            found[made.path] = calls
    return found


def _counted(work: Callable[[], T]) -> tuple[T, int]:
    calls = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        return work(), calls
    finally:
        sys.setprofile(None)


def test_the_work_of_a_feed_grows_with_its_categories_and_not_with_their_square() -> None:
    few, many = (_calls(_snapshot(components), {"history.atom", "history.rss"}) for components in (50, 500))

    for path, calls in few.items():
        assert many[path] <= 11 * calls, path


@in_ci
def test_an_outage_of_everything_costs_at_most_ten_times_what_one_component_costs() -> None:
    def all_calls(hit: int) -> int:
        library, theme = _library(MANY, hit), find_theme(Path(), "default")
        made, calls = _counted(lambda: list(OUTPUT.produce(take(library, NOW), theme)))
        assert len(made) > 3 * MANY
        return calls

    assert all_calls(MANY) <= 10 * all_calls(1)


@in_ci
def test_the_feed_of_one_of_many_components_names_no_other_of_them_among_its_labels() -> None:
    made = {one.path: one.data for one in OUTPUT.produce(_snapshot(150), find_theme(Path(), "default"))}

    assert made["components/part-007/feed.rss"].count(b"<category>") == 6 * 2
    assert made["components/part-007/feed.rss"].count(b"<category>Part-007</category>") == 6
    assert b"150 components, worst state: degraded" in made["components/part-007/feed.rss"]

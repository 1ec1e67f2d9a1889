"""Four times the incidents are at most about four times the work of a command; one edit is as much work on any site.

Work is counted in calls of functions, ours and others' alike, not in seconds: the same on every machine.
"""

import cProfile
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import CodeType

import pytest

import site_of_incidents
from in_process import run
from night import examples, in_ci
from statusladder.markup import html
from statusladder.publish import second_process

pytestmark = in_ci

FEW, MANY = examples(by_night=100, by_day=15), examples(by_night=400, by_day=60)
MOST = 4.2 * MANY / (4 * FEW)
OF_NOTE = 0.002
"""The share of all calls from which on a function is held to the limit by itself."""

NOW = "2026-03-14T10:05:00Z"
CONVERSIONS, RENDERS = "Markdown.convert", "Theme.render"


@pytest.fixture(scope="module", autouse=True)
def _one_process() -> Iterator[None]:
    """What a second process does is counted nowhere, so there is none, however many the incidents are."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(second_process, "ENOUGH", sys.maxsize)
        yield


@pytest.fixture(scope="module")
def few_and_many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sites, of which one has four times as many incidents; each was built once with a cache."""
    folder = tmp_path_factory.mktemp("linear")
    sites = folder / "few" / "site", folder / "many" / "site"
    for site, incidents in zip(sites, (FEW, MANY), strict=True):
        with pytest.MonkeyPatch.context() as here:
            # Charts tell of up to 90 days: both sites are older, or the larger one would have more days as well.
            here.setattr(site_of_incidents, "APART", timedelta(days=120 / FEW))
            site_of_incidents.write_site(site, incidents)
        assert _run(site, "build", "--now", NOW, "-o", str(site.parent / "warm")) in (0, 1)
    return sites


def _run(site: Path, *command: str) -> int:
    return run(*command, "--site", str(site)).returncode


def _calls(work: Callable[[], object]) -> Counter[str]:
    """How often each function written in Python is called while the work is done, by its qualified name and file."""
    html._to_fragment.cache_clear()  # a process of its own has converted nothing yet
    profile = cProfile.Profile(subcalls=False, builtins=False)
    profile.runcall(work)
    calls: Counter[str] = Counter()
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType):
            calls[entry.code.co_qualname] += entry.callcount
    return calls


def _assert_linear(few: Mapping[str, int], many: Mapping[str, int]) -> None:
    every = sum(many.values())
    assert every <= MOST * sum(few.values())
    # To put things in order takes a little more than there are things.
    of_note = (name for name, count in many.items() if count > OF_NOTE * every and not name.endswith("__lt__"))
    assert {name: (few[name], many[name]) for name in of_note if many[name] > 1.25 * MOST * few[name]} == {}


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "check": ("check", "--now", NOW),
    "check for CI": ("check", "--now", NOW, "--format", "github"),
    "stats": ("stats", "--now", NOW),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_work_of_a_command_grows_with_the_incidents(few_and_many: tuple[Path, Path], name: str) -> None:
    few, many = (_calls(lambda site=site: _run(site, *COMMANDS[name])) for site in few_and_many)  # type: ignore[misc]

    _assert_linear(few, many)


def test_the_work_of_a_build_without_a_cache_grows_with_the_incidents(few_and_many: tuple[Path, Path]) -> None:
    few, many = (
        _calls(lambda site=site: _run(site, "build", "--no-cache", "--now", NOW, "-o", str(site.parent / "cold")))  # type: ignore[misc]
        for site in few_and_many
    )

    assert few[CONVERSIONS] > 4 * FEW
    assert few[RENDERS] > FEW
    _assert_linear(few, many)


@pytest.fixture(scope="module")
def after_one_edit(few_and_many: tuple[Path, Path]) -> list[Counter[str]]:
    counted = []
    for site in few_and_many:
        folder = sorted((site / "content" / "incidents").iterdir())[3]
        file = sorted(folder.iterdir())[-1]
        file.write_text(f"{file.read_text()}\nOne more sentence.\n", encoding="utf-8")
        counted.append(_calls(lambda: _run(site, "build", "--now", NOW, "-o", str(site.parent / "warm"))))  # noqa: B023
    return counted


def test_the_work_after_one_edit_grows_no_faster_than_the_incidents(after_one_edit: list[Counter[str]]) -> None:
    _assert_linear(*after_one_edit)


def test_after_one_edit_no_more_is_converted_on_a_larger_site(after_one_edit: list[Counter[str]]) -> None:
    few, many = after_one_edit

    assert 0 < many[CONVERSIONS] <= few[CONVERSIONS]

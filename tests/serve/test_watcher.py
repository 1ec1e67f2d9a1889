"""What the watcher sees of a real folder: everything that can change a page, and nothing else."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from night import ALL, some
from statusladder.serve.watcher import Watch, watching

INCIDENT = "content/incidents/2026-03-14-x"
UPDATE = f"{INCIDENT}/01-investigating.md"
LONGEST = 20.0
"""Seconds in which an event arrives on the busiest machine."""


class Seen:
    """Counts what the watcher reports."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self.count = 0
        self.watch: Watch | None = None

    def changed(self) -> None:
        with self._news:
            self.count += 1
            self._news.notify_all()

    def after(self, act: Callable[[], object]) -> bool:
        """Whether at least one report follows the act, of a watch that was refreshed before it as a rebuild does."""
        assert self.watch is not None
        self.watch.refresh()
        before = self.count
        act()
        with self._news:
            return self._news.wait_for(lambda: self.count > before, LONGEST)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "above" / "site"
    (site / INCIDENT).mkdir(parents=True)
    (site / UPDATE).write_text("one")
    (site / "themes" / "own").mkdir(parents=True)
    (site / "static" / ".well-known").mkdir(parents=True)
    (site / "site.yaml").write_text("site:")
    (site / ".git").mkdir()
    return site


@pytest.fixture
def seen(site: Path) -> Iterator[Seen]:
    watched = Seen()
    with watching(site, watched.changed) as watched.watch:
        watched.watch.refresh()
        yield watched


@pytest.fixture
def polled(site: Path) -> Iterator[Seen]:
    watched = Seen()
    with watching(site, watched.changed, 0.02) as watched.watch:
        watched.watch.refresh()
        yield watched


def _replace(path: Path) -> None:
    """As many editors save: into a file beside it, which then takes the name."""
    beside = path.with_name(".new")
    beside.write_text("two")
    beside.replace(path)


ACTS: dict[str, Callable[[Path], object]] = {
    "a file is written": lambda site: (site / UPDATE).write_text("two"),
    "a file is replaced": lambda site: _replace(site / UPDATE),
    "a file is deleted": lambda site: (site / UPDATE).unlink(),
    "a file is renamed": lambda site: (site / UPDATE).rename(site / INCIDENT / "02-x.md"),
    "a file is made readable to others": lambda site: (site / UPDATE).chmod(0o604),
    "a file comes from elsewhere": lambda site: _from_elsewhere(site),
    "a file goes elsewhere": lambda site: (site / UPDATE).rename(site.parent / "gone.md"),
    "a folder is renamed": lambda site: (site / INCIDENT).rename(site / "content/incidents/2026-03-15-x"),
    "a folder is deleted": lambda site: shutil.rmtree(site / INCIDENT),
    "the content is deleted": lambda site: shutil.rmtree(site / "content"),
    "the settings are written": lambda site: (site / "site.yaml").write_text("site: {}"),
    "the settings are replaced": lambda site: _replace(site / "site.yaml"),
    "the settings are deleted": lambda site: (site / "site.yaml").unlink(),
    "a logo is put beside them": lambda site: (site / "Logo.SVG").write_text("<svg/>"),
    "a file of one's own comes": lambda site: (site / "static/guide.pdf").write_text("x"),
    "a proof for a service comes": lambda site: (site / "static/.well-known/proof").write_text("x"),
    "a theme changes": lambda site: (site / "themes/own/theme.yaml").write_text("x"),
    "the site is deleted": lambda site: shutil.rmtree(site),
    "the site is renamed": lambda site: site.rename(site.with_name("other")),
}


def _from_elsewhere(site: Path) -> None:
    (site.parent / "x.md").write_text("two")
    (site.parent / "x.md").rename(site / INCIDENT / "02-x.md")


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_what_can_change_a_page_is_seen(site: Path, seen: Seen, act: Callable[[Path], object]) -> None:
    assert seen.after(lambda: act(site))


@pytest.mark.parametrize("name", sorted(ACTS.keys() - {"a file is made readable to others"}))
def test_a_look_now_and_then_sees_it_too(site: Path, polled: Seen, name: str) -> None:
    act = ACTS[name]

    assert polled.after(lambda: act(site))


@pytest.mark.parametrize("name", some(["content", "themes", "static", INCIDENT, "."], by_day=1, in_ci=ALL))
def test_a_folder_that_went_and_came_back_is_watched_again(site: Path, seen: Seen, name: str) -> None:
    folder, away = (site / name).resolve(), site.parent / "away"
    assert seen.after(lambda: folder.rename(away))
    assert seen.after(lambda: shutil.copytree(away, folder))
    assert seen.after(lambda: shutil.rmtree(folder))
    assert seen.after(lambda: away.rename(folder))

    deepest = folder / "deep" / "deeper" if name != "." else folder / "content" / "incidents" / "deeper"
    assert seen.after(lambda: deepest.mkdir(parents=True))
    assert seen.after(lambda: (deepest / "x.md").write_text("x"))
    assert seen.after(lambda: (deepest / "x.md").write_text("xx"))


def test_a_name_that_changes_hands_quickly_does_not_end_the_watch(site: Path, seen: Seen) -> None:
    folder, away = site / INCIDENT, site.parent / "away"

    def change_hands() -> None:
        folder.rename(away)
        folder.mkdir()
        folder.rmdir()
        shutil.rmtree(away)

    assert seen.after(change_hands)
    assert seen.after(folder.mkdir)
    assert seen.after(lambda: (folder / "x.md").write_text("x"))


def test_a_site_that_comes_later_is_watched(tmp_path: Path) -> None:
    site, seen = tmp_path / "later", Seen()
    with watching(site, seen.changed) as seen.watch:
        assert seen.after(lambda: (site / "content").mkdir(parents=True))
        assert seen.after(lambda: (site / "content" / "x.md").write_text("x"))
        assert seen.after(lambda: (site / "site.yaml").write_text("x"))


def test_content_that_lies_elsewhere_is_watched_through_its_link(tmp_path: Path) -> None:
    site, elsewhere, seen = tmp_path / "site", tmp_path / "elsewhere", Seen()
    site.mkdir()
    elsewhere.mkdir()
    with watching(site, seen.changed) as seen.watch:
        assert seen.after(lambda: (site / "content").symlink_to(elsewhere))
        assert seen.after(lambda: (elsewhere / "x.md").write_text("x"))


def test_what_no_page_shows_is_not_reported(site: Path, seen: Seen) -> None:
    """Events come in order: when a last one is reported, all before it were passed over."""
    (site / INCIDENT / ".01.md.swp").write_text("x")
    (site / INCIDENT / "01-investigating.md~").write_text("x")
    (site / INCIDENT / "#01-investigating.md#").write_text("x")
    (site / ".public.statusladder-staging").mkdir()
    (site / ".git" / "index").write_text("x")
    (site / "public" / "incidents").mkdir(parents=True)
    (site / "public" / "index.html").write_text("x")
    (site / "build.log").write_text("x")
    (site.parent / "other.txt").write_text("x")
    for folder, _, files in os.walk(site):
        for name in files:
            (Path(folder) / name).read_bytes()
    last = site / "content" / "last"
    assert seen.after(last.mkdir)

    assert seen.count == 1

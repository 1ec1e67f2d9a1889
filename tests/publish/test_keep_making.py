"""`build --keep-going` where nothing is wrong with a folder but that a file of the site cannot be made of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from night import in_ci
from published_site import FIRST, FOLDER, TWO, Git, commit, edit, published_site, write
from reported_site import words
from statusladder.cli.main import statusladder
from statusladder.outputs import feeds

NOW = "2026-07-14T12:00:00Z"
OTHER = "content/incidents/2026-07-14-search-fails/01-investigating.md"
PAGE = "content/pages/help.md"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    """A published site, in which feeds and pages come to grief at the words that begin with `heron`."""
    site = published_site(tmp_path / "repository", git)
    write(site, {OTHER: FIRST.replace("Exports are late", "Search fails")})
    commit(site, git)
    return site


@pytest.fixture(autouse=True)
def _failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def printable(text: str) -> str:
        if "heron" in text:
            raise ValueError("cannot write it")
        return text

    monkeypatch.setattr(feeds, "_printable", printable)


def _build(site: Path, *flags: str) -> Result:
    command = ["build", "--site", str(site), "-o", str(site / "public"), "--now", NOW, *flags]
    return CliRunner().invoke(statusladder, command, catch_exceptions=False)


def _home(site: Path) -> str:
    return words(site / "public/index.html")


def test_a_folder_of_which_no_feed_can_be_made_is_shown_as_it_was_and_the_rest_as_it_is(site: Path) -> None:
    (site / TWO).write_text((site / TWO).read_text() + "\nheron\n")
    edit(site, OTHER, "Search fails", "Search fails again")

    built = _build(site, "--keep-going")

    assert built.exit_code == 3
    assert f"{TWO}:1: D022 no site can be made of this (ValueError: cannot write it; " in built.stderr
    assert f"{FOLDER} is shown as it was at commit " in built.stderr
    assert "Search fails again" in _home(site)
    assert "heron" not in words(site / "public/incidents/2026-07-14-exports-late/index.html")


@in_ci
def test_without_it_nothing_is_published(site: Path) -> None:
    (site / TWO).write_text((site / TWO).read_text() + "\nheron\n")

    assert _build(site).exit_code == 1
    assert not (site / "public").exists()


@in_ci
def test_two_folders_that_fail_are_both_kept_and_one_that_always_failed_is_a_gap(site: Path) -> None:
    (site / TWO).write_text((site / TWO).read_text() + "\nheron\n")
    new = OTHER.replace("search-fails", "exports-stop")
    write(site, {new: FIRST.replace("Exports are late", "heron")})

    built = _build(site, "--keep-going")

    assert built.exit_code == 3
    assert built.stderr.count(" D022 ") == 2
    assert f"{FOLDER} is shown as it was at commit " in built.stderr
    assert f"{new.rpartition('/')[0]} is left out: it was never sound." in built.stderr
    assert "Search fails" in _home(site)
    assert "cannot be shown right now" in _home(site)


@in_ci
def test_a_folder_of_which_no_version_can_be_made_is_left_out(site: Path, git: Git) -> None:
    for file in sorted((site / FOLDER).glob("*.md")):
        file.write_text(file.read_text() + "\nheron\n")
    commit(site, git)

    built = _build(site, "--keep-going")

    assert built.exit_code == 3
    assert f"{FOLDER} is left out: it was never sound." in built.stderr
    assert "Search fails" in _home(site)
    assert not (site / "public/incidents/2026-07-14-exports-late").exists()


def test_what_no_folder_is_to_blame_for_stops_all(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: object) -> object:
        raise KeyError("heron")

    monkeypatch.setattr(feeds, "build_feeds", failing)

    built = _build(site, "--keep-going")

    assert built.exit_code == 1
    assert "site.yaml:1: D022 no site can be made of this" in built.stderr
    assert not (site / "public").exists()

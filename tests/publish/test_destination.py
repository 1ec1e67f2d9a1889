"""Folders into which no site is published, whatever way leads there."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusladder.cli.main import statusladder
from statusladder.publish.destination import keep_apart
from statusladder.publish.error import PublishError
from statusladder.publish.pipeline import publish_site
from statusladder.theming.layer import find_theme_folder

SITE = Path(__file__).parent.parent / "sites" / "calm"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(SITE, tmp_path / "outer" / "site"))
    (copy / "static").mkdir()
    theme = copy / "themes" / "own"
    theme.mkdir(parents=True)
    (theme / "theme.yaml").write_text("name: Own\nextends: default\n")
    return copy


def _all(folder: Path) -> list[tuple[str, bytes]]:
    return sorted((str(path), path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*"))


def _refused(site: Path, destination: Path, words: str, folder: Path) -> None:
    before = _all(folder)
    with pytest.raises(PublishError, match=words):
        publish_site(site, destination, NOW, None, lambda count: None)
    assert _all(folder) == before


OWN = [
    "content",
    "content/incidents",
    "content/new",
    "static",
    "static/a/b",
    "themes",
    "themes/own",
    "themes/own/assets",
]
MIX = "would mix the published site with the site's own files"


@pytest.mark.parametrize("target", [".", "..", *OWN])
def test_the_site_and_what_it_is_made_of_is_refused(site: Path, tmp_path: Path, target: str) -> None:
    _refused(site, site / target, MIX, tmp_path)


@pytest.mark.parametrize("target", [".", "..", *OWN])
def test_a_link_to_it_is_refused(site: Path, tmp_path: Path, target: str) -> None:
    (site / target).mkdir(parents=True, exist_ok=True)
    (site / "public").symlink_to(site / target)
    _refused(site, site / "public", MIX, tmp_path)
    (tmp_path / "way").symlink_to(site / target)
    _refused(site, tmp_path / "way" / "public" if target not in (".", "..") else tmp_path / "way", MIX, tmp_path)


@pytest.mark.parametrize("moved", ["content", "content/incidents", "static", "themes", "themes/own"])
def test_where_a_folder_of_the_site_lies_elsewhere_that_is_refused_too(site: Path, tmp_path: Path, moved: str) -> None:
    elsewhere = site / "elsewhere"
    elsewhere.mkdir()
    shutil.move(site / moved, elsewhere / "folder")
    (site / moved).symlink_to(elsewhere / "folder")
    for target in (elsewhere / "folder", elsewhere / "folder" / "new", elsewhere):
        _refused(site, target, MIX, tmp_path)


def test_a_folder_that_is_the_same_under_another_name_is_refused(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that ignores case, or a mount, gives one folder two names that no text shows to be one."""
    (site / "CONTENT").mkdir()
    same = {str(site / "CONTENT"), str(site / "content")}
    monkeypatch.setattr("os.path.samefile", lambda one, other: {str(one), str(other)} == same)
    with pytest.raises(PublishError, match=MIX):
        keep_apart(site, site / "CONTENT" / "public")


def _as_the_shipped_theme(site: Path) -> Path:
    folder = find_theme_folder("default", site)
    assert folder is not None
    return folder / "assets" / "public"


def _as_git(site: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    return site / ".git"


def _as_part_of_git(site: Path) -> Path:
    return _as_git(site) / "refs" / "public"


def _as_future_git(site: Path) -> Path:
    return site / ".GIT" / "public"


def _as_bare_repository(site: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", str(site / "backup")], check=True)
    return site / "backup" / "hooks"


def _as_link_into_git(site: Path) -> Path:
    (site / "public").symlink_to(_as_git(site))
    return site / "public"


GIT = "lies among the files that git keeps for itself"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_as_the_shipped_theme, MIX),
        (_as_git, GIT),
        (_as_part_of_git, GIT),
        (_as_future_git, GIT),
        (_as_bare_repository, GIT),
        (_as_link_into_git, GIT),
    ],
)
def test_themes_of_the_package_and_the_inside_of_a_repository_are_refused(
    site: Path, tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    _refused(site, make(site), words, tmp_path)


def test_a_link_that_leads_to_itself_is_one_sentence(site: Path) -> None:
    (site / "public").symlink_to("public")
    _refused(site, site / "public", "a symbolic link that leads to no folder", site)


def test_folders_of_their_own_are_fine(site: Path, tmp_path: Path) -> None:
    _as_git(site)
    for target in (site / "public", site / "contents", site / "public.git", tmp_path / "content", site / "..public"):
        keep_apart(site, target)


def test_the_command_says_what_it_left(site: Path) -> None:
    arguments = ["build", "--site", str(site), "--now", "2026-06-10T12:00:00Z"]
    (site / "static" / "key.txt").write_text("key")
    assert CliRunner().invoke(statusladder, arguments).exit_code == 0
    (site / "static" / "key.txt").unlink()
    (site / "public" / "key.txt").write_text("mine")
    done = CliRunner().invoke(statusladder, arguments)
    assert done.exit_code == 0
    assert (
        "No longer part of the site, but left there, since they may hold somebody else's work: key.txt.\n"
        in done.stderr
    )
    assert (site / "public" / "key.txt").read_text() == "mine"

"""A build as a whole: the same tree and moment give the same bytes anywhere, and a failed build changes nothing."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import in_process
from night import in_ci
from statusladder.publish.error import PublishError
from statusladder.publish.pipeline import publish_site

SITE = Path(__file__).parent.parent / "sites" / "legal-and-right"
NOW, STAMP = datetime(2026, 3, 14, 10, 5, tzinfo=UTC), "2026-03-14T10:05:00Z"


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _build(site: Path, target: Path, now: datetime = NOW) -> dict[str, bytes]:
    publication = publish_site(site, target, now, None, lambda count: None)
    assert publication.problems == ()
    return _tree(target)


def _build_elsewhere(site: Path, target: Path, environment: dict[str, str]) -> dict[str, bytes]:
    """The same build in a fresh process, in another time zone, locale and hash seed."""
    command = [sys.executable, "-m", "statusladder", "build", "--site", str(site), "-o", str(target)]
    subprocess.run([*command, "--now", STAMP], check=True, env=os.environ | environment)
    return _tree(target)


@in_ci  # That a second build writes nothing is seen by day.
def test_the_same_tree_and_moment_give_the_same_bytes_everywhere(tmp_path: Path) -> None:
    moved = tmp_path / "moved" / "deeper"
    shutil.copytree(SITE, moved)

    assert in_process.run("build", "--site", str(SITE), "-o", str(tmp_path / "a"), "--now", STAMP).returncode == 0
    here = _tree(tmp_path / "a")
    other = {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}
    there = _build_elsewhere(moved, tmp_path / "b", other)

    assert here.keys() == there.keys()
    assert [path for path in here if here[path] != there[path]] == []


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    _build(SITE, tmp_path / "public")

    again = publish_site(SITE, tmp_path / "public", NOW, None, lambda count: None)

    assert again.outcome is not None
    assert (again.outcome.written, again.outcome.removed) == (0, 0)
    assert again.outcome.unchanged == again.outcome.total > 10


def test_under_an_earlier_moment_later_files_are_not_written_yet(tmp_path: Path) -> None:
    tree = _build(SITE, tmp_path / "public", datetime(2026, 3, 10, 8, 30, tzinfo=UTC))

    page = tree["incidents/2026-03-10-quoted/index.html"].decode()
    assert "The mark is set before the file is written" not in page
    assert "incidents/2026-03-11-no-time/index.html" not in tree


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site as it is published; nobody may change it."""
    folder = tmp_path_factory.mktemp("made")
    _build(SITE, folder / "public")
    return folder


def test_no_internal_word_and_no_drill_reaches_the_published_folder(made: Path) -> None:
    tree = _tree(made)
    published = b"\n".join([*tree.values(), *map(str.encode, tree)])

    for secret in (b"heron-cluster", b"exports-eu-7", b"Kittiwake", b"2026-02-01-restore"):
        assert secret not in published


def test_no_byte_of_a_draft_reaches_the_published_folder(tmp_path: Path, made: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    (site / "content/incidents/2026-03-10-quoted/04-postmortem-plover.md").write_text(
        "---\nstage: postmortem\nat: 2026-03-11T10:00:00Z\ndraft: true\nversion: final\ntitle: Plover\n"
        "lessons: [Plover]\nqa:\n  - q: Plover?\n    a: Plover\n---\nPlover.\n"
    )
    (site / "content/incidents/2026-03-12-plover").mkdir()
    (site / "content/incidents/2026-03-12-plover/01-investigating.md").write_text(
        "---\nstage: investigating\nat: 2026-03-12T10:00:00Z\ndraft: true\ntitle: Plover\nseverity: major\n"
        "components: {sign-in: major_outage}\n---\nPlover.\n"
    )

    with_drafts = _build(site, tmp_path / "public")

    assert with_drafts == _tree(made / "public")
    assert not any("plover" in path or b"plover" in data.lower() for path, data in with_drafts.items())
    preview = publish_site(site, tmp_path / "preview", NOW, None, lambda count: None, with_drafts=True)
    assert preview.problems == ()
    shown = _tree(tmp_path / "preview")
    assert b"Plover." in shown["incidents/2026-03-12-plover/index.html"]
    assert b"Draft. Final report" in shown["incidents/2026-03-10-quoted/postmortem/index.html"]


def test_words_are_shown_as_typed(made: Path) -> None:
    page = (made / "public/incidents/2026-03-10-quoted/index.html").read_text()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; too early" in page
    assert "Replace &lt;token&gt; with yours." in page
    assert "2030" in (made / "public/index.html").read_text()


@pytest.mark.parametrize("target", [".", "..", "content", "content/incidents/public", "themes/x"])
def test_a_folder_that_holds_the_site_itself_is_refused(tmp_path: Path, target: str) -> None:
    site = tmp_path / "outer" / "site"
    shutil.copytree(SITE, site)
    before = _tree(tmp_path)

    with pytest.raises(PublishError, match="mix the published site"):
        publish_site(site, site / target, NOW, None, lambda count: None)

    assert _tree(tmp_path) == before


@in_ci
def test_progress_counts_every_file(tmp_path: Path) -> None:
    counts: list[int] = []

    publication = publish_site(SITE, tmp_path / "public", NOW, None, counts.append)

    assert publication.outcome is not None
    assert counts == list(range(1, publication.outcome.total + 1))

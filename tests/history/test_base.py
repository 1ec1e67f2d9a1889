"""What stood in files at a commit, byte for byte: odd bytes and names, and what is no file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from statusladder.history.changes import files_at
from statusladder.history.git import GitError

FILES = {
    "content/a/empty.md": b"",
    "content/a/no end.md": b"\xff\x00 no line end",
    "content/a/like an answer.md": b"0123456789012345678901234567890123456789 blob 3\nabc\n",
    "content/a/n\u00e4me \u2603.md": b"one\r\ntwo\r\n",
    "content/b/other.md": b"other\n",
}


@pytest.fixture
def site(tmp_path: Path, git: Callable[..., None]) -> Path:
    folder = tmp_path / "repository" / "status"
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "content" / "a" / "link.md").symlink_to("empty.md")
    (folder.parent / "content").mkdir()
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "-c", "core.autocrlf=false", "add", ".")
    git(folder.parent, "commit", "--quiet", "-m", "One")
    for path in FILES:
        (folder / path).write_text("later")
    return folder


def test_files_are_as_they_were_whatever_stands_in_them(site: Path) -> None:
    a = {path: data for path, data in FILES.items() if path.startswith("content/a/")}

    assert files_at(site, "HEAD", "content", {"content/a", "content/none"}) == a
    assert files_at(site, "HEAD", "content", {"content/a", "content/b"}) == FILES
    assert files_at(site, "HEAD", "content", ()) == {}


def test_what_is_no_commit_is_refused(site: Path) -> None:
    with pytest.raises(GitError, match="ls-tree"):
        files_at(site, "no-such-commit", "content", {"content/a"})

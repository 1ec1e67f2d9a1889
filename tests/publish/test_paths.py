"""Which paths artifacts may have."""

import pytest

from statusladder.outputs.interface import Artifact
from statusladder.publish.paths import check_path, folders_above, gather_artifacts


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "a//b",
        "a/",
        "..",
        "a/../b",
        "./a",
        "a/.",
        "a\\b",
        "a\nb",
        "a\x00b",
        "a\x7f",
        "a\x85b",
        "\ud800",
        ".git/config",
        "a/.Git",
        "GIT~1/hooks/post-checkout",
    ],
)
def test_a_path_that_could_leave_the_folder_or_hide_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="the path"):
        check_path(path)


@pytest.mark.parametrize(
    "path",
    ["index.html", ".well-known/security.txt", "a..b/..c", ".github/x", "a.git/x", "später/é.html", "a b/c'd.html"],
)
def test_a_plain_relative_path_is_taken(path: str) -> None:
    check_path(path)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("a.html", "a.html", "two artifacts have the path 'a.html'"),
        ("a.html", "A.html", "the paths 'a.html' and 'A.html' are one on some file systems"),
        ("a/x", "A/y", "the paths 'a' and 'A' are one on some file systems"),
        ("\u00e9", "e\u0301", "are one on some file systems"),
        ("a", "a/b", "the path 'a' is both a file and a folder"),
        ("a/b/c", "a", "the path 'a' is both a file and a folder"),
        ("a/b", "A", "the paths 'a' and 'A' are one on some file systems"),
    ],
)
def test_two_paths_that_would_meet_on_some_file_system_are_refused(one: str, other: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        gather_artifacts([Artifact(one, b""), Artifact(other, b"")])


def test_the_folders_above_a_path_come_innermost_first() -> None:
    assert list(folders_above("a/b/c.html")) == ["a/b", "a"]
    assert list(folders_above("c.html")) == []

"""Which files changed since a revision, as a real repository tells: odd names, renames, and what git cannot know."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusladder.history.changes import find_base, find_changed_files, find_committed_names, find_deleted_files
from statusladder.history.git import GitError
from statusladder.model.files import ChangedFile, Fate

Git = Callable[..., None]

ODD = 'a "quoted"\tnäme — ☃.md'
LONG = "".join(f"line {number} of a file that is known again\n" for number in range(20))


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    """A repository with one commit; the site is its folder `status`."""
    folder = tmp_path / "repository"
    site = folder / "status"
    site.mkdir(parents=True)
    for name in ("kept.md", "edited.md", "gone.md", "old name.md"):
        (site / name).write_text(f"{name}\n{LONG}")
    (folder / "outside.md").write_text("first\n")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "One")
    return folder


def test_each_file_below_the_site_is_told_with_what_became_of_it(repository: Path, git: Git) -> None:
    site = repository / "status"
    (site / "edited.md").write_text("other")
    (site / "gone.md").unlink()
    git(repository, "mv", "status/old name.md", f"status/{ODD}")
    git(repository, "commit", "--quiet", "-am", "Two")
    (site / "fresh.md").write_text("not yet added")
    (repository / "outside.md").write_text("second\n")

    assert find_changed_files(site, "HEAD~1") == (
        ChangedFile(ODD, Fate.RENAMED, "old name.md"),
        ChangedFile("edited.md", Fate.CHANGED),
        ChangedFile("fresh.md", Fate.ADDED),
        ChangedFile("gone.md", Fate.DELETED),
    )


def test_what_is_only_saved_and_what_is_ignored(repository: Path) -> None:
    site = repository / "status"
    (site / ".gitignore").write_text("public/\n")
    (site / "public").mkdir()
    (site / "public" / "index.html").write_text("built")
    (site / ODD).write_text("new")

    assert {file.path for file in find_changed_files(site, "HEAD")} == {".gitignore", ODD}


@pytest.mark.parametrize("revision", ["no-such-branch", "", "--help", "--output=stolen", "HEAD:status"])
def test_what_is_no_revision_is_said_to_be_none(repository: Path, revision: str) -> None:
    with pytest.raises(GitError) as refused:
        find_base(repository / "status", revision)

    assert refused.value.sentence == f"git knows no revision '{revision}'"
    assert "that was fetched" in refused.value.fix
    assert {path.name for path in repository.iterdir()} == {".git", "status", "outside.md"}


def test_a_clone_that_is_shallow_is_told_from_a_wrong_name(repository: Path, tmp_path: Path, git: Git) -> None:
    (repository / "status" / "fresh.md").write_text("new")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Two")
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")

    with pytest.raises(GitError) as refused:
        find_base(tmp_path / "shallow" / "status", "HEAD~1")

    assert refused.value.sentence == "this clone holds only the newest commits, and 'HEAD~1' is not in it"
    assert "fetch-depth: 0" in refused.value.fix


def test_a_folder_outside_of_any_repository_is_said_to_be_one(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository") as refused:
        find_base(tmp_path, "HEAD")

    assert "in the git repository" in refused.value.fix


def test_the_base_is_where_the_change_parted_from_the_revision(repository: Path, git: Git) -> None:
    site = repository / "status"
    began = find_base(site, "HEAD")
    git(repository, "checkout", "--quiet", "-b", "elsewhere")
    (site / "edited.md").write_text("elsewhere\n")
    git(repository, "commit", "--quiet", "-am", "Elsewhere")
    git(repository, "checkout", "--quiet", "-")
    (site / "gone.md").unlink()
    git(repository, "commit", "--quiet", "-am", "Here")

    assert find_base(site, "elsewhere") == began
    assert find_changed_files(site, began) == (ChangedFile("gone.md", Fate.DELETED),)


def test_what_a_branch_deleted_is_told_with_the_newest_time(
    repository: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = repository / "status"
    for name in ("again.md", ODD, "renamed.md", "edited.md"):
        (site / "content").mkdir(exist_ok=True)
        (site / "content" / name).write_text(f"{name}\n{LONG}")

    def commit(day: int) -> datetime:
        moment = datetime(2026, 4, day, tzinfo=UTC)
        monkeypatch.setenv("GIT_COMMITTER_DATE", moment.isoformat())
        git(repository, "add", "--all", ".")
        git(repository, "commit", "--quiet", "-m", "Next")
        return moment

    commit(1)
    (site / "content" / "again.md").unlink()
    commit(2)
    (site / "content" / "again.md").write_text("again")
    (site / "content" / "edited.md").write_text("edited")
    (site / "gone.md").unlink()
    commit(3)
    (site / "content" / "again.md").unlink()
    (site / "content" / ODD).unlink()
    git(site, "mv", "content/renamed.md", "content/new name.md")
    last = commit(4)
    (site / "content" / "new name.md").unlink()

    assert find_deleted_files(site, "content") == {"content/again.md": last, "content/renamed.md": last}
    assert find_committed_names(site, ["content", "nothing"]) == ("content/edited.md", "content/new name.md")


def test_what_was_merged_is_told_as_the_branch_saw_it(repository: Path, git: Git) -> None:
    site = repository / "status"
    git(repository, "checkout", "--quiet", "-b", "side")
    (site / "content").mkdir()
    (site / "content" / "never.md").write_text("never on the branch")
    git(repository, "add", "--all", ".")
    git(repository, "commit", "--quiet", "-m", "Added")
    (site / "content" / "never.md").unlink()
    (site / "gone.md").unlink()
    git(repository, "commit", "--quiet", "-am", "Deleted")
    git(repository, "checkout", "--quiet", "-")
    git(repository, "merge", "--quiet", "--no-ff", "-m", "Merged", "side")

    assert set(find_deleted_files(site, ".")) == {"gone.md"}


def test_without_a_commit_nothing_was_deleted(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "--quiet")

    with pytest.raises(GitError):
        find_deleted_files(tmp_path, "content")

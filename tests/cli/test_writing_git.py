"""`--commit`, `--branch` and `--push` with a real repository and a real remote: one file, and nobody else's work."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from night import ALL, in_ci, some
from writing_site import content, new_site, run

NOW = "2026-03-14T09:01:00Z"
NEW = ("new", "Search finds nothing", "--severity", "minor", "--set", "search=partial_outage", "-m", "We look into it.")
FIRST = "incidents/2026-03-14-search-finds-nothing/01-investigating.md"

Git = Callable[..., None]


def _told(folder: Path, *words: str) -> str:
    """What git prints."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    """A site in a sub-folder of a repository that pushes to a bare one."""
    git(tmp_path, "init", "--bare", "--initial-branch=main", "remote.git")
    git(tmp_path, "clone", "remote.git", "work")
    site = new_site(tmp_path / "work" / "status")
    for name in ("other.txt", "staged.txt"):
        (tmp_path / "work" / name).write_text("one\n")
    git(site, "add", "--all", "..")
    git(site, "commit", "-m", "A site")
    git(site, "push", "origin", "HEAD")
    return site


def _write(site: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(*NEW, *words, cwd=site, now=NOW, **environment)


def test_a_commit_holds_the_file_and_nothing_else(site: Path, git: Git) -> None:
    (site.parent / "other.txt").write_text("two\n")
    (site.parent / "staged.txt").write_text("two\n")
    git(site, "add", "../staged.txt")
    before = _told(site, "status", "--porcelain")

    written = _write(site, "--commit")

    assert (written.returncode, written.stdout) == (0, f"content/{FIRST}\n"), written.stderr
    assert _told(site, "show", "--name-only", "--format=").splitlines() == [f"status/content/{FIRST}"]
    assert _told(site, "status", "--porcelain") == before
    assert "Search finds nothing" in _told(site, "log", "-1", "--format=%s")
    assert _told(site, "rev-list", "--count", "HEAD").strip() == "2"
    assert _told(site, "rev-parse", "origin/main") != _told(site, "rev-parse", "HEAD")


def test_a_push_comes_to_the_remote(site: Path) -> None:
    pushed = _write(site, "--push")

    assert pushed.returncode == 0, pushed.stderr
    assert _told(site.parent.parent / "remote.git", "rev-parse", "main") == _told(site, "rev-parse", "HEAD")
    assert "Pushed to main: the site is published when that is built." in pushed.stderr


@in_ci
def test_a_later_update_on_a_branch_for_review_is_not_said_to_be_published(site: Path) -> None:
    _write(site, "--branch", "search-notice", "--push")

    said = [
        run("update", "-m", "We still look into it.", flag, cwd=site, now=f"2026-03-14T09:{minute}:00Z").stderr
        for flag, minute in (("--push", 20), ("--commit", 40))
    ]

    assert "Pushed to search-notice: customers read it once a pull request from it is merged." in said[0]
    assert "Committed on search-notice; push it, and open a pull request from it." in said[1]


@in_ci
def test_readers_pages_come_from_the_branch_that_the_remote_names_first(site: Path, git: Git) -> None:
    git(site, "switch", "--create", "trunk")
    git(site, "push", "--set-upstream", "origin", "trunk")
    git(site, "remote", "set-head", "origin", "trunk")

    assert "Pushed to trunk: the site is published when that is built." in _write(site, "--push").stderr


def test_ctrl_c_while_git_is_at_work_does_not_send_anybody_to_write_it_again(site: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow" / "git"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\n[ "$1" = push ] && kill -INT $PPID && exit 1\nexec {shutil.which("git")} "$@"\n')
    slow.chmod(0o755)

    stopped = _write(site, "--push", PATH=f"{slow.parent}{os.pathsep}{os.environ['PATH']}")

    assert (stopped.returncode, stopped.stdout) == (1, f"content/{FIRST}\n")
    assert f"stopped while git was at work; content/{FIRST} is written" in stopped.stderr
    assert "run the command again" not in stopped.stderr


@pytest.mark.parametrize(
    ("words", "branch"),
    some(
        [
            (["--branch"], "update/2026-03-14-search-finds-nothing-01-investigating"),
            (["--branch", "search-notice"], "search-notice"),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_branch_is_for_a_pull_request(site: Path, words: list[str], branch: str) -> None:
    branched = _write(site, *words)

    assert branched.returncode == 0, branched.stderr
    assert branch in _told(site, "branch", "--format=%(refname:short)").splitlines()
    assert _told(site, "show", "--name-only", "--format=", branch).splitlines() == [f"status/content/{FIRST}"]
    assert _told(site, "rev-list", "--count", "main").strip() == "1"
    assert branch in branched.stderr


@in_ci
def test_a_branch_can_be_pushed_with_it(site: Path) -> None:
    pushed = _write(site, "--branch", "search-notice", "--push")

    assert pushed.returncode == 0, pushed.stderr
    assert _told(site.parent.parent / "remote.git", "rev-parse", "search-notice") == _told(site, "rev-parse", "HEAD")


def test_a_branch_that_is_there_already_is_said_and_the_file_stays(site: Path, git: Git) -> None:
    git(site, "branch", "taken")

    refused = _write(site, "--branch", "taken")

    assert refused.returncode == 1
    assert "taken" in refused.stderr
    assert list(content(site)) == [FIRST]


def test_a_push_that_is_refused_is_said_and_the_file_stays(site: Path, git: Git) -> None:
    elsewhere = site.parent.parent / "elsewhere"
    git(site.parent.parent, "clone", "remote.git", "elsewhere")
    (elsewhere / "other.txt").write_text("three\n")
    git(elsewhere, "commit", "--all", "-m", "Someone was faster")
    git(elsewhere, "push")

    refused = _write(site, "--push")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "git push refused: fetch first; the file is written" in refused.stderr
    assert "'git pull --rebase', 'statusladder check', 'git push'" in refused.stderr
    assert "hint" not in refused.stderr
    assert list(content(site)) == [FIRST]
    assert _told(site, "show", "--name-only", "--format=").splitlines() == [f"status/content/{FIRST}"]


def test_a_branch_that_takes_pull_requests_only_is_named_as_the_reason(site: Path) -> None:
    hook = site.parent.parent / "remote.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)

    refused = _write(site, "--push")

    assert refused.returncode == 1
    assert "git push refused: pre-receive hook declined; the file is written" in refused.stderr
    assert "if only pull requests are let in: 'git push origin HEAD:NAME'" in refused.stderr


def test_without_a_remote_the_commit_stands_and_that_is_said(site: Path, git: Git) -> None:
    git(site, "remote", "remove", "origin")

    refused = _write(site, "--push")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert list(content(site)) == [FIRST]


@pytest.mark.usefixtures("git")
def test_without_a_repository_the_file_is_written_and_the_rest_is_said(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")

    refused = _write(site, "--commit")

    assert refused.returncode == 1
    assert "git" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(content(site)) == [FIRST]


def test_without_git_the_file_is_written_and_the_rest_is_said(site: Path) -> None:
    refused = _write(site, "--commit", PATH="/nowhere")

    assert refused.returncode == 1
    assert "git" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(content(site)) == [FIRST]


def test_a_person_without_a_git_name_is_told_how_to_give_one(site: Path, git: Git) -> None:
    nameless = {f"GIT_{who}_{what}": "" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    git(site, "config", "user.useConfigOnly", "true")

    refused = _write(site, "--commit", **nameless)

    assert refused.returncode == 1
    assert "git config" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(content(site)) == [FIRST]


def test_a_site_in_the_repository_that_ignores_content_says_so(site: Path) -> None:
    (site / ".gitignore").write_text("content/\n")

    refused = _write(site, "--commit")

    assert refused.returncode == 1
    assert "ignored" in refused.stderr
    assert list(content(site)) == [FIRST]

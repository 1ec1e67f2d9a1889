"""`check --since` on honest times: an update is dated when customers can read it, not when it was thought of."""

from pathlib import Path

import pytest

from night import ALL, some
from published_site import NOW, RESOLVED, THREE, Git, check, commit, published_site, write

SENTENCE = "T014 warning: 'at' lies {} min before this file was committed"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return published_site(tmp_path / "repository", git)


@pytest.mark.parametrize(
    ("committed", "minutes"),
    some([("11:10:00", None), ("11:10:59", None), ("11:11:00", 11), ("11:40:00", 40)], by_day=2, in_ci=ALL),
)
def test_an_update_is_committed_within_ten_minutes_of_its_time(
    site: Path, git: Git, monkeypatch: pytest.MonkeyPatch, committed: str, minutes: int | None
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"2026-07-14T{committed}Z")
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)

    checked = check(site)

    assert checked.exit_code == 0
    assert (SENTENCE.format(minutes) in checked.stderr) is (minutes is not None)
    assert ("T014" in checked.stderr) is (minutes is not None)


@pytest.mark.parametrize("keys", ["backfilled: true\n", "imported_from:\n  source: other\n  id: a\n"])
def test_what_says_itself_that_it_is_told_afterwards_is_let_pass(
    site: Path, git: Git, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-07-14T11:50:00Z")
    write(site, {THREE: RESOLVED.format(keys=keys)})
    commit(site, git)

    assert "T014" not in check(site).stderr


def test_it_is_the_first_commit_that_counts(site: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-07-14T11:02:00Z")
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-07-14T11:55:00Z")
    write(site, {THREE: RESOLVED.format(keys="").replace("watch the queue", "watch the queue closely")})
    commit(site, git)

    assert "T014" not in check(site).stderr
    assert "T014" not in check(site, now=NOW.replace("2026", "2027")).stderr

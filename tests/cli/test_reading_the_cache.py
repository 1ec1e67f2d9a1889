"""What the last build kept helps commands that publish nothing: they say what they say without it, and it stays so."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cached_site import SECOND, Writers
from in_process import run
from night import examples, in_ci
from published_site import Git
from statusladder.content.tree import SECTIONS
from statusladder.publish.cache import cache_of, is_foreign

COMMANDS = (
    *("actions --format json", "check --format json", f"check {SECOND} --format json", "due --format json"),
    *("nudge --format json", "stats --format json"),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def _said(site: Path, words: str, now: str) -> tuple[int, str, str]:
    ran = run(*words.split(), "--now", now, cwd=site)
    return ran.returncode, ran.stdout, ran.stderr


def test_a_command_says_what_it_says_without_a_cache(site: Path) -> None:
    writers = Writers(site, 3)
    cache = cache_of(site / "public")
    found: set[str] = set()
    for number in range(examples(by_night=80, by_day=5, in_ci=6)):
        now = f"{writers.now:%Y-%m-%dT%H:%M:%SZ}"
        if number % 2 == 0:
            run("build", "--now", now, cwd=site)
        edit = writers.next()
        words = COMMANDS[number % len(COMMANDS)]
        kept = cache.read_bytes()
        with_it = _said(site, words, now)
        assert cache.read_bytes() == kept, (edit, words)
        found.add(with_it[1])
        cache.rename(cache.with_suffix(".aside"))
        assert _said(site, words, now) == with_it, (edit, words)
        cache.with_suffix(".aside").rename(cache)
    assert len(found) > 3


def test_what_is_damaged_in_a_cache_is_made_anew(site: Path) -> None:
    now = f"{Writers(site, 0).now:%Y-%m-%dT%H:%M:%SZ}"
    # A link to an address that only the files of the site can answer.
    file = next((site / "content/incidents" / SECOND).glob("01-*"))
    file.write_text(f"{file.read_text()}\nSee [the day](/components/exports/#d-2026-02-12).\n")
    without = _said(site, "check --format json", now)
    run("build", "--now", now, cwd=site)
    with closing(sqlite3.connect(cache_of(site / "public"))) as connection:
        connection.execute("UPDATE files SET data = x'00'")
        connection.commit()

    assert _said(site, "check --format json", now) == without


@pytest.mark.parametrize("junk", [b"", b"SQLite format 3\0", b"no database"])
def test_what_is_no_cache_is_passed_over(site: Path, junk: bytes) -> None:
    now = f"{Writers(site, 0).now:%Y-%m-%dT%H:%M:%SZ}"
    without = _said(site, "stats", now)
    cache_of(site / "public").write_bytes(junk)

    assert _said(site, "stats", now) == without
    assert cache_of(site / "public").read_bytes() == junk


@in_ci
def test_the_check_of_a_folder_finds_what_a_check_of_all_finds_there(site: Path) -> None:
    """By every kind of edit, and with links that lead to the pages of other folders and nowhere."""
    writers = Writers(site, 5)
    for number in range(examples(by_night=60, by_day=4)):
        writers.next()
        now = f"{writers.now:%Y-%m-%dT%H:%M:%SZ}"
        target = ("components/exports", "incidents/2026-02-10-sign-in", "nowhere")[number % 3]
        file = sorted((site / "content/incidents").glob("*/*.md"))[number % 4]
        file.write_text(f"{file.read_text()}\nSee [it](/{target}/).\n")
        of_all = run("check", "--format", "json", "--now", now, cwd=site).stdout
        folders = [folder.name for section in SECTIONS.values() for folder in sorted((site / section).glob("*"))]
        name = file.parent.name if number % 2 else folders[number % len(folders)]
        alone = run("check", name, "--format", "json", "--now", now, cwd=site).stdout
        assert _rows(alone) == [row for row in _rows(of_all) if f"/{name}/" in f"{row['path']}/"], name


def _rows(text: str) -> list[dict[str, str]]:
    return list(json.loads(text)["problems"])


def test_a_cache_that_came_with_a_commit_is_not_used(site: Path, git: Git) -> None:
    """Whoever proposes a change could commit one in which a folder says what its files do not."""
    now = f"{Writers(site, 0).now:%Y-%m-%dT%H:%M:%SZ}"
    run("build", "--now", now, cwd=site)
    cache = cache_of(site / "public")
    honest = _said(site, "stats", now)
    with closing(sqlite3.connect(cache)) as connection:
        for key, value in connection.execute("SELECT key, value FROM entries").fetchall():
            forged = value.replace(b'"severity":"', b'"severity":"critical","x":"')
            row = (hashlib.sha256(forged).digest(), forged, key)
            connection.execute("UPDATE entries SET digest = ?, value = ? WHERE key = ?", row)
        connection.commit()
    git(site, "init", "--quiet", "--initial-branch", "main")
    assert _said(site, "stats", now) != honest

    git(site, "add", "--force", cache.name)

    kept = cache.read_bytes()
    assert _said(site, "stats", now) == honest
    built = run("build", "--now", now, cwd=site)
    assert f"{cache.name} is not used" in built.stderr
    assert cache.read_bytes() == kept


def test_a_repository_that_git_refuses_could_hold_the_cache(
    site: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container whose user does not own the checkout."""
    Writers(site, 0)
    cache = cache_of(site / "public")
    cache.write_bytes(b"kept")
    assert not is_foreign(cache)
    git(site, "init", "--quiet", "--initial-branch", "main")
    assert not is_foreign(cache)

    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    assert is_foreign(cache)

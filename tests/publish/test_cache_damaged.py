"""Whatever became of the file in which a build keeps what it made, the published files are those of a cold build."""

import copy
import os
import random
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from cached_site import NOW, OVER, Writers
from night import ALL, examples, in_ci, some
from statusladder.publish.cache import NO_CACHE, cache_of, open_cache
from statusladder.publish.dossiers import make_salt
from statusladder.publish.pipeline import publish_site
from warm_start import CALL, run_source, warm_start

MOMENT = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class _Kept:
    """A site that was published with a cache, and how it looks after one more edit in a build without one."""

    def __init__(self, folder: Path) -> None:
        self.site, self.public = folder / "site", folder / "public"
        self.cache, self._sound = cache_of(self.public), folder / "sound"
        Writers(self.site, 0)
        self.build()
        shutil.copy(self.cache, self._sound)
        file = self.site / f"content/incidents/{OVER}/02-resolved.md"
        file.write_text(file.read_text().replace("It fails.", "It worked."))
        publication = publish_site(self.site, folder / "cold", NOW, None, lambda count: None)
        self._cold, self._problems = _tree(folder / "cold"), publication.problems

    def build(self) -> None:
        self._publication = publish_site(self.site, self.public, NOW, None, lambda count: None, keep_in=self.cache)

    def put_back(self) -> bytes:
        """The cache as it was before the edit, with nothing published, so that all that is kept is used."""
        for path in (self.public, self.cache):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        self.public.with_name(".public.statusladder-ledger.json").unlink(missing_ok=True)
        shutil.copy(self._sound, self.cache)
        return self.cache.read_bytes()

    def assert_as_cold(self) -> None:
        self.build()
        assert self._publication.problems == self._problems
        assert _tree(self.public) == self._cold


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> _Kept:
    return _Kept(tmp_path_factory.mktemp("kept"))


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 8, 200))):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _zeroed(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = start + chance.choice((1, 100, 4096, len(data)))
    return data[:start] + bytes(len(data[start:end])) + data[end:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    """Pages of the file that changed places."""
    pages = [data[start : start + 4096] for start in range(0, len(data), 4096)]
    one, other = chance.randrange(len(pages)), chance.randrange(len(pages))
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def _added(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(chance.choice((1, 4096)))


DAMAGES = (_cut, _flipped, _flipped, _zeroed, _moved, _added)


@pytest.mark.parametrize("seed", range(examples(by_night=400, by_day=2, in_ci=12)))
def test_no_damage_of_the_file_changes_a_byte(kept: _Kept, seed: int) -> None:
    chance = random.Random(seed)
    kept.cache.write_bytes(DAMAGES[seed % len(DAMAGES)](kept.put_back(), chance))

    kept.assert_as_cold()
    kept.assert_as_cold()


FOREIGN: dict[str, bytes] = {
    "nothing": b"",
    "words": b"These are words.\n" * 99,
    "zeros": bytes(8192),
    "head alone": b"SQLite format 3\0",
}


@pytest.mark.parametrize("name", some([*FOREIGN], by_day=1, in_ci=len(FOREIGN)))
def test_a_file_that_is_no_cache_becomes_one(kept: _Kept, name: str) -> None:
    kept.put_back()
    kept.cache.write_bytes(FOREIGN[name])

    kept.assert_as_cold()

    assert _entries(kept.cache) > 10


STATEMENTS = {
    "another form": "PRAGMA user_version = 7",
    "no form": "PRAGMA user_version = 0",
    "no tables": "DROP TABLE entries; DROP TABLE files",
    "one table": "DROP TABLE files",
    "other columns": "DROP TABLE files; CREATE TABLE files (name TEXT)",
    "a view": "DROP TABLE entries; CREATE VIEW entries AS SELECT '' AS key, '' AS digest, '' AS value",
    "no digests": "UPDATE entries SET digest = ''",
    "texts for bytes": "UPDATE entries SET value = 'words'; UPDATE files SET data = 'words'",
    "numbers for bytes": "UPDATE entries SET value = 7; UPDATE files SET data = 7",
    "no values": "UPDATE entries SET value = x''; UPDATE files SET data = x''",
    "files gone": "DELETE FROM files",
    "some files gone": "DELETE FROM files WHERE digest < '8'",
    "files exchanged": "UPDATE files SET data = (SELECT max(data) FROM files)",
    "a key that is no text": "INSERT INTO entries VALUES (x'ff', x'', x'')",
    "a key that is not UTF-8": "INSERT INTO entries VALUES (CAST(x'ff' AS TEXT), x'', x'')",
    "refuses": "CREATE TRIGGER no BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no'); END",
}


def _entries(cache: Path) -> int:
    with closing(sqlite3.connect(cache)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    assert isinstance(count, int)
    return count


@pytest.mark.parametrize("name", some([*STATEMENTS], by_day=1, in_ci=len(STATEMENTS)))
def test_no_other_content_of_the_file_changes_a_byte(kept: _Kept, name: str) -> None:
    kept.put_back()
    with closing(sqlite3.connect(kept.cache)) as connection:
        connection.executescript(STATEMENTS[name])

    kept.assert_as_cold()
    kept.assert_as_cold()


VALUES = (b"", b"{}", b"[]", b"null", b"\xff", b"0001-01-01T00:00:00+00:00 nonsense", b'{"since": 1}', b"[[]]")


@pytest.mark.parametrize("value", some(VALUES, by_day=1, in_ci=len(VALUES)))
def test_a_value_of_another_form_with_its_own_digest_is_not_taken(kept: _Kept, value: bytes) -> None:
    """Whoever can write the file can write the published ones too: it is held against damage, and not against malice.

    What has the form of what a build keeps is taken for it.
    """
    kept.put_back()
    with closing(sqlite3.connect(kept.cache)) as connection:
        connection.execute("UPDATE entries SET digest = ?, value = ?", (sha256(value).digest(), value))
        connection.commit()

    kept.assert_as_cold()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def _link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("obstacle", some([_folder, _link, _link_to_nowhere, _pipe], by_day=1, in_ci=ALL))
def test_what_is_no_plain_file_is_left_alone(kept: _Kept, obstacle: Callable[[Path], None]) -> None:
    kept.put_back()
    obstacle(kept.cache)
    before = os.lstat(kept.cache)

    kept.assert_as_cold()

    assert os.lstat(kept.cache).st_ino == before.st_ino
    assert not kept.cache.with_name("nowhere").exists()


@pytest.mark.parametrize("read_only", ["cache", "folder"])
def test_where_nothing_can_be_kept_all_is_made(tmp_path: Path, read_only: str) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    kept = _Kept(tmp_path)
    (tmp_path / "aside").mkdir()
    shutil.move(kept.cache, tmp_path / "aside" / "cache")
    kept.cache = tmp_path / "aside" / "cache"
    held = kept.cache if read_only == "cache" else kept.cache.parent
    held.chmod(0o555)
    try:
        kept.assert_as_cold()
    finally:
        held.chmod(0o755)


def test_a_cache_that_another_build_holds_is_done_without(kept: _Kept) -> None:
    kept.put_back()
    for hold in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
        with closing(sqlite3.connect(kept.cache, isolation_level=None)) as other:
            other.execute(hold)
            kept.assert_as_cold()
            other.execute("ROLLBACK")
    kept.assert_as_cold()


# Publishes a site and dies, as by SIGKILL, when the cache is about to do something for the n-th time.
KILLED = """
import os, signal, sys
from pathlib import Path
from statusladder.model.values import parse_moment
from statusladder.publish import cache
from statusladder.publish.pipeline import publish_site

site, public, moment, name, left = *map(Path, sys.argv[1:3]), parse_moment(sys.argv[3]), sys.argv[4], int(sys.argv[5])
call = getattr(cache.Cache, name)

def dying(*args):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*args)

setattr(cache.Cache, name, dying)
publish_site(site, public, moment, None, lambda count: None, keep_in=cache.cache_of(public))
"""
DEATHS = [("put", 1), ("put", 2), ("put_file", 1), ("put_file", 2), ("save", 1), ("get", 9), ("_write", 4)]


@pytest.mark.parametrize(("name", "number"), some(DEATHS, by_day=1, in_ci=3))
def test_a_build_that_is_killed_leaves_a_cache_that_can_be_used(kept: _Kept, name: str, number: int) -> None:
    kept.put_back()
    where = [str(kept.site), str(kept.public), MOMENT, name, str(number)]

    done = run_source(KILLED, *where)

    assert done.returncode == -signal.SIGKILL
    kept.assert_as_cold()
    assert _entries(kept.cache) > 10


@in_ci
def test_two_builds_at_once_publish_what_one_does(kept: _Kept) -> None:
    kept.put_back()
    command = [CALL, "build", "--quiet", "--now", MOMENT, "--site", str(kept.site), "-o", str(kept.public)]
    warm = os.environ | {"WARM": warm_start()}
    both = [subprocess.Popen(command, env=warm, stderr=subprocess.PIPE, text=True) for _ in range(2)]

    told = [build.communicate()[1] for build in both]

    assert not any("Traceback" in text for text in told)
    kept.assert_as_cold()


def test_a_cache_that_was_not_saved_is_as_it_was(kept: _Kept) -> None:
    before = kept.put_back()

    with open_cache(kept.cache, make_salt()) as cache:
        cache.put(b"value", "key")
        assert cache.get("key") == b"value"

    assert kept.cache.read_bytes() == before


def test_damage_is_mended_by_the_build_that_meets_it(kept: _Kept) -> None:
    """What cannot be read once would else be made anew for ever."""
    data = bytearray(kept.put_back())
    for start in range(4096, len(data), 8192):
        data[start : start + 2000] = bytes(2000)
    kept.cache.write_bytes(data)

    kept.assert_as_cold()
    kept.assert_as_cold()

    with closing(sqlite3.connect(kept.cache)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_build_without_a_cache_remembers_nothing(tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(Path(__file__).parent.parent / "sites" / "storm", root)
    before = copy.deepcopy(vars(NO_CACHE))

    assert (
        publish_site(root, tmp_path / "public", datetime(2026, 6, 12, tzinfo=UTC), None, lambda count: None).outcome
        is not None
    )

    assert vars(NO_CACHE) == before

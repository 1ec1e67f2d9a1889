"""Keeps what was made of a folder, so that the next build need not make it again: a file of SQLite beside the ledger.

It may save work and must never change a byte: keys are digests of all that went in, each value is held to its own
digest when it is taken out, and whatever cannot be read counts as not there. What is kept is bytes, never objects that
run when they are loaded. Only a build that has published writes the file, in one transaction.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from statusladder.history.git import GitError, run_git
from statusladder.publish.ledger import digest_of

_FORM = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, digest BLOB NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
"""


class Damaged(Exception):
    """A file that was kept is not what it was."""


class Cache:
    """What earlier builds made, by key, and the files of the site by the digests of their bytes."""

    def __init__(self, connection: sqlite3.Connection | None, salt: str = "") -> None:
        self._connection = connection
        self._salt = salt
        self.is_saved = False
        self._asked: set[str] = set()
        self._shown: set[str] = set()

    @property
    def keeps(self) -> bool:
        """Whether it keeps anything at all."""
        return self._connection is not None

    def get(self, *made_of: str) -> bytes | None:
        """What was made of these, if it was kept and is still whole."""
        if self._connection is None:
            return None
        key = self._key(made_of)
        row = self._row("SELECT digest, value FROM entries WHERE key = ?", key)
        if row is None or not isinstance(row[1], bytes) or sha256(row[1]).digest() != row[0]:
            return None
        self._asked.add(key)
        value: bytes = row[1]
        return value

    def put(self, value: bytes, *made_of: str) -> None:
        """Keeps what was made of these."""
        if self._connection is None:
            return
        key = self._key(made_of)
        self._asked.add(key)
        self._write("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", key, sha256(value).digest(), value)

    def has_file(self, digest: str) -> bool:
        """Whether the bytes with this digest are kept; if so, they stay."""
        if self._row("SELECT 1 FROM files WHERE digest = ?", digest) is None:
            return False
        self._shown.add(digest)
        return True

    def put_file(self, data: bytes) -> Callable[[], bytes] | None:
        """Keeps the bytes of a file; what gives them back, None where they cannot be kept."""
        digest = digest_of(data)
        self._shown.add(digest)
        if not self._write("INSERT OR IGNORE INTO files VALUES (?, ?)", digest, data):
            return None
        return lambda: self.file(digest)

    def file(self, digest: str) -> bytes:
        """The bytes with this digest. Raises Damaged."""
        row = self._row("SELECT data FROM files WHERE digest = ?", digest)
        if row is None or not isinstance(row[0], bytes) or digest_of(row[0]) != digest:
            raise Damaged(digest)
        data: bytes = row[0]
        return data

    def save(self) -> None:
        """Writes what this build made to the disk, and forgets what it did not ask for."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error, OSError):
            for table, column, used in (("entries", "key", self._asked), ("files", "digest", self._shown)):
                known = [name for (name,) in self._connection.execute(f"SELECT {column} FROM {table}")]
                gone = [(name,) for name in known if name not in used]
                self._connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)
            self._connection.commit()
            self.is_saved = True

    def forget(self) -> None:
        """Empties the cache on the disk: something in it is not what it was."""
        self._asked.clear()
        self._shown.clear()
        self.save()

    def _key(self, made_of: tuple[str, ...]) -> str:
        return sha256("\0".join((self._salt, *made_of)).encode("utf-8", "surrogatepass")).hexdigest()

    def _row(self, query: str, key: str) -> tuple[object, ...] | None:
        if self._connection is None:
            return None
        try:
            row: tuple[object, ...] | None = self._connection.execute(query, (key,)).fetchone()
        except (sqlite3.Error, OverflowError, UnicodeError):
            return None
        return row

    def _write(self, query: str, *values: object) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(query, values)
        except sqlite3.Error:
            return False
        return True


def cache_of(destination: Path) -> Path:
    """Where the cache of a published folder lies: beside it, as the ledger does."""
    folder = Path(os.path.realpath(destination))
    return folder.with_name(f".{folder.name}.statusladder-cache")


def is_foreign(cache: Path) -> bool:
    """Whether the file came with a commit, as far as can be told: its digests were then chosen by who wrote the change.

    A repository that git refuses to look into could hold it.
    """
    if not os.path.lexists(cache):
        return False
    try:
        return bool(run_git(cache.parent, "ls-files", "--", cache.name))
    except GitError:
        return any(os.path.lexists(folder / ".git") for folder in (cache.parent, *cache.parent.parents))


NO_CACHE = Cache(None)
"""Keeps nothing."""


@contextmanager
def open_cache(path: Path, salt: str) -> Iterator[Cache]:
    """The cache in the file at `path`; a new one where there is none that can be used, and none where none can be made.

    `salt` is what everything is made by. A cache that was not saved is as it was before.
    """
    is_new = not os.path.lexists(path)
    connection = _connect(path)
    cache = Cache(connection, salt)
    try:
        yield cache
    finally:
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.rollback()
            connection.close()
            if is_new and not cache.is_saved:
                with suppress(OSError):
                    os.unlink(path)


@contextmanager
def look_into_cache(path: Path, salt: Callable[[], str]) -> Iterator[Cache]:
    """The cache in the file at `path`, for what publishes nothing: it is read, and stays as it is."""
    connection = None
    with suppress(sqlite3.Error, OSError):
        if stat.S_ISREG(os.lstat(path).st_mode):
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=0, uri=True)
            if connection.execute("PRAGMA user_version").fetchone() != (_FORM,):
                connection.close()
                connection = None
    try:
        yield Cache(connection, salt()) if connection is not None else NO_CACHE
    finally:
        if connection is not None:
            connection.close()


def _connect(path: Path) -> sqlite3.Connection | None:
    """A connection with our tables; what is in the way and is no cache of ours is deleted, if it is a plain file."""
    for _ in range(2):
        connection = None
        try:
            if os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode):
                return None
            connection = sqlite3.connect(path, timeout=0, isolation_level="IMMEDIATE")
            connection.execute("PRAGMA synchronous = OFF")
            # What was taken down must not stay in the pages of the file that are free.
            connection.execute("PRAGMA secure_delete = ON")
            if connection.execute("PRAGMA user_version").fetchone() != (_FORM,):
                connection.executescript(f"{_TABLES} PRAGMA user_version = {_FORM};")
            connection.execute("SELECT key, digest, value FROM entries LIMIT 1").fetchone()
            connection.execute("SELECT digest, data FROM files LIMIT 1").fetchone()
        # Python fails to read what SQLite says of a damaged file where the damage is quoted in it.
        except (sqlite3.Error, OSError, UnicodeError) as failure:
            if connection is not None:
                connection.close()
            if isinstance(failure, sqlite3.OperationalError) and "lock" in str(failure):
                return None
            with suppress(OSError):
                os.unlink(path)
        else:
            return connection
    return None

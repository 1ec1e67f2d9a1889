"""What the ledger keeps, and which ledgers are refused."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from statusladder.publish.error import PublishError
from statusladder.publish.ledger import MAX_BYTES, Ledger, digest_of, ledger_as_bytes, read_ledger

ONE, OTHER = digest_of(b"1"), digest_of(b"2")


def test_a_ledger_gives_back_the_files_it_was_made_of(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    files = {"b/é.html": frozenset({ONE}), "a.html": frozenset({ONE, OTHER})}
    path.write_bytes(ledger_as_bytes(files))
    assert read_ledger(path) == Ledger(files)


def test_a_ledger_keeps_that_a_build_was_internal(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(ledger_as_bytes({"a.html": frozenset({ONE})}, internal=True))
    assert read_ledger(path) == Ledger({"a.html": frozenset({ONE})}, internal=True)


def test_the_order_of_the_files_does_not_change_a_byte() -> None:
    one, both = frozenset({ONE}), frozenset({OTHER, ONE})
    assert ledger_as_bytes({"b": one, "a": both}) == ledger_as_bytes({"a": both, "b": one})


def test_no_ledger_is_not_an_empty_ledger(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none.json") is None
    (tmp_path / "empty.json").write_bytes(ledger_as_bytes({}))
    assert read_ledger(tmp_path / "empty.json") == Ledger({})


def test_a_ledger_of_the_version_without_digests_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_text('{"version": 1, "paths": ["a.html", "b.html"], "internal": true}')
    assert read_ledger(path) == Ledger({"a.html": frozenset(), "b.html": frozenset()}, internal=True)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<<<<<<< HEAD",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"version": 3, "files": {}}',
        b'{"version": "2", "files": {}}',
        b'{"version": 2, "paths": []}',
        b'{"version": 2, "files": []}',
        b'{"version": 2, "files": {"a.html": null}}',
        b'{"version": 2, "files": {"a.html": ""}}',
        b'{"version": 2, "files": {"a.html": "any"}}',
        b'{"version": 2, "files": {"a.html": ["%(one)s"]}}',
        b'{"version": 2, "files": {"a.html": "%(one)s,%(one)s"}}',
        b'{"version": 2, "files": {"../secret": "%(one)s"}}',
        b'{"version": 2, "files": {"/etc/passwd": "%(one)s"}}',
        b'{"version": 2, "files": {"": "%(one)s"}}',
        b'{"version": 2, "files": {".git/config": "%(one)s"}}',
        b'{"version": 2, "files": {"a/.GIT": "%(one)s"}}',
        b'{"version": 2, "files": {"a\\u0000": "%(one)s"}}',
        b'{"version": 2, "files": {"\\ud800": "%(one)s"}}',
        b'{"version": 2, "files": {}, "internal": 1}',
        b'{"version": 1e999, "files": {}}',
        b'{"version": 1}',
        b'{"version": 1, "paths": "index.html"}',
        b'{"version": 1, "paths": [3]}',
        b'{"version": 1, "paths": ["../secret"]}',
        b'{"version": 1, "paths": ["/etc/passwd"]}',
        b'{"version": 1, "paths": [], "internal": "no"}',
    ],
)
def test_a_ledger_that_is_not_as_we_write_it_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(text.replace(b"%(one)s", ONE.encode()))
    with pytest.raises(PublishError) as caught:
        read_ledger(path)
    assert caught.value.sentence.startswith(f"the ledger {path} cannot be used, ")
    assert "delete both it and the published folder" in caught.value.fix


def _link(path: Path) -> None:
    (path.parent / "elsewhere").write_bytes(ledger_as_bytes({"a.html": frozenset({ONE})}))
    path.symlink_to("elsewhere")


def _make_huge(path: Path) -> None:
    path.touch()
    os.truncate(path, MAX_BYTES + 1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.mkdir, "it is no plain file"),
        (os.mkfifo, "it is no plain file"),
        (_link, "it is no plain file"),
        (_make_huge, "it is larger than 67,108,864 bytes"),
    ],
)
def test_a_ledger_that_is_no_plain_file_of_a_sane_size_is_not_even_opened(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    make(tmp_path / "ledger.json")
    with pytest.raises(PublishError, match=words):
        read_ledger(tmp_path / "ledger.json")

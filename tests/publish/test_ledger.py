"""What the ledger keeps, and which ledgers are refused."""

from pathlib import Path

import pytest

from statusladder.publish.error import PublishError
from statusladder.publish.ledger import Ledger, ledger_bytes, read_ledger


def test_a_ledger_gives_back_the_paths_it_was_made_of(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(ledger_bytes(["b/é.html", "a.html", "a.html"]))
    assert read_ledger(path) == Ledger(frozenset({"a.html", "b/é.html"}))


def test_a_ledger_keeps_that_a_build_was_internal(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(ledger_bytes(["a.html"], internal=True))
    assert read_ledger(path) == Ledger(frozenset({"a.html"}), internal=True)


def test_the_order_of_the_paths_does_not_change_a_byte() -> None:
    assert ledger_bytes(["b", "a"]) == ledger_bytes(["a", "b", "a"])


def test_no_ledger_is_not_an_empty_ledger(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none.json") is None
    (tmp_path / "empty.json").write_bytes(ledger_bytes([]))
    assert read_ledger(tmp_path / "empty.json") == Ledger(frozenset())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<<<<<<< HEAD",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"version": 2, "paths": []}',
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
    path.write_bytes(text)
    with pytest.raises(PublishError) as caught:
        read_ledger(path)
    assert caught.value.sentence.startswith(f"the ledger {path} cannot be used, ")
    assert "delete both it and the published folder" in caught.value.mend

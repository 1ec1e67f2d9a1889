"""What can be known of a room's modules without loading them."""

import importlib
from pathlib import Path

import pytest

from statusladder.loading import find_member_names, read_member_summary


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in a folder of its own, importable for the length of a test."""
    folder = tmp_path / f"room_of_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


NEVER = "raise RuntimeError('not to be loaded')\n"


@pytest.mark.parametrize(
    ("source", "summary"),
    [
        ('"""Say hello."""\n', "Say hello."),
        ('"""Say hello.\n\nTwice.\n"""\n', "Say hello."),
        ('# A comment first\n\n"""\nSay hello.\n"""\n', "Say hello."),
        ("r'Say \\hello.'\n", "Say \\hello."),
        ('"""Grüße sagen."""\n', "Grüße sagen."),
        ("", ""),
        ("word = 'Say hello.'\n", ""),
    ],
)
def test_a_module_is_summed_up_by_the_first_line_of_its_docstring(source: str, summary: str, room: Path) -> None:
    (room / "hello.py").write_text(source + NEVER, encoding="utf-8")
    importlib.invalidate_caches()

    assert find_member_names(room.name) == ("hello",)
    assert read_member_summary(room.name, "hello") == summary


def test_a_folder_is_summed_up_by_its_init_file(room: Path) -> None:
    (room / "hello").mkdir()
    (room / "hello" / "__init__.py").write_text('"""Say hello."""\n' + NEVER)
    importlib.invalidate_caches()

    assert read_member_summary(room.name, "hello") == "Say hello."

"""How the members of a plug-in room are found, in real packages and real entry points."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from statusladder.discovery import find_members

INTERFACE = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Member:
    name: str
"""


class Room:
    """A package in a folder of its own, importable for the length of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = f"room_of_{folder.name}"
        (folder / self.package).mkdir()
        (folder / self.package / "__init__.py").write_text("")
        (folder / self.package / "interface.py").write_text(INTERFACE + 'MEMBER = Member("the interface")\n')

    def add(self, module: str, text: str) -> None:
        source = f"from {self.package}.interface import Member\n{text}\n"
        (self.folder / self.package / f"{module}.py").write_text(source)

    def add_outside(self, module: str, text: str) -> None:
        (self.folder / f"{module}.py").write_text(f"from {self.package}.interface import Member\n{text}\n")

    def join(self, distribution: str, *lines: str) -> None:
        info = self.folder / f"{distribution}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1\n")
        (info / "entry_points.txt").write_text("\n".join(["[rooms.test]", *lines, ""]))

    def find(self, group: str | None = None) -> list[str]:
        importlib.invalidate_caches()
        kind: type[Any] = importlib.import_module(f"{self.package}.interface").Member
        return [member.name for member in find_members(self.package, "MEMBER", kind, group)]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.syspath_prepend(str(tmp_path))
    return Room(tmp_path)


def test_members_come_in_the_order_of_their_modules(room: Room) -> None:
    room.add("zulu", 'MEMBER = Member("a")')
    room.add("alpha", 'MEMBER = Member("z")')
    assert room.find() == ["z", "a"]


def test_the_interface_private_modules_and_modules_without_the_constant_are_no_members(room: Room) -> None:
    room.add("_shared", 'MEMBER = Member("shared")\nraise RuntimeError("not to be imported")')
    room.add("shapes", "SIDES = 4")
    room.add("web", 'MEMBER = Member("web")')
    assert room.find() == ["web"]


def test_a_folder_with_an_init_file_is_a_member_too(room: Room) -> None:
    (room.folder / room.package / "big").mkdir()
    room.add("big/__init__", 'MEMBER = Member("big")')
    assert room.find() == ["big"]


def test_members_of_other_distributions_follow_in_the_order_of_their_names(room: Room) -> None:
    room.add("web", 'MEMBER = Member("web")')
    room.add_outside(f"plug_of_{room.folder.name}", 'ONE = Member("one")\nTWO = Member("two")')
    room.join("other", f"b = plug_of_{room.folder.name}:ONE", f"a = plug_of_{room.folder.name}:TWO")
    assert room.find("rooms.test") == ["web", "two", "one"]
    assert room.find() == ["web"]


def test_what_is_installed_is_looked_up_once_and_anew_where_pythons_path_is_another(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.add_outside(f"plug_of_{room.folder.name}", 'ONE = Member("one")\nTWO = Member("two")')
    assert room.find("rooms.test") == []
    room.join("other", f"a = plug_of_{room.folder.name}:ONE")
    assert room.find("rooms.test") == []

    monkeypatch.syspath_prepend(str(tmp_path / room.package))
    assert room.find("rooms.test") == ["one"]


def test_a_member_of_the_wrong_type_is_named_with_its_module(room: Room) -> None:
    room.add("web", 'MEMBER = "web"')
    with pytest.raises(TypeError, match=rf"^{room.package}\.web\.MEMBER is of type str, but members of .* are Member$"):
        room.find()


def test_an_entry_point_of_the_wrong_type_is_named_with_its_group(room: Room) -> None:
    room.add_outside(f"plug_of_{room.folder.name}", "ONE = 1")
    room.join("other", f"one = plug_of_{room.folder.name}:ONE")
    with pytest.raises(TypeError, match=r":ONE \(entry point 'one' of rooms\.test\) is of type int"):
        room.find("rooms.test")


def test_two_members_of_one_name_are_both_named(room: Room) -> None:
    room.add("pages", 'MEMBER = Member("web")')
    room.add("web", 'MEMBER = Member("web")')
    with pytest.raises(ValueError, match=r"\.web\.MEMBER is named 'web', as .*\.pages\.MEMBER is already"):
        room.find()


def test_an_entry_point_cannot_take_the_name_of_a_member(room: Room) -> None:
    room.add("web", 'MEMBER = Member("web")')
    room.add_outside(f"plug_of_{room.folder.name}", 'ONE = Member("web")')
    room.join("other", f"one = plug_of_{room.folder.name}:ONE")
    with pytest.raises(ValueError, match=r"entry point 'one' of rooms\.test\) is named 'web'"):
        room.find("rooms.test")

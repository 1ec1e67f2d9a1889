"""The ids of the Statuspage API: twelve characters, made of names that never change, or kept from an import.

Short because an id must never change, and this is all that makes one.
"""

import hashlib
import re
from functools import lru_cache
from typing import Any

from statusladder.model.communication import Communication, Update
from statusladder.model.facts import ImportedFrom
from statusladder.model.site import Component

ALPHABET = "0123456789bcdfghjklmnpqrstvwxyz"
"""Digits and consonants, so that no id spells a word."""

LENGTH = 12

_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_STATUSPAGE = "statuspage"
"""The source whose ids clients know already (importers.statuspage): `INCIDENT/UPDATE`."""


def derive_component_id(component: Component, authority: str) -> str:
    known = component.imported_from or ""
    return known if _ID.fullmatch(known) else derive_id("component", authority, component.id)


def derive_group_id(name: str, authority: str) -> str:
    return derive_id("group", authority, name)


def derive_communication_id(one: Communication[Any], authority: str) -> str:
    """The id of an incident or maintenance, which stand in one list of addresses."""
    return _original(one.first.said.imported_from, 0) or derive_id("incident", authority, one.id)


def derive_update_id(one: Communication[Any], update: Update[Any], authority: str) -> str:
    return _original(update.said.imported_from, 1) or derive_id("update", authority, one.id, update.id)


def _original(source: ImportedFrom | None, part: int) -> str | None:
    """One half of the id in the source, where it is one that the API could give."""
    if source is None or source.source != _STATUSPAGE:
        return None
    parts = source.id.split("/")
    return parts[part] if len(parts) == 2 and _ID.fullmatch(parts[part]) else None


@lru_cache(maxsize=1024)
def derive_id(kind: str, *names: str) -> str:
    """The same id for the same kind and names, always; 31¹² possible ones, so that two never meet.

    Update after update asks for those of the same few components.
    """
    digest = hashlib.sha256("\0".join((kind, *names)).encode()).digest()
    number = int.from_bytes(digest, "big")
    characters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[rest])
    return "".join(characters)

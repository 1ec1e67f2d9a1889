"""The ids of the Statuspage API: twelve characters, made of names that never change."""

import hashlib

ALPHABET = "0123456789bcdfghjklmnpqrstvwxyz"
"""Digits and consonants (outputs.md), so that no id spells a word."""

LENGTH = 12


def derived_id(kind: str, *names: str) -> str:
    """The same id for the same kind and names, always; 31¹² possible ones, so that two never meet."""
    digest = hashlib.sha256("\0".join((kind, *names)).encode()).digest()
    number = int.from_bytes(digest, "big")
    characters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[rest])
    return "".join(characters)

"""Texts whose addresses are links, where they are shown as HTML by a template.

Short because emails and articles need it, and nothing else of each other.
"""

from collections.abc import Iterable

from statusladder.channels.commonmark import split_addresses
from statusladder.voice.own import Own

Linked = tuple[tuple[str, bool], ...]
"""The pieces of a text in order, each with whether it is an address of the web."""


def find_addresses(pieces: Iterable[str]) -> Linked:
    """The pieces of a text with the addresses in them apart; words of the company stay marked as theirs."""
    return tuple(
        (Own(text) if isinstance(piece, Own) else text, is_address)
        for piece in pieces
        for text, is_address in split_addresses(piece)
    )

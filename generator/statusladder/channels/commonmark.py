"""Text as CommonMark that shows it as it is, also in chats that read Markdown in ways of their own.

Words that people typed are no markup here: no emphasis, link, picture, code, quote, HTML, spoiler or mention comes out
of them. Their addresses are links that show themselves, and their lists stay lists.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from statusladder.model.characters import UNSEEN
from statusladder.model.pattern import compile_late

_ADDRESS = compile_late(rf"https?://(?=[^\W_])[^\s<>\[\]\"'`\\^{{|}}{UNSEEN}]++")
"""A web address in a text, as far as it may go."""

_TRAILING = ".,;:!?…)*_~»”’"
"""What stands behind an address rather than at its end."""

_MARKUP = compile_late(
    r"[\\`*\[\]<>~]|\|(?=\|)|_(?![^\W_])|(?<![^\W_])_|&(?=#?\w)|(?<=http):(?=//)|(?<=https):(?=//)|(?<=www)\."
)
"""What is markup wherever it stands, and what would begin a link that ends elsewhere than an address of ours does.

An underscore within a word is none.
"""

_ENTITY = compile_late(r"&(?=#?\w+;)")
_NUMBERED = compile_late(r"(\d{1,9})([.)])(?=\s|$)")
_ITEM = compile_late(r"(?: {2})*- (?=\S)")
"""An item of a list, as prose has it."""

_FOR_ALL = "@(?=everyone|here)"
_MENTION = compile_late(rf"(?<![\w.+-])@(?=\S)|{_FOR_ALL}")
"""What a chat may take for a name and alert people by; the `@` of an email address is none, but for what alerts all."""

_MENTION_OF_ALL = compile_late(_FOR_ALL)

LINE_END = "  \n"
"""Ends a line in CommonMark, which joins lines otherwise; other chats show nothing of it."""

_UNSEEN = "\u200b"
"""Breaks a mention where no escape does."""


def split_addresses(text: str) -> list[tuple[str, bool]]:
    """The pieces of a text in order, each with whether it is a web address."""
    pieces: list[tuple[str, bool]] = []
    read_to = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_TRAILING)
        if address.count("(") > address.count(")") and found[0][len(address) :].startswith(")"):
            address += ")"
        pieces += [(text[read_to : found.start()], False), (address, True)]
        read_to = found.start() + len(address)
    pieces.append((text[read_to:], False))
    return [(piece, is_address) for piece, is_address in pieces if piece]


def escape(text: str) -> str:
    """One line of text as CommonMark that shows it."""
    return "".join(_as_link(piece) if is_address else _escaped(piece) for piece, is_address in split_addresses(text))


def write_line(line: str) -> str:
    """One line of prose as a line of a document; an item of a list stays one."""
    item = _ITEM.match(line)
    mark = item[0] if item else ""
    return mark + write_words(line[len(mark) :])


def write_words(text: str) -> str:
    """A text on one line, which begins no heading, quote, list or line across."""
    words = escape(text.strip(" \t"))
    numbered = _NUMBERED.match(words)
    if numbered:
        return f"{numbered[1]}\\{words[len(numbered[1]) :]}"
    return f"\\{words}" if words[:1] in ("#", "+", "-", "=") else words


def write_prose(lines: Sequence[str]) -> str:
    """Lines of prose with their ends as they are; an empty one ends a paragraph."""
    text = ""
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        text += write_line(line) + (LINE_END if line and following else "\n")
    return text.rstrip()


def write_link(label: str, url: str) -> str:
    """A link with a label of ours, or with words that people typed."""
    safe = re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found[0]):02X}", url)
    return f"[{_escaped(label)}]({safe})"


def _as_link(address: str) -> str:
    """An address as a link that shows itself; within it nothing but an entity is markup."""
    return f"<{_ENTITY.sub('&amp;', _MENTION_OF_ALL.sub('%40', address))}>"


def _escaped(text: str) -> str:
    guarded = _MENTION.sub(f"@{_UNSEEN}", text)
    return _MARKUP.sub(lambda found: f"\\{found[0]}", guarded)

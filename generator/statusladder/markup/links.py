"""Finds links whose address could run a script or leave the web, footnotes, which lead nowhere here, and texts that are
not read as Markdown at all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from statusladder.markup.blocks import BeyondLimits, parse_blocks
from statusladder.markup.dialect import Address
from statusladder.markup.html import SAFE_SCHEMES, to_fragment
from statusladder.model.addresses import tells_password
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Place, Problem
from statusladder.model.settings import HIGHEST, LimitsKeys

SAFE_IMAGE_SCHEMES = ("https",)

_SCRIPTING = frozenset({"javascript", "data", "vbscript", "file", "blob"})
_SCHEME = compile_late(r"([a-z][a-z0-9+.-]*+):", re.IGNORECASE)
# Characters that a browser or a reader's eye passes over.
_UNSEEN = compile_late("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufffd]+")
# Where an address may begin (a link, an image, a definition), or, of an autolink, end.
_ADDRESS_AHEAD = compile_late(r"(?:\]\(|\]:)[ \t]*\n?[ \t]*<?|<[a-z][a-z0-9+.-]*://[^<>]*(?=>)", re.IGNORECASE)
_FOOTNOTE = compile_late(r"^[ >]*(\[\^[^\]\s]+\]):", re.MULTILINE)
_WITH_PASSWORD = (
    "the address of a link holds a user and a password",
    "take both out, and if the password was real make a new one now: it stands in the repository's history",
)
_HEADING_CELL = compile_late(r"<th[ >]")
_EMPTY_CELL = compile_late(r"<(t[hd])(?: [^<>]*)?></\1>")
_MARK = "\ue000{}\ue001"
_MARKED = compile_late("\ue000([0-9]+)\ue001")


@dataclass(frozen=True)
class _Fault:
    """Why no page may link to an address: what it holds, by which its line is found, what is wrong, and the fix."""

    sign: str
    sentence: str
    fix: str


def find_unsafe_links(text: str, path: str, first_line: int, *, imported: bool = False) -> list[Problem]:
    """A Problem (G005) for each link, image or definition whose scheme is not a safe one, or that tells a password.

    Code is not looked at, and passwords in what is `imported` neither: another page told them already, and its old
    words are nobody's to fix. `first_line` is the line of the file at which the text begins.
    """
    if not _ADDRESS_AHEAD.search(text) and not ("://" in text and "@" in text):
        return []
    addresses = dict.fromkeys(to_fragment(text).addresses)
    unsafe = [(address, fault) for address in addresses if (fault := _fault(address, imported))]
    if not unsafe:
        return []
    lines = _lines(text)
    problems = set()
    for address, fault in unsafe:
        for line in lines.get(address.text) or [_first_line_with(text, fault.sign)]:
            problems.add(Problem(Place(path, first_line + line), "G005", fault.sentence, fault.fix))
    return sorted(problems)


def find_beyond_limits(text: str, path: str, first_line: int, limits: LimitsKeys) -> list[Problem]:
    """A Problem (C022) where a text is shown as typed, since reading its Markdown would make too much of it, and where
    it becomes more than its site allows."""
    fragment = to_fragment(text)
    beyond = fragment.beyond
    if beyond is None:
        more = _more_than_allowed(text, fragment.html, limits) if limits != HIGHEST else None
        sentence = f"the text {more} in site.yaml" if more is not None else None
    else:
        sentence = f"the text {beyond}, so it is shown as it was typed"
    fix = "make it shorter or plainer, or link to a document"
    return [Problem(Place(path, first_line), "C022", sentence, fix)] if sentence is not None else []


def _more_than_allowed(text: str, safe_html: str, limits: LimitsKeys) -> str | None:
    """What a text becomes more of than the limits of a site allow, in words that go on with `in site.yaml`."""
    columns = max((len(_HEADING_CELL.findall(table)) for table in safe_html.split("<table")[1:]), default=0)
    if columns > limits.table_columns:
        return f"has a table of {columns} columns; 'limits.table_columns' is {limits.table_columns}"
    cells = len(_EMPTY_CELL.findall(safe_html))
    if cells > limits.table_cells:
        return f"has tables of {cells:,} empty cells; 'limits.table_cells' is {limits.table_cells}"
    if len(safe_html) > limits.most_html(text):
        return f"becomes {len(safe_html):,} characters of HTML; 'limits.html_growth' is {limits.html_growth}"
    return None


def find_footnotes(text: str, path: str, first_line: int) -> list[Problem]:
    """A Problem (C019) for each footnote that a text defines; code is not looked at."""
    if not (notes := list(_FOOTNOTE.finditer(text))):
        return []
    try:
        tokens = parse_blocks(text).tokens
    except BeyondLimits:
        return []
    code = {line for token in tokens if token.tag == "code" and token.map for line in range(*token.map)}
    fix = "write what it says where it is read, in brackets"
    return [
        Problem(Place(path, first_line + line), "C019", f"'{note[1]}' is a footnote, which is not shown as one", fix)
        for note, line in zip(notes, _lines_of(text, (note.start(1) for note in notes)), strict=True)
        if line not in code
    ]


def may_hold_addresses(text: str) -> bool:
    """Whether a text can hold an address at all, asked before the text is converted; most hold none."""
    return "://" in text or _ADDRESS_AHEAD.search(text) is not None


def lines_with(text: str, address: str) -> list[int]:
    """The lines of a text, from 0, on which an address in it is written."""
    return _lines(text).get(address) or [_first_line_with(text, address)]


def _fault(address: Address, imported: bool) -> _Fault | None:
    scheme = _unsafe_scheme(address)
    if scheme is None:
        # The password is not quoted: logs are read by many.
        return _Fault(address.text, *_WITH_PASSWORD) if not imported and tells_password(address.text) else None
    if address.is_image:
        fix = "put the picture beside the update and write ![what it shows](name.png)"
        return _Fault(f"{scheme}:", f"an image has a '{scheme}:' address", fix)
    others = ", ".join(SAFE_SCHEMES[1:])
    fix = f"use an https address; {others} and addresses within the site are allowed too"
    return _Fault(f"{scheme}:", f"a link leads to a '{scheme}:' address", fix)


def _unsafe_scheme(address: Address) -> str | None:
    """The scheme of an address, in small letters, when a browser must not be given it."""
    seen = _UNSEEN.sub("", address.text)
    safe = SAFE_IMAGE_SCHEMES if address.is_image else SAFE_SCHEMES
    if (match := _SCHEME.match(seen)) and match[1].lower() not in safe:
        return match[1].lower()
    # No browser decodes %3A before it looks for the scheme, but what stands between may: a mail program, a redirect.
    decoded = _SCHEME.match(_UNSEEN.sub("", unquote(seen)))
    return decoded[1].lower() if decoded and decoded[1].lower() in _SCRIPTING else None


@lru_cache(maxsize=8)
def _lines(text: str) -> Mapping[str, list[int]]:
    """For each address the lines, from 0, on which it is written.

    The parser does not tell, so the text is converted once more with the line number written into each address. Only
    a text with a problem pays for that.
    """
    ends = _lines_of(text, (match.end() for match in _ADDRESS_AHEAD.finditer(text)))
    lines: dict[str, list[int]] = {}
    for address in to_fragment(_ADDRESS_AHEAD.sub(lambda match: match[0] + _MARK.format(next(ends)), text)).addresses:
        if marked := _MARKED.search(address.text):
            lines.setdefault(_MARKED.sub("", address.text), []).append(int(marked[1]))
    return lines


def _lines_of(text: str, offsets: Iterable[int]) -> Iterator[int]:
    """The line, from 0, of each offset; the offsets rise."""
    line = counted = 0
    for offset in offsets:
        line += text.count("\n", counted, offset)
        counted = offset
        yield line


def _first_line_with(text: str, words: str) -> int:
    position = text.lower().find(words.lower())
    return text.count("\n", 0, max(0, position))

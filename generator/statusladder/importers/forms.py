"""The forms of our content that every importer has to meet: ids, times, severities."""

import html
import re
import unicodedata
from datetime import datetime

SEVERITIES = {"critical": "critical", "major": "major", "minor": "minor", "none": "info", "maintenance": "minor"}
"""Statuspage's impact as our severity."""

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")

MAX_SLUG = 50
"""Characters of a slug: as long as people still read, and short enough for every file system."""


def slug(text: str, fallback: str) -> str:
    """Small letters and digits with single dashes; `fallback` where nothing is left of the text."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    for candidate in (ascii_text, fallback):
        cut = re.sub(r"[^a-z0-9]+", "-", candidate.lower()).strip("-")[:MAX_SLUG].strip("-")
        if cut:
            return cut
    return "unnamed"


def title(text: str) -> str:
    """A title or a name as its page shows it: `&amp;` is `&`, and any white space one space."""
    return " ".join(_ENTITY.sub(lambda match: html.unescape(match[0]), text).split())


def names(listed: object) -> list[str]:
    """The names in a list as their page shows them; what is no name is passed over."""
    return [name for one in listed if isinstance(one, str) and (name := title(one))] if isinstance(listed, list) else []


def folder_id(at: datetime, name: str, source_id: str, taken: set[str]) -> str:
    """The folder of an incident: its first day and its name, with the source's id behind it where that is taken.

    The id is added to `taken`.
    """
    found = f"{at:%Y-%m-%d}-{slug(name, source_id)}"
    if found in taken:
        found = f"{found}-{slug(source_id, 'x')}"
    taken.add(found)
    return found


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, with milliseconds where the source has them."""
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")

"""The forms of our content that every importer has to meet: ids, times, severities."""

import html
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from statusladder.model.imported import ImportedComponent
from statusladder.model.settings import Redirect
from statusladder.model.values import read_link

SEVERITIES = {"critical": "critical", "major": "major", "minor": "minor", "none": "info", "maintenance": "minor"}
"""Statuspage's impact as our severity."""

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")

MAX_SLUG = 50
"""Characters of a slug: as long as people still read, and short enough for every file system."""


def slug_of(text: str, fallback: str) -> str:
    """Small letters and digits with single dashes; `fallback` where nothing is left of the text."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    for candidate in (ascii_text, fallback):
        cut = re.sub(r"[^a-z0-9]+", "-", candidate.lower()).strip("-")[:MAX_SLUG].strip("-")
        if cut:
            return cut
    return "unnamed"


def title_of(text: str) -> str:
    """A title or a name as its page shows it: `&amp;` is `&`, and any white space one space."""
    return " ".join(_ENTITY.sub(lambda match: html.unescape(match[0]), text).split())


def names_in(listed: object) -> list[str]:
    """The names in a list as their page shows them; what is no name is passed over."""
    return (
        [name for one in listed if isinstance(one, str) and (name := title_of(one))] if isinstance(listed, list) else []
    )


def make_folder_id(at: datetime, name: str, source_id: str, taken: dict[str, int]) -> str:
    """The folder of an incident: its first day and its name, with the source's id behind it where that is taken.

    The id is added to `taken`.
    """
    return make_own_id(f"{at:%Y-%m-%d}-{slug_of(name, source_id)}", source_id, taken)


def make_own_id(wanted: str, source_id: str, taken: dict[str, int]) -> str:
    """The id that is wanted; where it is taken, with the source's id behind it, and with a number if need be.

    The id is added to `taken`, which counts how often each was wanted.
    """
    if wanted in taken:
        wanted = f"{wanted}-{slug_of(source_id, 'x')}"
    own = wanted
    while own in taken:
        taken[wanted] += 1
        own = f"{wanted}-{taken[wanted]}"
    taken[own] = 1
    return own


def name_components(found: Iterable[str], origin: str, notes: list[str]) -> tuple[ImportedComponent, ...]:
    """The components that a source knows by their names alone; names that make one id are one component.

    `origin` is the name of the source. `notes` collects which names were told as another.
    """
    components: dict[str, ImportedComponent] = {}
    for name in found:
        own = slug_of(name, "component")
        if own in components:
            notes.append(f"component '{name}' has the id of '{components[own].name}' and is told as that")
        components.setdefault(own, ImportedComponent(own, name, f"{origin}/{name}"))
    return tuple(components.values())


def is_link(address: str) -> bool:
    """Whether a page may link to an address, by the form of site.yaml."""
    try:
        read_link(address)
    except ValueError:
        return False
    return True


def is_redirect(old: str, new: str) -> bool:
    """Whether an old address can lead on to a new one, by the form of site.yaml."""
    try:
        Redirect.model_validate({"from": old, "to": new})
    except ValueError:
        return False
    return True


def stamp_of(moment: datetime) -> str:
    """RFC 3339 in UTC, with milliseconds where the source has them."""
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.isoformat(timespec=precision).replace("+00:00", "Z")

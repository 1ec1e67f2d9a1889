"""A file that is about to be written: where it goes, what it states, what stands there once it is, or what stops it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from anyascii import anyascii

from statusladder.authoring.given_values import moment_as_written
from statusladder.content.policies import policy_in_force
from statusladder.content.reader import read_communication, read_next
from statusladder.content.references import check_references
from statusladder.content.tree import SECTIONS, UpdateFile, find_folder_names
from statusladder.content.writer import document_text
from statusladder.model.communication import Drill, Incident, Maintenance
from statusladder.model.folding import carry_into
from statusladder.model.imported import PlainValue
from statusladder.model.problem import Problem, Stopped
from statusladder.model.schema import make_modeline, schema_path_of
from statusladder.model.site import Library, Settings
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import Stage


class AuthoringError(Stopped):
    """Something is in the way of a file that is to be written."""


LONGEST_SLUG = 60
"""Characters of a folder's name behind the date: an address that can still be read out on the telephone."""


@dataclass(frozen=True)
class Entry:
    """The next file of a folder; `before` is what the folder tells so far, None when it is not there yet.

    `beside` are the files that come into the folder with it, by their names.
    """

    section: str
    folder: str
    number: int
    before: Incident | Maintenance | None
    stage: Stage
    keys: Mapping[str, PlainValue]
    body: str
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        return f"{self.number:02}-{self.stage.value.replace('_', '-')}"

    @property
    def path(self) -> str:
        return f"{SECTIONS[self.section]}/{self.folder}/{self.stem}.md"

    @property
    def paths(self) -> tuple[str, ...]:
        """The file, and those that come with it."""
        return self.path, *(f"{SECTIONS[self.section]}/{self.folder}/{name}" for name in self.beside)

    def carried_into(self, stage: Stage) -> UpdateKeys | None:
        """The facts that stand in a file of this stage before it states any; None in a new folder."""
        return carry_into(self.before.facts, stage) if self.before is not None else None

    def text(self, root: Path, comments: Iterable[str] = ()) -> str:
        """The file as it is written: the keys, then the comments for who edits it, then the words."""
        plain = document_text(self.keys, self.body)
        kind = "maintenance" if self.section == "maintenance" else "incident"
        hint = f"{make_modeline(kind, self.path)}\n" if (root / schema_path_of(kind)).exists() else ""
        matter, fence, words = plain.removeprefix("---\n").partition("---\n")
        remarks = "".join(f"# {line}\n" for line in comments)
        return f"---\n{hint}{matter}{remarks}{fence}{words}"


@dataclass(frozen=True)
class Prospect:
    """What a folder would be with a file in it: None where the file cannot be read, and why."""

    communication: Incident | Maintenance | None
    problems: tuple[Problem, ...]

    def library(self, settings: Settings) -> Library:
        """The folder alone as a library, to be judged."""
        one = self.communication
        return Library(
            settings,
            policy_in_force(settings.ladder),
            incidents=(one,) if isinstance(one, Incident) and not isinstance(one, Drill) else (),
            maintenances=(one,) if isinstance(one, Maintenance) else (),
            drills=(one,) if isinstance(one, Drill) else (),
        )


def entry_for_new(
    root: Path, section: str, title: str, day: datetime, zone: ZoneInfo, slug: str | None, stage: Stage
) -> Entry:
    """The first file of a new folder, named by the day and the title. Raises AuthoringError when that is there.

    A title of which no letter is left, as one of signs alone, says nothing that could be there already: such folders
    are counted (`incident`, `incident-2`).
    """
    date = f"{day.astimezone(zone):%Y-%m-%d}"
    name = slug_of(slug or "") or slug_of(title)
    if not name:
        return Entry(section, _next_unnamed(root, f"{date}-{section.removesuffix('s')}"), 1, None, stage, {}, "")
    folder = f"{date}-{name}"
    for other, base in SECTIONS.items():
        if (root / base / folder).exists():
            fix = f"write its next update with 'statusladder update {folder[11:]}', or name the new one with --slug"
            raise AuthoringError(f"{SECTIONS[other]}/{folder} is already there", fix)
    return Entry(section, folder, 1, None, stage, {}, "")


def _next_unnamed(root: Path, wanted: str) -> str:
    folder, number = wanted, 1
    while any((root / base / folder).exists() for base in SECTIONS.values()):
        number += 1
        folder = f"{wanted}-{number}"
    return folder


def entry_after(root: Path, section: str, folder: str, settings: Settings) -> tuple[Entry | None, list[Problem]]:
    """The file that follows in a folder, on the same stage; None with the Problems when the folder cannot be read."""
    before, problems = read_communication(root, section, folder, settings.zone)
    if before is None:
        return None, problems
    return Entry(section, folder, before.latest.number + 1, before, before.stage, {}, ""), problems


def state_entry(
    entry: Entry,
    stage: Stage,
    at: datetime,
    values: Mapping[str, PlainValue],
    body: str,
    marks: Iterable[str] = (),
) -> Entry:
    """The entry with everything that it states; `at` is cut to the minute, but never before the update it follows.

    `marks` are the keys that are simply true of it, as `draft`.
    """
    minute = at.replace(second=0, microsecond=0)
    moment = max(minute, entry.before.latest.at) if entry.before is not None else minute
    keys: dict[str, PlainValue] = {"stage": stage.value, "at": moment_as_written(moment), **values}
    keys |= dict.fromkeys(marks, "true")
    if "next_update" in keys:
        keys["next_update"] = keys.pop("next_update")  # the promise stands last, where it is found again
    return replace(entry, stage=stage, keys=keys, body=body)


def look_ahead(root: Path, entry: Entry, text: str, settings: Settings) -> Prospect:
    """What the folder would be with this text in the entry's place, and what is wrong with its form and names."""
    file = UpdateFile(entry.path, entry.stem, entry.number)
    communication, problems = read_next(entry.before, entry.section, file, text.encode(), settings.zone)
    prospect = Prospect(communication, tuple(problems))
    if communication is None:
        return prospect
    found = check_references(prospect.library(settings), find_folder_names(root, "incidents"))
    return replace(prospect, problems=(*problems, *(one for one in found if one.place.path == entry.path)))


def slug_of(title: str) -> str:
    """The title in small Latin letters, digits and hyphens, whole words only; empty where nothing can be so written.

    Other scripts are transliterated, and an emoji is called by its name.
    """
    plain = re.sub("[^\x00-\x7f]+", lambda found: _latin(found[0]), title).lower()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", re.sub("['`]", "", plain)):
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug


def _latin(text: str) -> str:
    """Words of another script in ASCII; syllables of Chinese, which come with a capital each, stand apart."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", anyascii(text))

"""An incident and a maintenance: a folder of updates told to customers, one after the other.

Beside them lie pictures, of which a page has to know how large to show them, and the script of a drill: what its leader
tells the team, when, and what a good answer covers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Annotated, Generic, TypeVar

from pydantic import PlainValidator

from statusladder.model.facts import Fact, Texts, Window
from statusladder.model.problem import Place
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.values import Line, Moment, Text, describe, read_duration, refuse
from statusladder.model.vocabulary import OPEN_STAGES, REPORT_STAGES, Severity, Stage


@dataclass(frozen=True)
class Picture:
    """One file: its name, its path below the site, and how many pixels wide and high it is shown."""

    name: str
    path: str
    width: int
    height: int


def _since_start(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    length = read_duration(value) if isinstance(value, str) else None
    if length is not None or value in ("0m", "0h"):
        return length or timedelta(0)
    raise refuse(f"{describe(value)} is not a duration", "write 0m, 10m or 1h30m after the beginning")


class Inject(Fact):
    """What the leader of a drill tells the team, how long after the beginning, and what a good answer covers."""

    after: Annotated[timedelta, PlainValidator(_since_start, json_schema_input_type=str)]
    inject: Text
    covers: Texts = ()


class ScriptKeys(Fact):
    """The front matter of a script; the times of its injects count from `begins`."""

    begins: Moment
    injects: tuple[Inject, ...]
    playbook: Line | None = None
    playbook_version: Line | None = None

    def told_at(self, inject: Inject) -> datetime:
        return self.begins + inject.after


@dataclass(frozen=True)
class Script:
    """The file beside the updates of a drill; its words are notes of who leads it."""

    path: str
    said: ScriptKeys
    body: str


K = TypeVar("K", bound=UpdateKeys)


@dataclass(frozen=True)
class Update(Generic[K]):
    """One file: what it says, the facts that stand after it, and the words for readers.

    `id` is the file's stem: permanent, and the anchor on the page. `body` never holds internal blocks: those are in
    `internal_notes`. `lines` gives the line of each key, one level down as `components.sign-in`.
    """

    id: str
    number: int
    path: str
    lines: Mapping[str, int]
    said: K
    facts: K
    body: str
    body_line: int
    internal_notes: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        return self.said.at

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Where it stands in its folder: by its number; of two with one number the time decides, then the name."""
        return self.number, self.at, self.id

    @property
    def stage(self) -> Stage:
        return self.said.stage

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences for which it adds something: a text, or a contact of their own that holds at its severity."""
        contacts = (one for one in self.said.contacts or () if one.holds(self.facts.severity, one.audience))
        named = (*(self.said.audiences or ()), *(one.audience for one in contacts))
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def imported(self) -> bool:
        return self.said.imported_from is not None

    def place(self, key: str | None = None) -> Place:
        """Where a key (`eta`) or one within it (`components.sign-in`) stands; the first line when the file lacks it."""
        if key is None:
            return Place(self.path)
        return Place(self.path, self.lines.get(key) or self.lines.get(key.partition(".")[0], 1))


@dataclass(frozen=True)
class Communication(Generic[K]):
    """A folder of updates in their order (`Update.order`); there is always at least one.

    `id` is the folder's name: permanent, and part of the address. `pictures` are those beside the updates that can be
    published, whether or not a text refers to them. `digest` tells the files of its updates from all others; it is
    empty where they did not come from the disk together.
    """

    id: str
    path: str
    updates: tuple[Update[K], ...]
    pictures: tuple[Picture, ...] = field(default=(), kw_only=True)
    digest: str = field(default="", kw_only=True, compare=False, repr=False)

    @property
    def first(self) -> Update[K]:
        return self.updates[0]

    @property
    def latest(self) -> Update[K]:
        return self.updates[-1]

    @property
    def news(self) -> Update[K]:
        """The newest update that says something new: a note that nothing changed is none; the first always is."""
        return next((update for update in reversed(self.updates) if not update.said.no_change), self.first)

    @property
    def facts(self) -> K:
        return self.latest.facts

    @property
    def stage(self) -> Stage:
        return self.latest.stage

    @property
    def title(self) -> str:
        return self.facts.title or self.id

    @cached_property
    def component_ids(self) -> tuple[str, ...]:
        """Every component ever named, in the order of first mention."""
        named: dict[str, None] = {}
        for update in self.updates:
            for _, spoken_of in update.said.components_by_key:
                named.update(dict.fromkeys(spoken_of.states))
        return tuple(named)


@dataclass(frozen=True)
class Incident(Communication[IncidentKeys]):
    """Something that went wrong for customers, or may have."""

    @property
    def severity(self) -> Severity:
        return self.facts.severity or Severity.MINOR

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def started_at(self) -> datetime:
        """When customers were first affected: `started_at` where it is known, else the first update that says so.

        An early notice does not. Of an incident that never got further, the time of the notice.
        """
        stated = self.facts.started_at
        if stated is not None:
            return stated.at
        failing = (one.at for one in self.updates if one.stage in OPEN_STAGES and one.stage is not Stage.NOTICE)
        return next(failing, self.first.at)

    @property
    def is_early_notice(self) -> bool:
        """Whether no update ever said that customers are affected: a risk still, or one that came to nothing."""
        return {update.stage for update in self.updates} & set(OPEN_STAGES) == {Stage.NOTICE}

    @property
    def ladder(self) -> tuple[Update[IncidentKeys], ...]:
        """The updates of the incident itself, without its reports."""
        return tuple(update for update in self.updates if update.stage not in REPORT_STAGES)

    @property
    def reports(self) -> tuple[Update[IncidentKeys], ...]:
        return tuple(update for update in self.updates if update.stage in REPORT_STAGES)

    @property
    def closed_at(self) -> datetime | None:
        """When it ended: `resolved_at` where given, else the publication of the closing update; None while open."""
        if self.is_open:
            return None
        stated = self.facts.resolved_at
        return stated.at if stated else self.closing.at

    @property
    def closing(self) -> Update[IncidentKeys]:
        """The newest update of the incident itself, which closed it once it is not open."""
        return self.ladder[-1] if self.ladder else self.first


@dataclass(frozen=True)
class Drill(Incident):
    """An incident that is only practised: no public artifact ever tells of it.

    One that nobody wrote a script for has none.
    """

    script: Script | None = None

    @property
    def begins(self) -> datetime:
        """When it began for the team: by its script, else as an incident."""
        return self.script.said.begins if self.script is not None else self.started_at


@dataclass(frozen=True)
class Maintenance(Communication[MaintenanceKeys]):
    """Planned work with an announced window."""

    @property
    def window(self) -> Window | None:
        """The window that is announced now; None only where the file lacks it, which is an error of its own."""
        return self.facts.window

    @property
    def is_over(self) -> bool:
        return self.stage in (Stage.COMPLETED, Stage.CANCELLED)


@dataclass(frozen=True)
class Gap:
    """An incident or maintenance whose newest words are not shown, since they cannot be read or must not be published.

    `components` are those that the words may be about, and `since` when what they tell of began; None where nobody can
    tell.
    """

    id: str
    components: frozenset[str] | None
    since: datetime | None

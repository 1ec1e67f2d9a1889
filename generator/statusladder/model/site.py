"""The settings of a site (site.yaml), and the library: everything a site holds, its own pages beside its incidents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Generic, Protocol, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.communication import Drill, Gap, Incident, Maintenance
from statusladder.model.facts import Contact, ContactsField, Fact, Lines, Texts
from statusladder.model.feedback import Answer, FeedbackKeys, Signal
from statusladder.model.policy import LadderKeys, Policy
from statusladder.model.problem import Place
from statusladder.model.reach import FEEDS, PAGE, Channel
from statusladder.model.settings import (
    HIGHEST,
    BannerKeys,
    DrillKeys,
    FeedKeys,
    LimitsKeys,
    LintKeys,
    MetricsKeys,
    PagesKeys,
    Redirect,
    SecurityKeys,
    SiteKeys,
    SubscribeKeys,
)
from statusladder.model.values import (
    Day,
    Flag,
    Line,
    Text,
    accept_matching,
    accept_whole_number,
    as_list,
)
from statusladder.model.vocabulary import Severity


class Named(Protocol):
    """What is known of a component here."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def group(self) -> str | None: ...


C = TypeVar("C", bound=Named)


@dataclass(frozen=True)
class ComponentIndex(Generic[C]):
    """Some components by their ids, and what each is called where it stands alone."""

    components: tuple[C, ...]
    by_id: Mapping[str, C]
    names: Mapping[str, str]

    @classmethod
    def of(cls, components: tuple[C, ...]) -> "ComponentIndex[C]":
        """The index of components; of two with one id, which is a Problem of its own, the first counts."""
        alike: dict[str, list[str | None]] = {}
        for component in components:
            alike.setdefault(component.name.casefold(), []).append(component.group)
        names: dict[str, str] = {}
        for component in components:
            names.setdefault(component.id, _name(component, alike[component.name.casefold()]))
        return cls(components, {component.id: component for component in reversed(components)}, names)


def _name(component: Named, groups: list[str | None]) -> str:
    """The name of a component, `groups` being those of all that have it too."""
    if groups.count(component.group) > 1:
        return f"{component.name} ({component.id})"
    return f"{component.name} ({component.group})" if len(groups) > 1 and component.group else component.name


class PageKeys(Fact):
    """The front matter of a page."""

    title: Line
    """The heading, up to 80 characters."""
    summary: Line | None = None
    """What the page is about, up to 140 characters, for search engines. Default: its first sentence."""


@dataclass(frozen=True)
class Page:
    """One file of content/pages; `id` is the file's stem: permanent, and its address. `lines` as in Update."""

    id: str
    path: str
    lines: Mapping[str, int]
    said: PageKeys
    body: str
    body_line: int
    internal_notes: tuple[str, ...] = ()

    def place(self, key: str) -> Place:
        return Place(self.path, self.lines.get(key, 1))


SITE_BADGE = "status"
"""The name of the badge of the whole site."""


class Component(Fact):
    """A part of the product as customers know it; its id is permanent.

    From the day `until` on it is retired: it has no state any more, and its page and old incidents keep its history.
    """

    id: Line
    name: Line
    group: Line | None = None
    description: Text | None = None
    priority: Annotated[int, PlainValidator(accept_whole_number(1, 999), json_schema_input_type=int)] | None = None
    since: Day | None = None
    until: Day | None = None
    owner: Line | None = None
    workflows: Lines | None = None
    contingency: Text | None = None
    backup_options: Texts | None = None
    internal_names: Lines | None = None
    imported_from: Line | None = None

    def is_retired(self, day: date) -> bool:
        return self.until is not None and self.until <= day

    @property
    def badge(self) -> str:
        """The name of its badge: its id, unless that is the name of the site's own."""
        return f"component-{self.id}" if self.id == SITE_BADGE else self.id

    @property
    def options(self) -> tuple[str, ...]:
        """What customers can do while it is unavailable: the contingency, then each backup option."""
        return (*([self.contingency] if self.contingency is not None else []), *(self.backup_options or ()))


class Audience(Fact):
    id: Line
    name: Line
    public: Flag = True


DEFAULT_AUDIENCES = (
    Audience.model_construct(id="enterprise", name="Enterprise customers"),
    Audience.model_construct(id="smb", name="Small and medium businesses"),
    Audience.model_construct(id="developers", name="Developers"),
    Audience.model_construct(id="individuals", name="Individuals"),
    Audience.model_construct(id="internal", name="Internal", public=False),
)
"""The audiences of a site that names none."""


class Role(Fact):
    id: Line
    name: Line
    team: Line | None = None


_ACCOUNT = accept_matching(
    r"@{1,2}[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?|[^\s@#]+@[^\s@#]+\.[^\s@#]+",
    "a team or person as your code host names them",
    '"@tern/identity", in quotes',
)


class Team(Fact):
    """Who owns components and fills roles; `codeowners` is what the code host calls them."""

    id: Line
    name: Line
    codeowners: Annotated[
        tuple[Annotated[str, PlainValidator(_ACCOUNT, json_schema_input_type=str)], ...],
        BeforeValidator(as_list, json_schema_input_type=list[str] | str),
    ] = ()


class Settings(Fact):
    """site.yaml as a whole."""

    site: SiteKeys
    """Who publishes, where, in which zone and language."""
    components: tuple[Component, ...]
    """The parts of the product as customers know them; their ids are permanent."""
    audiences: tuple[Audience, ...] = DEFAULT_AUDIENCES
    """Groups of readers for whom updates can say more."""
    roles: tuple[Role, ...] = ()
    """The roles of an incident, and the teams that fill them."""
    teams: tuple[Team, ...] = ()
    """The teams that own components and fill roles, and what your code host calls them; never published."""
    contacts: ContactsField = ()
    """Ways to reach people for urgent help."""
    channels: tuple[Channel, ...] = ()
    """Where you speak besides the page and its feeds, for example by email or SMS, and at which updates."""
    ladder: LadderKeys = Field(default_factory=LadderKeys.model_construct)
    """The policy in force: a preset, and what this site does otherwise."""
    theme: Line = "default"
    """The name of the theme; default unless given."""
    strings: dict[str, Text] = Field(default_factory=dict)
    """Words of the pages and feeds that you want otherwise, by their keys; statusladder strings lists them."""
    feeds: FeedKeys = FeedKeys.model_construct()
    """The name in permanent feed ids, and a WebSub hub."""
    subscribe: SubscribeKeys = SubscribeKeys.model_construct()
    """The form of a mailing list's provider, linked where people subscribe; no address is held here."""
    pages: PagesKeys = PagesKeys.model_construct()
    """Pages that you do without: false takes one away, with its files, its feeds and all links to it."""
    redirects: tuple[Redirect, ...] = ()
    """Old addresses and the new ones."""
    removed: Lines = ()
    """Ids of published incidents and maintenances that were taken down, so that builds keep them no longer."""
    lint: LintKeys = LintKeys.model_construct()
    """Words that customers do not know, ends of internal host names, and texts that only look like a leak."""
    limits: LimitsKeys = HIGHEST
    """How much a Markdown text may become, at most as much as a page can hold: HTML, columns, empty cells."""
    security: SecurityKeys | None = None
    """How to report a vulnerability, and until when this holds; published as security.txt."""
    feedback: FeedbackKeys = FeedbackKeys.model_construct()
    """Where readers tell you what they see and rate updates: mailto: or https:, with places to fill."""
    drills: DrillKeys = DrillKeys.model_construct()
    """How often each function, a role or a team, has to take part in a drill."""
    metrics: MetricsKeys = MetricsKeys.model_construct()
    """How the figures are computed: what a minute of partial outage weighs, 0.3 unless given."""
    banner: BannerKeys = BannerKeys.model_construct()
    """What the banner for your own pages shows: with notice: true, early notices as well."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.timezone)

    @property
    def authority(self) -> str:
        """The name in permanent ids: `feeds.authority`, else the host of the site's address."""
        return self.feeds.authority or urlsplit(self.site.url).hostname or "localhost"

    @property
    def all_channels(self) -> tuple[Channel, ...]:
        """The page and its feeds, which are always there, then those that the site names, in its order."""
        return (PAGE, FEEDS, *self.channels)

    @property
    def all_teams(self) -> tuple[Team, ...]:
        """The teams that are listed; where none is, every one that owns a component or fills a role, by its name."""
        named = [*(component.owner for component in self.components), *(role.team for role in self.roles)]
        return self.teams or tuple(Team(id=name, name=name) for name in dict.fromkeys(named) if name is not None)

    @property
    def _public_readers(self) -> frozenset[str | None]:
        """Everybody, and the audiences that are public."""
        return frozenset({None, *(audience.id for audience in self.audiences if audience.public)})

    @property
    def public_contacts(self) -> tuple[Contact, ...]:
        """Those that the public may read: for everybody, and for audiences that are public."""
        return tuple(contact for contact in self.contacts if contact.audience in self._public_readers)

    @property
    def public_channels(self) -> tuple[Channel, ...]:
        """Those that the public may know of."""
        return tuple(channel for channel in self.channels if channel.audience in self._public_readers)

    def find_contacts(
        self, stated: Iterable[Contact] | None, severity: Severity | None, audience: str | None = None
    ) -> tuple[Contact, ...]:
        """Those that an update states, else those of the site, which hold at the severity.

        They are for everybody; with `audience` they are those for that audience alone.
        """
        own = tuple(contact for contact in stated or () if contact.holds(severity, audience))
        return own or tuple(contact for contact in self.contacts if contact.holds(severity, audience))

    def component(self, component_id: str) -> Component | None:
        return self._index.by_id.get(component_id)

    def name_of(self, component_id: str) -> str:
        """What a component is called where it stands alone: `API`, or `API (EU)` where another has that name too.

        Names that are alike within a group are told apart by their ids; a component that is not there is called by it.
        """
        return self._index.names.get(component_id, component_id)

    @property
    def _index(self) -> ComponentIndex[Component]:
        """Made once: an incident of 500 components asks for each of their names in each of its updates.

        A copy brings along what was made of other components, so it is held to its own.
        """
        known: ComponentIndex[Component] | None = self.__dict__.get("_index_of_components")
        if known is None or known.components is not self.components:
            known = self.__dict__["_index_of_components"] = ComponentIndex.of(self.components)
        return known


@dataclass(frozen=True)
class Library:
    """Everything that was read from a site's folder, each part sorted by id, and the policy in force.

    What is shown of it is not all that there is to say where it has `gaps`.
    """

    settings: Settings
    policy: Policy
    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    drills: tuple[Drill, ...] = ()
    pages: tuple[Page, ...] = ()
    feedback: tuple[Answer, ...] = ()
    signals: tuple[Signal, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def gaps_of(self, component_id: str) -> tuple[Gap, ...]:
        """The gaps whose words may be about the component: until now, as nobody can read whether it is over."""
        return tuple(gap for gap in self.gaps if gap.components is None or component_id in gap.components)

    @property
    def communications(self) -> tuple[Incident | Maintenance, ...]:
        """Every folder that was read: incidents, maintenance, drills."""
        found: list[Incident | Maintenance] = [*self.incidents, *self.maintenances, *self.drills]
        return tuple(found)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each incident by its id, made once: every incident may name others."""
        return {incident.id: incident.title for incident in self.incidents}

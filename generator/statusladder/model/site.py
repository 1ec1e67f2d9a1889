"""The settings of a site (site.yaml), and the library: everything a site holds, its own pages beside its incidents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Generic, Protocol, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.addresses import base_address_of, is_web_address
from statusladder.model.communication import Drill, Gap, Incident, Maintenance
from statusladder.model.facts import ContactsField, Fact, Lines, LinkedTextField, Texts
from statusladder.model.feedback import Answer, FeedbackKeys
from statusladder.model.policy import LadderKeys, Policy
from statusladder.model.problem import Place
from statusladder.model.settings import (
    HIGHEST,
    BannerKeys,
    DrillKeys,
    LimitsKeys,
    LintKeys,
    MetricsKeys,
    PagesKeys,
    Redirect,
    SecurityKeys,
    SubscribeKeys,
)
from statusladder.model.values import (
    Day,
    Flag,
    LanguageTag,
    Line,
    Link,
    Text,
    accept_choice,
    accept_matching,
    accept_whole_number,
    as_list,
    describe,
    refuse,
)
from statusladder.model.vocabulary import Visibility


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
    summary: Line | None = None


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


def _zone_name(value: object) -> str:
    if isinstance(value, str):
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError):
            pass
        else:
            return value
    raise refuse(f"no time zone is called {describe(value)}", "write an IANA name as Europe/Lisbon, or UTC")


def _web_address(value: object) -> str:
    address = base_address_of(value.strip()) if isinstance(value, str) else None
    if address is None:
        fix = "write it in full, as https://status.example.com"
        if isinstance(value, str) and is_web_address(value.strip()):
            fix = "leave out query and anchor; its path may hold letters, digits and '.', '_', '~', '-' alone"
        raise refuse(f"{describe(value)} is not a web address", fix)
    return address


WebAddress = Annotated[str, PlainValidator(_web_address, json_schema_input_type=str)]


_AUTHORITY = accept_matching(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", "a host name", "status.example.com")


class SiteKeys(Fact):
    """Who publishes, where, and in which zone and language."""

    name: Line
    url: WebAddress
    timezone: Annotated[str, PlainValidator(_zone_name, json_schema_input_type=str)] = "UTC"
    language: LanguageTag = "en"
    description: Line | None = None
    logo: Line | None = None
    support: Link | None = None
    licence: LinkedTextField | None = None
    repository: Annotated[Visibility, accept_choice(Visibility, "kind of repository")] = Visibility.PRIVATE


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


class FeedKeys(Fact):
    """`authority` is the name in permanent feed ids, set once so that a moved site keeps them; `hub` is for WebSub."""

    authority: Annotated[str, PlainValidator(_AUTHORITY, json_schema_input_type=str)] | None = None
    hub: WebAddress | None = None


class Settings(Fact):
    """site.yaml as a whole."""

    site: SiteKeys
    components: tuple[Component, ...]
    audiences: tuple[Audience, ...] = DEFAULT_AUDIENCES
    roles: tuple[Role, ...] = ()
    teams: tuple[Team, ...] = ()
    contacts: ContactsField = ()
    ladder: LadderKeys = Field(default_factory=LadderKeys.model_construct)
    theme: Line = "default"
    strings: dict[str, Text] = Field(default_factory=dict)
    feeds: FeedKeys = FeedKeys.model_construct()
    subscribe: SubscribeKeys = SubscribeKeys.model_construct()
    pages: PagesKeys = PagesKeys.model_construct()
    redirects: tuple[Redirect, ...] = ()
    removed: Lines = ()
    lint: LintKeys = LintKeys.model_construct()
    limits: LimitsKeys = HIGHEST
    security: SecurityKeys | None = None
    feedback: FeedbackKeys = FeedbackKeys.model_construct()
    drills: DrillKeys = DrillKeys.model_construct()
    metrics: MetricsKeys = MetricsKeys.model_construct()
    banner: BannerKeys = BannerKeys.model_construct()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.site.timezone)

    @property
    def authority(self) -> str:
        """The name in permanent ids: `feeds.authority`, else the host of the site's address."""
        return self.feeds.authority or urlsplit(self.site.url).hostname or "localhost"

    @property
    def all_teams(self) -> tuple[Team, ...]:
        """The teams that are listed; where none is, every one that owns a component or fills a role, by its name."""
        named = [*(component.owner for component in self.components), *(role.team for role in self.roles)]
        return self.teams or tuple(Team(id=name, name=name) for name in dict.fromkeys(named) if name is not None)

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

"""The settings of a site (site.yaml), and the library: everything a site holds."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.addresses import base_address, is_web_address
from statusladder.model.answers import Answer
from statusladder.model.communication import Drill, Gap, Incident, Maintenance
from statusladder.model.component_index import ComponentIndex
from statusladder.model.facts import ContactsField, Fact, Lines, LinkedTextField, Texts
from statusladder.model.feedback import FeedbackKeys
from statusladder.model.limits import HIGHEST, LimitsKeys
from statusladder.model.page import Page
from statusladder.model.policy import LadderKeys, Length, Policy
from statusladder.model.redirect import Redirect
from statusladder.model.security import SecurityKeys
from statusladder.model.values import (
    Day,
    Flag,
    LanguageTag,
    Line,
    Link,
    Text,
    as_list,
    choice,
    describe,
    matching,
    part,
    refuse,
    whole_number,
)
from statusladder.model.vocabulary import Visibility


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
    address = base_address(value.strip()) if isinstance(value, str) else None
    if address is None:
        fix = "write it in full, as https://status.example.com"
        if isinstance(value, str) and is_web_address(value.strip()):
            fix = "leave out query and anchor; its path may hold letters, digits and '.', '_', '~', '-' alone"
        raise refuse(f"{describe(value)} is not a web address", fix)
    return address


WebAddress = Annotated[str, PlainValidator(_web_address, json_schema_input_type=str)]


_AUTHORITY = matching(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", "a host name", "status.example.com")


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
    repository: Annotated[Visibility, choice(Visibility, "kind of repository")] = Visibility.PRIVATE


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
    priority: Annotated[int, PlainValidator(whole_number(1, 999), json_schema_input_type=int)] | None = None
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
"""The audiences of a site that names none (channels.md)."""


class Role(Fact):
    id: Line
    name: Line
    team: Line | None = None


_ACCOUNT = matching(
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


class MailingList(Fact):
    """Where a list provider takes addresses: we hold none."""

    name: Line
    url: Link


class SubscribeKeys(Fact):
    """Ways to follow that others provide."""

    mail: MailingList | None = None


_HOST_SUFFIX = matching(r"\.?[a-z0-9]+(?:[.-][a-z0-9]+)*", "the end of a host name", ".tern.example")


class LintKeys(Fact):
    """What the rules of the lint know of this company: its own jargon, how its internal hosts end, and what they pass.

    `allow` holds texts that the rules of safety let stand although they look like a leak.
    """

    jargon: Lines = ()
    internal_hosts: Annotated[
        tuple[Annotated[str, PlainValidator(_HOST_SUFFIX, json_schema_input_type=str)], ...],
        BeforeValidator(as_list, json_schema_input_type=list[str] | str),
    ] = ()
    allow: Lines = ()


class PagesKeys(Fact):
    """Pages that a site can do without: `false` takes one away, with its files, its feeds and all links to it."""

    reliability: Flag = True
    improvements: Flag = True
    lessons: Flag = True
    how_we_communicate: Flag = Field(default=True, alias="how-we-communicate")
    subscribe: Flag = True
    api: Flag = True
    embed: Flag = True

    @classmethod
    def names(cls) -> frozenset[str]:
        """All of them, by the first part of their addresses."""
        return frozenset(field.alias or name for name, field in cls.model_fields.items())

    @property
    def off(self) -> frozenset[str]:
        """Those that are switched off."""
        fields = type(self).model_fields.items()
        return frozenset(field.alias or name for name, field in fields if not getattr(self, name))


class DrillKeys(Fact):
    """How often each function, a role or a team, has to take part in a drill."""

    every: Length | None = None
    functions: Lines = ()


class MetricsKeys(Fact):
    """How the figures are computed; 0.3 reproduces the published values of the hosted leader (metrics.md)."""

    partial_weight: Annotated[float, PlainValidator(part, json_schema_input_type=float)] = 0.3


class BannerKeys(Fact):
    """What the banner for other pages shows besides incidents and maintenance: early notices, where asked for."""

    notice: Flag = False


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

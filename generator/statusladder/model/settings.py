"""Settings that are records of their own: what site.yaml states below keys that have several, and theme.yaml.

What a Markdown text may become has bounds that hold a build to what it can do, whoever writes: site.yaml comes with a
pull request as any text does. So a site may ask less of its writers, which `check` then holds them to, and never more
of those who build and read it.
"""

import re
from collections.abc import Mapping
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainValidator, PrivateAttr

from statusladder.model.addresses import base_address_of, is_web_address
from statusladder.model.facts import Fact, Lines, LinkedTextField
from statusladder.model.policy import Length
from statusladder.model.targets import Target
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
    read_part,
    read_text,
    refuse,
)
from statusladder.model.vocabulary import Visibility

MAX_GROWTH, MORE_HTML = 20, 64 * 1024
"""A text may become so many times its length, and so many characters more, of HTML: far more than words need, and no
multiple of what it refers to."""

MAX_COLUMNS = 64
"""Columns of a table, which gives each of its rows as many cells, whatever was typed; no page shows more."""

MAX_FILLED_CELLS = 0x80000
"""Cells of all tables of a text that nobody typed; Git hosts stop at as many."""


class LimitsKeys(Fact):
    """What a text may become on this site: times its length, columns of a table, and empty cells of all its tables."""

    html_growth: Annotated[int, PlainValidator(accept_whole_number(1, MAX_GROWTH), json_schema_input_type=int)] = (
        MAX_GROWTH
    )
    table_columns: Annotated[int, PlainValidator(accept_whole_number(1, MAX_COLUMNS), json_schema_input_type=int)] = (
        MAX_COLUMNS
    )
    table_cells: Annotated[
        int, PlainValidator(accept_whole_number(0, MAX_FILLED_CELLS), json_schema_input_type=int)
    ] = MAX_FILLED_CELLS

    def most_html(self, text: str) -> int:
        """The characters of HTML that a text may become."""
        return self.html_growth * len(text) + MORE_HTML


HIGHEST = LimitsKeys.model_construct()
"""The bounds themselves."""


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


class FeedKeys(Fact):
    """`authority` is the name in permanent feed ids, set once so that a moved site keeps them; `hub` is for WebSub."""

    authority: Annotated[str, PlainValidator(_AUTHORITY, json_schema_input_type=str)] | None = None
    hub: WebAddress | None = None


_OLD_ADDRESS = re.compile(r"/(?:[a-z0-9_~-]+/)*[a-z0-9_~-]+(?:/|\.html)?", re.ASCII)
_NEW_ADDRESS = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*(?:[A-Za-z0-9._~-]+)?(?:#[A-Za-z0-9._-]+)?", re.ASCII)
_OWN = frozenset({"history", "404", "404.html", "index.html", "index", "internal"})
"""First parts of addresses that the site has always, whatever its content and settings."""


def _old_address(value: object) -> str:
    if not isinstance(value, str) or not _OLD_ADDRESS.fullmatch(value):
        fix = "write it below the site and in small letters, as /incidents/abc123"
        raise refuse(f"{describe(value)} is not an old address", fix)
    if value.split("/")[1] in _OWN:
        raise refuse(f"{describe(value)} is an address of the site itself", "remove this redirect")
    return value


def _new_address(value: object) -> str:
    if isinstance(value, str) and _NEW_ADDRESS.fullmatch(value) and ".." not in value:
        return value
    raise refuse(f"{describe(value)} is not an address below the site", "write it as /incidents/2026-03-14-sign-in/")


class Redirect(Fact):
    """An old address and the one that took its place, both as paths below the site."""

    from_: Annotated[str, PlainValidator(_old_address, json_schema_input_type=str)] = Field(alias="from")
    to: Annotated[str, PlainValidator(_new_address, json_schema_input_type=str)]
    _file: str = PrivateAttr(default="site.yaml")

    @property
    def file(self) -> str:
        """The file that states it, as a path below the site's folder."""
        return self._file

    def of_file(self, path: str) -> "Redirect":
        """The same, as stated by another file than site.yaml."""
        copy = self.model_copy()
        copy._file = path
        return copy


def _contact(value: object) -> str:
    fix = "begin it with mailto:, https:// or tel:, as mailto:security@tern.example"
    return _uri(value, r"mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+?[\d-]+", "a way to report a vulnerability", fix)


def _secure_address(value: object) -> str:
    return _uri(value, r"https://\S+", "a secure web address", "begin it with https://")


def _key_address(value: object) -> str:
    fix = "begin it with https://, dns: or openpgp4fpr:"
    return _uri(value, r"https://\S+|dns:\S+|openpgp4fpr:[0-9A-Fa-f]+", "the address of a key", fix)


def _uri(value: object, pattern: str, noun: str, fix: str) -> str:
    text = read_text(value)
    if text.isascii() and re.fullmatch(pattern, text, re.ASCII):
        return text
    raise refuse(f"{describe(value)} is not {noun}", fix)


SecureAddress = Annotated[str, PlainValidator(_secure_address, json_schema_input_type=str)]


class SecurityKeys(Fact):
    """`contact` is in the order of preference; from the day `expires` on nothing of it holds."""

    contact: Annotated[
        tuple[Annotated[str, PlainValidator(_contact, json_schema_input_type=str)], ...],
        BeforeValidator(as_list, json_schema_input_type=list[str] | str),
        Field(min_length=1),
    ]
    expires: Day
    policy: SecureAddress | None = None
    encryption: Annotated[str, PlainValidator(_key_address, json_schema_input_type=str)] | None = None
    acknowledgments: SecureAddress | None = None
    languages: Annotated[
        tuple[LanguageTag, ...],
        BeforeValidator(as_list, json_schema_input_type=list[str] | str),
    ] = ()


class Fonts(Fact):
    """Font stacks of fonts that readers have; nothing is downloaded."""

    heading: Line | None = None
    text: Line | None = None


class ThemeKeys(Fact):
    """`accent` colours links and focus, `logo` is a picture in the theme's assets; the rest is inherited.

    `tokens` replace CSS custom properties, `strings` replace words of the interface: on pages in `language`, where it
    is stated, else on all.
    """

    name: Line
    extends: Line | None = None
    logo: Line | None = None
    accent: Line | None = None
    fonts: Fonts = Fonts.model_construct()
    tokens: dict[str, Text] = Field(default_factory=dict)
    language: LanguageTag | None = None
    strings: dict[str, Text] = Field(default_factory=dict)

    @property
    def all_tokens(self) -> Mapping[str, str]:
        """The tokens with those that have a key of their own."""
        own = {"link": self.accent, "serif": self.fonts.heading, "sans": self.fonts.text}
        return {key: value for key, value in own.items() if value is not None} | self.tokens


class MailingList(Fact):
    """Where a list provider takes addresses: we hold none."""

    name: Line
    url: Link


class SubscribeKeys(Fact):
    """Ways to follow that others provide."""

    mail: MailingList | None = None


_HOST_SUFFIX = accept_matching(r"\.?[a-z0-9]+(?:[.-][a-z0-9]+)*", "the end of a host name", ".tern.example")


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
    """How the figures are computed, and what they are to reach by when; 0.3 reproduces the published values of the
    largest hosted service."""

    partial_weight: Annotated[float, PlainValidator(read_part, json_schema_input_type=float)] = 0.3
    targets: tuple[Target, ...] = ()


class BannerKeys(Fact):
    """What the banner for other pages shows besides incidents and maintenance: early notices, where asked for."""

    notice: Flag = False

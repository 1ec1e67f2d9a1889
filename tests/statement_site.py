"""A published folder as the readers of statements see it: its pages parsed once, and what its names and links mean."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import lxml.html

_ID = re.compile(r"\d{4}-\d\d-\d\d-")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?")
_BASE = "https://site.invalid/"


class PublishedSite:
    """The bytes below one folder. A page is named by its address below the site, as `incidents/2026-03-14-x/`."""

    def __init__(self, public: Path) -> None:
        self.public = public
        self._pages: dict[str, Any] = {}

    def page(self, address: str) -> Any:
        """The parsed page at an address."""
        if address not in self._pages:
            file = self.public / address if address.endswith(".html") else self.public / address / "index.html"
            self._pages[address] = lxml.html.fromstring(file.read_bytes())
        return self._pages[address]

    def json(self, path: str) -> Any:
        return json.loads((self.public / path).read_text("utf-8"))

    def below(self, folder: str, pattern: str = "*") -> list[str]:
        """The addresses of the pages right below a folder whose names begin as an id does."""
        return sorted(
            f"{folder}/{one.name}/" for one in (self.public / folder).glob(pattern) if (one / "index.html").is_file()
        )

    @cached_property
    def incidents(self) -> list[str]:
        return self.below("incidents", "[0-9][0-9][0-9][0-9]-*")

    @cached_property
    def maintenances(self) -> list[str]:
        return self.below("maintenance", "[0-9][0-9][0-9][0-9]-*")

    @cached_property
    def components(self) -> dict[str, str]:
        """The address of each component's page by the name at its head."""
        return {text(self.page(address).find(".//h1")): address for address in self.below("components")}

    @cached_property
    def now(self) -> datetime:
        return moment(self.json("manifest.json")["now"])

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.json("api/v2/summary.json")["page"]["time_zone"])

    @cached_property
    def address(self) -> str:
        return str(self.json("api/v2/summary.json")["page"]["url"]).rstrip("/") + "/"

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @cached_property
    def past(self) -> list[date]:
        """The days for which a list may stand: the last three years."""
        return self.last_days(3 * 366)

    def target(self, page: str, href: str) -> str:
        """The address below the site to which a link of a page leads, without its fragment; empty if it leaves."""
        absolute = urljoin(_BASE + page, href)
        if absolute.startswith(self.address):
            absolute = _BASE + absolute.removeprefix(self.address)
        return urlsplit(absolute).path.lstrip("/") if absolute.startswith(_BASE) else ""

    def last_days(self, number: int) -> list[date]:
        """So many days of the site's zone up to today, oldest first; a day that the zone skipped is none of them."""
        found: list[date] = []
        one = self.today
        while len(found) < number:
            start = datetime(one.year, one.month, one.day, 12, tzinfo=self.zone)
            if (start.astimezone(ZoneInfo("UTC")).astimezone(self.zone)).date() == one:
                found.append(one)
            one -= timedelta(days=1)
        return found[::-1]

    def days_between(self, start: datetime, end: datetime) -> Iterator[date]:
        """The days of the site's zone that a time touches; the moment of its end belongs to no further day."""
        first = start.astimezone(self.zone).date()
        last = max(start, end - timedelta(seconds=1)).astimezone(self.zone).date()
        for number in range((last - first).days + 1):
            yield first + timedelta(days=number)


def moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp.replace("Z", "+00:00"))


def minute(stamp: str) -> str:
    """A moment to the minute: feeds part two updates of one minute by a second."""
    return moment(stamp).astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ")


def text(element: Any) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def own_words(element: Any) -> str:
    """The words of an element without those of its links: a title may say anything."""
    parts = [element.text or ""]
    for child in element:
        parts.append("" if child.tag == "a" else own_words(child) if isinstance(child.tag, str) else "")
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split())


def with_class(element: Any, name: str, tag: str = "*") -> list[Any]:
    """The elements below one that have a class, in their order."""
    return list(element.xpath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def marked(element: Any, name: str) -> list[str]:
    """What `<data class=NAME value>` and `<time class=NAME datetime>` below an element say to programs."""
    found = with_class(element, name)
    return [str(one.get("value") or one.get("datetime")) for one in found if one.get("value") or one.get("datetime")]


def duration(stamp: str) -> float:
    """The minutes of `PT1H30M`."""
    match = _DURATION.fullmatch(stamp)
    assert match, f"{stamp!r} is no duration"
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return days * 24 * 60 + hours * 60 + minutes


def id_of(address: str) -> str:
    """`2026-03-14-x` of `incidents/2026-03-14-x/postmortem/`."""
    return next((part for part in address.split("/") if _ID.match(part)), "")


def is_story(address: str) -> bool:
    """Whether an address is that of an incident or maintenance itself."""
    parts = address.split("/")
    return len(parts) == 3 and parts[0] in ("incidents", "maintenance") and bool(_ID.match(parts[1])) and not parts[2]

"""What feeds and calendars state: one entry an update, one entry an incident, and the days that were promised."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import lxml.etree

import statement_phrases as phrases
from statement_rows import OPEN_STAGES, OVER, Said, is_of_share, label_of, promised_words, shares, story_stage
from statement_site import PublishedSite, id_of, is_story, minute
from statements import Kind, Statement, one_of

_ATOM = "{http://www.w3.org/2005/Atom}"
_CALENDAR = "calendar.ics"


class Entry(NamedTuple):
    """One entry of a feed: where it leads below the site, its title, its labels, its HTML, and when it came."""

    link: str
    title: str
    labels: tuple[str, ...]
    content: str
    published: str


def atom(site: PublishedSite, path: str) -> Iterator[Entry]:
    root: Any = lxml.etree.fromstring((site.public / path).read_bytes())
    for entry in root.iter(f"{_ATOM}entry"):
        link = str(entry.xpath("string(*[local-name()='link']/@href)")).removeprefix(site.address)
        labels = tuple(str(one) for one in entry.xpath("*[local-name()='category']/@term"))
        content = str(entry.findtext(f"{_ATOM}content") or "")
        yield Entry(
            link, str(entry.findtext(f"{_ATOM}title")), labels, content, str(entry.findtext(f"{_ATOM}published"))
        )


def rss(site: PublishedSite, path: str) -> Iterator[Entry]:
    for item in lxml.etree.fromstring((site.public / path).read_bytes()).iter("item"):
        link = str(item.findtext("link")).removeprefix(site.address)
        labels = tuple(str(one.text) for one in item.findall("category"))
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or item.findtext("description")
        stamp = parsedate_to_datetime(str(item.findtext("pubDate"))).isoformat()
        yield Entry(link, str(item.findtext("title")), labels, str(content or ""), stamp)


def json_feed(site: PublishedSite, path: str) -> Iterator[Entry]:
    for item in site.json(path)["items"]:
        link = str(item["url"]).removeprefix(site.address)
        yield Entry(link, item["title"], tuple(item.get("tags", ())), item["content_html"], item["date_published"])


_READERS = {".atom": atom, ".rss": rss, ".json": json_feed}


def feeds(site: PublishedSite) -> Said:
    """Every feed: an entry that leads to an update tells of it, one that leads to a page tells of the incident."""
    for pattern in ("updates.*", "major.*", "history.*", "*/*/feed.*"):
        for file in sorted(site.public.glob(pattern)):
            if file.suffix not in _READERS:
                continue
            path = file.relative_to(site.public).as_posix()
            for entry in _READERS[file.suffix](site, path):
                subject, _, anchor = entry.link.partition("#")
                if is_story(subject) and not anchor:
                    yield from _story(site, entry, path)
                elif is_story(subject) and not entry.title.startswith(phrases.CORRECTION):
                    yield from _update(entry, path)


def _update(entry: Entry, path: str) -> Said:
    stage = phrases.stage(entry.title.partition(": ")[0], path)
    value = one_of(*OPEN_STAGES) if stage == "reopened" else one_of(stage)
    yield Statement(entry.link, Kind.UPDATE_STAGE, value, path, entry.title)
    yield Statement(entry.link, Kind.UPDATE_AT, one_of(minute(entry.published)), path, entry.published)
    lines = last_lines(entry.content)
    for share in [share for line in lines if is_of_share(line) for share in shares(line)][-1:]:
        yield Statement(entry.link, Kind.UPDATE_SHARE, one_of(share), path, " / ".join(lines))
    if stage not in OVER:
        for line in lines:
            yield from promised_words(entry.link, line, path)


def _paragraph_lines(fragment: str) -> list[str]:
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in re.split(r"<br ?/?>", fragment)]


def last_lines(content: str) -> list[str]:
    """The lines of facts at the end of an update's entry."""
    paragraphs = re.findall(r"<p>(.*?)</p>", content, re.DOTALL)
    return _paragraph_lines(paragraphs[-1]) if paragraphs and content.endswith("</p>") else []


def _story(site: PublishedSite, entry: Entry, path: str) -> Said:
    """An incident or maintenance: its label, and the facts that stand above its updates."""
    known = [label for label in entry.labels if phrases.SAME_STAGE.sub("", label).casefold() in phrases.STAGES]
    if known:
        stage = phrases.stage(known[0], path)
        after = ("resolved", "postmortem", "follow_up")
        value = one_of(*after) if stage in ("postmortem", "follow_up") else label_of(stage)
        yield Statement(entry.link, Kind.STAGE, value, path, f"category {known[0]}")
    if not entry.content.startswith("<p>"):
        return
    names = {name: site.components[name] for name in site.components}
    for line in _paragraph_lines(entry.content.partition("</p>")[0]):
        name, _, state = line.rpartition(": ")
        if name in names and state.casefold() in phrases.STATES:
            meant = one_of(phrases.STATES[state.casefold()])
            yield Statement(f"{entry.link} {names[name]}", Kind.STATE_IN_INCIDENT, meant, path, line)
        elif match := phrases.WINDOW.match(line):
            yield Statement(entry.link, Kind.WINDOW_WORDS, one_of(match["window"]), path, line)
        elif entry.link in site.maintenances and (match := phrases.OUTCOMES.match(line)):
            yield from story_stage(entry.link, phrases.stage(match["stage"], path), path, line)
        else:
            yield from promised_words(entry.link, line, path)


def calendars(site: PublishedSite) -> Said:
    """The windows of maintenance, and the days on which changes are to be verified."""
    for file in [site.public / _CALENDAR, *sorted(site.public.glob("components/*/calendar.ics"))]:
        path = file.relative_to(site.public).as_posix()
        for event in _events(file):
            subject = f"maintenance/{str(event['uid']).partition('@')[0]}/"
            begin, end = (minute(_stamp(event, name)) for name in ("dtstart", "dtend"))
            yield Statement(subject, Kind.WINDOW, one_of(f"{begin}/{end}"), path, str(event["uid"]))
            if str(event["status"]) == "CANCELLED":
                yield Statement(subject, Kind.STAGE, one_of("cancelled"), path, "STATUS:CANCELLED")
    file = site.public / "improvements" / _CALENDAR
    for event in _events(file) if file.is_file() else ():
        path = file.relative_to(site.public).as_posix()
        incident, _, item = str(event["uid"]).partition("@")[0].rpartition("/")
        name, summary = f"incidents/{id_of(incident + '/') or incident}/#{item}", str(event["summary"])
        day = event.decoded("dtstart")
        assert isinstance(day, date)
        yield Statement(name, Kind.VERIFY_BY, one_of(f"{day:%Y-%m-%d}"), path, f"DTSTART of {summary!r}")
        label = summary.partition(": ")[0].casefold()
        if label in phrases.PROOF_STATES:
            yield Statement(name, Kind.ITEM_STATE, one_of(*phrases.PROOF_STATES[label]), path, summary)


def _events(file: Any) -> list[Any]:
    return list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))


def _stamp(event: Any, name: str) -> str:
    moment = event.decoded(name)
    assert isinstance(moment, datetime)
    return moment.astimezone(ZoneInfo("UTC")).isoformat()

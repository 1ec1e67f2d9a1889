"""What the pages of incidents and maintenance, the lists of the past and the pages of components state."""

import re
from datetime import date
from typing import Any

import statement_phrases as phrases
from statement_pages import bars, disrupted, glance, uptime, window_words
from statement_rows import (
    Said,
    affected,
    entry,
    facts,
    groups_of_days,
    is_of_share,
    listed,
    percent,
    promise,
    record,
    share_in,
    state_of,
    story_stage,
    uptime_in,
)
from statement_site import PublishedSite, is_story, marked, minute, own_words, text, with_class
from statements import Kind, Statement, one_of

_MONTH = re.compile(r"history/(\d{4})-(\d\d)/")


def history(site: PublishedSite) -> Said:
    """The list of the past, and the page of each month."""
    for address in ("history/", *site.below("history", "[0-9][0-9][0-9][0-9]-[0-9][0-9]")):
        page = site.page(address)
        yield from listed(site, address, page)
        if match := _MONTH.fullmatch(address):
            month = (int(match[1]), int(match[2]))
            yield from listing(site, address, page, {day for day in site.past if (day.year, day.month) == month})
        for line in with_class(page, "entry"):
            yield from entry(site, address, line)


def recent(site: PublishedSite) -> Said:
    """The days that the home page covers."""
    for section in site.page("index.html").xpath("//section[@aria-labelledby='recent']"):
        yield from listed(site, "index.html", section)
        yield from listing(site, "index.html", section, set())
        for line in with_class(section, "entry"):
            yield from entry(site, "index.html", line)


def listing(site: PublishedSite, address: str, section: Any, covered: set[date]) -> Said:
    """For each day that a list covers, which incidents it names on that day and which it does not."""
    named: dict[date, set[str]] = {day: set() for day in covered}
    for days, group in groups_of_days(site, section):
        for day in days:
            named.setdefault(day, set()).update(site.target(address, href) for href in group.xpath(".//a/@href"))
    for day, subjects in sorted(named.items()):
        for subject in site.incidents:
            value = one_of("listed" if subject in subjects else "not listed")
            yield Statement(f"{subject} on {day}", Kind.LISTED, value, address, f"the entries of {day}")


def stories(site: PublishedSite) -> Said:
    """The page of each incident and maintenance."""
    for subject in (*site.incidents, *site.maintenances):
        page = site.page(subject)
        head = with_class(page, "verdict")[0]
        yield from _head(subject, head)
        yield from glance(site, subject, head, subject)
        yield from _updates(subject, page)
        yield from _panel(site, subject, page)


def _head(subject: str, head: Any) -> Said:
    line = head.xpath("./p[contains(@class,'small')][b]")[0]
    words = text(line)
    stage = (marked(line, "stage") or [phrases.stage(text(line.find("./b")), subject)])[0]
    if subject.startswith("maintenance/"):
        late = phrases.MAINTENANCE_LATE.search(words) and stage == "in_progress"
        yield from story_stage(subject, "overdue" if late else stage, subject, words)
        yield from window_words(subject, line, text(line.findall("./b")[1]), subject)
        return
    yield from story_stage(subject, stage, subject, words)
    for block in head.xpath("./p"):
        yield from record(subject, block, own_words(block), subject)
    for one in with_class(head, "promise"):
        yield from promise(subject, one, subject)


def _updates(subject: str, page: Any) -> Said:
    kept = broken = 0
    for rung in page.xpath("//li[@id and .//div[@class='when']]"):
        name = f"{subject}#{rung.get('id')}"
        (when,) = with_class(rung, "when")
        heading, stamp = text(when[0]), when.xpath("./time/@datetime")[0]
        yield Statement(name, Kind.UPDATE_STAGE, one_of(phrases.stage(heading, subject)), subject, heading)
        yield Statement(name, Kind.UPDATE_AT, one_of(minute(stamp)), subject, heading)
        for change in rung.xpath("./ul[@class='changed']/li"):
            news = change.iter("ins") if is_of_share(text(change)) else ()
            for share in [share for new in news for share in share_in(new)][-1:]:
                yield Statement(name, Kind.UPDATE_SHARE, one_of(share), subject, text(change))
        for word in with_class(rung, "word"):
            kept += bool(phrases.PROMISE_KEPT.search(text(word)))
            broken += bool(phrases.PROMISE_BROKEN.search(text(word)))
    if subject.startswith("incidents/") and kept + broken:
        quote = f"{kept} of its updates say that they were followed in time, {broken} that they were not"
        yield Statement(subject, Kind.PROMISES, one_of(f"{kept}/{kept + broken}"), subject, quote)


def _panel(site: PublishedSite, subject: str, page: Any) -> Said:
    for panel in with_class(page, "facts"):
        for about, value in facts(panel):
            if about == "share":
                for share in share_in(value)[-1:]:
                    yield Statement(subject, Kind.SHARE, one_of(share), subject, text(value))
            elif about == "length":
                yield from record(subject, value, f"Impact lasted {text(value)}", subject)
            elif about in ("worst", "affected"):
                kind = Kind.WORST_STATE if about == "worst" else Kind.STATE_IN_INCIDENT
                yield from affected(site, subject, kind, value.getparent(), subject)


def components(site: PublishedSite) -> Said:
    """The page of each component."""
    for component in site.components.values():
        page = site.page(component)
        head = with_class(page, "verdict")[0]
        (mark,) = with_class(with_class(head, "lede")[0], "state")
        yield Statement(component, Kind.STATE, one_of(state_of(mark, component)), component, text(mark))
        yield from _going_on(site, component, head)
        for section in page.xpath("//section[@aria-labelledby='days']"):
            yield from bars(site, component, section, component)
            yield from _days(component, section)
        for section in page.xpath("//section[@aria-labelledby='windows']"):
            yield from _windows(component, section)
        for line in page.xpath("//section[@aria-labelledby='incidents']//*[contains(@class,'entry')]"):
            yield from entry(site, component, line)


def _going_on(site: PublishedSite, component: str, head: Any) -> Said:
    subject = ""
    for line in head.xpath("./p"):
        links = [site.target(component, href) for href in line.xpath("./a/@href")]
        if "entry" in (line.get("class") or "") and links and is_story(links[0]):
            subject = links[0]
            if subject in site.incidents:
                yield Statement(subject, Kind.OPEN, one_of("open"), component, text(line))
            else:
                yield Statement(subject, Kind.STAGE, one_of("in_progress", "overdue"), component, text(line))
        elif "promise" in (line.get("class") or "") and subject:
            yield from promise(subject, line, component)


def _days(component: str, section: Any) -> Said:
    for line in section.xpath("./p"):
        words = text(line)
        yield from disrupted(component, line, words, component)
        if marked(line, "uptime") or phrases.NOT_MEASURED.search(words) or phrases.PERCENT.search(words):
            yield from uptime(component, 90, uptime_in(line), component, words)
    for row in section.xpath(".//tbody/tr[@id]"):
        subject = f"{component} {row.get('id').removeprefix('d-')}"
        for mark in with_class(row, "state"):
            yield Statement(subject, Kind.DAY_STATE, one_of(state_of(mark, component)), component, text(row))


def _windows(component: str, section: Any) -> Said:
    for row in section.xpath(".//tbody/tr"):
        head, *cells = [text(cell) for cell in row]
        if match := phrases.WINDOW_DAYS.match(head):
            figure = marked(row[1], "uptime")
            value = f"{float(figure[0]):.2f}" if figure else percent(cells[0])
            yield from uptime(component, int(match["days"]), value, component, text(row))
            worst = "|".join(percent(cell) for cell in cells[-3:])
            yield Statement(
                f"{component} {match['days']} days", Kind.WORST_WINDOWS, one_of(worst), component, text(row)
            )

"""What reports, the page of promised changes and the page of reliability state."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import statement_phrases as phrases
from statement_pages import uptime
from statement_rows import Said, facts, percent, record, share_in
from statement_site import PublishedSite, duration, marked, own_words, text, with_class
from statements import Kind, Statement, Value, between, one_of

IMPROVEMENTS, RELIABILITY = "improvements/", "reliability/"
PERIOD = "the last 365 days"
"""The period of the reliability page, whose figures others may repeat."""


def reports(site: PublishedSite) -> Said:
    """The report of each incident that has one."""
    for subject in site.incidents:
        address = f"{subject}postmortem/"
        if (site.public / address).is_dir():
            yield from _report(site, subject, address)


def _report(site: PublishedSite, subject: str, address: str) -> Said:
    page = site.page(address)
    known_length = False
    for about, value in facts(page):
        if about == "length":
            known_length = True
            yield from record(subject, value, f"Impact lasted {text(value)}", address)
        elif about == "share":
            for share in share_in(value)[-1:]:
                yield Statement(subject, Kind.SHARE, one_of(share), address, text(value))
        elif about == "affected":
            yield from _worst(site, subject, text(value), address)
    lines = [*with_class(with_class(page, "verdict")[0], "lede"), *page.xpath("//article/ul/li")]
    for line in lines:
        for statement in record(subject, line, own_words(line), address):
            # The length of the impact stands beside it, so the time to the end is nothing but that.
            if not (statement.kind is Kind.LENGTH and known_length):
                yield statement
    items = list(_items(site, address, page, subject))
    yield from items
    for row in page.xpath("//table[contains(@class,'proofs')]/tbody/tr"):
        name = _item_name(row, subject)
        day = (marked(row, "verify-by") or [f"{phrases.day(text(row[0]), site.today)}"])[0]
        yield Statement(name, Kind.VERIFY_BY, one_of(day), address, text(row))
        yield Statement(name, Kind.ITEM_STATE, one_of(_item_state(text(row[2]), address)), address, text(row))
    for statement in _revised(subject, page, address, site.today):
        # An item may have been moved before the first version that the page compares: then it names that day as well.
        quotes = [one.quote for one in items if one.kind is Kind.FIRST_DUE and one.subject == statement.subject]
        named = _found(phrases.MOVED_FROM, quotes, site.today)
        if statement.kind is not Kind.FIRST_DUE or not statement.value.words.intersection(named):
            yield statement


def _worst(site: PublishedSite, subject: str, words: str, address: str) -> Said:
    """`Dashboards (partial outage), API (degraded)`: the longest name first, since one may be within another."""
    for name in sorted(site.components, key=len, reverse=True):
        begin = f"{name} ("
        if begin in words:
            state = words.partition(begin)[2].partition(")")[0]
            words = words.replace(f"{begin}{state})", "")
            value = one_of(phrases.known(phrases.STATES, state, address))
            yield Statement(f"{subject} {site.components[name]}", Kind.WORST_STATE, value, address, f"{begin}{state})")


def _item_state(words: str, where: str) -> str:
    return phrases.known(phrases.ITEM_STATES, phrases.OVERDUE_ITEM.sub("", words), where)


def _items(site: PublishedSite, address: str, page: Any, subject: str = "") -> Iterator[Statement]:
    for item in page.xpath("//ul[@class='actions']/li"):
        name = _item_name(item, subject or _incident_of(site, address, item))
        state = marked(item, "item-state") or [_item_state(text(item.find("./p/b")), address)]
        yield Statement(name, Kind.ITEM_STATE, one_of(state[0]), address, text(item))
        words = [text(line) for line in item.findall("./p")]
        due = marked(item, "due") or _found(phrases.DUE, words, site.today)
        first = marked(item, "first-due") or _found(phrases.MOVED_FROM, words, site.today) or due
        proof = marked(item, "verify-by") or _found(phrases.VERIFY_BY, words, site.today)
        for kind, days in ((Kind.DUE, due[-1:]), (Kind.FIRST_DUE, sorted(first)[:1]), (Kind.VERIFY_BY, proof[:1])):
            for day in days:
                yield Statement(name, kind, one_of(day), address, " / ".join(words))


def _item_name(element: Any, incident: str) -> str:
    """`data-item="2026-03-10-x/AI-1"`, or else the id beside the title, of the incident."""
    if named := element.get("data-item"):
        return f"incidents/{named.rpartition('/')[0]}/#{named.rpartition('/')[2]}"
    return f"{incident}#{text(with_class(element, 'whole')[-1])}"


def _incident_of(site: PublishedSite, address: str, item: Any) -> str:
    targets = [site.target(address, href) for href in item.xpath(".//a/@href")]
    return next(one for one in reversed(targets) if one.startswith("incidents/")).removesuffix("postmortem/")


def _found(pattern: Any, lines: list[str], near: date) -> list[str]:
    return [f"{phrases.day(match['day'], near)}" for line in lines for match in pattern.finditer(line)]


def _revised(subject: str, page: Any, address: str, near: date) -> Said:
    """Days that were moved, as the report lists its changes: the first one was promised, the last one holds."""
    moves: dict[str, list[tuple[str, str, str]]] = {}
    for line in page.xpath("//ol[@class='revisions']//li"):
        pairs = [phrases.MOVED_DUE.match(text(one)) for one in (line.find("./del"), line.find("./ins"))]
        if pairs[0] and pairs[1]:
            days = [f"{phrases.day(match['day'], near)}" for match in pairs if match]
            moves.setdefault((line.text or "").strip().rstrip(":"), []).append((days[0], days[1], text(line)))
    for name, told in moves.items():
        yield Statement(f"{subject}#{name}", Kind.FIRST_DUE, one_of(told[0][0]), address, told[0][2])
        yield Statement(f"{subject}#{name}", Kind.DUE, one_of(told[-1][1]), address, told[-1][2])


def improvements(site: PublishedSite) -> Said:
    """All promised changes, and how many of them were verified and moved."""
    page = site.page(IMPROVEMENTS)
    items = list(_items(site, IMPROVEMENTS, page))
    yield from items
    if not items or any(_id_before(site, subject) for subject in {one.subject.partition("#")[0] for one in items}):
        return
    for figure in page.xpath("//ul[@class='figures']/li"):
        if match := phrases.VERIFIED_ITEMS.search(text(figure)):
            value = one_of(f"{phrases.number(match['verified'])}/{match['all']}")
            yield Statement(PERIOD, Kind.ITEMS_VERIFIED, value, IMPROVEMENTS, text(figure))
    due = {one.subject: one for one in items if one.kind is Kind.DUE}
    first = {one.subject: one for one in items if one.kind is Kind.FIRST_DUE}
    moved = sorted(name.partition("#")[2] for name in first if name not in due or due[name].value != first[name].value)
    quote = f"the items that name an earlier day: {', '.join(moved) or 'none'}"
    yield Statement(PERIOD, Kind.ITEMS_MOVED, between(len(moved), len(moved)), IMPROVEMENTS, quote)


def _id_before(site: PublishedSite, subject: str) -> bool:
    """Whether an incident may have been told before the period of the reliability page."""
    return subject.split("/")[1][:10] <= str(site.json("reliability.json")["period"]["start"])[:10]


def reliability(site: PublishedSite) -> Said:
    """The page of figures: the headline, each incident, each component, and the action items."""
    page = site.page(RELIABILITY)
    lede = text(with_class(with_class(page, "verdict")[0], "lede")[0])
    if match := phrases.INCIDENTS_OPEN.search(lede):
        value = one_of(f"{match['all']} incidents, {match['open'] or 0} open")
        yield Statement(PERIOD, Kind.COUNT, value, RELIABILITY, lede)
    yield from _headlines(page)
    yield from _incident_rows(site, page)
    yield from _component_rows(site, page)
    yield from _action_rows(page)
    for cell in page.xpath("//section[@aria-labelledby='counts']//td"):
        compared = bool(phrases.CHANGE_SINCE.search(text(cell)))
        if compared:
            yield Statement(PERIOD, Kind.COMPARED, one_of("compared"), RELIABILITY, text(cell))


def _headlines(page: Any) -> Said:
    for label in page.xpath("//div[@class='verdict']//dt"):
        name, value = text(label).casefold(), label.getnext()
        figure = (marked(value, "figure") or [text(one) for one in with_class(value, "figure")] or [""])[0]
        match = phrases.COUNT.match(figure)
        if match is None:
            continue
        quote, told = f"{name}: {text(value)}", one_of(f"{match['hits']}/{match['all']}")
        if name == phrases.HEADLINE_ITEMS:
            yield Statement(PERIOD, Kind.ITEMS_VERIFIED, told, RELIABILITY, quote)
        elif name in phrases.HEADLINE_PROMISES:
            yield Statement(PERIOD, Kind.ALL_PROMISES, told, RELIABILITY, quote)


def _table(page: Any, section: str) -> Iterator[tuple[list[str], Any]]:
    """The headings of each table of a section, small, with each of its rows."""
    for table in page.xpath(f"//section[@aria-labelledby='{section}']//table"):
        headings = [text(cell).casefold() for cell in table.xpath("./thead/tr/th")]
        for row in table.xpath("./tbody/tr"):
            yield headings, row


_KINDS = {
    "first notice": Kind.FIRST_NOTICE,
    "longest gap": Kind.LONGEST_GAP,
    "length": Kind.LENGTH,
    "closed after": Kind.CLOSED_AFTER,
}


def _incident_rows(site: PublishedSite, page: Any) -> Said:
    for headings, row in _table(page, "incidents"):
        subject = site.target(RELIABILITY, row.find(".//a").get("href"))
        running = False
        for heading, cell in zip(headings, row, strict=True):
            name, words = phrases.COLUMNS.get(heading, ""), text(cell)
            running |= bool(phrases.SO_FAR.search(words))
            quote = f"{heading}: {words}"
            if name == "promises" and (match := phrases.COUNT.match(words)):
                value = one_of(f"{match['hits']}/{match['all']}")
                yield Statement(subject, Kind.PROMISES, value, RELIABILITY, quote)
            elif name in _KINDS:
                yield Statement(subject, _KINDS[name], _span(cell, phrases.SO_FAR.sub("", words)), RELIABILITY, quote)
        if running:
            yield Statement(subject, Kind.OPEN, one_of("open"), RELIABILITY, text(row))


def _span(cell: Any, words: str) -> Value:
    for stamp in cell.xpath(".//time/@datetime"):
        if str(stamp).startswith("P"):
            return between(duration(stamp), duration(stamp))
    return one_of("none") if words in ("–", "") else between(*phrases.minutes(words))


def _component_rows(site: PublishedSite, page: Any) -> Said:
    for headings, row in _table(page, "availability"):
        component = site.target(RELIABILITY, row.find(".//a").get("href"))
        for heading, cell in zip(headings, row, strict=True):
            if match := phrases.WINDOW_DAYS.match(heading):
                figure = marked(cell, "uptime")
                value = f"{float(figure[0]):.2f}" if figure else percent(text(cell))
                quote = f"{heading}: {text(cell)}"
                yield from uptime(component, int(match["days"]), value, RELIABILITY, quote)
        worst = "|".join(percent(text(cell)) for cell in list(row)[-3:])
        yield Statement(f"{component} 90 days", Kind.WORST_WINDOWS, one_of(worst), RELIABILITY, text(row))


def _action_rows(page: Any) -> Said:
    for headings, row in _table(page, "actions"):
        if text(row[0]).casefold() != phrases.ALL_ROWS:
            continue
        for heading, cell in zip(headings, row, strict=True):
            quote = f"{heading}: {text(cell)}"
            name = phrases.ACTION_COLUMNS.get(heading, "")
            if name and (match := phrases.COUNT.match(text(cell))):
                kind = Kind.ITEMS_VERIFIED if name == "verified items" else Kind.ITEMS_ON_TIME
                yield Statement(PERIOD, kind, one_of(f"{match['hits']}/{match['all']}"), RELIABILITY, quote)
            elif heading == phrases.MOVED_COLUMN:
                yield Statement(PERIOD, Kind.ITEMS_MOVED, between(*[float(text(cell))] * 2), RELIABILITY, quote)

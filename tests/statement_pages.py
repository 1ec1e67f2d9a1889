"""What the home page states: what is open, the components with their bars, and maintenance."""

import re
from collections import Counter
from typing import Any

import statement_phrases as phrases
from statement_rows import Said, affected, facts, promise, record, share_in, state_of, story_stage, uptime_in
from statement_site import PublishedSite, marked, minute, own_words, text, with_class
from statements import Kind, Statement, between, one_of

HOME = "index.html"
BAD = ("degraded_performance", "partial_outage", "major_outage", "overdue_maintenance")
_BAR_WIDTH = 4


def home(site: PublishedSite) -> Said:
    page = site.page(HOME)
    first = page.xpath("//div[@class='verdict']")[0]
    blocks = [first, *with_class(page, "also", "section")]
    heroes = [block for block in blocks if with_class(block, "rungs") or with_class(block, "glance", "dl")]
    still = set()
    for block in heroes:
        links = [site.target(HOME, href) for href in block.xpath(".//a/@href")]
        subject = next(link for link in links if link in site.incidents)
        still.add(subject)
        yield from _hero(site, subject, block)
    if heroes:
        # Between what is open and the components stands what is over and left something behind.
        above = "//section[@aria-labelledby='components']/preceding-sibling::*[not(@aria-labelledby='remaining')]"
        still |= {site.target(HOME, href) for href in page.xpath(f"{above}//a/@href")}
    for subject in site.incidents:
        value = one_of("open" if subject in still else "over")
        yield Statement(subject, Kind.OPEN, value, HOME, "what the home page shows as open")
    if not heroes:
        yield from _calm(site, first)
    yield from _rows(site, page)
    yield from _windows(site, page)


def _hero(site: PublishedSite, subject: str, block: Any) -> Said:
    for rung in block.xpath(".//ol[contains(@class,'rungs')]/li[@aria-current]"):
        yield from story_stage(subject, phrases.stage(text(rung.find("./b")), HOME), HOME, text(rung))
    for one in with_class(block, "promise"):
        yield from promise(subject, one, HOME)
    yield from glance(site, subject, block, HOME)


def glance(site: PublishedSite, subject: str, block: Any, page: str) -> Said:
    """The first answers: who is affected, and how many."""
    for answers in with_class(block, "glance", "dl"):
        yield from affected(site, subject, Kind.STATE_IN_INCIDENT, answers, page)
        for about, value in facts(answers):
            for share in share_in(value)[-1:] if about == "affected" else ():
                yield Statement(subject, Kind.SHARE, one_of(share), page, text(value))


def _calm(site: PublishedSite, block: Any) -> Said:
    heading, words = text(block.find(".//h1")), text(block)
    if phrases.ALL_WELL.search(heading):
        yield Statement("the site", Kind.INDICATOR, one_of("none"), HOME, heading)
    if phrases.NOTHING_EVER.search(words):
        for day in site.last_days(90):
            yield Statement(f"{day}", Kind.INCIDENTS_OF_DAY, one_of("none"), HOME, words)
    for lede in with_class(block, "lede"):
        subjects = [site.target(HOME, href) for href in lede.xpath(".//a/@href")]
        for subject in subjects[:1]:
            if subject in site.incidents:
                yield from record(subject, lede, own_words(lede), HOME)


def _rows(site: PublishedSite, page: Any) -> Said:
    for row in page.xpath("//ul[contains(@class,'components')]/li"):
        component = site.target(HOME, row.find(".//a").get("href"))
        (mark,) = row.xpath("./*[contains(concat(' ', @class, ' '), ' state ')]")
        state = state_of(mark, HOME)
        yield Statement(component, Kind.STATE, one_of(state), HOME, text(mark))
        for past in with_class(row, "past"):
            words = " ".join(text(one) for one in with_class(past, "hidden"))
            yield from bars(site, component, past, HOME)
            yield from disrupted(component, past, words, HOME)
        figures = with_class(row, "pct")
        for figure in figures:
            yield from uptime(component, 90, uptime_in(figure), HOME, text(figure))
        if state not in ("operational", "at_risk"):
            value = one_of(*(set(phrases.BAR_STATES.values()) - {"operational", ""}))
            yield Statement(f"{component} {site.today}", Kind.DAY_STATE, value, HOME, text(mark))


def uptime(component: str, days: int, figure: str, page: str, quote: str) -> Said:
    """A percentage over a window, and what it means for the question whether there was any disruption."""
    yield Statement(f"{component} {days} days", Kind.UPTIME, one_of(figure), page, quote)
    if days == 90 and figure not in ("no figure", "100.00"):
        yield Statement(component, Kind.DISRUPTED_DAYS, between(1, 90), page, quote)


def disrupted(component: str, element: Any, words: str, page: str) -> Said:
    """On how many days there was a disruption: `<data class="disrupted" value="2">`, or else by the words."""
    if found := marked(element, "disrupted"):
        yield Statement(component, Kind.DISRUPTED_DAYS, between(*[int(found[0])] * 2), page, words)
    elif match := phrases.DISRUPTED.search(words):
        yield Statement(component, Kind.DISRUPTED_DAYS, between(*[int(match["days"])] * 2), page, words)
    elif phrases.NO_DISRUPTION.search(words):
        yield Statement(component, Kind.DISRUPTED_DAYS, between(0, 0), page, words)


def bars(site: PublishedSite, component: str, element: Any, page: str) -> Said:
    """The worst state of each day by its bar, and how many bars tell of a disruption."""
    found: dict[int, str] = {}
    for path in element.xpath(".//*[local-name()='svg']//*[local-name()='path'][@class]"):
        names = [name for name in str(path.get("class")).split() if name.startswith("b-")]
        if not names:
            continue
        if names[0] not in phrases.BAR_STATES:
            raise phrases.UnknownWords(f"{page}: tests/statement_phrases.py knows no bar {names[0]!r}")
        for place in re.findall(r"M(\d+)", path.get("d")):
            found[int(place) // _BAR_WIDTH] = phrases.BAR_STATES[names[0]]
    days = site.last_days(max(found) + 1 if found else 0)
    for place, state in sorted(found.items()):
        if state:
            subject = f"{component} {days[place]}"
            yield Statement(subject, Kind.DAY_STATE, one_of(state), page, f"the bar of {days[place]}")
    count = Counter(found.values())
    least = sum(count[state] for state in BAD)
    yield Statement(component, Kind.DISRUPTED_DAYS, between(least, least + count["affected"]), page, "the bars")


def _windows(site: PublishedSite, page: Any) -> Said:
    """Maintenance on the home page: what runs, and what is planned."""
    for name, stage in (("running", "in_progress"), ("planned", "scheduled")):
        for group in page.xpath(f"//section[@aria-labelledby='{name}']//*[contains(@class,'day')]"):
            line = with_class(group, "entry")[0]
            subject, words = site.target(HOME, line.find(".//a").get("href")), text(group)
            late = bool(phrases.MAINTENANCE_LATE.search(own_words(group)))
            yield from story_stage(subject, "overdue" if late else stage, HOME, words)
            yield from window_words(subject, line, own_words(line), HOME)


def window_words(subject: str, element: Any, words: str, page: str) -> Said:
    if stamps := marked(element, "window"):
        yield Statement(subject, Kind.WINDOW, one_of("/".join(minute(stamp) for stamp in stamps)), page, words)
    yield Statement(subject, Kind.WINDOW_WORDS, one_of(words), page, words)

"""What the parts say that pages share: the line of an incident in a list, its promise, its affected components."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import statement_phrases as phrases
from statement_site import PublishedSite, duration, is_story, marked, minute, own_words, text, with_class
from statements import Kind, Statement, Value, between, one_of

OVER = frozenset({"resolved", "retracted", "merged", "postmortem", "follow_up"})
OPEN_STAGES = ("notice", "investigating", "identified", "mitigating", "monitoring")
Said = Iterator[Statement]


def whether_open(stage: str) -> Value:
    return one_of("over" if stage in OVER else "open")


def stage_in(element: Any, words: str, where: str) -> str:
    """The stage that `<data class="stage">` names, or else the beginning of the words."""
    if found := marked(element, "stage"):
        return found[0]
    match = phrases.OUTCOMES.match(words)
    if match is None:
        raise phrases.UnknownWords(f"{where}: tests/statement_phrases.py finds no stage at the head of {words!r}")
    return phrases.stage(match["stage"], where)


def label_of(stage: str) -> Value:
    """What the label of a stage may mean where nothing beside it tells whether the planned end has passed."""
    return one_of(stage, "overdue") if stage == "in_progress" else one_of(stage)


def story_stage(subject: str, stage: str, page: str, quote: str, label_alone: bool = False) -> Said:
    """The stage of an incident or maintenance; of an incident also whether it is open."""
    yield Statement(subject, Kind.STAGE, label_of(stage) if label_alone else one_of(stage), page, quote)
    if subject.startswith("incidents/"):
        yield Statement(subject, Kind.OPEN, whether_open(stage), page, quote)


def _length(element: Any, name: str, pattern: Any, words: str) -> tuple[float, float] | None:
    if found := marked(element, name):
        return duration(found[0]), duration(found[0])
    match = pattern.search(words)
    return phrases.minutes(match["length"]) if match else None


def record(subject: str, element: Any, words: str, page: str) -> Said:
    """How long it took, and how its promises were kept, as one block of a page tells."""
    length = _length(element, "length", phrases.IMPACT_LASTED, words)
    closed = _length(element, "closed", phrases.CLOSED_AFTER, words)
    if closed:
        yield Statement(subject, Kind.CLOSED_AFTER, between(*closed), page, words)
        # A block that gives one length only lets its readers take it for the length of the impact.
        if length is None:
            yield Statement(subject, Kind.LENGTH, Value(frozenset({"none"}), closed), page, words)
    if length:
        yield Statement(subject, Kind.LENGTH, between(*length), page, words)
    for kind, name, pattern in (
        (Kind.FIRST_NOTICE, "first-notice", phrases.FIRST_NOTICE),
        (Kind.LONGEST_GAP, "gap", phrases.LONGEST_GAP),
    ):
        if (found := _length(element, name, pattern, words)) is not None:
            yield Statement(subject, kind, between(*found), page, words)
    if kept := marked(element, "promises") or promises_in(words):
        yield Statement(subject, Kind.PROMISES, one_of(kept[0]), page, words)


def promises_in(words: str) -> list[str]:
    """`2/3` where the words say that two of three promised updates came in time."""
    for pattern, value in phrases.PROMISES:
        if match := pattern.search(words):
            if value:
                return [value]
            return [f"{phrases.number(match['kept'])}/{match['made']}"]
    return []


def entry(site: PublishedSite, page: str, line: Any) -> Said:
    """The line of an incident or maintenance in a list: its link, and what became of it."""
    subject = site.target(page, line.find(".//a").get("href"))
    words = own_words(line)
    if not is_story(subject) or not words:
        return
    yield from story_stage(subject, stage_in(line, words, page), page, words)
    if subject.startswith("incidents/"):
        yield from record(subject, line, words, page)


def groups_of_days(site: PublishedSite, section: Any) -> Iterator[tuple[list[date], Any]]:
    """Each group of a list by days, with the days for which it stands."""
    for group in with_class(section, "day"):
        heading = group.find("./h3")
        if heading is None:
            continue
        stamps = [str(stamp)[:10] for stamp in heading.xpath(".//time/@datetime")]
        if stamps:
            first, last = date.fromisoformat(stamps[0]), date.fromisoformat(stamps[-1])
        else:
            first, last = phrases.days(text(heading), site.today)
        yield [first + timedelta(days=number) for number in range((last - first).days + 1)], group


def listed(site: PublishedSite, page: str, section: Any) -> Said:
    """Which incidents a list by days names on each day that it covers, and on which it says that there was none."""
    for days, group in groups_of_days(site, section):
        named = {site.target(page, href) for href in group.xpath(".//a/@href")}
        quote = f"{text(group.find('./h3'))}: {own_words(group)}"
        quiet = any(phrases.NO_INCIDENTS.match(text(line)) for line in group.xpath(".//p"))
        for day in days:
            if quiet:
                yield Statement(f"{day}", Kind.INCIDENTS_OF_DAY, one_of("none"), page, quote)
            for subject in named:
                if subject in site.incidents:
                    yield Statement(f"{day}", Kind.INCIDENTS_OF_DAY, one_of("some"), page, quote)


def promise(subject: str, element: Any, page: str) -> Said:
    """When the next update comes, by `p.promise > time`."""
    for time in element.xpath(".//time[@datetime]"):
        words = text(time)
        yield Statement(subject, Kind.NEXT_UPDATE, one_of(minute(time.get("datetime"))), page, words)
        yield from promised_words(subject, words, page)


def promised_words(subject: str, words: str, page: str) -> Said:
    if match := phrases.NEXT_UPDATE.search(words):
        yield Statement(subject, Kind.NEXT_UPDATE_WORDS, one_of(match["clock"]), page, words)


def state_of(element: Any, where: str) -> str:
    """The state that a mark with a word tells: `<data class="state" value>`, or else by its word."""
    return element.get("value") or element.get("data-state") or phrases.known(phrases.STATES, text(element), where)


def affected(site: PublishedSite, subject: str, kind: Kind, element: Any, page: str) -> Said:
    """The state of each component in a list of affected ones."""
    for line in element.xpath(".//ul[contains(@class,'affected')]/li"):
        (mark,) = with_class(line, "state")[:1] or [None]
        name = (mark.tail or "").strip() if mark is not None else ""
        name = name or " ".join(text(one) for one in line if one is not mark)
        if mark is not None and name in site.components:
            component = site.components[name]
            yield Statement(f"{subject} {component}", kind, one_of(state_of(mark, page)), page, text(line))


def share_in(element: Any) -> list[str]:
    """`12-18` for each share of customers that an element tells, in their order."""
    if found := marked(element, "share"):
        return found
    return shares(text(element))


def shares(words: str) -> list[str]:
    return ["-".join(filter(None, (match["low"], match["high"]))) for match in phrases.SHARE.finditer(words)]


def is_of_share(line: str) -> bool:
    """Whether a line of an update tells how many are affected, by its label."""
    return line.partition(":")[0].strip().casefold() in phrases.SHARE_LABELS


def facts(element: Any) -> Iterator[tuple[str, Any]]:
    """What each label of a list of facts is about, and its value: `dl > dt + dd`, in rows or not."""
    for label in element.xpath(".//dt"):
        about = phrases.FACTS.get(" ".join(text(label).split()).casefold(), "")
        value = label.getnext()
        if about and value is not None:
            yield about, value


def percent(words: str) -> str:
    """`99.98` of `99.98 %`; `no figure` where no percentage stands."""
    match = phrases.PERCENT.search(words)
    return f"{float(match['number']):.2f}" if match else "no figure"


def uptime_in(element: Any) -> str:
    """The percentage of `<data class="uptime" value>`, or else of the words."""
    found = with_class(element, "uptime") + ([element] if "uptime" in (element.get("class") or "").split() else [])
    if found:
        value = found[0].get("value") or ""
        return f"{float(value):.2f}" if value.replace(".", "").isdigit() else percent(text(found[0]))
    return percent(text(element))

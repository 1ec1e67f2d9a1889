"""Everything that a published site states, by all its readers, and what follows from two statements together."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from statement_answers import api, badges, banner, figures
from statement_feeds import calendars, feeds
from statement_pages import home
from statement_reports import improvements, reliability, reports
from statement_site import PublishedSite
from statement_stories import components, history, recent, stories
from statements import Contradiction, Kind, Statement, between, contradictions, one_of

READERS = (
    home, recent, history, components, stories, reports, reliability, improvements,
    api, banner, badges, figures, feeds, calendars,
)  # fmt: skip
WINDOWS = (30, 90, 365)
"""The windows, in days, of which a site states the uptime."""

_RANK = ("operational", "degraded_performance", "partial_outage", "major_outage")


def statements_of(public: Path) -> list[Statement]:
    """All statements of the site in a folder."""
    site = PublishedSite(public)
    told = [statement for reader in READERS for statement in reader(site)]
    return [*told, *_what_follows(site, told)]


def contradictions_of(public: Path) -> list[Contradiction]:
    return contradictions(statements_of(public))


def _what_follows(site: PublishedSite, told: list[Statement]) -> Iterator[Statement]:
    yield from _promised(told)
    yield from _unstated(told)
    if not any(one.kind is Kind.STAGE and one.value.words & {"in_progress", "overdue"} for one in told):
        yield from _worst(told)


def _promised(told: list[Statement]) -> Iterator[Statement]:
    """Feeds name the next update in the entry of each one; the entry of the newest speaks for the incident."""
    newest: dict[str, tuple[str, str]] = {}
    still = {one.subject for one in told if one.kind is Kind.NEXT_UPDATE}
    for one in told:
        subject, _, anchor = one.subject.partition("#")
        if one.kind is Kind.UPDATE_AT and one.page == subject and subject in still:
            # The page of an incident has its updates newest first.
            newest.setdefault(subject, (anchor, one.page))
    for one in told:
        subject, _, anchor = one.subject.partition("#")
        if one.kind is Kind.NEXT_UPDATE_WORDS and anchor and newest.get(subject, ("", ""))[0] == anchor:
            yield Statement(subject, one.kind, one.value, one.page, one.quote)


def _unstated(told: list[Statement]) -> Iterator[Statement]:
    """Of a component that an open incident names without a state, no window up to now has a percentage."""
    for one in told:
        if one.kind is Kind.STATE_IN_INCIDENT and one.page == "index.html" and one.value == one_of("affected"):
            component = one.subject.partition(" ")[2]
            for days in WINDOWS:
                yield Statement(f"{component} {days} days", Kind.UPTIME, one_of("no figure"), one.page, one.quote)
            yield Statement(component, Kind.DISRUPTED_DAYS, between(1, 90), one.page, one.quote)


def _worst(told: list[Statement]) -> Iterator[Statement]:
    """A component is in the worst of the states that open incidents give it."""
    given: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        if one.kind is Kind.STATE_IN_INCIDENT and one.page == "index.html":
            given[one.subject.partition(" ")[2]].append(one)
    for component, some in given.items():
        # What is at risk works.
        states = {"operational" if state == "at_risk" else state for one in some for state in one.value.words}
        ranked = sorted(states & set(_RANK), key=_RANK.index)
        meant = {*(states - set(_RANK)), *ranked[-1:]}
        quote = "; ".join(one.quote for one in some)
        yield Statement(component, Kind.STATE, one_of(*meant), "index.html", f"under an open incident: {quote}")

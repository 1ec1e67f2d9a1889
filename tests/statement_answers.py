"""What the answers for programs state: the API, the banner, the badges, and the figures as JSON and CSV."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import lxml.etree

import statement_phrases as phrases
from statement_reports import PERIOD
from statement_rows import Said, promised_words, story_stage
from statement_site import PublishedSite, minute, moment
from statements import Kind, Statement, Value, between, one_of

API = "api/v2/"
_STATES: Mapping[str, Value] = {
    "operational": one_of("operational", "at_risk"),
    "degraded_performance": one_of("degraded_performance", "affected", "overdue_maintenance"),
    "under_maintenance": one_of("under_maintenance", "overdue_maintenance"),
    "partial_outage": one_of("partial_outage", "overdue_maintenance"),
    "major_outage": one_of("major_outage", "overdue_maintenance"),
}
"""The five states of the API, and ours that each stands for."""

_STAGES: Mapping[str, Value] = {
    "investigating": one_of("notice", "investigating"),
    "identified": one_of("identified", "mitigating"),
    "monitoring": one_of("monitoring"),
    "resolved": one_of("resolved", "retracted", "merged"),
    "postmortem": one_of("resolved", "postmortem", "follow_up"),
    "scheduled": one_of("scheduled"),
    "in_progress": one_of("in_progress", "overdue"),
    "verifying": one_of("in_progress", "overdue"),
    "completed": one_of("completed", "cancelled"),
}
_ENDED = frozenset({"resolved", "postmortem"})


def api(site: PublishedSite) -> Said:
    """The answers of the Statuspage API, each held to the same subjects as the pages."""
    for name in ("summary", "components"):
        yield from _components(site, site.json(f"{API}{name}.json")["components"], f"{API}{name}.json")
    for name in ("summary", "status"):
        status = site.json(f"{API}{name}.json")["status"]
        quote = str(status["description"])
        yield Statement("the site", Kind.INDICATOR, one_of(status["indicator"]), f"{API}{name}.json", str(status))
        meant = one_of(phrases.INDICATORS[quote])
        yield Statement("the site", Kind.INDICATOR, meant, f"{API}{name}.json", quote)
    for name in ("incidents", "incidents/unresolved", "summary"):
        path = f"{API}{name}.json"
        rows = site.json(path)["incidents"]
        for row in rows:
            yield from _incident(site, row, path)
        if name != "incidents":
            there = {_subject(site, row) for row in rows}
            for subject in site.incidents:
                value = one_of("open" if subject in there else "over")
                yield Statement(subject, Kind.OPEN, value, path, "the incidents that it lists")
    for file in sorted((site.public / API / "incidents").glob("*.json")):
        path = file.relative_to(site.public).as_posix()
        answer = site.json(path)
        if "incident" in answer:
            yield from _incident(site, answer["incident"], path)
            yield from _days(site, answer["incident"], path)
    yield from _maintenances(site)


def _subject(site: PublishedSite, row: Mapping[str, Any]) -> str:
    return str(row["shortlink"]).removeprefix(site.address)


def _components(site: PublishedSite, rows: list[dict[str, Any]], path: str) -> Said:
    for row in rows:
        if not row["group"] and row["name"] in site.components:
            quote = f"{row['name']}: {row['status']}"
            yield Statement(site.components[row["name"]], Kind.STATE, _STATES[row["status"]], path, quote)


def _incident(site: PublishedSite, row: Mapping[str, Any], path: str) -> Said:
    subject = _subject(site, row)
    quote = f"status {row['status']}, resolved_at {row['resolved_at']}"
    yield Statement(subject, Kind.STAGE, _STAGES[row["status"]], path, quote)
    yield Statement(subject, Kind.OPEN, one_of("over" if row["status"] in _ENDED else "open"), path, quote)
    yield Statement(subject, Kind.OPEN, one_of("over" if row["resolved_at"] else "open"), path, quote)
    yield from _components(site, row["components"], path)
    yield from _updates(site, subject, row, path)


def _updates(site: PublishedSite, subject: str, row: Mapping[str, Any], path: str) -> Said:
    """Its updates, newest first; the page of the incident lends them their names."""
    names = site.page(subject).xpath("//li[@id and .//div[@class='when']]/@id")
    updates = row["incident_updates"]
    if len(names) != len(updates):
        count = between(len(updates), len(updates))
        yield Statement(subject, Kind.COUNT, count, path, f"{len(updates)} updates")
        yield Statement(subject, Kind.COUNT, between(len(names), len(names)), subject, f"{len(names)} updates")
        return
    for name, update in zip(names, updates, strict=True):
        quote = f"{update['status']} at {update['display_at']}"
        yield Statement(f"{subject}#{name}", Kind.UPDATE_AT, one_of(minute(update["display_at"])), path, quote)
        meant = Value(_STAGES[update["status"]].words | {_CALLED.get(update["status"], "")})
        yield Statement(f"{subject}#{name}", Kind.UPDATE_STAGE, meant, path, quote)


_CALLED = {"in_progress": "extended", "completed": "cancelled", "scheduled": "rescheduled"}


def open_times(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when to when an incident was open, by its updates: an incident that was opened again rested in between."""
    begin: datetime | None = moment(row["started_at"])
    for update in reversed(row["incident_updates"]):
        at = moment(update["display_at"])
        if update["status"] in _ENDED and begin is not None:
            ended = moment(row["resolved_at"]) if row["resolved_at"] else at
            yield begin, max(begin, min(at, ended) if ended >= begin else at)
            begin = None
        elif update["status"] not in _ENDED and begin is None:
            begin = at
    if begin is not None:
        yield begin, now


def _days(site: PublishedSite, row: Mapping[str, Any], path: str) -> Said:
    subject = _subject(site, row)
    for begin, end in open_times(row, site.now):
        quote = f"open from {begin:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
        for day in site.days_between(begin, end):
            yield Statement(f"{day}", Kind.INCIDENTS_OF_DAY, one_of("some"), path, f"{subject} {quote}")
            yield Statement(f"{subject} on {day}", Kind.LISTED, one_of("listed"), path, quote)


def _maintenances(site: PublishedSite) -> Said:
    for name, stages in (("", ()), ("/active", ("in_progress", "overdue")), ("/upcoming", ("scheduled",))):
        path = f"{API}scheduled-maintenances{name}.json"
        rows = site.json(path)["scheduled_maintenances"]
        there = set()
        for row in rows:
            subject = _subject(site, row)
            there.add(subject)
            quote = f"status {row['status']}"
            yield Statement(subject, Kind.STAGE, _STAGES[row["status"]], path, quote)
            window = f"{minute(row['scheduled_for'])}/{minute(row['scheduled_until'])}"
            yield Statement(subject, Kind.WINDOW, one_of(window), path, f"scheduled_for {row['scheduled_for']}")
            yield from _components(site, row["components"], path)
            if not name:
                yield from _updates(site, subject, row, path)
        others = {"scheduled", "in_progress", "overdue", "completed", "cancelled"} - set(stages)
        for subject in set(site.maintenances) - there if name else ():
            yield Statement(subject, Kind.STAGE, one_of(*others), path, "the maintenance that it lists")


def banner(site: PublishedSite) -> Said:
    """What the banner shows in other people's pages."""
    for row in site.json("embed/banner.json")["banners"]:
        subject = str(row["url"]).removeprefix(site.address)
        label, _, rest = str(row["text"]).partition(": ")
        quote = str(row["text"])
        stage = phrases.stage(label, "embed/banner.json")
        yield from story_stage(subject, stage, "embed/banner.json", quote, label_alone=True)
        yield from promised_words(subject, rest, "embed/banner.json")


def badges(site: PublishedSite) -> Said:
    """The state and the uptime of each component, and the state of the site, as pictures."""
    for file in sorted((site.public / "badges").rglob("*.svg")):
        path = file.relative_to(site.public).as_posix()
        title = str(lxml.etree.fromstring(file.read_bytes())[0].text)
        words = title.rpartition(": ")[2]
        component = f"components/{file.stem.removeprefix('component-')}/"
        if component not in site.components.values():
            if words in phrases.INDICATORS:
                yield Statement("the site", Kind.INDICATOR, one_of(phrases.INDICATORS[words]), path, title)
        elif file.parent.name == "uptime":
            match = phrases.PERCENT.search(words)
            figure = f"{float(match['number']):.2f}" if match else "no figure"
            yield Statement(f"{component} 90 days", Kind.UPTIME, one_of(figure), path, title)
        else:
            state = phrases.known(phrases.STATES, words, path)
            yield Statement(component, Kind.STATE, one_of(state), path, title)


_LENGTHS = {
    "time_to_restore": Kind.LENGTH,
    "time_to_resolve": Kind.CLOSED_AFTER,
    "time_to_first_notice": Kind.FIRST_NOTICE,
    "longest_silence": Kind.LONGEST_GAP,
    "longest_gap": Kind.LONGEST_GAP,
}


def figures(site: PublishedSite) -> Said:
    """The figures of the reliability page as JSON and as CSV."""
    path = "reliability.json"
    answer = site.json(path)
    for row in answer["incidents"]:
        yield from _figures_of(row, path)
    with (site.public / "reliability.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            yield from _figures_of(
                {key: None if value == "" else value for key, value in line.items()}, path[:-4] + "csv"
            )
    for row in answer["components"]:
        component = f"components/{row['id']}/"
        for window in row["windows"]:
            yield from _window(component, window, path)
    number, still = answer["figures"]["incidents"], answer["figures"]["open"]
    value = one_of(f"{number['number']} incidents, {still} open")
    yield Statement(PERIOD, Kind.COUNT, value, path, f"incidents {number['number']}, open {still}")
    told = [str(row["is_open"]) for row in answer["incidents"]]
    value = one_of(f"{len(told)} incidents, {told.count('True')} open")
    yield Statement(PERIOD, Kind.COUNT, value, path, "the incidents that it lists")
    if number["before"] is not None:
        yield Statement(PERIOD, Kind.COMPARED, one_of("compared"), path, f"before {number['before']}")
    yield from _shares(answer, path)


def _shares(answer: Mapping[str, Any], path: str) -> Said:
    items = answer["action_items"]
    for kind, share in (
        (Kind.ALL_PROMISES, answer["headline"]["promises_kept"]),
        (Kind.ALL_PROMISES, answer["figures"]["promises_kept"]),
        (Kind.ITEMS_VERIFIED, answer["headline"]["action_items_verified"]),
        (Kind.ITEMS_VERIFIED, items["verified"]),
        (Kind.ITEMS_ON_TIME, items["on_time"]),
    ):
        if share["n"]:
            yield Statement(PERIOD, kind, one_of(f"{share['hits']}/{share['n']}"), path, str(share))
    yield Statement(PERIOD, Kind.ITEMS_MOVED, between(items["moved"], items["moved"]), path, f"moved {items['moved']}")
    kept = sum(row["promises_kept"] for row in answer["incidents"])
    made = sum(row["promises_made"] for row in answer["incidents"])
    if made:
        yield Statement(PERIOD, Kind.ALL_PROMISES, one_of(f"{kept}/{made}"), path, "the sum of its incidents")


def _figures_of(row: Mapping[str, Any], path: str) -> Said:
    subject = f"incidents/{row['id']}/"
    still = str(row["is_open"]).lower() == "true"
    yield Statement(subject, Kind.OPEN, one_of("open" if still else "over"), path, f"is_open {row['is_open']}")
    if int(row["promises_made"]):
        value = one_of(f"{row['promises_kept']}/{row['promises_made']}")
        yield Statement(subject, Kind.PROMISES, value, path, f"promises_kept {value}")
    for key, kind in _LENGTHS.items():
        if key in row:
            number = row[key]
            value = one_of("none") if number is None else between(float(number), float(number))
            yield Statement(subject, kind, value, path, f"{key} {number}")


def _window(component: str, window: Mapping[str, Any], path: str) -> Said:
    subject = f"{component} {window['days']} days"
    number = window["availability"]
    figure = "no figure" if number is None else f"{float(number):.2f}"
    yield Statement(subject, Kind.UPTIME, one_of(figure), path, f"availability {number}")
    worst = window.get("worst") or {}
    numbers = [(worst.get(name) or {}).get("availability") for name in ("hour", "day", "week")]
    # Where a figure stands and nothing was lost, there is no worst hour to name: that is no statement.
    if number is None or None not in numbers:
        told = "|".join("no figure" if one is None else f"{float(one):.2f}" for one in numbers)
        yield Statement(subject, Kind.WORST_WINDOWS, one_of(told), path, f"worst {told}")

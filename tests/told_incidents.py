"""Incidents and maintenance written beat by beat, and what every page of their site has to say at a moment.

What is expected is worked out here from the beats alone, by the rules of the ladder and of the figures, as a reader
with a pencil would: nothing of the generator is asked. It is one page more among the statements of the pages, so that a
page that says otherwise is named beside the content that it contradicts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from statement_readers import WINDOWS
from statement_rows import OPEN_STAGES
from statements import Kind, Statement, Value, between, one_of
from statusladder.content.writer import document_text

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Beat:
    """One update: when it was told, of which stage, with which keys."""

    at: datetime
    stage: str
    keys: Mapping[str, Any] = field(default_factory=dict)
    words: str = "Words for those who read this page."


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def files(path: str, beats: Sequence[Beat]) -> dict[str, str]:
    """The files of the beats, below the folder of a site."""
    return {
        f"content/{path}/{number:02}-{beat.stage.replace('_', '-')}.md": document_text(
            {"stage": beat.stage, "at": stamp(beat.at), **beat.keys}, beat.words
        )
        for number, beat in enumerate(beats, start=1)
    }


@dataclass(frozen=True)
class ToldIncident:
    """An incident of one component that no other one names; each beat that changes the component says so itself."""

    id: str
    component: str
    beats: tuple[Beat, ...]

    @property
    def subject(self) -> str:
        return f"incidents/{self.id}/"

    @property
    def page(self) -> str:
        return f"content/incidents/{self.id}"

    def files(self) -> dict[str, str]:
        return files(f"incidents/{self.id}", self.beats)

    def statements(self, now: datetime, zone: ZoneInfo) -> Iterator[Statement]:
        """What has to be said at a moment; nothing where the first beat is still to come."""
        told = [beat for beat in self.beats if beat.at <= now]
        if not told:
            return
        stage = next(beat.stage for beat in reversed(told) if beat.stage not in ("postmortem", "follow_up"))
        still = stage in OPEN_STAGES
        yield self._say(Kind.STAGE, one_of(stage))
        yield self._say(Kind.OPEN, one_of("open" if still else "over"))
        yield from self._promises(told, still, now)
        # Once all works again, the last figure is that of the end: only how many it was at worst still tells anything.
        yield from self._share(told, at_worst=not still or stage == "monitoring")
        yield from self._days(told, now, zone)
        yield from self._component(told, still, now, zone)
        yield from self._items(told)
        if stage == "resolved":
            yield from self._length(told)

    def _say(self, kind: Kind, value: Value, about: str = "", quote: str = "its updates so far") -> Statement:
        return Statement(about or self.subject, kind, value, self.page, quote)

    def _promises(self, told: Sequence[Beat], still: bool, now: datetime) -> Iterator[Statement]:
        kept = made = 0
        for number, beat in enumerate(told):
            if "next_update" not in beat.keys:
                continue
            due = datetime.fromisoformat(str(beat.keys["next_update"]))
            after = told[number + 1].at if number + 1 < len(told) else None
            kept += after is not None and after <= due
            made += after is not None or now > due
            if after is None and still:
                yield self._say(Kind.NEXT_UPDATE, one_of(due.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")))
        if made:
            yield self._say(Kind.PROMISES, one_of(f"{kept}/{made}"))

    def _share(self, told: Sequence[Beat], at_worst: bool) -> Iterator[Statement]:
        shares = [str(dict(beat.keys["impact"])["share"]).rstrip("%") for beat in told if "impact" in beat.keys]
        if shares:
            worst = max(shares, key=lambda share: int(share.rpartition("-")[2]))
            yield self._say(Kind.SHARE, one_of(worst if at_worst else shares[-1]))

    def impacts(self, told: Sequence[Beat], now: datetime) -> list[tuple[datetime, datetime]]:
        """From when to when the component was not well, as the newest word on each end has it."""
        found: list[tuple[datetime, datetime]] = []
        begin: datetime | None = None
        for beat in told:
            ended = beat.keys.get("mitigated_at", beat.keys.get("resolved_at"))
            end = datetime.fromisoformat(str(ended)) if ended else beat.at
            if beat.stage == "postmortem" and ended:
                found[-1] = (found[-1][0], end)
            elif beat.stage in ("monitoring", "resolved", "retracted") and begin is not None:
                found.append((begin, end))
                begin = None
            elif beat.stage in ("investigating", "identified", "mitigating") and begin is None:
                begin = datetime.fromisoformat(str(beat.keys.get("started_at", stamp(beat.at))))
        return [*found, (begin, now)] if begin is not None else found

    def _length(self, told: Sequence[Beat]) -> Iterator[Statement]:
        if "backfilled" in told[0].keys:
            for kind in (Kind.LENGTH, Kind.CLOSED_AFTER):
                yield self._say(kind, one_of("none"), quote="it was told afterwards, and nobody said when it began")
            return
        impacts = self.impacts(told, told[-1].at)
        unstated = any("affected" in dict(beat.keys.get("components", {})).values() for beat in told)
        # Of a component without a state nobody knows for how long it was how bad.
        if impacts and not unstated:
            minutes = sum((end - begin).total_seconds() for begin, end in impacts) / 60
            quote = ", ".join(f"{begin:%d %b %H:%M} to {end:%d %b %H:%M}" for begin, end in impacts)
            yield self._say(Kind.LENGTH, between(minutes, minutes), quote=f"not well {quote}")

    def _days(self, told: Sequence[Beat], now: datetime, zone: ZoneInfo) -> Iterator[Statement]:
        """It stands on each day on which it was open."""
        begin: datetime | None = None
        spans = []
        for beat in told:
            if beat.stage in OPEN_STAGES and begin is None:
                begin = datetime.fromisoformat(str(beat.keys.get("started_at", stamp(beat.at))))
            elif beat.stage not in OPEN_STAGES and begin is not None:
                spans.append((begin, datetime.fromisoformat(str(beat.keys.get("resolved_at", stamp(beat.at))))))
                begin = None
        for first, last in [*spans, *([(begin, now)] if begin is not None else [])]:
            for day in days(first, last, zone):
                quote = f"open from {first:%d %b %H:%M} to {last:%d %b %H:%M} UTC"
                yield self._say(Kind.INCIDENTS_OF_DAY, one_of("some"), f"{day}", quote)
                yield self._say(Kind.LISTED, one_of("listed"), f"{self.subject} on {day}", quote)

    def _component(self, told: Sequence[Beat], still: bool, now: datetime, zone: ZoneInfo) -> Iterator[Statement]:
        address = f"components/{self.component}/"
        given = [(beat, dict(beat.keys["components"])[self.component]) for beat in told if "components" in beat.keys]
        state = str(given[-1][1]) if still else "operational"
        if told[-1].stage != "notice":
            yield self._say(Kind.STATE, one_of(state), address)
        if not any(state == "affected" for _, state in given):
            return
        for begin, end in self.impacts(told, now):
            quote = f"named without a state from {begin:%d %b %H:%M} to {end:%d %b %H:%M} UTC"
            for number in WINDOWS:
                if end > first_moment(now, zone, number) and end > begin:
                    yield self._say(Kind.UPTIME, one_of("no figure"), f"{address} {number} days", quote)
            if end > first_moment(now, zone, 90) and end > begin:
                yield self._say(Kind.DISRUPTED_DAYS, between(1, 90), address, quote)
                for day in days(begin, end, zone):
                    yield self._say(Kind.DAY_STATE, one_of("affected"), f"{address} {day}", quote)

    def _items(self, told: Sequence[Beat]) -> Iterator[Statement]:
        first: dict[str, str] = {}
        last: dict[str, dict[str, str]] = {}
        for beat in told:
            items = beat.keys.get("action_items", ())
            assert isinstance(items, Sequence)
            for item in items:
                assert isinstance(item, Mapping)
                name = str(item["id"])
                last.setdefault(name, {}).update({key: str(value) for key, value in item.items()})
                first.setdefault(name, str(item["due"]))
        for name, item in last.items():
            about = f"{self.subject}#{name}"
            yield self._say(Kind.FIRST_DUE, one_of(first[name]), about, "the first word on it")
            yield self._say(Kind.DUE, one_of(item["due"]), about, "the newest word on it")
            yield self._say(Kind.ITEM_STATE, one_of(item["status"]), about, "the newest word on it")


@dataclass(frozen=True)
class ToldMaintenance:
    """A maintenance of one component that nothing else names. `state` is what was expected of the component."""

    id: str
    component: str
    state: str
    beats: tuple[Beat, ...]

    def files(self) -> dict[str, str]:
        return files(f"maintenance/{self.id}", self.beats)

    def statements(self, now: datetime, zone: ZoneInfo) -> Iterator[Statement]:
        """Where the clock has it; nothing where it is not announced yet."""
        told = [beat for beat in self.beats if beat.at <= now]
        if not told:
            return
        page, subject = f"content/maintenance/{self.id}", f"maintenance/{self.id}/"
        window = next(dict(beat.keys["window"]) for beat in reversed(told) if "window" in beat.keys)
        begin, end = (datetime.fromisoformat(str(window[name])) for name in ("from", "to"))
        stage = told[-1].stage
        if stage not in ("completed", "cancelled"):
            stage = "scheduled" if now < begin else "in_progress" if now < end else "overdue"
        quote = f"window {begin:%d %b %H:%M} to {end:%d %b %H:%M} UTC, looked at on {now:%d %b %H:%M}"
        yield Statement(subject, Kind.STAGE, one_of(stage), page, quote)
        ends = "/".join(one.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") for one in (begin, end))
        yield Statement(subject, Kind.WINDOW, one_of(ends), page, quote)
        address = f"components/{self.component}/"
        late = ("overdue_maintenance",) if self.state == "under_maintenance" else (self.state, "overdue_maintenance")
        states = {"in_progress": (self.state,), "overdue": late}.get(stage, ("operational",))
        yield Statement(address, Kind.STATE, one_of(*states), page, quote)
        if stage == "overdue" and (now - end) > timedelta(minutes=15) and self.state == "under_maintenance":
            yield Statement(address, Kind.DISRUPTED_DAYS, between(1, 90), page, quote)


Told = ToldIncident | ToldMaintenance


def first_moment(now: datetime, zone: ZoneInfo, number: int) -> datetime:
    """The first moment of a window of so many days that ends today."""
    first = now.astimezone(zone).date() - timedelta(days=number - 1)
    return datetime(first.year, first.month, first.day, tzinfo=zone)


def days(begin: datetime, end: datetime, zone: ZoneInfo) -> list[date]:
    """The days of the zone that a time touches; the moment of its end belongs to no further day."""
    first = begin.astimezone(zone).date()
    last = max(begin, end - timedelta(seconds=1)).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]

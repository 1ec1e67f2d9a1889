"""Generated sites whose truth is known: scripted incidents and maintenance beside wild ones, seen at three moments.

The situations are those in which pages came to contradict each other: opened again, over for hours before it was
closed, told only afterwards, named without a state, days long, shares that fell, due days that moved, maintenance that
nobody closed. Each scripted one has a component of its own, so that what must be said of it follows from its own beats;
the wild ones (generated_updates.py) share theirs, and are only held to saying one thing everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from generated_facts import COMPONENTS
from generated_sites import GeneratedSite
from generated_updates import Surroundings, incident_files, maintenance_files
from statements import Statement
from statusladder.content.writer import Written, front_matter_text
from told_incidents import Beat, Told, ToldIncident, ToldMaintenance, stamp

ZONES = ("UTC", "UTC", "Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland")
_OWN = ("reports", "billing", "chat", "maps", "photos")
"""Components that only scripted stories name, one each."""

_PAUSES = st.sampled_from((4, 10, 18, 45, 2 * 60, 7 * 60, 13 * 60, 30 * 60, 60 * 60))
_BAD = ("degraded_performance", "partial_outage", "major_outage")
_TITLES = ("Pages load slowly", "Some invoices are missing", "Messages arrive late", "Tiles stay grey", "Photos fail")


@dataclass(frozen=True)
class KnownSite:
    """The files of a site, three moments at which it is looked at, and the stories of which the truth is known."""

    files: Mapping[str, bytes]
    moments: tuple[datetime, datetime, datetime]
    zone: ZoneInfo
    told: tuple[Told, ...]

    def at(self, moment: datetime) -> GeneratedSite:
        return GeneratedSite(self.files, moment)

    def expected(self, moment: datetime) -> list[Statement]:
        """What the content itself says at a moment."""
        return [one for story in self.told for one in story.statements(moment, self.zone)]


class _Writer:
    """Puts beats one after the other."""

    def __init__(self, draw: st.DrawFn, begin: datetime, component: str, title: str) -> None:
        self.draw, self.at, self.component = draw, begin, component
        self.beats: list[Beat] = []
        self.title = title

    def wait(self) -> None:
        self.at += timedelta(minutes=self.draw(_PAUSES))

    def tell(self, stage: str, state: str = "", **keys: Any) -> None:
        """One more beat; the first one brings what a first file needs."""
        if state:
            keys["components"] = {self.component: state}
        if not self.beats:
            keys |= {"title": self.title, "severity": self.draw(st.sampled_from(("major", "minor", "minor")))}
        if stage in ("notice", "investigating", "identified", "mitigating", "monitoring"):
            keys["next_update"] = stamp(self.at + timedelta(minutes=self.draw(st.sampled_from((15, 45, 120)))))
        self.beats.append(Beat(self.at, stage, keys))


@st.composite
def told_incidents(draw: st.DrawFn, name: str, component: str, begin: datetime, title: str) -> ToldIncident:
    """An incident of a kind that pages once told in two ways."""
    pen = _Writer(draw, begin, component, title)
    plot = draw(st.sampled_from(("plain", "plain", "reopened", "unstated", "afterwards", "retracted", "reported")))
    if plot == "afterwards":
        pen.tell("resolved", draw(st.sampled_from(_BAD)), backfilled="true", notify="false")
    elif plot == "retracted":
        pen.tell("notice", "operational", potential_impact="Pages may load slowly")
        pen.wait()
        pen.tell("retracted", retracted="It was a fault of the measurement")
    else:
        state = "affected" if plot == "unstated" else draw(st.sampled_from(_BAD))
        _leg(pen, state, early=draw(st.booleans()), may_stay_open=plot != "reopened")
        if plot == "reopened":
            pen.at += timedelta(minutes=draw(st.sampled_from((30, 8 * 60, 50 * 60))))
            _leg(pen, state, reopened="It is slow again")
        if plot == "reported":
            _report(pen)
    return ToldIncident(name, component, tuple(pen.beats))


def _leg(pen: _Writer, state: str, early: bool = False, may_stay_open: bool = True, **reason: Any) -> None:
    """From the first word to the last: found out, perhaps watched for hours, and closed."""
    draw = pen.draw
    begin: dict[str, Any] = {"started_at": stamp(pen.at - timedelta(minutes=20))} if early else {}
    shares = draw(st.sampled_from(((), ("30-40%",), ("5-8%", "30-40%", "2-4%"), ("30-40%", "5-8%"))))
    if reason or state == "affected":
        shares = ()
    told: list[dict[str, Any]] = [
        {"impact": {"share": share, "basis": "measured"}, "impact_reason": "counted again"} for share in shares
    ]
    pen.tell("investigating", state, **reason, **begin, **(told[0] if told else {}))
    for stage, more in zip(("identified", "mitigating"), told[1:], strict=False):
        pen.wait()
        pen.tell(stage, **more)
    if may_stay_open and draw(st.integers(0, 9)) == 9:
        return
    pen.wait()
    if draw(st.booleans()):
        recovered = draw(st.sampled_from((0, 3)))
        pen.tell("monitoring", "operational", mitigated_at=stamp(pen.at - timedelta(minutes=recovered)))
        pen.wait()
    pen.tell("resolved", resolved_at=stamp(pen.at), data_loss="none")


def _report(pen: _Writer) -> None:
    """A final report, which may correct the end of the impact, and an item that is moved, with a reason or without."""
    if pen.beats[-1].stage != "resolved":
        return
    ends = [beat.keys.get("mitigated_at", beat.keys.get("resolved_at")) for beat in pen.beats[-2:]]
    end = datetime.fromisoformat(next(one for one in ends if one)) - timedelta(minutes=2)
    corrected: dict[str, Any] = {"mitigated_at": stamp(end)} if pen.draw(st.booleans()) else {}
    pen.at += timedelta(days=2)
    item: dict[str, Written] = {"id": "AI-1", "title": "Check the copy", "type": "process", "owner": "storage-team"}
    due = pen.at.date() + timedelta(days=20)
    proof: dict[str, Written] = {
        "method": "drill",
        "criterion": "It works",
        "verify_by": f"{due + timedelta(9):%Y-%m-%d}",
    }
    first = {**item, "due": f"{due}", "status": "planned", "verification": proof}
    pen.tell("postmortem", version="final", action_items=[first], **corrected)
    pen.at += timedelta(days=10)
    moved: dict[str, Written] = {
        **item,
        "due": f"{due + timedelta(30)}",
        "status": "in_progress",
        "verification": proof,
    }
    if pen.draw(st.booleans()):
        moved["due_history"] = [{"was": f"{due}", "why": "The disks come later"}]
    pen.tell("follow_up", action_items=[moved])


@st.composite
def told_maintenances(draw: st.DrawFn, name: str, component: str, begin: datetime, title: str) -> ToldMaintenance:
    """A maintenance by the clock: announced, perhaps moved before it began, perhaps begun, perhaps never closed."""
    pen = _Writer(draw, begin, component, title)
    state = draw(st.sampled_from(("under_maintenance", "under_maintenance", "degraded_performance")))
    window = (begin + timedelta(hours=9), begin + timedelta(hours=9, minutes=draw(st.sampled_from((60, 200)))))
    first = {"from": stamp(window[0]), "to": stamp(window[1])}
    pen.beats.append(Beat(begin, "scheduled", {"title": title, "window": first, "expected": {component: state}}))
    if draw(st.integers(0, 3)) == 3:
        pen.at = begin + timedelta(hours=1)
        window = (window[0] + timedelta(hours=1), window[1] + timedelta(hours=2))
        stage = draw(st.sampled_from(("rescheduled", "extended")))
        pen.beats.append(Beat(pen.at, stage, {"window": {"from": stamp(window[0]), "to": stamp(window[1])}}))
    end = draw(st.sampled_from(("forgotten", "forgotten", "completed", "cancelled")))
    if end == "cancelled":
        pen.beats.append(Beat(begin + timedelta(hours=2), "cancelled", {}))
        return ToldMaintenance(name, component, state, tuple(pen.beats))
    if draw(st.booleans()):
        pen.beats.append(Beat(window[0] + timedelta(minutes=2), "in_progress", {}))
    if end == "completed":
        late = draw(st.sampled_from((-10, 25)))
        pen.beats.append(Beat(window[1] + timedelta(minutes=late), "completed", {}))
    return ToldMaintenance(name, component, state, tuple(pen.beats))


@st.composite
def known_sites(draw: st.DrawFn) -> KnownSite:
    """One to four scripted stories, up to two wild ones, and three moments: during, just after, much later."""
    base = draw(st.datetimes(datetime(2026, 1, 10), datetime(2026, 6, 30))).replace(second=0, microsecond=0, tzinfo=UTC)
    stories: list[Told] = []
    for number in range(draw(st.integers(1, 4))):
        begin = base + timedelta(minutes=draw(st.integers(0, 600)))
        name = f"{begin:%Y-%m-%d}-{_OWN[number]}"
        about = (name, _OWN[number], begin, _TITLES[number])
        planned = draw(st.integers(0, 3)) == 3
        stories.append(draw(told_maintenances(*about)) if planned else draw(told_incidents(*about)))
    last = max(beat.at for story in stories for beat in story.beats)
    during = base + (last - base) * draw(st.sampled_from((0.1, 0.3, 0.5, 0.7, 0.9)))
    # A file that is dated up to five minutes ahead counts as written, so no moment lies just before a beat.
    moments = tuple(_after(moment, stories) for moment in (during, last, last + timedelta(days=draw(_LATER))))
    files = {path: text for story in stories for path, text in story.files().items()}
    names = COMPONENTS[: draw(st.integers(1, 3))]
    here = Surroundings(last, False, names)
    if draw(st.booleans()):
        told = draw(incident_files(here))
        files |= {f"content/incidents/{last:%Y-%m-%d}-wild/{file}": text for file, text in told.items()}
    if draw(st.integers(0, 3)) == 3:
        told = draw(maintenance_files(here))
        files |= {f"content/maintenance/{last:%Y-%m-%d}-wild-work/{file}": text for file, text in told.items()}
    zone = draw(st.sampled_from(ZONES))
    files["site.yaml"] = _settings(zone, (*names, *(story.component for story in stories)))
    typed = {path: text.encode() for path, text in files.items()}
    return KnownSite(typed, (moments[0], moments[1], moments[2]), ZoneInfo(zone), tuple(stories))


_LATER = st.sampled_from((1, 35, 60, 200))


def _after(moment: datetime, stories: list[Told]) -> datetime:
    found = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    beats = {beat.at for story in stories for beat in story.beats}
    while any(timedelta() < at - found <= timedelta(minutes=5) for at in beats):
        found = min(at for at in beats if at > found) + timedelta(minutes=1)
    return found


def _settings(zone: str, names: tuple[str, ...]) -> str:
    site: dict[str, Written] = {"name": "Tern status", "url": "https://status.tern.example", "timezone": zone}
    rows: list[Written] = [
        {"id": name, "name": name.replace("-", " ").title(), "since": "2024-01-01"} for name in names
    ]
    return front_matter_text({"site": site, "components": rows})

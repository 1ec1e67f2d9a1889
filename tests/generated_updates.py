"""Generated incidents and maintenance: legal walks over the ladder, told well and badly.

The legal steps are listed here again, so that a ladder that forgets one fails.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from generated_facts import (
    FACTS,
    FOR_THE_TEAM,
    REPORT_FACTS,
    SEVERITIES,
    After,
    Drawn,
    Values,
    components,
    some_of,
    typed,
)
from generated_texts import private_bodies, public_bodies, sentences, titles
from statusladder.content.writer import document_text

OPEN = ("notice", "investigating", "identified", "mitigating", "monitoring")
FORWARD: Mapping[str, tuple[str, ...]] = {
    "notice": (*OPEN, "resolved", "retracted", "merged"),
    "investigating": (*OPEN[1:], "resolved", "retracted", "merged"),
    "identified": (*OPEN[2:], "resolved", "merged"),
    "mitigating": (*OPEN[3:], "resolved", "merged"),
    "monitoring": ("monitoring", "resolved", "merged"),
    "resolved": ("resolved", "postmortem", "follow_up"),
    "postmortem": ("postmortem", "follow_up"),
    "follow_up": ("follow_up",),
    "retracted": (),
    "merged": (),
}
_ONWARD: Mapping[str, tuple[str, ...]] = {
    **{before: (after,) for before, after in zip(OPEN, (*OPEN[1:], "resolved"), strict=True)},
    "resolved": ("postmortem",),
    "postmortem": ("follow_up",),
}
"""The steps of an incident that ends well, which are drawn more often, so that many have a report."""

BACK: Mapping[str, Mapping[str, str]] = {
    "identified": {"investigating": "diagnosis_withdrawn"},
    "mitigating": {"identified": "regression"},
    "monitoring": dict.fromkeys(OPEN[1:4], "regression"),
    "resolved": dict.fromkeys(OPEN, "reopened"),
}
"""The steps back, each with the key whose reason it needs."""

_RUNNING = ("in_progress", "extended", "verifying", "completed", "cancelled")
PLANNED: Mapping[str, tuple[str, ...]] = {
    "scheduled": ("scheduled", "rescheduled", *_RUNNING),
    "rescheduled": ("scheduled", "rescheduled", *_RUNNING),
    "in_progress": _RUNNING,
    "extended": _RUNNING,
    "verifying": _RUNNING,
    "completed": ("completed",),
    "cancelled": (),
}
REOPENED_WITHIN = timedelta(hours=72)
_MAINTENANCE_FACTS = {
    key: FACTS[key] for key in ("summary", "components", "next_update", "audiences", "qa", "contacts", "tags", "known")
}
_AGES = (30, 5 * 60, 3 * 24 * 60, 40 * 24 * 60, 500 * 24 * 60)
"""How many minutes before the present moment a folder may begin."""


@dataclass(frozen=True)
class Surroundings:
    """What a walk has to know of its site: the present moment, who can read it, and the incidents it may name."""

    moment: datetime
    private: bool
    component_ids: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass
class _Walk:
    """How far an incident has come."""

    times: Sequence[datetime]
    stages: list[str] = field(default_factory=list)
    resolved_at: datetime | None = None
    has_failed: bool = False
    has_final_report: bool = False

    @property
    def at(self) -> datetime:
        return self.times[len(self.stages)]

    @property
    def before(self) -> datetime:
        return self.times[len(self.stages) - 1] if self.stages else self.at


@st.composite
def incident_files(draw: st.DrawFn, site: Surroundings, drilled: bool = False) -> dict[str, str]:
    """The files of one incident, by name, in the order of their numbers."""
    walk = _Walk(draw(_times(site.moment, 7)))
    imported = 0 if drilled else draw(st.sampled_from((0, 0, 0, 0, 2, 9)))
    files: dict[str, str] = {}
    for number in range(len(walk.times)):
        steps = _steps(walk, site)
        if not steps:
            break
        onward = [step for step in steps.items() if step[0] in _ONWARD.get("".join(walk.stages[-1:]), ())]
        stage, reason = draw(st.sampled_from([*steps.items(), *onward, *onward]))
        keys: dict[str, Drawn] = draw(_incident_keys(walk, site, stage, reason))
        at = walk.at
        is_last = number == len(walk.times) - 1
        may_be_draft = site.private and not drilled and (is_last or _can_be_done_without(walk, stage))
        if number < imported:
            keys |= {"imported_from": {"source": "old-page", "id": f"u{number}-{at:%Y%m%d%H%M%S}"}}
        elif may_be_draft and draw(st.integers(0, 5)) == 5:
            keys["draft"] = "true"
            at += timedelta(minutes=draw(st.integers(0, 9 * 60)) if is_last and reason != "reopened" else 0)
        body = draw(private_bodies if site.private else public_bodies)
        walk.stages.append(stage)
        files[f"{number + 1:02}-{stage}.md"] = document_text({key: typed(keys[key], at) for key in keys}, body)
    return files


@st.composite
def _times(draw: st.DrawFn, moment: datetime, most: int) -> list[datetime]:
    """When the updates are told, in order: never after the moment, which would be a mistake that time fixes."""
    age = draw(st.sampled_from(_AGES))
    length = draw(st.integers(1, most))
    minutes = draw(st.lists(st.integers(0, age), min_size=length, max_size=length))
    return [moment - timedelta(minutes=before) for before in sorted(minutes, reverse=True)]


def _steps(walk: _Walk, site: Surroundings) -> dict[str, str]:
    """The stages that may come next, each with the key of its reason, empty where it needs none."""
    if not walk.stages:
        return dict.fromkeys((*OPEN, "resolved"), "")
    last = walk.stages[-1]
    steps = dict.fromkeys(FORWARD[last], "")
    reopens = walk.resolved_at is not None and walk.at - walk.resolved_at <= REOPENED_WITHIN
    if last != "resolved" or (reopens and not walk.has_final_report):
        steps |= BACK.get(last, {})
    if "retracted" in steps:
        steps["retracted"] = "retracted"
        if last != "notice" and walk.has_failed:
            del steps["retracted"]
    if not site.others:
        steps.pop("merged", None)
    return steps


def _can_be_done_without(walk: _Walk, stage: str) -> bool:
    """Whether the ladder has the steps that are left where this file is a draft."""
    return stage in OPEN and walk.stages[-1:] == [stage]


@st.composite
def _incident_keys(draw: st.DrawFn, walk: _Walk, site: Surroundings, stage: str, reason: str) -> dict[str, Drawn]:
    keys: dict[str, Drawn] = {"stage": stage, "at": After(0)}
    is_first = not walk.stages
    if is_first:
        keys |= draw(_first_keys(site))
    keys |= draw(some_of(FACTS | (FOR_THE_TEAM if site.private else {}), 4, 12))
    if is_first and stage == "resolved":
        keys["backfilled"] = "true"
    if reason:
        keys[reason] = draw(sentences)
    if not is_first and reason != "regression" and draw(st.integers(0, 3)) == 3:
        keys["severity"] = draw(st.sampled_from(SEVERITIES))
    if stage == "merged":
        keys["merged_into"] = draw(st.sampled_from(site.others))
    if draw(st.booleans()) and site.others:
        keys["related"] = list(site.others[:1])
    if stage in ("postmortem", "follow_up"):
        keys |= draw(some_of(REPORT_FACTS, 2, 9))
        keys["version"] = "final" if walk.has_final_report else draw(st.sampled_from(("preliminary", "final")))
        walk.has_final_report |= keys["version"] == "final"
    keys |= _events(walk, stage)
    if "components" in keys:
        keys["components"] = _known(keys["components"], site)
        walk.has_failed |= any(state not in ("operational", "affected") for state in _state_words(keys["components"]))
    if stage == "resolved":
        walk.resolved_at = walk.at
    return keys


@st.composite
def _first_keys(draw: st.DrawFn, site: Surroundings) -> dict[str, Drawn]:
    keys: dict[str, Drawn] = {
        "title": draw(titles),
        "severity": draw(st.sampled_from(SEVERITIES)),
        "components": draw(st.one_of(components, components, _value("unknown"))),
    }
    kind = draw(st.sampled_from(("", "", "", "incident", "security", "data")))
    if kind:
        keys["kind"] = kind
        embargoes = (_value("none"), _value(After(60)), _value(After(400 * 24 * 60)), _value(After(1)))
        keys["embargoed_until"] = draw(st.one_of(*embargoes)) if site.private else "none"
    if draw(st.booleans()):
        keys |= {"started_at": After(-50), "detected_at": {"at": After(-20), "estimated": "true"}}
    return keys


def _value(value: Drawn) -> Values:
    return st.just(value)


def _events(walk: _Walk, stage: str) -> dict[str, Drawn]:
    """The times of events, in the one order that is possible."""
    since = int((walk.at - walk.before).total_seconds() // 60)
    if stage == "monitoring":
        return {"mitigated_at": After(-(since // 2))}
    if stage == "resolved":
        return {"mitigated_at": After(-since), "resolved_at": After(0)} if since % 2 else {"resolved_at": After(0)}
    return {}


def _known(drawn: Drawn, site: Surroundings) -> Drawn:
    """The components that the site has, of those that were drawn."""
    if not isinstance(drawn, Mapping):
        return drawn
    left = {name: state for name, state in drawn.items() if name in site.component_ids}
    return left or {site.component_ids[0]: next(iter(drawn.values()))}


def _state_words(drawn: Drawn) -> list[Drawn]:
    states = drawn.values() if isinstance(drawn, Mapping) else ()
    return [state["status"] if isinstance(state, Mapping) else state for state in states]


@st.composite
def maintenance_files(draw: st.DrawFn, site: Surroundings) -> dict[str, str]:
    """The files of one maintenance, by name; its window is past, running or ahead at the moment."""
    times = draw(_times(site.moment, 5))
    begin = site.moment + timedelta(minutes=draw(st.integers(-60 * 24 * 60, 60 * 24 * 60) | st.integers(-60, 60)))
    files: dict[str, str] = {}
    stage = ""
    for number, at in enumerate(times):
        steps = PLANNED[stage] if number else ("scheduled", "scheduled", "in_progress")
        if not steps:
            break
        stage = draw(st.sampled_from(steps))
        keys: dict[str, Drawn] = {"stage": stage, "at": After(0)}
        keys |= draw(some_of(_MAINTENANCE_FACTS, 1, 5))
        if not number:
            keys |= {"title": draw(titles), "expected": _known(draw(components), site)}
            keys |= {} if stage == "scheduled" else {"emergency": draw(sentences)}
        if not number or stage in ("rescheduled", "extended"):
            begin += timedelta(minutes=draw(st.integers(0, 3 * 60)))
            wait = int((begin - at).total_seconds() // 60)
            keys["window"] = {"from": After(wait), "to": After(wait + draw(st.integers(10, 600)))}
        if "components" in keys:
            keys["components"] = _known(keys["components"], site)
        body = draw(private_bodies if site.private else public_bodies)
        files[f"{number + 1:02}-{stage}.md"] = document_text({key: typed(keys[key], at) for key in keys}, body)
    return files

"""What a story says in a sentence: its promise, its compact ladder, what is to come, how it went, how often before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.promises import Outcome
from statusladder.ladder.recurrence import LOOKBACK, Recurrence
from statusladder.model.communication import Incident
from statusladder.model.policy import Policy
from statusladder.model.site import Settings
from statusladder.model.vocabulary import INCIDENT_STAGES, OPEN_STAGES, Stage
from statusladder.views import urls, wording
from statusladder.views.panel import Panel
from statusladder.views.policy_words import spell_length
from statusladder.views.promise import record_words
from statusladder.views.timeline import TimeView
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class NextUpdate:
    """The promise that stands: in words with its zone, and whether it is overdue at the moment of the build.

    `late_text` is what the words become once it is overdue.
    """

    text: str
    late_text: str
    at: TimeView
    is_overdue: bool


@dataclass(frozen=True)
class Step:
    """One rung of the compact ladder; `progress` is done, now or next."""

    label: str
    at: TimeView | None
    progress: str


def find_promised_next(course: IncidentCourse | MaintenanceCourse, voice: Voice) -> NextUpdate | None:
    made = course.promises
    if not made or made[-1].outcome not in (Outcome.WAITING, Outcome.OVERDUE):
        return None
    when = voice.since(made[-1].promised_at, voice.now)
    overdue = made[-1].outcome is Outcome.OVERDUE
    late_text = voice.say("next_update.late", time=when)
    text = late_text if overdue else voice.say("next_update.by", time=when)
    return NextUpdate(text, late_text, TimeView(when, wording.stamp_of(made[-1].promised_at)), overdue)


def steps_of(incident: Incident, voice: Voice) -> tuple[Step, ...]:
    """The stages entered since it opened, the current one, and those that are still to come."""
    entered: list[tuple[Stage, datetime]] = []
    for update in incident.ladder:
        if not entered or entered[-1][0] is not update.stage:
            entered.append((update.stage, update.at))
    done = [Step(_named(stage, voice), _time(at, voice), "done") for stage, at in entered]
    done[-1] = Step(done[-1].label, done[-1].at, "now")
    ahead = [*OPEN_STAGES, Stage.RESOLVED]
    coming = [stage for stage in ahead if INCIDENT_STAGES.index(stage) > INCIDENT_STAGES.index(incident.stage)]
    return (*done, *(Step(_named(stage, voice), None, "next") for stage in coming))


def _named(stage: Stage, voice: Voice) -> str:
    return voice.say(f"stage.{stage.value}")


def _time(at: datetime, voice: Voice) -> TimeView:
    return TimeView(voice.bare_time(at), wording.stamp_of(at))


def say_what_comes_then(incident: Incident, policy: Policy, steps: tuple[Step, ...], voice: Voice) -> str | None:
    """What is still to come after the next update: `Then: Monitoring, Resolved and a postmortem …`."""
    coming = [step.label for step in steps if step.progress == "next"]
    due = policy.reports.get(incident.severity)
    if due is not None and due.final is not None:
        coming.append(voice.say("next_update.report", length=spell_length(due.final, voice)))
    return voice.say("next_update.then", steps=voice.listed(coming)) if coming else None


def say_first_affected(facts: Panel) -> str:
    return facts.affected[0].id if facts.affected else ""


def _ended(course: IncidentCourse, voice: Voice) -> str:
    """How it ended, or how far it is: `Resolved after 2 h 10 min.`, of which the length is that of its impact."""
    incident = course.incident
    if incident.is_open:
        return voice.say("outcome.stage", stage=_named(incident.stage, voice))
    if incident.stage is Stage.RETRACTED:
        return voice.say("outcome.false_alarm")
    if incident.stage is Stage.MERGED:
        return voice.say("outcome.merged")
    if course.length is None or incident.closed_at is None:
        return voice.say("outcome.resolved")
    impact, whole = voice.length(course.length), voice.length(incident.closed_at - incident.started_at)
    if len(course.impact) > 1:
        return voice.say("outcome.resolved_in_periods", impact=impact, n=len(course.impact))
    if impact == whole:
        return voice.say("outcome.resolved_after", length=whole)
    return voice.say("outcome.resolved_after_impact", length=whole, impact=impact)


def outcome_of(course: IncidentCourse, voice: Voice) -> str:
    """How it went, for lists: `Resolved after 2 h 10 min. First notice after 9 min, 5 of 5 promises kept.`"""
    kept = record_words(course, voice, in_full=False)
    ended = _ended(course, voice)
    return f"{ended} {kept}" if kept else ended


def record_in_full(course: IncidentCourse, voice: Voice) -> str | None:
    """The same in full, for the page of an incident; while it is open without the stage, which the page says above."""
    kept = record_words(course, voice, in_full=True)
    return f"{_ended(course, voice)} {kept}" if kept and not course.incident.is_open else kept


def outcome_of_maintenance(course: MaintenanceCourse, voice: Voice) -> str:
    window, over_at = course.maintenance.window, course.windows.over_at
    if course.stage is not Stage.COMPLETED:
        stage = voice.say("state.past_end") if course.has_overrun else _named(course.stage, voice)
        return voice.say("outcome.stage", stage=stage)
    if not course.maintenance.is_over:
        return voice.say("outcome.window_ended")
    late = over_at - window.to if window is not None and over_at is not None else timedelta(0)
    if late > timedelta(minutes=1):
        return voice.say("outcome.completed_late", length=voice.length(late))
    return voice.say("outcome.completed")


_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MOST_NAMED = 5
"""Earlier incidents that are named one by one; the page of the component tells of all."""


@dataclass(frozen=True)
class Earlier:
    url: str
    title: str
    day: TimeView


@dataclass(frozen=True)
class RecurrenceView:
    """`more` is what is said of those that are not named, with the page that names them."""

    text: str
    earlier: tuple[Earlier, ...]
    more: tuple[str, str] | None


def build_recurrence(recurrence: Recurrence, settings: Settings, voice: Voice) -> RecurrenceView:
    """The recurrence in words."""
    names = voice.listed(map(settings.name_of, recurrence.components))
    ordinal = _ordinal(len(recurrence.earlier) + 1, voice)
    rest = len(recurrence.earlier) - _MOST_NAMED
    return RecurrenceView(
        voice.say("recurrence.counted", ordinal=ordinal, components=names, n=LOOKBACK.days),
        tuple(
            Earlier(urls.of_incident(one.id), one.title, TimeView.of_day(voice.day_of(one.started_at), voice))
            for one in recurrence.earlier[:_MOST_NAMED]
        ),
        (voice.say("recurrence.more", n=rest), urls.of_component(recurrence.components[0])) if rest > 0 else None,
    )


def _ordinal(number: int, voice: Voice) -> str:
    """`Third`, from the second on; from eleven on in figures, `21st`."""
    if number - 2 < len(_ORDINALS):
        return voice.say(f"recurrence.ordinal.{_ORDINALS[number - 2]}")
    return voice.say_ordinal("recurrence.in_figures", number)

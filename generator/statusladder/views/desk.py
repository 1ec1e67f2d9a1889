"""What the team needs of one open incident at three at night: what to do now, what comes next, and what customers ask.

It is made for internal pages alone. Reminders, criteria and playbooks are in the words that the command line has too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from statusladder.ladder.addressees import Addressee
from statusladder.ladder.coming import Coming
from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.dues import Awaited, Due
from statusladder.ladder.outlook import Matter, Nudge
from statusladder.ladder.promises import is_stated
from statusladder.ladder.signals import Theme, find_themes
from statusladder.model.communication import Incident
from statusladder.model.feedback import SignalKeys, SignalSource
from statusladder.model.playbook import Playbook, fill
from statusladder.model.policy import PROSE, Demand, FactName, Policy
from statusladder.views import urls, wording
from statusladder.views.charts import draw_sparkline
from statusladder.views.policy_words import say_shipped_role
from statusladder.views.timeline import TimeView
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

_SLOTS = 24
"""Bars of the sparkline, from the first signal until now."""
_MOODS = (-1.5, -0.5, 0.5, 1.5)
"""Bounds between the words for a mean mood, from the worst to the best."""
_MAY_WAIT = frozenset(
    {
        *(Matter.REPORT, Matter.REVIEW, Matter.ACTION_ITEM, Matter.FOLLOW_UP),
        *(Matter.PLAYBOOK, Matter.POLICY, Matter.DRILL, Matter.SECURITY),
    }
)
_SAID_ELSEWHERE = PROSE | {FactName.APPROVED_BY, FactName.NEXT_UPDATE, FactName.CONTACTS, FactName.TITLE}
"""Facts that have a place of their own on the page, or none in the file."""


@dataclass(frozen=True)
class ReminderView:
    """What to do, why, and since when; `url` is the page of what it is about, None where it has none.

    `may_wait`: nothing that is open now waits for it, such as a report or a playbook's review. `who` says which roles
    have to act, with the teams that fill them.
    """

    about: str
    url: str | None
    code: str | None
    fact: str
    ask: str
    at: TimeView
    is_ahead: bool
    may_wait: bool
    who: str | None


@dataclass(frozen=True)
class ClockView:
    """Something that customers wait for, where the promise of an update does not say it already."""

    text: str
    is_late: bool


@dataclass(frozen=True)
class ComingView:
    """A criterion that will hold from `at` on if nothing is published until then."""

    code: str
    at: TimeView
    fact: str
    proposes: str


@dataclass(frozen=True)
class GuideView:
    """What the playbook of the incident says for its stage, with its places filled where that needs nobody."""

    name: str
    title: str
    prompts: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    avoid: tuple[str, ...]
    exit_checks: tuple[str, ...]


@dataclass(frozen=True)
class ThemeView:
    text: str
    count: str
    sources: str
    mood: str | None
    answer: str
    is_unanswered: bool


@dataclass(frozen=True)
class Desk:
    """What is at hand for one incident or maintenance. `wanted` are the keys that its stage recommends and nobody said;
    `picture` is when the signals came."""

    reminders: tuple[ReminderView, ...] = ()
    clocks: tuple[ClockView, ...] = ()
    coming: tuple[ComingView, ...] = ()
    wanted: tuple[str, ...] = ()
    guide: GuideView | None = None
    themes: tuple[ThemeView, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class AtHand:
    """What a desk is made of, by the id of what it is about where there is one for each."""

    nudges: tuple[Nudge, ...]
    dues: tuple[Due, ...]
    coming: tuple[Coming, ...]
    signals: Mapping[str, tuple[SignalKeys, ...]]
    playbooks: Mapping[str, Playbook]


def build_desk(
    course: IncidentCourse | MaintenanceCourse, at_hand: AtHand, pages: Mapping[str, str], voice: Voice
) -> Desk:
    """The desk of one incident or maintenance; `pages` are the addresses of internal pages by id."""
    told = course.communication
    signals = at_hand.signals.get(told.id, ())
    guide: GuideView | None = None
    themes: tuple[Theme, ...] = ()
    wanted: tuple[str, ...] = ()
    if isinstance(course, IncidentCourse):
        playbook = at_hand.playbooks.get(course.incident.facts.playbook or "")
        themes = find_themes(course.incident, signals, playbook)
        if course.incident.is_open:
            wanted = tuple(_wanted(course.incident, course.policy))
            guide = _guide(course.incident, playbook) if playbook is not None else None
    return Desk(
        reminders=build_reminders((one for one in at_hand.nudges if one.about == told.id), pages, voice),
        clocks=tuple(_clocks((due for due in at_hand.dues if due.communication.id == told.id), voice)),
        coming=tuple(_coming(one, voice) for one in at_hand.coming if one.communication.id == told.id),
        wanted=wanted,
        guide=guide,
        themes=tuple(_theme(one, voice) for one in themes),
        picture=_picture(signals, voice) if signals else "",
    )


def build_reminders(nudges: Iterable[Nudge], pages: Mapping[str, str], voice: Voice) -> tuple[ReminderView, ...]:
    """What is to be done now, the most urgent matter first; missing facts have a list of their own."""
    return tuple(
        ReminderView(
            one.about,
            pages.get(one.about),
            one.code,
            one.fact,
            wording.capitalise(one.ask),
            _moment(one.at, voice),
            _is_ahead(one.at, voice),
            one.matter in _MAY_WAIT,
            voice.say("internal.todo.owner", owners=_say_addressees(one.who, voice)) if one.who else None,
        )
        for one in nudges
        if one.matter is not Matter.DEBT
    )


def _say_addressees(some: Iterable[Addressee], voice: Voice) -> str:
    return voice.comma_separated(_say_addressee(one, voice) for one in some)


def _say_addressee(one: Addressee, voice: Voice) -> str:
    """`communications lead (Customer care)`, or the role or the team alone."""
    if one.role is None or one.team is None:
        return say_shipped_role(one.role, voice) if one.role is not None else Own(one.team.name) if one.team else ""
    return voice.say("internal.todo.filled", role=say_shipped_role(one.role, voice), team=Own(one.team.name))


def _moment(at: datetime | date, voice: Voice) -> TimeView:
    return TimeView(voice.full(at), wording.stamp_of(at)) if isinstance(at, datetime) else TimeView.of_day(at, voice)


def _is_ahead(at: datetime | date, voice: Voice) -> bool:
    return at > voice.now if isinstance(at, datetime) else at > voice.day_of(voice.now)


def _clocks(dues: Iterable[Due], voice: Voice) -> Iterator[ClockView]:
    for due in dues:
        if due.awaited is Awaited.UPDATE and due.promised:
            continue
        kind = "completion" if due.awaited is Awaited.COMPLETION else "cadence"
        text = voice.say(f"internal.clock.{kind}", time=voice.full(due.by))
        if due.timing.is_late:
            yield ClockView(voice.say("internal.clock.late", what=text, length=voice.length(due.late_by)), True)
        else:
            yield ClockView(
                voice.say("internal.clock.ahead", what=text, length=voice.length(due.by - voice.now)), False
            )


def _coming(one: Coming, voice: Voice) -> ComingView:
    return ComingView(one.code, _moment(one.at, voice), one.held.fact, one.held.proposes)


def _wanted(incident: Incident, policy: Policy) -> Iterator[str]:
    for fact in policy.facts:
        is_asked = policy.demand(fact, incident.stage, incident.severity) is Demand.RECOMMENDED
        if is_asked and fact not in _SAID_ELSEWHERE and not is_stated(incident.facts, fact):
            yield fact.value


def _guide(incident: Incident, playbook: Playbook) -> GuideView:
    said, values = playbook.said, playbook.said.defaults

    def filled(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(fill(text, values) for text in texts)

    return GuideView(
        name=playbook.name,
        title=said.title,
        prompts=filled(said.prompts.get(incident.stage, ())) or filled(said.questions),
        questions=tuple((fill(one.q, values), fill(one.a, values)) for one in said.qa),
        avoid=filled(said.avoid),
        exit_checks=filled(said.exit_checks),
    )


def _theme(theme: Theme, voice: Voice) -> ThemeView:
    answer = "page" if theme.answer is not None else "playbook" if theme.prepared is not None else "none"
    sources = (
        voice.say(f"internal.source.{source.value}", n=theme.sources[source])
        for source in SignalSource
        if theme.sources[source]
    )
    return ThemeView(
        text=theme.text,
        count=voice.number(theme.count),
        sources=voice.comma_separated(sources),
        mood=voice.say(f"internal.mood.{_mood(theme.mood)}") if theme.mood is not None else None,
        answer=voice.say(f"internal.answer.{answer}"),
        is_unanswered=theme.answer is None,
    )


def _mood(mean: float) -> str:
    words = ("angry", "unhappy", "neutral", "content", "grateful")
    return words[sum(mean >= bound for bound in _MOODS)]


def _picture(signals: Sequence[SignalKeys], voice: Voice) -> str:
    """How many came when; the description gives each count, since the picture cannot be read aloud."""
    first = signals[0].at
    slot = max((voice.now - first) / _SLOTS, timedelta(minutes=1))
    amounts = [0] * _SLOTS
    for signal in signals:
        amounts[min(int((signal.at - first) / slot), _SLOTS - 1)] += signal.count
    counts = voice.semicolon_separated(
        voice.say("internal.signals_at", time=voice.full(signal.at), n=signal.count) for signal in signals
    )
    return draw_sparkline("signals-picture", voice.say("internal.signals_over_time"), counts, amounts)


def pages_of(courses: Iterable[IncidentCourse | MaintenanceCourse]) -> dict[str, str]:
    """The address of each internal page by the id of what it is about."""
    return {
        one.communication.id: urls.of_internal_record(
            urls.of_incident(one.communication.id)
            if isinstance(one, IncidentCourse)
            else urls.of_maintenance(one.communication.id)
        )
        for one in courses
    }

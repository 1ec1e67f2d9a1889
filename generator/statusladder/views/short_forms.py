"""What a text of little room says of an update: its facts line by line, those that readers can use first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.model.site import Settings
from statusladder.model.vocabulary import MAINTENANCE_STAGES, Stage
from statusladder.views.announcements import Announcement
from statusladder.views.core_lines import CoreFact, CoreLine
from statusladder.views.panel import CoreFacts, build_core_facts
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

_FURTHER = (
    *(CoreFact.RISK, CoreFact.ADVICE, CoreFact.REMAINING, CoreFact.RECOVERY, CoreFact.DATA, CoreFact.SYMPTOM),
    *(CoreFact.COMPONENTS, CoreFact.SIZE, CoreFact.PROGRESS, CoreFact.MONITORING, CoreFact.KNOWN, CoreFact.UNKNOWN),
    *(CoreFact.ACTIONS, CoreFact.CONTACT, CoreFact.TIME),
)
"""Facts that a short text gives as far as there is room, those that readers can use first; our name for the severity
is none of them."""

_DUE = (CoreFact.WINDOW, CoreFact.IMPACT, CoreFact.NEXT_UPDATE)
"""Facts about time that every short text gives."""


@dataclass(frozen=True)
class Essentials:
    """What no short text may lack, made of the facts and not of its lines, so that a finished text can be held to it.

    Of each group one is there: `state` is the word of the stage, `about` names what is affected, besides the title,
    and `times` are groups of the times that count.
    """

    state: str
    about: tuple[str, ...]
    times: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ShortForm:
    """What a text of little room says, line by line.

    `heading` says which site speaks, `title` what happened: a title may be cut where nothing else helps. `named` is
    what names it, in quotes where an incident is over, and `lead` says it behind the word of the stage. `what` are the
    affected components, in full and in short, where the title names none of them. `vital` is what readers can do, or
    what was corrected: worth a shorter link. `due` are the lines of the times that always stay, in full and in short.
    `further` are whole facts, the most useful first. `links` lead to the update, to its incident and to the site, so
    that one fits.
    """

    heading: str
    stage: str
    title: str
    named: Callable[[str], str]
    lead: Callable[[str], str]
    what: tuple[str, ...]
    vital: str
    due: tuple[tuple[str, ...], ...]
    further: tuple[str, ...]
    links: tuple[str, ...]
    essentials: Essentials


def build_short_form(
    told: Announcement,
    then: IncidentCourse | MaintenanceCourse,
    settings: Settings,
    voice: Voice,
    links: Iterable[str],
    *,
    is_over: bool,
) -> ShortForm:
    """That of an announcement; `then` is what was known when it was published, a correction after the newest update."""
    title: str = then.communication.title
    facts = build_core_facts(then.communication, settings, voice, ended=is_over)
    is_past = is_over and isinstance(then, IncidentCourse)
    is_correction = told.correction is not None
    is_reopening = not is_correction and bool(then.communication.latest.said.reopened)
    stage = name_news(told.rung.stage, voice, is_correction=is_correction, is_reopening=is_reopening)

    def named(words: str) -> str:
        return voice.say("message.past", title=Own(words)) if is_past else Own(words)

    def lead(words: str) -> str:
        return voice.say("message.lead", stage=stage, title=named(words))

    what = tuple(_what(title, told.core, facts, voice))
    due = tuple(_due(told, voice, is_over=is_over))
    vital = told.correction.text if told.correction is not None else _advice(told.core, facts)
    # That there is no workaround tells nobody anything once it is over.
    without = {CoreFact.ADVICE} if is_over and not facts.can_do else set()
    if _ended(told, voice):
        without.add(CoreFact.SIZE)  # how many were affected while it lasted
    lines = (line.text for fact in _FURTHER if fact not in without for line in told.core if line.fact is fact)
    return ShortForm(
        heading=Own(settings.site.name),
        stage=stage,
        title=Own(title),
        named=named,
        lead=lead,
        what=what,
        vital=vital,
        due=due,
        further=tuple(line for line in lines if line not in (*what[:1], vital, *chain(*due))),
        links=tuple(dict.fromkeys(links)),
        essentials=Essentials(
            stage,
            tuple(filter(None, (*(view.name for view in facts.affected), facts.symptom))),
            tuple(_times(told, then, voice, is_over=is_over)),
        ),
    )


def name_news(stage: Stage, voice: Voice, *, is_correction: bool = False, is_reopening: bool = False) -> str:
    """What kind of news it is, in a word or two; of a maintenance it names that, since nothing else may."""
    if is_correction:
        return voice.say("message.correction")
    if is_reopening:
        return voice.say("timeline.note.reopened")
    return voice.say(f"message.maintenance.{stage.value}" if stage in MAINTENANCE_STAGES else f"stage.{stage.value}")


def _what(title: str, core: Iterable[CoreLine], facts: CoreFacts, voice: Voice) -> Iterator[str]:
    """The line of components, and how many there are, unless the title says what is affected."""
    if any(view.name.casefold() in title.casefold() for view in facts.affected):
        return
    line = _line(core, CoreFact.COMPONENTS)
    if line is not None:
        yield line
        stated = [view for view in facts.affected if view.state is not None]
        if stated:
            yield voice.say("panel.many_affected", n=len(stated), state=stated[0].in_text)


def _advice(core: Iterable[CoreLine], facts: CoreFacts) -> str:
    """The line of what customers can do; empty where there is nothing to do."""
    return (_line(core, CoreFact.ADVICE) or "") if facts.can_do else ""


def _due(told: Announcement, voice: Voice, *, is_over: bool) -> Iterator[tuple[str, ...]]:
    """The lines of time; in short, the moment stands for all periods in which there was an impact."""
    ended = _ended(told, voice)
    stage = voice.say("message.correction" if told.correction is not None else f"stage.{told.rung.stage.value}")
    lines = [(fact, line) for fact in _DUE if (line := _line(told.core, fact)) is not None]
    moment = voice.say("message.as_of", stage=stage, time=voice.full(told.moment))
    if CoreFact.IMPACT in dict(lines):
        yield tuple(line for _, line in lines)
        yield tuple(moment if fact is CoreFact.IMPACT else line for fact, line in lines)
    else:
        yield (*ended, *((moment,) if is_over or not lines else ()), *(line for _, line in lines))
        if is_over and CoreFact.WINDOW in dict(lines):
            # Where room is short, the window says of a maintenance when it was.
            yield (*ended, *(line for _, line in lines))


def _ended(told: Announcement, voice: Voice) -> list[str]:
    """While we only watch, when the impact ended: else a title in the present tense would say that it goes on."""
    is_watched = told.rung.stage is Stage.MONITORING and told.correction is None
    label = voice.say("panel.mitigated")
    return [one.text for one in told.core if is_watched and one.fact is CoreFact.TIME and one.text.startswith(label)]


def _line(core: Iterable[CoreLine], fact: CoreFact) -> str | None:
    return next((line.text for line in core if line.fact is fact), None)


def _times(
    told: Announcement, then: IncidentCourse | MaintenanceCourse, voice: Voice, *, is_over: bool
) -> Iterator[tuple[str, ...]]:
    promised = then.communication.latest.said.promised_at
    if promised is not None:
        yield (voice.since(promised, then.now),)
    moment = voice.full(told.moment)
    if isinstance(then, MaintenanceCourse):
        window = then.maintenance.window
        yield (voice.window(window.from_, window.to) if window is not None else moment,)
    elif is_over:
        yield (moment, *(voice.window(one.start, one.end) for one in then.impact if one.end is not None))
    elif promised is None:
        yield (moment,)

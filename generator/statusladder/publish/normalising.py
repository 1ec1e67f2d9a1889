"""Whether every figure, component and state in the core lines of an update is one of its facts.

The words of the company are not looked at, since the lint does that; nor are those of the catalogue, but for times and
percentages, which no string may hold by itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from statusladder.model.communication import Update
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, ComponentState
from statusladder.views.core_lines import CoreFact, CoreLine, on_one_line
from statusladder.voice.catalogue import Catalogue
from statusladder.voice.voice import Voice

FIGURE = re.compile(r"\d+(?:[:.,’'\u00a0\u202f\u066b\u066c]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_WORDED = frozenset({CoreFact.STAGE, CoreFact.COMPONENTS})
"""The lines that are made of words of the ladder and names of components alone."""

_STRINGS = (
    *("core.", "impact.", "basis.", "stage.", "severity.", "state_in_text.", "estimate.", "event_time."),
    *("next_update.", "panel.", "timeline.", "advice.", "data_loss.", "message."),
)
_FRAME = ("core.status", "core.components.", "postmortem.header.component", "panel.many_affected")
"""Where the strings of core lines, and those of the lines of words, are in the catalogue."""

_AT_THE_END = CLOSING_STAGES | frozenset(REPORT_STAGES)
_ITEM = "\N{OBJECT REPLACEMENT CHARACTER}"
_Updates = Sequence[Update[Any]]


class Strange:
    """Finds what is strange in core lines; one for a site, since the strings around values are the same for all."""

    def __init__(self, settings: Settings, voice: Voice) -> None:
        self._settings, self._voice = settings, voice
        self._figures = frozenset(_figures_in(voice.catalogue))
        between = voice.listed([_ITEM] * 3).split(_ITEM)
        self._frame = frozenset(filter(None, (*_literals(voice.catalogue, _FRAME), *map(str.strip, between))))

    def find(
        self, updates: _Updates, core_lines: Mapping[str, Sequence[CoreLine]]
    ) -> Iterator[tuple[Update[Any], CoreLine, str]]:
        """The first figure or word of each core line that is none of the facts, with the update that it is of.

        `core_lines` are by the id of each of the updates.
        """
        own: set[str] = set()
        figures = set(self._figures)
        for count, update in enumerate(updates, start=1):
            own.update(filter(None, own_texts_of(update, self._settings)))
            figures.update(figure for text in _facts(update, self._voice) for figure in FIGURE.findall(text))
            figures.update(self._counts(updates[:count]))
            words: set[str] | None = None
            for line in core_lines[update.id]:
                strange = next(_uncovered(line.text, FIGURE, figures, own), None)
                if strange is None and line.fact in _WORDED:
                    words = own | self._words(updates[:count]) if words is None else words
                    strange = next(_uncovered(line.text, _WORD, (), words), None)
                if strange is not None:
                    yield update, line, strange

    def figures_of(self, so_far: _Updates) -> set[str]:
        """Every figure that what is said of the newest of some updates may have besides the company's own words."""
        facts = (text for update in so_far for text in _facts(update, self._voice))
        return {*self._figures, *self._counts(so_far), *(figure for text in facts for figure in FIGURE.findall(text))}

    def _counts(self, so_far: _Updates) -> Iterator[str]:
        """How many components have a state, now and until now."""
        for counted in (so_far[-1:], so_far):
            named = set(_states(counted))
            failing = {name for name, state in named if state is not ComponentState.OPERATIONAL}
            yield from map(self._voice.number, (len({name for name, _ in named}), len(failing)))

    def _words(self, so_far: _Updates) -> set[str]:
        """What lines of words may be made of: the stage, states that are facts, and the strings around them.

        At the end it is the worst state of each component that counts, and of a maintenance what was told last of each.
        """
        latest, say = so_far[-1], self._voice.say
        counted = so_far if latest.stage in _AT_THE_END or isinstance(latest.facts, MaintenanceKeys) else so_far[-1:]
        said = {say(f"stage.{latest.stage.value}")}
        for state in {state for _, state in _states(counted)}:
            said.add(say(f"state_in_text.{state.value}"))
            if state is ComponentState.AFFECTED:
                said.add(say("state_in_text.at_risk"))
        return said | self._frame


def _uncovered(text: str, pattern: re.Pattern[str], known: Collection[str], parts: Iterable[str]) -> Iterator[str]:
    """What a pattern finds in a text and is neither known nor made up of the parts that stand in it.

    Some languages join a word to the next one, as Arabic does its `and`.
    """
    found = [match for match in pattern.finditer(text) if match[0] not in known]
    if not found:
        return
    covered = {place for part in parts for start in _places(text, part) for place in range(start, start + len(part))}
    for match in found:
        if not covered.issuperset(range(*match.span())):
            yield match[0]


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def own_texts_of(update: Update[Any], settings: Settings) -> Iterator[str]:
    """What the company wrote, as it stands in core lines: with and without its full stop."""
    for name in {name for name, _ in _states([update])}:
        component = settings.component(name)
        yield settings.name_of(name)
        yield from _bare(component.options if component is not None else ())
    facts: UpdateKeys = update.facts
    for contact in (*(facts.contacts or ()), *settings.contacts):
        yield contact.text
        yield (contact.url or "").removeprefix("mailto:").removeprefix("tel:")
    yield from _bare([facts.potential_impact or "", facts.exit_criterion or ""])
    for texts in (facts.remaining, facts.customer_actions, facts.known, facts.unknown, facts.actions):
        yield from _bare(texts or ())
    if facts.impact is not None:
        yield from _bare([facts.impact.symptom or ""])
    if facts.progress is not None:
        yield from _bare([facts.progress.of])
    for one in facts.workarounds or ():
        yield from _bare([one.text, (one.ends_when or "").removeprefix("until ")])


def _bare(texts: Iterable[str]) -> Iterator[str]:
    for text in map(on_one_line, texts):
        yield from (text, text.removesuffix("."), text.rstrip("."))


def _facts(update: Update[Any], voice: Voice) -> Iterator[str]:
    """Every time, day, share and number that the facts have, as the voice writes them."""
    for moment in set(moments_of(update)):
        yield f"{voice.bare_time(moment)} {voice.zone_name(moment)} {voice.day(voice.day_of(moment))}"
    facts: UpdateKeys = update.facts
    for span in (facts.impact.share, facts.impact.accounts) if facts.impact is not None else ():
        if span is not None:
            yield f"{voice.number(span.low)} {voice.number(span.high)}"
    if facts.progress is not None:
        yield voice.percent(facts.progress.percent)


def moments_of(update: Update[Any]) -> Iterator[datetime]:
    """When it was published, and every time that it states."""
    facts: UpdateKeys = update.facts
    yield update.at
    events = [facts.started_at, facts.mitigated_at, facts.resolved_at]
    events += [facts.detected_at, facts.first_report_at] if isinstance(facts, IncidentKeys) else []
    yield from (event.at for event in events if event is not None)
    stated = [update.said.promised_at, facts.eta_review_at, facts.monitoring_until]
    stated += [facts.eta.from_, facts.eta.to] if facts.eta is not None else []
    stated += [one.verified_at for one in facts.workarounds or ()]
    if isinstance(facts, MaintenanceKeys) and facts.window is not None:
        stated += [facts.window.from_, facts.window.to]
    yield from (moment for moment in stated if moment is not None)


def _states(updates: _Updates) -> Iterator[tuple[str, ComponentState]]:
    for update in updates:
        for _, spoken_of in update.facts.components_by_key:
            yield from ((name, fact.status) for name, fact in spoken_of.states.items())


def _literals(catalogue: Catalogue, above: tuple[str, ...]) -> Iterator[str]:
    """The texts around the values of strings."""
    for key, message in catalogue.messages.items():
        if key.startswith(above):
            yield from (part.strip() for parts in message.forms.values() for part in parts[::2])


def _figures_in(catalogue: Catalogue) -> Iterator[str]:
    """Numbers that a string may hold by itself, as `24/7`: neither a time nor a percentage is among them."""
    for text in _literals(catalogue, _STRINGS):
        for found in FIGURE.finditer(text):
            if ":" not in found[0] and not text[found.end() :].lstrip().startswith(("%", "٪")):
                yield found[0]

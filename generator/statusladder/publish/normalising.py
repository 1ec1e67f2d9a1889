"""Whether every figure, component and state in the core lines of an update is one of its facts.

The words of the company are not looked at, since the lint does that; nor are those of the catalogue, but for times and
percentages, which no string may hold by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from statusladder.model.communication import Update
from statusladder.model.facts import Range
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.vocabulary import CLOSING_STAGES, REPORT_STAGES, ComponentState
from statusladder.views.core_lines import CoreFact, CoreLine, on_one_line
from statusladder.voice.catalogue import Catalogue
from statusladder.voice.voice import Voice

_FIGURE = re.compile(r"\d+(?:[:.,’'\u00a0\u202f\u066b\u066c]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_WORDED = frozenset({CoreFact.STAGE, CoreFact.COMPONENTS})
"""The lines that are made of words of the ladder and names of components alone."""

_STRINGS = (
    *("core.", "impact.", "basis.", "stage.", "severity.", "state_in_text.", "estimate.", "event_time."),
    *("next_update.", "panel.", "timeline."),
)
_FRAME = ("core.status", "core.components.", "postmortem.header.component", "panel.many_affected")
"""Where the strings of core lines, and those of the lines of words, are in the catalogue."""

_AT_THE_END = CLOSING_STAGES | frozenset(REPORT_STAGES)
_ITEM = "\N{OBJECT REPLACEMENT CHARACTER}"
_Updates = Sequence[Update[Any]]


def find_strange(
    core: Sequence[CoreLine], so_far: _Updates, settings: Settings, voice: Voice
) -> Iterator[tuple[CoreLine, str]]:
    """The first figure or word of each core line that is none of the facts; `so_far` ends with the line's update."""
    if not core:
        return
    own = {text for text in _own_texts(so_far, settings) if text}
    figures = {figure for text in _facts(so_far, voice) for figure in _FIGURE.findall(text)}
    figures.update(_figures_in(voice.catalogue))
    words = own | _words(so_far, voice)
    for line in core:
        known = list(_places(line.text, own))
        strange = [
            found[0]
            for found in _FIGURE.finditer(line.text)
            if found[0] not in figures
            and not any(start <= found.start() and found.end() <= end for start, end in known)
        ]
        if line.fact in _WORDED:
            strange += _uncovered(line.text, words)
        if strange:
            yield line, strange[0]


def _uncovered(text: str, words: Iterable[str]) -> Iterator[str]:
    """The words of a text that are no part of one of these."""
    signs = list(text)
    for start, end in _places(text, words):
        signs[start:end] = " " * (end - start)
    yield from _WORD.findall("".join(signs))


def _places(text: str, parts: Iterable[str]) -> Iterator[tuple[int, int]]:
    for part in parts:
        start = text.find(part)
        while start >= 0:
            yield start, start + len(part)
            start = text.find(part, start + 1)


def _own_texts(so_far: _Updates, settings: Settings) -> Iterator[str]:
    """What the company wrote, as it stands in core lines: with and without its full stop."""
    for component in settings.components:
        yield settings.name_of(component.id)
        yield from _bare(component.options)
    for contact in (*settings.contacts, *(one for update in so_far for one in update.facts.contacts or ())):
        yield contact.text
        yield (contact.url or "").removeprefix("mailto:").removeprefix("tel:")
    for update in so_far:
        facts: UpdateKeys = update.facts
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


def _facts(so_far: _Updates, voice: Voice) -> Iterator[str]:
    """Every time, day, share and number that the facts have, as the voice writes them."""
    for update in so_far:
        for moment in _moments(update):
            yield f"{voice.bare_time(moment)} {voice.zone_name(moment)} {voice.day(voice.day_of(moment))}"
        facts: UpdateKeys = update.facts
        spans = (facts.impact.share, facts.impact.accounts) if facts.impact is not None else ()
        for span in spans:
            if isinstance(span, Range):
                yield f"{voice.number(span.low)} {voice.number(span.high)}"
        if facts.progress is not None:
            yield voice.percent(facts.progress.percent)
    for counted in (so_far[-1:], so_far):
        named = dict(_states(counted))
        yield voice.number(len(named))
        yield voice.number(sum(state is not ComponentState.OPERATIONAL for state in named.values()))
        worst = {name for name, state in _states(counted) if state is not ComponentState.OPERATIONAL}
        yield voice.number(len(worst))


def _moments(update: Update[Any]) -> Iterator[datetime]:
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


def _words(so_far: _Updates, voice: Voice) -> set[str]:
    """What lines of words may be made of: the stage, states that are facts, and the strings around them.

    At the end it is the worst state of each component that counts, and of a maintenance what was told last of each.
    """
    latest = so_far[-1]
    counted = so_far if latest.stage in _AT_THE_END or isinstance(latest.facts, MaintenanceKeys) else so_far[-1:]
    said = {voice.say(f"stage.{latest.stage.value}")}
    for state in {state for _, state in _states(counted)}:
        said.add(voice.say(f"state_in_text.{state.value}"))
        if state is ComponentState.AFFECTED:
            said.add(voice.say("state_in_text.at_risk"))
    between = voice.listed([_ITEM] * 3).split(_ITEM)
    return {text for text in (*said, *_literals(voice.catalogue, _FRAME), *map(str.strip, between)) if text}


def _literals(catalogue: Catalogue, above: tuple[str, ...]) -> Iterator[str]:
    """The texts around the values of strings."""
    for key, message in catalogue.messages.items():
        if key.startswith(above):
            yield from (part.strip() for parts in message.forms.values() for part in parts[::2])


def _figures_in(catalogue: Catalogue) -> Iterator[str]:
    """Numbers that a string may hold by itself, as `24/7`: neither a time nor a percentage is among them."""
    for text in _literals(catalogue, _STRINGS):
        for found in _FIGURE.finditer(text):
            if ":" not in found[0] and not text[found.end() :].lstrip().startswith(("%", "٪")):
                yield found[0]

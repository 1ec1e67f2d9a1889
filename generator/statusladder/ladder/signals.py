"""What customers ask most during an incident, and which of it neither its page nor its playbook answers.

A theme and a question are the same where their words are, whatever their capitals and signs: so what is answered can be
told without guessing, and whoever counts a question writes it as the page does.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from statusladder.model.communication import Incident
from statusladder.model.facts import Question
from statusladder.model.feedback import Signal, SignalKeys, SignalSource
from statusladder.model.playbook import Playbook, fill

MANY = 5
"""Customers who ask the same before somebody is reminded of it."""
MOST_NAMED = 3
"""Themes of an incident that are named at once, those that most ask first."""

_WORD = re.compile(r"\w+")
_ONE_AND_MORE: Mapping[SignalSource, tuple[str, str]] = {
    SignalSource.TICKETS: ("ticket", "tickets"),
    SignalSource.SOCIAL: ("post", "posts"),
    SignalSource.CALLS: ("call", "calls"),
}


@dataclass(frozen=True)
class Theme:
    """What customers ask or say, in the words of its newest signal; `signals` are in the order of time.

    `answer` is what the incident's page answers now, `prepared` the answer of its playbook. `open_signals` came since
    the page no longer answers; all of them where it never did.
    """

    text: str
    signals: tuple[SignalKeys, ...]
    open_signals: tuple[SignalKeys, ...]
    answer: str | None
    prepared: str | None

    @cached_property
    def count(self) -> int:
        return sum(signal.count for signal in self.signals)

    @cached_property
    def unanswered(self) -> int:
        """How many ask and find no answer on the page."""
        return 0 if self.answer is not None else sum(signal.count for signal in self.open_signals)

    @property
    def mood(self) -> float | None:
        """The mean mood of those of whom it is known, from -2 to 2."""
        known = [(signal.mood, signal.count) for signal in self.signals if signal.mood is not None]
        return sum(mood * count for mood, count in known) / sum(count for _, count in known) if known else None

    @property
    def sources(self) -> Counter[SignalSource]:
        return _by_source(self.signals)


def signals_of(incident: Incident, signals: Iterable[Signal], now: datetime) -> tuple[SignalKeys, ...]:
    """What was counted of an incident by now, in the order of time."""
    told = (signal.said for signal in signals if signal.said.incident == incident.id and signal.said.at <= now)
    return tuple(sorted(told, key=lambda said: said.at))


def find_themes(incident: Incident, signals: Sequence[SignalKeys], playbook: Playbook | None) -> tuple[Theme, ...]:
    """The themes of an incident's signals: those without an answer first, most asked first."""
    by_words: dict[str, list[SignalKeys]] = {}
    for signal in signals:
        by_words.setdefault(_words_of(signal.theme), []).append(signal)
    themes = [_theme(incident, words, tuple(told), playbook) for words, told in by_words.items()]
    return tuple(sorted(themes, key=lambda theme: (-theme.unanswered, -theme.count, theme.text)))


def count_in_words(signals: Iterable[SignalKeys]) -> str:
    """`41 tickets and 3 calls`."""
    counts = _by_source(signals)
    told = [
        f"{counts[source]} {_ONE_AND_MORE[source][counts[source] > 1]}" for source in SignalSource if counts[source]
    ]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def _theme(incident: Incident, words: str, signals: tuple[SignalKeys, ...], playbook: Playbook | None) -> Theme:
    stopped_at = None
    for before, update in pairwise(incident.updates):
        if _answer(before.facts.qa or (), words) is not None:
            stopped_at = update.at
    prepared = None
    if playbook is not None:
        filled = (Question(q=fill(one.q, playbook.said.defaults), a=one.a) for one in playbook.said.qa)
        prepared = _answer(filled, words)
    return Theme(
        text=signals[-1].theme,
        signals=signals,
        open_signals=tuple(signal for signal in signals if stopped_at is None or signal.at > stopped_at),
        answer=_answer(incident.facts.qa or (), words),
        prepared=prepared,
    )


def _answer(questions: Iterable[Question], words: str) -> str | None:
    return next((one.a for one in questions if _words_of(one.q) == words), None)


def _words_of(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _by_source(signals: Iterable[SignalKeys]) -> Counter[SignalSource]:
    counts: Counter[SignalSource] = Counter()
    for signal in signals:
        counts[signal.source] += signal.count
    return counts

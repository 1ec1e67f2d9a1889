"""The texts of an update that are compared with its facts: the update itself, each audience note, each answer.

Each is judged alone, because each has readers of its own: a correct number in one does not excuse a wrong one in
another. Two sentences speak of one thing where they share the words that carry their meaning.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.lint.interface import Subject
from statusladder.lint.texts import Words, in_pieces, texts_of, words_of_fact
from statusladder.model.forms import forms_of
from statusladder.model.keys import CLAIM
from statusladder.model.pattern import compile_late
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import OPEN_STAGES

OVERLAY = "audiences."
"""How the keys of audience notes begin."""

_TO_ALL = {"body", *(key for key, form in forms_of(UpdateKeys).items() if form.is_marked(CLAIM))}
"""Keys whose text states the present impact. `cause` describes the mechanism, `remaining` what is left of the impact,
and items of `unknown` and `ruled_out` are not claims."""


@dataclass(frozen=True)
class Sentence:
    """A sentence and its offset in the words it is part of; `asked` is the question it answers."""

    words: Words
    start: int
    text: str
    asked: str = ""

    @property
    def in_full(self) -> str:
        """The question and the sentence, because an answer may leave out what the question says."""
        return f"{self.asked} {self.text}"


@dataclass(frozen=True)
class Voice:
    """One text. `key` is the key it is written below; empty for the update itself, which has several."""

    key: str
    sentences: tuple[Sentence, ...]

    @property
    def is_overlay(self) -> bool:
        return self.key.startswith(OVERLAY)


@dataclass(frozen=True)
class Contradiction:
    """`text` stands in the words at `offset`, and cannot be true together with `fact`, the value of `key`."""

    words: Words
    offset: int
    text: str
    key: str
    fact: str


def voices_to_all(subject: Subject) -> Iterator[Voice]:
    """The update itself, and each answer. While an incident is open, this includes the text of earlier files that is
    still on the page."""
    said = [words for words in subject.words if words.key in _TO_ALL]
    yield Voice("", tuple(one for words in (*said, *_carried(subject)) for one in _sentences(words)))
    update = subject.update
    answered = update.facts if update.stage in OPEN_STAGES else update.said
    for pair in answered.qa or ():
        yield Voice("qa", tuple(_sentences(words_of_fact(pair.a, "qa", update.place("qa")), pair.q)))


def overlays_in(subject: Subject) -> Iterator[Voice]:
    """The audience notes of this file."""
    texts: dict[str, list[Words]] = {}
    for words in subject.words:
        if words.key.startswith(OVERLAY):
            texts.setdefault(words.key, []).append(words)
    for key, told in texts.items():
        yield Voice(key, tuple(one for words in told for one in _sentences(words)))


def is_said(subject: Subject, key: str) -> bool:
    """Whether this file states the key; otherwise its value carried over from an earlier file."""
    return key == "body" or key.partition(".")[0] in subject.update.lines


def _carried(subject: Subject) -> Iterator[Words]:
    update = subject.update
    if subject.before is None or update.stage not in OPEN_STAGES:
        return
    said = set(texts_of(update.said))
    for key, text in texts_of(update.facts):
        if key in _TO_ALL and (key, text) not in said:
            yield from in_pieces(words_of_fact(text, key, update.place(key)))


def _sentences(words: Words, asked: str = "") -> Iterator[Sentence]:
    return (Sentence(words, start, text, asked) for start, text in words.sentences)


_WORD = compile_late(r"[^\W\d_]{3,}")
_EMPTY = compile_late(
    "about|above|after|again|all|also|and|any|are|been|before|being|both|but|can|cannot|could|does|done|down|each|few"
    "|for|from|had|has|have|how|into|its|last|less|made|make|many|may|more|most|much|not|now|off|one|only|other|our|out"
    "|over|own|same|see|should|since|some|still|such|than|that|the|their|them|then|there|these|they|this|those|two"
    "|under|until|very|was|well|were|what|when|where|whether|which|while|who|why|will|with|would|you|your"
)
_STEM = 4


def key_words_in(text: str) -> frozenset[str]:
    """The beginnings of the words that mean something: `signing` and `signs` are one."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:_STEM] for word in words if not _EMPTY.fullmatch(word))

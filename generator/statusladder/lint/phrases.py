"""Turns of phrase that a rule looks for, each with what to write instead."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from statusladder.lint.interface import Finding, Subject
from statusladder.lint.words import Words


@dataclass(frozen=True)
class Phrase:
    """A pattern that begins with a word, matched as whole words whatever their case, and the fix of what it finds.

    `unless` is looked for in the same sentence: where it stands, the words are right.
    """

    pattern: str
    fix: str
    unless: str | None = None


@dataclass(frozen=True)
class Found:
    """Words that a phrase matched, and the sentence in which they stand."""

    words: Words
    offset: int
    text: str
    sentence: str
    fix: str


@dataclass(frozen=True)
class Phrases:
    """A table of phrases, looked for in one pass."""

    table: tuple[Phrase, ...]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """All at once and in no groups of their own, which would be opened and closed at every letter of a text."""
        return _as_words("|".join(phrase.pattern for phrase in self.table))

    @cached_property
    def _each(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_as_words(phrase.pattern) for phrase in self.table)

    @cached_property
    def _excuses(self) -> tuple[re.Pattern[str] | None, ...]:
        return tuple(re.compile(phrase.unless, re.IGNORECASE) if phrase.unless else None for phrase in self.table)

    def stands_in(self, sentence: str) -> bool:
        return self._any.search(sentence) is not None

    def found_in(self, texts: Iterable[Words]) -> Iterator[Found]:
        """What stands in the texts, each turn once a text."""
        for words in texts:
            told = set()
            for match in self._any.finditer(words.text):
                index = next(at for at, one in enumerate(self._each) if one.match(words.text, match.start()))
                sentence = sentence_at(words, match.start())
                excuse = self._excuses[index]
                if match[0].casefold() in told or (excuse and excuse.search(sentence)):
                    continue
                told.add(match[0].casefold())
                yield Found(words, match.start(), match[0], sentence, self.table[index].fix)


def _as_words(pattern: str) -> re.Pattern[str]:
    """Tried where a word begins and not where one ends, which is half of the places."""
    return re.compile(rf"\b(?=\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def sentence_at(words: Words, offset: int) -> str:
    """The sentence in which the character at `offset` stands."""
    return next((sentence for start, sentence in reversed(words.sentences) if start <= offset), words.text)


def looking_for(phrases: Phrases, objection: str) -> Callable[[Subject], Iterable[Finding]]:
    """What a rule does that only looks for turns of phrase: each is quoted, with the objection."""

    def find(subject: Subject) -> Iterator[Finding]:
        for found in phrases.found_in(subject.words):
            yield Finding(found.words.place(found.offset), f"'{found.text}' {objection}", found.fix)

    return find

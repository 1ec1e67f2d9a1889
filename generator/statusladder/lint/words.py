"""The words of an update that customers read, each with its place: code, quotations and link targets are no prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from statusladder.markup.prose import sentences
from statusladder.model.communication import Update
from statusladder.model.problem import Place
from statusladder.model.update import IncidentKeys, MaintenanceKeys

AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_NOT_PROSE = re.compile(
    r"`[^`]*`"  # code
    r"|(?<=\])\([^)\s]*\)"  # the target of a link
    r"|<?https?://[^\s>]+>?"  # an address
    r"|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}"  # marks of emphasis
    r"|[\[\]]"
)
_QUOTATION, _ITEM = re.compile(r"\s{0,3}>"), re.compile(r"\s*(?:[-*+]|\d+[.)])\s+|#{1,6}\s+")

_TEXTS = ("title", "summary", "potential_impact", "cause", "exit_criterion", "emergency", "trigger")
_LISTS = (
    *("known", "unknown", "ruled_out", "actions", "customer_actions", "remaining", "concessions"),
    *("contributing_factors", "safeguards", "governance_changes", "lessons"),
)


@dataclass(frozen=True)
class Words:
    """A paragraph, an item or a fact: `text` on one line, and the line of the file on which each part of it stands.

    `key` is the fact's key, or `body`.
    """

    text: str
    key: str
    path: str
    lines: tuple[tuple[int, int], ...]

    def place(self, offset: int = 0) -> Place:
        """Where the character at `offset` stands."""
        return Place(self.path, next(line for start, line in reversed(self.lines) if start <= offset))

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Each sentence with the offset at which it begins."""
        found, start = [], 0
        for sentence in sentences(self.text):
            start = self.text.index(sentence, start)
            found.append((start, sentence))
            start += len(sentence)
        return tuple(found)


def words_of(update: AnyUpdate) -> tuple[Words, ...]:
    """All that customers read of this file: the facts that it states, and its body; nothing that only carries over."""
    return (*_facts(update), *_body(update))


def _facts(update: AnyUpdate) -> Iterator[Words]:
    said = update.said
    texts: list[tuple[str, str | None]] = [(key, getattr(said, key, None)) for key in _TEXTS]
    texts.append(("impact", said.impact.symptom if said.impact is not None else None))
    texts.append(("eta", said.eta.basis if said.eta is not None else None))
    texts += [(key, item) for key in _LISTS for item in getattr(said, key, None) or ()]
    texts += [("workarounds", one.text) for one in said.workarounds or ()]
    texts += [("qa", text) for one in said.qa or () for text in (one.q, one.a)]
    texts += [(f"audiences.{name}", text) for name, text in (said.audiences or {}).items()]
    for key, text in texts:
        if text is not None:
            yield Words(_plain(text), key, update.path, ((0, update.place(key).line),))


def _body(update: AnyUpdate) -> Iterator[Words]:
    text, fenced = "", False
    lines: list[tuple[int, int]] = []
    for number, line in enumerate(update.body.split("\n"), start=update.body_line):
        if _FENCE.match(line):
            fenced = not fenced
        silent = fenced or _FENCE.match(line) or _QUOTATION.match(line) or line.startswith("    ")
        item = _ITEM.match(line)
        if text and (silent or item or not line.strip()):
            yield Words(text, "body", update.path, tuple(lines))
            text, lines = "", []
        if not silent and line.strip():
            if text:
                text += " "
            lines.append((len(text), number))
            text += _plain(line[item.end() :] if item else line)
    if text:
        yield Words(text, "body", update.path, tuple(lines))


def _plain(text: str) -> str:
    return " ".join(_NOT_PROSE.sub("", text).split())

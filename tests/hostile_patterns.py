"""Every pattern that the package holds, and texts on which one of them would take too long if any does.

A pattern is slow where it begins at many places of a text and looks far ahead from each. Such texts are made of what it
matches: the beginnings of a match, over and over, and a beginning with its last sign drawn out.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, cast

import statusladder
from night import examples
from statusladder.lint.texts import Form
from statusladder.model.pattern import LatePattern

ROOT = Path(statusladder.__file__).parent

_SEARCHING = frozenset({"search", "finditer", "findall", "sub", "subn", "split"})
_CALL = re.compile(rf"(?<![\w.)\]])([A-Za-z_]\w*)\.(match|fullmatch|{'|'.join(_SEARCHING)})\b")
_LONGEST_SAMPLE, _SAMPLES = examples(by_night=48, by_day=16, in_ci=24), examples(by_night=6, by_day=2)


@dataclass(frozen=True)
class Used:
    """A pattern under the name that it has in its module, and whether it is looked for at every place of a text."""

    name: str
    pattern: re.Pattern[str]
    is_searched: bool

    def run(self, text: str) -> None:
        if self.is_searched:
            for _ in self.pattern.finditer(text):
                pass
        else:
            self.pattern.match(text)
            self.pattern.fullmatch(text)


def patterns() -> dict[str, Used]:
    """Every pattern of text in a module's own names, by `module.name`."""
    calls = _calls()
    found: dict[str, Used] = {}
    seen: set[tuple[str, int]] = set()
    for module in pkgutil.walk_packages([str(ROOT)], "statusladder."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(_within(value)):
                known = pattern.pattern, pattern.flags
                if known in seen:
                    continue
                seen.add(known)
                used = calls.get((module.name, name)) or calls.get(("", name), set())
                # What is handed on by another name may be looked for anywhere.
                searched = bool(used & _SEARCHING) or not used
                key = f"{module.name.removeprefix('statusladder.')}.{name}" + (f"[{number}]" if number else "")
                found[key] = Used(key, pattern, searched)
    return found


def texts_against(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Texts of that many characters which begin many matches and end none."""
    told = set()
    for number in range(_SAMPLES):
        sample = "".join(_sample(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE), number))[:_LONGEST_SAMPLE]
        for end in range(1, len(sample) + 1):
            beginning = sample[:end]
            for text in (
                (beginning * (length // end + 1))[:length],
                ((beginning + " ") * (length // (end + 1) + 1))[:length],
                beginning + sample[end - 1] * (length - end),
            ):
                if text not in told:
                    told.add(text)
                    yield text


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, Form):
        yield value.pattern
    elif isinstance(value, re.Pattern | LatePattern) and isinstance(value.pattern, str):
        yield cast("re.Pattern[str]", value)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _within(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _within(one)


def _calls() -> dict[tuple[str, str], set[str]]:
    """By module and name of a pattern the methods that are called on it there; without a module, anywhere."""
    found: dict[tuple[str, str], set[str]] = {}
    for file in ROOT.rglob("*.py"):
        module = ".".join(("statusladder", *file.relative_to(ROOT).with_suffix("").parts))
        for name, method in _CALL.findall(file.read_text(encoding="utf-8")):
            for place in (module, ""):
                found.setdefault((place, name), set()).add(method)
    return found


def _sample(parsed: Iterable[Any], number: int) -> Iterator[str]:
    """The signs of one text that the pattern matches, but for what it asserts; another one for another number."""
    for kind, value in parsed:
        if kind is signs.LITERAL:
            yield chr(value)
        elif kind is signs.NOT_LITERAL:
            yield next(sign for sign in "a1 -" if ord(sign) != value)
        elif kind is signs.ANY:
            yield "a1 -"[number % 4]
        elif kind is signs.IN:
            yield _one_of(value, number)
        elif kind is signs.BRANCH:
            branches = value[1]
            yield from _sample(branches[number % len(branches)], number // len(branches) + number % len(branches))
        elif kind is signs.SUBPATTERN:
            yield from _sample(value[-1], number)
        elif kind in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
            least, most, repeated = value
            for _ in range(min(most, max(least, number % 3))):
                yield from _sample(repeated, number)
        elif kind is signs.ATOMIC_GROUP:
            yield from _sample(value, number)


def _one_of(members: list[tuple[Any, Any]], number: int) -> str:
    if members[0][0] is signs.NEGATE:
        return next(sign for sign in "a1 -(é" if re.fullmatch(_as_class(members), sign))
    kind, value = members[number % len(members)]
    if kind is signs.RANGE:
        return chr(value[number % 2])
    if kind is signs.CATEGORY:
        return {signs.CATEGORY_DIGIT: "1", signs.CATEGORY_SPACE: " ", signs.CATEGORY_WORD: "a"}.get(value, "-")
    return chr(value)


def _as_class(members: list[tuple[Any, Any]]) -> str:
    """The members of a class of characters, written as one."""
    categories = {
        signs.CATEGORY_DIGIT: r"\d",
        signs.CATEGORY_NOT_DIGIT: r"\D",
        signs.CATEGORY_SPACE: r"\s",
        signs.CATEGORY_NOT_SPACE: r"\S",
        signs.CATEGORY_WORD: r"\w",
        signs.CATEGORY_NOT_WORD: r"\W",
    }
    written = ""
    for kind, value in members:
        if kind is signs.NEGATE:
            written += "^"
        elif kind is signs.LITERAL:
            written += re.escape(chr(value))
        elif kind is signs.RANGE:
            written += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif kind is signs.CATEGORY:
            written += categories[value]
    return f"[{written}]"

"""The strings that readers of a site see, in one language: a file of `languages/` for each.

A string is a text with places for values in braces, as `Updates every {length}`, or a mapping of such texts by plural
category (https://cldr.unicode.org/index/cldr-spec/plural-rules), of which the value `n` chooses one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

LANGUAGES = Path(__file__).parent / "languages"
ENGLISH = "en"
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
COUNT = "n"
"""The value that chooses between plural forms."""

_PLACE = re.compile(r"\{([a-z_]+)\}")

Parts = tuple[str, ...]
"""Literal text at even positions, the names of values at odd ones."""
Said = str | Mapping[str, str]
"""A string as files hold it."""


@dataclass(frozen=True)
class Message:
    """A string ready to be said: by plural category, of which `other` is always there."""

    forms: Mapping[str, Parts]

    @property
    def is_plural(self) -> bool:
        """Whether the value `n` chooses its form."""
        return len(self.forms) > 1

    @property
    def values(self) -> frozenset[str]:
        """The names of all values that it has places for."""
        return frozenset(name for parts in self.forms.values() for name in parts[1::2])


@dataclass(frozen=True)
class Catalogue:
    """Every string in one language, by key; `language` is its BCP 47 tag."""

    language: str
    messages: Mapping[str, Message]

    def over(self, others: Mapping[str, Said]) -> "Catalogue":
        """The catalogue with some strings replaced, which `find_faults` has found none in."""
        own = {key: message_of(said) for key, said in others.items()}
        return Catalogue(self.language, {**self.messages, **own}) if own else self

    def find_faults(self, key: str, said: Said) -> Iterator[str]:
        """What is wrong with another text for a string, as sentences without their end."""
        known = self.messages.get(key)
        if known is None:
            return
        texts = {"other": said} if isinstance(said, str) else said
        if not isinstance(said, str):
            if not known.is_plural:
                yield f"'{key}' has one form, and no plural"
            if "other" not in said:
                yield f"'{key}' has no form 'other'"
            for category in said:
                if category not in CATEGORIES:
                    yield f"'{category}' is not a plural category"
        for text in texts.values():
            for name in sorted(set(_PLACE.findall(text)) - known.values - ({COUNT} if known.is_plural else set())):
                yield f"'{key}' has no value called '{name}'"
            if re.search(r"[{}]", _PLACE.sub("", text)):
                yield f"a brace in '{key}' stands for no value"


def message_of(said: Said) -> Message:
    """A string as it is said."""
    texts = {"other": said} if isinstance(said, str) else said
    return Message(MappingProxyType({category: tuple(_PLACE.split(text)) for category, text in texts.items()}))


@cache
def shipped(language: str) -> Catalogue:
    """What comes with this program in a language, one of `shipped_languages`; English where a string is missing."""
    own = {key: message_of(said) for key, said in read_strings(language).items()}
    return Catalogue(language, own if language == ENGLISH else {**shipped(ENGLISH).messages, **own})


def shipped_languages() -> tuple[str, ...]:
    """The languages that this program speaks."""
    return tuple(sorted(file.stem for file in LANGUAGES.glob("*.yaml")))


def read_strings(language: str) -> dict[str, Said]:
    """Every string of a shipped file by its full key, as `stage.resolved`."""
    text = (LANGUAGES / f"{language}.yaml").read_bytes()
    # The files are ours and held to their form by tests, so the quick loader will do.
    return dict(_flat(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))))


def _flat(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, Said]]:
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, Mapping):
            if value.keys() <= set(CATEGORIES):
                yield key, {category: str(text) for category, text in value.items()}
            else:
                yield from _flat(value, f"{key}.")


def catalogue_for(tag: str) -> Catalogue:
    """What comes with this program for a site in the language of a tag: English where it does not speak that."""
    return shipped(spoken(tag) or ENGLISH)


def spoken(tag: str) -> str | None:
    """The shipped language in which a BCP 47 tag such as `de-AT` is spoken, None where there is none."""
    known = shipped_languages()
    parts = tag.lower().split("-")
    ways = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((way for way in ways if way in known), None)

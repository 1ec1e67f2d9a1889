"""The strings that readers of a site see, in one language: a file of `languages/` for each.

A string is a text with places for values in braces, as `Updates every {length}`, or a mapping of such texts by plural
category (https://cldr.unicode.org/index/cldr-spec/plural-rules), of which the value `n` chooses one.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import yaml

LANGUAGES = Path(__file__).parent / "languages"
ENGLISH = "en"
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
OTHER = "other"
COUNT = "n"
"""The value that chooses between plural forms."""

PATTERNS = "time.pattern."
"""How keys begin that hold no words but forms of dates, which belong to the language."""
BAR = "|"
"""Between the parts of a string that a script of the page chooses from."""

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

    @cached_property
    def whole(self) -> str | None:
        """The text, where it is the same whatever the values are."""
        return self.forms[OTHER][0] if not self.is_plural and len(self.forms[OTHER]) == 1 else None

    @property
    def values(self) -> frozenset[str]:
        """The names of all values that it has places for."""
        return frozenset(name for parts in self.forms.values() for name in parts[1::2])


@dataclass(frozen=True)
class Catalogue:
    """Every string in one language, by key; `language` is its BCP 47 tag."""

    language: str
    messages: Mapping[str, Message]

    def over(self, others: Mapping[str, str]) -> "Catalogue":
        """The catalogue with other texts for some strings, but for those that it cannot have.

        A key such as `home.entries.one` names one form of a string.
        """
        own: dict[str, Message] = {}
        for name, text in others.items():
            if not self.knows(name) or any(self.find_faults(name, text)):
                continue
            key, category = self._key_of(name)
            forms = {} if category is None else dict(own.get(key, self.messages[key]).forms)
            own[key] = Message({**forms, category or OTHER: tuple(_PLACE.split(text))})
        return Catalogue(self.language, {**self.messages, **own}) if own else self

    def knows(self, name: str) -> bool:
        """Whether there is a string, or a form of one, that is called so and may be replaced."""
        return self._key_of(name)[0] in self.messages and not name.startswith(PATTERNS)

    def find_faults(self, name: str, text: str) -> Iterator[str]:
        """What is wrong with another text for a string that it knows, as sentences without their end."""
        message = self.messages[self._key_of(name)[0]]
        for value in sorted(set(_PLACE.findall(text)) - message.values - ({COUNT} if message.is_plural else set())):
            known = listed_in_braces(message.values)
            yield f"'{name}' has no value called '{{{value}}}'" + (f", it has {known}" if known else "")
        if re.search(r"[{}]", _PLACE.sub("", text)):
            yield f"a brace in '{name}' stands for no value"
        bars = "".join(message.forms[OTHER][::2]).count(BAR)
        if text.count(BAR) != bars:
            yield f"'{name}' needs {bars} times '{BAR}'" if bars else f"'{name}' has a '{BAR}', which it must not"

    def _key_of(self, name: str) -> tuple[str, str | None]:
        """The key of a string, and the plural category where one of its forms is named."""
        above, _, last = name.rpartition(".")
        message = self.messages.get(above)
        if name not in self.messages and last in CATEGORIES and message is not None and message.is_plural:
            return above, last
        return name, None


def listed_in_braces(values: Collection[str]) -> str:
    """`{length}, {time}`."""
    return ", ".join(f"{{{value}}}" for value in sorted(values))


def message_of(said: Said) -> Message:
    """A string as it is said."""
    texts = {"other": said} if isinstance(said, str) else said
    return Message(MappingProxyType({category: tuple(_PLACE.split(text)) for category, text in texts.items()}))


@cache
def shipped(language: str) -> Catalogue:
    """What comes with this program in a language, one of `shipped_languages`; English where a string is missing."""
    own = strings_of(language)
    return Catalogue(language, own if language == ENGLISH else {**shipped(ENGLISH).messages, **own})


def strings_of(language: str) -> Mapping[str, Message]:
    """The strings that a language has of its own."""
    return {key: message_of(said) for key, said in read_strings(language).items()}


@cache
def shipped_languages() -> tuple[str, ...]:
    """The languages that this program speaks."""
    return tuple(sorted(file.stem for file in LANGUAGES.glob("*.yaml")))


@cache
def read_strings(language: str) -> Mapping[str, Said]:
    """Every string of a shipped file by its full key, as `stage.resolved`."""
    text = (LANGUAGES / f"{language}.yaml").read_bytes()
    # The files are ours and held to their form by tests, so the quick loader will do.
    return MappingProxyType(dict(_flat(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))))


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

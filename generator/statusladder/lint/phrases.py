"""Turns of phrase that a rule looks for, each with what to write instead, and words of the engine room.

These say what a product is made of, which its customers neither see nor use.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from statusladder.lint.interface import Finding, Subject
from statusladder.lint.texts import Words
from statusladder.model.site import Settings


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


def look_for(phrases: Phrases, objection: str) -> Callable[[Subject], Iterable[Finding]]:
    """What a rule does that only looks for turns of phrase: each is quoted, with the objection."""

    def find(subject: Subject) -> Iterator[Finding]:
        for found in phrases.found_in(subject.words):
            yield Finding(found.words.place(found.offset), f"'{found.text}' {objection}", found.fix)

    return find


_BUILT_IN = (
    # software that runs underneath
    r"kafka|zookeeper|etcd|kubernetes|k8s|kubelets?|rabbitmq|redis|memcached?|elasticsearch|cassandra|mysql|mariadb"
    r"|postgres(?:ql)?|mongo(?:db)?|nginx|haproxy|vitess|proxysql|terraform|ansible|istio|traefik|coredns|systemd"
    # states and faults of machines
    r"|consumer lag|replica(?:tion)? lag|split[- ]brain|quorum|leader elections?|thundering herds?|oom(?:[- ]?kill\w*)?"
    r"|out[- ]of[- ]memory|garbage collect\w+|memory leaks?|memory pressure|null pointers?|segfaults?|stack traces?"
    r"|race conditions?|deadlock(?:s|ed)?|mutex(?:es)?|cpu (?:saturation|starvation|throttling|exhaustion)"
    r"|connection pools?|thread pools?|thread exhaustion|connection exhaustion|port exhaustion|file descriptors?"
    # parts of machines
    r"|kernels?|hypervisors?|sidecars?|daemons?|crash[- ]?loop\w*|cron ?jobs?|shards?|sharding|resharding"
    r"|ingress controllers?|query planners?|nvme"
    # figures of dashboards
    r"|p(?:50|90|95|99)(?:\.9)?|qps|slos?|iops"
)
"""Only words that have no meaning in a customer's day: `cache`, `queue` and `cluster` can be plain speech."""


def engine_room_words(settings: Settings) -> tuple[str, ...]:
    """What a site calls its own inner parts, and what else it says that its customers do not know (`lint.jargon`)."""
    inner = (name for component in settings.components for name in component.internal_names or ())
    return (*inner, *settings.lint.jargon)


@lru_cache(maxsize=8)
def _pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    parts = [*(re.escape(name) for name in own), _BUILT_IN]
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(parts)})(?![\w/]|\.\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _words_in(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"\w+", text.casefold()))


def engine_room_in(text: str, settings: Settings) -> list[tuple[int, str]]:
    """Each word of the engine room in a text with its offset, once; what the site sells by that name is none."""
    own = engine_room_words(settings)
    matches = tuple(_pattern(own).finditer(text))
    if not matches:
        return []
    sold = _words_in(tuple(f"{one.name} {one.description or ''}" for one in settings.components))
    inner = {name.casefold() for name in own}
    found: dict[str, tuple[int, str]] = {}
    for match in matches:
        if match[0].casefold() in inner or not sold.issuperset(re.findall(r"\w+", match[0].casefold())):
            found.setdefault(match[0].casefold().removesuffix("s"), (match.start(), match[0]))
    return list(found.values())

"""What a member of this room is: a family of rules, each with its code, its reason, a bad and a good example.

The files of examples are a notice that lacks nothing, with the words at issue put in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from statusladder.lint.texts import AnyUpdate as AnyUpdate
from statusladder.lint.texts import PublicText, Words, texts_of_update, words_of_body, words_of_facts
from statusladder.model.communication import Drill, Incident, Maintenance
from statusladder.model.feedback import Answer
from statusladder.model.policy import Policy
from statusladder.model.problem import Code, Level, Place
from statusladder.model.site import Page, Settings

_FACTS = """\
severity: {severity}
components:
  sign-in: {state}
impact:
  symptom: The sign-in page returns an error
  share: 12-18%
  basis: measured
"""


def make_notice(
    body: str,
    *,
    stage: str = "investigating",
    title: str = "Sign-in fails for some accounts",
    severity: str = "minor",
    state: str = "partial_outage",
) -> str:
    """A first notice with these words."""
    facts = _FACTS.format(severity=severity, state=state)
    return f"---\nstage: {stage}\nat: 2026-03-14T09:01:00Z\ntitle: {title}\n{facts}next_update: 1h\n---\n{body}\n"


def make_resolved(body: str) -> str:
    """The file that closes the incident of a first notice."""
    return (
        "---\nstage: resolved\nat: 2026-03-14T11:40:00Z\nresolved_at: 2026-03-14T11:30:00Z\ndata_loss: none\n"
        f"remaining: none\n---\n{body}\n"
    )


class Scope(StrEnum):
    """What a rule judges: the state that stands after the newest file, or each file that a change adds."""

    STATE = "state"
    FILE = "file"


@dataclass(frozen=True)
class Neighbours:
    """Every folder of the site, for rules that compare: told apart once, because each file asks for the same few.

    `feedback` is what readers sent.
    """

    folders: tuple[Incident | Maintenance, ...] = ()
    feedback: tuple[Answer, ...] = ()

    @cached_property
    def open_incidents(self) -> tuple[Incident, ...]:
        incidents = (one for one in self.folders if isinstance(one, Incident) and not isinstance(one, Drill))
        return tuple(one for one in incidents if one.is_open)

    @cached_property
    def drills(self) -> tuple[Drill, ...]:
        return tuple(one for one in self.folders if isinstance(one, Drill))


@dataclass(frozen=True)
class Subject:
    """One update before a rule's eyes. `before` is the one it follows, None for the first.

    The folder of the update is among its `neighbours`.
    """

    settings: Settings
    policy: Policy
    communication: Incident | Maintenance
    update: AnyUpdate
    before: AnyUpdate | None
    neighbours: Neighbours = Neighbours()

    @cached_property
    def public_texts(self) -> tuple[PublicText, ...]:
        """All of this file that the public can read, as it was typed; for prose alone see `words`."""
        return tuple(texts_of_update(self.update, self.communication, self.settings))

    @property
    def is_first(self) -> bool:
        return self.before is None

    @property
    def incident(self) -> Incident | None:
        """The incident, for rules that speak of incidents alone."""
        return self.communication if isinstance(self.communication, Incident) else None

    @property
    def in_english(self) -> bool:
        """Whether rules may miss English words in it: what is not written cannot be looked for in another language."""
        return self.settings.site.language.partition("-")[0].lower() == "en"

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """All that customers read of this file; taken apart once for all rules."""
        return (*words_of_facts(self.update), *self.body)

    @cached_property
    def body(self) -> tuple[Words, ...]:
        """The paragraphs and items of the body alone."""
        return words_of_body(self.update)


@dataclass(frozen=True)
class Finding:
    """Where a rule found what it looks for: one sentence and the fix, as a `Problem` has them.

    `level` is stated where it is another than the rule's own.
    """

    place: Place
    sentence: str
    fix: str
    level: Level | None = None


Example = tuple[str, ...]
"""The files of one incident or maintenance in their order, each as it is typed; the last is the one that is judged."""


@dataclass(frozen=True)
class Rule:
    """One rule. `why` names its source; `about` says its kind, what it catches and how much that weighs.

    `find_in_page` is stated by a rule that judges the site's own pages too, `find_in_answer` by one that judges what
    readers sent.
    """

    code: str
    about: Code
    scope: Scope
    why: str
    bad: Example
    good: Example
    find: Callable[[Subject], Iterable[Finding]]
    find_in_page: Callable[[Settings, Page], Iterable[Finding]] | None = None
    find_in_answer: Callable[[Settings, Answer], Iterable[Finding]] | None = None


@dataclass(frozen=True)
class Family:
    """The rules of one file, as the constant RULES; the codes of a family begin with one letter."""

    name: str
    rules: tuple[Rule, ...]

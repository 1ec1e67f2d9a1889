"""A playbook: what a team thought of beforehand for one kind of incident, so that nobody has to at three at night."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.communication import Inject
from statusladder.model.facts import Fact, Question, Texts
from statusladder.model.imported import PlainValue
from statusladder.model.problem import Place
from statusladder.model.site import Settings
from statusladder.model.update import stage_words
from statusladder.model.values import (
    Day,
    Line,
    Text,
    accept_choice,
    accept_matching,
    accept_one_of,
    as_list,
    describe,
    read_text,
    refuse,
)
from statusladder.model.vocabulary import (
    INCIDENT_STAGES,
    MEASURED_STATES,
    ComponentState,
    IncidentKind,
    Severity,
    Stage,
)

VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
"""A place to fill, as `{{what}}`; spaces inside of the braces do not count."""

_VARIABLE_NAME = accept_matching(
    r"[a-z][a-z0-9_]*", "the name of a variable", "who, with small letters, digits and '_'"
)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `{{name}}` replaced by its value, as it is; a name without a value stays as it was typed."""
    return VARIABLE.sub(lambda place: values.get(place[1].strip(), place[0]), text)


def variables_in(text: str) -> Iterator[str]:
    """The names of the places to fill, in the order of the text, each as often as it stands there."""
    return (place[1].strip() for place in VARIABLE.finditer(text))


def _asked(value: object) -> str:
    text = read_text(value)
    if "?" in text:
        return text
    raise refuse(f"{describe(value)} is not a question", "ask it with a '?': a playbook asks, people answer")


_Asked = Annotated[str, PlainValidator(_asked, json_schema_input_type=str)]
_AllAsked = Annotated[tuple[_Asked, ...], BeforeValidator(as_list, json_schema_input_type=list[str] | str)]
_IncidentStage = Annotated[Stage, PlainValidator(accept_one_of(INCIDENT_STAGES, "stage")), stage_words(INCIDENT_STAGES)]
_State = Annotated[
    ComponentState, PlainValidator(accept_one_of(MEASURED_STATES, "component state"), json_schema_input_type=str)
]


class Variable(Fact):
    """A place to fill: its name, the question that asks for its value, and the value when nobody answers."""

    name: Annotated[str, PlainValidator(_VARIABLE_NAME, json_schema_input_type=str)]
    ask: _Asked
    default: Text | None = None


class PlaybookKeys(Fact):
    """The front matter of a playbook. Variables may stand in any of its texts."""

    title: Line
    """What the playbook is for, in a few words."""
    severity: Annotated[Severity, accept_choice(Severity, "severity")]
    """How bad it mostly is for customers; a first guess, and when unsure the worse one."""
    incident_title: Line
    """The title of the incident in customers' words, with places to fill as {{what}}."""
    questions: _AllAsked
    """What to answer in the first ten minutes; each with a question mark."""
    owner: Line
    """The team that keeps the playbook right."""
    version: Line
    """The version of the playbook, for the record."""
    review_by: Day
    """The day by which somebody reads it again and makes it right."""
    because: Text | None = None
    """Why this version is other than the one before; it may name feedback, as feedback-17."""
    kind: Annotated[IncidentKind, accept_choice(IncidentKind, "kind")] = IncidentKind.INCIDENT
    """What it is about; security and data incidents must give embargoed_until."""
    triggers: Texts = ()
    """What makes people reach for this playbook."""
    components: dict[str, _State] = Field(default_factory=dict)
    """The components that are mostly affected, and their states."""
    variables: tuple[Variable, ...] = ()
    """The places to fill: name, the question that asks for the value, and a default."""
    first_notice: Text | None = None
    """The words of the first notice, with places to fill."""
    prompts: dict[_IncidentStage, _AllAsked] = Field(default_factory=dict)
    """What an update of a stage should answer; questions, never finished sentences."""
    usually_works: Texts = ()
    """What mostly still works; check it before you say it."""
    audiences: dict[str, Text] = Field(default_factory=dict)
    """What to think of for some readers."""
    qa: tuple[Question, ...] = ()
    """Questions that customers ask, with honest answers, for support."""
    avoid: Texts = ()
    """Words that customers must not read, because they belittle, promise or say nothing."""
    exit_checks: Texts = ()
    """What must hold before the incident is resolved."""
    drill: tuple[Inject, ...] = ()
    """What the leader of a drill tells the team, and how long after the beginning."""

    @property
    def defaults(self) -> dict[str, str]:
        """The values of the variables for which nobody has to be asked."""
        return {variable.name: variable.default for variable in self.variables if variable.default is not None}


@dataclass(frozen=True)
class Playbook:
    """One file: `name` is its stem, by which people call it; `lines` as in Update; `typed` and `body` as in the file.

    `path` is relative to the site's folder, or absolute when the playbook is not the site's own but was `shipped`.
    """

    name: str
    path: str
    lines: Mapping[str, int]
    said: PlaybookKeys
    typed: Mapping[str, PlainValue]
    body: str
    shipped: bool

    def place(self, key: str) -> Place:
        return Place(self.path, self.lines.get(key) or self.lines.get(key.partition(".")[0], 1))

    def components_of(self, settings: Settings) -> dict[str, ComponentState]:
        """The components to begin with that the site has; a playbook that was shipped may name others."""
        return {name: state for name, state in self.said.components.items() if settings.component(name) is not None}

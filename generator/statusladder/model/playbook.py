"""A playbook: what a team thought of beforehand for one kind of incident, so that nobody has to at three at night."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, PlainValidator

from statusladder.model.communication import Inject
from statusladder.model.facts import Fact, Question, Texts
from statusladder.model.imported import PlainValue
from statusladder.model.keys import Key, key
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

    title: Annotated[Line, Key("What the playbook is for, in a few words.")]
    severity: Annotated[
        Severity,
        accept_choice(Severity, "severity"),
        Key("How bad it mostly is for customers; a first guess, and when unsure the worse one."),
    ]
    incident_title: Annotated[
        Line, Key("The title of the incident in customers' words, with places to fill as {{what}}.")
    ]
    questions: Annotated[_AllAsked, Key("What to answer in the first ten minutes; each with a question mark.")]
    owner: Annotated[Line, Key("The team that keeps the playbook right.")]
    version: Annotated[Line, Key("The version of the playbook, for the record.")]
    review_by: Annotated[Day, Key("The day by which somebody reads it again and makes it right.")]
    because: Text | None = key("Why this version is other than the one before; it may name feedback, as feedback-17.")
    kind: Annotated[IncidentKind, accept_choice(IncidentKind, "kind")] = key(
        "What it is about; security and data incidents must give embargoed_until.", default=IncidentKind.INCIDENT
    )
    triggers: Texts = key("What makes people reach for this playbook.", default=())
    components: dict[str, _State] = key("The components that are mostly affected, and their states.", factory=dict)
    variables: tuple[Variable, ...] = key(
        "The places to fill: name, the question that asks for the value, and a default.", default=()
    )
    first_notice: Text | None = key("The words of the first notice, with places to fill.")
    prompts: dict[_IncidentStage, _AllAsked] = key(
        "What an update of a stage should answer; questions, never finished sentences.", factory=dict
    )
    usually_works: Texts = key("What mostly still works; check it before you say it.", default=())
    audiences: dict[str, Text] = key("What to think of for some readers.", factory=dict)
    qa: tuple[Question, ...] = key("Questions that customers ask, with honest answers, for support.", default=())
    avoid: Texts = key("Words that customers must not read, because they belittle, promise or say nothing.", default=())
    exit_checks: Texts = key("What must hold before the incident is resolved.", default=())
    drill: tuple[Inject, ...] = key(
        "What the leader of a drill tells the team, and how long after the beginning.", default=()
    )

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

"""The facts an update can state, each a small frozen record with the forms people may write it in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from statusladder.model.keys import CLAIM, PROSE, Key, key
from statusladder.model.values import (
    COUNT,
    SHARE,
    DayOrMoment,
    Flag,
    Line,
    Link,
    Moment,
    Percent,
    Text,
    accept_choice,
    as_list,
    describe,
    refuse,
    suggest,
)
from statusladder.model.vocabulary import MEASURED_STATES, Basis, ComponentState, Confidence, Severity


class Fact(BaseModel):
    """The base of everything that is read from front matter: frozen, and no key may be unknown.

    How a record is validated is worked out when the first of its kind is read: few commands read all kinds. A default
    is therefore made by `model_construct`, which works out nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


def none_is_empty(value: object) -> object:
    """A form can write `none` only as the single item of a list."""
    return [] if value in ("none", ["none"]) else as_list(value)


Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list, json_schema_input_type=list[str] | str)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(as_list, json_schema_input_type=list[str] | str)]
TextsOrNone = Annotated[tuple[Text, ...], BeforeValidator(none_is_empty, json_schema_input_type=list[str] | str)]
"""A list, or the word `none`, which is a decision of its own and reads as the empty list."""


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included; equal when one figure was given."""

    low: float
    high: float


def _read_range(value: object, percent: bool) -> Range:
    pattern, example = (SHARE, "12-18%") if percent else (COUNT, "120-150")
    match = pattern.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise refuse(f"{describe(value)} is not a range", f"write it as {example}")
    low = float(match["low"])
    high = float(match["high"]) if match["high"] else low
    if high < low or (percent and high > 100):
        raise refuse(f"{describe(value)} is not a possible range", f"write the smaller figure first, as {example}")
    return Range(low, high)


def _read_share(value: object) -> Range | None:
    if isinstance(value, Range):
        return value
    return None if value == "unknown" else _read_range(value, percent=True)


def _read_accounts(value: object) -> Range | None:
    if isinstance(value, Range):
        return value
    return None if value == "unknown" else _read_range(value, percent=False)


class Impact(Fact):
    """What customers notice, how many of them, and how that is known."""

    symptom: Text | None = key(
        marks=CLAIM,
        ask="What does a customer see when it fails?",
        fix="add 'symptom: …' below 'impact:', what customers see",
    )
    share: Annotated[Range | None, PlainValidator(_read_share, json_schema_input_type=str)] = key(
        ask="What share of customers, as 12-18%, or unknown?",
        fix="add 'share: 5-12%' below 'impact:', or 'accounts: 120-150'",
    )
    accounts: Annotated[Range | None, PlainValidator(_read_accounts, json_schema_input_type=str | int)] = key(
        ask="How many accounts, as 120-150?"
    )
    basis: Annotated[Basis, accept_choice(Basis, "basis")] | None = key(
        ask="Is that measured or estimated?", flag="--share-basis"
    )
    regions: Lines | None = key(ask="In which regions?", flag="--region")
    workflows: Lines | None = key(ask="What of it fails?", flag="--workflow")


def _read_state(value: object) -> ComponentState:
    if isinstance(value, str) and value in list(ComponentState):
        return ComponentState(value)
    words = [*MEASURED_STATES, ComponentState.AFFECTED]
    raise refuse(
        f"no component state is called {describe(value)}", suggest(value if isinstance(value, str) else "", words)
    )


class ComponentFact(Fact):
    """The state that an incident gives a component."""

    status: Annotated[ComponentState, PlainValidator(_read_state, json_schema_input_type=str)]
    recovered: Percent | None = None


def _state_alone(value: object) -> object:
    return {"status": value} if isinstance(value, str) else value


class Components(Fact):
    """The components an update speaks of; `unknown` is allowed only while nobody knows (a first notice)."""

    unknown: Flag = False
    states: dict[
        str, Annotated[ComponentFact, BeforeValidator(_state_alone, json_schema_input_type=ComponentFact | str)]
    ] = Field(default_factory=dict)


def _components(value: object) -> object:
    if value == "unknown":
        return {"unknown": "true"}
    if isinstance(value, dict):
        return {"states": value}
    if isinstance(value, Components):
        return value
    raise refuse(f"components are a mapping, not {describe(value)}", "write each as 'id: state', or the word unknown")


ComponentsField = Annotated[
    Components,
    BeforeValidator(_components, json_schema_input_type=dict[str, ComponentFact | str] | Literal["unknown"]),
]


class EventTime(Fact):
    """When something happened, which may be an estimate."""

    at: Moment
    estimated: Flag = False


def _time_alone(value: object) -> object:
    return {"at": value} if isinstance(value, str | datetime) else value


EventTimeField = Annotated[EventTime, BeforeValidator(_time_alone, json_schema_input_type=EventTime | str)]


class Eta(Fact):
    """When service is expected back: always a window with confidence and basis, or the stated decision `unknown`."""

    unknown: Flag = False
    from_: Moment | None = Field(default=None, alias="from")
    to: Moment | None = None
    confidence: Annotated[Confidence, accept_choice(Confidence, "confidence")] | None = key(
        ask="How sure are you of that?"
    )
    basis: Text | None = key(marks=CLAIM, ask="On what does the estimate rest?")


def _eta(value: object) -> object:
    if value == "unknown":
        return {"unknown": "true"}
    if isinstance(value, str):
        raise refuse(
            "an estimate is a window, not a single time", "write from, to, confidence and basis, or the word unknown"
        )
    if isinstance(value, dict) and "unknown" not in value:
        missing = [key for key in ("from", "to", "confidence", "basis") if key not in value]
        if missing:
            raise refuse(f"the estimate lacks {', '.join(missing)}", "write from, to, confidence and basis")
    return value


EtaField = Annotated[Eta, BeforeValidator(_eta, json_schema_input_type=Eta | Literal["unknown"])]


class Progress(Fact):
    """How far the recovery is: a percentage, of what, and how that is known."""

    percent: Percent
    of: Line
    basis: Annotated[Basis, accept_choice(Basis, "basis")] | None = None


class Milestone(Fact):
    name: Line
    target: Moment | None = None
    done_at: Moment | None = None


class Workaround(Fact):
    text: Annotated[Text, Key(marks=CLAIM)]
    verified_at: Moment | None = None
    ends_when: Text | None = None


def _text_alone(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


WorkaroundsField = Annotated[
    tuple[Annotated[Workaround, BeforeValidator(_text_alone, json_schema_input_type=Workaround | str)], ...],
    BeforeValidator(none_is_empty, json_schema_input_type=list[Workaround | str] | Literal["none"]),
]


class Concession(Fact):
    """What customers are offered: to whom, how they get it, until when, and the role that approved it."""

    offer: Annotated[Text, Key(marks=PROSE)]
    who: Text | None = key(marks=PROSE)
    how: Text | None = key(marks=PROSE)
    until: DayOrMoment | None = None
    approved_by: Line | None = None


def _offer_alone(value: object) -> object:
    return {"offer": value} if isinstance(value, str) else value


ConcessionsField = Annotated[
    tuple[Annotated[Concession, BeforeValidator(_offer_alone, json_schema_input_type=Concession | str)], ...],
    BeforeValidator(as_list, json_schema_input_type=list[Concession | str] | str),
]


class Question(Fact):
    """A question customers ask, and its answer."""

    q: Annotated[Text, Key(marks=PROSE)]
    a: Annotated[Text, Key(marks=PROSE)]


class Correction(Fact):
    """What an earlier file said wrongly: which field, its old and its new value, and why; shown to readers."""

    at: Moment
    field: Line
    was: Text
    now: Text
    why: Text


class Sponsor(Fact):
    """The executive who signs a critical incident, named only with consent."""

    name: Line
    title: Line
    consented: Flag


class LinkedText(Fact):
    """Words, and where they lead."""

    text: Line
    url: Link | None = None


class Contact(LinkedText):
    """A way to reach people for urgent help: for everybody, or for one audience; at any severity, or from one up."""

    audience: Line | None = None
    severity: Annotated[Severity, accept_choice(Severity, "severity")] | None = None

    def holds(self, severity: Severity | None, audience: str | None = None) -> bool:
        """Whether it is for an incident of this severity, None being none; with `audience` for that audience alone."""
        order = list(Severity)
        is_grave_enough = self.severity is None or (
            severity is not None and order.index(severity) <= order.index(self.severity)
        )
        return self.audience == audience and is_grave_enough


ContactsField = Annotated[
    tuple[Annotated[Contact, BeforeValidator(_text_alone, json_schema_input_type=Contact | str)], ...],
    BeforeValidator(as_list, json_schema_input_type=list[Contact | str] | str),
]


LinkedTextField = Annotated[LinkedText, BeforeValidator(_text_alone, json_schema_input_type=LinkedText | str)]


class Decision(Fact):
    """An internal record of what was decided, by which role."""

    at: Moment
    what: Text
    by_role: Line


class LintIgnore(Fact):
    rule: Line
    reason: Text


class ImportedFrom(Fact):
    """Where a file came from; relaxes every rule but form and safety for this file alone.

    `assumed` are the components whose state the import assumed from the severity, as the source gave none. `atom_id` is
    the id of its entry in the Atom feed of the source: feed readers know it by that.
    """

    source: Line
    id: Line
    url: Link | None = None
    atom_id: Line | None = None
    assumed: Lines | None = None


class Window(Fact):
    """The announced time of a maintenance."""

    from_: Annotated[Moment, Field(alias="from"), Key(ask="When does it begin, as 2026-04-02T01:00Z?")]
    to: Annotated[Moment, Key(ask="When will it be over?")]

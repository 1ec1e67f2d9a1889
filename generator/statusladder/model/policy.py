"""The policy of a ladder: what each stage must say and how often, who answers for it, and when it gets more serious.

The rules lie in YAML that came with the package (content.policies), and their texts in the catalogue of strings, below
`preset`. A site states what it does otherwise.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.facts import Fact, Texts, TextsOrNone
from statusladder.model.update import stage_words
from statusladder.model.values import (
    Day,
    Flag,
    Line,
    Text,
    accept_choice,
    accept_matching,
    accept_one_of,
    accept_whole_number,
    describe,
    read_duration,
    read_text,
    refuse,
)
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage

POLICY_STAGES: tuple[Stage, ...] = (*OPEN_STAGES, Stage.RESOLVED, Stage.POSTMORTEM)
"""The stages for which the ladder has rules of its own; the others only end an incident or follow it up."""


class Preset(StrEnum):
    """The whole sets of rules that a site can begin with."""

    STATUSLADDER = "statusladder"
    SMALL_TEAM = "small-team"


class Demand(StrEnum):
    """What a stage wants of a fact; forbidden ones are those that model.update drops when the stage is entered."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


class FactName(StrEnum):
    """Every fact that has rules, called by its key; `how_to_report` and `apology` stand in the words or on the page."""

    TITLE = "title"
    SEVERITY = "severity"
    COMPONENTS = "components"
    POTENTIAL_IMPACT = "potential_impact"
    WATCH_UNTIL = "watch_until"
    SYMPTOM = "impact.symptom"
    SHARE = "impact.share"
    STARTED_AT = "started_at"
    KNOWN = "known"
    UNKNOWN = "unknown"
    ACTIONS = "actions"
    WORKAROUNDS = "workarounds"
    CUSTOMER_ACTIONS = "customer_actions"
    CAUSE = "cause"
    ETA = "eta"
    PROGRESS = "progress"
    MILESTONES = "milestones"
    MITIGATED_AT = "mitigated_at"
    RESOLVED_AT = "resolved_at"
    MONITORING_UNTIL = "monitoring_until"
    EXIT_CRITERION = "exit_criterion"
    DATA_LOSS = "data_loss"
    REMAINING = "remaining"
    CONTACTS = "contacts"
    HOW_TO_REPORT = "how_to_report"
    APOLOGY = "apology"
    VERSION = "version"
    TRIGGER = "trigger"
    CONTRIBUTING_FACTORS = "contributing_factors"
    APPROVED_BY = "approved_by"
    NEXT_UPDATE = "next_update"


PROSE = frozenset({FactName.HOW_TO_REPORT, FactName.APOLOGY})
"""Facts that no key holds."""


def _length(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    length = read_duration(value) if isinstance(value, str) else None
    if length is None:
        raise refuse(f"{describe(value)} is not a length of time above zero", "write it as 30m, 2h or 14d")
    return length


def _number(value: object) -> timedelta | int:
    """A length of time, or a plain number: what a criterion counts."""
    if isinstance(value, str) and value.isdigit():
        return accept_whole_number(1, 1000)(value)
    return _length(value)


def _role(value: object) -> str | None:
    if not isinstance(value, str):
        raise refuse(f"one role is expected, not {describe(value)}", "name one role, or write none")
    return None if value == "none" else read_text(value)


def _spread(words: Iterable[str]) -> Callable[[object], object]:
    """One value stands for each of the words, where no mapping tells them apart."""
    keys = tuple(words)
    return lambda value: value if isinstance(value, dict) else dict.fromkeys(keys, value)


Length = Annotated[timedelta, PlainValidator(_length, json_schema_input_type=str)]
_Number = Annotated[timedelta | int, PlainValidator(_number, json_schema_input_type=str | int)]
_Severity = Annotated[Severity, accept_choice(Severity, "severity")]
_Stage = Annotated[
    Stage, PlainValidator(accept_one_of(POLICY_STAGES, "stage of the policy")), stage_words(POLICY_STAGES)
]
_OpenStage = Annotated[Stage, PlainValidator(accept_one_of(OPEN_STAGES, "open stage")), stage_words(OPEN_STAGES)]
_FactName = Annotated[FactName, accept_choice(FactName, "fact")]
_Demand = Annotated[Demand, accept_choice(Demand, "demand")]
_CHANGEABLE = (Demand.REQUIRED, Demand.RECOMMENDED, Demand.OPTIONAL)
_Changeable = Literal["required", "recommended", "optional"]
_Change = Annotated[Demand, PlainValidator(accept_one_of(_CHANGEABLE, "demand"), json_schema_input_type=_Changeable)]
_Role = Annotated[str | None, PlainValidator(_role, json_schema_input_type=str)]

_for_each_severity = _spread(severity.value for severity in Severity)
_for_each_open_stage = _spread(stage.value for stage in OPEN_STAGES)
_for_each_stage = _spread(stage.value for stage in POLICY_STAGES)
_Demands = Annotated[
    dict[_Severity, _Demand],
    BeforeValidator(_for_each_severity, json_schema_input_type=dict[_Severity, _Demand] | Demand),
]
_Changes = Annotated[
    dict[_Severity, _Change],
    BeforeValidator(_for_each_severity, json_schema_input_type=dict[_Severity, _Change] | _Changeable),
]
_Owner = Annotated[
    dict[_Severity, _Role], BeforeValidator(_for_each_severity, json_schema_input_type=dict[_Severity, _Role] | str)
]
_Approvers = Annotated[
    dict[_Severity, TextsOrNone],
    BeforeValidator(_for_each_severity, json_schema_input_type=dict[_Severity, TextsOrNone] | list[str] | str),
]
_Reach = Annotated[
    dict[_Stage, TextsOrNone],
    BeforeValidator(_for_each_stage, json_schema_input_type=dict[_Stage, TextsOrNone] | list[str] | str),
]
_Cadence = Annotated[
    dict[_OpenStage, Length],
    BeforeValidator(_for_each_open_stage, json_schema_input_type=dict[_OpenStage, Length] | str),
]


class PolicyChanges(Fact):
    """What a preset or a site does otherwise; what is not stated stays as it is."""

    facts: dict[_FactName, dict[_Stage, _Changes]] = Field(default_factory=dict)
    """What a stage must say, where you ask for more or less: required, recommended or optional."""
    cadence: dict[_Severity, _Cadence] = Field(default_factory=dict)
    """The longest time between two updates, by severity and stage, as 30m or 2h."""
    owners: dict[_Stage, _Owner] = Field(default_factory=dict)
    """The role that answers for the update of a stage; none where nobody has to be named."""
    approvers: dict[_Stage, _Approvers] = Field(default_factory=dict)
    """The roles that approve the update of a stage, by severity; none where nobody has to."""
    reach: dict[_Severity, _Reach] = Field(default_factory=dict)
    """Where an update is said besides the page and its feeds, by severity and stage: kinds or ids of channels."""


class Revision(Fact):
    """A version of the rules: since when, what it changed, and why."""

    version: Line
    date: Day
    what: Text
    because: Text | None = None


class LadderKeys(PolicyChanges):
    """The policy in force: a preset, its version for the record, and what this site does otherwise."""

    preset: Annotated[Preset, accept_choice(Preset, "preset")] = Preset.STATUSLADDER
    """The rules to begin with: statusladder unless given, or small-team."""
    policy_version: Line | None = None
    """The version of your rules, for the record; each new incident keeps the one it began under."""
    changelog: tuple[Revision, ...] = ()
    """What each version of your rules changed, since when, and why; on the page How we communicate."""
    review_by: Day | None = None
    """The day by which somebody reads the rules again."""

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """The changelog, newest first in whatever order it was written."""
        return tuple(sorted(self.changelog, key=lambda revision: revision.date, reverse=True))


class FirstNotice(Fact):
    """How long after the beginning the first notice is aimed at, and how long it may take at most."""

    target: Length
    latest: Length


class Relaxation(Fact):
    """When more time than the cadence gives may be promised: at these stages, or later on with a stated reason."""

    stages: tuple[_OpenStage, ...]
    with_reason_after: Length
    never_within: Length


class ReportDue(Fact):
    """How long after the end the reports are due; `reason_if_none`: there may be none, and the reason is told.

    `review` is how long after its publication the team meets about the final one.
    """

    preliminary: Length | None = None
    final: Length | None = None
    review: Length | None = None
    reason_if_none: Flag = False


class Criterion(Fact):
    """When an incident gets more serious: its numbers, by the names of the values that its string has."""

    numbers: dict[str, _Number] = Field(default_factory=dict)

    def length(self, name: str) -> timedelta:
        number = self.numbers[name]
        if not isinstance(number, timedelta):
            raise TypeError(f"{name} is no length of time")
        return number

    def count(self, name: str) -> int:
        number = self.numbers[name]
        if isinstance(number, timedelta):
            raise TypeError(f"{name} is a length of time")
        return number


class Announcement(Fact):
    """How long before its beginning a maintenance is announced, and when readers are reminded of it.

    `lead_if_long` holds for one that takes longer than `long`, or that falls into business hours.
    """

    lead: Length
    lead_if_long: Length
    lead_if_breaking: Length
    long: Length
    reminders: tuple[Length, ...]


class Policy(Fact):
    """Every rule in force. `first_file` softens what the very first file of an open incident must say.

    `roles`, `severities` and `escalation` name strings: what a role does, and what makes an incident so serious.
    """

    facts: dict[_FactName, dict[_Stage, _Demands]]
    first_file: dict[_FactName, _Demand]
    components_unknown_for: Length
    cadence: dict[_Severity, _Cadence]
    first_notice: dict[_Severity, FirstNotice]
    relaxation: Relaxation
    no_change_limit: Annotated[int, PlainValidator(accept_whole_number(1, 100), json_schema_input_type=int)]
    roles: Texts
    owners: dict[_Stage, _Owner]
    approvers: dict[_Stage, _Approvers]
    reach: dict[_Severity, _Reach]
    severities: dict[_Severity, Texts]
    reports: dict[_Severity, ReportDue]
    escalation: dict[Annotated[str, PlainValidator(accept_matching(r"E\d\d", "a criterion", "E01"))], Criterion]
    maintenance: Announcement

    def demand(self, fact: FactName, stage: Stage, severity: Severity | None) -> Demand:
        """What a stage wants of a fact; where no severity is known yet, no more than of a minor incident.

        An approval that nobody has to give is not asked for.
        """
        if fact is FactName.APPROVED_BY and not self.approvers_of(stage, severity):
            return Demand.OPTIONAL
        return self.facts.get(fact, {}).get(stage, {}).get(severity or Severity.MINOR, Demand.OPTIONAL)

    def approvers_of(self, stage: Stage, severity: Severity | None) -> tuple[str, ...]:
        """The roles that approve the words of a stage."""
        return self.approvers.get(stage, {}).get(severity or Severity.MINOR, ())

    def reach_at(self, stage: Stage, severity: Severity) -> tuple[str, ...]:
        """The kinds and ids of channels that an update of a stage reaches besides the page and its feeds."""
        return self.reach.get(severity, {}).get(stage, ())

    def changed(self, changes: PolicyChanges) -> "Policy":
        """The policy with these changes in it."""
        parts = PolicyChanges.model_fields
        return self.model_copy(update={name: _overlaid(getattr(self, name), getattr(changes, name)) for name in parts})


def _overlaid(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> dict[Any, Any]:
    """Old and new as one, mappings within them too; what is new wins."""
    merged = dict(old)
    for key, value in new.items():
        merged[key] = _overlaid(merged.get(key, {}), value) if isinstance(value, Mapping) else value
    return merged

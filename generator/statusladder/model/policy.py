"""The policy of a ladder: what each stage must say and how often, who answers for it, and when it gets more serious.

The rules lie in YAML that came with the package (content.policies), and their texts in the catalogue of strings, below
`preset`. A site states what it does otherwise: every number and every definition can be its own.

Long because what a site may change and what is in force are the same records.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from statusladder.model.criteria import Criteria, Criterion, CriterionCode
from statusladder.model.definitions import Definitions, Guidance
from statusladder.model.facts import Fact, Texts, TextsOrNone, none_is_empty
from statusladder.model.keys import key
from statusladder.model.update import stage_words
from statusladder.model.values import (
    Day,
    Flag,
    Line,
    Text,
    accept_choice,
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
    TINY = "tiny"


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


def _length_or_none(value: object) -> timedelta | None:
    return None if value is None or value == "none" else _length(value)


def _role(value: object) -> str | None:
    if not isinstance(value, str):
        raise refuse(f"one role is expected, not {describe(value)}", "name one role, or write none")
    return None if value == "none" else read_text(value)


def _spread(words: Iterable[str]) -> Callable[[object], object]:
    """One value stands for each of the words, where no mapping tells them apart."""
    keys = tuple(words)
    return lambda value: value if isinstance(value, dict) else dict.fromkeys(keys, value)


def _due(value: object) -> object:
    if isinstance(value, str) and value != "none":
        sentence = f"{describe(value)} does not say when reports are due"
        raise refuse(sentence, "write it as {final: 14d}, or write none")
    return None if value == "none" else value


Length = Annotated[timedelta, PlainValidator(_length, json_schema_input_type=str)]
_LengthOrNone = Annotated[timedelta | None, PlainValidator(_length_or_none, json_schema_input_type=str)]
_Lengths = Annotated[tuple[Length, ...], BeforeValidator(none_is_empty, json_schema_input_type=list[str] | str)]
_Count = Annotated[int, PlainValidator(accept_whole_number(1, 100), json_schema_input_type=int)]
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
_OpenStages = Annotated[
    tuple[_OpenStage, ...], BeforeValidator(none_is_empty, json_schema_input_type=list[Stage] | Stage | Literal["none"])
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


_Owners = Annotated[
    dict[_Stage, _Owner], BeforeValidator(_for_each_stage, json_schema_input_type=dict[_Stage, _Owner] | str)
]
_ApproversOf = Annotated[
    dict[_Stage, _Approvers],
    BeforeValidator(_for_each_stage, json_schema_input_type=dict[_Stage, _Approvers] | list[str] | str),
]


class FirstNotice(Fact):
    """How long after the beginning the first notice is aimed at, and how long it may take at most."""

    target: Length = key()
    """How soon after the beginning it is aimed at."""
    latest: Length = key()
    """How long it may take at most."""


class Relaxation(Fact):
    """When more time than the cadence gives may be promised: at these stages, or later on with a stated reason."""

    stages: _OpenStages = key()
    """The stages at which updates may be further apart; none where there is none."""
    with_reason_after: Length = key()
    """After how long they may be at every stage, if the update says why."""
    never_within: Length = key()
    """For how long after the beginning they never may."""


class ReportDue(Fact):
    """How long after the end of an incident its reports are due."""

    preliminary: _LengthOrNone = None
    """How long after the end the preliminary report is due; none where there is none."""
    final: _LengthOrNone = None
    """How long after the end the final report is due; none where there is none."""
    review: _LengthOrNone = None
    """How long after the final report the team meets about it; none where it does not."""
    reason_if_none: Flag = False
    """Whether readers are told why where there is no report."""


_Reports = Annotated[
    dict[
        _Severity,
        Annotated[ReportDue | None, BeforeValidator(_due, json_schema_input_type=ReportDue | Literal["none"])],
    ],
    BeforeValidator(
        _for_each_severity, json_schema_input_type=dict[_Severity, ReportDue | Literal["none"]] | Literal["none"]
    ),
]


class Announcement(Fact):
    """How long before its beginning a maintenance is announced, and when readers are reminded of it."""

    lead: Length = key()
    """How long before it begins a maintenance is announced."""
    lead_if_long: Length = key()
    """The same for one that takes longer than 'long', or falls into business hours."""
    lead_if_breaking: Length = key()
    """The same for one that breaks what customers have built."""
    long: Length = key()
    """What takes longer than this is announced earlier."""
    reminders: _Lengths = key()
    """How long before it begins readers are reminded of it; none where they are not."""


class PolicyChanges(Fact):
    """What a preset or a site does otherwise; what is not stated stays as it is."""

    facts: dict[_FactName, dict[_Stage, _Changes]] = Field(default_factory=dict)
    """What a stage must say, where you ask for more or less: required, recommended or optional."""
    components_unknown_for: Length = key()
    """For how long an incident may say that its components are not known yet, as 10m."""
    cadence: dict[_Severity, _Cadence] = Field(default_factory=dict)
    """The longest time between two updates, by severity and stage, as 30m or 2h."""
    first_notice: dict[_Severity, FirstNotice] = Field(default_factory=dict)
    """How long after the beginning the first notice is aimed at (target), and what it may take at most (latest)."""
    relaxation: Relaxation = key()
    """When updates may be further apart: at which stages, with a reason after how long, and never within how long."""
    no_change_limit: _Count = key()
    """How many updates in a row may say that nothing changed; the last of them is a warning."""
    owners: _Owners = Field(default_factory=dict)
    """The role that answers for the update of a stage; none where nobody has to be named."""
    approvers: _ApproversOf = Field(default_factory=dict)
    """The roles that approve the update of a stage, by severity; none where nobody has to."""
    reach: dict[_Severity, _Reach] = Field(default_factory=dict)
    """Where an update is said besides the page and its feeds, by severity and stage: kinds or ids of channels."""
    maintenance_reach: TextsOrNone = ()
    """Where scheduled maintenance is announced besides the page and its feeds: kinds or ids of channels, or none."""
    severities: dict[_Severity, Definitions] = Field(default_factory=dict)
    """What gives an incident each severity, in your own words or by the names of shipped definitions."""
    reports: _Reports = Field(default_factory=dict)
    """How long after the end each report is due, by severity, as 14d; none where there is none."""
    escalation: Criteria = Field(default_factory=dict)
    """The numbers of each criterion by which an incident gets more serious; none switches one off."""
    maintenance: Announcement = key()
    """How early a maintenance is announced, and when readers are reminded of it."""
    guidance: dict[_Stage, Guidance] = Field(default_factory=dict)
    """What a good update of a stage does (what), and its tone, in your own words."""


class Revision(Fact):
    """A version of the rules: since when, what it changed, and why."""

    version: Line
    date: Day
    what: Text
    because: Text | None = None


class LadderKeys(PolicyChanges):
    """The policy in force: a preset, its version for the record, and what this site does otherwise."""

    preset: Annotated[Preset, accept_choice(Preset, "preset")] = Preset.STATUSLADDER
    """The rules to begin with: statusladder unless given, small-team, or tiny for one or two people."""
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


class Policy(Fact):
    """Every rule in force. `first_file` softens what the very first file of an open incident must say.

    `roles` names strings: what a role is called and does. What no `guidance` is stated for is as shipped.
    """

    facts: dict[_FactName, dict[_Stage, _Demands]]
    first_file: dict[_FactName, _Demand]
    components_unknown_for: Length
    cadence: dict[_Severity, _Cadence]
    first_notice: dict[_Severity, FirstNotice]
    relaxation: Relaxation
    no_change_limit: _Count
    roles: Texts
    owners: _Owners
    approvers: _ApproversOf
    reach: dict[_Severity, _Reach]
    maintenance_reach: TextsOrNone
    severities: dict[_Severity, Definitions]
    reports: _Reports
    escalation: Criteria
    maintenance: Announcement
    guidance: dict[_Stage, Guidance] = Field(default_factory=dict)

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

    @property
    def names_roles(self) -> bool:
        """Whether any update is written or approved by a role; with one or two people, none is."""
        owners = any(role is not None for some in self.owners.values() for role in some.values())
        return owners or any(roles for some in self.approvers.values() for roles in some.values())

    def criterion(self, code: CriterionCode) -> Criterion | None:
        """A criterion with its numbers; None where it is switched off."""
        one = self.escalation[code]
        return None if one.off else one

    def changed(self, changes: PolicyChanges) -> "Policy":
        """The policy with these changes in it."""
        stated = [name for name in PolicyChanges.model_fields if name in changes.model_fields_set]
        return self.model_copy(update={name: _overlaid(getattr(self, name), getattr(changes, name)) for name in stated})


def _overlaid(old: Any, new: Any) -> Any:
    """Old and new as one, mappings and records within them too; what is new wins."""
    if isinstance(new, Mapping):
        merged = dict(old or {})
        return merged | {key: _overlaid(merged.get(key), value) for key, value in new.items()}
    if isinstance(new, Fact) and isinstance(old, Fact):
        stated = sorted(new.model_fields_set)
        return old.model_copy(update={name: _overlaid(getattr(old, name), getattr(new, name)) for name in stated})
    return new

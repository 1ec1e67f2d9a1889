"""Every key an update file can hold, typed once, with how each carries over to the next update.

`Carried` sits in each field's metadata, together with the stages that forbid the fact and those that end what was said
of it before, so that folding, linting, guidance, reference and schema read one declaration. Its page is
docs/reference/content-format.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema

from statusladder.model.facts import (
    Components,
    ComponentsField,
    ContactsField,
    Correction,
    Decision,
    EtaField,
    EventTimeField,
    Fact,
    Impact,
    ImportedFrom,
    Lines,
    LintIgnore,
    Milestone,
    Progress,
    Question,
    Sponsor,
    Texts,
    TextsOrNone,
    Window,
    WorkaroundsField,
)
from statusladder.model.report import ActionItem, FeedbackAnswer, ImprovementTarget, Review, TimelineEvent, Withheld
from statusladder.model.values import (
    Flag,
    Line,
    Moment,
    MomentOrDuration,
    Text,
    accept_choice,
    accept_one_of,
    describe,
    read_moment,
    refuse,
)
from statusladder.model.vocabulary import (
    CLOSING_STAGES,
    INCIDENT_STAGES,
    MAINTENANCE_STAGES,
    REPORT_STAGES,
    DataLoss,
    Detection,
    IncidentKind,
    ReportVersion,
    Severity,
    Stage,
)


class Carry(StrEnum):
    """What becomes of a fact in the next update; the letters are those of docs/reference/content-format.md."""

    MERGE = "m"
    KEEP = "c"
    LIST = "l"
    NEVER = "–"


def _nothing(before: Any) -> Any:
    """Nothing of the value outlives the entry."""
    return None


def _reached(before: tuple[Milestone, ...]) -> tuple[Milestone, ...] | None:
    """The milestones that were reached; those still open end."""
    return tuple(milestone for milestone in before if milestone.done_at is not None) or None


def _all_but_workflows(before: Impact) -> Impact:
    return before.model_copy(update={"workflows": None})


@dataclass(frozen=True)
class Carried:
    """How a key carries over, the stages that drop it, and those at whose entry what was said before ends.

    `forbidden` stages drop the fact whoever states it. Entering one of the `ends` stages (the first file of that stage,
    a later one keeps what the first restated) leaves `kept` of what carried so far; what the file itself states stands.
    `part` names what ends where it is not all.
    """

    rule: Carry
    forbidden: frozenset[Stage] = frozenset()
    ends: frozenset[Stage] = frozenset()
    kept: Callable[[Any], Any] = _nothing
    part: str | None = None


_OVER = frozenset({Stage.RESOLVED, Stage.RETRACTED, Stage.MERGED, *REPORT_STAGES})
_BEFORE_CAUSE = frozenset({Stage.NOTICE, Stage.INVESTIGATING})
_BEFORE_RESTORED = frozenset({*_BEFORE_CAUSE, Stage.IDENTIFIED})
_REPORTS = frozenset(REPORT_STAGES)
_ALL_BUT_NOTICE = frozenset(INCIDENT_STAGES) - {Stage.NOTICE}
_CALM = CLOSING_STAGES | {Stage.MONITORING}
_SET_BACK = frozenset({Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING})
"""Entered with a recovery told before, they say that it did not hold."""

LONGEST: Mapping[str, int] = {"title": 80, "summary": 140}
"""Characters of the texts that every channel repeats."""

MERGE, KEEP, LIST, NEVER = Carried(Carry.MERGE), Carried(Carry.KEEP), Carried(Carry.LIST), Carried(Carry.NEVER)


class Roles(Fact):
    """Which team fills which role; only a consenting executive sponsor is ever named."""

    teams: dict[str, Text] = Field(default_factory=dict)
    executive_sponsor: Sponsor | None = None

    @property
    def in_public(self) -> "Roles | None":
        """What anybody may read of it: the sponsor who consented. Who fills a role matters to the team alone."""
        sponsor = self.executive_sponsor
        return Roles(executive_sponsor=sponsor) if sponsor is not None and sponsor.consented else None


def _roles(value: object) -> object:
    if isinstance(value, dict):
        teams = {role: team for role, team in value.items() if role != "executive_sponsor"}
        return {"teams": teams} | {key: value[key] for key in value if key == "executive_sponsor"}
    return value


@dataclass(frozen=True)
class Embargo:
    """Until when a security or data incident must not be read by the public; None = it may be read now."""

    until: datetime | None


def _embargo(value: object, info: ValidationInfo) -> Embargo:
    if isinstance(value, Embargo):
        return value
    return Embargo(None) if value == "none" else Embargo(read_moment(value, info))


def _internal(value: object) -> object:
    if isinstance(value, str | dict):
        return value
    raise refuse(f"internal notes are text or a mapping, not {describe(value)}", "write them as a text block")


def stage_words(stages: tuple[Stage, ...]) -> WithJsonSchema:
    """The stages as editors see them."""
    return WithJsonSchema({"type": "string", "enum": [stage.value for stage in stages]})


class UpdateKeys(Fact):
    """The keys that incidents and maintenance share; `at` and `stage` are the two that every file must have.

    One class serves twice: for what a file *says*, and, folded over all files up to it, for the *facts* that stand.
    """

    stage: Annotated[Stage, PlainValidator(accept_one_of(Stage, "stage"), json_schema_input_type=Stage), NEVER]
    at: Annotated[Moment, NEVER]
    title: Annotated[Line | None, KEEP] = None
    summary: Annotated[Line | None, NEVER] = None
    kind: Annotated[Annotated[IncidentKind, accept_choice(IncidentKind, "kind")] | None, KEEP] = None
    severity: Annotated[Annotated[Severity, accept_choice(Severity, "severity")] | None, KEEP] = None
    components: Annotated[ComponentsField | None, MERGE] = None
    started_at: Annotated[EventTimeField | None, KEEP] = None
    detected_at: Annotated[EventTimeField | None, KEEP] = None
    first_report_at: Annotated[EventTimeField | None, KEEP] = None
    mitigated_at: Annotated[EventTimeField | None, Carried(Carry.KEEP, _BEFORE_RESTORED, _SET_BACK)] = None
    resolved_at: Annotated[
        EventTimeField | None, Carried(Carry.KEEP, _BEFORE_RESTORED | {Stage.MITIGATING, Stage.MONITORING})
    ] = None
    impact: Annotated[
        Impact | None, Carried(Carry.MERGE, frozenset({Stage.NOTICE}), CLOSING_STAGES, _all_but_workflows, "workflows")
    ] = None
    potential_impact: Annotated[Text | None, Carried(Carry.KEEP, _ALL_BUT_NOTICE)] = None
    watch_until: Annotated[Moment | None, Carried(Carry.KEEP, _ALL_BUT_NOTICE)] = None
    known: Annotated[Texts | None, Carried(Carry.LIST, _REPORTS, CLOSING_STAGES)] = None
    unknown: Annotated[Texts | None, Carried(Carry.LIST, _OVER, CLOSING_STAGES)] = None
    ruled_out: Annotated[Texts | None, Carried(Carry.LIST, _REPORTS)] = None
    actions: Annotated[Texts | None, Carried(Carry.LIST, _REPORTS, _CALM)] = None
    cause: Annotated[Text | None, Carried(Carry.KEEP, _BEFORE_CAUSE)] = None
    eta: Annotated[EtaField | None, Carried(Carry.KEEP, _OVER, _CALM)] = None
    eta_review_at: Annotated[Moment | None, Carried(Carry.KEEP, _OVER, _CALM)] = None
    progress: Annotated[Progress | None, Carried(Carry.KEEP, _BEFORE_CAUSE | _OVER, _CALM)] = None
    milestones: Annotated[
        tuple[Milestone, ...] | None, Carried(Carry.MERGE, ends=_CALM, kept=_reached, part="open milestones")
    ] = None
    next_update: Annotated[MomentOrDuration | None, NEVER] = None
    no_change: Annotated[Flag, NEVER] = False
    workarounds: Annotated[WorkaroundsField | None, Carried(Carry.LIST, ends=CLOSING_STAGES)] = None
    customer_actions: Annotated[TextsOrNone | None, Carried(Carry.LIST, ends=CLOSING_STAGES)] = None
    qa: Annotated[tuple[Question, ...] | None, LIST] = None
    data_loss: Annotated[Annotated[DataLoss, accept_choice(DataLoss, "data loss statement")] | None, KEEP] = None
    remaining: Annotated[TextsOrNone | None, LIST] = None
    monitoring_until: Annotated[Moment | None, Carried(Carry.KEEP, _OVER, _SET_BACK)] = None
    exit_criterion: Annotated[Text | None, Carried(Carry.KEEP, _OVER, _SET_BACK)] = None
    roles: Annotated[
        Annotated[Roles, BeforeValidator(_roles, json_schema_input_type=dict[str, Sponsor | str])] | None, MERGE
    ] = None
    approved_by: Annotated[Lines | None, NEVER] = None
    acks: Annotated[Lines | None, NEVER] = None
    audiences: Annotated[dict[str, Text] | None, NEVER] = None
    contacts: Annotated[ContactsField | None, KEEP] = None
    concessions: Annotated[Texts | None, KEEP] = None
    detection: Annotated[Annotated[Detection, accept_choice(Detection, "way of detection")] | None, KEEP] = None
    reopened: Annotated[Text | None, NEVER] = None
    regression: Annotated[Text | None, NEVER] = None
    retracted: Annotated[Text | None, NEVER] = None
    diagnosis_withdrawn: Annotated[Text | None, NEVER] = None
    merged_into: Annotated[Line | None, NEVER] = None
    corrections: Annotated[tuple[Correction, ...] | None, NEVER] = None
    severity_reason: Annotated[Text | None, NEVER] = None
    impact_reason: Annotated[Text | None, NEVER] = None
    eta_reason: Annotated[Text | None, NEVER] = None
    notify: Annotated[Flag, NEVER] = True
    backfilled: Annotated[Flag, NEVER] = False
    draft: Annotated[Flag, NEVER] = False
    lint_ignore: Annotated[tuple[LintIgnore, ...] | None, NEVER] = None
    embargoed_until: Annotated[
        Annotated[Embargo, PlainValidator(_embargo, json_schema_input_type=str)] | None, KEEP
    ] = None
    playbook: Annotated[Line | None, KEEP] = None
    related: Annotated[Lines | None, KEEP] = None
    tags: Annotated[Lines | None, KEEP] = None
    policy_version: Annotated[Line | None, KEEP] = None
    imported_from: Annotated[ImportedFrom | None, NEVER] = None
    withdraw: Annotated[Lines | None, NEVER] = None
    internal: Annotated[Annotated[Any, PlainValidator(_internal)], NEVER] = None
    decisions: Annotated[tuple[Decision, ...] | None, NEVER] = None

    @property
    def promised_at(self) -> datetime | None:
        """The moment of the promised next update; a duration counts from `at`."""
        if isinstance(self.next_update, timedelta):
            return self.at + self.next_update
        return self.next_update

    @property
    def estimate_ends_at(self) -> datetime | None:
        """When the estimate's window is over, or by when an unknown one was to be decided."""
        return None if self.eta is None else self.eta.to or self.eta_review_at

    @property
    def components_by_key(self) -> tuple[tuple[str, Components], ...]:
        """The components that are spoken of, under the key that says how."""
        return (("components", self.components),) if self.components is not None else ()


class IncidentKeys(UpdateKeys):
    """What a file below `content/incidents` can say: the shared keys and those of the incident report."""

    stage: Annotated[
        Stage, PlainValidator(accept_one_of(INCIDENT_STAGES, "stage")), stage_words(INCIDENT_STAGES), NEVER
    ]
    version: Annotated[Annotated[ReportVersion, accept_choice(ReportVersion, "report version")] | None, KEEP] = None
    trigger: Annotated[Text | None, KEEP] = None
    timeline: Annotated[tuple[TimelineEvent, ...] | None, KEEP] = None
    contributing_factors: Annotated[Texts | None, KEEP] = None
    safeguards: Annotated[Texts | None, KEEP] = None
    action_items: Annotated[tuple[ActionItem, ...] | None, MERGE] = None
    improvement_targets: Annotated[tuple[ImprovementTarget, ...] | None, KEEP] = None
    governance_changes: Annotated[Texts | None, KEEP] = None
    lessons: Annotated[Texts | None, KEEP] = None
    feedback_answered: Annotated[tuple[FeedbackAnswer, ...] | None, KEEP] = None
    withheld: Annotated[tuple[Withheld, ...] | None, KEEP] = None
    review: Annotated[Review | None, KEEP] = None


REPORT_KEYS: frozenset[str] = frozenset(IncidentKeys.model_fields) - frozenset(UpdateKeys.model_fields)
"""The keys that only a postmortem or follow-up file can hold."""


INTERNAL_KEYS: frozenset[str] = frozenset({"internal", "decisions", "acks", "lint_ignore", "playbook"})
"""The keys of an update that no customer ever reads."""


class MaintenanceKeys(UpdateKeys):
    """What a file below `content/maintenance` can say: the shared keys, the window and what it expects."""

    stage: Annotated[
        Stage, PlainValidator(accept_one_of(MAINTENANCE_STAGES, "stage")), stage_words(MAINTENANCE_STAGES), NEVER
    ]
    window: Annotated[Window | None, KEEP] = None
    expected: Annotated[ComponentsField | None, MERGE] = None
    point_of_no_return_at: Annotated[Moment | None, KEEP] = None
    auto_complete: Annotated[Flag | None, KEEP] = None
    emergency: Annotated[Text | None, KEEP] = None

    @property
    def components_by_key(self) -> tuple[tuple[str, Components], ...]:
        expected = (("expected", self.expected),) if self.expected is not None else ()
        return (*super().components_by_key, *expected)


def carry_rules_of(keys: type[UpdateKeys]) -> Mapping[str, Carried]:
    """The carry rule of every key, read from the field metadata."""
    rules = {}
    for name, field in keys.model_fields.items():
        rules[name] = next(mark for mark in field.metadata if isinstance(mark, Carried))
    return rules

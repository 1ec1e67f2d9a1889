"""Every key an update file can hold, declared once: its type, its sentence, and how it carries to the next update.

All of that is in the field's metadata (`model.keys`), so that folding, linting, guidance, prompts, forms and schema
read one declaration. Its page is docs/reference/content-format.md.

Long because a key is declared in one place, with all that is known of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from statusladder.model.keys import ADDS, KEEP, LIST, MERGE, NEVER, REASON, Carried, Carry, Key, key, keys_of
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


def _reached(before: tuple[Milestone, ...]) -> tuple[Milestone, ...] | None:
    """The milestones that were reached; those still open end."""
    return tuple(milestone for milestone in before if milestone.done_at is not None) or None


def _all_but_workflows(before: Impact) -> Impact:
    return before.model_copy(update={"workflows": None})


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


_STAGE = Key("The rung of the ladder that this update stands on.", NEVER)


class UpdateKeys(Fact):
    """The keys that incidents and maintenance share; `at` and `stage` are the two that every file must have.

    One class serves twice: for what a file *says*, and, folded over all files up to it, for the *facts* that stand.
    """

    stage: Annotated[Stage, PlainValidator(accept_one_of(Stage, "stage"), json_schema_input_type=Stage), _STAGE]
    at: Annotated[
        Moment,
        Key(
            "When this is published, with a zone: 2026-03-14T09:01:00Z. At most five minutes ahead of the clock.", NEVER
        ),
    ]
    title: Line | None = key(
        "The symptom in customers' words, up to 80 characters. Required first; later a visible re-title.",
        KEEP,
        ask="What do customers see, in a few words?",
    )
    summary: Line | None = key(
        "Up to 140 characters for places with little room. Default: the body's first sentence.",
        NEVER,
        ask="The same in one sentence, for places with little room",
    )
    kind: Annotated[IncidentKind, accept_choice(IncidentKind, "kind")] | None = key(
        "What it is about; security and data incidents must give embargoed_until.", KEEP, ask="What is it about?"
    )
    severity: Annotated[Severity, accept_choice(Severity, "severity")] | None = key(
        "How bad it is for customers. Required first; a change needs severity_reason.",
        KEEP,
        ask="How bad is it for customers?",
    )
    components: ComponentsField | None = key(
        "Components and their states, or the word unknown in a first notice. Merged with what was said.",
        MERGE,
        ask="Which parts are affected, as COMPONENT=STATE?",
        flag="--set COMPONENT=STATE",
    )
    started_at: EventTimeField | None = key(
        "When it began for customers.", KEEP, ask="When did it begin for customers?"
    )
    detected_at: EventTimeField | None = key("When we noticed it.", KEEP, ask="When did you notice it?")
    first_report_at: EventTimeField | None = key("When the first customer reported it.", KEEP)
    mitigated_at: EventTimeField | None = key(
        "When customers no longer felt it.",
        Carried(Carry.KEEP, _BEFORE_RESTORED, _SET_BACK),
        ask="When did customers no longer feel it?",
    )
    resolved_at: EventTimeField | None = key(
        "When it was over.",
        Carried(Carry.KEEP, _BEFORE_RESTORED | {Stage.MITIGATING, Stage.MONITORING}),
        ask="When was it over?",
    )
    impact: Impact | None = key(
        "What customers notice, how many of them, where, and how that is known. A wider one needs impact_reason.",
        Carried(Carry.MERGE, frozenset({Stage.NOTICE}), CLOSING_STAGES, _all_but_workflows, "workflows"),
    )
    potential_impact: Text | None = key(
        "What may happen; in an early notice only.",
        Carried(Carry.KEEP, _ALL_BUT_NOTICE),
        ask="What may happen, and to whom?",
    )
    watch_until: Moment | None = key(
        "Until when we watch; in an early notice only.",
        Carried(Carry.KEEP, _ALL_BUT_NOTICE),
        ask="Until when do you watch?",
    )
    known: Texts | None = key(
        "What is known, one sentence an item.",
        Carried(Carry.LIST, _REPORTS, CLOSING_STAGES),
        ADDS,
        ask="What do you know?",
    )
    unknown: Texts | None = key(
        "What is not known yet, one sentence an item.",
        Carried(Carry.LIST, _OVER, CLOSING_STAGES),
        ask="What do you not know yet?",
    )
    ruled_out: Texts | None = key("What it was not.", Carried(Carry.LIST, _REPORTS), ADDS, ask="What is ruled out?")
    actions: Texts | None = key(
        "What we are doing.", Carried(Carry.LIST, _REPORTS, _CALM), ask="What are you doing about it?", flag="--doing"
    )
    cause: Text | None = key(
        "The cause as far as it is known; from identified on.",
        Carried(Carry.KEEP, _BEFORE_CAUSE),
        ask="The cause as far as you know it",
    )
    eta: EtaField | None = key(
        "When service is expected back: from, to, confidence and basis, or the word unknown. Never a single time.",
        Carried(Carry.KEEP, _OVER, _CALM),
        ask="When do you expect recovery, as 10:15..11:00, or unknown?",
        flag="--eta FROM..TO",
    )
    eta_review_at: Moment | None = key(
        "When an unknown estimate is decided again.",
        Carried(Carry.KEEP, _OVER, _CALM),
        ask="When do you decide again whether you can say?",
        flag="--eta-review",
    )
    progress: Progress | None = key(
        "How far the recovery is, of what, and how that is known.",
        Carried(Carry.KEEP, _BEFORE_CAUSE | _OVER, _CALM),
        ask="How far is it, as '40% of accounts restored'?",
        flag="--progress PROGRESS",
    )
    milestones: tuple[Milestone, ...] | None = key(
        "Steps of the recovery with their targets, merged by name.",
        Carried(Carry.MERGE, ends=_CALM, kept=_reached, part="open milestones"),
    )
    next_update: MomentOrDuration | None = key(
        "The promise: a time, or a duration after at (30m, 2h).",
        NEVER,
        ask="When do customers hear from you next?",
        flag="--next",
    )
    no_change: Flag = key("A brief note that keeps the promise: say what was tried or ruled out.", NEVER, default=False)
    workarounds: WorkaroundsField | None = key(
        "What customers can do meanwhile, when it was verified and what ends it; or the word none.",
        Carried(Carry.LIST, ends=CLOSING_STAGES),
        ask="What can customers do meanwhile? none is an answer",
        flag="--workaround",
    )
    customer_actions: TextsOrNone | None = key(
        "What customers must do, or the word none.",
        Carried(Carry.LIST, ends=CLOSING_STAGES),
        ask="What must customers do? none is an answer",
        flag="--customer-action",
    )
    qa: tuple[Question, ...] | None = key("Questions that customers ask, with their answers.", LIST)
    data_loss: Annotated[DataLoss, accept_choice(DataLoss, "data loss statement")] | None = key(
        "What is known about lost data.", KEEP, ask="Was data lost?"
    )
    remaining: TextsOrNone | None = key(
        "What is not yet as usual, or the word none.", LIST, ask="What is not yet as usual? none is an answer"
    )
    monitoring_until: Moment | None = key(
        "Until when we watch after a fix.", Carried(Carry.KEEP, _OVER, _SET_BACK), ask="Until when do you watch?"
    )
    exit_criterion: Text | None = key(
        "What must hold for the end of monitoring.",
        Carried(Carry.KEEP, _OVER, _SET_BACK),
        ask="What must hold until then?",
    )
    roles: Annotated[Roles, BeforeValidator(_roles, json_schema_input_type=dict[str, Sponsor | str])] | None = key(
        "Which team fills which role; only a consenting executive sponsor is named.", MERGE
    )
    approved_by: Lines | None = key(
        "The roles that approved this update.", NEVER, ask="Which roles agree to these words?"
    )
    acks: Lines | None = key("The roles that have read and agreed; never published.", NEVER)
    audiences: dict[str, Text] | None = key("More words for some readers; they add and never contradict.", NEVER)
    contacts: ContactsField | None = key("Ways to reach people for urgent help.", KEEP)
    concessions: Texts | None = key("What customers are offered, and how to claim it.", KEEP)
    detection: Annotated[Detection, accept_choice(Detection, "way of detection")] | None = key(
        "How it was noticed.", KEEP
    )
    reopened: Text | None = key(
        "Why it is open again; within 72 hours after it was resolved.", NEVER, ask="Why is it open again?", flag=REASON
    )
    regression: Text | None = key(
        "Why the ladder goes back from recovering or monitoring.", NEVER, ask="What went back?", flag=REASON
    )
    retracted: Text | None = key("What made it a false alarm.", NEVER, ask="What made it a false alarm?", flag=REASON)
    diagnosis_withdrawn: Text | None = key(
        "Why the identified cause was not it.", NEVER, ask="Why was that not the cause?", flag=REASON
    )
    merged_into: Line | None = key(
        "The incident that tells the rest.", NEVER, ask="Which incident tells the rest?", flag="--merged-into ID"
    )
    corrections: tuple[Correction, ...] | None = key("What an earlier file said wrongly; shown to readers.", NEVER)
    severity_reason: Text | None = key("Why the severity changed.", NEVER, ask="Why did the severity change?")
    impact_reason: Text | None = key(
        "Why the impact is wider than before.", NEVER, ask="Why is it wider than you said before?"
    )
    eta_reason: Text | None = key(
        "Why the estimate changed; shown beside the old one.", NEVER, ask="Why did the estimate change?"
    )
    notify: Flag = key(
        "Whether channels and feeds announce this update; the feed of its own incident has it anyway.",
        NEVER,
        default=True,
    )
    backfilled: Flag = key(
        "Told afterwards: an incident may then begin at resolved, and nobody is notified.", NEVER, default=False
    )
    draft: Flag = key("Not published yet: shown by serve only, and left out of every build.", NEVER, default=False)
    lint_ignore: tuple[LintIgnore, ...] | None = key(
        "Rules that do not apply to this file, each with its reason.", NEVER
    )
    embargoed_until: Annotated[Embargo, PlainValidator(_embargo, json_schema_input_type=str)] | None = key(
        "Not published before this time, or the word none.", KEEP, ask="Hidden until when? A time, or none"
    )
    playbook: Line | None = key("The playbook that was followed.", KEEP, ask="Which playbook do you follow?")
    related: Lines | None = key("Ids of incidents that belong to this one.", KEEP)
    tags: Lines | None = key("Words to find it by.", KEEP)
    policy_version: Line | None = key("The version of the policy in force.", KEEP)
    imported_from: ImportedFrom | None = key(
        "Where the file came from; it is then held to form and safety only.", NEVER
    )
    withdraw: Lines | None = key("Carried facts that no longer hold, as cause or milestones.NAME.", NEVER)
    internal: Annotated[Any, PlainValidator(_internal)] = key("Notes for the team; never published.", NEVER)
    decisions: tuple[Decision, ...] | None = key("What was decided by which role; never published.", NEVER)

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
        Stage, PlainValidator(accept_one_of(INCIDENT_STAGES, "stage")), stage_words(INCIDENT_STAGES), _STAGE
    ]
    version: Annotated[ReportVersion, accept_choice(ReportVersion, "report version")] | None = key(
        "Whether the report is preliminary or final.", KEEP, ask="Is the report preliminary or final?"
    )
    trigger: Text | None = key("What set it off.", KEEP, ask="What set it off?")
    timeline: tuple[TimelineEvent, ...] | None = key(
        "What happened and no update told of, as what came before it began.", KEEP
    )
    contributing_factors: Texts | None = key(
        "What contributed, at least two, never a person.",
        KEEP,
        ask="What contributed? At least two, never a person",
        flag="--factor",
    )
    safeguards: Texts | None = key(
        "Why each safeguard did not stop it.", KEEP, ask="Why did each safeguard not stop it?", flag="--safeguard"
    )
    action_items: tuple[ActionItem, ...] | None = key(
        "What changes, with owner, due date and how it will be shown to work. Merged by id.",
        MERGE,
        ask="Which action items are there, or moved, as AI-1=done?",
        flag="--item ITEM=STATUS",
    )
    improvement_targets: tuple[ImprovementTarget, ...] | None = key(
        "A metric, where it stands, where it should be, by when.", KEEP
    )
    governance_changes: Texts | None = key("Changes to how decisions are made.", KEEP)
    lessons: Texts | None = key(
        "What others can learn from it.", KEEP, ask="What can others learn from it?", flag="--lesson"
    )
    feedback_answered: tuple[FeedbackAnswer, ...] | None = key("What customers said, and what was done about it.", KEEP)
    withheld: tuple[Withheld, ...] | None = key("What the report leaves out on purpose, and why.", KEEP)
    review: Review | None = key("The meeting that accepted the report.", KEEP)


REPORT_KEYS: frozenset[str] = frozenset(IncidentKeys.model_fields) - frozenset(UpdateKeys.model_fields)
"""The keys that only a postmortem or follow-up file can hold."""


INTERNAL_KEYS: frozenset[str] = frozenset({"internal", "decisions", "acks", "lint_ignore", "playbook"})
"""The keys of an update that no customer ever reads."""


class MaintenanceKeys(UpdateKeys):
    """What a file below `content/maintenance` can say: the shared keys, the window and what it expects."""

    stage: Annotated[
        Stage, PlainValidator(accept_one_of(MAINTENANCE_STAGES, "stage")), stage_words(MAINTENANCE_STAGES), _STAGE
    ]
    window: Window | None = key("The announced time, from and to. Again with rescheduled and extended.", KEEP)
    expected: ComponentsField | None = key(
        "The states that hold from the beginning of the window.",
        MERGE,
        ask="What does it do to which parts, as COMPONENT=STATE?",
        flag="--set",
    )
    point_of_no_return_at: Moment | None = key("Until then it can be called off; shown on its page.", KEEP)
    auto_complete: Flag | None = key(
        "Completed by itself at the end of its window, unless an update says that the work goes on.", KEEP
    )
    emergency: Text | None = key(
        "Why it was not announced in time.", KEEP, ask="Why could it not be announced in time?"
    )

    @property
    def components_by_key(self) -> tuple[tuple[str, Components], ...]:
        expected = (("expected", self.expected),) if self.expected is not None else ()
        return (*super().components_by_key, *expected)


def carry_rules_of(keys: type[UpdateKeys]) -> Mapping[str, Carried]:
    """The carry rule of every key."""
    return {name: key.carried for name, key in keys_of(keys).items() if key.carried is not None}

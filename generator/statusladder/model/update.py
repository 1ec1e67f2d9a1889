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
    ConcessionsField,
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
from statusladder.model.keys import (
    ADDS,
    BY_HAND,
    CLAIM,
    INTERNAL,
    KEEP,
    LATER,
    LIST,
    MERGE,
    NEVER,
    NO_FACT,
    OF_INCIDENTS,
    PROSE,
    REASON,
    STEP,
    UNASKED,
    UNJUDGED,
    Carried,
    Carry,
    Key,
    key,
    keys_marked,
    keys_of,
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


_STAGE = Key(NEVER, UNASKED | NO_FACT)


class UpdateKeys(Fact):
    """The keys that incidents and maintenance share; `at` and `stage` are the two that every file must have.

    One class serves twice: for what a file *says*, and, folded over all files up to it, for the *facts* that stand.
    """

    stage: Annotated[Stage, PlainValidator(accept_one_of(Stage, "stage"), json_schema_input_type=Stage), _STAGE]
    """The rung of the ladder that this update stands on."""
    at: Annotated[Moment, Key(NEVER, UNASKED | NO_FACT)]
    """When this is published, with a zone: 2026-03-14T09:01:00Z. At most five minutes ahead of the clock."""
    title: Line | None = key(KEEP, CLAIM, ask="What do customers see, in a few words?")
    """The symptom in customers' words, up to 80 characters. Required first; later a visible re-title."""
    summary: Line | None = key(NEVER, CLAIM | NO_FACT, ask="The same in one sentence, for places with little room")
    """Up to 140 characters for places with little room. Default: the body's first sentence."""
    kind: Annotated[IncidentKind, accept_choice(IncidentKind, "kind")] | None = key(
        KEEP, OF_INCIDENTS, ask="What is it about?"
    )
    """What it is about; security and data incidents must give embargoed_until."""
    severity: Annotated[Severity, accept_choice(Severity, "severity")] | None = key(
        KEEP, OF_INCIDENTS, ask="How bad is it for customers?"
    )
    """How bad it is for customers. Required first; a change needs severity_reason."""
    components: ComponentsField | None = key(
        MERGE, ask="Which parts are affected, as COMPONENT=STATE?", flag="--set COMPONENT=STATE"
    )
    """Components and their states, or the word unknown in a first notice. Merged with what was said."""
    started_at: EventTimeField | None = key(
        KEEP,
        ask="When did it begin for customers?",
        fix="add 'started_at: TIME', or '{at: TIME, estimated: true}' below it",
    )
    """When it began for customers."""
    detected_at: EventTimeField | None = key(KEEP, OF_INCIDENTS, ask="When did you notice it?")
    """When we noticed it."""
    first_report_at: EventTimeField | None = key(KEEP, UNASKED | OF_INCIDENTS)
    """When the first customer reported it."""
    mitigated_at: EventTimeField | None = key(
        Carried(Carry.KEEP, _BEFORE_RESTORED, _SET_BACK),
        ask="When did customers no longer feel it?",
        misplaced="write 'stage: monitoring' once the impact has ended",
    )
    """When customers no longer felt it."""
    resolved_at: EventTimeField | None = key(
        Carried(Carry.KEEP, _BEFORE_RESTORED | {Stage.MITIGATING, Stage.MONITORING}),
        ask="When was it over?",
        misplaced="write 'stage: resolved' once it is over",
    )
    """When it was over."""
    impact: Impact | None = key(
        Carried(Carry.MERGE, frozenset({Stage.NOTICE}), CLOSING_STAGES, _all_but_workflows, "workflows"),
        misplaced="write 'potential_impact: …', or 'stage: investigating' once customers see it",
    )
    """What customers notice, how many of them, where, and how that is known. A wider one needs impact_reason."""
    potential_impact: Text | None = key(
        Carried(Carry.KEEP, _ALL_BUT_NOTICE),
        CLAIM | OF_INCIDENTS,
        ask="What may happen, and to whom?",
        fix="add 'potential_impact: …', what customers may come to see",
        misplaced="write 'impact:' with 'symptom: …'",
    )
    """What may happen; in an early notice only."""
    watch_until: Moment | None = key(
        Carried(Carry.KEEP, _ALL_BUT_NOTICE),
        OF_INCIDENTS,
        ask="Until when do you watch?",
        misplaced="write 'next_update', or the estimate into 'eta'",
    )
    """Until when we watch; in an early notice only."""
    known: Texts | None = key(Carried(Carry.LIST, _REPORTS, CLOSING_STAGES), CLAIM | ADDS, ask="What do you know?")
    """What is known, one sentence an item."""
    unknown: Texts | None = key(
        Carried(Carry.LIST, _OVER, CLOSING_STAGES),
        PROSE,
        ask="What do you not know yet?",
        misplaced="write it under 'remaining', or in the words of the update",
    )
    """What is not known yet, one sentence an item."""
    ruled_out: Texts | None = key(Carried(Carry.LIST, _REPORTS), PROSE | ADDS, ask="What is ruled out?")
    """What it was not."""
    actions: Texts | None = key(
        Carried(Carry.LIST, _REPORTS, _CALM), CLAIM, ask="What are you doing about it?", flag="--doing"
    )
    """What we are doing."""
    cause: Text | None = key(
        Carried(Carry.KEEP, _BEFORE_CAUSE),
        PROSE,
        ask="The cause as far as you know it",
        misplaced="move the guess to 'unknown', or write 'stage: identified' once it is confirmed",
    )
    """The cause as far as it is known; from identified on."""
    eta: EtaField | None = key(
        Carried(Carry.KEEP, _OVER, _CALM),
        ask="When do you expect recovery, as 10:15..11:00, or unknown?",
        flag="--eta FROM..TO",
        fix="add 'eta:' with from, to, confidence and basis, or 'eta: unknown'",
        misplaced="leave it out, and write when it ended as 'resolved_at'",
    )
    """When service is expected back: from, to, confidence and basis, or the word unknown. Never a single time."""
    eta_review_at: Moment | None = key(
        Carried(Carry.KEEP, _OVER, _CALM),
        ask="When do you decide again whether you can say?",
        flag="--eta-review",
        misplaced="leave it out, and write when it ended as 'resolved_at'",
    )
    """When an unknown estimate is decided again."""
    progress: Progress | None = key(
        Carried(Carry.KEEP, _BEFORE_CAUSE | _OVER, _CALM),
        UNJUDGED,
        ask="How far is it, as '40% of accounts restored'?",
        flag="--progress PROGRESS",
        fix="add 'progress:' with percent, of and basis",
        misplaced="leave it out here; say it from 'identified' until it is resolved",
    )
    """How far the recovery is, of what, and how that is known."""
    milestones: tuple[Milestone, ...] | None = key(
        Carried(Carry.MERGE, ends=_CALM, kept=_reached, part="open milestones"), UNJUDGED | UNASKED
    )
    """Steps of the recovery with their targets, merged by name."""
    next_update: MomentOrDuration | None = key(
        NEVER, NO_FACT, ask="When do customers hear from you next?", flag="--next"
    )
    """The promise: a time, or a duration after at (30m, 2h)."""
    no_change: Flag = key(NEVER, UNASKED | STEP | NO_FACT, default=False)
    """A brief note that keeps the promise: say what was tried or ruled out."""
    workarounds: WorkaroundsField | None = key(
        Carried(Carry.LIST, ends=CLOSING_STAGES),
        ask="What can customers do meanwhile? none is an answer",
        flag="--workaround",
    )
    """What customers can do meanwhile, when it was verified and what ends it; or the word none."""
    customer_actions: TextsOrNone | None = key(
        Carried(Carry.LIST, ends=CLOSING_STAGES),
        CLAIM,
        ask="What must customers do? none is an answer",
        flag="--customer-action",
        fix="list what customers must do, or write 'customer_actions: none'",
    )
    """What customers must do, or the word none."""
    qa: tuple[Question, ...] | None = key(LIST, UNASKED)
    """Questions that customers ask, with their answers."""
    data_loss: Annotated[DataLoss, accept_choice(DataLoss, "data loss statement")] | None = key(
        KEEP, OF_INCIDENTS, ask="Was data lost?", fix="write 'data_loss: none', 'suspected' or 'confirmed'"
    )
    """What is known about lost data."""
    remaining: TextsOrNone | None = key(
        LIST,
        PROSE,
        ask="What is not yet as usual? none is an answer",
        fix="list what is not yet normal, or write 'remaining: none'",
    )
    """What is not yet as usual, or the word none."""
    monitoring_until: Moment | None = key(Carried(Carry.KEEP, _OVER, _SET_BACK), ask="Until when do you watch?")
    """Until when we watch after a fix."""
    exit_criterion: Text | None = key(Carried(Carry.KEEP, _OVER, _SET_BACK), PROSE, ask="What must hold until then?")
    """What must hold for the end of monitoring."""
    roles: Annotated[Roles, BeforeValidator(_roles, json_schema_input_type=dict[str, Sponsor | str])] | None = key(
        MERGE, UNJUDGED | UNASKED | BY_HAND
    )
    """Which team fills which role; only a consenting executive sponsor is named."""
    approved_by: Lines | None = key(NEVER, UNJUDGED | NO_FACT, ask="Which roles agree to these words?")
    """The roles that approved this update."""
    acks: Lines | None = key(NEVER, INTERNAL | UNJUDGED | UNASKED | BY_HAND)
    """The roles that have read and agreed; never published."""
    audiences: dict[str, Text] | None = key(NEVER, UNJUDGED | UNASKED)
    """More words for some readers; they add and never contradict."""
    contacts: ContactsField | None = key(KEEP, UNJUDGED | UNASKED)
    """Ways to reach people for urgent help."""
    concessions: ConcessionsField | None = key(KEEP, UNASKED)
    """What customers are offered, to whom, how they get it and until when, and the role that approved it."""
    detection: Annotated[Detection, accept_choice(Detection, "way of detection")] | None = key(
        KEEP, UNASKED | OF_INCIDENTS
    )
    """How it was noticed."""
    you_told_us: Text | None = key(
        NEVER, PROSE | OF_INCIDENTS | NO_FACT, ask="What did customers tell you, in a sentence to them?"
    )
    """What customers reported, told back to them: 37 of you reported this, thank you."""
    reopened: Text | None = key(NEVER, UNJUDGED | STEP, ask="Why is it open again?", flag=REASON)
    """Why it is open again; within 72 hours after it was resolved."""
    regression: Text | None = key(NEVER, UNJUDGED | STEP, ask="What went back?", flag=REASON)
    """Why the ladder goes back from mitigating or monitoring."""
    retracted: Text | None = key(NEVER, UNJUDGED | STEP, ask="What made it a false alarm?", flag=REASON)
    """What made it a false alarm."""
    diagnosis_withdrawn: Text | None = key(NEVER, UNJUDGED | STEP, ask="Why was that not the cause?", flag=REASON)
    """Why the identified cause was not it."""
    merged_into: Line | None = key(
        NEVER, UNJUDGED | STEP, ask="Which incident tells the rest?", flag="--merged-into ID"
    )
    """The incident that tells the rest."""
    corrections: tuple[Correction, ...] | None = key(NEVER, UNJUDGED | UNASKED | LATER)
    """What an earlier file said wrongly; shown to readers."""
    severity_reason: Text | None = key(NEVER, UNJUDGED | LATER | OF_INCIDENTS, ask="Why did the severity change?")
    """Why the severity changed."""
    impact_reason: Text | None = key(
        NEVER, UNJUDGED | LATER | OF_INCIDENTS, ask="Why is it wider than you said before?"
    )
    """Why the impact is wider than before."""
    eta_reason: Text | None = key(NEVER, UNJUDGED | LATER, ask="Why did the estimate change?")
    """Why the estimate changed; shown beside the old one."""
    notify: Flag = key(NEVER, UNASKED | NO_FACT, default=True)
    """Whether channels and feeds announce this update; the feed of its own incident has it anyway."""
    backfilled: Flag = key(NEVER, UNASKED | OF_INCIDENTS, default=False)
    """Told afterwards: an incident may then begin at resolved, and nobody is notified."""
    draft: Flag = key(NEVER, UNASKED | NO_FACT, default=False)
    """Not published yet: shown by serve only, and left out of every build."""
    lint_ignore: tuple[LintIgnore, ...] | None = key(NEVER, INTERNAL | UNJUDGED | UNASKED | BY_HAND)
    """Rules that do not apply to this file, each with its reason."""
    embargoed_until: Annotated[Embargo, PlainValidator(_embargo, json_schema_input_type=str)] | None = key(
        KEEP, OF_INCIDENTS, ask="Hidden until when? A time, or none"
    )
    """Not published before this time, or the word none."""
    playbook: Line | None = key(KEEP, INTERNAL | UNJUDGED | BY_HAND | NO_FACT, ask="Which playbook do you follow?")
    """The playbook that was followed."""
    related: Lines | None = key(KEEP, UNJUDGED | UNASKED)
    """Ids of incidents that belong to this one."""
    tags: Lines | None = key(KEEP, UNJUDGED | UNASKED | NO_FACT)
    """Words to find it by."""
    policy_version: Line | None = key(KEEP, UNJUDGED | UNASKED | BY_HAND | NO_FACT)
    """The version of the policy in force."""
    imported_from: ImportedFrom | None = key(NEVER, UNJUDGED | UNASKED | BY_HAND | NO_FACT)
    """Where the file came from; it is then held to form and safety only."""
    withdraw: Lines | None = key(NEVER, UNJUDGED | UNASKED | BY_HAND)
    """Carried facts that no longer hold, as cause or milestones.NAME."""
    internal: Annotated[Any, PlainValidator(_internal)] = key(NEVER, INTERNAL | UNJUDGED | UNASKED)
    """Notes for the team; never published."""
    decisions: tuple[Decision, ...] | None = key(NEVER, INTERNAL | UNJUDGED | UNASKED)
    """What was decided by which role; never published."""

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
        KEEP, ask="Is the report preliminary or final?", fix="write 'version: preliminary' or 'version: final'"
    )
    """Whether the report is preliminary or final."""
    trigger: Text | None = key(KEEP, PROSE, ask="What set it off?")
    """What set it off."""
    timeline: tuple[TimelineEvent, ...] | None = key(KEEP, UNJUDGED | UNASKED)
    """Events that no update mentions, such as what came before the impact."""
    contributing_factors: Texts | None = key(
        KEEP, PROSE, ask="What contributed? At least two, never a person", flag="--factor"
    )
    """What contributed, at least two, never a person."""
    safeguards: Texts | None = key(KEEP, PROSE, ask="Why did each safeguard not stop it?", flag="--safeguard")
    """Why each safeguard did not stop it."""
    action_items: tuple[ActionItem, ...] | None = key(
        MERGE, UNJUDGED, ask="Which action items are there, or moved, as AI-1=done?", flag="--item ITEM=STATUS"
    )
    """What changes, with owner, due date and how it will be shown to work. Merged by id."""
    improvement_targets: tuple[ImprovementTarget, ...] | None = key(KEEP, UNJUDGED | UNASKED)
    """A metric, where it stands, where it should be, by when."""
    governance_changes: Texts | None = key(KEEP, PROSE | UNASKED)
    """Changes to how decisions are made."""
    lessons: Texts | None = key(KEEP, PROSE, ask="What can others learn from it?", flag="--lesson")
    """What others can learn from it."""
    feedback_answered: tuple[FeedbackAnswer, ...] | None = key(KEEP, UNJUDGED | UNASKED)
    """What customers said, and what was done about it."""
    withheld: tuple[Withheld, ...] | None = key(KEEP, UNJUDGED | UNASKED)
    """What the report leaves out on purpose, and why."""
    review: Review | None = key(KEEP, UNJUDGED | UNASKED)
    """The meeting that accepted the report."""


REPORT_KEYS: frozenset[str] = frozenset(IncidentKeys.model_fields) - frozenset(UpdateKeys.model_fields)
"""The keys that only a postmortem or follow-up file can hold."""


INTERNAL_KEYS: frozenset[str] = keys_marked(UpdateKeys, INTERNAL)
"""The keys of an update that no customer ever reads."""


class MaintenanceKeys(UpdateKeys):
    """What a file below `content/maintenance` can say: the shared keys, the window and what it expects."""

    stage: Annotated[
        Stage, PlainValidator(accept_one_of(MAINTENANCE_STAGES, "stage")), stage_words(MAINTENANCE_STAGES), _STAGE
    ]
    window: Window | None = key(KEEP)
    """The announced time, from and to. Again with rescheduled and extended."""
    expected: ComponentsField | None = key(
        MERGE, ask="What does it do to which parts, as COMPONENT=STATE?", flag="--set"
    )
    """The states that hold from the beginning of the window."""
    point_of_no_return_at: Moment | None = key(KEEP, UNASKED)
    """Until then it can be called off; shown on its page."""
    auto_complete: Flag | None = key(KEEP, UNASKED)
    """Completed by itself at the end of its window, unless an update says that the work goes on."""
    emergency: Text | None = key(KEEP, PROSE, ask="Why could it not be announced in time?")
    """Why it was not announced in time."""

    @property
    def components_by_key(self) -> tuple[tuple[str, Components], ...]:
        expected = (("expected", self.expected),) if self.expected is not None else ()
        return (*super().components_by_key, *expected)


def carry_rules_of(keys: type[UpdateKeys]) -> Mapping[str, Carried]:
    """The carry rule of every key."""
    return {name: key.carried for name, key in keys_of(keys).items() if key.carried is not None}

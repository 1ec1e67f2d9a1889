"""What the final stage states: the keys of an incident report and of its follow-ups."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from statusladder.model.facts import Fact, Lines
from statusladder.model.values import Day, Flag, Line, Moment, Text, accept_choice, as_list
from statusladder.model.vocabulary import ActionEffect, ActionPriority, ActionStatus, ActionType

FACTOR = re.compile(r"(?<![\w-])factor-([1-9][0-9]*)(?![\w-])", re.ASCII)
"""How the source of an action item names a contributing factor, by its place in the report's list."""


class TimelineEvent(Fact):
    """Something that no update mentions, such as what came before the impact."""

    at: Moment
    what: Text
    estimated: Flag = False


class Verification(Fact):
    """How and by when it will be shown that an action item works."""

    method: Text
    criterion: Text
    verify_by: Day | None = None
    verified_at: Day | None = None
    evidence: Text | None = None


class DueChange(Fact):
    """A due date that was moved: what it was, and why."""

    was: Day
    why: Text


class ActionItem(Fact):
    """A promised change; only `verified` counts as kept. A follow-up gives only the `id` and what changed."""

    id: Line
    title: Line | None = None
    type: Annotated[ActionType, accept_choice(ActionType, "action type")] | None = None
    effect: Annotated[ActionEffect, accept_choice(ActionEffect, "action effect")] | None = None
    priority: Annotated[ActionPriority, accept_choice(ActionPriority, "priority")] | None = None
    owner: Line | None = None
    due: Day | None = None
    due_history: tuple[DueChange, ...] | None = None
    status: Annotated[ActionStatus, accept_choice(ActionStatus, "action status")] | None = None
    done_at: Day | None = None
    verification: Verification | None = None
    public: Flag = True
    dropped_reason: Text | None = None
    source: Lines | None = None


class ImprovementTarget(Fact):
    metric: Line
    baseline: Line
    target: Line
    by: Day


class FeedbackAnswer(Fact):
    you_said: Text
    we_did: Text


class Withheld(Fact):
    """What a report leaves out on purpose, and why."""

    what: Text
    why: Text


class Review(Fact):
    """The meeting that accepted the report."""

    held_at: Moment
    roles: Annotated[tuple[Line, ...], BeforeValidator(as_list, json_schema_input_type=list[str])]
    outcome: Text

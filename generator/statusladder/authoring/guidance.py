"""What a file says to the person who writes it: comments, and of a report the sections that a person writes.

The comments tell what its stage is for, what it owes, what carries over, and what ended with the stage before. Each
section of a report comes with what it asks, and with what a version before said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusladder.authoring.questions import BY_KEY
from statusladder.content.front_matter import read_document
from statusladder.content.strict_yaml import as_plain
from statusladder.content.writer import front_matter_text
from statusladder.ladder.action_items import SETTLED
from statusladder.ladder.promises import is_stated, owed_at
from statusladder.ladder.steps import LABELS
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.facts import Components, Impact, Milestone
from statusladder.model.folding import RELEASING, carry_into, find_ended
from statusladder.model.imported import PlainValue
from statusladder.model.keys import Carry
from statusladder.model.policy import PROSE, Demand, FactName, Policy
from statusladder.model.report import ActionItem
from statusladder.model.update import REPORT_KEYS, IncidentKeys, UpdateKeys, carry_rules_of
from statusladder.model.vocabulary import REPORT_STAGES, ActionStatus, Severity, Stage

OUTLINE: Mapping[str, str] = {
    "Summary": "Who could not do what, from when to when, and why, in three sentences?",
    "Ownership and apology": "What did it do to your customers' day, and what do you say to them? Who signs?",
    "Impact": "Which work was hit, how much of it, where? Each figure with how you know it.",
    "What happened": "What does the timeline not tell? What came before it began goes into 'timeline'.",
    "Why it happened": "What set it off ('trigger'), which two or more things contributed ('contributing_factors'), "
    "why did no safeguard stop it ('safeguards')?",
    "Why it lasted": "What kept you from ending it sooner?",
    "How we restored service": "What helped, and how do you know that it did?",
    "What did not work": "What was tried in vain, and what did that cost?",
    "What went well": "What is to be kept?",
    "What went poorly": "What is to be changed, also in how you wrote to customers?",
    "Where we were lucky": "What will not help a second time?",
    "What you can do": "What can customers check, repeat or claim?",
}
"""The sections that a person writes, each with its question; the page adds those that can be computed."""

FURTHER = (
    "action_items: What changes, who does it by when, and how will it be shown to work?",
    "improvement_targets: Which figure gets better, from what (n = how many) to what, by when?",
    "lessons, tags: What can others learn from it, and under which word will they look for it?",
    "withheld: What do you leave out on purpose, and why?",
)
"""What else only people can say, by key."""


def add_outline(words: str = "") -> str:
    """The sections, behind what is there; one that is there already is not begun again."""
    there = {line.lstrip("#").strip() for line in words.splitlines() if line.startswith("#")}
    missing = [f"## {heading}" for heading in OUTLINE if heading not in there]
    return "\n\n".join([*([words.strip()] if words.strip() else []), *missing])


def read_said_before(root: Path, incident: Incident) -> tuple[dict[str, PlainValue], str]:
    """What the newest version of the report states and its words, to be corrected; nothing where there is none."""
    papers = [update for update in incident.reports if update.stage is Stage.POSTMORTEM]
    if not papers:
        return {}, ""
    document, _ = read_document((root / papers[-1].path).read_bytes(), papers[-1].path)
    matter = as_plain(document.matter) if document is not None else None
    stated = matter if isinstance(matter, dict) else {}
    return {key: value for key, value in stated.items() if key in REPORT_KEYS - {"version"}}, papers[-1].body


Matter = dict[str, PlainValue]
"""What a file states, as it was typed."""

PURPOSES: Mapping[Stage, tuple[str, ...]] = {
    Stage.NOTICE: (
        "Nothing is confirmed. Say what may happen, to whom, and until when you watch.",
        "If it turns out to be nothing, retract it: the words stay, and nobody will mind.",
    ),
    Stage.INVESTIGATING: (
        "Say what customers see, in their words, what still works, and that you are finding out.",
        "No guess at the cause. Two sentences now are worth more than ten in a quarter of an hour.",
    ),
    Stage.IDENTIFIED: (
        "Say what fails and for whom, what you are doing about it, and what customers can do meanwhile.",
        "An estimate is a window with a confidence and a basis, or the word unknown.",
    ),
    Stage.MITIGATING: (
        "Say how far the recovery is, and of what. Who can work again, and who cannot yet?",
        "If an estimate moved, say both the old and the new one, and why.",
    ),
    Stage.MONITORING: (
        "Say since when it works, until when you watch, and what must hold until then.",
        "Name what is still slow or missing: delayed messages, reports to be run again.",
    ),
    Stage.RESOLVED: (
        "Say what customers went through and for how long, that you are sorry, and what you do about it.",
        "Say whether data was lost, what is not back to normal, and again what customers still have to do.",
    ),
    Stage.POSTMORTEM: (
        "Say what happened, why, and what changes, each with an owner and a date. Causes are never people.",
        "No 'should have': say what the system allowed, and what it will no longer allow.",
    ),
    Stage.FOLLOW_UP: ("Say what you promised, what is done, and how you know that it works.",),
    Stage.RETRACTED: ("Say what you saw, and why it was no failure.",),
    Stage.MERGED: ("Say in which incident the story goes on.",),
    Stage.SCHEDULED: (
        "Say what will be done, what customers will notice, and what they can do before.",
        "Name what keeps working in the meantime.",
    ),
    Stage.RESCHEDULED: ("Say the new window, and why it moved.",),
    Stage.IN_PROGRESS: ("Say that it has begun, and what customers notice right now.",),
    Stage.EXTENDED: ("Say the new end, why it takes longer, and what customers notice meanwhile.",),
    Stage.VERIFYING: ("Say what is done, and what you are checking before you call it over.",),
    Stage.COMPLETED: ("Say that it is over, and whether it went as announced.",),
    Stage.CANCELLED: ("Say that it will not take place, and whether there will be a new date.",),
}
"""What the words of each stage are for."""

TONES: Mapping[Stage, str] = {
    Stage.NOTICE: "Calm. No speculation.",
    Stage.INVESTIGATING: "Brief, and in customers' words.",
    Stage.IDENTIFIED: "Specific. Say what you do not know, too.",
    Stage.MITIGATING: "Factual. Do not celebrate early.",
    Stage.MONITORING: "Cautious. It is not over yet.",
    Stage.RESOLVED: "Own it, apologize, and thank them.",
    Stage.POSTMORTEM: "Open about mistakes, and no blame.",
}
"""In which tone the stages of the policy are written."""


@dataclass(frozen=True)
class TeamGuidance:
    """What the words of a stage are for, a sentence each, and their tone; None of a stage that the policy lacks."""

    what: tuple[str, ...]
    tone: str | None


def find_guidance(policy: Policy, stage: Stage) -> TeamGuidance:
    """What the site tells its team of a stage; else what is shipped."""
    own = policy.guidance.get(stage)
    what, tone = (own.what, own.tone) if own is not None else (None, None)
    return TeamGuidance(
        (what.for_team,) if what is not None else PURPOSES[stage],
        tone.for_team if tone is not None else TONES.get(stage),
    )


def purposes_of(policy: Policy, stage: Stage) -> tuple[str, ...]:
    """The same line by line."""
    found = find_guidance(policy, stage)
    return found.what if found.tone is None else (*found.what, f"Tone: {found.tone}")


_SHOWN = ("title", "severity", "components", "impact", "known", "unknown", "actions", "workarounds", "customer_actions")
"""Carried facts that a writer wants to see; the others stand on the page."""

_PROVIDED = PROSE | {
    FactName.TITLE,
    FactName.SEVERITY,
    FactName.NEXT_UPDATE,
    FactName.MITIGATED_AT,
    FactName.RESOLVED_AT,
    FactName.CONTACTS,
}
"""Owed, and no key that a writer must think of: asked for or promised anyway, the file's own time, or the site's."""


_GOES_STALE = (FactName.SHARE, FactName.PROGRESS, FactName.ACTIONS)
"""Facts that a change of stage makes doubtful, besides the states of components."""


def find_still_owed(
    policy: Policy, facts: UpdateKeys | None, stage: Stage, severity: Severity | None, *, is_first: bool = False
) -> tuple[str, ...]:
    """The keys of the facts that an update of this stage owes and that do not stand among `facts`."""
    wanted = (fact for fact in owed_at(policy, stage, severity, is_first=is_first) if fact not in _PROVIDED)
    return tuple(fact.value for fact in wanted if not is_stated(facts, fact))


def find_going_stale(policy: Policy, before: UpdateKeys, stage: Stage) -> tuple[str, ...]:
    """The keys of facts that were stated before another stage and that this one may say anew."""
    if stage is before.stage:
        return ()
    asked = (Demand.REQUIRED, Demand.RECOMMENDED)
    doubtful = (fact for fact in _GOES_STALE if policy.demand(fact, stage, before.severity) in asked)
    return tuple(fact.value for fact in doubtful if is_stated(before, fact))


def comments_for(
    root: Path, policy: Policy, before: Incident | Maintenance | None, facts: UpdateKeys, further: tuple[str, ...] = ()
) -> Iterator[str]:
    """The guidance for a file whose facts are these, line by line and without the `# ` in front.

    `further` are more lines for the writer, as those of a playbook.
    """
    first, *others = purposes_of(policy, facts.stage)
    yield f"{LABELS[facts.stage]}: {first}"
    yield from others
    yield from further
    yield from (_told(item) for item in _still_open(facts))
    missing = find_still_owed(policy, facts, facts.stage, facts.severity, is_first=before is None)
    if missing:
        yield "Still owed at this stage, now or in a later update:"
        for key in missing:
            yield f"  {_reminder(policy, key, facts)}"
    if before is None or facts.stage in REPORT_STAGES:
        return
    matters = list(_matters(root, before))
    if carried := list(_carried(matters, facts)):
        yield "Carries over; write again only what changed, and lists as a whole:"
        yield from (f"  {line}" for line in carried)
    if over := list(_over(matters, before.facts, facts)):
        yield f"Ended with '{facts.stage}'; write again what still holds:"
        yield from (f"  {line}" for line in over)


def _reminder(policy: Policy, key: str, facts: UpdateKeys) -> str:
    if key == FactName.APPROVED_BY:
        return f"{key}: {', '.join(policy.approvers_of(facts.stage, facts.severity))}"
    return f"{key}: {BY_KEY[key].ask}" if key in BY_KEY else key


def _still_open(facts: UpdateKeys) -> Iterator[ActionItem]:
    """The action items that a progress report leaves to the next one."""
    if facts.stage is Stage.FOLLOW_UP and isinstance(facts, IncidentKeys):
        yield from (item for item in facts.action_items or () if item.status not in SETTLED)


def _told(item: ActionItem) -> str:
    due = f", due {item.due.isoformat()}" if item.due else ""
    return f"Still open: {item.id} {item.title or ''} ({item.status or ActionStatus.PLANNED}{due})"


def _carried(matters: Sequence[Matter], facts: UpdateKeys) -> Iterator[str]:
    """Each fact that still stands, as it was said: what merges by name from every file, all else from the last."""
    for key in _SHOWN:
        rule, stands = carry_rules_of(type(facts))[key].rule, getattr(facts, key)
        said = [matter[key] for matter in matters if key in matter]
        if rule is Carry.NEVER or stands is None or not said or (key == "components" and facts.stage in RELEASING):
            continue
        value = _merged(said, stands) if rule is Carry.MERGE else said[-1]
        yield from front_matter_text({key: value}).splitlines()


def _over(matters: Sequence[Matter], before: UpdateKeys, facts: UpdateKeys) -> Iterator[str]:
    """Each fact that ended with the stage and that this file does not state again, as it was said last."""
    ahead = carry_into(before, facts.stage)
    for key in find_ended(before, facts.stage):
        if getattr(facts, key) == getattr(ahead, key):
            said = [matter[key] for matter in matters if key in matter]
            value = _part_over(said, getattr(before, key), getattr(ahead, key))
            yield from front_matter_text({key: value}).splitlines()


def _part_over(said: Sequence[PlainValue], before: object, ahead: object) -> PlainValue:
    """What was said last of a fact, or of those of its parts that do not outlive the stage."""
    if isinstance(before, Impact):
        over = {name for name, value in vars(before).items() if value is not None and getattr(ahead, name) is None}
        return {name: value for name, value in _by_name(said).items() if name in over}
    if isinstance(before, tuple) and any(isinstance(one, Milestone) for one in before):
        still_open = {one.name for one in before if one.done_at is None}
        items = [item for one in said if isinstance(one, list) for item in one if isinstance(item, dict)]
        merged: dict[object, dict[str, PlainValue]] = {}
        for item in items:
            merged[item["name"]] = merged.get(item["name"], {}) | item
        return [item for name, item in merged.items() if name in still_open]
    return said[-1]


def _by_name(said: Sequence[PlainValue]) -> dict[str, PlainValue]:
    """What was said last of each part."""
    return {name: value for one in said if isinstance(one, dict) for name, value in one.items()}


def _matters(root: Path, before: Incident | Maintenance) -> Iterator[Matter]:
    """What each file of the folder states, as it was typed."""
    for update in before.updates:
        document, _ = read_document((root / update.path).read_bytes(), update.path)
        matter = as_plain(document.matter) if document else None
        if isinstance(matter, dict):
            yield matter


def _merged(said: Sequence[PlainValue], stands: object) -> PlainValue:
    """What was said last of each name that still stands."""
    names = stands.states if isinstance(stands, Components) else vars(stands)
    return {name: value for name, value in _by_name(said).items() if names.get(name) is not None} or said[-1]

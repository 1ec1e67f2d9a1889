"""The page "How we communicate" as data: made of the policy in force and nothing else, so that it cannot drift."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from statusladder.model.policy import POLICY_STAGES, Announcement, Demand, FactName, Policy, Relaxation
from statusladder.model.site import Settings
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views import policy_words
from statusladder.views.policy_words import say_feedback, spell_length
from statusladder.views.reach import ReachRow, build_reach_table, say_exceptions, say_maintenance_reach
from statusladder.views.timeline import TimeView
from statusladder.views.wording import capitalise
from statusladder.voice.own import put_together
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Told:
    """How firmly something is told, and what."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class StageView:
    """A rung of the ladder, with what it always adds to the one before; None: nothing.

    `guidance`: what customers can expect of its updates, and their tone.
    """

    id: str
    label: str
    meaning: str
    guidance: tuple[str, str]
    adds: str | None


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SeverityView:
    """What makes an incident as serious as that, and the report that follows."""

    label: str
    criteria: tuple[str, ...]
    report: str


@dataclass(frozen=True)
class RoleView:
    """A role; `is_own`: its name is one that the company gave it."""

    name: str
    does: str | None
    is_own: bool


@dataclass(frozen=True)
class RevisionView:
    version: str
    day: TimeView
    what: str
    because: str | None


@dataclass(frozen=True)
class PolicyView:
    """The page, section by section; `waits` has a row for each open stage and a cell for each severity.

    `facts` has a row for each fact and a cell for each stage.
    `duties` tells by whom the updates of some stages are written and approved.
    """

    version: str | None
    review_by: TimeView | None
    reach: tuple[ReachRow, ...]
    reach_exceptions: tuple[str, ...]
    maintenance_reach: str
    severities: tuple[SeverityView, ...]
    first_notices: tuple[Row, ...]
    waits: tuple[Row, ...]
    slower: tuple[str, ...]
    first_words: tuple[str, ...]
    stages: tuple[StageView, ...]
    facts: tuple[Row, ...]
    duties: tuple[Told, ...]
    roles: tuple[RoleView, ...]
    escalation: tuple[str, ...]
    maintenance: tuple[str, ...]
    language: str
    revisions: tuple[RevisionView, ...]


def build_policy(settings: Settings, policy: Policy, voice: Voice) -> PolicyView:
    """The rules in words; the same for the same rules, whatever the clock says."""
    ladder = settings.ladder
    return PolicyView(
        version=ladder.policy_version,
        review_by=_day(ladder.review_by, voice) if ladder.review_by else None,
        reach=build_reach_table(settings, policy, voice),
        reach_exceptions=tuple(say_exceptions(settings, policy, voice)),
        maintenance_reach=say_maintenance_reach(settings, policy, voice),
        severities=tuple(
            SeverityView(
                voice.say(f"severity.{severity.value}"),
                policy_words.say_definitions(policy, severity, voice),
                policy_words.say_report_due(policy.reports.get(severity), voice),
            )
            for severity in Severity
        ),
        first_notices=tuple(_first_notice(policy, severity, voice) for severity in Severity),
        waits=tuple(_waits(policy, stage, voice) for stage in OPEN_STAGES),
        slower=tuple(_slower(policy.relaxation, policy.no_change_limit, voice)),
        first_words=tuple(_first_words(policy, voice)),
        stages=tuple(_stages(policy, voice)),
        facts=tuple(_facts(policy, voice)),
        duties=tuple(_duties(policy, settings, voice)),
        roles=tuple(_roles(policy, settings, voice)),
        escalation=tuple(
            policy_words.say_escalation(code, one, voice, lambda length: spell_length(length, voice))
            for code in policy.escalation
            if (one := policy.criterion(code)) is not None
        ),
        maintenance=tuple(_maintenance(policy.maintenance, voice)),
        language=policy_words.say_language(settings.site.language, voice),
        revisions=tuple(
            RevisionView(
                one.version,
                _day(one.date, voice),
                _sentence(one.what),
                one.because and _sentence(capitalise(say_feedback(one.because, voice))),
            )
            for one in ladder.revisions
        ),
    )


def _day(day: date, voice: Voice) -> TimeView:
    return TimeView(voice.day(day), day.isoformat())


def _sentence(words: str) -> str:
    return words if words[-1] in ".?!" else put_together((words, "."))


def _first_notice(policy: Policy, severity: Severity, voice: Voice) -> Row:
    first = policy.first_notice[severity]
    return Row(voice.say(f"severity.{severity.value}"), (voice.length(first.target), voice.length(first.latest)))


def _waits(policy: Policy, stage: Stage, voice: Voice) -> Row:
    lengths = (voice.length(policy.cadence[severity][stage]) for severity in Severity)
    return Row(voice.say(f"stage.{stage.value}"), tuple(lengths))


def _slower(rules: Relaxation, no_change_limit: int, voice: Voice) -> Iterator[str]:
    later = spell_length(rules.with_reason_after, voice)
    if rules.stages:
        yield voice.say("policy.slower_at", stages=_names(rules.stages, voice), length=later)
    else:
        yield voice.say("policy.slower", length=later)
    yield voice.say("policy.never_slower", length=spell_length(rules.never_within, voice))
    yield voice.say("policy.no_change", count=no_change_limit)


def _names(stages: Iterable[Stage], voice: Voice) -> str:
    return voice.listed(voice.say(f"stage.{stage.value}") for stage in stages)


def _first_words(policy: Policy, voice: Voice) -> Iterator[str]:
    """What is softer in the very first update, which waits for no detail."""
    for demand in Demand:
        facts = [
            voice.say(f"policy.fact.{fact.value}") for fact, softer in policy.first_file.items() if softer is demand
        ]
        if facts:
            how = voice.say(f"policy.demand.{demand.value}")
            yield voice.say("policy.told", how=how, facts=voice.semicolon_separated(facts))
    yield voice.say("policy.components_unknown", length=spell_length(policy.components_unknown_for, voice))


def _stages(policy: Policy, voice: Voice) -> Iterator[StageView]:
    """Each stage with the facts that it requires and the one before did not."""
    before: dict[FactName, list[Severity]] = {}
    for stage in POLICY_STAGES:
        wanted = {
            fact: [severity for severity in Severity if policy.demand(fact, stage, severity) is Demand.REQUIRED]
            for fact in policy_words.FACTS
        }
        added = {
            fact: [severity for severity in some if severity not in before.get(fact, ())]
            for fact, some in wanted.items()
        }
        facts = [_fact_of(fact, some, voice) for fact, some in added.items() if some]
        yield StageView(
            stage.value,
            voice.say(f"stage.{stage.value}"),
            voice.say(f"policy.meaning.{stage.value}"),
            policy_words.say_guidance(stage, policy.guidance.get(stage), voice),
            voice.comma_separated(facts) or None,
        )
        before = wanted


def _fact_of(fact: FactName, some: Sequence[Severity], voice: Voice) -> str:
    """The fact, with the severities for which it is wanted so where that is not all."""
    words = voice.say(f"policy.fact.{fact.value}")
    if len(some) == len(Severity):
        return words
    return voice.say("policy.fact_of_some", fact=words, severities=policy_words.say_severities(some, voice))


def _facts(policy: Policy, voice: Voice) -> Iterator[Row]:
    """Every fact and how much each stage wants of it; where it does so only of some severities, these are named."""
    for fact in policy_words.FACTS:
        cells = (_wanted(policy, fact, stage, voice) for stage in POLICY_STAGES)
        yield Row(capitalise(voice.say(f"policy.fact.{fact.value}")), tuple(cells))


def _wanted(policy: Policy, fact: FactName, stage: Stage, voice: Voice) -> str:
    groups: dict[Demand, list[Severity]] = {}
    for severity in Severity:
        groups.setdefault(policy.demand(fact, stage, severity), []).append(severity)
    if len(groups) == 1:
        return voice.say(f"policy.wanted.{next(iter(groups)).value}")
    return voice.semicolon_separated(
        voice.say(
            "policy.fact_of_some",
            fact=voice.say(f"policy.wanted.{demand.value}"),
            severities=policy_words.say_severities(some, voice),
        )
        for demand, some in groups.items()
    )


def _duties(policy: Policy, settings: Settings, voice: Voice) -> Iterator[Told]:
    """Stages that follow each other and have the same rules are told together."""
    for lines, stages in groupby(POLICY_STAGES, lambda stage: _answers(policy, settings, stage, voice)):
        yield Told(_names(stages, voice), lines)


def _answers(policy: Policy, settings: Settings, stage: Stage, voice: Voice) -> tuple[str, ...]:
    def owner(severity: Severity) -> str:
        role = policy.owners.get(stage, {}).get(severity)
        if not role:
            return voice.say("policy.owner.nobody")
        return voice.say("policy.owner.role", role=policy_words.say_roles([role], settings, voice))

    def approval(severity: Severity) -> str:
        demand = policy.demand(FactName.APPROVED_BY, stage, severity)
        return policy_words.say_approval(demand, policy.approvers_of(stage, severity), settings, voice)

    return (*_by_severity(owner, voice), *_by_severity(approval, voice))


def _by_severity(said: Callable[[Severity], str], voice: Voice) -> Iterator[str]:
    """One sentence for all, or one for each group of severities of which the same is said."""
    groups: dict[str, list[Severity]] = {}
    for severity in Severity:
        groups.setdefault(said(severity), []).append(severity)
    for rule, some in groups.items():
        if len(groups) == 1:
            yield capitalise(voice.say("policy.rule", rule=rule))
        else:
            severities = policy_words.say_severities(some, voice)
            yield capitalise(voice.say("policy.rule_of_some", severities=severities, rule=rule))


def _roles(policy: Policy, settings: Settings, voice: Voice) -> Iterator[RoleView]:
    """The roles of the policy with what they do, where it names any, then those that the site adds."""
    own = [role.id for role in settings.roles]
    for role in dict.fromkeys([*(policy.roles if policy.names_roles else ()), *own]):
        name = capitalise(policy_words.say_role(role, settings, voice))
        does = voice.say(f"preset.task.{role}") if role in policy.roles else None
        yield RoleView(name, does, role in own)


def _maintenance(rules: Announcement, voice: Voice) -> Iterator[str]:
    lead, long = spell_length(rules.lead, voice), spell_length(rules.long, voice)
    yield voice.say("policy.maintenance.lead", length=lead)
    yield voice.say("policy.maintenance.long", limit=long, length=spell_length(rules.lead_if_long, voice))
    yield voice.say("policy.maintenance.breaking", length=spell_length(rules.lead_if_breaking, voice))
    if rules.reminders:
        lengths = voice.listed(spell_length(length, voice) for length in rules.reminders)
        yield voice.say("policy.maintenance.reminders", lengths=lengths)

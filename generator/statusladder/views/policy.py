"""The page "How we communicate" as data: made of the policy in force and nothing else, so that it cannot drift."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from statusladder.ladder.steps import LABELS
from statusladder.model.feedback import retell
from statusladder.model.policy import POLICY_STAGES, Announcement, Demand, FactName, Policy, Relaxation
from statusladder.model.site import Settings
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views import policy_words, wording
from statusladder.views.policy_words import spell_length
from statusladder.views.timeline import TimeView
from statusladder.views.wording import SEVERITY_LABELS, capitalise, say_list

_FIRST_PLACE = (Demand.REQUIRED, Demand.RECOMMENDED)
"""What a reader waits for; the other demands are told in small."""


@dataclass(frozen=True)
class Told:
    """How firmly something is told, and what."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class StageView:
    """A rung of the ladder."""

    id: str
    label: str
    meaning: str
    told: tuple[Told, ...]
    besides: tuple[Told, ...]


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
    name: str
    does: str | None


@dataclass(frozen=True)
class RevisionView:
    version: str
    day: TimeView
    what: str
    because: str | None


@dataclass(frozen=True)
class PolicyView:
    """The page, section by section; `waits` has a row for each open stage and a cell for each severity.

    `duties` tells by whom the updates of some stages are written and approved.
    """

    version: str | None
    review_by: TimeView | None
    severities: tuple[SeverityView, ...]
    first_notices: tuple[Row, ...]
    waits: tuple[Row, ...]
    slower: tuple[str, ...]
    first_words: tuple[str, ...]
    stages: tuple[StageView, ...]
    duties: tuple[Told, ...]
    roles: tuple[RoleView, ...]
    escalation: tuple[str, ...]
    maintenance: tuple[str, ...]
    language: str
    revisions: tuple[RevisionView, ...]


def build_policy(settings: Settings, policy: Policy) -> PolicyView:
    """The rules in words; the same for the same rules, whatever the clock says."""
    ladder = settings.ladder
    return PolicyView(
        version=ladder.policy_version,
        review_by=TimeView.of_day(ladder.review_by) if ladder.review_by else None,
        severities=tuple(
            SeverityView(
                SEVERITY_LABELS[severity],
                policy.severities.get(severity, ()),
                f"{capitalise(policy_words.say_report_due(policy.reports.get(severity)))}.",
            )
            for severity in Severity
        ),
        first_notices=tuple(_first_notice(policy, severity) for severity in Severity),
        waits=tuple(_waits(policy, stage) for stage in OPEN_STAGES),
        slower=tuple(_slower(policy.relaxation, policy.no_change_limit)),
        first_words=tuple(_first_words(policy)),
        stages=tuple(_stages(policy)),
        duties=tuple(_duties(policy, settings)),
        roles=tuple(_roles(policy, settings)),
        escalation=tuple(policy_words.say_criterion(one, spell_length) for one in policy.escalation.values()),
        maintenance=tuple(_maintenance(policy.maintenance)),
        language=policy_words.say_language(settings.site.language),
        revisions=tuple(
            RevisionView(
                one.version,
                TimeView.of_day(one.date),
                _sentence(one.what),
                one.because and _sentence(capitalise(retell(one.because))),
            )
            for one in ladder.revisions
        ),
    )


def _sentence(words: str) -> str:
    return words if words[-1] in ".?!" else f"{words}."


def _first_notice(policy: Policy, severity: Severity) -> Row:
    first = policy.first_notice[severity]
    return Row(SEVERITY_LABELS[severity], (wording.say_duration(first.target), wording.say_duration(first.latest)))


def _waits(policy: Policy, stage: Stage) -> Row:
    return Row(LABELS[stage], tuple(wording.say_duration(policy.cadence[severity][stage]) for severity in Severity))


def _slower(rules: Relaxation, no_change_limit: int) -> Iterator[str]:
    later = f"once an incident has lasted {spell_length(rules.with_reason_after)}, if we say why"
    stages = f"at {say_list(LABELS[stage] for stage in rules.stages)}, or " if rules.stages else ""
    yield f"More time than that may pass only {stages}{later}."
    yield f"It never does before the incident has lasted {spell_length(rules.never_within)}."
    yield (
        "Even when nothing has changed we write a brief note: what we tried, what we ruled out."
        f" When it is {no_change_limit} in a row, a check warns us that you are owed more."
    )


def _first_words(policy: Policy) -> Iterator[str]:
    """What is softer in the very first update, which waits for no detail."""
    for demand, label in policy_words.DEMANDS.items():
        facts = [policy_words.FACTS[fact] for fact, softer in policy.first_file.items() if softer is demand]
        if facts:
            yield f"{label}: {'; '.join(facts)}."
    unknown = f"For its first {spell_length(policy.components_unknown_for)}"
    yield f"{unknown}, an incident may say that we do not know yet which parts it concerns."


def _stages(policy: Policy) -> Iterator[StageView]:
    for stage in POLICY_STAGES:
        told = {demand: tuple(_told(policy, stage, demand)) for demand in Demand}
        kept = {demand: Told(policy_words.DEMANDS[demand], items) for demand, items in told.items() if items}
        yield StageView(
            id=stage.value,
            label=LABELS[stage],
            meaning=policy_words.MEANINGS[stage],
            told=tuple(one for demand, one in kept.items() if demand in _FIRST_PLACE),
            besides=tuple(one for demand, one in kept.items() if demand not in _FIRST_PLACE),
        )


def _told(policy: Policy, stage: Stage, demand: Demand) -> Iterator[str]:
    """The facts of which a stage wants so much; where it does so only of some severities, these are named."""
    for fact, words in policy_words.FACTS.items():
        some = [severity for severity in Severity if policy.demand(fact, stage, severity) is demand]
        if some:
            yield words if len(some) == len(Severity) else f"{words} ({policy_words.say_severities(some)})"


def _duties(policy: Policy, settings: Settings) -> Iterator[Told]:
    """Stages that follow each other and have the same rules are told together."""
    for lines, stages in groupby(POLICY_STAGES, lambda stage: _answers(policy, settings, stage)):
        yield Told(say_list(LABELS[stage] for stage in stages), lines)


def _answers(policy: Policy, settings: Settings, stage: Stage) -> tuple[str, ...]:
    def owner(severity: Severity) -> str:
        role = policy.owners.get(stage, {}).get(severity)
        return f"the {policy_words.say_role(role, settings)} answers for it" if role else "whoever is at it writes it"

    def approval(severity: Severity) -> str:
        roles = [policy_words.say_role(role, settings) for role in policy.approvers_of(stage, severity)]
        return policy_words.say_approval(policy.demand(FactName.APPROVED_BY, stage, severity), roles)

    return (*_by_severity(owner), *_by_severity(approval))


def _by_severity(said: Callable[[Severity], str]) -> Iterator[str]:
    """One sentence for all, or one for each group of severities of which the same is said."""
    groups: dict[str, list[Severity]] = {}
    for severity in Severity:
        groups.setdefault(said(severity), []).append(severity)
    for words, some in groups.items():
        yield capitalise(f"{words}." if len(groups) == 1 else f"{policy_words.say_severities(some)}: {words}.")


def _roles(policy: Policy, settings: Settings) -> Iterator[RoleView]:
    """The roles of the policy with what they do, then those that the site adds."""
    for role in dict.fromkeys([*policy.roles, *(role.id for role in settings.roles)]):
        yield RoleView(capitalise(policy_words.say_role(role, settings)), policy.roles.get(role))


def _maintenance(rules: Announcement) -> Iterator[str]:
    yield f"We announce it {spell_length(rules.lead)} before it begins, or earlier."
    if_long = f"If it takes longer than {spell_length(rules.long)}, or falls into business hours"
    yield f"{if_long}: {spell_length(rules.lead_if_long)} before."
    yield f"If what you have built on our service has to change for it: {spell_length(rules.lead_if_breaking)} before."
    if rules.reminders:
        yield f"We remind you {say_list(spell_length(length) for length in rules.reminders)} before."

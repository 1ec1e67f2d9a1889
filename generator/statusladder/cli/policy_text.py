"""The policy in force in words: tables and sentences for a terminal, in which a `*` marks what differs from the preset.

Whatever is shown is worked out of a policy by a function, so that its mark follows from the same function.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby
from zoneinfo import ZoneInfo

from statusladder.authoring.guidance import find_guidance
from statusladder.cli.tables import in_columns, in_parts, named_sentences, wrapped
from statusladder.cli.words import say_duration, say_list
from statusladder.model.criteria import Criterion, CriterionCode
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, LadderKeys, Policy, ReportDue
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views.policy_words import say_definitions, say_escalation
from statusladder.views.wording import BEGINNING
from statusladder.voice.voice import Voice, english

_LETTERS = {Demand.REQUIRED: "R", Demand.RECOMMENDED: "r", Demand.FORBIDDEN: "F", Demand.OPTIONAL: "–"}
_NOBODY = "–"

Shown = Callable[[Policy], str]
"""What is shown of a policy."""

Mark = Callable[[Shown], str]
"""Shows it of the policy in force, with a `*` where the preset shows something else."""


@cache
def english_voice() -> Voice:
    """Says the texts of the policy, in which no moment stands."""
    return english(ZoneInfo("UTC"), BEGINNING)


def policy_text(ladder: LadderKeys, policy: Policy, preset: Policy) -> str:
    """All of the policy; a `*` marks what differs from the preset."""
    version = f", version {ladder.policy_version}" if ladder.policy_version else ""
    changed = f"* marks what this site's 'ladder' says otherwise than the preset {ladder.preset}."
    lines = [
        f"The policy in force: preset {ladder.preset}{version}.",
        changed if policy != preset else "Nothing of it is changed by this site.",
    ]

    def marked(shown: Shown) -> str:
        return shown(policy) if shown(policy) == shown(preset) else f"{shown(policy)}*"

    return "\n".join([*lines, "", in_parts(_parts(policy, marked))])


def _parts(policy: Policy, marked: Mark) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Facts per stage", _facts(policy, marked)
    yield "Cadence: the longest time between two updates", _cadence(marked)
    yield "Owners and approvals", _approvals(marked)
    yield "Reach: channels besides the status page and its feeds", _reach(marked)
    yield "Roles", in_columns(list(roles_of(policy))) if policy.names_roles else ["none"]
    yield "Escalation", named_sentences((code, marked(partial(_rule, code))) for code in policy.escalation)
    yield (
        "Maintenance: lead times, reminders, and channels besides the status page and its feeds",
        in_columns(list(_maintenance(marked))),
    )
    yield "Postmortems", in_columns([(one, marked(partial(_report, one))) for one in Severity])
    yield "Severity: any one of these", named_sentences(_definitions(policy, marked))
    yield "Guidance: what a good update does, and its tone", named_sentences(_guidance(marked))


def _reach(marked: Mark) -> list[str]:
    """A line for each severity and those stages, one after the other, that reach the same channels."""
    lines = []
    for severity in Severity:
        cells = ((stage, marked(partial(_reached, stage, severity))) for stage in POLICY_STAGES)
        for channels, group in groupby(cells, key=lambda cell: cell[1]):
            stages = [stage for stage, _ in group]
            span = stages[0] if len(stages) == 1 else f"{stages[0]} to {stages[-1]}"
            lines.append((severity, f"{span}: {channels}"))
    return named_sentences(lines)


def _reached(stage: Stage, severity: Severity, policy: Policy) -> str:
    return ", ".join(policy.reach_at(stage, severity)) or _NOBODY


def roles_of(policy: Policy) -> Iterator[tuple[str, str]]:
    """Each role, and what it does."""
    return ((role, english_voice().say(f"preset.task.{role}")) for role in policy.roles)


def rule_of(code: CriterionCode, criterion: Criterion) -> str:
    """A criterion as a sentence."""
    return say_escalation(code, criterion, english_voice(), say_duration)


def _rule(code: CriterionCode, policy: Policy) -> str:
    criterion = policy.criterion(code)
    return rule_of(code, criterion) if criterion is not None else "Switched off."


def _definitions(policy: Policy, marked: Mark) -> Iterator[tuple[str, str]]:
    """The name of a severity has the mark, since a definition may also have been left out."""
    for severity in Severity:
        all_of_them = partial(_defined, severity)
        is_changed = marked(all_of_them) != all_of_them(policy)
        for definition in definitions_of(policy, severity):
            yield f"{severity}*" if is_changed else severity, definition


def definitions_of(policy: Policy, severity: Severity) -> tuple[str, ...]:
    """What gives an incident this severity, in the words for the team."""
    return say_definitions(policy, severity, english_voice(), for_team=True)


def definition_lines(policy: Policy) -> list[str]:
    """What gives an incident each severity, for somebody who grades one."""
    return named_sentences((severity, " ".join(definitions_of(policy, severity))) for severity in Severity)


def _defined(severity: Severity, policy: Policy) -> str:
    return "\n".join(definitions_of(policy, severity))


def _guidance(marked: Mark) -> Iterator[tuple[str, str]]:
    for stage in POLICY_STAGES:
        yield stage, marked(partial(_what, stage))
        yield "", f"Tone: {marked(partial(_tone, stage))}"


def _what(stage: Stage, policy: Policy) -> str:
    return " ".join(find_guidance(policy, stage).what)


def _tone(stage: Stage, policy: Policy) -> str:
    return find_guidance(policy, stage).tone or ""


def _facts(policy: Policy, marked: Mark) -> list[str]:
    table = [["", *POLICY_STAGES]]
    table += [[fact, *(marked(partial(_letters, fact, stage)) for stage in POLICY_STAGES)] for fact in policy.facts]
    softer = [fact for fact, demand in policy.first_file.items() if demand is Demand.RECOMMENDED]
    absent = [fact for fact, demand in policy.first_file.items() if demand is Demand.OPTIONAL]
    return [
        *wrapped(f"R required, r recommended, F forbidden, – not asked for; four letters: {', '.join(Severity)}."),
        *in_columns(table),
        *wrapped(
            f"In the very first file of an open incident, {say_list(softer)} is only recommended, and "
            f"{say_list(absent)} may be absent. "
            f"Components may be unknown for {marked(lambda policy: say_duration(policy.components_unknown_for))}."
        ),
    ]


def _letters(fact: FactName, stage: Stage, policy: Policy) -> str:
    letters = [_LETTERS[policy.demand(fact, stage, severity)] for severity in Severity]
    return letters[0] if len(set(letters)) == 1 else "".join(letters)


def _cadence(marked: Mark) -> list[str]:
    table = [["", "first notice", *OPEN_STAGES]]
    for severity in Severity:
        waits = (marked(partial(_wait, severity, stage)) for stage in OPEN_STAGES)
        table.append([severity, marked(partial(_first_notice, severity)), *waits])
    stages = marked(lambda policy: say_list(policy.relaxation.stages) if policy.relaxation.stages else "no stage")
    later = marked(lambda policy: say_duration(policy.relaxation.with_reason_after))
    earliest = marked(lambda policy: say_duration(policy.relaxation.never_within))
    return [
        *in_columns(table),
        *wrapped(
            f"More time may be promised at {stages}, or with a reason that is told when it has lasted {later}; "
            f"never before {earliest}. "
            f"{marked(lambda policy: str(policy.no_change_limit))} updates in a row that say that nothing changed are a"
            " warning."
        ),
    ]


def _first_notice(severity: Severity, policy: Policy) -> str:
    first = policy.first_notice[severity]
    return f"{say_duration(first.target)}, at most {say_duration(first.latest)}"


def _wait(severity: Severity, stage: Stage, policy: Policy) -> str:
    return say_duration(policy.cadence[severity][stage])


def _approvals(marked: Mark) -> list[str]:
    table = [["", "owner", *(f"{severity} approved by" for severity in Severity)]]
    for stage in POLICY_STAGES:
        approvers = (marked(partial(_approvers, stage, severity)) for severity in Severity)
        table.append([stage, marked(partial(_owner, stage)), *approvers])
    return in_columns(table)


def _owner(stage: Stage, policy: Policy) -> str:
    roles = [policy.owners[stage].get(severity) or _NOBODY for severity in Severity]
    return roles[0] if len(set(roles)) == 1 else " / ".join(roles)


def _approvers(stage: Stage, severity: Severity, policy: Policy) -> str:
    return ", ".join(policy.approvers_of(stage, severity)) or _NOBODY


def _maintenance(marked: Mark) -> Iterator[tuple[str, str]]:
    def before(name: str) -> str:
        return marked(lambda policy: f"{say_duration(getattr(policy.maintenance, name))} before")

    yield "announced", marked(lambda policy: f"{say_duration(policy.maintenance.lead)} before it begins")
    long = marked(lambda policy: say_duration(policy.maintenance.long))
    yield f"longer than {long}, or in business hours", before("lead_if_long")
    yield "breaking what customers have built", before("lead_if_breaking")
    yield "reminders", marked(_reminders)
    yield "channels", marked(lambda policy: ", ".join(policy.maintenance_reach) or _NOBODY)


def _reminders(policy: Policy) -> str:
    reminders = policy.maintenance.reminders
    return f"{say_list(say_duration(length) for length in reminders)} before" if reminders else "none"


def _report(severity: Severity, policy: Policy) -> str:
    due = policy.reports.get(severity)
    return "none" if due is None else _due(due)


def _due(due: ReportDue) -> str:
    parts = [f"preliminary within {say_duration(due.preliminary)}"] if due.preliminary else []
    parts += [f"final within {say_duration(due.final)}"] if due.final else []
    parts += [f"review within {say_duration(due.review)} more"] if due.review else []
    said = say_list(parts) if parts else "optional"
    return f"{said}; where there is none, say why" if due.reason_if_none else said

"""The policy in force as text for a terminal: one table for each question that people ask of it."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from statusladder.cli.console import in_columns
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, LadderKeys, Policy, ReportDue
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views.policy_words import criterion
from statusladder.views.wording import duration, listed

WIDTH = 96
"""Characters of a line of words: about as wide as the table of facts."""

_LETTERS = {Demand.REQUIRED: "R", Demand.RECOMMENDED: "r", Demand.FORBIDDEN: "F", Demand.OPTIONAL: "–"}
_NOBODY = "–"

Cell = Callable[[Policy], str]


def policy_text(ladder: LadderKeys, policy: Policy, preset: Policy) -> str:
    """All of the policy; a `*` marks what differs from the preset."""
    version = f", version {ladder.policy_version}" if ladder.policy_version else ""
    changed = f"* marks what this site's 'ladder' says otherwise than the preset {ladder.preset}."
    lines = [
        f"The policy in force: preset {ladder.preset}{version}.",
        changed if policy != preset else "Nothing of it is changed by this site.",
    ]
    for heading, part in _parts(policy, preset):
        lines += ["", heading.upper(), *part]
    return "\n".join(lines)


def _parts(policy: Policy, preset: Policy) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Facts per stage", _facts(policy, preset)
    yield "Cadence: the longest time between two updates", _cadence(policy, preset)
    yield "Owners and approvals", _approvals(policy, preset)
    yield "Roles", in_columns(list(policy.roles.items()))
    yield "Escalation", _told((code, criterion(one, duration)) for code, one in policy.escalation.items())
    yield "Maintenance: lead times and reminders", in_columns(list(_maintenance(policy)))
    yield "Incident reports", in_columns([(severity, _report(policy.reports.get(severity))) for severity in Severity])
    yield "Severity: any one of these", _told((name, said) for name, some in policy.severities.items() for said in some)


def _facts(policy: Policy, preset: Policy) -> list[str]:
    table = [["", *POLICY_STAGES]]
    for fact in policy.facts:
        table.append([fact, *(_marked(_letters(fact, stage), policy, preset) for stage in POLICY_STAGES)])
    softer = [fact for fact, demand in policy.first_file.items() if demand is Demand.RECOMMENDED]
    absent = [fact for fact, demand in policy.first_file.items() if demand is Demand.OPTIONAL]
    return [
        *_wrapped(f"R required, r recommended, F forbidden, – not asked for; four letters: {', '.join(Severity)}."),
        *in_columns(table),
        *_wrapped(
            f"In the very first file of an open incident, {listed(softer)} is only recommended, and {listed(absent)}"
            f" may be absent. Components may be unknown for {duration(policy.components_unknown_for)}."
        ),
    ]


def _letters(fact: FactName, stage: Stage) -> Cell:
    def cell(policy: Policy) -> str:
        letters = [_LETTERS[policy.demand(fact, stage, severity)] for severity in Severity]
        return letters[0] if len(set(letters)) == 1 else "".join(letters)

    return cell


def _cadence(policy: Policy, preset: Policy) -> list[str]:
    table = [["", "first notice", *OPEN_STAGES]]
    for severity in Severity:
        first = policy.first_notice[severity]
        waits = (_marked(_wait(severity, stage), policy, preset) for stage in OPEN_STAGES)
        table.append([severity, f"{duration(first.target)}, at most {duration(first.latest)}", *waits])
    relaxation = policy.relaxation
    return [
        *in_columns(table),
        *_wrapped(
            f"More time may be promised at {listed(relaxation.stages)}, or with a reason that is told when it has"
            f" lasted {duration(relaxation.with_reason_after)}; never before {duration(relaxation.never_within)}."
            f" {policy.no_change_limit} updates in a row that say that nothing changed are a warning."
        ),
    ]


def _wait(severity: Severity, stage: Stage) -> Cell:
    return lambda policy: duration(policy.cadence[severity][stage])


def _approvals(policy: Policy, preset: Policy) -> list[str]:
    table = [["", "owner", *(f"{severity} approved by" for severity in Severity)]]
    for stage in POLICY_STAGES:
        approvers = (_marked(_approvers(stage, severity), policy, preset) for severity in Severity)
        table.append([stage, _marked(_owner(stage), policy, preset), *approvers])
    return in_columns(table)


def _owner(stage: Stage) -> Cell:
    def cell(policy: Policy) -> str:
        roles = [policy.owners[stage].get(severity) or _NOBODY for severity in Severity]
        return roles[0] if len(set(roles)) == 1 else " / ".join(roles)

    return cell


def _approvers(stage: Stage, severity: Severity) -> Cell:
    return lambda policy: ", ".join(policy.approvers_of(stage, severity)) or _NOBODY


def _maintenance(policy: Policy) -> Iterator[tuple[str, str]]:
    rules = policy.maintenance
    yield "announced", f"{duration(rules.lead)} before it begins"
    yield f"longer than {duration(rules.long)}, or in business hours", f"{duration(rules.lead_if_long)} before"
    yield "breaking what customers have built", f"{duration(rules.lead_if_breaking)} before"
    yield "reminders", f"{listed(duration(length) for length in rules.reminders)} before"


def _report(due: ReportDue | None) -> str:
    if due is None:
        return "none"
    parts = [f"preliminary within {duration(due.preliminary)}"] if due.preliminary else []
    parts += [f"final within {duration(due.final)}"] if due.final else []
    parts += [f"review within {duration(due.review)} more"] if due.review else []
    return listed(parts) if parts else "optional; where there is none, say why"


def _marked(cell: Cell, policy: Policy, preset: Policy) -> str:
    shown = cell(policy)
    return shown if shown == cell(preset) else f"{shown}*"


def _told(rows: Iterable[tuple[str, str]]) -> list[str]:
    """A name and a sentence a line; long sentences go on below themselves."""
    named = list(rows)
    width = max(len(name) for name, _ in named) + 2
    return [line for name, said in named for line in _wrapped(said, name.ljust(width), " " * width)]


def _wrapped(words: str, first: str = "", further: str = "") -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False)

"""What a severity requires: facts that meet no worse definition, and somebody in command of a critical incident."""

from collections.abc import Iterator

from statusladder.ladder.ownership import COMMANDER, OPERATIONS_LEAD, ownership_of
from statusladder.ladder.severity import Met, find_definition_met
from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.voices import is_said
from statusladder.model.communication import Drill, Incident, Update
from statusladder.model.policy import POLICY_STAGES
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import Severity

FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: {severity}
components:
  sign-in: major_outage
impact:
  symptom: The sign-in page returns an error
  share: 12-18%
  basis: measured
{roles}next_update: 15m
---
Signing in returns an error for 12 to 18% of accounts. We are finding out why.
"""
_ROLES = "roles:\n  incident_commander: {commander}\n  operations_lead: reports-team\n"

_RANK = {severity: rank for rank, severity in enumerate(Severity)}
"""0 for the worst, as they are ordered."""


def _at_stake(subject: Subject) -> Incident | None:
    """The incident while it is open; no drill, because nobody is affected by one."""
    incident = subject.incident
    return incident if incident is not None and incident.is_open and not isinstance(incident, Drill) else None


def _above(subject: Subject) -> Iterator[Finding]:
    incident, update = _at_stake(subject), subject.update
    if incident is None:
        return
    met = find_definition_met(incident.facts, subject.settings, subject.policy)
    if met is None or _RANK[met.severity] >= _RANK[incident.severity] or _is_explained(subject, met):
        return
    key = met.key if is_said(subject, met.key) else "severity"
    sentence = f"the severity is '{incident.severity}', but {met.fact}, which is the definition of '{met.severity}'"
    fix = (
        f"write 'severity: {met.severity}' with 'severity_reason', correct the fact, or add 'severity_reason: …' to say"
        " why it is less"
    )
    yield Finding(update.place(key), sentence, fix)


def _is_explained(subject: Subject, met: Met) -> bool:
    """Whether the newest reason for the severity was given when the facts were as bad as they are now."""
    updates: tuple[Update[IncidentKeys], ...] = subject.incident.updates if subject.incident is not None else ()
    reasoned = [update for update in updates if update.said.severity_reason is not None]
    then = find_definition_met(reasoned[-1].facts, subject.settings, subject.policy) if reasoned else None
    return then is not None and _RANK[then.severity] <= _RANK[met.severity]


def _uncommanded(subject: Subject) -> Iterator[Finding]:
    incident, update = _at_stake(subject), subject.update
    if incident is None or incident.severity is not Severity.CRITICAL or not _wants_a_commander(subject):
        return
    teams = ownership_of(subject.settings, subject.policy).teams_in_roles(incident.facts.roles)
    commander = teams.get(COMMANDER)
    if commander is None:
        sentence = "this critical incident has no incident commander"
        fix = f"add 'roles:' with '{COMMANDER}: TEAM' here, or a team for '{COMMANDER}' below 'roles' in site.yaml"
        yield Finding(update.place("roles"), sentence, fix)
    elif commander == teams.get(OPERATIONS_LEAD) and len(subject.settings.all_teams) != 1:
        sentence = f"'{commander}' is both incident commander and operations lead of a critical incident"
        yield Finding(update.place("roles"), sentence, "name another team for one of the two below 'roles'")


def _wants_a_commander(subject: Subject) -> bool:
    """Whether the policy has a critical incident approved by a commander; that of small teams does not."""
    stages = (subject.policy.approvers_of(stage, Severity.CRITICAL) for stage in POLICY_STAGES)
    return any(COMMANDER in roles for roles in stages)


RULES = Family(
    "severity",
    (
        Rule(
            code="C016",
            about=Code(Kind.FACT, "facts that meet the definition of a worse severity", Level.WARNING),
            scope=Scope.STATE,
            why="Customers and colleagues rely on the published definitions: how often you post, who is called and "
            "whether a postmortem follows depend on the severity. A 'severity_reason' given while the facts were the "
            "same is accepted.",
            bad=(FIRST.format(severity="minor", roles=""),),
            good=(FIRST.format(severity="major", roles=""),),
            find=_above,
        ),
        Rule(
            code="C018",
            about=Code(
                Kind.FACT,
                "a critical incident without an incident commander, or with one team as commander and operations lead",
                Level.WARNING,
            ),
            scope=Scope.STATE,
            why="Whoever works on the fix cannot also decide and keep the overview. The roles are those of "
            "the incident, else those of site.yaml; a policy without the approval of a commander, such as the preset "
            "'small-team', asks for none.",
            bad=(FIRST.format(severity="critical", roles=_ROLES.format(commander="reports-team")),),
            good=(FIRST.format(severity="critical", roles=_ROLES.format(commander="identity-team")),),
            find=_uncommanded,
        ),
    ),
)

"""A severity must fit its definition, and a critical incident needs somebody in command."""

from pathlib import Path

import pytest

from rule_examples import CONTACTS, INCIDENT, SITE, found_by, library_of
from statusladder.content.reader import read_library
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Problem

RANKED = (
    SITE.replace("name: Sign-in\n", "name: Sign-in\n    priority: 1\n    workflows:\n      - Registration\n").replace(
        "name: Exports\n", "name: Exports\n    priority: 9\n    workflows:\n      - Archiving\n"
    )
    + CONTACTS
)


def first(severity: str, *lines: str) -> str:
    keys = "".join(f"{line}\n" for line in lines)
    return (
        f"---\nstage: investigating\nat: 2026-03-14T09:01:00Z\ntitle: Sign-in fails\nseverity: {severity}\n{keys}"
        "next_update: 15m\n---\nSigning in returns an error.\n"
    )


def later(*lines: str, stage: str = "identified", clock: str = "09:20") -> str:
    keys = "".join(f"{line}\n" for line in lines)
    return f"---\nstage: {stage}\nat: 2026-03-14T{clock}:00Z\n{keys}---\nA disk is full.\n"


def found(code: str, files: tuple[str, ...], root: Path, site: str = RANKED) -> list[Problem]:
    told = lint(library_of(files, root, site), Gate.CHECK)
    return [one for one in told if one.code == code and INCIDENT in one.place.path]


DOWN, PARTLY, SLOW = (
    f"components: {{sign-in: {state}}}" for state in ("major_outage", "partial_outage", "degraded_performance")
)


@pytest.mark.parametrize(
    ("lines", "severity", "fact"),
    [
        ((DOWN, "impact: {share: 50-60%}"), "critical", "Sign-in is down for 50-60% of customers"),
        ((DOWN, "impact: {regions: [eu-1]}"), "critical", "Sign-in is down in a whole region (eu-1)"),
        ((SLOW, "data_loss: confirmed"), "critical", "data loss is confirmed"),
        ((DOWN, "impact: {share: 5-10%}"), "major", "Sign-in is down for 5-10% of customers"),
        ((PARTLY, "impact: {share: 60%}"), "major", "Sign-in is partly down for 60% of customers"),
        ((SLOW, "data_loss: suspected"), "major", "data loss is suspected"),
        (
            (PARTLY, "impact: {workflows: [registration]}", "workarounds: none"),
            "major",
            "'Registration' is a core workflow (Sign-in) and has no workaround",
        ),
    ],
)
def test_facts_that_meet_a_worse_definition_are_found_at_once(
    lines: tuple[str, ...], severity: str, fact: str, tmp_path: Path
) -> None:
    (problem,) = found("C016", (first("minor", *lines),), tmp_path / "minor")

    assert problem.sentence == f"the severity is 'minor', but {fact}, which is the definition of '{severity}'"
    assert found("C016", (first(severity, *lines),), tmp_path / "right") == []


@pytest.mark.parametrize(
    "lines",
    [
        (DOWN,),
        (DOWN, "impact: {share: 2-8%}"),
        (DOWN, "impact: {share: unknown}"),
        (PARTLY, "impact: {share: 40-60%}"),
        (PARTLY, "impact: {regions: [eu-1]}"),
        (SLOW, "impact: {share: 100%}"),
        ("components: {exports: major_outage}", "impact: {share: 100%, regions: [eu-1]}"),
        ("components: {sign-in: affected}", "impact: {share: 100%}"),
        (PARTLY, "impact: {workflows: [registration]}", "workarounds: Use the mobile app"),
        (PARTLY, "impact: {workflows: [registration]}"),
        (PARTLY, "impact: {workflows: [archiving]}", "workarounds: none"),
        (SLOW, "impact: {workflows: [registration]}", "workarounds: none"),
        (SLOW, "data_loss: unknown"),
        (SLOW, "data_loss: none"),
    ],
)
def test_facts_that_leave_room_for_a_lesser_severity_are_let_be(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert found("C016", (first("minor", *lines),), tmp_path) == []


def test_where_the_site_gives_no_priorities_every_component_is_core(tmp_path: Path) -> None:
    files = (first("minor", "components: {exports: major_outage}", "impact: {share: 10%}"),)

    assert len(found_by("C016", files, tmp_path)) == 1


BAD = (DOWN, "impact: {share: 12-18%}")
REASON = "severity_reason: Only free accounts are affected"


@pytest.mark.parametrize(
    ("files", "times"),
    [
        ((first("minor", *BAD), later()), 1),
        ((first("minor", *BAD), later(SLOW)), 0),
        ((first("minor", *BAD, REASON), later()), 0),
        ((first("major", *BAD), later("severity: minor", REASON), later(clock="09:40")), 0),
        ((first("minor", SLOW, REASON), later(*BAD)), 1),
        ((first("major", *BAD, REASON), later("impact: {share: 60%}")), 1),
        ((first("minor", *BAD), later(stage="monitoring")), 1),
        ((first("minor", *BAD), later("data_loss: none", stage="resolved")), 0),
        ((first("minor", *BAD), later("severity: major", REASON)), 0),
    ],
    ids=[
        *("still so", "no longer so", "explained at once", "explained later", "worse than when it was explained"),
        *("worse than what was explained", "while watching", "over", "raised"),
    ],
)
def test_the_newest_facts_of_an_open_incident_count(files: tuple[str, ...], times: int, tmp_path: Path) -> None:
    problems = found("C016", files, tmp_path)

    assert len(problems) == times
    assert all(problem.place.path.endswith(f"0{len(files)}-update.md") for problem in problems)


def test_the_finding_is_on_the_line_that_meets_the_definition(tmp_path: Path) -> None:
    text = first("minor", DOWN, "impact:", "  share: 12-18%")

    (problem,) = found("C016", (text,), tmp_path)

    assert text.splitlines()[problem.place.line - 1] == "  share: 12-18%"


OWN_DEFINITIONS = """ladder:
  severities:
    critical:
      - data_suspected
      - Nobody can sign in
    major:
      - customers: Somebody cannot sign in
        internal: The pool is full
"""


@pytest.mark.parametrize(
    ("lines", "severities"),
    [
        ((SLOW, "data_loss: suspected"), ["critical"]),
        ((DOWN, "impact: {share: 50-60%}"), []),
        ((SLOW, "data_loss: confirmed"), []),
    ],
)
def test_only_the_definitions_that_the_site_has_are_judged_and_of_the_severity_that_has_them(
    lines: tuple[str, ...], severities: list[str], tmp_path: Path
) -> None:
    told = found("C016", (first("minor", *lines),), tmp_path, RANKED + OWN_DEFINITIONS)

    assert [one.sentence.rpartition(" ")[2].strip("'") for one in told] == severities


def test_the_bounds_of_a_criterion_that_is_switched_off_still_define_severities(tmp_path: Path) -> None:
    off = RANKED + "ladder:\n  escalation: {E01: none, E02: none}\n"

    (problem,) = found("C016", (first("minor", DOWN, "impact: {share: 5-10%}"),), tmp_path, off)

    assert problem.sentence.endswith("which is the definition of 'major'")


def test_nobody_is_asked_to_grade_what_another_tool_wrote(tmp_path: Path) -> None:
    origin = "imported_from: {source: statuspage, id: abc}"

    assert found("C016", (first("minor", *BAD, origin),), tmp_path / "C016") == []
    assert found("C018", (first("critical", origin),), tmp_path / "C018") == []


COMMANDER = "roles: {incident_commander: identity-team}"
BOTH = "roles: {incident_commander: identity-team, operations_lead: identity-team}"
SITE_ROLES = RANKED + "roles:\n  - id: incident_commander\n    name: Incident commander\n    team: identity-team\n"
SMALL = RANKED + "ladder:\n  preset: small-team\n"
ONE_TEAM = RANKED.replace("reports-team", "identity-team")
OWN_ROLE = (
    RANKED
    + "roles:\n  - id: duty_manager\n    name: Duty manager\nladder:\n  approvers:\n"
    + "".join(
        f"    {stage}: {{critical: [duty_manager], major: none}}\n"
        for stage in ("investigating", "identified", "mitigating", "monitoring", "resolved", "postmortem")
    )
)


@pytest.mark.parametrize(
    ("files", "site", "quoted"),
    [
        ((first("critical"),), RANKED, "has no incident commander"),
        ((first("critical", "roles: {communications_lead: reports-team}"),), RANKED, "has no incident commander"),
        ((first("critical", BOTH),), RANKED, "'identity-team' is both"),
        ((first("critical", "roles: {operations_lead: identity-team}"),), SITE_ROLES, "'identity-team' is both"),
        ((first("critical"),), ONE_TEAM, "has no incident commander"),
        ((first("minor"), later("severity: critical", REASON)), RANKED, "has no incident commander"),
    ],
)
def test_a_critical_incident_without_command_is_found(
    files: tuple[str, ...], site: str, quoted: str, tmp_path: Path
) -> None:
    (problem,) = found("C018", files, tmp_path, site)

    assert quoted in problem.sentence


@pytest.mark.parametrize(
    ("files", "site"),
    [
        ((first("critical", COMMANDER),), RANKED),
        ((first("critical", COMMANDER), later()), RANKED),
        ((first("critical"),), SITE_ROLES),
        ((first("critical", "roles: {operations_lead: reports-team}"),), SITE_ROLES),
        ((first("critical", BOTH),), ONE_TEAM),
        ((first("critical"),), SMALL),
        ((first("critical"),), OWN_ROLE),
        ((first("major"),), RANKED),
        ((first("critical"), later("data_loss: none", stage="resolved")), RANKED),
    ],
    ids=[
        "named",
        "named before",
        "by site.yaml",
        "two teams",
        "one team in all",
        "small team",
        "own role",
        "major",
        "over",
    ],
)
def test_an_incident_with_command_or_without_need_of_it_is_let_be(
    files: tuple[str, ...], site: str, tmp_path: Path
) -> None:
    assert found("C018", files, tmp_path, site) == []


def test_a_drill_affects_nobody(tmp_path: Path) -> None:
    library_of((first("critical", SLOW), later("data_loss: none", stage="resolved")), tmp_path, RANKED)
    drill = tmp_path / "content" / "drills" / "2026-03-01-restore"
    drill.mkdir(parents=True)
    (drill / "01-investigating.md").write_text(first("critical"))
    (drill.parent / "2026-03-02-restore").mkdir()
    (drill.parent / "2026-03-02-restore" / "01-investigating.md").write_text(first("minor", *BAD))
    library = read_library(tmp_path).library
    assert library is not None
    assert len(library.drills) == 2

    assert [one for one in lint(library, Gate.CHECK) if one.code in ("C016", "C018")] == []

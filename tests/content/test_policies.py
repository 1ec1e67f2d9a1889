"""The shipped policy is the ladder's, table by table; and whatever a site writes is a policy or a list of Problems."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from night import examples
from policy_page import VOICE
from statusladder.cli.commands.policy import compare_with_preset
from statusladder.cli.policy_text import policy_text
from statusladder.content.policies import SHIPPED, policy_in_force, read_preset
from statusladder.content.settings import read_settings
from statusladder.model.criteria import MEASURES, CriterionCode, Measure
from statusladder.model.definitions import DefinitionName
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, FirstNotice, LadderKeys, Preset, ReportDue
from statusladder.model.problem import Stopped
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views.policy import build_policy
from statusladder.voice.catalogue import ENGLISH, read_strings, shipped

POLICY = read_preset(Preset.STATUSLADDER)
CRITICAL, MAJOR, MINOR, INFO = Severity
HOUR = timedelta(hours=1)
TEXTS = read_strings(ENGLISH)

# notice, investigating, identified, mitigating, monitoring, resolved, postmortem; four letters by severity, worst first
FACTS = {
    "title": "R R R R R R R",
    "severity": "R R R R R R R",
    "components": "r R R R R R R",
    "impact.symptom": "F R R R R R R",
    "impact.share": "F r RRrr RRrr RRrr RRrr RRrr",
    "started_at": "- r R R R R R",
    "known": "r - R R R - F",
    "unknown": "r r R R R F F",
    "actions": "r r R R r - F",
    "cause": "F F r r r r -",
    "contributing_factors": "F F F F F F R",
    "eta": "- R R R - F F",
    "progress": "F F r R r F F",
    "milestones": "- - r r r - -",
    "workarounds": "r r R R r r -",
    "customer_actions": "r r R R R R R",
    "next_update": "R R R R R F r",
    "mitigated_at": "F F F - R R R",
    "resolved_at": "F F F F F R R",
    "data_loss": "- r r r r R R",
    "remaining": "- - - - R R R",
    "apology": "- rr-- r r r RRR- RR--",
    "contacts": "r RR-- R R R r r",
    "how_to_report": "r R R R R R -",
    "approved_by": "- rr-- rr-- rr-- rr-- RR-- RR--",
}
"""What each stage must say. Of the share before an impact, and of progress in a report, the ladder says nothing; as a
file that states them loses them, the policy says so."""
BY_MEANING = {
    "potential_impact": "R F F F F F F",
    "watch_until": "r F F F F F F",
    "monitoring_until": "- - - - R F F",
    "exit_criterion": "- - - - R F F",
    "version": "F F F F F F R",
    "trigger": "F F F F F F R",
}
"""Facts that belong to the meaning of one stage."""
MINUTES = {
    CRITICAL: ((5, 10), (30, 15, 20, 30, 60)),
    MAJOR: ((10, 15), (60, 30, 30, 30, 60)),
    MINOR: ((20, 30), (120, 60, 60, 120, 120)),
    INFO: ((60, 120), (240, 240, 480, 480, 1440)),
}
LETTERS = {"R": Demand.REQUIRED, "r": Demand.RECOMMENDED, "F": Demand.FORBIDDEN, "-": Demand.OPTIONAL}


def _minutes(length: int) -> timedelta:
    return timedelta(minutes=length)


def test_each_stage_must_say_what_the_ladder_wants() -> None:
    table = FACTS | BY_MEANING

    assert set(POLICY.facts) == set(FactName) == set(table)
    for fact in FactName:
        for stage, cell in zip(POLICY_STAGES, table[fact].split(), strict=True):
            wanted = [LETTERS[letter] for letter in (cell if len(cell) > 1 else cell * 4)]
            assert [POLICY.demand(fact, stage, severity) for severity in Severity] == wanted, (fact, stage)
    assert POLICY.first_file == {FactName.SYMPTOM: Demand.RECOMMENDED, FactName.ETA: Demand.OPTIONAL}
    assert POLICY.components_unknown_for == _minutes(10)


def test_the_cadence_is_that_of_the_ladder() -> None:
    for severity, (first, waits) in MINUTES.items():
        assert POLICY.first_notice[severity] == FirstNotice(target=_minutes(first[0]), latest=_minutes(first[1]))
        assert POLICY.cadence[severity] == dict(zip(OPEN_STAGES, map(_minutes, waits), strict=True))
    relaxation = POLICY.relaxation
    assert (relaxation.stages, relaxation.with_reason_after) == ((Stage.MONITORING,), _minutes(120))
    assert (relaxation.never_within, POLICY.no_change_limit) == (HOUR, 3)


def test_roles_reports_and_maintenance_are_those_of_the_ladder() -> None:
    assert list(POLICY.roles) == [
        "incident_commander",
        "communications_lead",
        "customer_advocate",
        "operations_lead",
        "scribe",
        "executive_sponsor",
    ]
    assert {role for owners in POLICY.owners.values() for role in owners.values()} == {"communications_lead"}
    assert set(POLICY.owners) == set(POLICY_STAGES)
    for stage in POLICY_STAGES[1:]:
        assert POLICY.approvers_of(stage, CRITICAL) == ("incident_commander", "executive_sponsor")
        assert POLICY.approvers_of(stage, MAJOR) == ("incident_commander",)
    assert POLICY.reports == {
        CRITICAL: ReportDue(preliminary=72 * HOUR, final=timedelta(days=14), review=timedelta(days=14)),
        MAJOR: ReportDue(final=timedelta(days=14), review=timedelta(days=14)),
        MINOR: ReportDue(reason_if_none=True),
    }
    planned = POLICY.maintenance
    assert (planned.lead, planned.lead_if_long, planned.long) == (72 * HOUR, timedelta(days=7), HOUR)
    assert (planned.lead_if_breaking, planned.reminders) == (timedelta(days=14), (24 * HOUR, HOUR))


def test_the_criteria_of_a_severity_are_sentences_with_the_limits_of_the_ladder() -> None:
    assert {severity: len(sentences) for severity, sentences in POLICY.severities.items()} == {
        CRITICAL: 2,
        MAJOR: 3,
        MINOR: 4,
        INFO: 1,
    }
    texts = {
        severity: [TEXTS[f"preset.criterion.{one.name}"] for one in POLICY.severities[severity]]
        for severity in Severity
    }
    limits = ((CRITICAL, "at least {critical}%"), (MAJOR, "{major}–{critical}%"), (MINOR, "Fewer than {major}%"))
    for severity, limit in limits:
        assert limit in texts[severity][0]
    assert all(str(one).endswith(".") for sentences in texts.values() for one in sentences)


def test_every_role_has_a_name_and_a_task_and_nothing_that_the_policy_does_not_have_has_a_text() -> None:
    names = {
        "role": set(POLICY.roles),
        "task": set(POLICY.roles),
        "criterion": {one.name for some in POLICY.severities.values() for one in some},
        "escalation": set(POLICY.escalation),
        "what": set(POLICY_STAGES),
        "tone": set(POLICY_STAGES),
    }
    assert names["criterion"] == set(DefinitionName)
    assert names["escalation"] == set(CriterionCode)
    for family, ids in names.items():
        assert {key.rpartition(".")[2] for key in TEXTS if key.startswith(f"preset.{family}.")} == ids


def test_the_criteria_hold_the_numbers_of_the_ladder_and_say_each_of_them() -> None:
    numbers = {code: one.numbers for code, one in POLICY.escalation.items()}

    assert numbers == {
        "E01": {"major": 5, "critical": 50},
        "E02": {"priority": 3, "lasting": _minutes(30)},
        "E03": {"percent": 5, "lasting": _minutes(60)},
        "E04": {},
        "E06": {"minor": 4 * HOUR, "major": 2 * HOUR},
        "E07": {},
        "E08": {"times": 2},
        "E09": {"commander": 2, "sponsor": 3},
        "E10": {},
        "E14": {"longer": _minutes(15)},
    }
    for code, one in POLICY.escalation.items():
        assert shipped(ENGLISH).messages[f"preset.escalation.{code}"].values == set(one.numbers) == set(MEASURES[code])
        lengths = {name for name, number in one.numbers.items() if isinstance(number, timedelta)}
        assert lengths == {name for name, measure in MEASURES[code].items() if measure is Measure.LENGTH}


def test_a_small_team_writes_less_often_and_needs_nobody_to_approve() -> None:
    small = read_preset(Preset.SMALL_TEAM)

    waits = [set(small.cadence[severity].values()) for severity in Severity]
    assert waits == [{_minutes(length)} for length in (30, 60, 120, 240)]
    assert {small.approvers_of(stage, severity) for stage in POLICY_STAGES for severity in Severity} == {()}
    assert {role for owners in small.owners.values() for role in owners.values()} == {None}
    for fact in set(FactName) - {FactName.APPROVED_BY}:
        assert small.facts[fact] == POLICY.facts[fact]


def test_one_or_two_people_need_no_second_person_and_owe_no_report() -> None:
    tiny, small = read_preset(Preset.TINY), read_preset(Preset.SMALL_TEAM)

    assert (tiny.cadence, tiny.owners, tiny.approvers) == (small.cadence, small.owners, small.approvers)
    assert {tiny.reports.get(severity) or ReportDue() for severity in Severity} == {ReportDue()}
    silent = {code for code in tiny.escalation if tiny.criterion(code) is None}
    assert silent == {CriterionCode.SLIPPED, CriterionCode.OVERDUE}
    asks_for_somebody = {code for code in CriterionCode if re.search("sponsor|commander", _rule(code))}
    assert silent == asks_for_somebody


def _rule(code: CriterionCode) -> str:
    return str(TEXTS[f"preset.escalation.{code}"])


@pytest.mark.parametrize("preset", Preset)
def test_every_preset_is_complete_and_without_contradictions(preset: Preset, tmp_path: Path) -> None:
    policy = read_preset(preset)

    for part in (policy.severities, policy.first_notice, policy.cadence):
        assert set(part) == set(Severity)
    assert set(policy.escalation) == set(CriterionCode)
    for record in (policy.relaxation, policy.maintenance, *policy.first_notice.values()):
        assert all(value is not None for value in dict(record).values())
    # A number that is stated as it is has all others of the preset checked with it.
    _, problems = read_settings(_write(tmp_path, {"preset": str(preset), "no_change_limit": "3"}))
    assert problems == []


def test_every_preset_is_shipped_and_none_besides() -> None:
    assert {file.stem for file in SHIPPED.iterdir()} == set(Preset)


def test_a_broken_installation_is_told_in_words(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "policy")
    file = tmp_path / "policy" / "statusladder.yaml"
    file.write_text(file.read_text().replace("no_change_limit: 3", "no_change_limit: many"))

    with pytest.raises(Stopped, match=r"no_change_limit: 'many' is not a whole number") as stopped:
        read_preset(Preset.STATUSLADDER, tmp_path / "policy")

    assert stopped.value.fix == "install statusladder again"


SITE: dict[str, Any] = {
    "site": {"name": "Tern", "url": "https://status.tern.example"},
    "components": [],
    "roles": [{"id": "duty-lead", "name": "Duty lead"}],
}
LENGTHS = {"1m": 1, "45m": 45, "3h": 180, "2d": 2880}
ROLES = ("none", "duty-lead", "scribe")
WORDS = st.sampled_from(
    [
        *LadderKeys.model_fields,
        *Preset,
        *FactName,
        *Stage,
        *Severity,
        *Demand,
        *LENGTHS,
        *ROLES,
        "0m",
        "identifed",
        "sev1",
        "none",
        "",
        "x-note",
        "99999d",
        "-5m",
    ]
).map(str)
ANYTHING = st.recursive(
    WORDS | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
EVERY_WAIT = {(severity, stage) for severity in Severity for stage in OPEN_STAGES}
KEYS = st.dictionaries(st.sampled_from([*LadderKeys.model_fields]), ANYTHING, max_size=6)
OF_SEVERITY = st.dictionaries(st.sampled_from([*Severity]).map(str), ANYTHING, max_size=3)
NUMBERS = st.dictionaries(
    st.sampled_from(
        [
            *("target", "latest", "preliminary", "final", "major", "critical", "lasting", "minor", "sponsor", "lead"),
            *("reminders", "never_within", "with_reason_after", "reason_if_none"),
        ]
    ),
    st.sampled_from([*LENGTHS, "3", "40", "none", "true"]),
    max_size=3,
)
NEAR = st.fixed_dictionaries(
    {},
    optional={
        "preset": WORDS,
        "facts": st.dictionaries(WORDS, st.dictionaries(WORDS, ANYTHING, max_size=2), max_size=2),
        "cadence": st.dictionaries(st.sampled_from([*Severity]).map(str), ANYTHING, max_size=3),
        "owners": st.dictionaries(st.sampled_from([*POLICY_STAGES]).map(str), ANYTHING, max_size=3),
        "approvers": st.dictionaries(st.sampled_from([*POLICY_STAGES]).map(str), ANYTHING, max_size=3),
        "first_notice": OF_SEVERITY | st.dictionaries(st.sampled_from([*Severity]).map(str), NUMBERS, max_size=2),
        "reports": OF_SEVERITY | st.dictionaries(st.sampled_from([*Severity]).map(str), NUMBERS, max_size=2),
        "severities": OF_SEVERITY,
        "escalation": st.dictionaries(
            st.sampled_from([*CriterionCode, "E05"]).map(str), ANYTHING | NUMBERS, max_size=3
        ),
        "relaxation": ANYTHING | NUMBERS,
        "maintenance": ANYTHING | NUMBERS,
        "guidance": st.dictionaries(st.sampled_from([*POLICY_STAGES]).map(str), ANYTHING, max_size=2),
    },
)


def _write(folder: Path, ladder: object) -> Path:
    text = yaml.safe_dump({**SITE, "ladder": ladder}, allow_unicode=True, sort_keys=False)
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_changelog_needs_a_version_in_force_and_is_newest_first_in_any_order(tmp_path: Path) -> None:
    rows = [{"version": day[:4], "date": day, "what": "x"} for day in ("2024-01-02", "2026-01-02", "2025-01-02")]
    _, unsaid = read_settings(_write(tmp_path, {"changelog": rows}))
    read, problems = read_settings(_write(tmp_path, {"changelog": rows, "policy_version": "2026"}))

    assert [(problem.code, problem.sentence) for problem in unsaid] == [
        ("D010", "the newest change of the changelog is version '2026', but there is no 'policy_version'")
    ]
    assert problems == []
    assert read is not None
    assert [revision.version for revision in read.ladder.revisions] == ["2026", "2025", "2024"]


def test_a_number_that_a_criterion_cannot_have_leaves_that_of_the_preset_in_force(tmp_path: Path) -> None:
    strange = {"E02": {"priority": "2h", "lasting": "45m"}, "E03": {"percent": 150}, "E06": {"minor": 4, "info": "1h"}}
    read, problems = read_settings(_write(tmp_path, {"escalation": strange}))

    assert [problem.code for problem in problems] == ["D010", "D010", "D010", "D008"]
    assert read is not None
    found = policy_in_force(read.ladder).escalation
    assert found[CriterionCode.CORE_DOWN].numbers == {"priority": 3, "lasting": timedelta(minutes=45)}
    assert found[CriterionCode.MANY_AFFECTED].numbers == POLICY.escalation[CriterionCode.MANY_AFFECTED].numbers
    assert found[CriterionCode.UNIDENTIFIED].numbers == POLICY.escalation[CriterionCode.UNIDENTIFIED].numbers


@pytest.mark.parametrize(
    ("ladder", "unreached"),
    [
        ({}, []),
        ({"maintenance_reach": "none"}, ["room"]),
        ({"maintenance_reach": "room"}, []),
        ({"maintenance_reach": "none", "reach": {"minor": "room"}}, []),
    ],
)
def test_a_channel_that_only_maintenance_reaches_is_reached(
    ladder: dict[str, Any], unreached: list[str], tmp_path: Path
) -> None:
    site = {**SITE, "channels": [{"id": "room", "kind": "chat"}]}
    in_no_incident = dict.fromkeys(map(str, Severity), "none")
    ladder = {**ladder, "reach": {**in_no_incident, **ladder.get("reach", {})}}
    (tmp_path / "site.yaml").write_text(yaml.safe_dump({**site, "ladder": ladder}))

    read, problems = read_settings(tmp_path)

    assert read is not None
    sentences = [f"no update reaches the channel '{one}': nothing names it or 'chat'" for one in unreached]
    assert [(one.code, one.sentence) for one in problems] == [("D027", sentence) for sentence in sentences]


@pytest.mark.parametrize("none", ["none", [], ["none"]])
def test_a_severity_that_nothing_gives_is_a_problem_whichever_way_it_is_written(tmp_path: Path, none: object) -> None:
    _, problems = read_settings(_write(tmp_path, {"severities": {"minor": none}}))

    sentence = "ladder.severities.minor: nothing says when an incident has this severity"
    assert [problem.sentence for problem in problems] == [sentence]


@settings(
    max_examples=examples(by_night=150, by_day=50, in_ci=150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ladder=ANYTHING | KEYS | NEAR)
def test_whatever_stands_below_ladder_is_a_policy_or_problems(tmp_path: Path, ladder: object) -> None:
    read, problems = read_settings(_write(tmp_path, ladder))

    assert read is not None or problems
    for problem in problems:
        assert problem.place.path == "site.yaml"
        assert problem.place.line > 1
    if read is not None:
        policy = policy_in_force(read.ladder)
        assert all(wait > timedelta(0) for row in policy.cadence.values() for wait in row.values())
        assert {(severity, stage) for severity, row in policy.cadence.items() for stage in row} == EVERY_WAIT
        # Whatever is in force can be said, to customers and to the team.
        if problems == []:
            assert build_policy(read, policy, VOICE)
            assert policy_text(read.ladder, policy, POLICY)
            compare_with_preset(policy, read_preset(read.ladder.preset))


@settings(
    max_examples=examples(by_night=50, by_day=20, in_ci=50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cadence=st.dictionaries(
        st.sampled_from([*Severity]),
        st.dictionaries(st.sampled_from(OPEN_STAGES), st.sampled_from([*LENGTHS]), min_size=1),
    ),
    owners=st.dictionaries(st.sampled_from(POLICY_STAGES), st.sampled_from(ROLES)),
    demands=st.dictionaries(
        st.sampled_from([Stage.INVESTIGATING, Stage.IDENTIFIED]),
        st.sampled_from([Demand.REQUIRED, Demand.RECOMMENDED, Demand.OPTIONAL]),
    ),
)
def test_what_a_site_states_is_in_force_and_all_else_is_the_presets(
    tmp_path: Path,
    cadence: dict[Severity, dict[Stage, str]],
    owners: dict[Stage, str],
    demands: dict[Stage, Demand],
) -> None:
    ladder = {
        "cadence": {str(name): {str(stage): text for stage, text in row.items()} for name, row in cadence.items()},
        "owners": {str(stage): role for stage, role in owners.items()},
        "facts": {"eta": {str(stage): str(demand) for stage, demand in demands.items()}},
    }
    read, problems = read_settings(_write(tmp_path, ladder))

    assert (problems, read is None) == ([], False)
    assert read is not None
    policy = policy_in_force(read.ladder)
    for severity in Severity:
        for stage in OPEN_STAGES:
            text = cadence.get(severity, {}).get(stage)
            wanted = _minutes(LENGTHS[text]) if text else POLICY.cadence[severity][stage]
            assert policy.cadence[severity][stage] == wanted
        for stage in POLICY_STAGES:
            role = owners.get(stage)
            assert policy.owners[stage][severity] == (
                POLICY.owners[stage][severity] if role is None else None if role == "none" else role
            )
            asked = demands.get(stage) or POLICY.demand(FactName.ETA, stage, severity)
            assert policy.demand(FactName.ETA, stage, severity) is asked
    assert policy.approvers == POLICY.approvers

"""Two gates and a fast lane: what each code stops, by severity, by stage and by place.

The tables below say it in the ladder's words and ask no code of ours: a rule that changes its weight, and a lane that
lets another file pass, have to be told here too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings

import factory
from generated_sites import GeneratedSite, large, sites
from night import examples, in_ci, some
from rule_examples import library_of
from statusladder.cli.problem_formats import find_codes
from statusladder.ladder.publication import lanes_of
from statusladder.lint.judge import find_rules
from statusladder.model.problem import Code, Gate, Lane, Level, Place, Problem, blocks
from statusladder.model.site import Library
from statusladder.model.vocabulary import INCIDENT_STAGES, Severity
from statusladder.publish.judgement import judge_site

CLOCK = datetime.fromisoformat("2027-01-01T00:00:00Z")

WEIGHTS = {
    "†": """
        D001 D002 D003 D004 D005 D006 D007 D008 D009 D010 D011 D012 D013 D014 D015 D016 D019 D022 D025
        C004 C006 C014 C023 G003 G004 G005 S001 S002 S003 S008 S011 S012 T005 T009 T013 T016
    """,
    "E": """
        A001 A003 A005 C002 C003 C005 C008 C010 F001 F002 F005 F006 F008 F009 F012 F015 F016 G001 G006 L007
        P001 P002 P003 P004 P005 P009 P010 P011 S005 T002 T003 T004 T007 T008 C019 C022 I001 I002 I004
        X001 X002 X003 X004 X005 X008 X009
    """,
    "W": """
        A002 A004 A007 A009 C007 C009 C013 C015 C016 C017 C018 F003 F004 F007 F010 F011 L001 L002 L003 L004 L005 L006
        L008 L009 L010 L011 L013 P006 P008 P015 P019 P020 S009 T001 T006 T010 T011 T012 T014 T015 C020 C021 D017 D018
        D021 D026 D027 I003
    """,
    "I": "A008 P012",
}
"""The weight of each code: † is structure or marked so in the catalogue; then error, warning, info."""

SOMETIMES = {
    "F001": "W",  # started_at: without it the first notice counts as the beginning
    "F008": "W",  # below 'major'
    "F010": "I",  # one of the two is told
    "L002": "I",  # hard, not very hard
    "L003": "I",  # long, not very long
    "A003": "W",  # of a minor incident
    "P005": "W",  # a verb without an end, no appeal to care
    "P008": "E",  # a person as the cause
    "F004": "E",  # resolved, and the extent of a grave incident is not measured
    "G006": "W",  # where there is one team, it is theirs
    "D013": "W",  # a sentence twice in a list
    "G003": "W",  # in a draft, which may have gaps
    "S001": "W",  # in a draft, which nobody reads yet
    "S002": "W",
    "S003": "W",
    "S012": "W",  # and where it is merely there
}
"""The other weight that single findings of a code have, and when."""

STOPS = {
    "†": {"build": True, "check": True, "check in the fast lane": True},
    "E": {"build": False, "check": True, "check in the fast lane": False},
    "W": {"build": False, "check": False, "check in the fast lane": False},
    "I": {"build": False, "check": False, "check in the fast lane": False},
}
HURRIED = {
    ("the first file", "open"): "critical major minor info",
    ("the first file", "over"): "critical major minor info",
    ("a later file", "open"): "critical major",
    ("a later file", "over"): "",
}
"""The severities of which a file is in the fast lane: the first of any incident, every one of an open grave one."""

OPEN = ("notice", "investigating", "identified", "mitigating", "monitoring")
LETTERS = {Level.ERROR: "E", Level.WARNING: "W", Level.INFO: "I"}


@dataclass(frozen=True)
class Standing:
    """One file, and where it stands: its own stage, whether it is the first, and the incident's stage and severity."""

    stage: str
    place: str
    newest: str
    severity: str

    @property
    def hurried(self) -> bool:
        return self.severity in HURRIED[self.place, "open" if self.newest in OPEN else "over"].split()


def _weight(code: str) -> str:
    return next(weight for weight, codes in WEIGHTS.items() if code in codes.split())


def _stops(weight: str, gate: str, hurried: bool) -> bool:
    return STOPS[weight]["check in the fast lane" if hurried and gate == "check" else gate]


@cache
def _standings() -> tuple[tuple[Standing, Lane], ...]:
    """Every place where a file can stand, with the lane that the ladder room gives it."""
    places = ("the first file", "a later file")
    standings = [
        Standing(*one)
        for one in product(map(str, INCIDENT_STAGES), places, map(str, INCIDENT_STAGES), map(str, Severity))
    ]
    return tuple((standing, _lane(standing)) for standing in standings)


def _lane(standing: Standing) -> Lane:
    before = ["notice"] if standing.place == "a later file" else []
    stages = [*before, standing.stage, standing.newest]
    files = [{"stage": stage, "at": factory.stamp(f"09:0{number}")} for number, stage in enumerate(stages)]
    files[0]["severity"] = standing.severity
    incident = factory.incident(*files)
    return lanes_of(factory.library(incident))[incident.updates[len(before)].path]


def test_every_code_has_its_weight_in_the_table() -> None:
    assert sorted(" ".join(WEIGHTS.values()).split()) == sorted(find_codes())


@pytest.mark.parametrize("code", sorted(find_codes()))
def test_what_a_code_stops_at_every_stage_severity_and_place(code: str) -> None:
    about = find_codes()[code]
    problem = Problem(Place("x"), code, "", "", about)

    assert _surprises(problem, _weight(code)) == []


@pytest.mark.parametrize("code", sorted(SOMETIMES))
def test_what_a_finding_of_another_weight_stops(code: str) -> None:
    letter = SOMETIMES[code]
    level = next(level for level, known in LETTERS.items() if known == letter)
    about: Code = replace(find_codes()[code], level=level)

    assert _surprises(Problem(Place("x"), code, "", "", about), letter) == []


def _surprises(problem: Problem, weight: str) -> list[tuple[Gate, Standing]]:
    return [
        (gate, standing)
        for gate in Gate
        for standing, lane in _standings()
        if blocks(problem, gate, lane) is not _stops(weight, str(gate), standing.hurried)
    ]


def test_a_maintenance_and_all_that_is_no_update_have_no_fast_lane() -> None:
    planned = factory.maintenance({"stage": "scheduled", "at": factory.stamp("09:00")})

    assert set(lanes_of(factory.library(planned)).values()) == {Lane.USUAL}


@pytest.mark.parametrize(("severities", "lane"), [(("minor", "major"), Lane.FAST), (("critical", "info"), Lane.USUAL)])
def test_the_severity_that_stands_now_is_the_one_that_counts(severities: tuple[str, str], lane: Lane) -> None:
    files = [{"stage": "investigating", "at": factory.stamp("09:00"), "severity": severities[0]}]
    files += [{"stage": "identified", "at": factory.stamp(f"09:1{number}")} for number in (0, 1)]
    files[2]["severity"] = severities[1]
    incident = factory.incident(*files)

    lanes = lanes_of(factory.library(incident))

    assert [lanes[update.path] for update in incident.updates] == [Lane.FAST, lane, lane]


@pytest.mark.parametrize("drafted", [{"stage": "resolved"}, {"stage": "identified", "severity": "minor"}])
def test_a_draft_takes_no_file_out_of_the_fast_lane(drafted: dict[str, str]) -> None:
    files = [{"stage": "investigating", "at": factory.stamp("09:00"), "severity": "major"}]
    files += [{"stage": "identified", "at": factory.stamp("09:10")}]
    files += [{"at": factory.stamp("09:20"), "draft": "true", **drafted}]

    assert set(lanes_of(factory.library(factory.incident(*files))).values()) == {Lane.FAST}


def test_a_draft_brings_no_file_into_the_fast_lane() -> None:
    files = [{"stage": "investigating", "at": factory.stamp("09:00"), "severity": "minor"}]
    files += [{"stage": "identified", "at": factory.stamp("09:10")}]
    files += [{"stage": "identified", "at": factory.stamp("09:20"), "severity": "major", "draft": "true"}]
    incident = factory.incident(*files)

    lanes = lanes_of(factory.library(incident))

    assert [lanes[update.path] for update in incident.updates] == [Lane.FAST, Lane.USUAL, Lane.USUAL]


EXAMPLES = some(
    [(code, severity) for code in find_rules() for severity in Severity],
    by_day=len(find_rules()) // 2,
    in_ci=len(find_rules()) * 4 // 3,
)
"""In CI of each rule one or two severities, in turn; by day one of every second rule."""


@pytest.mark.parametrize(("code", "severity"), EXAMPLES, ids=[f"{code}-{severity}" for code, severity in EXAMPLES])
def test_each_finding_of_an_example_lands_where_the_table_says(code: str, severity: str, tmp_path: Path) -> None:
    first, *others = find_rules()[code].bad
    library_of((re.sub(r"(?m)^severity: .*$", f"severity: {severity}", first), *others), tmp_path)

    _assert_all_land_as_told(tmp_path, CLOCK)


@in_ci
@settings(large, max_examples=examples(by_night=50, by_day=12))
@given(sites())
def test_each_finding_of_a_generated_site_lands_where_the_table_says(site: GeneratedSite) -> None:
    with site.written() as root:
        _assert_all_land_as_told(root, site.moment)


def _assert_all_land_as_told(root: Path, clock: datetime) -> None:
    checked, built = judge_site(root, clock, Gate.CHECK), judge_site(root, clock, Gate.BUILD)
    stops_check, stops_build, debt = checked.blocking(Gate.CHECK), built.blocking(Gate.BUILD), checked.debt
    hurried = {path for path, standing in _standing_files(checked.library) if standing.hurried}
    for problem in checked.problems:
        letter, known = LETTERS[problem.level], _weight(problem.code)
        weight = "†" if letter == "E" and known == "†" else letter
        fast = problem.place.path in hurried
        assert weight in (known, SOMETIMES.get(problem.code)), problem
        assert (problem in stops_check) is _stops(weight, "check", fast), problem
        assert (problem in stops_build) is _stops(weight, "build", fast), problem
        assert (problem in debt) is (weight == "E" and fast), problem


def _standing_files(library: Library | None) -> Iterator[tuple[str, Standing]]:
    """Where each file of an incident stands. What a draft says of the incident is not said yet."""
    assert library is not None
    for incident in (*library.incidents, *library.drills):
        told = [update for update in incident.updates if not update.said.draft] or list(incident.updates)
        severity = [update.said.severity for update in told if update.said.severity is not None][-1]
        for update in incident.updates:
            place = "the first file" if update is incident.first else "a later file"
            yield update.path, Standing(str(update.stage), place, str(told[-1].stage), str(severity))

"""What holds for every site that people may write: time alone makes nothing wrong, and poor words stop no build."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import Phase, given, seed, settings

from generated_sites import GeneratedSite, large, sites
from night import by_night, examples, in_ci
from statusladder.model.facts import Components
from statusladder.model.problem import Gate, Level, Problem
from statusladder.model.vocabulary import INCIDENT_STAGES, MAINTENANCE_STAGES, ComponentState, IncidentKind, Severity
from statusladder.publish.judgement import Judged, judge_site

YEAR = timedelta(days=365)
fixed = settings(large, max_examples=14, database=None, phases=[Phase.generate])


def _verdict(root: Path, clock: datetime, gate: Gate) -> list[tuple[Problem, Level, bool, bool]]:
    """Every problem with its weight, whether it stops the gate, and whether it is debt."""
    judged = judge_site(root, clock, gate)
    stopping, debt = judged.blocking(gate), judged.debt
    return [(one, one.level, one in stopping, one in debt) for one in judged.problems]


def _assert_time_changes_nothing(site: GeneratedSite) -> None:
    with site.written() as root:
        for gate in Gate:
            assert _verdict(root, site.moment, gate) == _verdict(root, site.moment + YEAR, gate)


@in_ci  # By day the demo is judged now and in a year, in test_gates.py.
@settings(large, max_examples=examples(by_night=60, by_day=5))
@given(sites())
def test_a_tree_that_checks_today_checks_in_a_year(site: GeneratedSite) -> None:
    """Exactly so, because no generated file but a draft is dated after the moment: that is a mistake until then."""
    _assert_time_changes_nothing(site)


@settings(large, max_examples=examples(by_night=20, by_day=3))
@given(sites(with_faults=True))
def test_what_is_wrong_today_is_as_wrong_in_a_year(site: GeneratedSite) -> None:
    _assert_time_changes_nothing(site)


@settings(large, max_examples=examples(by_night=30, by_day=4))
@given(sites())
def test_no_want_of_facts_and_no_poor_sentence_stops_a_build(site: GeneratedSite) -> None:
    with site.written() as root:
        assert judge_site(root, site.moment, Gate.BUILD).blocking(Gate.BUILD) == ()


@in_ci
@settings(large, max_examples=examples(by_night=20, by_day=3))
@given(sites(with_faults=True))
def test_a_fault_stops_both_gates(site: GeneratedSite) -> None:
    with site.written() as root:
        for gate in Gate:
            assert judge_site(root, site.moment, gate).blocking(gate) != ()


@by_night
def test_the_generated_sites_are_of_every_kind() -> None:
    seen: set[str] = set()

    @fixed
    @given(sites())
    def look(site: GeneratedSite) -> None:
        with site.written() as root:
            seen.update(map(repr, _kinds(judge_site(root, site.moment, Gate.CHECK), site.moment)))

    words = (*INCIDENT_STAGES, *MAINTENANCE_STAGES, *Severity, *IncidentKind, *ComponentState, None, *Level)
    features = ("draft", "imported", "internal", "drill", "page", "embargoed", "re-opened")
    windows = ("past", "running", "ahead", "two of one component")
    kinds = set(map(repr, (*words, *features, *windows)))
    for number in range(8):  # One sample varies what it has found, so that several are more unlike each other.
        seed(number)(look)()
        if kinds <= seen:
            break
    assert kinds <= seen
    assert len([one for one in seen if one.startswith("'finds ")]) > 50


def _kinds(judged: Judged, moment: datetime) -> Iterator[object]:
    """What of all that can be met in a site is met in this one."""
    library = judged.library
    assert library is not None
    yield from ({problem.level for problem in judged.problems})
    yield from (f"finds {problem.code}" for problem in judged.problems)
    yield from ["drill"] * len(library.drills) + ["page"] * len(library.pages)
    for incident in library.incidents:
        yield from (incident.severity, incident.facts.kind)
        embargo = incident.facts.embargoed_until
        yield "embargoed" if embargo is not None and embargo.until is not None and embargo.until > moment else ""
    for communication in library.communications:
        for update in communication.updates:
            said = update.said
            yield said.stage
            spoken_of = said.components or Components()
            yield from (fact.status for fact in spoken_of.states.values())
            yield from (name for name in ("draft", "internal") if getattr(said, name))
            yield "imported" if update.imported else ""
            yield "re-opened" if said.reopened else ""
    planned: dict[str, int] = {}
    for maintenance in library.maintenances:
        assert maintenance.window is not None
        begun, over = maintenance.window.from_ <= moment, maintenance.window.to <= moment
        yield "past" if over else "running" if begun else "ahead"
        for name in maintenance.component_ids:
            planned[name] = planned.get(name, 0) + 1
    yield "two of one component" if max(planned.values(), default=0) > 1 else ""

"""The page "How we communicate" says the policy in force: each of its values is changed, and found on the page."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest

from factory import POLICY
from night import some
from policy_page import VOICE, WAITS, answers, items, page, sections, table, told, words
from statusladder.cli.words import say_duration
from statusladder.ladder.steps import LABELS
from statusladder.model.criteria import Criterion, CriterionCode
from statusladder.model.definitions import Definition, Guidance, Wording
from statusladder.model.facts import Fact
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, Policy, ReportDue
from statusladder.model.vocabulary import OPEN_STAGES, Severity, Stage
from statusladder.views.policy_words import FACTS
from statusladder.voice.catalogue import ENGLISH, read_strings

FIRST = "Time to the first notice, from the start of an incident"
CELLS = list(product(FactName, POLICY_STAGES, Severity))


def demanding(choose: Callable[[int], Demand]) -> dict[FactName, dict[Stage, dict[Severity, Demand]]]:
    facts: dict[FactName, dict[Stage, dict[Severity, Demand]]] = {}
    for number, (fact, stage, severity) in enumerate(CELLS):
        facts.setdefault(fact, {}).setdefault(stage, {})[severity] = choose(number)
    return facts


def test_the_page_says_of_every_fact_what_each_stage_wants_of_it() -> None:
    read = told(page())

    assert len(read) == (len(FactName) - 1) * len(POLICY_STAGES) * len(Severity)
    assert read == {cell: POLICY.demand(*cell) for cell in CELLS if cell[0] is not FactName.APPROVED_BY}


@pytest.mark.parametrize("turn", range(len(Demand)))
@pytest.mark.parametrize("together", [1, 3, len(CELLS)], ids=["each its own", "three alike", "all alike"])
def test_whatever_a_stage_wants_of_a_fact_the_page_says_it(turn: int, together: int) -> None:
    facts = demanding(lambda number: list(Demand)[(number // together + turn) % len(Demand)])

    read = told(page(POLICY.model_copy(update={"facts": facts})))

    assert read == {
        (fact, stage, severity): facts[fact][stage][severity]
        for fact, stage, severity in CELLS
        if fact is not FactName.APPROVED_BY
    }


OWNERS = {None: "written by the responder.", "scribe": "written by the scribe."}
APPROVERS: dict[tuple[str, ...], str] = {
    (): "",
    ("scribe",): "the scribe",
    ("incident_commander", "executive_sponsor"): "the incident commander and the executive sponsor",
}
APPROVALS = {
    Demand.REQUIRED: "approved by {} before it is published.",
    Demand.RECOMMENDED: "approved by {} first if there is time.",
    Demand.OPTIONAL: "may be published before {} can approve it.",
    Demand.FORBIDDEN: "published without waiting for {}.",
}


@pytest.mark.parametrize("turn", range(12))
def test_whoever_answers_for_an_update_or_approves_it_the_page_says_so(turn: int) -> None:
    owners: dict[Stage, dict[Severity, str | None]] = {stage: {} for stage in POLICY_STAGES}
    approvers: dict[Stage, dict[Severity, tuple[str, ...]]] = {stage: {} for stage in POLICY_STAGES}
    demands: dict[Stage, dict[Severity, Demand]] = {stage: {} for stage in POLICY_STAGES}
    expected = {}
    for number, (stage, severity) in enumerate(product(POLICY_STAGES, Severity)):
        owner = owners[stage][severity] = list(OWNERS)[(number // 3 + turn) % 2]
        roles = approvers[stage][severity] = list(APPROVERS)[(number + turn) % 3]
        demand = demands[stage][severity] = list(Demand)[(number // 5 + turn // 3) % 4]
        approval = APPROVALS[demand].format(APPROVERS[roles]) if roles else "no approval needed."
        expected[stage, severity] = [OWNERS[owner], approval]
    facts = {**POLICY.facts, FactName.APPROVED_BY: demands}

    read = answers(page(POLICY.model_copy(update={"owners": owners, "approvers": approvers, "facts": facts})))

    assert read == expected


Path = tuple[Any, ...]


def leaves(whole: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every single value within a part of the policy, with the keys that lead to it."""
    if isinstance(whole, Fact):
        whole = dict(whole)
    elif isinstance(whole, tuple):
        whole = dict(enumerate(whole))
    elif not isinstance(whole, dict):
        yield path, whole
        return
    for key, inner in whole.items():
        yield from leaves(inner, (*path, key))


def edited(whole: Any, path: Path, value: object) -> Any:
    """The same with another value at the end of a path."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(whole, Fact):
        return whole.model_copy(update={key: edited(getattr(whole, key), rest, value)})
    if isinstance(whole, dict):
        return {**whole, key: edited(whole[key], rest, value)}
    return (*whole[:key], edited(whole[key], rest, value), *whole[key + 1 :])


WHERE = {
    "components_unknown_for": "how-often",
    "cadence": "how-often",
    "first_notice": "how-often",
    "relaxation": "how-often",
    "no_change_limit": "how-often",
    "severities": "severities",
    "reports": "reports",
    "escalation": "severities",
    "maintenance": "maintenance",
}
"""The parts of the policy that are values one by one, and the section that says them."""
ALSO = {"cadence": {"reach"}}
"""Sections that repeat a part in another form."""
READ_BACK = {"facts", "owners", "approvers", "first_file", "roles", "reach", "maintenance_reach"}


NOT_SHOWN = {"internal", "off"}
"""What the team reads, and the switch of a criterion, which takes its sentence away."""


def other(value: object) -> tuple[object, str]:
    """Another value than this one, and the words for it, which its section says once more than before."""
    if isinstance(value, bool):
        return not value, "if there is none, we say why"
    if isinstance(value, Stage):
        return Stage.IDENTIFIED, "During Identified, or once"
    if isinstance(value, int):
        return 97, "97"
    if isinstance(value, str):
        name = "nothing_stopped" if value != "nothing_stopped" else "slower"
        return name, VOICE.say(f"preset.criterion.{name}")
    return timedelta(minutes=41), "41 min"


EDITS = [
    pytest.param((part, *path), *other(value), id=".".join(map(str, (part, *path))))
    for part in WHERE
    for path, value in leaves(getattr(POLICY, part))
    if path[-1:] not in {(name,) for name in NOT_SHOWN}
]


@cache
def _said() -> dict[str, str]:
    """The words of each section of the policy as it is."""
    return {name: words(text) for name, text in sections(page()).items()}


@pytest.mark.parametrize(("path", "value", "said"), EDITS)
def test_the_page_changes_when_a_value_of_the_policy_does(path: Path, value: object, said: str) -> None:
    before, after = _said(), {name: words(text) for name, text in sections(page(edited(POLICY, path, value))).items()}

    where = WHERE[path[0]]
    # Three definitions say the bounds between severities too.
    more = {("E01", "major"): 3, ("E01", "critical"): 4}.get((path[1:2] + path[-1:]), 1)
    assert after[where].count(said) == before[where].count(said) + (-1 if value is False else more)
    elsewhere = set(before) - ALSO.get(path[0], set()) - {where}
    assert {name: after[name] for name in elsewhere} == {name: before[name] for name in elsewhere}


def test_no_part_of_the_policy_is_left_out() -> None:
    assert set(WHERE) | READ_BACK | {"guidance"} == set(Policy.model_fields)
    assert len(EDITS) == 1 + 20 + 8 + 3 + 1 + 10 + 12 + 12 + 6


@pytest.mark.parametrize(("severity", "stage"), list(product(Severity, OPEN_STAGES)))
def test_a_cadence_stands_in_the_row_of_its_stage_and_the_column_of_its_severity(
    severity: Severity, stage: Stage
) -> None:
    cadence = {**POLICY.cadence, severity: {**POLICY.cadence[severity], stage: timedelta(minutes=95)}}

    read = table(sections(page(POLICY.model_copy(update={"cadence": cadence})))["how-often"], WAITS)

    assert read == {
        "Stage": [read_strings(ENGLISH)[f"severity.{one.value}"] for one in Severity],
        **{LABELS[row]: [say_duration(cadence[column][row]) for column in Severity] for row in OPEN_STAGES},
    }
    assert read[LABELS[stage]][list(Severity).index(severity)] == "1 h 35 min"


def test_the_first_notice_of_each_severity_is_told() -> None:
    assert table(sections(page())["how-often"], FIRST) == {
        "Severity": ["Target", "At the latest"],
        "Critical": ["5 min", "10 min"],
        "Major": ["10 min", "15 min"],
        "Minor": ["20 min", "30 min"],
        "Informational": ["1 h", "2 h"],
    }


FIRST_FILES = list(product(FACTS, Demand))


@pytest.mark.parametrize(("fact", "demand"), some(FIRST_FILES, by_day=24, in_ci=len(FIRST_FILES)))
def test_what_is_softer_in_the_very_first_update_is_told(fact: FactName, demand: Demand) -> None:
    softer = POLICY.model_copy(update={"first_file": {fact: demand}})

    label, phrase = VOICE.say(f"policy.demand.{demand}"), VOICE.say(f"policy.fact.{fact}")
    assert items(sections(page(softer))["how-often"])[0] == f"{label}: {phrase}."


@pytest.mark.parametrize(
    ("part", "value", "where", "said"),
    [
        ("relaxation", {"stages": ()}, "how-often", "Once an incident has lasted 2 hours, updates may be"),
        ("relaxation", {"stages": OPEN_STAGES[3:]}, "how-often", "During Mitigating and Monitoring, or once"),
        (
            "maintenance",
            {"reminders": (timedelta(days=1, hours=2),)},
            "maintenance",
            "We post reminders 1 day 2 hours before it starts",
        ),
    ],
)
def test_a_list_of_the_policy_may_grow_or_shrink(part: str, value: dict[str, Any], where: str, said: str) -> None:
    changed = getattr(POLICY, part).model_copy(update=value)

    assert said in words(sections(page(POLICY.model_copy(update={part: changed})))[where])


def test_what_joins_the_policy_joins_the_page_and_what_leaves_it_goes() -> None:
    changes = {
        "roles": ("scribe",),
        "escalation": {
            **{code: one.model_copy(update={"off": True}) for code, one in POLICY.escalation.items()},
            CriterionCode.OVERRUN: Criterion(numbers={"longer": timedelta(2)}),
        },
        "reports": {Severity.INFO: ReportDue(final=timedelta(days=2))},
        "severities": {severity: (Definition(customers="data_suspected"),) for severity in Severity},
    }
    parts = sections(page(POLICY.model_copy(update=changes)))

    assert items(parts["who"].split("<h3>")[1]) == ["Scribe: keeps the record"]
    assert items(parts["severities"]) == [
        *["Data may have been lost."] * len(Severity),
        "Maintenance takes more than 2 days longer than announced: open an incident and link it.",
    ]
    reports = [words(text) for text in re.findall(r"<dd>(.*?)</dd>", parts["reports"])]
    assert reports == ["No postmortem."] * 3 + ["The final report within 2 days."]
    assert "We post reminders" not in words(
        sections(
            page(POLICY.model_copy(update={"maintenance": POLICY.maintenance.model_copy(update={"reminders": ()})}))
        )["maintenance"]
    )


def test_severities_and_guidance_are_told_in_the_words_for_customers_and_never_in_those_for_the_team() -> None:
    wording = Wording(customers="Nobody can <pay>", internal="Ledger writes fail")
    changes = {
        "severities": {
            **POLICY.severities,
            Severity.MAJOR: (Definition(**dict(wording)), *POLICY.severities[Severity.MAJOR]),
        },
        "guidance": {Stage.NOTICE: Guidance(tone=wording), Stage.RESOLVED: Guidance(what=wording)},
    }
    text = page(POLICY.model_copy(update=changes))
    parts = sections(text)

    assert items(parts["severities"])[2] == "Nobody can <pay>"
    rungs = {rung.partition('"')[0]: words(rung) for rung in parts["stages"].split('<tr id="')[1:]}
    assert "Nobody can <pay>" in rungs["notice"]
    assert VOICE.say("preset.tone.notice") not in rungs["notice"]
    assert VOICE.say("preset.what.notice") in rungs["notice"]
    assert "Nobody can <pay>" in rungs["resolved"]
    assert VOICE.say("preset.tone.resolved") in rungs["resolved"]
    assert "Ledger" not in text


@pytest.mark.parametrize("stage", POLICY_STAGES)
def test_a_stage_says_what_customers_can_expect_of_it_and_in_which_tone(stage: Stage) -> None:
    rung = sections(page())["stages"].split(f'<tr id="{stage}"')[1].split("</tr>")[0]

    for family in ("what", "tone"):
        assert VOICE.say(f"preset.{family}.{stage}") in words(rung)


@pytest.mark.parametrize("code", CriterionCode)
def test_a_criterion_that_is_switched_off_is_not_told(code: CriterionCode) -> None:
    off = POLICY.escalation[code].model_copy(update={"off": True})

    told = items(sections(page())["severities"])
    left = items(
        sections(page(POLICY.model_copy(update={"escalation": POLICY.escalation | {code: off}})))["severities"]
    )

    assert len(left) == len(told) - 1
    assert set(left) < set(told)

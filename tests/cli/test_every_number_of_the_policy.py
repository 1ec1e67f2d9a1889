"""A site overrides every number of the policy, one at a time: pages, `policy show` and `policy diff` follow each."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from factory import POLICY
from policy_numbers import NUMBERS, Number, changed, name_of, other, overriding
from policy_numbers import Path as Keys
from policy_page import VOICE
from statusladder.cli.commands.policy import compare_with_preset
from statusladder.cli.policy_text import policy_text
from statusladder.content.policies import policy_in_force
from statusladder.content.settings import read_settings
from statusladder.model.criteria import MEASURES
from statusladder.model.policy import LadderKeys, Policy
from statusladder.model.site import Settings
from statusladder.model.values import duration_as_written
from statusladder.model.vocabulary import OPEN_STAGES, Severity
from statusladder.views.policy import build_policy
from writing_site import run

SITE = {"site": {"name": "Tern", "url": "https://status.tern.example"}, "components": []}
SETTINGS = Settings.model_validate(SITE)

WHERE: Mapping[str, tuple[set[str], set[str]]] = {
    "components_unknown_for": ({"first_words"}, {"FACTS PER STAGE"}),
    "cadence": ({"waits"}, {"CADENCE"}),
    "first_notice": ({"first_notices"}, {"CADENCE"}),
    "relaxation": ({"slower"}, {"CADENCE"}),
    "no_change_limit": ({"slower"}, {"CADENCE"}),
    "reports": ({"severities"}, {"POSTMORTEMS"}),
    "escalation": ({"escalation"}, {"ESCALATION"}),
    "escalation.E01": ({"escalation", "severities"}, {"ESCALATION", "SEVERITY"}),
    "maintenance": ({"maintenance"}, {"MAINTENANCE"}),
}
"""Where customers read the numbers of a part, in the view of *How we communicate*, and below which headings the team.

The bounds of E01 are those of the shipped definitions of severities.
"""


def _where(path: Keys) -> tuple[set[str], set[str]]:
    return WHERE.get(name_of(path[:2])) or WHERE[path[0]]


def _view(policy: Policy) -> dict[str, object]:
    return vars(build_policy(SETTINGS, policy, VOICE))


def _parts(text: str) -> dict[str, str]:
    """What `policy show` prints below each heading, by the heading's first words."""
    parts = (part.partition("\n") for part in text.split("\n\n")[1:])
    return {heading.partition(":")[0].partition(" AND")[0]: below for heading, _, below in parts}


def _written(number: Number) -> str:
    return duration_as_written(number) if isinstance(number, timedelta) else str(number)


EVERY = pytest.mark.parametrize("path", NUMBERS, ids=name_of)


def test_the_numbers_are_all_that_the_parts_have() -> None:
    counted = {part: sum(path[0] == part for path in NUMBERS) for part in dict.fromkeys(path[0] for path in NUMBERS)}

    assert counted["cadence"] == len(Severity) * len(OPEN_STAGES)
    assert counted["first_notice"] == 2 * len(Severity)
    assert counted["escalation"] == sum(len(numbers) for numbers in MEASURES.values())
    assert set(counted) == {part for part in WHERE if "." not in part}


@EVERY
def test_customers_and_the_team_read_the_number_of_the_site(path: Keys, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(yaml.safe_dump({**SITE, "ladder": overriding(path)}))
    read, problems = read_settings(tmp_path)
    assert problems == []
    assert read is not None
    policy = policy_in_force(read.ladder)
    fields, headings = _where(path)

    before, after = _view(POLICY), _view(policy)
    # The table of reach says the shortest and the longest cadence of a row, which another number may not be.
    assert {name for name in before if before[name] != after[name]} - {"reach"} == fields

    shown = _parts(policy_text(LadderKeys(), policy, POLICY))
    assert {name for name, part in shown.items() if "*" in part} == headings

    keys = path[:-1] if isinstance(path[-1], int) else path
    (row,) = compare_with_preset(policy, POLICY)
    assert row.keys == tuple(map(str, keys))
    assert _written(NUMBERS[path]) in row.preset.split(", ")
    assert _written(other(path)) in row.site.split(", ")


@EVERY
def test_only_that_number_is_another(path: Keys) -> None:
    policy = changed(path)

    different = [name for name in Policy.model_fields if getattr(policy, name) != getattr(POLICY, name)]
    assert different == [path[0]]


def test_what_is_no_number_is_shown_and_compared_too(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(
        yaml.safe_dump(SITE)
        + """\
ladder:
  approvers: none
  maintenance_reach: [email, sms]
  relaxation: {stages: none}
  severities:
    info:
      - nothing_stopped
      - customers: A page looks odd
        internal: CSS is stale
  reports: {minor: none, major: {review: none}}
  escalation: {E04: none, E06: none}
  maintenance: {reminders: none}
  guidance:
    resolved: {tone: {customers: We say sorry., internal: Own it.}}
    notice: {what: We say what may happen.}
"""
    )

    shown, compared = (run("policy", command, cwd=tmp_path) for command in ("show", "diff"))
    told = json.loads(run("policy", "show", "--format", "json", cwd=tmp_path).stdout)

    parts = _parts(shown.stdout)
    assert parts["MAINTENANCE"].endswith("\nchannels                               email, sms*")
    assert "E04  Switched off.*\n" in parts["ESCALATION"]
    assert "info*     Nothing has stopped working.\ninfo*     CSS is stale" in parts["SEVERITY"]
    assert "Tone: Own it.*" in parts["GUIDANCE"]
    assert "notice         We say what may happen.*\n" in parts["GUIDANCE"]
    rows = [" ".join(line.split()) for line in compared.stdout.splitlines()[3:] if not line.startswith("approvers")]
    assert rows == [
        "relaxation.stages monitoring none",
        "maintenance_reach webhook, email, chat, support email, sms",
        "severities.info nothing_stopped nothing_stopped; A page looks odd (internal: CSS is stale)",
        "reports.major.review 14d none",
        "reports.minor.reason_if_none true false",
        "escalation.E04 {} none",
        "escalation.E06.minor 4h none",
        "escalation.E06.major 2h none",
        "maintenance.reminders 1d, 1h none",
        "guidance.resolved.tone.customers as shipped We say sorry.",
        "guidance.resolved.tone.internal as shipped Own it.",
        "guidance.notice.what as shipped We say what may happen.",
    ]
    policy = told["policy"]
    assert policy["maintenance_reach"] == told["overrides"]["maintenance_reach"] == ["email", "sms"]
    assert policy["severities"]["info"][1] == {"customers": "A page looks odd", "internal": "CSS is stale"}
    assert policy["guidance"]["resolved"]["tone"] == {"customers": "We say sorry.", "internal": "Own it."}
    assert (policy["escalation"]["E04"], policy["reports"]["minor"]) == (None, None)
    assert told["overrides"]["escalation"] == {"E04": "none", "E06": "none"}
    assert told["overrides"]["reports"] == {"minor": None, "major": {"review": None}}

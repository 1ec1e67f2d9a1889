"""`policy show` as a person and a program read it, and what a site's own rules do to the commands that write."""

import json
import re
from pathlib import Path

import pytest

from factory import POLICY
from statusladder.model.policy import Demand, FactName
from statusladder.model.vocabulary import Severity, Stage
from writing_site import SETTINGS, attempt, new_site, run

NOW = "2026-03-14T09:01:00Z"
OVERRIDES = """\
ladder:
  policy_version: "2026-01"
  cadence:
    major: {investigating: 20m}
    minor: 90m
  facts:
    cause:
      identified: {critical: required, major: required}
  owners:
    resolved: scribe
  approvers:
    resolved: {major: none, minor: [incident_commander]}
"""
NEW = ("new", "Search finds nothing", "--set", "search=partial_outage", "-m", "We look into it.")
FIRST = "content/incidents/2026-03-14-search-finds-nothing/01-investigating.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return new_site(tmp_path / "site")


@pytest.fixture
def own(site: Path) -> Path:
    (site / "site.yaml").write_text(SETTINGS + OVERRIDES)
    return site


def _shown(site: Path, *arguments: str) -> str:
    shown = run("policy", "show", *arguments, cwd=site)
    assert (shown.returncode, shown.stderr) == (0, "")
    return shown.stdout


def _row(text: str, heading: str, name: str) -> list[str]:
    """The cells of a row of the table below a heading."""
    table = text.split(f"\n{heading}")[1].split("\n\n")[0]
    (line,) = re.findall(rf"^{name} .*$", table, re.MULTILINE)
    return re.split(r"\s{2,}", line)


def test_the_policy_is_shown_table_by_table(site: Path) -> None:
    text = _shown(site)

    assert text.startswith("The policy in force: preset statusladder.\nNothing of it is changed by this site.\n")
    assert "*" not in text
    assert _row(text, "FACTS PER STAGE", "impact.share") == ["impact.share", "F", "r", *["RRrr"] * 5]
    assert _row(text, "FACTS PER STAGE", "eta") == ["eta", "–", "R", "R", "R", "–", "F", "F"]
    assert _row(text, "FACTS PER STAGE", "approved_by")[-2:] == ["RR––", "RR––"]
    assert _row(text, "CADENCE", "major") == [
        "major",
        "10 min, at most 15 min",
        "1 h",
        "30 min",
        "30 min",
        "30 min",
        "1 h",
    ]
    assert _row(text, "OWNERS", "resolved") == [
        "resolved",
        "communications_lead",
        "incident_commander, executive_sponsor",
        "incident_commander",
        "–",
        "–",
    ]
    assert "impact.symptom is only recommended, and eta may be absent" in " ".join(text.split())
    for sentence in (
        "E02  A core component (priority 1 to 3) is fully down for 30 min or longer: propose critical.\n",
        "E03  More than 5% of users are affected for 1 h or longer: major.\n",
        "longer than 1 h, or in business hours  7 d before\n",
        "critical  preliminary within 3 d, final within 14 d and review within 14 d more\n",
        "minor     optional; where there is none, say why\ninfo      none\n",
        "info      Nothing has stopped working.\n",
    ):
        assert sentence in text


def test_what_the_site_says_otherwise_is_marked_and_nothing_else(own: Path) -> None:
    text = _shown(own)

    assert text.startswith("The policy in force: preset statusladder, version 2026-01.\n* marks")
    assert _row(text, "CADENCE", "major")[3] == "20 min*"
    assert _row(text, "CADENCE", "minor")[2:] == ["1 h 30 min*"] * 5
    assert _row(text, "FACTS PER STAGE", "cause")[3] == "RRrr*"
    assert _row(text, "OWNERS", "resolved") == [
        "resolved",
        "scribe*",
        "incident_commander, executive_sponsor",
        "–*",
        "incident_commander*",
        "–",
    ]
    assert _row(text, "FACTS PER STAGE", "approved_by")[6] == "R–R–*"
    assert text.count("*") == 1 + 1 + 5 + 1 + 1 + 3


def test_a_program_reads_the_policy_and_what_the_site_states(own: Path) -> None:
    told = json.loads(_shown(own, "--format", "json"))

    assert (told["preset"], told["policy_version"]) == ("statusladder", "2026-01")
    assert told["overrides"]["cadence"]["major"] == {"investigating": "20m"}
    assert told["overrides"]["owners"]["resolved"]["info"] == "scribe"
    policy = told["policy"]
    assert policy["cadence"]["major"]["investigating"] == "20m"
    assert policy["cadence"]["info"]["monitoring"] == "1d"
    assert policy["facts"]["cause"]["identified"]["major"] == "required"
    assert policy["approvers"]["resolved"]["minor"] == ["incident_commander"]
    reports = {"preliminary": "3d", "final": "14d", "review": "14d", "reason_if_none": False}
    assert policy["reports"]["critical"] == reports
    assert policy["escalation"]["E03"] == {
        "rule": "More than 5% of users are affected for 1 h or longer: major.",
        "numbers": {"percent": 5, "lasting": "1h"},
    }
    assert policy["severities"]["info"] == ["Nothing has stopped working."]
    assert policy["roles"]["scribe"] == "keeps the record"
    assert policy["maintenance"]["reminders"] == ["1d", "1h"]


def test_a_small_team_sees_its_own_table_without_marks(site: Path) -> None:
    (site / "site.yaml").write_text(f"{SETTINGS}ladder:\n  preset: small-team\n")
    text = _shown(site)

    assert _row(text, "CADENCE", "major")[2:] == ["1 h"] * 5
    assert _row(text, "OWNERS", "resolved") == ["resolved", "–", "–", "–", "–", "–"]
    assert _row(text, "FACTS PER STAGE", "approved_by")[1:] == ["–"] * 7
    assert "*" not in text


def test_what_the_site_says_otherwise_is_told_rule_by_rule(own: Path) -> None:
    told = run("policy", "diff", cwd=own)

    assert (told.returncode, told.stderr) == (0, "")
    assert (
        told.stdout
        == """\
What this site (version 2026-01) says otherwise than the preset statusladder:

                                 preset               this site
facts.cause.identified.critical  recommended          required
facts.cause.identified.major     recommended          required
cadence.major.investigating      30m                  20m
cadence.minor.notice             2h                   1h30m
cadence.minor.investigating      1h                   1h30m
cadence.minor.identified         1h                   1h30m
cadence.minor.mitigating         2h                   1h30m
cadence.minor.monitoring         2h                   1h30m
owners.resolved                  communications_lead  scribe
approvers.resolved.major         incident_commander   none
approvers.resolved.minor         none                 incident_commander
"""
    )


def test_a_program_reads_what_the_site_says_otherwise(own: Path) -> None:
    told = json.loads(run("policy", "diff", "--format", "json", cwd=own).stdout)

    assert (told["preset"], told["policy_version"]) == ("statusladder", "2026-01")
    rules = [(".".join(one["rule"]), one["preset"], one["site"]) for one in told["differences"]]
    assert rules[2] == ("cadence.major.investigating", "30m", "20m")
    assert rules[8:12] == [(f"owners.resolved.{severity}", "communications_lead", "scribe") for severity in Severity]
    assert len(rules) == 14


@pytest.mark.parametrize(
    "ladder",
    ["", "ladder:\n  preset: small-team\n", "ladder:\n  cadence:\n    major: {investigating: 30m}\n"],
    ids=["nothing stated", "a preset as it is", "what the preset says too"],
)
def test_a_site_that_says_nothing_otherwise_is_told_so(site: Path, ladder: str) -> None:
    (site / "site.yaml").write_text(SETTINGS + ladder)

    told = run("policy", "diff", cwd=site).stdout

    preset = "small-team" if "small-team" in ladder else "statusladder"
    assert told == f"This site says nothing otherwise than the preset {preset}.\n"


@pytest.mark.parametrize("command", ["show", "diff"])
def test_a_policy_that_cannot_be_read_is_not_shown(site: Path, command: str) -> None:
    (site / "site.yaml").write_text(f"{SETTINGS}ladder:\n  owners:\n    resolved: scirbe\n")

    shown = run("policy", command, cwd=site)

    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr == (
        "site.yaml:12: D011 no role is called 'scirbe'\n  did you mean 'scribe'?\n"
        "error: 1 problem, the policy in force cannot be told\n  fix what is named, and run the command again\n"
    )


@pytest.mark.parametrize(("severity", "first", "second"), [("major", "20m", "30m"), ("minor", "1h30m", "1h30m")])
def test_what_is_promised_is_the_cadence_of_the_site(own: Path, severity: str, first: str, second: str) -> None:
    begun = attempt(own, NOW, *NEW, "--severity", severity)
    told = attempt(own, "2026-03-14T09:10:00Z", "update", "--stage", "identified", "-m", "We know.")

    assert (begun.code, told.code) == (0, 0)
    assert f"next_update: {first}\n" in Path(begun.out.strip()).read_text()
    assert f"next_update: {second}\n" in Path(told.out.strip()).read_text()


def test_what_the_site_asks_for_is_still_owed_in_the_file(own: Path) -> None:
    attempt(own, NOW, *NEW, "--severity", "major")
    told = attempt(own, NOW, "update", "--stage", "identified", "-m", "We know.")
    attempt(own, NOW, "update", "--severity", "minor", "--severity-reason", "Fewer", "-m", "Fewer are affected.")
    over = attempt(own, NOW, "update", "--stage", "resolved", "-m", "It works. We are sorry.")

    assert "#   cause: The cause as far as you know it\n" in Path(told.out.strip()).read_text()
    assert "#   approved_by: incident_commander\n" in Path(over.out.strip()).read_text()


def test_whatever_a_site_asks_for_the_commands_remind_of_it_and_write(site: Path) -> None:
    rows = [
        f"    {fact}: {{identified: required}}\n"
        for fact in FactName
        if POLICY.demand(fact, Stage.IDENTIFIED, Severity.MINOR) is not Demand.FORBIDDEN
    ]
    (site / "site.yaml").write_text(f"{SETTINGS}ladder:\n  facts:\n{''.join(rows)}")
    written = attempt(site, NOW, *NEW, "--severity", "major", "--stage", "identified", "--symptom", "Errors")

    text = Path(written.out.strip()).read_text()
    assert written.code == 0
    for reminder in ("milestones\n", "approved_by: incident_commander\n", "cause: The cause as far as you know it\n"):
        assert f"#   {reminder}" in text
    for stands in ("title:", "components:", "impact.symptom", "apology", "how_to_report"):
        assert f"#   {stands}" not in text


def test_a_new_incident_keeps_the_version_of_the_policy_it_began_under(own: Path) -> None:
    attempt(own, NOW, *NEW, "--severity", "major")
    told = attempt(own, NOW, "update", "-m", "Still looking.")
    drill = attempt(own, NOW, "new", "Exercise", "--drill", "--severity", "minor", "--set", "unknown", "-m", "x")
    window = ("--from", "2026-03-20T01:00Z", "--to", "2026-03-20T02:00Z", "--set", "search=under_maintenance")
    planned = attempt(own, NOW, "maintenance", "New disks", *window, "-m", "Search pauses.")

    assert 'policy_version: "2026-01"\nnext_update: 20m\n' in (own / FIRST).read_text()
    assert 'policy_version: "2026-01"\n' in Path(drill.out.strip()).read_text()
    for later in (told, planned):
        assert later.code == 0
        assert "policy_version" not in Path(later.out.strip()).read_text()


def test_without_a_version_none_is_written(site: Path) -> None:
    assert attempt(site, NOW, *NEW, "--severity", "major").code == 0
    assert "policy_version" not in (site / FIRST).read_text()


GUIDED = """\
ladder:
  guidance:
    investigating:
      what:
        customers: We say what you see.
        internal: Name the line that stands still.
      tone: Like a station announcement.
"""


def test_who_writes_is_told_what_the_site_tells_its_team(site: Path) -> None:
    (site / "site.yaml").write_text(SETTINGS + GUIDED)

    attempt(site, NOW, *NEW, "--severity", "minor")
    told = attempt(site, NOW, "update", "--stage", "identified", "-m", "We know.")

    first = (site / FIRST).read_text()
    assert "# Investigating: Name the line that stands still.\n# Tone: Like a station announcement.\n" in first
    assert "We say what you see" not in first
    # A stage of which the site says nothing is as it is shipped.
    assert "# Tone: Specific. Say what you do not know, too.\n" in Path(told.out.strip()).read_text()


def test_approvals_can_be_empty_all_at_once_and_one_by_one(site: Path) -> None:
    for approvers, left in (("none", set()), ("{resolved: none}", {"investigating", "postmortem"})):
        (site / "site.yaml").write_text(f"{SETTINGS}ladder:\n  approvers: {approvers}\n")
        rows = {stage: _row(_shown(site), "OWNERS", stage)[2:] for stage in ("investigating", "resolved", "postmortem")}

        assert {stage for stage, cells in rows.items() if "incident_commander" in " ".join(cells)} == left

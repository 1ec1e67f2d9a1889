"""What the reference pages say is what the code holds: codes, keys with their carry rules, commands, links."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from statusladder.cli.main import statusladder
from statusladder.content.playbooks import find_playbooks
from statusladder.content.settings import read_settings
from statusladder.model.communication import ScriptKeys
from statusladder.model.criteria import MEASURES
from statusladder.model.definitions import DefinitionName
from statusladder.model.facts import Fact
from statusladder.model.feedback import RATING_PLACES, REPORT_PLACES, FeedbackKeys
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.policy import POLICY_STAGES, FactName, LadderKeys, Preset
from statusladder.model.problem import CODES, Gate, Place, Problem, blocks
from statusladder.model.settings import (
    DrillKeys,
    FeedKeys,
    LimitsKeys,
    LintKeys,
    MetricsKeys,
    SecurityKeys,
    SiteKeys,
    SubscribeKeys,
)
from statusladder.model.site import Audience, Component, Role, Settings, Team
from statusladder.model.update import REPORT_KEYS, IncidentKeys, MaintenanceKeys, UpdateKeys, carry_rules_of
from statusladder.model.vocabulary import Stage

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def _section(page: str, heading: str) -> str:
    """The text below a heading, up to the next heading of any level."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def _rows(text: str) -> list[list[str]]:
    """The cells of every table row but headings and rulers."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows if row[0].startswith("`")]


def _names(cell: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", cell)


def test_every_problem_code_has_its_row() -> None:
    def stops(code: str) -> str:
        problem = Problem(Place("x"), code, "", "")
        gates = {"check": Gate.CHECK, "build": Gate.BUILD}
        return ", ".join(name for name, gate in gates.items() if blocks(problem, gate)) or "nothing"

    told = _rows((REFERENCE / "problem-codes.md").read_text(encoding="utf-8"))

    assert told == [[f"`{code}`", CODES[code].kind, stops(code), CODES[code].meaning] for code in sorted(CODES)]


@pytest.mark.parametrize(
    ("heading", "keys", "names"),
    [
        ("Keys of an update", UpdateKeys, frozenset(UpdateKeys.model_fields)),
        ("Incident reports", IncidentKeys, REPORT_KEYS),
        ("Maintenance", MaintenanceKeys, frozenset(MaintenanceKeys.model_fields) - frozenset(UpdateKeys.model_fields)),
    ],
)
def test_every_key_is_told_with_its_carry_rule(heading: str, keys: type[UpdateKeys], names: frozenset[str]) -> None:
    rules = carry_rules_of(keys)
    told = {name: row[2] for row in _rows(_section("content-format.md", heading)) for name in _names(row[0])}

    assert told == {name: rules[name].rule.value for name in sorted(names)}


def test_what_each_stage_ends_is_told() -> None:
    rows = _rows(_section("content-format.md", "What a stage ends"))
    told = {stage: {name.partition(".")[0] for name in _names(row[1])} for row in rows for stage in _names(row[0])}
    ends: dict[str, set[str]] = {}
    for name, carried in carry_rules_of(UpdateKeys).items():
        for stage in carried.ends - carried.forbidden:
            ends.setdefault(stage.value, set()).add(name)

    assert told == ends


def test_every_key_of_a_playbook_is_told_and_whether_it_has_to_be_there() -> None:
    rows = _rows(_section("content-format.md", "Playbooks"))
    told = {_names(row[0])[0]: row[2].startswith("required") for row in rows}

    assert told == {name: field.is_required() for name, field in PlaybookKeys.model_fields.items()}


def test_every_key_of_a_script_is_told_and_whether_it_has_to_be_there() -> None:
    rows = _rows(_section("content-format.md", "Drills"))
    told = {name: row[2].startswith("required") for row in rows for name in _names(row[0])}

    assert told == {name: field.is_required() for name, field in ScriptKeys.model_fields.items()}


def test_every_shipped_playbook_is_told() -> None:
    text = (ROOT / "docs" / "how-to" / "playbooks.md").read_text(encoding="utf-8")
    shipped, _ = find_playbooks(ROOT / "docs", None)

    assert {_names(row[0])[0] for row in _rows(text)} == set(shipped)


def test_the_smallest_playbook_checks(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / "playbooks.md").read_text(encoding="utf-8")
    (smallest,) = re.findall(r"^```markdown\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "content" / "playbooks").mkdir(parents=True)
    (tmp_path / "content" / "playbooks" / "maps.md").write_text(smallest, encoding="utf-8")

    playbooks, problems = find_playbooks(tmp_path, None)

    assert problems == []
    assert playbooks["maps"].said.title == "Maps do not load"


def test_the_drill_of_the_how_to_can_be_run_as_it_is_written(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / "run-a-drill.md").read_text(encoding="utf-8")
    (schedule,) = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    commands = [
        block.replace("\\\n", " ") for block in re.findall(r"^```console\n\$ (.*?)^```", text, re.MULTILINE | re.DOTALL)
    ]
    settings = (ROOT / "site.yaml").read_text(encoding="utf-8").partition("drills:")[0]
    (tmp_path / "site.yaml").write_text(settings + schedule, encoding="utf-8")
    assert len(commands) == 3

    for minute, command in enumerate(commands):
        words = [*shlex.split(command)[1:], "--site", str(tmp_path), "--now", f"2026-03-14T09:{10 + minute}:00Z"]
        done = CliRunner().invoke(statusladder, words, catch_exceptions=False)
        assert done.exit_code == 0, done.stderr

    assert "First notice     10 min after the beginning" in done.stdout


def test_every_stage_is_told() -> None:
    words = set(_names((REFERENCE / "content-format.md").read_text(encoding="utf-8")))

    assert set(Stage) <= words


def test_every_setting_of_site_yaml_is_told() -> None:
    rows = {_names(row[0])[0]: _names(row[1]) for row in _rows(_section("content-format.md", "site.yaml"))}
    told_inside = {key: {word.partition(":")[0] for word in words} for key, words in rows.items()}

    assert set(rows) == set(Settings.model_fields)
    parts: dict[str, type[Fact]] = {
        "site": SiteKeys,
        "components": Component,
        "audiences": Audience,
        "roles": Role,
        "teams": Team,
        "ladder": LadderKeys,
        "feeds": FeedKeys,
        "subscribe": SubscribeKeys,
        "lint": LintKeys,
        "limits": LimitsKeys,
        "security": SecurityKeys,
        "feedback": FeedbackKeys,
        "drills": DrillKeys,
        "metrics": MetricsKeys,
    }
    for key, part in parts.items():
        assert set(part.model_fields) <= told_inside[key]


def test_every_place_to_fill_is_told_with_the_address_that_may_have_it() -> None:
    told = {
        _names(row[0])[0].strip("{}"): row[1].strip("`")
        for row in _rows(_section("content-format.md", "Where readers answer"))
    }

    of = {"report": set(REPORT_PLACES), "rating": set(RATING_PLACES), "both": set(REPORT_PLACES) & set(RATING_PLACES)}
    assert set(told) == of["report"] | of["rating"]
    assert all(place in of[which] for place, which in told.items())


def test_every_rule_of_the_ladder_is_told() -> None:
    section = _section("content-format.md", "The rules of the ladder")
    rows = {_names(row[0])[0]: row[1] for row in _rows(section)}

    assert set(rows) == set(LadderKeys.model_fields)
    assert _names(rows["preset"]) == list(Preset)
    assert {*FactName, *POLICY_STAGES} <= set(_names(section))


def test_every_definition_of_a_severity_and_every_number_of_a_criterion_is_told() -> None:
    rows = {_names(row[0])[0]: _names(row[1]) for row in _rows(_section("content-format.md", "Numbers of criteria"))}

    assert set(DefinitionName) <= set(_names(_section("content-format.md", "Definitions of severities")))
    assert {code: set(names) for code, names in rows.items()} == {
        code: set(numbers) for code, numbers in MEASURES.items() if numbers
    }


def test_the_policy_of_the_example_is_in_force_as_it_is_written(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "explanation" / "policy.md").read_text(encoding="utf-8")
    example, changelog = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    site = "site: {name: Tern, url: 'https://status.tern.example'}\ncomponents: []\n"
    (tmp_path / "site.yaml").write_text(site + changelog, encoding="utf-8")
    assert read_settings(tmp_path)[1] == []
    (tmp_path / "site.yaml").write_text(site + example, encoding="utf-8")

    shown = CliRunner().invoke(statusladder, ["policy", "show", "--site", str(tmp_path)])

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert set(re.findall(r"\S+\*", shown.stdout)) == {
        *("min*", "Rrrr*", "scribe*", "R–––*", "incident_commander*"),
        # The rule of E06, that E08 is off, reports of major and minor incidents, definitions, and a tone.
        *("one.*", "off.*", "more*", "none*", "critical*", "you.*"),
    }


def test_the_word_lists_of_the_how_to_are_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / "rules-of-your-own.md").read_text(encoding="utf-8")
    lists = re.findall(r"^```yaml\n(lint:.*?)^```", text, re.MULTILINE | re.DOTALL)
    smallest = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: api\n    name: API\n"
    (tmp_path / "site.yaml").write_text(smallest + lists[0])

    settings, problems = read_settings(tmp_path)

    assert settings is not None
    assert (problems, settings.lint.jargon) == ([], ("shardmaster", "lunar tier"))


def test_every_command_and_option_is_told() -> None:
    text = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    context = click.Context(statusladder)
    headings = [line.split("`")[1].split()[1] for line in text.splitlines() if line.startswith("## `statusladder ")]

    assert headings == statusladder.list_commands(context)
    for name in headings:
        section = f"{name}{text.split(f'## `statusladder {name}')[1]}".split("\n## ")[0]
        command = statusladder.get_command(context, name)
        assert command is not None
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        assert all(f"{name} {one.name}" in section for one in inner)
        parameters = [*command.params, *(parameter for one in inner for parameter in one.params)]
        if any(parameter.name == "messages" for parameter in parameters):
            section += text.split("## Commands that write a file")[1].split("\n## ")[0]
        for parameter in parameters:
            longest = max(parameter.opts, key=len)
            assert not isinstance(parameter, click.Option) or longest in section, f"{name} {longest}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]

    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def test_the_incident_of_the_tutorial_checks(tmp_path: Path) -> None:
    tutorial = (ROOT / "docs" / "tutorial" / "README.md").read_text(encoding="utf-8")
    updates = re.findall(r"^```markdown\n(.*?)^```", tutorial, re.MULTILINE | re.DOTALL)
    site, now = str(tmp_path / "mine"), "2026-12-01T00:00:00Z"
    assert CliRunner().invoke(statusladder, ["init", site, "--now", now]).exit_code == 0
    folder = tmp_path / "mine" / "content" / "incidents" / "2026-03-14-api-errors"
    folder.mkdir()
    for number, update in enumerate(updates, start=1):
        (folder / f"{number:02}-update.md").write_text(update, encoding="utf-8")

    checked = CliRunner().invoke(statusladder, ["check", "--site", site, "--now", now])

    assert (checked.exit_code, checked.stderr) == (0, "All is well: 2 incidents, 4 updates, 0 maintenances.\n")


def test_the_problem_shown_as_an_example_is_said_in_these_words(tmp_path: Path) -> None:
    example = (REFERENCE / "problem-codes.md").read_text(encoding="utf-8").split("```\n")[1]
    tutorial = (ROOT / "docs" / "tutorial" / "README.md").read_text(encoding="utf-8")
    first = re.findall(r"^```markdown\n(.*?)^```", tutorial, re.MULTILINE | re.DOTALL)[0]
    site, now = str(tmp_path / "mine"), "2026-12-01T00:00:00Z"
    assert CliRunner().invoke(statusladder, ["init", site, "--now", now]).exit_code == 0
    file = tmp_path / "mine" / example.partition(":")[0]
    file.parent.mkdir()
    file.write_text(first.replace("severity: major", "severity: majr"), encoding="utf-8")

    checked = CliRunner().invoke(statusladder, ["check", "--site", site, "--now", now, "--quiet"])

    assert checked.stderr == example

"""`owners`: the map as people read it, and the lines by which a code host asks for reviews."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusladder.cli.main import statusladder

SITE = Path(__file__).parent.parent / "sites" / "owned"
LINES = """\
# Who is asked to review what: made by 'statusladder owners --codeowners'.
# The last line that fits a path decides.
/site.yaml                  @heron/identity
/content/                   @heron/care heron@tern.example
/content/playbooks/maps.md  @heron/identity
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "repository" / "status page"))


def _owners(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(statusladder, ["owners", "--site", str(site), *arguments])


def _cells(text: str, name: str) -> list[str]:
    (row,) = re.findall(rf"^{name}  .*$", text, re.MULTILINE)
    return re.split(r"\s{2,}", row)


def test_the_map_is_shown_table_by_table(site: Path) -> None:
    shown = _owners(site)

    assert (shown.exit_code, shown.stderr) == (0, "")
    components, roles, rights = shown.stdout.split("\n\n")
    assert _cells(components, "sign-in") == ["sign-in", "identity", "incident_commander"]
    assert _cells(components, "maps") == ["maps", "nobody", "–"]
    assert _cells(roles, "communications_lead") == ["communications_lead", "writes the updates", "care"]
    assert _cells(rights, "incident_commander") == ["incident_commander", "C", *["AACC"] * 6]
    assert _cells(rights, "communications_lead")[1:] == ["R"] * 7
    assert _cells(rights, "scribe")[1:] == ["I"] * 6 + ["C"]


def test_a_policy_that_names_nobody_gives_nobody_a_letter(site: Path) -> None:
    (site / "site.yaml").write_text(f"{(site / 'site.yaml').read_text()}ladder:\n  preset: small-team\n")

    rights = _owners(site).stdout.split("\n\n")[2]

    assert _cells(rights, "incident_commander")[1:] == ["–"] * 7


def test_each_path_has_the_team_that_answers_for_it_and_what_has_none_is_told(site: Path) -> None:
    printed = _owners(site, "--codeowners")

    assert (printed.exit_code, printed.stdout) == (0, LINES)
    told = "No line for content/playbooks/lists.md: the team 'reports' has no 'codeowners' in site.yaml.\n"
    assert printed.stderr == told


def test_a_playbook_of_a_team_that_is_not_listed_is_told(site: Path) -> None:
    file = site / "content/playbooks/lists.md"
    file.write_text(file.read_text().replace("owner: reports", "owner: press"))

    assert "lists.md: no team of site.yaml is called 'press'.\n" in _owners(site, "--codeowners").stderr


def test_paths_are_those_of_the_repository(site: Path, git: Callable[..., None]) -> None:
    git(site.parent, "init", "--quiet")

    lines = _owners(site, "--codeowners", "--quiet").stdout.splitlines()

    assert lines[2].split("  ")[0] == r"/status\ page/site.yaml"
    assert all(line.startswith(r"/status\ page/") for line in lines[2:])


def test_where_nobody_can_be_asked_it_says_what_to_write(site: Path) -> None:
    text = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(text.split("teams:")[0])

    printed = _owners(site, "--codeowners")

    assert (printed.exit_code, printed.stdout) == (1, "")
    assert "No line for content/: no team fills the role communications_lead.\n" in printed.stderr
    assert "error: nobody can be asked to review anything\n  list 'teams' with 'codeowners'" in printed.stderr


def test_a_wrong_name_stops_it_and_is_told(site: Path) -> None:
    text = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(text.replace("owner: identity", "owner: idenity"))

    printed = _owners(site, "--format", "json")

    assert (printed.exit_code, printed.stdout) == (1, "")
    assert "site.yaml:7: D011 no team is called 'idenity'\n  did you mean 'identity'?\n" in printed.stderr


def test_a_broken_playbook_stops_the_lines_but_not_the_map(site: Path) -> None:
    (site / "content/playbooks/maps.md").write_text("Nothing\n")

    assert (_owners(site, "--codeowners").exit_code, _owners(site).exit_code) == (1, 0)


def test_lines_have_one_form(site: Path) -> None:
    assert _owners(site, "--codeowners", "--format", "json").exit_code == 2


def test_the_example_of_the_how_to_is_read_and_asks_its_teams(tmp_path: Path, repo_root: Path) -> None:
    page = (repo_root / "docs/how-to/ownership.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "site.yaml").write_text(f"site:\n  name: Tern\n  url: https://status.tern.example\n{example}")

    printed = _owners(tmp_path, "--codeowners")

    assert (printed.exit_code, printed.stderr) == (0, "")
    assert [line.split() for line in printed.stdout.splitlines()[2:]] == [
        ["/site.yaml", "@tern/identity"],
        ["/content/", "@tern/reports"],
    ]

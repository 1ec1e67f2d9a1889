"""What the page on corrections shows happens in a real repository, to the word."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusladder.cli.main import statusladder

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "content/incidents/2026-03-14-api-errors"
NOW = "2026-12-01T00:00:00Z"

FACTS = """\
known:
  - No data is lost
unknown:
  - Why they lost it
actions:
  - Bringing the servers back one by one
workarounds: none
customer_actions: none
eta: unknown
"""
"""What the incident's first file tells besides, so that rules about what is owed have nothing to say."""


def _blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def site(tmp_path: Path, git: Callable[..., None]) -> Path:
    """A new site with the first two updates of the incident, published as `main`."""
    folder = tmp_path / "site"
    assert CliRunner().invoke(statusladder, ["init", str(folder), "--now", NOW]).exit_code == 0
    (folder / FOLDER).mkdir()
    first = _blocks("tutorial/README.md", "markdown")[0].replace("\nnext_update", f"\n{FACTS}next_update", 1)
    (folder / FOLDER / "01-investigating.md").write_text(first, encoding="utf-8")
    second = _blocks("how-to/correct-a-published-update.md", "markdown")[0]
    (folder / FOLDER / "02-identified.md").write_text(second, encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Published")
    git(folder, "checkout", "--quiet", "-b", "correction")
    return folder


def _check(site: Path) -> tuple[int, str]:
    checked = CliRunner().invoke(statusladder, ["check", "--since", "main", "--site", str(site), "--now", NOW])
    return checked.exit_code, f"$ statusladder check --since main\n{checked.stderr}"


def test_a_later_update_corrects_what_was_published(site: Path, git: Callable[..., None]) -> None:
    later = _blocks("how-to/correct-a-published-update.md", "markdown")[1]
    (site / FOLDER / "03-mitigating.md").write_text(later, encoding="utf-8")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "The right share")

    assert _check(site) == (0, _blocks("how-to/correct-a-published-update.md", "console")[0])


def test_an_edit_is_refused_until_the_corrections_of_the_page_tell_of_it(site: Path) -> None:
    file = site / FOLDER / "02-identified.md"
    edited = file.read_text(encoding="utf-8").replace("3-5%", "12%").replace("Between 3 and 5 %", "12 %")
    file.write_text(edited, encoding="utf-8")

    assert _check(site) == (1, _blocks("how-to/correct-a-published-update.md", "console")[1])

    corrections = _blocks("how-to/correct-a-published-update.md", "yaml")[0]
    file.write_text(edited.replace("next_update", f"{corrections}next_update"), encoding="utf-8")

    code, told = _check(site)
    assert (code, told.splitlines()[1]) == (0, "This change makes 2 corrections that readers will see.")

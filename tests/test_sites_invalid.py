"""Every site in sites_invalid is refused with exactly the words in its expected.txt, and nothing is published."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from night import some
from rule_examples import of_structure
from statusladder.cli.main import statusladder

CASES = Path(__file__).parent / "sites_invalid"
NOW = "2026-12-01T00:00:00Z"
CHECK_ONLY = ["dead-links-and-pictures", "footnotes", "markdown-beyond-limits", "overlong-title"]
"""Facts and wording stop the pull request, not the build."""


def _cases() -> list[str]:
    return sorted(path.name for path in CASES.iterdir() if path.is_dir())


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the case, with a published folder that must survive."""
    target = tmp_path / "invalid" / "site"
    shutil.copytree(CASES / request.param, target, symlinks=True)
    (tmp_path / "conftest.py").write_text("a file outside of the site\n")
    (target / "public").mkdir()
    (target / "public" / "index.html").write_text("the last good site")
    return target


@pytest.mark.parametrize("site", _cases(), indirect=True)
def test_an_invalid_site_is_refused_in_these_words(site: Path) -> None:
    expected = (site / "expected.txt").read_text(encoding="utf-8")
    (site / "expected.txt").unlink()

    checked = CliRunner().invoke(statusladder, ["check", "--site", str(site), "--now", NOW, "--quiet"])

    assert of_structure(checked.stderr) == expected
    assert checked.exit_code == 1


@pytest.mark.parametrize(
    "site", some([case for case in _cases() if case not in CHECK_ONLY], by_day=20, in_ci=60), indirect=True
)
def test_an_invalid_site_leaves_the_published_folder_as_it_was(site: Path) -> None:
    built = CliRunner().invoke(statusladder, ["build", "--site", str(site), "--now", NOW])

    assert built.exit_code == 1
    assert "nothing was published" in built.stderr
    left = {path.name: path.read_text() for path in (site / "public").iterdir()}
    assert left == {"index.html": "the last good site"}
    assert not [path for path in site.iterdir() if path.name.startswith(".public")]


@pytest.mark.parametrize("site", CHECK_ONLY, indirect=True)
def test_an_imperfect_sentence_never_keeps_a_page_from_being_published(site: Path) -> None:
    built = CliRunner().invoke(statusladder, ["build", "--site", str(site), "-o", str(site / "new"), "--now", NOW])

    assert built.exit_code == 0
    assert (site / "new" / "index.html").exists()


@pytest.mark.parametrize("site", ["many-at-once"], indirect=True)
def test_the_same_problems_are_there_as_json(site: Path) -> None:
    (site / "expected.txt").unlink()

    checked = CliRunner().invoke(statusladder, ["check", "--site", str(site), "--now", NOW, "--format", "json"])

    problems = json.loads(checked.stdout)["problems"]
    assert [(row["path"].split("/")[2], row["line"], row["code"]) for row in problems] == [
        ("2026-03-14-sign-in", 3, "D010"),
        ("2026-03-14-sign-in", 5, "D010"),
        ("2026-03-14-sign-in", 7, "D010"),
        ("2026-03-15-exports", 2, "D010"),
        ("2026-03-15-exports", 9, "D008"),
    ]
    assert all(row["sentence"] and row["fix"] and row["meaning"] for row in problems)
    assert checked.exit_code == 1

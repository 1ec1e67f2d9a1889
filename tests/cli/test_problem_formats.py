"""What `check` hands to other programs: annotations that GitHub shows beside the right line of the right file."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from statusladder.cli.main import statusladder
from statusladder.cli.problem_formats import Findings, as_github
from statusladder.model.problem import Code, Kind, Level, Place, Problem

SITE = Path(__file__).parent.parent / "sites" / "legal-and-right"
FILE = "content/incidents/2026-03-11-no-time/01-investigating.md"
ERROR = ",line=5,title=D010::no severity is called 'xcritical'. did you mean 'critical'?\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one mistake, in a folder that is not (yet) a repository."""
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    copy = Path(shutil.copytree(SITE, tmp_path / "help pages" / "status"))
    file = copy / FILE
    file.write_bytes(file.read_bytes().replace(b"severity: ", b"severity: x"))
    return copy


def _check(site: Path, form: str = "github") -> Result:
    return CliRunner().invoke(statusladder, ["check", "--site", str(site), "--format", form])


def test_a_problem_is_an_annotation_and_stops_the_pull_request(site: Path) -> None:
    checked = _check(site)

    assert (checked.exit_code, checked.stdout) == (1, f"::error file={FILE}{ERROR}")
    assert checked.stderr == ""


def test_paths_are_those_of_the_repository(site: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)

    assert _check(site).stdout == f"::error file=help pages/status/{FILE}{ERROR}"


def test_where_git_does_not_answer_the_workspace_says_where_the_repository_begins(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for workspace, folder in ((tmp_path, "help pages/status/"), (site, ""), (tmp_path / "other", "")):
        monkeypatch.setenv("GITHUB_WORKSPACE", os.fspath(workspace))
        assert _check(site).stdout == f"::error file={folder}{FILE}{ERROR}"


def test_a_site_in_which_all_is_well_says_nothing() -> None:
    checked = _check(SITE)

    assert (checked.exit_code, checked.output) == (0, "")


def test_what_does_not_block_the_gate_is_a_warning() -> None:
    long = Problem(Place("a.md", 3), "F016", "the title is 99 characters long", "say it in 80 or fewer")

    assert as_github(Findings((long,), frozenset(), "")).startswith("::warning file=a.md,line=3,title=F016::")
    assert as_github(Findings((long,), frozenset({long}), "")).startswith("::error file=a.md,line=3,title=F016::")


def test_what_only_informs_is_a_notice() -> None:
    told = Problem(Place("a.md", 3), "L003", "long", "split it", Code(Kind.WORDING, "long", Level.INFO))

    assert as_github(Findings((told,), frozenset(), "")).startswith("::notice file=a.md,line=3,title=L003::")


def test_no_word_or_name_can_end_the_command_or_begin_another() -> None:
    words, path = "100 % of\r\n::set-output name=x::y", "content/a,b: 5 %\n.md"

    wrong = (Problem(Place(path, 1), "D010", words, "fix"),)
    line = as_github(Findings(wrong, frozenset(wrong), ""))

    found = re.fullmatch(r"::error file=([^,:\r\n]*),line=1,title=D010::([^\r\n]*)", line)
    assert found is not None
    assert (unquote(found[1]), unquote(found[2])) == (path, f"{words}. fix")


def test_a_site_that_is_a_file_is_a_problem_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("no folder")

    checked = _check(tmp_path / "site")

    assert checked.exit_code == 1
    assert checked.stdout.startswith("::error file=")
    assert isinstance(checked.exception, SystemExit)

"""The commands as a person runs them: words, exit codes, and what they leave on disk."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from in_process import run
from statusladder.cli import verdict
from statusladder.content.tree import SECTIONS

SITE = Path(__file__).parent.parent / "sites" / "legal-and-right"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


def test_a_new_site_checks_and_is_built_at_once(tmp_path: Path) -> None:
    made = run("init", "mine", cwd=tmp_path)
    checked = run("check", "--site", "mine", cwd=tmp_path)

    assert (made.returncode, made.stdout) == (0, "")
    assert (tmp_path / "mine" / "public" / "index.html").exists()
    assert (checked.returncode, checked.stderr) == (0, "All is well: 1 incident, 1 update, 0 maintenances.\n")


def test_build_says_how_much_it_wrote(site: Path) -> None:
    first = run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)
    second = run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)
    quiet = run("build", "--now", "2026-03-14T10:05:00Z", "--quiet", cwd=site)

    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr.startswith("Wrote ")
    assert second.stderr.startswith("Wrote 0 of ")
    assert quiet.stderr == ""


def test_drafts_are_named_so_that_nobody_waits_for_them(site: Path) -> None:
    draft = "content/incidents/2026-03-10-quoted/04-postmortem.md"
    (site / draft).write_text(
        "---\nstage: postmortem\nat: 2026-03-20T10:00:00Z\nversion: final\ndraft: true\n---\nWhat we found.\n"
    )
    sentence = f"1 draft stays unpublished: {draft}.\n"

    built = run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)
    checked = run("check", cwd=site)
    quiet = run("check", "--quiet", cwd=site)

    assert (built.returncode, built.stderr.splitlines(keepends=True)[-1]) == (0, sentence)
    assert (checked.returncode, checked.stderr.splitlines(keepends=True)[0]) == (0, sentence)
    assert quiet.stderr == ""


def test_who_will_not_find_the_api_of_a_site_below_a_path_is_told_at_the_build(site: Path) -> None:
    settings = (site / "site.yaml").read_text()
    at_the_root = run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)
    (site / "site.yaml").write_text(re.sub(r"url: .*", "url: https://tern.example/status/", settings, count=1))

    below = run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)
    quiet = run("build", "--now", "2026-03-14T10:05:00Z", "--quiet", cwd=site)

    assert "API" not in at_the_root.stderr
    assert below.returncode == 0
    assert below.stderr.splitlines()[-1] == (
        "site.url has the path /status: programs that look for the API at the root of a host, as Statuspage's own "
        "widget does, will not find it at https://tern.example/status/api/v2/."
    )
    assert quiet.stderr == ""


@pytest.mark.parametrize(("more", "is_told"), [(0, False), (-1, True)])
def test_a_site_of_so_many_files_that_a_host_may_refuse_it_is_told_at_the_build(
    more: int, is_told: bool, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)
    count = sum(file.is_file() for file in (site / "public").rglob("*"))
    monkeypatch.setattr(verdict, "MANY_FILES", count + more)

    told = run("build", "--now", "2026-03-14T10:05:00Z", cwd=site)

    sentence = (
        f"The site has {count} files. Some hosts refuse more than {count + more}: look up the limit of yours, and "
        "of your plan there, before you deploy."
    )
    assert told.returncode == 0
    assert (told.stderr.splitlines()[-1] == sentence) is is_told


def test_source_date_epoch_is_the_moment_when_none_is_given(site: Path) -> None:
    given = run("build", "--now", "2026-03-14T10:05:00Z", "-o", "a", cwd=site)
    epoch = run("build", "-o", "b", cwd=site, SOURCE_DATE_EPOCH="1773482700")

    assert (given.returncode, epoch.returncode) == (0, 0)
    # A moment that was chosen to be looked at is marked: its pages count from there, not by the reader's clock.
    marked, plain = ((site / name / "index.html").read_text() for name in "ab")
    assert marked.replace(' data-now="2026-03-14T10:05:00Z"', "", 1) == plain != marked


def test_check_of_one_incident_speaks_only_of_that(site: Path) -> None:
    for name in ("2026-03-10-quoted", "2026-03-11-no-time"):
        file = site / "content" / "incidents" / name / "01-investigating.md"
        file.write_bytes(file.read_bytes().replace(b"severity: ", b"severity: x"))

    checked = run("check", "2026-03-11-no-time", cwd=site)

    assert checked.returncode == 1
    assert "2026-03-11-no-time/01-investigating.md:5: D010 no severity is called 'xcritical'" in checked.stderr
    assert "2026-03-10-quoted" not in checked.stderr


def test_check_of_one_folder_says_of_it_what_a_check_of_all_says() -> None:
    storm = SITE.parent / "storm"

    def told(*ids: str) -> list[dict[str, Any]]:
        checked = run("check", *ids, "--format", "json", "--now", "2026-06-10T12:00:00Z", cwd=storm)
        return list(json.loads(checked.stdout)["problems"])

    folders = [folder for section in SECTIONS.values() for folder in (storm / section).glob("*")]
    told_of_all = told()

    assert len(folders) > 5
    assert told_of_all
    for folder in folders:
        within = [one for one in told_of_all if f"/{folder.name}/" in one["path"]]
        assert told(folder.name) == within, folder.name


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--now", "yesterday"],
        ["check", "2026-01-01-unheard-of"],
        ["check", "--format", "xml"],
        ["no-such-command"],
        ["build", "--no-such-option"],
    ],
)
def test_wrong_usage_leaves_with_2(site: Path, arguments: list[str]) -> None:
    wrong = run(*arguments, cwd=site)

    assert wrong.returncode == 2
    assert wrong.stdout == ""
    assert "Traceback" not in wrong.stderr


def test_a_folder_without_a_site_is_said_to_be_one(tmp_path: Path) -> None:
    built = run("build", cwd=tmp_path)

    assert built.returncode == 1
    assert "there is no site.yaml here" in built.stderr
    assert not (tmp_path / "public").exists()


def test_who_stands_among_the_files_of_a_site_is_told_the_way_to_its_folder(site: Path) -> None:
    checked = run("check", cwd=site / "content" / "incidents")

    assert checked.returncode == 1
    assert "the site's folder is ../.. from here: go there, or add --site ../.." in checked.stderr


def test_colours_are_for_terminals_only(site: Path) -> None:
    (site / "site.yaml").unlink()

    assert "\x1b" not in run("check", cwd=site).stderr


def test_the_schema_is_printed_as_json(tmp_path: Path) -> None:
    printed = run("schema", "site", cwd=tmp_path)

    assert printed.returncode == 0
    assert json.loads(printed.stdout)["properties"]["components"]["description"].startswith("The parts of the product")


def test_a_shell_completes_the_commands(tmp_path: Path) -> None:
    script = run("completion", "bash", cwd=tmp_path)
    asked = {"_STATUSLADDER_COMPLETE": "bash_complete", "COMP_WORDS": "statusladder bu", "COMP_CWORD": "1"}
    offered = run(cwd=tmp_path, **asked)

    assert "_STATUSLADDER_COMPLETE=bash_complete" in script.stdout
    assert "build" in offered.stdout


@pytest.mark.parametrize("words", ["check {name}", "init {name}", "init {name}/site"])
def test_a_name_that_no_disk_takes_is_said_to_be_one(site: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.chdir(site)
    refused = run(*words.format(name="x" * 300).split())
    sentence = r"error: \S*x{300}\S* cannot be used \(File name too long\)\n  check its name, .*\n"
    assert refused.returncode == 1
    assert re.fullmatch(sentence, refused.stderr)

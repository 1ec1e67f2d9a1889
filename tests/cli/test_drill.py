"""A drill from its first notice to its report, as a team runs it: by commands, on real files."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from night import in_ci
from statusladder.content.reader import read_library
from writing_site import Attempt, attempt, content, files, new_site

BEGAN = "2026-03-14T09:00:00Z"
ID = "2026-03-14-search-drill"
PLAYBOOK = """\
---
title: Search fails
severity: major
components:
  search: major_outage
incident_title: Search finds nothing for {{who}}
variables:
  - name: who
    ask: For whom?
  - name: page
    ask: Which page do callers name?
    default: the home page
first_notice: Searching shows an empty list for {{who}}. We are finding out why.
questions: Does the index answer?
drill:
  - after: 0m
    inject: Every search is empty.
    covers:
      - What works without search?
      - When is the next update?
  - after: 12m
    inject: "{{who}} write that {{page}} is empty: is it?"
  - after: 50m
    inject: All is well again.
owner: search-team
version: "4"
review_by: 2027-03-01
---
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = new_site(tmp_path / "site")
    (site / "content/playbooks").mkdir(parents=True)
    (site / "content/playbooks/search.md").write_text(PLAYBOOK)
    return site


def _start(site: Path, *more: str, now: str = "2026-03-14T09:07:00Z") -> Attempt:
    said = ("--var", "who=hotels in the EU", "--role", "communications_lead=web-team", "--began", BEGAN)
    return attempt(site, now, "drill", "start", "search", *said, *more)


def _update(site: Path, clock: str, stage: str, *more: str) -> None:
    done = attempt(site, f"2026-03-14T{clock}:00Z", "update", "search-drill", "--stage", stage, *more, "-m", "Words.")
    assert done.code == 0, done.err


def test_it_begins_with_a_first_notice_and_a_script_whose_places_are_filled(site: Path) -> None:
    done = _start(site)

    assert done.code == 0, done.err
    folder = f"content/drills/{ID}"
    assert done.out.splitlines() == [str(site / folder / name) for name in ("01-investigating.md", "script.md")]
    assert (site / folder / "script.md").read_text() == (
        "---\n"
        "playbook: search\n"
        "playbook_version: 4\n"
        "begins: 2026-03-14T09:00:00Z\n"
        "injects:\n"
        "  - after: 0m\n"
        "    inject: Every search is empty.\n"
        "    covers:\n"
        '      - "What works without search?"\n'
        '      - "When is the next update?"\n'
        "  - after: 12m\n"
        '    inject: "hotels in the EU write that the home page is empty: is it?"\n'
        "  - after: 50m\n"
        "    inject: All is well again.\n"
        "---\n"
    )
    notice = (site / folder / "01-investigating.md").read_text()
    assert "at: 2026-03-14T09:07:00Z\ntitle: Search finds nothing for hotels in the EU\nseverity: major\n" in notice
    assert (
        "started_at: 2026-03-14T09:00:00Z\nplaybook: search\nroles:\n  communications_lead: web-team\nnext_update"
        in notice
    )
    assert notice.endswith("Searching shows an empty list for hotels in the EU. We are finding out why.\n")


def test_the_leader_reads_when_to_say_what_and_what_a_good_answer_covers(site: Path) -> None:
    said = _start(site).err

    assert "  0 min  10:00  Every search is empty.\n                - What works without search?\n" in said
    assert " 12 min  10:12  hotels in the EU write that the home page is empty: is it?\n" in said
    assert "In this drill, customers are promised the next update by 10:37 UTC+1" in said
    assert "'statusladder update search-drill' writes the next update" in said


def test_a_script_is_read_and_belongs_to_its_drill(site: Path) -> None:
    _start(site)

    reading = read_library(site)

    assert reading.problems == ()
    assert reading.library is not None
    (drill,) = reading.library.drills
    assert drill.script is not None
    assert next(one.inject for one in drill.script.said.injects) == "Every search is empty."
    assert drill.begins.isoformat() == "2026-03-14T09:00:00+00:00"


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (lambda folder: folder.joinpath("notes.md").write_text("x"), "D012", "'notes.md' is not the name of an update"),
        (lambda folder: folder.joinpath("script.yaml").write_text("x"), "D012", "'script.yaml' is not the name of"),
        (lambda folder: folder.joinpath("script.md").write_text("x"), "D007", "front matter"),
        (
            lambda folder: folder.joinpath("script.md").write_text("---\nbegins: 09:00\ninjects: []\n---\n"),
            "D010",
            "begins: '09:00' is not a time",
        ),
        (lambda folder: folder.joinpath("01-investigating.md").unlink(), "D012", "holds no update"),
    ],
)
def test_what_is_no_part_of_a_drill_is_a_problem(
    site: Path, change: Callable[[Path], object], code: str, sentence: str
) -> None:
    _start(site)
    change(site / "content/drills" / ID)

    (problem,) = read_library(site).problems

    assert (problem.code, sentence in problem.sentence) == (code, True), problem


def test_a_script_beside_a_real_incident_is_a_problem(site: Path) -> None:
    _start(site)
    (site / "content/drills").rename(site / "content/incidents")

    assert [problem.code for problem in read_library(site).problems] == ["D012"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["search"], 2, "playbook search needs --var who=…: For whom?"),
        (["search", "--var", "who=all", "--role", "scribe"], 2, "'scribe' lacks one of its two sides"),
        (["serch", "--var", "who=all"], 1, "no playbook is called 'serch'"),
        (["search", "--var", "who=all", "--began", "noon"], 2, "'noon' is no time"),
    ],
)
def test_what_is_missing_or_unknown_is_said_and_nothing_is_written(
    site: Path, words: list[str], code: int, sentence: str
) -> None:
    done = attempt(site, BEGAN, "drill", "start", *words)

    assert (done.code, sentence in done.err) == (code, True), done.err
    assert not (site / "content/drills").exists()


def test_a_playbook_without_a_drill_has_none_to_start(site: Path) -> None:
    file = site / "content/playbooks/search.md"
    file.write_text(
        re.sub(r"drill:\n.*?(?=owner)", "", PLAYBOOK, flags=re.DOTALL).replace("{{who}}.", "{{who}} {{page}}.")
    )

    done = _start(site)

    assert done.code == 1
    assert "the playbook search has no drill" in done.err
    assert not (site / "content/drills").exists()


def test_a_second_drill_on_the_same_day_changes_nothing_of_the_first(site: Path) -> None:
    _start(site)
    before = content(site)

    again = _start(site)

    assert again.code == 1
    assert "is already there" in again.err
    assert content(site) == before
    assert _start(site, "--slug", "second").code == 0


@in_ci
def test_every_shipped_playbook_can_be_practised(site: Path) -> None:
    names = [row["name"] for row in json.loads(attempt(site, BEGAN, "playbooks", "--format", "json").out)["playbooks"]]
    assert len(names) == 11
    for name in names:
        text = attempt(site, BEGAN, "playbooks", name, "--format", "json").out
        asked = [f"{one['name']}={one['name']} is known" for one in json.loads(text)["keys"].get("variables", [])]

        done = attempt(site, BEGAN, "drill", "start", name, *(word for one in asked for word in ("--var", one)))

        assert done.code == 0, done.err
    assert read_library(site).problems == ()


def test_its_commit_holds_the_notice_and_the_script_and_nothing_else(site: Path, git: Callable[..., None]) -> None:
    git(site, "init", "--quiet")
    (site / "other.txt").write_text("not mine")
    git(site, "add", "other.txt")

    assert _start(site, "--commit").code == 0

    git(site, "diff", "--quiet", "HEAD", "--", "content/drills")
    listed = files(site / "content/drills")
    assert sorted(listed) == [f"{ID}/01-investigating.md", f"{ID}/script.md"]
    git(
        site,
        "ls-files",
        "--error-unmatch",
        f"content/drills/{ID}/script.md",
        f"content/drills/{ID}/01-investigating.md",
    )


def test_the_report_tells_how_it_went(site: Path) -> None:
    _start(site)
    _update(site, "09:20", "identified", "--cause", "The index is empty")
    _update(site, "10:05", "resolved", "--data-loss", "none")

    told = attempt(site, "2026-03-14T11:00:00Z", "drill", "report", "search").out

    assert told.startswith(
        f"{ID}: Search finds nothing for hotels in the EU\n  search, major, 10:00 UTC+1, 14 March 2026"
    )
    assert "lasted 1 h 5 min\n  investigating → identified → resolved\n" in told
    assert "First notice     7 min after the beginning; aim 10 min, at most 15 min\n" in told
    assert "Promises         1 of 2 kept, late by 15 min in all\n" in told
    assert "Longest silence  45 min\n" in told
    assert "Cadence          1 of 2 pauses within it\n" in told
    assert "                 45 min after 02-identified, 30 min are allowed\n" in told
    assert re.search(r"Error +.*F001", told)
    assert re.search(r"0 min   01-investigating 7 min after +Every search is empty\.\n", told)
    assert re.search(r"50 min  03-resolved 15 min after +All is well again\.\n", told)
    assert "Injects          3 of 3 answered in time\n" in told


def test_programs_get_the_same_figures(site: Path) -> None:
    _start(site)
    _update(site, "09:20", "identified", "--cause", "The index is empty")

    (told,) = json.loads(attempt(site, "2026-03-14T09:45:00Z", "drill", "report", "--format", "json").out)["drills"]

    assert (told["id"], told["is_over"], told["lasted"], told["playbook"]) == (ID, False, 45.0, "search")
    assert told["first_notice"] == {"after": 7.0, "target": 10.0, "latest": 15.0}
    assert told["promises"] == {"made": 1, "kept": 1, "late": 0}
    assert [one["answer"] for one in told["injects"]] == ["in_time", "in_time", "waiting"]
    assert told["injects"][0]["covers"] == ["What works without search?", "When is the next update?"]
    assert "F001" in told["debt"]


def test_a_drill_that_cannot_be_read_or_is_not_there_is_said(site: Path) -> None:
    assert "There is no drill yet" in attempt(site, BEGAN, "drill", "report").err
    _start(site)

    unknown = attempt(site, BEGAN, "drill", "report", "sign-in")
    file = site / "content/drills" / ID / "01-investigating.md"
    file.write_text(file.read_text().replace("severity: major", "severity: majr"))
    broken = attempt(site, BEGAN, "drill", "report", "search")

    assert (unknown.code, "no drill is called 'sign-in'" in unknown.err) == (1, True)
    assert (broken.code, "no severity is called 'majr'" in broken.err) == (1, True)


def test_the_matrix_tells_who_practised_what_and_who_has_to_again(site: Path) -> None:
    settings = site / "site.yaml"
    settings.write_text(settings.read_text() + "drills: {every: 30d, functions: [web-team, scribe]}\n")
    _start(site)
    _update(site, "09:20", "resolved", "--data-loss", "none")

    told = attempt(site, "2026-04-20T00:00:00Z", "drill", "coverage").out
    data = json.loads(attempt(site, "2026-04-20T00:00:00Z", "drill", "coverage", "--format", "json").out)

    assert re.search(r"^SCENARIO +web-team +scribe$", told, re.MULTILINE)
    assert re.search(r"^search +2026-03-14 +–$", told, re.MULTILINE)
    assert re.search(r"^sign-in +– +–$", told, re.MULTILINE)
    assert told.endswith(
        "Every 30 d; to practise again:\n"
        "  web-team, since 13 April 2026; last on 14 March 2026\n"
        "  scribe, which never practised\n"
    )
    assert data["practised"] == [{"scenario": "search", "function": "web-team", "drills": [ID]}]
    assert data["overdue"] == [
        {"function": "web-team", "last": "2026-03-14", "due": "2026-04-13"},
        {"function": "scribe", "last": None, "due": None},
    ]


def test_a_public_repository_takes_no_drill(site: Path) -> None:
    settings = site / "site.yaml"
    settings.write_text(
        settings.read_text().replace("  name: Tern status\n", "  name: Tern status\n  repository: public\n")
    )

    _start(site)

    assert [problem.code for problem in read_library(site).problems] == ["S011"]


def test_the_practised_failure_of_the_demo_has_something_to_tell_and_nothing_to_fix(repo_root: Path) -> None:
    (told,) = json.loads(attempt(repo_root, "2026-03-14T10:05:00Z", "drill", "report", "--format", "json").out)[
        "drills"
    ]

    assert (told["findings"]["error"], told["findings"]["warning"], told["debt"]) == ({}, {}, [])
    assert (told["promises"]["made"], told["promises"]["kept"], len(told["long_pauses"])) == (4, 3, 1)
    assert [one["answer"] for one in told["injects"]].count("late") == 1

"""What people and sources write is shown by terminals and logs, and obeyed by neither."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from in_process import run
from night import examples
from statusladder.cli.console import Console, make_visible
from statusladder.cli.problem_formats import Findings, as_github
from statusladder.model.problem import Place, Problem

SIGNS = [
    "::",
    ":",
    "error",
    "##[",
    "##vso[",
    "#",
    " ",
    "\t",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\x1b[31m",
    "a,b",
]


SITE_YAML = "site: {name: A, url: https://status.tern.example}\ncomponents: [{id: a, name: A}]\n"


def obeyed(line: str) -> bool:
    """As the runner reads a line: a command at its beginning behind any blanks, or one of the old form anywhere."""
    told = line.strip()
    return (told.startswith("::") and "::" in told[2:]) or "##[" in line or "##vso[" in line


def lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@pytest.fixture
def in_a_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")


@settings(max_examples=examples(by_night=300, by_day=60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_no_text_begins_a_command(in_a_workflow: None, text: str) -> None:
    assert not any(map(obeyed, lines(make_visible(text))))
    assert "\x1b" not in make_visible(text)


@settings(max_examples=examples(by_night=200, by_day=40))
@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_an_annotation_is_one_command_whatever_it_tells(text: str) -> None:
    problem = Problem(Place(f"content/{text}.md", 3), "D010", text, text)
    (line,) = lines(as_github(Findings((problem,), frozenset({problem}), "")))

    assert line.startswith("::error file=content/")


def test_what_a_terminal_would_obey_is_numbered(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    hostile = "\x1b[2Ja\u202eb\x07\r\x9b"
    shown = "<U+001B>[2Ja<U+202E>b<U+0007><U+000D><U+009B>"

    console.say(hostile)
    console.fault(hostile, hostile)
    console.problems([Problem(Place(hostile), "D010", hostile, hostile)])
    console.data(hostile)
    console.annotations(hostile)
    out, err = capsys.readouterr()

    assert out == f"{shown}\n{shown}\n"
    assert err == f"{shown}\nerror: {shown}\n  {shown}\n{shown}:1: D010 {shown}\n  {shown}\n"


def test_letters_that_join_and_emoji_stay(capsys: pytest.CaptureFixture[str]) -> None:
    Console().say("می‌خواهم 👩‍💻 Zürich\tok")

    assert capsys.readouterr().err == "می‌خواهم 👩‍💻 Zürich\tok\n"


def test_outside_of_a_workflow_nobody_obeys_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("TF_BUILD", raising=False)

    assert make_visible("::error::x\n##[error]x") == "::error::x\n##[error]x"


def test_a_block_of_ours_in_a_printed_file_is_no_command(in_a_workflow: None) -> None:
    assert make_visible("::: internal\nwords\n:::") == "::: internal\nwords\n:::"


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_a_hostile_title_begins_no_line_of_a_check(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "content" / "incidents" / "2026-03-14-a"
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(
        "site: {name: A, url: https://status.tern.example}\ncomponents: [{id: a, name: A}]\n"
    )
    stage = json.dumps("x\n::error::owned\n ##[error]owned \u001b[2J")
    (folder / "01-investigating.md").write_text(f"---\nstage: {stage}\nat: 2026-03-14T09:00:00Z\n---\nWords.\n")
    (folder / "::error::owned\n##[error]a.md").write_text("")
    done = run("check", "--format", form, "--site", str(tmp_path), GITHUB_ACTIONS="true")
    told = [line for line in (*lines(done.stdout), *lines(done.stderr)) if obeyed(line)]

    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert [line for line in told if not (form == "github" and line.startswith("::error file=content/"))] == []

"""Exports of a form tool become files of feedback: each answer once, nobody's address, and no export is too odd."""

import csv
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import in_process
from night import examples
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception
from statusladder.importers.feedback import COLUMNS, read_feedback
from statusladder.importers.interface import SourceError
from statusladder.model.feedback import AnswerKeys
from statusladder.model.imported import Imported, ImportedAnswer

SITE = """\
site:
  name: Tern
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
"""
INCIDENT = "2026-03-14-sign-in"
UPDATE = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: minor
components:
  sign-in: partial_outage
next_update: 1h
---
Signing in returns an error. We are finding out why.
"""
AT = "2026-03-14T10:00:00Z"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "content" / "incidents" / INCIDENT
    folder.mkdir(parents=True)
    (folder / "01-investigating.md").write_text(UPDATE)
    (tmp_path / "site" / "site.yaml").write_text(SITE)
    return tmp_path / "site"


def _csv(folder: Path, *rows: list[str], separator: str = ",") -> Path:
    file = folder / "export.csv"
    with open(file, "w", encoding="utf-8", newline="") as text:
        csv.writer(text, delimiter=separator).writerows(rows)
    return file


def _run(site: Path, file: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return in_process.run("import", "feedback", str(file), "--site", str(site), *more)


def _answers(site: Path) -> list[AnswerKeys]:
    reading = read_library(site)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.library is not None
    return [answer.said for answer in reading.library.feedback]


def _told(site: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(one.id, one.question and one.question.value, one.answer, one.text) for one in _answers(site)]


def test_our_own_links_come_back_one_answer_a_row(site: Path, tmp_path: Path) -> None:
    heading = ["Response ID", "Submitted at", "incident", "update", "question", "answer"]
    file = _csv(
        tmp_path,
        heading,
        ["17", AT, INCIDENT, "01-investigating", "clarity", "5"],
        ["18", AT, INCIDENT, "01-investigating", "usefulness", "2"],
    )

    assert "Wrote 2 answers in 1 file." in _run(site, file).stderr
    assert _told(site) == [("feedback-17", "clarity", 5, None), ("feedback-18", "usefulness", 2, None)]
    assert [path.name for path in (site / "content/feedback").iterdir()] == ["2026-03.yaml"]


def test_a_form_with_a_column_for_each_question_gives_three_ratings_and_a_message(site: Path, tmp_path: Path) -> None:
    heading = [
        "Timestamp",
        "Incident",
        "Was it clear?",
        "Was the tone right?",
        "Was it useful?",
        "Anything else?",
        "ID",
    ]
    row = ["2026/03/14 11:00:00+01:00", f"https://status.tern.example/incidents/{INCIDENT}/#01-investigating"]
    file = _csv(tmp_path, heading, [*row, "4 / 5", "5 - very", "", "Too late.", "9"], separator=";")

    assert "not carried" not in _run(site, file).stderr
    answers = _answers(site)
    assert [(one.id, one.answer, one.text) for one in answers] == [
        ("feedback-9-clarity", 4, None),
        ("feedback-9-tone", 5, None),
        ("feedback-9-text", None, "Too late."),
    ]
    assert {(one.at.isoformat(), one.update) for one in answers} == {("2026-03-14T10:00:00+00:00", "01-investigating")}


def test_a_second_import_adds_what_is_new_and_leaves_every_byte_that_is_there(site: Path, tmp_path: Path) -> None:
    heading = ["at", "incident", "text"]
    rows = [[AT, INCIDENT, "First."], [AT, INCIDENT, "First."], ["2026-03-15T00:00:00Z", INCIDENT, "Second."]]
    _run(site, _csv(tmp_path, heading, *rows[:2]))
    file = site / "content/feedback/2026-03.yaml"
    edited = "# read on Monday\n" + file.read_text().replace("First.", "(shortened)", 1)
    file.write_text(edited)

    second = _run(site, _csv(tmp_path, heading, *rows))
    third = _run(site, _csv(tmp_path, heading, *rows))

    assert "Wrote 1 answer in 1 file; 2 answers already there." in second.stderr
    assert "Wrote 0 answers in 0 files; 3 answers already there." in third.stderr
    assert file.read_text().startswith(edited)
    assert sorted(str(one.text) for one in _answers(site)) == ["(shortened)", "First.", "Second."]


def test_who_wrote_is_not_kept(site: Path, tmp_path: Path) -> None:
    text = "I am Jo Heron, jo.heron@posteo.example, +49 30 1234567. Ask JO or Quill."
    heading = ["at", "incident", "text", "Full name", "E-mail address", "Plan"]
    file = _csv(tmp_path, heading, [AT, INCIDENT, text, "Jo Heron", "jo.heron@posteo.example", "Quill"])

    told = _run(site, file).stderr

    (kept,) = _answers(site)
    assert kept.text == "I am [removed], [removed], [removed]. Ask JO or Quill."
    written = (site / "content/feedback/2026-03.yaml").read_text()
    assert not re.search("heron|posteo|1234567", written, re.IGNORECASE)
    for column in heading[3:]:
        assert f"not carried: the column '{column}'" in told


def test_rows_that_say_nothing_of_ours_are_left_out_and_told(site: Path, tmp_path: Path) -> None:
    heading = ["at", "incident", "update", "question", "answer"]
    rows = [
        ["yesterday", INCIDENT, "", "tone", "5"],
        [AT, "<script>", "", "tone", "5"],
        [AT, "2026-03-14-nothing", "", "tone", "5"],
        [AT, INCIDENT, "07-unknown", "tone", "5"],
        [AT, INCIDENT, "", "colour", "5"],
        [AT, INCIDENT, "", "tone", "6"],
        [AT, INCIDENT, "", "tone", ""],
        ["2026-03-14 10:00", INCIDENT, "", "tone", "5"],
    ]

    told = _run(site, _csv(tmp_path, heading, *rows))

    assert told.returncode == 0
    assert [(one.at.isoformat(), one.answer) for one in _answers(site)] == [("2026-03-14T10:00:00+00:00", 5)]
    for words in (
        "row 1: 'yesterday' is not a time",
        "row 2: it names no incident",
        "no incident is called '2026-03-14-nothing'",
        "is called '07-unknown'",
        "row 5: 'colour' is none of our three questions",
        "row 6: '6' is not an answer from 1 to 5",
        "row 7: it says nothing",
        "which named none: they were read as UTC",
    ):
        assert words in told.stderr


@pytest.mark.parametrize("form", ["list", "responses", "yaml"])
def test_json_and_yaml_are_read_as_well(site: Path, tmp_path: Path, form: str) -> None:
    row: dict[str, Any] = {"id": "7", "at": AT, "incident": INCIDENT, "question": "tone", "answer": 4, "seen": None}
    file = tmp_path / ("export.yaml" if form == "yaml" else "export.json")
    if form == "yaml":
        file.write_text(f"feedback:\n  - id: feedback-7\n    at: {AT}\n    incident: {INCIDENT}\n    tone: 4\n")
    else:
        file.write_text(json.dumps([row] if form == "list" else {"total": 1, "responses": [row]}))

    _run(site, file)

    assert _told(site) == [("feedback-7", "tone", 4, None)]


def test_a_column_can_be_named_where_its_heading_is_our_own(site: Path, tmp_path: Path) -> None:
    file = _csv(tmp_path, ["When", "About", "What would you tell us?"], [AT, INCIDENT, "Thank you."])
    named = ["--column", "at=When", "--column", "incident=About", "--column", "text=What would you tell us?"]

    assert "the export lacks columns" in _run(site, file).stderr
    assert "no column is called 'Whn'" in _run(site, file, "--column", "at=Whn").stderr
    assert "feedback has no column 'tme'" in _run(site, file, "--column", "tme=When").stderr
    assert "names no column" in _run(site, file, "--column", "When").stderr
    assert _run(site, file, *named).returncode == 0
    assert [one.text for one in _answers(site)] == ["Thank you."]


def test_a_source_without_columns_says_so(site: Path, tmp_path: Path) -> None:
    arguments = ["import", "github_jsonl", str(tmp_path), "--site", str(site), "--column", "at=When"]

    result = in_process.run(*arguments)

    assert "the source 'github_jsonl' has no columns to name" in result.stderr


def test_a_repository_that_the_world_reads_gets_ratings_and_no_message(site: Path, tmp_path: Path) -> None:
    (site / "site.yaml").write_text(SITE.replace("example\n", "example\n  repository: public\n", 1))
    file = _csv(tmp_path, ["at", "incident", "tone", "text"], [AT, INCIDENT, "4", "Between us."])

    assert "a message does not belong into a repository that the world can read" in _run(site, file).stderr
    assert [(one.answer, one.text) for one in _answers(site)] == [(4, None)]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("export.csv", b"", "is empty"),
        ("export.csv", b"at,incident,tone\n", "holds no answer"),
        ("export.csv", b"\xff\xfe", "is not UTF-8"),
        ("export.txt", b"at", "is no export of a form"),
        ("export.json", b"{", "is no JSON"),
        ("export.json", b"[1]", "holds no list of answers"),
        ("export.yaml", b"- a", "there are no keys here"),
        ("export.yaml", b"a: *b\n", "an alias"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(
    site: Path, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)

    result = _run(site, tmp_path / name)

    assert result.returncode == 1
    assert words in result.stderr
    assert not (site / "content/feedback").exists()


_CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from([AT, INCIDENT, "5", "0", "clarity", "9999-12-31T23:59:59-14:00", "x@y.org"])
)
_ANY = st.one_of(
    st.text(st.characters(categories=["Cs", "Cc", "Cn", "Cf", "Zl", "L"]), max_size=6),
    st.integers(),
    st.lists(st.none()),
)
_HEADINGS = st.one_of(st.text(max_size=8), st.sampled_from([*COLUMNS, "Name", "E-mail"]))


@settings(
    max_examples=examples(by_night=150, by_day=30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_HEADINGS, max_size=6), st.lists(st.lists(_CELLS, max_size=7), max_size=4), st.binary(max_size=20))
def test_no_export_is_too_odd(site: Path, headings: list[str], rows: list[list[str]], tail: bytes) -> None:
    file = site.parent / "odd.csv"
    data = "\n".join(",".join(row) for row in [["at", "incident", "text", *headings], *rows])
    file.write_bytes(data.encode("utf-8", "surrogatepass") + tail)

    try:
        imported = read_feedback(file, {})
    except SourceError:
        return

    for answer in imported.answers:
        AnswerKeys.model_validate(answer.keys)
    assert len({answer.id for answer in imported.answers}) == len(imported.answers)
    result = _run(site, file)
    assert result.returncode == 0, result.stderr
    assert not [problem for problem in read_library(site).problems if problem.code != "S002"]


@settings(
    max_examples=examples(by_night=100, by_day=20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.dictionaries(st.sampled_from(["text", "id", "Name", "update"]), _ANY), max_size=4))
@example([{"text": "half a pair \ud800"}, {"id": "\udfff", "text": "\0\u2028"}])
def test_no_json_is_too_odd(site: Path, rows: list[dict[str, Any]]) -> None:
    """Its texts can hold what no text file can: half of a pair of surrogates, a zero."""
    told = {"at": AT, "incident": INCIDENT, "text": "Words."}
    file = site.parent / "odd.json"
    file.write_text(json.dumps([told, *({**told, **row} for row in rows)]))

    assert _run(site, file).returncode == 0

    assert not [problem for problem in read_library(site).problems if problem.code != "S002"]


def test_what_shows_a_message_in_another_order_is_made_visible(site: Path, tmp_path: Path) -> None:
    """An answer that our own reader refuses would stop every build."""
    file = _csv(tmp_path, ["at", "incident", "text"], [AT, INCIDENT, "a\u202eb \u202dc\ufeff."])

    assert _run(site, file).returncode == 0

    assert [one.text for one in _answers(site)] == ["a\ufffdb \ufffdc\ufffd."]


def test_a_file_that_our_own_reader_would_refuse_is_not_written(site: Path) -> None:
    """An importer of another package may hand over what ours never would."""
    keys = {"id": "feedback-1", "kind": "rating", "at": AT, "incident": INCIDENT, "question": "tone", "answer": "9"}

    reception = plan_reception(site, Imported((), (), (), (), (ImportedAnswer("feedback-1", keys),)))

    assert [str(problem.place) for problem in reception.problems] == ["content/feedback/2026-03.yaml:7"]

"""'Monitoring' says that the impact has ended; what says otherwise is a warning."""

from pathlib import Path

import pytest

from rule_examples import INCIDENT, found_by, library_of
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Problem


def update(stage: str, clock: str, *lines: str, first: str = "") -> str:
    keys = "".join(f"{line}\n" for line in lines)
    return f"---\nstage: {stage}\nat: 2026-03-14T{clock}:00Z\n{first}{keys}---\nA disk was full.\n"


FIRST = update(
    *(
        "mitigating",
        "09:00",
        "components:",
        "  sign-in: major_outage",
        "actions:",
        "  - Moving sign-in to another server",
    ),
    *("  - Watching the error rate", "progress: {percent: 40, of: accounts}"),
    first="title: Sign-in fails\nseverity: minor\n",
)
WELL = ("components:", "  sign-in: operational")


def found(*files: str, root: Path) -> list[Problem]:
    told = lint(library_of(files, root), Gate.CHECK)
    return [one for one in told if one.code == "C017" and INCIDENT in one.place.path]


@pytest.mark.parametrize(
    ("lines", "sentence", "line"),
    [
        (("tags: disk",), "'sign-in' is still 'major_outage'", "stage: monitoring"),
        (
            ("components:", "  sign-in: partial_outage"),
            "'sign-in' is still 'partial_outage'",
            "  sign-in: partial_outage",
        ),
        ((*WELL, "progress:", "  percent: 60", "  of: accounts"), "progress is at 60%", "  percent: 60"),
        (
            (*WELL, "actions:", "  - Moving sign-in to another server"),
            "'Moving sign-in to another server' is listed below 'actions' again",
            "actions:",
        ),
        (
            (*WELL, "actions:", "  - We are still moving sign-in to another server"),
            "'We are still moving sign-in to another server' is listed",
            "actions:",
        ),
    ],
)
def test_what_is_left_over_from_the_failure_is_found(
    lines: tuple[str, ...], sentence: str, line: str, tmp_path: Path
) -> None:
    text = update("monitoring", "09:30", *lines)

    (problem,) = found_by("C017", (FIRST, text), tmp_path)

    assert problem.sentence.startswith(sentence)
    assert text.splitlines()[problem.place.line - 1] == line


@pytest.mark.parametrize(
    "lines",
    [
        WELL,
        ("components:", "  sign-in: degraded_performance"),
        ("components:", "  sign-in: affected"),
        (*WELL, "progress: {percent: 100, of: accounts}"),
        (*WELL, "actions:", "  - Watching the error rate"),
        (*WELL, "actions:", "  - Looking for what filled the disk"),
        (*WELL, "actions:", "  - Adding disks to all other servers"),
        (*WELL, "remaining:", "  - Moving sign-in back takes until 18:00 UTC"),
    ],
    ids=[
        *("works", "slow", "without a state", "done", "watched before too", "a new question", "new work", "remaining"),
    ],
)
def test_what_may_go_on_while_watching_is_let_be(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert found_by("C017", (FIRST, update("monitoring", "09:30", *lines)), tmp_path) == []


def test_a_later_file_of_the_watch_clears_it(tmp_path: Path) -> None:
    stale = update(
        *("monitoring", "09:30", "components: {sign-in: major_outage}", "progress: {percent: 60, of: accounts}"),
        *("actions:", "  - Moving sign-in to another server"),
    )
    cleared = update("monitoring", "09:50", *WELL, "progress: {percent: 100, of: accounts}", "actions: Watching it")

    assert len(found(FIRST, stale, root=tmp_path / "stale")) == 3
    assert len(found(FIRST, stale, update("monitoring", "09:40"), root=tmp_path / "still")) == 3
    assert found(FIRST, stale, cleared, root=tmp_path / "cleared") == []


@pytest.mark.parametrize(
    ("stage", "lines"), [("mitigating", ("regression: it came back",)), ("resolved", ("data_loss: none",))]
)
def test_only_the_present_watch_is_judged(stage: str, lines: tuple[str, ...], tmp_path: Path) -> None:
    watch = update("monitoring", "09:30", "components: {sign-in: major_outage}")

    assert found(FIRST, watch, update(stage, "09:50", *lines), root=tmp_path) == []


def test_what_was_said_in_an_earlier_watch_is_no_action_of_the_fix_again(tmp_path: Path) -> None:
    """After a regression the list of the fix is that of all files before the present watch."""
    watch = update("monitoring", "09:30", *WELL)
    back = update(
        *("mitigating", "09:50", "regression: it came back", "components: {sign-in: partial_outage}"),
        *("actions:", "  - Restarting the session store"),
    )
    again = update("monitoring", "10:10", *WELL, "actions:", "  - Restarting the session store")

    (problem,) = found(FIRST, watch, back, again, root=tmp_path)

    assert problem.sentence.startswith("'Restarting the session store' is listed")


def test_what_another_tool_wrote_is_let_be(tmp_path: Path) -> None:
    stale = update("monitoring", "09:30", "imported_from: {source: statuspage, id: abc}")

    assert found(FIRST, stale, root=tmp_path) == []

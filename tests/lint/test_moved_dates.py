"""A due date that moves says why, because customers saw the first one."""

from pathlib import Path

import pytest

from rule_examples import found_by
from statusladder.lint.judge import find_rules

FIRST, LAST, REPORT, LATER = find_rules()["P020"].bad
WHY = "    due_history:\n      - was: {}\n        why: The disks came late\n"


def follow_up(day: int, *lines: str) -> str:
    keys = "".join(f"    {line}\n" for line in lines)
    return f"---\nstage: follow_up\nat: 2026-04-{day}T10:00:00Z\naction_items:\n  - id: AI-1\n{keys}---\nNews.\n"


def test_a_date_that_moves_without_a_reason_is_found_where_it_moved(tmp_path: Path) -> None:
    later = follow_up(22, "status: in_progress")

    (problem,) = found_by("P020", (FIRST, LAST, REPORT, LATER, later), tmp_path)

    assert problem.sentence == "AI-1 was due on 2026-04-30, is now due on 2026-05-31, and nothing says why"
    assert problem.place.path.endswith("04-update.md")
    assert LATER.splitlines()[problem.place.line - 1] == "action_items:"


def test_each_move_wants_its_own_reason(tmp_path: Path) -> None:
    again = follow_up(22, "due: 2026-06-30", "due_history:", "  - {was: 2026-05-31, why: late}")

    (problem,) = found_by("P020", (FIRST, LAST, REPORT, LATER, again), tmp_path)

    assert problem.sentence.startswith("AI-1 was due on 2026-04-30, is now due on 2026-06-30")
    assert problem.place.path.endswith("04-update.md")


@pytest.mark.parametrize(
    "files",
    [
        (LATER.replace("    due: 2026-05-31\n", "    due: 2026-05-31\n" + WHY.format("2026-04-30")),),
        (LATER, follow_up(22, "due_history:", "  - {was: 2026-04-30, why: late}")),
        (follow_up(21, "due: 2026-04-30", "status: in_progress"),),
        (follow_up(21, "status: verified"),),
        (LATER, follow_up(22, "status: dropped", "dropped_reason: superseded")),
    ],
    ids=["said at once", "said later", "the same date", "no date", "dropped"],
)
def test_a_date_that_stays_or_moves_with_a_reason_is_let_be(files: tuple[str, ...], tmp_path: Path) -> None:
    assert found_by("P020", (FIRST, LAST, REPORT, *files), tmp_path) == []


def test_a_date_that_moves_back_was_moved_once(tmp_path: Path) -> None:
    (problem,) = found_by("P020", (FIRST, LAST, REPORT, LATER, follow_up(22, "due: 2026-04-30")), tmp_path)

    assert problem.sentence.startswith("AI-1 was due on 2026-05-31, is now due on 2026-04-30")


def test_the_first_date_of_a_later_file_is_no_move(tmp_path: Path) -> None:
    undated = REPORT.replace("    due: 2026-04-30\n", "")

    assert found_by("P020", (FIRST, LAST, undated, LATER), tmp_path) == []

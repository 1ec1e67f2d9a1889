"""What an action item waits for, which days it had before, and whether its promise was kept."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from factory import incident, stamp
from statusladder.ladder.action_items import Action, Move, actions_of

OPEN = {"stage": "investigating", "at": stamp("09:00"), "severity": "minor"}
OVER = {"stage": "resolved", "at": stamp("10:00")}
PROOF = {"method": "test", "criterion": "it holds", "verify_by": "2026-04-10"}
ITEM = {"id": "AI-1", "title": "Add a limit", "due": "2026-03-20", "status": "planned", "verification": PROOF}


def _item(*later: dict[str, Any]) -> Action:
    files = [{"stage": "postmortem", "at": stamp("09:00", 15), "version": "final", "action_items": [ITEM]}]
    for day, more in enumerate(later, start=16):
        files.append({"stage": "follow_up", "at": stamp("09:00", day), "action_items": [{"id": "AI-1", **more}]})
    (one,) = actions_of(incident(OPEN, OVER, *files), ZoneInfo("UTC"))
    return one


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({"status": "in_progress"}, date(2026, 3, 20)),
        ({"status": "done"}, date(2026, 4, 10)),
        ({"status": "verified"}, None),
        ({"status": "dropped"}, None),
    ],
)
def test_it_waits_to_be_done_then_to_be_proved_then_for_nothing(more: dict[str, str], day: date | None) -> None:
    one = _item(more)

    assert one.waits_for == day
    assert day is None or (one.is_overdue(date(2026, 4, 11)) and not one.is_overdue(day))


def test_every_move_of_its_day_is_known_whether_or_not_it_was_told() -> None:
    told = {"due": "2026-04-01", "due_history": [{"was": "2026-03-20", "why": "The parts are late"}]}

    assert _item(told, {"due": "2026-05-01"}).moves == (
        Move(date(2026, 3, 20), "The parts are late"),
        Move(date(2026, 4, 1), None),
    )
    assert _item({"due": "2026-03-20"}).moves == ()


@pytest.mark.parametrize(("verified_at", "in_time"), [("2026-04-10", True), ("2026-04-11", False)])
def test_a_promise_is_judged_by_the_day_that_was_promised_at_first(verified_at: str, in_time: bool) -> None:
    moved = {"verification": {**PROOF, "verify_by": "2026-05-10"}}
    proved = {"status": "verified", "verification": {**PROOF, "verify_by": "2026-05-10", "verified_at": verified_at}}

    assert _item(moved, proved).was_verified_in_time is in_time

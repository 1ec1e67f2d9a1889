"""Who was to approve each update, and who did."""

from typing import Any

from factory import POLICY, incident, stamp
from statusladder.ladder.ownership import Approval, approvals_of
from statusladder.model.policy import Demand

COMMANDER, SPONSOR = "incident_commander", "executive_sponsor"


def _file(stage: str, clock: str, **keys: Any) -> dict[str, Any]:
    return {"stage": stage, "at": stamp(clock), **keys}


def _told(*files: dict[str, Any]) -> tuple[Approval, ...]:
    return approvals_of(incident(*files), POLICY)


def test_what_is_asked_follows_from_stage_and_severity_at_that_time() -> None:
    notice, worse, end = _told(
        _file("investigating", "09:00", title="Search fails", severity="minor"),
        _file("identified", "09:20", severity="critical"),
        _file("resolved", "10:00", approved_by=[COMMANDER]),
    )

    assert (notice.asked, notice.demand) == ((), Demand.OPTIONAL)
    assert (worse.asked, worse.missing, worse.demand) == (
        (COMMANDER, SPONSOR),
        (COMMANDER, SPONSOR),
        Demand.RECOMMENDED,
    )
    assert (end.given, end.missing, end.demand) == ((COMMANDER,), (SPONSOR,), Demand.REQUIRED)


def test_an_end_may_be_approved_by_a_later_file_until_something_new_is_decided() -> None:
    first, end, later, report = _told(
        _file("investigating", "09:00", title="Search fails", severity="critical"),
        _file("resolved", "10:00", approved_by=[COMMANDER]),
        _file("follow_up", "11:00", approved_by=[SPONSOR, COMMANDER]),
        _file("postmortem", "12:00", version="final"),
    )

    assert first.given == ()
    assert (end.given, end.missing) == ((COMMANDER, SPONSOR), ())
    assert later.asked == ()
    assert report.missing == (COMMANDER, SPONSOR)


def test_of_an_imported_update_no_approval_is_asked() -> None:
    source = {"source": "elsewhere", "id": "1"}
    (told,) = _told(_file("resolved", "10:00", title="Old", severity="critical", imported_from=source))

    assert (told.asked, told.missing) == ((), ())

"""What each version of a postmortem changed, in the words of the page.

Short because most of what versions are compared by is tested where it is shown.
"""

from factory import incident, settings, stamp
from statusladder.model.communication import Incident
from statusladder.views.revisions import build_revisions
from statusladder.views.wording import BEGINNING
from statusladder.voice.voice import english


def _two_versions(was: object, now: object) -> Incident:
    return incident(
        {"stage": "resolved", "at": stamp("09:00"), "severity": "major", "title": "Sign-in failed"},
        {"stage": "postmortem", "at": stamp("10:00"), "version": "preliminary", "concessions": was},
        {"stage": "postmortem", "at": stamp("11:00"), "version": "final", "concessions": now},
    )


def test_a_new_version_names_the_offers_that_came_and_those_that_went() -> None:
    site = settings()
    kept = {"offer": "A free month", "who": "Pro plans"}
    was = [kept, {"offer": "10% credit", "until": "2026-04-30"}]
    now = [kept, {"offer": "10% credit", "until": "2026-05-31", "approved_by": "executive_sponsor"}]

    _, final = build_revisions(_two_versions(was, now), site, english(site.zone, BEGINNING))

    (change,) = final.changes
    assert change.label == "Credits and compensation"
    assert change.before == "10% credit until 30 April 2026"
    assert change.after == "10% credit until 31 May 2026 (approved by the executive sponsor)"

"""What an update leaves to decide, for those who decide: approvals that are missing, and when the severity is due.

Short because it is a few sentences for people inside, made of what the policy says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.ladder.course import IncidentCourse, MaintenanceCourse
from statusladder.ladder.next_rung import find_next_rung
from statusladder.ladder.ownership import approvals_of
from statusladder.model.policy import Demand
from statusladder.model.site import Settings
from statusladder.views.policy_words import say_roles
from statusladder.views.reach import say_next_rung, say_signers, say_what_changes
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Briefing:
    """`decisions` are whole sentences. `signs` says who writes and approves at this stage; None for maintenance.

    A correction leaves nothing to decide.
    """

    decisions: tuple[str, ...] = ()
    signs: str | None = None


def build_briefing(course: IncidentCourse | MaintenanceCourse, settings: Settings, voice: Voice) -> Briefing:
    """The briefing about the newest update of a course, at the moment of that course."""
    if isinstance(course, MaintenanceCourse) or course.incident.latest.imported:
        return Briefing()
    stage, severity = course.incident.stage, course.incident.severity
    return Briefing(
        tuple(_decisions(course, settings, voice)), say_signers(stage, severity, settings, course.policy, voice)
    )


def _decisions(course: IncidentCourse, settings: Settings, voice: Voice) -> Iterator[str]:
    *_, approval = approvals_of(course.incident, course.policy)
    if approval.missing and approval.demand in (Demand.REQUIRED, Demand.RECOMMENDED):
        roles = say_roles(approval.missing, settings, voice)
        yield voice.say(f"message.brief.approval.{approval.demand.value}", roles=roles)
    rung = find_next_rung(course, settings)
    if rung is not None:
        yield say_next_rung(rung, course, voice)
        changes = say_what_changes(rung, course, settings, voice)
        if changes is not None:
            yield changes

"""A reminder, what it may be about, and what is looked at to find it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from statusladder.ladder.addressees import Addressee, Directory
from statusladder.ladder.course import Courses
from statusladder.ladder.publication import internal_part_of
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.playbook import Playbook
from statusladder.model.problem import Problem
from statusladder.model.site import Library


class Matter(StrEnum):
    """What a reminder is about, in the order in which they are told."""

    UPDATE = "update"
    ESCALATION = "escalation"
    ESTIMATE = "estimate"
    QUESTION = "question"
    APPROVAL = "approval"
    ACK = "ack"
    DEBT = "debt"
    REMINDER = "reminder"
    REPORT = "report"
    REVIEW = "review"
    ACTION_ITEM = "action_item"
    FOLLOW_UP = "follow_up"
    PLAYBOOK = "playbook"
    POLICY = "policy"
    DRILL = "drill"
    SECURITY = "security"


@dataclass(frozen=True)
class Nudge:
    """One reminder: what it is about (a folder's or a playbook's name), the fact, and what to do.

    `at` is since when it is so, or, still ahead, the moment that it is about. `code` names a criterion, a rule or an
    action item. `who` has to act; nobody where neither policy nor site.yaml names anybody. `internal`: no repository
    that the world reads may name it.
    """

    matter: Matter
    about: str
    fact: str
    ask: str
    at: datetime | date
    code: str | None = None
    internal: bool = False
    who: tuple[Addressee, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """What is looked at, and when. `debt` is what the fast lane let pass; `playbooks` are the site's own."""

    library: Library
    now: datetime
    debt: tuple[Problem, ...] = ()
    playbooks: tuple[Playbook, ...] = ()

    @property
    def today(self) -> date:
        return self.now.astimezone(self.library.settings.zone).date()

    @cached_property
    def courses(self) -> Courses:
        """Of what was published by now, embargoed or not."""
        return Courses(internal_part_of(self.library, self.now), self.now)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.library)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        return self.courses.library.incidents

    @property
    def told(self) -> tuple[Incident | Maintenance, ...]:
        return self.courses.library.communications

    @cached_property
    def files(self) -> Mapping[str, tuple[Incident | Maintenance, datetime]]:
        """The folder and the time of each file that was published by now, by its path."""
        return {update.path: (one, update.at) for one in self.told for update in one.updates}

    def playbook_of(self, incident: Incident) -> Playbook | None:
        """The site's own playbook that an incident follows."""
        return next((one for one in self.playbooks if one.name == incident.facts.playbook), None)

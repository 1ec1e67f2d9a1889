"""What is due and what to remind of, in words: for a terminal, and as Markdown for the body of an issue.

The Markdown names moments and never how long ago they are, so that it stays the same while nothing new happened.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from statusladder.cli.tables import in_columns, in_parts
from statusladder.cli.words import say_date, say_duration
from statusladder.ladder.addressees import Addressee
from statusladder.ladder.course import IncidentCourse
from statusladder.ladder.dues import Awaited, Due, Timing
from statusladder.ladder.next_rung import NextRung
from statusladder.ladder.outlook import Matter, Nudge
from statusladder.markup.blocks import as_typed
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity
from statusladder.views.policy_words import say_role_within
from statusladder.views.reach import say_next_rung, say_what_changes
from statusladder.views.wording import capitalise
from statusladder.voice.voice import Voice

HEADINGS = {
    Matter.UPDATE: "Overdue",
    Matter.ESCALATION: "Escalation",
    Matter.ESTIMATE: "Estimates",
    Matter.QUESTION: "Asked most and not answered",
    Matter.APPROVAL: "Approvals",
    Matter.ACK: "Acknowledgements",
    Matter.DEBT: "Still to be told, before it is resolved",
    Matter.REMINDER: "Maintenance that begins soon",
    Matter.REPORT: "Incident reports",
    Matter.REVIEW: "Reviews of incident reports",
    Matter.ACTION_ITEM: "Action items past their day",
    Matter.FOLLOW_UP: "Progress reports",
    Matter.PLAYBOOK: "Playbooks past their review",
    Matter.POLICY: "Rules of the ladder past their review",
    Matter.DRILL: "Drills",
    Matter.SECURITY: "The contact for security",
}


def due_text(dues: Sequence[Due], voice: Voice) -> str:
    """One line for each thing that is waited for."""
    return "\n".join(in_columns([[due.timing.value, due.communication.id, _awaited(due, voice)] for due in dues]))


def _awaited(due: Due, voice: Voice) -> str:
    if due.awaited is Awaited.COMPLETION:
        what = "to be completed by"
    else:
        what = "next update promised for" if due.promised else "next update, which the cadence asks for by"
    words = f"{what} {voice.full(due.by)}"
    if due.timing.is_late:
        return f"{words}, late by {say_duration(due.late_by)}"
    return f"{words}, in {say_duration(due.by - voice.now)}" if due.timing is Timing.DUE else words


@dataclass(frozen=True)
class Ahead:
    """What makes an open incident more serious next, by which criterion and when, and what that severity changes."""

    about: str
    code: str
    at: datetime
    severity: Severity
    text: str
    then: str | None


def say_ahead(course: IncidentCourse, rung: NextRung, settings: Settings, voice: Voice) -> Ahead:
    text, then = say_next_rung(rung, course, voice), say_what_changes(rung, course, settings, voice)
    return Ahead(course.incident.id, rung.code, rung.at, rung.severity, text, then)


_AHEAD = "Ahead, by the clock alone"


def nudge_text(nudges: Sequence[Nudge], ahead: Sequence[Ahead], settings: Settings, voice: Voice) -> str:
    """The reminders below a heading for each matter; what to do, and who has to, stand below each.

    What is ahead comes last.
    """
    parts = []
    for matter, group in groupby(nudges, key=lambda nudge: nudge.matter):
        lines: list[str] = []
        for nudge in group:
            lines += [f"{nudge.about}: {_coded(nudge)}, {_when(nudge, voice, with_length=True)}", f"  {nudge.ask}"]
            owners = [_owner(one, settings, voice) for one in nudge.who]
            lines += [f"  owner: {'; '.join(owners)}"] if owners else []
        parts.append((HEADINGS[matter], lines))
    if ahead:
        parts.append((_AHEAD, [line for one in ahead for line in _ahead_lines(one)]))
    return in_parts(parts)


def _ahead_lines(one: Ahead) -> Iterator[str]:
    yield f"{one.about}: {one.code} {one.text}"
    if one.then is not None:
        yield f"  {one.then}"


def unfilled_text(nudges: Sequence[Nudge]) -> str:
    """A sentence for each role that has to act and that no team fills, with what to do."""
    empty = dict.fromkeys(one.role for nudge in nudges for one in nudge.who if one.team is None and one.role)
    return "\n".join(f"No team fills the role '{role}': name one for it under 'roles' in site.yaml." for role in empty)


def nudges_as_markdown(
    nudges: Sequence[Nudge], ahead: Sequence[Ahead], settings: Settings, voice: Voice, unnamed: str
) -> str:
    """The body of an issue, in which the handles of who has to act are mentions, so that the code host notifies them.

    `unnamed` is the sentence about what may not be named, or nothing. What is only ahead opens no issue.
    """
    # An item for each role: the line of one stays the same when another goes.
    unfilled = "\n".join(f"- {_typed(line)}" for line in unfilled_text(nudges).splitlines())
    coming = "\n".join([f"### {_AHEAD}", "", *map(_ahead_item, ahead)]) if nudges and ahead else ""
    parts = ("\n".join(_markdown(nudges, settings, voice)).strip(), unfilled, coming, unnamed)
    return "\n\n".join(filter(None, parts))


def _ahead_item(one: Ahead) -> str:
    words = " ".join(filter(None, (one.code, one.text, one.then)))
    return f"- **{_typed(one.about)}**: {_typed(words)}"


def _markdown(nudges: Sequence[Nudge], settings: Settings, voice: Voice) -> Iterator[str]:
    for matter, group in groupby(nudges, key=lambda nudge: nudge.matter):
        yield from ("", f"### {HEADINGS[matter]}", "")
        for nudge in group:
            fact, ask = _typed(_coded(nudge)), _typed(capitalise(nudge.ask))
            owners = "; ".join(_owner(one.mentionable, settings, voice, _typed) for one in nudge.who)
            owned = f" Owner: {owners}." if owners else ""
            yield f"- **{_typed(nudge.about)}**: {fact}, {_when(nudge, voice, with_length=False)}. {ask}.{owned}"


def _owner(one: Addressee, settings: Settings, voice: Voice, typed: Callable[[str], str] = str) -> str:
    """`communications lead (Customer care, @tern/care)`, or the team alone; `typed` writes all but the handles."""
    team = typed(one.team.name if one.team is not None else "no team")
    if one.role is None:
        return f"{team} ({', '.join(one.handles)})" if one.handles else team
    return f"{typed(say_role_within(one.role, settings, voice))} ({', '.join([team, *one.handles])})"


def _typed(text: str) -> str:
    """As it was typed; an `@` in it calls nobody, since an unseen joiner parts it from the name."""
    return as_typed(text).replace("@", "@\N{WORD JOINER}")


def _coded(nudge: Nudge) -> str:
    return f"{nudge.code} {nudge.fact}" if nudge.code else nudge.fact


def _when(nudge: Nudge, voice: Voice, with_length: bool) -> str:
    """`since 10:30 UTC, 14 March 2026, for 5 min`, or, of what is still ahead, `at 22:00 UTC, 14 March 2026`."""
    if not isinstance(nudge.at, datetime):
        return f"{'from' if nudge.at > voice.day_of(voice.now) else 'since'} {say_date(nudge.at)}"
    if nudge.at > voice.now:
        return f"at {voice.full(nudge.at)}"
    length = f", for {say_duration(voice.now - nudge.at)}" if with_length else ""
    return f"since {voice.full(nudge.at)}{length}"

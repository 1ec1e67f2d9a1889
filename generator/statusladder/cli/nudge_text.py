"""What is due and what to remind of, in words: for a terminal, and as Markdown for the body of an issue.

The Markdown names moments and never how long ago they are, so that it stays the same while nothing new happened.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from statusladder.cli.tables import in_columns, in_parts
from statusladder.cli.words import say_date, say_duration
from statusladder.ladder.dues import Awaited, Due, Timing
from statusladder.ladder.nudging import Matter, Nudge
from statusladder.markup.blocks import as_typed
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


def nudge_text(nudges: Sequence[Nudge], voice: Voice) -> str:
    """The reminders below a heading for each matter; what to do stands below each."""
    parts = []
    for matter, group in groupby(nudges, key=lambda nudge: nudge.matter):
        lines: list[str] = []
        for nudge in group:
            lines += [f"{nudge.about}: {_coded(nudge)}, {_when(nudge, voice, with_length=True)}", f"  {nudge.ask}"]
        parts.append((HEADINGS[matter], lines))
    return in_parts(parts)


def nudges_as_markdown(nudges: Sequence[Nudge], voice: Voice, unnamed: str) -> str:
    """The body of an issue; `unnamed` is the sentence about what may not be named, or nothing."""
    lines = list(_markdown(nudges, voice))
    return "\n".join([*lines, "", unnamed] if unnamed else lines).strip()


def _markdown(nudges: Sequence[Nudge], voice: Voice) -> Iterator[str]:
    for matter, group in groupby(nudges, key=lambda nudge: nudge.matter):
        yield from ("", f"### {HEADINGS[matter]}", "")
        for nudge in group:
            fact, ask = _typed(_coded(nudge)), _typed(capitalise(nudge.ask))
            yield f"- **{_typed(nudge.about)}**: {fact}, {_when(nudge, voice, with_length=False)}. {ask}."


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

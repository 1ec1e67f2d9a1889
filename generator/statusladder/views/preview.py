"""What a proposed change lets customers read, as Markdown for the summary of a job, which the world may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.course import IncidentCourse
from statusladder.markup.blocks import as_typed, quote
from statusladder.model.communication import Incident, Maintenance
from statusladder.model.files import ChangedFile, Fate
from statusladder.model.problem import Level, Problem
from statusladder.model.site import Library, Settings
from statusladder.views.affected import build_affected
from statusladder.views.core_lines import say_contacts
from statusladder.views.reach import build_reach, say_routes
from statusladder.views.snapshot import Snapshot, take
from statusladder.views.timeline import Change, Rung, replay
from statusladder.voice.voice import Voice

SETTINGS, CONTENT = "site.yaml", "content/"


@dataclass(frozen=True)
class Proposal:
    """A change since a revision, and the problems in its files.

    `problems` may be quoted; of those in files that are not public only the codes and what they mean (`hidden`).
    What is `owed` stops nothing yet.
    """

    since: str
    files: tuple[ChangedFile, ...]
    problems: tuple[Problem, ...]
    hidden: tuple[tuple[str, str], ...]
    owed: tuple[Problem, ...] = ()


def preview_text(library: Library | None, proposal: Proposal, now: datetime) -> str:
    """The preview of a library, of which only the public part may be given; None when site.yaml cannot be read."""
    parts = ["## What customers will read"]
    shown: set[str] = set()
    if library is None:
        parts.append(f"`{SETTINGS}` cannot be read, so no update can be shown.")
    else:
        snapshot = take(library, now)
        parts.append(f"What is new since {as_typed(proposal.since)}, as it reads at {snapshot.frame.built.text}.")
        fates = {file.path: file for file in proposal.files if file.fate is not Fate.DELETED}
        for told in (told for communication in library.communications for told in replay(communication)):
            if told.latest.path in fates:
                shown.add(told.latest.path)
                parts += _update(told, fates[told.latest.path], snapshot)
        if not shown:
            parts.append("No update that customers can read is new or changed.")
    parts += _besides(library, [file for file in proposal.files if file.path not in shown])
    parts += _problems(proposal)
    return "\n\n".join(parts) + "\n"


def _update(told: Incident | Maintenance, file: ChangedFile, snapshot: Snapshot) -> Iterator[str]:
    update, settings = told.latest, snapshot.settings
    story = next(story for story in snapshot.stories if story.id == told.id)
    rung = next(rung for rung in story.rungs if rung.id == update.id)
    kind = "Maintenance"
    if isinstance(told, Incident):
        kind = f"Severity: {snapshot.voice.say(f'severity_in_text.{told.severity.value}')}"
    yield f"### {as_typed(told.title)}"
    yield f"**{rung.label}** · {kind} · {rung.full_at} · {_fate(file)}"
    yield from _components(told, settings, snapshot.voice)
    for note in rung.notes:
        yield f"**{note.label}.** {as_typed(note.text)}"
    yield quote(update.body) if update.body.strip() else "This update has no words of its own."
    if rung.told_us is not None:
        yield as_typed(rung.told_us)
    texts = update.said.audiences or {}
    for overlay in rung.overlays:
        yield f"**{as_typed(overlay.name)}**"
        if overlay.audience in texts:
            yield quote(texts[overlay.audience])
        if overlay.contacts:
            yield as_typed(snapshot.voice.say("core.urgent", contacts=say_contacts(overlay.contacts, snapshot.voice)))
    yield from _changes(rung)
    if core := story.core_lines[update.id]:
        lines = (f"- {as_typed(line.text)}" for line in core)
        yield "\n".join(["In feeds and the API, below the words:", "", *lines])
    if rung.promise is not None:
        yield f"{rung.promise}."
    elif isinstance(told, Incident) and told.is_open:
        yield "No next update is promised."
    policy = snapshot.courses.library.policy
    yield " ".join(say_routes(told, policy, settings, snapshot.voice))
    if isinstance(told, Incident):
        course = IncidentCourse(told, policy, settings.zone, update.at)
        reach = build_reach(course, settings, snapshot.voice.at(update.at))
        ahead = (reach.next, reach.then) if reach is not None else ()
        yield from (as_typed(line) for line in ahead if line is not None)


def _fate(file: ChangedFile) -> str:
    """What became of the file. An old name is said only within its folder: elsewhere it may tell what is hidden."""
    folder, _, _ = file.path.rpartition("/")
    if file.old_path is None:
        return f"`{file.path}` {file.fate}"
    old_folder, _, old_name = file.old_path.rpartition("/")
    return f"`{file.path}` renamed from {as_typed(old_name) if old_folder == folder else 'another folder'}"


def _components(told: Incident | Maintenance, settings: Settings, voice: Voice) -> Iterator[str]:
    rows = [f"| {as_typed(view.name)} | {view.label} |" for view in build_affected(told, settings, voice)]
    if rows:
        yield "\n".join(["| Component | State |", "|---|---|", *rows])


def _changes(rung: Rung) -> Iterator[str]:
    if rung.changes:
        yield "\n".join(["What changed:", "", *(f"- {_change(change)}" for change in rung.changes)])


def _change(change: Change) -> str:
    before = f"{as_typed(change.before)} → " if change.before is not None else ""
    reason = f", {as_typed(change.reason)}" if change.reason is not None else ""
    return f"{as_typed(change.label)}: {before}{as_typed(change.after)}{reason}"


def _besides(library: Library | None, files: Iterable[ChangedFile]) -> Iterator[str]:
    """What else changed: by name only where the name is public."""
    folders = {communication.path for communication in library.communications} if library else set()
    pages = {page.path for page in library.pages} if library else set()
    rows = []
    hidden = others = 0
    for file in files:
        if file.path == SETTINGS or file.path in pages:
            rows.append(f"- {_fate(file)}")
        elif file.fate is Fate.DELETED and file.path.rpartition("/")[0] in folders:
            rows.append(f"- {as_typed(file.path)} deleted: what it said disappears from the page")
        elif file.path.startswith(CONTENT):
            hidden += 1
        else:
            others += 1
    if hidden:
        rows.append(f"- {hidden} changed {'file is' if hidden == 1 else 'files are'} not public and not shown")
    if others:
        rows.append(f"- {others} other {'file' if others == 1 else 'files'} changed")
    if rows:
        yield "\n".join(["### Besides", "", *rows])


def _weight(problem: Problem, proposal: Proposal) -> str:
    """How much a problem weighs for this change: nothing is said of one that stops it."""
    if problem in proposal.owed:
        return "(in the fast lane, stops nothing yet) "
    return "" if problem.level is Level.ERROR else f"({problem.level}) "


def _problems(proposal: Proposal) -> Iterator[str]:
    if not proposal.problems and not proposal.hidden:
        return
    yield "### Problems"
    rows = [
        f"- {as_typed(str(problem.place))}: {problem.code} {_weight(problem, proposal)}{as_typed(problem.sentence)}; "
        f"{as_typed(problem.fix)}"
        for problem in proposal.problems
    ]
    rows += [f"- {code} ({meaning}); where and how it reads is not told here" for code, meaning in proposal.hidden]
    yield "\n".join(rows)
    if proposal.hidden:
        yield "`statusladder check` tells all of it."

"""The way of every command that writes a file from answers to a file on disk, and on to git where that is wanted."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from statusladder.authoring.entry import AuthoringError, Entry, Prospect, look_ahead, state_entry
from statusladder.authoring.guidance import comments_for
from statusladder.authoring.placing import Committed, commit_files, keep_unfinished, message_for, place
from statusladder.authoring.questions import as_plain_values
from statusladder.cli.answers import BODY, Answers, as_flags
from statusladder.cli.desk import OWN_BRANCH, Desk, in_words, stop
from statusladder.cli.words import say_duration, say_list
from statusladder.history.git import GitError
from statusladder.ladder.promises import longest_wait_at
from statusladder.ladder.reach import Route, Silence, routes_of
from statusladder.ladder.steps import LABELS
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Place, Problem, Stopped, blocks
from statusladder.model.values import duration_as_written
from statusladder.model.vocabulary import Severity, Stage
from statusladder.publish.judgement import judge_library


@contextmanager
def keeping_answers(desk: Desk, command: Sequence[str], answers: Answers) -> Iterator[None]:
    """On Ctrl-C, or when something is in the way, says the command that goes on from there: nothing typed is lost."""
    try:
        yield
    except (click.Abort, click.UsageError, Stopped) as stopped:
        if isinstance(stopped, click.UsageError):
            if not desk.console.can_ask:
                raise  # nothing was asked: all that was typed stands in the command itself
            sentence, fix = stopped.format_message(), ""
        elif isinstance(stopped, Stopped):
            sentence, fix = stopped.sentence, f"{stopped.fix}\n  "
        else:
            sentence, fix = "stopped, nothing was written", ""
            desk.console.say("")  # leaves the line on which Ctrl-C was pressed
        line = shlex.join(["statusladder", *command, *as_flags(answers), *desk.flags])
        desk.console.fault(sentence, f"{fix}to go on from here: {line}")
        raise click.exceptions.Exit(2 if isinstance(stopped, click.UsageError) else 1) from None


def promise(desk: Desk, answers: Answers, entry: Entry, stage: Stage) -> None:
    """Promises the next update by the cadence in force, unless something was promised already."""
    before = entry.before.facts.severity if entry.before is not None else None
    severity = Severity(answers["severity"][0]) if "severity" in answers else before
    wait = longest_wait_at(desk.policy, stage, severity)
    if wait is not None and "next_update" not in answers:
        answers["next_update"] = [duration_as_written(wait)]


def fill(desk: Desk, entry: Entry, stage: Stage, answers: Answers, *, no_change: bool = False) -> Entry:
    """The entry with what the answers say; leaves with code 2 where a question cannot take its answer."""
    facts = entry.carried_into(stage)
    values = in_words("what was said", lambda: as_plain_values(answers, facts, desk.settings.zone, desk.now))
    version = desk.settings.ladder.policy_version
    if version is not None and entry.before is None and entry.section != "maintenance":
        values["policy_version"] = version
    marks = [name for name, is_set in (("draft", desk.delivery.draft), ("no_change", no_change)) if is_set]
    return state_entry(entry, stage, desk.now, values, "\n\n".join(answers.get(BODY, ())), marks)


def find_faults(desk: Desk, entry: Entry, stage: Stage, answers: Answers) -> Mapping[str, str]:
    """What is wrong with the answers so far, each fault with its fix."""
    try:
        values = as_plain_values(answers, entry.carried_into(stage), desk.settings.zone, desk.now)
    except ValueError as wrong:
        context = getattr(wrong, "context", None) or {}
        return {str(wrong): str(context.get("fix", "write it in another way"))}
    drafted = state_entry(entry, stage, desk.now, values, "")
    _, problems = _judged(desk, drafted, drafted.text(desk.root))
    return {problem.sentence: problem.fix for problem in problems}


def finish(desk: Desk, entry: Entry, further: tuple[str, ...] = ()) -> None:
    """Judges the file as it would stand, places it, says what follows, and hands it to git where that is wanted.

    Raises AuthoringError where a disk refuses.
    """
    text = entry.text(desk.root)
    prospect, problems = _judged(desk, entry, text)
    if prospect.communication is not None:
        remarks = comments_for(desk.root, desk.policy, entry.before, prospect.communication.facts, further)
        text = entry.text(desk.root, remarks)
    try:
        kept = keep_unfinished(desk.root, entry, text) if desk.delivery.edit else None
        if kept is not None:
            text = _edited(desk, kept)
            prospect, problems = _judged(desk, entry, text)
        blocking = [problem for problem in problems if blocks(problem, Gate.BUILD)]
        if blocking or prospect.communication is None:
            kept = kept or keep_unfinished(desk.root, entry, text)
            # The lines are those of the file that holds the words; the one they were meant for is not there.
            here = [replace(problem, place=Place(str(kept), problem.place.line)) for problem in blocking]
            fix = f"fix them there and move the file to {desk.root / entry.path}, or run the command again"
            stop(desk.console, here, f"nothing was published; your words are in {kept}", fix)
        try:
            place(desk.root, entry, text)
        except AuthoringError as overtaken:
            kept = kept or keep_unfinished(desk.root, entry, text)
            desk.console.fault(f"{overtaken.sentence}; your words are in {kept}", overtaken.fix)
            raise click.exceptions.Exit(1) from None
        if kept is not None:
            kept.unlink()
    except OSError as failure:
        what = failure.filename or entry.path
        raise AuthoringError(f"{what} cannot be written ({failure.strerror})", "fix that, then try again") from None
    _say_what_follows(desk, entry, prospect)
    _deliver(desk, entry, prospect)


def _edited(desk: Desk, file: Path) -> str:
    """What the person made of the file in their editor; leaves with code 1, and the way to it, where that fails."""
    try:
        desk.console.edit(str(file))
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        sentence, fix = "what the editor saved is not UTF-8", "save it as UTF-8, then run the command again"
    except (click.ClickException, ValueError) as failed:
        sentence, fix = f"the editor failed: {failed}", "set EDITOR to one that works, then run the command again"
    except KeyboardInterrupt:
        sentence, fix = "stopped while the editor was open", "nothing was published; go on from there"
    desk.console.fault(f"{sentence}; your words are in {file}", fix)
    raise click.exceptions.Exit(1)


def _judged(desk: Desk, entry: Entry, text: str) -> tuple[Prospect, list[Problem]]:
    prospect = look_ahead(desk.root, entry, text, desk.settings)
    problems = list(prospect.problems)
    if prospect.communication is not None:
        library = prospect.library(desk.settings)
        found = [*judge_library(library, desk.clock), *lint(library, Gate.BUILD, [entry.path])]
        problems += [problem for problem in found if problem.place.path == entry.path]
    return prospect, sorted(set(problems))


def _say_what_follows(desk: Desk, entry: Entry, prospect: Prospect) -> None:
    desk.console.data("\n".join(str(desk.root / path) for path in entry.paths))
    told = prospect.communication
    promised = told.latest.said.promised_at if told is not None else None
    is_drill = entry.section == "drills"
    if told is not None and told.latest.said.draft:
        desk.console.say("A draft: customers read nothing of it until its line 'draft: true' is deleted.")
    elif told is not None and promised is not None:
        length = say_duration(promised - told.latest.at)
        who = "In this drill, customers" if is_drill else "Customers"
        desk.console.say(f"{who} are promised the next update by {desk.time.full(promised)}, {length} after this one.")
    if told is not None and desk.settings.channels and not told.latest.said.draft and not is_drill:
        desk.console.say(" ".join(_routes(routes_of(told, desk.policy, desk.settings))))
    if is_drill:
        part = entry.folder[11:]
        more = (
            f"'statusladder update {part}' writes the next update, 'statusladder drill report {part}' tells how it went"
        )
        desk.console.say(f"Next: {more}. Nothing of a drill is published.")
    elif not desk.delivery.commit:
        desk.console.say("Next: read it, then 'statusladder build', or commit it for those who publish.")


_SILENCES = {
    Silence.SAME_STAGE: "the stage has not changed",
    Silence.SAME_SEVERITY: "the severity has not changed",
    Silence.QUIET_HOURS: "these are quiet hours",
    Silence.NOT_NOTIFIED: "nobody is notified of this update",
}


def _routes(routes: Sequence[Route]) -> Iterator[str]:
    """Where the file goes, by what the team calls its channels, and which of them are silent this time and why."""
    yield f"Goes to {say_list(one.channel.id for one in routes if one.silence is None)}."
    for silence, why in _SILENCES.items():
        silent = say_list(one.channel.id for one in routes if one.silence is silence)
        if silent:
            yield f"Not to {silent}: {why}."


def _deliver(desk: Desk, entry: Entry, prospect: Prospect) -> None:
    if not desk.delivery.commit or prospect.communication is None:
        return
    branch = desk.delivery.branch
    name = f"update/{entry.folder}-{entry.stem}" if branch == OWN_BRANCH else branch
    try:
        message = message_for(prospect.communication, LABELS[entry.stage])
        done = commit_files(desk.root, entry.paths, message, name, desk.delivery.push)
    except GitError as refused:
        desk.console.fault(f"{refused.sentence}; the file is written", refused.fix)
        raise click.exceptions.Exit(1) from None
    except KeyboardInterrupt:
        # Whoever ran the command again would tell customers the same thing twice.
        fix = "'git status' says how far it came: commit it or push it by hand"
        desk.console.fault(f"stopped while git was at work; {desk.root / entry.path} is written", fix)
        raise click.exceptions.Exit(1) from None
    desk.console.say(_published(done))


def _published(done: Committed) -> str:
    """When customers read it; a branch for review is never said to be on its way to them."""
    if done.is_main:
        pushed, committed = "the site is published when that is built", "push it to publish it"
    else:
        pushed = "customers read it once a pull request from it is merged"
        committed = "push it, and open a pull request from it"
    return f"Pushed to {done.branch}: {pushed}." if done.pushed else f"Committed on {done.branch}; {committed}."

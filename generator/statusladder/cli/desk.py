"""Where a command that writes a file begins: its flags, the site and its rules, and what the file builds upon.

It builds upon the newest file of its folder, a progress report only upon a final report, and upon the answers of a
playbook, which are taken once all its places to fill are filled.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from statusladder.authoring.entry import AuthoringError, Entry, entry_after
from statusladder.authoring.from_playbook import begin_answers, find_variables
from statusladder.authoring.given_values import read_time
from statusladder.authoring.target import Target
from statusladder.cli.answers import BODY, Answers
from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment
from statusladder.cli.words import TerminalClock, say_count
from statusladder.content.policies import policy_in_force
from statusladder.content.settings import read_settings
from statusladder.content.tree import SECTIONS
from statusladder.history.git import find_conflicts
from statusladder.ladder.steps import legal_after
from statusladder.model.communication import Incident
from statusladder.model.playbook import Playbook
from statusladder.model.policy import Policy
from statusladder.model.problem import Problem
from statusladder.model.site import Settings
from statusladder.model.values import suggest
from statusladder.model.vocabulary import ReportVersion, Stage
from statusladder.voice.clock import Clock

F = TypeVar("F", bound=Callable[..., Any])

OWN_BRANCH = "(one named after the file)"
"""What `--branch` without a name stands for."""


def add_writing_options(command: F) -> F:
    """The flags that say the words, and what becomes of the file."""
    for option in reversed(
        (
            click.option("-m", "messages", metavar="TEXT", multiple=True, help="The words; each -m is a paragraph."),
            click.option("--at", "at_text", metavar="TIME", help="When this is published.  [default: now]"),
            click.option("--edit", "-e", is_flag=True, help="Open the file in your editor before it is placed."),
            click.option(
                "--draft", is_flag=True, help="Keep it out of what is published until 'draft: true' is deleted."
            ),
            click.option("--commit", is_flag=True, help="Commit the file, and nothing else."),
            click.option("--push", is_flag=True, help="Commit, then push to where the branch goes."),
            click.option(
                "--branch",
                is_flag=False,
                flag_value=OWN_BRANCH,
                metavar="[NAME]",
                help="Commit on a new branch, for a pull request.",
            ),
        )
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Delivery:
    """What becomes of the file once it is on disk."""

    edit: bool
    draft: bool
    commit: bool
    push: bool
    branch: str | None


@dataclass(frozen=True)
class Desk:
    """Where a person writes: the site and its rules, the moment of writing and the present one, and what to do."""

    console: Console
    root: Path
    settings: Settings
    policy: Policy
    now: datetime
    clock: datetime | None
    delivery: Delivery
    flags: tuple[str, ...]
    """What was typed about place, moment and delivery: part of the command that goes on from here."""

    @property
    def time(self) -> Clock:
        return TerminalClock(self.settings.zone, self.now)


def sit_down(root: Path, quiet: bool, now_text: str | None, parameters: Mapping[str, Any]) -> Desk:
    """The desk for a command with the writing options; leaves with the Problems of site.yaml."""
    console = Console(quiet)
    _refuse_other_encodings(click.get_current_context().params)
    settings, problems = read_settings(root)
    if settings is None:
        stop(console, problems, "nothing was written")
    moment = choose_moment(now_text)
    push, branch = bool(parameters["push"]), parameters["branch"]
    delivery = Delivery(
        parameters["edit"], parameters["draft"], bool(parameters["commit"] or push or branch), push, branch
    )
    now = moment.now
    if parameters["at_text"]:
        now = in_words("--at", lambda: read_time(parameters["at_text"], settings.zone, moment.now))
    policy, flags = policy_in_force(settings.ladder), tuple(_flags(root, now_text, parameters))
    return Desk(console, root, settings, policy, now, moment.clock, delivery, flags)


def _refuse_other_encodings(parameters: Mapping[str, Any]) -> None:
    """A terminal that writes another encoding than UTF-8 hands over bytes that no file of ours may hold."""
    for name, value in parameters.items():
        for word in value if isinstance(value, tuple) else (value,):
            if isinstance(word, str) and any("\ud800" <= character <= "\udfff" for character in word):
                raise click.BadParameter("this is not UTF-8 text", param_hint=name.replace("_", " "))


def _flags(root: Path, now_text: str | None, parameters: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"--{name}" for name in ("edit", "commit", "push") if parameters[name])
    if parameters["branch"]:
        yield "--branch" if parameters["branch"] == OWN_BRANCH else f"--branch={parameters['branch']}"
    if parameters["at_text"]:
        yield f"--at={parameters['at_text']}"
    if now_text:
        yield f"--now={now_text}"
    if root != Path("."):
        yield f"--site={root}"


def find_next_entry(desk: Desk, target: Target) -> Entry:
    """The file that comes next in the folder. Prints what is wrong with a folder that cannot be read, and raises
    AuthoringError."""
    for conflict in find_conflicts(desk.root, f"{SECTIONS[target.section]}/{target.id}"):
        raise AuthoringError(conflict.sentence, conflict.fix)
    entry, problems = entry_after(desk.root, target.section, target.id, desk.settings)
    if entry is None:
        desk.console.problems(problems)
        raise AuthoringError(f"{say_count(len(problems), 'problem')}, nothing was written", "fix them first")
    return entry


def stop(
    console: Console,
    problems: Sequence[Problem],
    consequence: str,
    fix: str = "fix what is named, and run the command again",
) -> NoReturn:
    """Prints the problems and leaves with exit code 1."""
    console.problems(problems)
    console.fault(f"{say_count(len(problems), 'problem')}, {consequence}", fix)
    raise click.exceptions.Exit(1)


T = TypeVar("T")


def in_words(where: str, read: Callable[[], T]) -> T:
    """What `read` returns; its ValueError as wrong usage, with the sentence and the fix."""
    try:
        return read()
    except ValueError as wrong:
        context = getattr(wrong, "context", None) or {}
        fix = f"; {context['fix']}" if "fix" in context else ""
        raise click.BadParameter(f"{wrong}{fix}", param_hint=where) from None


def find_follow_up(desk: Desk, target: Target) -> Entry:
    """The next file of the folder; a UsageError where no progress report can follow."""
    entry = find_next_entry(desk, target)
    if Stage.FOLLOW_UP not in legal_after(entry.stage):
        raise click.UsageError(f"a follow-up comes after the report; {target.id} stands at '{entry.stage}'")
    if isinstance(entry.before, Incident) and entry.before.facts.version is ReportVersion.PRELIMINARY:
        final = "write 'statusladder postmortem --version final'"
        raise click.UsageError(f"the report is preliminary, and after a progress report none can follow; {final}")
    return entry


variables_option = click.option(
    "--var", "variables", metavar="NAME=VALUE", multiple=True, help="What the playbook leaves open."
)


def read_pairs(said: tuple[str, ...], example: str) -> dict[str, str]:
    """What was said as `NAME=VALUE`, by its names; leaves with code 2 where one of the two is missing."""
    found = {}
    for text in said:
        name, _, value = (part.strip() for part in text.partition("="))
        if not (name and value):
            raise click.BadParameter(f"'{text}' lacks one of its two sides; write it as {example}")
        found[name] = value
    return found


def begin_with(
    desk: Desk, playbook: Playbook, answers: Answers, values: dict[str, str], *, for_drill: bool = False
) -> None:
    """Takes over what the playbook gives and nobody said, once what it leaves open is filled, in `values` as well."""
    known = [variable.name for variable in playbook.said.variables]
    for name in values:
        if name not in known:
            raise click.UsageError(f"playbook {playbook.name} leaves no '{name}' open; {suggest(name, known)}")
    for variable in find_variables(playbook, "title" in answers, BODY in answers or desk.delivery.edit, for_drill):
        if variable.name not in values and desk.console.can_ask:
            values[variable.name] = desk.console.ask(variable.ask, variable.default or "")
        elif variable.name not in values and variable.default is not None:
            values[variable.name] = variable.default
        if not values.get(variable.name):
            raise click.UsageError(f"playbook {playbook.name} needs --var {variable.name}=…: {variable.ask}")
    for key, answer in begin_answers(playbook, desk.settings, values).items():
        answers.setdefault(key, answer)

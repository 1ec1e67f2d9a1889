"""The only file that prints: words for people go to standard error, data to standard output."""

import errno
import io
import os
import re
import sys
from collections.abc import Iterable

import click

from statusladder.model.characters import with_steering_numbered
from statusladder.model.problem import Level, Problem

_COMMAND = re.compile(r"(?P<blanks>^[^\S\n]*):(?=:[^\n]*::)|#(?=#(?:vso)?\[)", re.MULTILINE)
"""What begins a command to the runner of a workflow."""

_BOLD, _RED, _DIM, _END = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


class Console:
    """Speaks to the person at the terminal; `quiet` leaves out everything but problems and data."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        self._progress_shown = False

    def say(self, sentence: str) -> None:
        if not self._quiet:
            self._to_people(make_visible(sentence))

    def data(self, text: str) -> None:
        """Prints what another program may read; nothing at all where there is nothing."""
        if text:
            sys.stdout.write(make_visible(text.rstrip("\n")) + "\n")

    def annotations(self, text: str) -> None:
        """Prints workflow commands, each on a line of its own."""
        if text:
            sys.stdout.write(with_steering_numbered(text) + "\n")

    def words(self, text: str) -> None:
        """Sentences that are told however quiet it is, as those on how a command is called."""
        self._to_people(make_visible(text.rstrip("\n")))

    def fault(self, sentence: str, fix: str) -> None:
        """What stopped the command, and what to do about it."""
        self._to_people(f"{self._styled('error', _BOLD + _RED)}: {make_visible(sentence)}\n  {make_visible(fix)}")

    def problems(self, problems: Iterable[Problem]) -> None:
        """Every problem: where, which code, what is wrong, and below it the fix."""
        for problem in problems:
            place = self._styled(make_visible(str(problem.place)), _BOLD)
            weight = "" if problem.level is Level.ERROR else f"{problem.level}: "
            fix = self._styled(make_visible(problem.fix), _DIM)
            self._to_people(f"{place}: {problem.code} {weight}{make_visible(problem.sentence)}\n  {fix}")

    def progress(self, sentence: str) -> None:
        """A line that the next one overwrites; only at a terminal, so that logs stay short."""
        if sys.stderr.isatty() and not self._quiet:
            self._progress_shown = True
            sys.stderr.write(f"\r\x1b[K{make_visible(sentence)}")
            sys.stderr.flush()

    @property
    def can_ask(self) -> bool:
        """Whether a person sits at both ends: what is piped in or out is never asked anything."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def ask(self, question: str, default: str = "") -> str:
        """The answer to a question, trimmed; `default` where only Enter is pressed. Raises click.Abort on Ctrl-C."""
        suffix = " " if question.endswith(("?", "…")) else ": "
        answer: str = click.prompt(
            make_visible(question),
            default=default,
            show_default=bool(default),
            prompt_suffix=suffix,
            err=True,
            type=str,
        )
        return answer.strip()

    def edit(self, file: str) -> None:
        """Opens the file in the person's editor and waits until it is closed. Raises click.ClickException."""
        click.edit(filename=file)

    def _to_people(self, text: str) -> None:
        if self._progress_shown:
            sys.stderr.write("\r\x1b[K")
            self._progress_shown = False
        sys.stderr.write(text + "\n")

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_END}" if self._colour else text


def make_visible(text: str) -> str:
    """The text as it may stand in a terminal or a log: nothing in it is obeyed, by either.

    The runner of GitHub obeys a line that begins with `::name::`, behind blanks too, and `##[name]` anywhere in one;
    that of Azure `##vso[name]`.
    """
    shown = with_steering_numbered(text)
    if "GITHUB_ACTIONS" in os.environ or "TF_BUILD" in os.environ:
        shown = _COMMAND.sub(lambda match: f"{match['blanks'] or ''}<U+{ord(match[0][-1]):04X}>", shown)
    return shown


def open_streams() -> None:
    """Makes both streams fit for any text, before anything is printed.

    A character that the stream's encoding lacks is replaced; a stream that the caller closed takes everything.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (open until the end)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def flush_streams() -> None:
    """Hands over what is still buffered, while a failure can still be reported. Raises OSError."""
    sys.stdout.flush()
    sys.stderr.flush()


def give_up_streams(failure: OSError) -> None:
    """Says why the output cannot be written; nothing where its reader has left, as `head` does after its last line."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # What is left in the buffer goes nowhere; else Python itself would complain about it as it ends.
            os.dup2(nowhere, stream.fileno())
    if failure.errno != errno.EPIPE:
        Console().fault(f"the output cannot be written: {failure.strerror}", "free some space, or send it elsewhere")

"""A person at a terminal: runs a command on a pseudo-terminal and types an answer as each question appears."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warm_start import Forked

LINES, COLUMNS = 60, 100
PATIENCE = 20
"""Seconds after which a question that has not come is not going to."""

CTRL_C = "\x03"


@dataclass(frozen=True)
class Seen:
    """What stood on the screen in the end, and the exit code."""

    screen: str
    code: int


def at_a_terminal(
    words: Sequence[str], answers: Sequence[tuple[str, str]], cwd: Path, environment: Mapping[str, str]
) -> Seen:
    """Runs `statusladder` with these words; `answers` are pairs of a question's last words and what is typed then.

    Raises AssertionError when a question does not appear.
    """
    screen, side = pty.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = Forked(words, (side, side, side), cwd, {**os.environ, "TERM": "dumb", "NO_COLOR": "1", **environment})
    os.close(side)
    shown = ""
    for question, answer in answers:
        start = len(shown)
        while question not in shown[start:]:
            more = _read(screen)
            assert more, f"the question {question!r} never came; on the screen:\n{shown}"
            shown += more
        if answer == CTRL_C:
            shown += _interrupted(process, screen)
        else:
            os.write(screen, f"{answer}\n".encode())
    while more := _read(screen):
        shown += more
    os.close(screen)
    return Seen(shown.replace("\r\n", "\n").replace("\r", ""), process.wait(PATIENCE))


def _interrupted(process: Forked, screen: int) -> str:
    """Presses Ctrl-C until the command ends, as people do: one just before it waits for a key is not felt."""
    shown = ""
    for _ in range(PATIENCE):
        process.send_signal(signal.SIGINT)
        while more := _read(screen, patience=2):
            shown += more
        if more is None:
            break
    return shown


def _read(screen: int, patience: float = PATIENCE) -> str | None:
    """What has been shown since; empty when nothing is shown for too long, None when the command has ended."""
    ready, _, _ = select.select([screen], [], [], patience)
    if not ready:
        return ""
    try:
        return os.read(screen, 65536).decode("utf-8", "replace") or None
    except OSError:  # the other end is closed
        return None

"""Remembers on disk what was sent: a run that was killed is completed, and at most one message is sent twice.

A line of JSON before each message and one after it, each on disk before anything else happens. A message with the first
line alone was on its way: nobody knows whether it arrived.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from statusladder.locking import try_lock
from statusladder.model.problem import Stopped

SENDING, SENT, FAILED = "sending", "sent", "failed"


class SentLedger:
    """What is known of each message by its key; `mark` adds to it."""

    def __init__(self, file: BinaryIO | None, states: dict[str, str]) -> None:
        self._file, self._states = file, states

    @property
    def keeps(self) -> bool:
        """Whether anything is remembered beyond this run."""
        return self._file is not None

    def is_sent(self, key: str) -> bool:
        return self._states.get(key) == SENT

    def was_on_its_way(self, key: str) -> bool:
        """Whether a run ended before it knew if the message arrived."""
        return self._states.get(key) == SENDING

    def mark(self, key: str, state: str) -> None:
        """What is true of a message from now on; on disk when this returns."""
        self._states[key] = state
        if self._file is not None:
            self._file.write(f"{json.dumps({'message': key, 'state': state})}\n".encode())
            self._file.flush()
            os.fsync(self._file.fileno())


@contextmanager
def open_ledger(path: Path | None) -> Iterator[SentLedger]:
    """The ledger in a file, which only one program uses at a time; without a file it forgets. Raises Stopped."""
    if path is None:
        yield SentLedger(None, {})
        return
    with path.open("a+b") as file:
        if not try_lock(file.fileno()):
            raise Stopped(f"another announcement uses the ledger {path}", "wait until it ends, then run this again")
        file.seek(0)
        data = file.read()
        whole, _, torn = data.rpartition(b"\n")
        states = _states(whole, path)
        if torn:
            # A run was killed while it wrote this line, before it sent anything or after the message arrived.
            file.truncate(len(data) - len(torn))
        _keep_name(path)
        yield SentLedger(file, states)


def _states(data: bytes, path: Path) -> dict[str, str]:
    states: dict[str, str] = {}
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            entry = json.loads(line)
            states[str(entry["message"])] = {SENDING: SENDING, SENT: SENT, FAILED: FAILED}[entry["state"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            fix = "name the ledger of earlier announcements, or a file that does not exist yet"
            raise Stopped(f"{path} is not a ledger of sent messages (line {number})", fix) from None
    return states


def _keep_name(path: Path) -> None:
    """A file that was made just now is found after the machine failed."""
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

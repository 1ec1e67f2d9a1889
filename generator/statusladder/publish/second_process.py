"""A second process that makes the later half of many things, while this one makes the others.

It is a copy of this process, so it is handed nothing; what it makes comes back as bytes in a file that has no name. It
never starts where a copy could be broken, and what it fails at is left for this process to make, which then fails at it
in its own words.
"""

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import BinaryIO, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Pieces = Sequence[bytes]

ENOUGH = 60
"""From so many things on, two processes win more time than it takes to have a second one."""

_LENGTH = 8
"""Bytes of a number in the file."""
_WHOLE = b"\xff" * _LENGTH
"""What the file ends with once everything is in it: no number of pieces."""


def make_in_two(
    things: Sequence[T],
    make: Callable[[T], R],
    pack: Callable[[R], Pieces],
    unpack: Callable[[Pieces], R],
    each: int = 1,
) -> Generator[R]:
    """What `make` makes of each of the things, in their order, unless nobody asks for it any more.

    `unpack` has to give back what `pack` was given. Whatever else `make` changes in the second process is lost. A thing
    may be made of several: `each` is how many.
    """
    later = len(things) // 2 if len(things) * each >= ENOUGH and _can_copy() else len(things)
    with ExitStack() as stack:
        second: Iterator[Pieces] = iter(())
        for place, thing in enumerate(things):
            if place == 1 and later < len(things):
                # Not before one was made here: what is loaded and compiled for it serves both.
                second = stack.enter_context(_start(lambda: (pack(make(one)) for one in things[later:])))
            made = next(second, None) if place >= later else None
            yield make(thing) if made is None else unpack(made)


def _can_copy() -> bool:
    """Whether a copy of this process would be whole, and has a processor to run on.

    A copy has none of the threads of its model, but the locks that they held. Elsewhere than on Linux a copy may not
    use what the system has loaded.
    """
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


@contextmanager
def _start(make: Callable[[], Iterable[Pieces]]) -> Iterator[Iterator[Pieces]]:
    """A second process that makes all this, and what it has made, once it has; nothing where it failed or cannot be."""
    with ExitStack() as stack:
        try:
            second = _Second(stack.enter_context(tempfile.TemporaryFile()))
        except OSError:
            yield iter(())
            return
        # What ends this process in order is not for the second one, which must undo nothing of what this one began.
        stops = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        try:
            stack.callback(second.end)
            second.begin(make)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, stops)
        yield second.made()


class _Second:
    """The second process, and the file that it writes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._running: int | None = None

    def begin(self, make: Callable[[], Iterable[Pieces]]) -> None:
        parent = os.getpid()
        with suppress(OSError):
            self._running = os.fork()
        if self._running == 0:
            self._write(make, parent)

    def made(self) -> Iterator[Pieces]:
        """All of it, in order; nothing unless all is there."""
        self._wait()
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(max(size - _LENGTH, 0))
        if self._file.read() != _WHOLE:
            return
        self._file.seek(0)
        while (count := self._file.read(_LENGTH)) != _WHOLE:
            lengths = [int.from_bytes(self._file.read(_LENGTH)) for _ in range(int.from_bytes(count))]
            yield [self._file.read(length) for length in lengths]

    def end(self) -> None:
        """Ends the second process if it still runs."""
        if self._running is not None:
            with suppress(OSError):
                os.kill(self._running, signal.SIGKILL)
            self._wait()

    def _wait(self) -> None:
        if self._running is not None:
            child, self._running = self._running, None
            # Where the end of children is ignored, the system tells that it has ended by saying that it is not there.
            with suppress(ChildProcessError):
                os.waitpid(child, 0)

    def _write(self, make: Callable[[], Iterable[Pieces]], parent: int) -> NoReturn:
        """What the copy does, and all it does: nothing of the process that it is a copy of may end with it."""
        try:
            for pieces in make():
                self._file.write(b"".join(_number(number) for number in (len(pieces), *map(len, pieces))))
                self._file.writelines(pieces)
                if os.getppid() != parent:
                    break  # nobody waits for it any more
            else:
                self._file.write(_WHOLE)
                self._file.flush()
        finally:
            os._exit(0)


def _number(number: int) -> bytes:
    return number.to_bytes(_LENGTH)

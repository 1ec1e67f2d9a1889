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


def make_in_two(
    things: Sequence[T], make: Callable[[T], R], pack: Callable[[R], Pieces], unpack: Callable[[Pieces], R]
) -> Generator[R]:
    """What `make` makes of each of the things, in their order, unless nobody asks for it any more.

    `unpack` has to give back what `pack` was given. Whatever else `make` changes in the second process is lost.
    """
    later = len(things) // 2 if len(things) >= ENOUGH and _can_copy() else len(things)
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
    with tempfile.TemporaryFile() as file, ExitStack() as stack:
        parent = os.getpid()
        try:
            child = os.fork()
        except OSError:
            yield iter(())
            return
        if not child:
            _write(make, file, parent)
        stack.callback(_end, child)
        yield _read(child, file)


def _write(make: Callable[[], Iterable[Pieces]], file: BinaryIO, parent: int) -> NoReturn:
    """What the copy does, and all it does: nothing of the process that it is a copy of may end with it."""
    status = 1
    try:
        for pieces in make():
            file.write(b"".join(_number(number) for number in (len(pieces), *map(len, pieces))))
            file.writelines(pieces)
            if os.getppid() != parent:
                break  # nobody waits for it any more
        else:
            file.flush()
            status = 0
    finally:
        os._exit(status)


def _read(child: int, file: BinaryIO) -> Iterator[Pieces]:
    _, status = os.waitpid(child, 0)
    if status != 0:
        return
    file.seek(0)
    while count := file.read(_LENGTH):
        lengths = [int.from_bytes(file.read(_LENGTH)) for _ in range(int.from_bytes(count))]
        yield [file.read(length) for length in lengths]


def _number(number: int) -> bytes:
    return number.to_bytes(_LENGTH)


def _end(child: int) -> None:
    """Ends the second process, which may have ended by itself."""
    with suppress(OSError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

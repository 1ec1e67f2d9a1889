"""How a command goes on until it is interrupted: Ctrl-C is its ordinary end and leaves nothing half done.

Short because `upgrade` needs its signal alone, and starts without what publishes a site.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

from statusladder.cli.console import Console
from statusladder.loading import load_member
from statusladder.model.problem import Stopped

_Rebuild = Callable[[Path, Callable[[], None]], None]


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """The signal with which a service manager ends a program does what Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def until_interrupted() -> Iterator[None]:
    """Ends quietly on Ctrl-C, and on the signal with which a service manager ends a program."""
    with suppress(KeyboardInterrupt), terminated_as_interrupted():
        yield


def watch(console: Console, root: Path, build: Callable[[], object]) -> None:
    """Builds, and again after each change; what stops one build is said, and the next change tries anew."""
    # Loaded here, so that a build that does not watch starts as fast as it can.
    rebuild = cast(_Rebuild, load_member("statusladder.serve", "watcher", "rebuild_on_changes"))

    def attempt() -> None:
        try:
            build()
        except Stopped as stopped:
            console.fault(stopped.sentence, stopped.fix)

    console.say(f"Watching {root}. Stop with Ctrl-C.")
    with until_interrupted():
        rebuild(root, attempt)

"""Builds a site, and again after each change to it: what `serve` and `build --watch` do until they are interrupted."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from statusladder.serve.changes import Changes
from statusladder.serve.watcher import POLL_EVERY, watching


def rebuild_on_changes(
    root: Path, build: Callable[[], None], changes: Changes | None = None, poll: bool = False
) -> NoReturn:
    """Calls `build` at once and after each change to the site in `root`, one at a time, in this thread.

    With `poll` the folder is looked at again and again, as `watching` says.
    """
    changes = changes or Changes()
    with watching(root, changes.happened, POLL_EVERY if poll else None) as watch:
        while True:
            # Watched first: what changes while the build runs is built as well.
            watch.refresh()
            build()
            changes.wait()

"""Watches a site's folder and builds it after each change: what `serve` and `build --watch` do until interrupted.

Watched are site.yaml, pictures beside it, content/, themes/ and static/, nothing else. The published folder, .git and
whatever else lies in the folder are not even listened to, so that they cost nothing. Who redirects our own words into a
file there does not start an endless circle either.

The many events of one save become one rebuild, and none is lost that comes while a rebuild runs.
"""

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from watchdog.events import (
    DirAttribEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver
from watchdog.utils import BaseThread

from statusladder.model.files import is_passed_over
from statusladder.model.problem import Stopped
from statusladder.publish.theme import PICTURES

QUIET, LONGEST = 0.06, 0.6
"""Seconds: of peace after an event before a rebuild begins, and after which it begins although there is none."""

HEARING = 0.5
"""Seconds for which the waiting thread is deaf to a Ctrl-C of the moment before it fell asleep."""


class Changes:
    """What happened since the last rebuild; one thread waits, any thread reports.

    `clock` counts seconds and never goes back; `condition` wakes the one that waits. Both can be a test's own.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, condition: threading.Condition | None = None
    ) -> None:
        self._clock = clock
        self._condition = condition or threading.Condition()
        self._deadline: float | None = None
        self._due = 0.0

    def happened(self, at_once: bool = False) -> None:
        """Something changed; with `at_once` there is nothing to wait for."""
        with self._condition:
            now = self._clock()
            if self._deadline is None:
                self._deadline = now + LONGEST
            self._due = now if at_once else min(now + QUIET, self._deadline)
            self._condition.notify_all()

    def wait(self) -> None:
        """Blocks until something has changed and its storm is over; what happens from then on is the next change."""
        with self._condition:
            while self._deadline is None or self._due > self._clock():
                self._condition.wait(HEARING if self._deadline is None else self._due - self._clock())
            self._deadline = None


WATCHED = ("content", "themes", "static")
"""The folders of a site that are watched with all that is in them."""

EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileAttribEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
    DirAttribEvent,
]
"""Everything that can change a page. Without this list opening a file for reading is an event too, and each rebuild,
which reads them all, would call for the next one."""


POLL_EVERY = 1.0
"""Seconds between two looks, where the system reports no events."""


@contextmanager
def watching(root: Path, changed: Callable[[], None], poll_every: float | None = None) -> Iterator["Watch"]:
    """Calls `changed`, in another thread, after each event that can change the site in `root`, an absolute path.

    The system reports the events. Shared folders of containers and virtual machines report none: with `poll_every` the
    folder is compared every so many seconds with how it was.
    """
    watch = Watch(root, changed, poll_every)
    before = threading.excepthook

    def hook(failed: threading.ExceptHookArgs) -> None:
        watch.doubt() if isinstance(failed.thread, BaseThread) else before(failed)

    complaints = _Complaints(watch.doubt)
    logging.getLogger("watchdog").addHandler(complaints)
    threading.excepthook = hook
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="watchdog")
            yield watch
    finally:
        watch.stop()
        threading.excepthook = before
        logging.getLogger("watchdog").removeHandler(complaints)


class Watch:
    """Listens to a site's folder and to the one above it, from where its own coming and going is seen.

    Which folders there are is looked up by `refresh`. watchdog itself follows folders that come and go, but loses its
    way, or a thread, when one goes elsewhere and another takes its name; so after that all is listened to anew.
    """

    def __init__(self, root: Path, changed: Callable[[], None], poll_every: float | None = None) -> None:
        self._root = root
        self._poll_every = poll_every
        self._trees = tuple(root / name for name in WATCHED)
        self.changed = changed
        self._observer: BaseObserver | None = None
        self._is_current = False

    def refresh(self) -> None:
        """Listens to the folders that there are now. What happened before may go unreported: look, then wait.

        Raises Stopped when the system watches no more folders.
        """
        if self._is_current:
            return
        self.stop()
        self._is_current = True
        self._observer = Observer() if self._poll_every is None else PollingObserver(timeout=self._poll_every)
        self._observer.start()
        for folder in (self._root.parent, self._root, *self._trees):
            self._listen_to(folder, self._observer)

    def doubt(self) -> None:
        """Something may have gone unseen."""
        self._is_current = False
        self.changed()

    def stop(self) -> None:
        """Listens no more."""
        observer, self._observer = self._observer, None
        # One that has lost its way fails once more as it ends; nobody listens to it then.
        with suppress(KeyError):
            if observer is not None:
                observer.stop()
                observer.join()

    def _listen_to(self, folder: Path, observer: BaseObserver) -> None:
        real = Path(os.path.realpath(folder))
        handler = _Inside(self, real) if folder in self._trees else _Beside(self, self._root)
        try:
            if folder.is_dir():
                observer.schedule(handler, real, recursive=folder in self._trees, event_filter=EVENTS)
        except FileNotFoundError:
            pass  # It went this moment, which is an event of the folder above.
        except OSError as failure:
            raise Stopped(
                f"{folder} cannot be watched ({failure.strerror})",
                "close other programs that watch many folders, or raise the limit fs.inotify.max_user_watches",
            ) from failure


class _Beside(FileSystemEventHandler):
    """Hears what happens to the site's folder, and to what lies directly in it."""

    def __init__(self, watch: Watch, root: Path) -> None:
        self._watch = watch
        self._root = root

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in _paths(event):
            if path == self._root or (path.parent == self._root and path.name in WATCHED):
                self._watch.doubt()
            elif path.parent == self._root and _is_read(path.name):
                self._watch.changed()


class _Inside(FileSystemEventHandler):
    """Hears everything in one folder, which may be a link to one that lies elsewhere."""

    def __init__(self, watch: Watch, folder: Path) -> None:
        self._watch = watch
        self._folder = folder

    def on_any_event(self, event: FileSystemEvent) -> None:
        inside = [path.relative_to(self._folder).parts for path in _paths(event) if path.is_relative_to(self._folder)]
        if any(not any(map(is_passed_over, parts)) for parts in inside):
            self._watch.doubt() if event.is_directory else self._watch.changed()


class _Complaints(logging.Handler):
    """Hears that the system had more to tell than it could hold; all else that watchdog logs is about its own end."""

    def __init__(self, doubt: Callable[[], None]) -> None:
        super().__init__()
        self._doubt = doubt

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.WARNING:
            self._doubt()


def _paths(event: FileSystemEvent) -> list[Path]:
    return [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]


def _is_read(name: str) -> bool:
    """Whether a file beside content/ is part of the site: the settings, or a picture that may be the logo."""
    return name == "site.yaml" or (Path(name).suffix.lower() in PICTURES and not is_passed_over(name))


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

"""What a preview shows: which moment, what the newest build came to, who waits to hear of it, what pages gain by it.

Nothing that a page gains comes to disk, nor what stands in for one that is not there.
"""

import html
import json
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import Problem, Stopped
from statusladder.model.site import Library
from statusladder.publish.pipeline import Publication
from statusladder.serve.watcher import Changes

OWN = "__statusladder/"
"""Below this folder of the preview the server itself answers; no page of a site can have such an address."""

SCRIPT = (Path(__file__).parent / "live.js").read_bytes()

_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content="[^"]*?\bscript-src )')
_END_OF_HEAD = re.compile(rb"(?=</head>)|\Z")

_NOT_BUILT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{words}</p>
</main>
</body>
</html>
"""


def make_live(page: bytes, base: str, version: str, messages: str | None = None) -> bytes:
    """The page with the script of the preview, which its policy then allows; `version` is that of the site it is of.

    `base` is the path at which the preview begins, and `messages` leads from there to what the newest update of this
    page says in each channel.
    """
    allowed = _POLICY.sub(rb"\1'self' ", page, count=1)
    leads = f' data-messages="{base}{html.escape(messages)}"' if messages is not None else ""
    element = f'<script src="{base}{OWN}live.js" data-version="{html.escape(version)}"{leads} defer></script>\n'
    return _END_OF_HEAD.sub(element.encode(), allowed, count=1)


def make_not_built() -> bytes:
    """Stands in for every page while no build has succeeded."""
    words = (
        "This page shows itself as soon as the site is built. What is in the way is listed here and in the terminal."
    )
    return _NOT_BUILT.format(title="Not built yet", words=words).encode()


def make_not_found() -> bytes:
    """Stands in where a theme has no page of its own for an address that leads nowhere."""
    return _NOT_BUILT.format(title="There is no such page", words="The site has no page at this address.").encode()


class Publish(Protocol):
    """Builds the preview as it stands at `now`; `clock` is None where that moment was chosen. May raise Stopped.

    `present` is what the clock says in both cases: what is secret by then is not shown at any moment.
    """

    def __call__(self, now: datetime, clock: datetime | None, present: datetime) -> Publication: ...


@dataclass(frozen=True)
class State:
    """What pages are told after each build.

    `build` counts the builds; `version` changes only when a build changed files, and at the start of another server.
    `now` is the moment shown, `present` the running clock; `faults` are what stopped the newest build, in words.
    """

    build: int
    version: str
    now: datetime
    present: datetime
    is_chosen: bool
    faults: tuple[dict[str, str], ...] = ()
    zone: str = "UTC"
    moments: tuple[datetime, ...] = ()
    unpublished: tuple[int, int] = (0, 0)

    def as_json(self) -> str:
        drafts, drills = self.unpublished
        told = {
            "build": self.build,
            "version": self.version,
            "now": self.now.isoformat(),
            "present": self.present.isoformat(),
            "chosen": self.is_chosen,
            "faults": self.faults,
            "zone": self.zone,
            "moments": [moment.isoformat() for moment in self.moments],
            "drafts": drafts,
            "drills": drills,
        }
        return json.dumps(told, separators=(",", ":"))


class Preview:
    """Builds in one thread, and tells any other the newest state.

    `present` reads the clock. The moment shown is the present one unless another is chosen.
    """

    def __init__(self, publish: Publish, present: Callable[[], datetime], chosen: datetime | None) -> None:
        self.changes = Changes()
        self._publish = publish
        self._present = present
        self._chosen = chosen
        self._server = secrets.token_hex(4)
        self._files = 0
        self._news = threading.Condition()
        self._is_closed = False
        now = present()
        self._state = State(0, f"{self._server}-0", chosen or now, now, chosen is not None)

    @property
    def state(self) -> State:
        return self._state

    def choose(self, moment: datetime | None) -> None:
        """Shows the site at a moment, or with None at the present one again."""
        self._chosen = moment
        self.changes.happened(at_once=True)

    def build(self) -> None:
        """Builds the site as it is now, and tells everybody who waits for news."""
        state = self._built()
        with self._news:
            self._state = state
            self._news.notify_all()

    def news(self, known: int, patience: float) -> State | None:
        """The state once it is of another build than `known`, or as it is after `patience` seconds; None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._is_closed or self._state.build != known, patience)
            return None if self._is_closed else self._state

    def close(self) -> None:
        """Lets everybody go who waits for news."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()

    def _built(self) -> State:
        chosen, present = self._chosen, self._present()
        now, before = chosen or present, self._state
        faults: tuple[dict[str, str], ...] = ()
        library, moments = None, before.moments
        try:
            publication = self._publish(now, present if chosen is None else None, present)
        except Stopped as stopped:
            faults = ({"sentence": stopped.sentence, "fix": stopped.fix},)
        else:
            library = publication.library
            moments = publication.moments(present) if library else before.moments
            if publication.outcome is None:
                faults = tuple(map(_fault, publication.problems))
            elif publication.outcome.written or publication.outcome.removed:
                self._files += 1
        return State(
            before.build + 1,
            f"{self._server}-{self._files}",
            now,
            present,
            chosen is not None,
            faults,
            library.settings.site.timezone if library else before.zone,
            moments,
            _unpublished(library) if library else before.unpublished,
        )


def _fault(problem: Problem) -> dict[str, str]:
    return {
        "place": str(problem.place),
        "code": problem.code,
        "sentence": problem.sentence,
        "fix": problem.fix,
    }


def _unpublished(library: Library) -> tuple[int, int]:
    """How many drafts and drills there are."""
    told: tuple[Incident | Maintenance, ...] = (*library.incidents, *library.maintenances)
    return sum(update.said.draft for one in told for update in one.updates), len(library.drills)

"""One incident as it is written live, step by step, with everything that a feed has to bring to those who follow it.

It begins minor and becomes major, hits a second component, gets a new title, says once that nothing is new, is
corrected in a published file, has two updates in one minute, is resolved and opened again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from statusladder.publish.pipeline import publish_site

INCIDENT = "2026-03-14-api-calls"
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
components:
  - {id: api, name: API}
  - {id: exports, name: Exports}
  - {id: search, name: Search}
audiences:
  - {id: developers, name: Developers}
contacts:
  - text: Support portal
    url: https://tern.example/support
"""


@dataclass(frozen=True)
class Step:
    """One publication: the file that is written, what it says below its time, and which entry it brings.

    `entry` is the end of its id, and `title` its title.
    """

    clock: str
    file: str
    keys: str
    words: str
    title: str
    entry: str

    @property
    def now(self) -> datetime:
        return moment(self.clock)


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-14T{clock}:00Z")


def _step(clock: str, name: str, title: str, words: str, keys: str) -> Step:
    stage = name.partition("-")[2]
    text = f"stage: {stage}\nat: 2026-03-14T{clock}:00Z\n{keys}"
    return Step(clock, name, text, words, title, f"update/{INCIDENT}/{name}")


FIRST, SECOND = "API calls are slow", "API calls and exports fail"
CORRECTED = "02-identified"
STEPS = (
    _step("09:00", "01-investigating", f"Investigating: {FIRST}", "Some API calls take long.", f"""\
title: {FIRST}
severity: minor
components:
  api: degraded_performance
impact:
  symptom: Calls take long
  share: 3-5%
  basis: estimated
next_update: 20m
"""),
    _step("09:20", CORRECTED, f"Identified: {FIRST}", "A queue is full, and exports wait too.", """\
severity: major
severity_reason: more customers are affected
components:
  api: major_outage
  exports: partial_outage
impact:
  share: 5-12%
  basis: measured
impact_reason: counted
workarounds: Try again after a minute
customer_actions: none
eta: unknown
next_update: 20m
"""),
    _step("09:40", "03-identified", f"Identified, update: {SECOND}", "Exports fail as well.", f"""\
title: {SECOND}
audiences:
  developers: The status code is 503.
next_update: 20m
"""),
    _step("10:00", "04-identified", f"Identified, update: {SECOND}", "Nothing is new; we are at it.", """\
no_change: true
next_update: 30m
"""),
    Step("10:10", CORRECTED, """\
stage: identified
at: 2026-03-14T09:20:00Z
severity: major
severity_reason: more customers are affected
components:
  api: major_outage
  exports: partial_outage
impact:
  share: 11%
  basis: measured
impact_reason: counted
workarounds: Try again after a minute
customer_actions: none
eta: unknown
next_update: 20m
corrections:
  - at: 2026-03-14T10:10:00Z
    field: impact.share
    was: 5-12%
    now: 11%
    why: calls that timed out were counted twice
""", "A queue is full, and exports wait too.", f"Correction: {SECOND}", f"update/{INCIDENT}/{CORRECTED}/correction-1"),
    _step("10:20", "05-monitoring", f"Monitoring: {SECOND}", "The queue is empty.", """\
components:
  api: operational
  exports: operational
mitigated_at: 2026-03-14T10:15:00Z
next_update: 30m
"""),
    _step("10:20", "06-resolved", f"Resolved: {SECOND}", "It is over. We are sorry.", """\
data_loss: none
remaining: none
"""),
    _step("11:30", "07-investigating", f"Re-opened: {SECOND}", "API calls fail again.", """\
reopened: The queue is full again
components:
  api: major_outage
next_update: 30m
"""),
    _step("11:50", "08-resolved", f"Resolved: {SECOND}", "It is over for good.", """\
components:
  api: operational
mitigated_at: 2026-03-14T11:45:00Z
data_loss: none
remaining: none
"""),
)  # fmt: skip

FOLLOWED = {
    "updates": 0,
    "major": 1,
    "components/api/feed": 0,
    "components/exports/feed": 1,
    "components/search/feed": len(STEPS),
    "audiences/developers/feed": 2,
    f"incidents/{INCIDENT}/feed": 0,
}
"""Each feed that is offered, without its ending, and the step with which it begins; Search is never hit."""


def entries_of(feed: str, steps: int) -> list[Step]:
    """What a feed, named without its ending, has brought after so many steps, oldest first."""
    return list(STEPS[FOLLOWED[feed] : steps])


def lived(folder: Path) -> Iterator[tuple[int, Path]]:
    """Writes and publishes step by step; after each: how many were made, and the published folder."""
    site, public = folder / "site", folder / "public"
    incident = site / "content" / "incidents" / INCIDENT
    incident.mkdir(parents=True)
    (site / "site.yaml").write_text(SITE)
    for number, step in enumerate(STEPS, start=1):
        (incident / f"{step.file}.md").write_text(f"---\n{step.keys}---\n{step.words}\n")
        publish(folder, step.now)
        yield number, public


def publish(folder: Path, now: datetime) -> None:
    publication = publish_site(folder / "site", folder / "public", now, None, lambda count: None)
    assert publication.outcome is not None, publication.problems

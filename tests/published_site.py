"""A small site that was published from a repository, for tests of what a change may do to it."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import in_process
from rule_examples import of_structure
from statusladder.content.reader import read_library
from writing_site import files

Git = Callable[..., None]


def as_one_file(live: Path) -> dict[str, Any]:
    """The manifest of a published folder as older versions wrote it: with the marks of every year in it."""
    manifest: dict[str, Any] = json.loads((live / "manifest.json").read_text())
    years = [json.loads((live / f"manifest/{year}.json").read_text()) for year in manifest.pop("shards")]
    return manifest | {"updates": {page: marks for year in years for page, marks in year["updates"].items()}}


SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
components:
  - id: exports
    name: Exports
contacts:
  - text: Support portal
"""
FIRST = """\
---
stage: investigating
at: 2026-07-14T09:00:00Z
title: Exports are late
severity: minor
components:
  exports: degraded_performance
next_update: 30m
started_at: 2026-07-14T08:50:00Z
impact:
  symptom: Exports come late
unknown:
  - Why they wait
actions:
  - Looking at the queue
workarounds: none
customer_actions: none
eta: unknown
---
Some exports are late. We are finding out why.
"""
SECOND = """\
---
stage: identified
at: 2026-07-14T09:30:00Z
impact:
  share: 3-5%
  basis: measured
cause: A queue is full
known:
  - No export is lost
  - Dashboards work
next_update: 30m
---
A queue is full, so exports wait.

We are making room: 3 to 5 % of you are affected.

::: internal
Heron
:::
"""
RESOLVED = """\
---
stage: resolved
at: 2026-07-14T11:00:00Z
data_loss: none
{keys}remaining: none
customer_actions: none
---
All exports are back since 10:50 UTC. We are sorry that yours came late, and now watch the queue.
"""
NOTE = """\
---
stage: {stage}
at: 2026-07-14T{time}:00Z
next_update: 30m
---
Written at {time}.
"""
CORRECTION = """\
corrections:
  - at: 2026-07-14T11:00:00Z
    field: {field}
    was: {was}
    now: {now}
    why: we had counted some twice
"""
FOLDER = "content/incidents/2026-07-14-exports-late"
ONE, TWO, THREE = (f"{FOLDER}/{name}.md" for name in ("01-investigating", "02-identified", "03-resolved"))
NOW = "2026-07-14T12:00:00Z"

PUT_BACK = "put it back as it was, and say what was wrong in a later update with 'corrections'"
TAKE_DOWN = "put it back as it was, or add 2026-07-14-exports-late to 'removed' in site.yaml to take it down"
RENAME_BACK = "rename it back: an id is permanent, and no redirect replaces it"


def note(time: str, stage: str = "identified") -> str:
    """An update that says when it was written."""
    return NOTE.format(stage=stage, time=time)


def update_ids(site: Path) -> list[str]:
    """The updates of the first incident in the order in which they are read."""
    library = read_library(site).library
    assert library is not None
    return [update.id for update in library.incidents[0].updates]


def write_later(field: str) -> str:
    return f"put it back and write a later update with 'corrections', or add a correction of '{field}' to this file"


_MADE: dict[str, dict[str, bytes]] = {}
"""All files of such a repository, by the day of its commit: git makes each once in a process."""


def published_site(folder: Path, git: Git) -> Path:
    """A site in a folder of a repository, with one commit on `main` and the branch `change` checked out."""
    day = os.environ["GIT_COMMITTER_DATE"]
    if day in _MADE:
        for name, data in _MADE[day].items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder / "status"
    site = folder / "status"
    site.mkdir(parents=True)
    git(folder, "init", "--quiet", "--template=", "--initial-branch", "main")
    write(site, {"site.yaml": SITE, ONE: FIRST, TWO: SECOND, ".gitignore": "/.public.statusladder-cache\n"})
    commit(site, git)
    git(site, "checkout", "--quiet", "-b", "change")
    _MADE[day] = files(folder)
    return site


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def edit(site: Path, path: str, was: str, now: str) -> None:
    text = (site / path).read_text()
    assert was in text
    (site / path).write_text(text.replace(was, now, 1))


def commit(folder: Path, git: Git) -> None:
    git(folder, "add", "--all", ".")
    git(folder, "commit", "--quiet", "-m", "Next")


@dataclass(frozen=True)
class Checked:
    """What `check` answered; of its words what rules of the lint found is left out, they have tests of their own."""

    exit_code: int
    stdout: str
    stderr: str


def check(site: Path, *arguments: str, since: str = "main", now: str = NOW) -> Checked:
    done = in_process.run("check", "--site", str(site), "--since", since, "--now", now, "--quiet", *arguments)
    return Checked(done.returncode, done.stdout, of_structure(done.stderr))


def c006(path: str, line: int, sentence: str, fix: str) -> str:
    return f"{path}:{line}: C006 {sentence}\n  {fix}\n"

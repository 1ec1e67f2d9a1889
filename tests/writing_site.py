"""A small site in which tests write as a person does: its folder, its commands, and what they left behind."""

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import in_process
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site
from warm_start import run_warm

SETTINGS = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: Europe/Berlin
components:
  - id: sign-in
    name: Sign-in
  - id: search
    name: Search
"""
STRUCTURE = {"form", "step", "order", "safety"}
GOES_ON = "  to go on from here: "


def new_site(folder: Path) -> Path:
    """A site of two components that has nothing to tell yet; its clocks are an hour ahead of UTC in winter."""
    folder.mkdir(parents=True)
    (folder / "site.yaml").write_text(SETTINGS)
    return folder


def run(*arguments: str, cwd: Path, now: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as a script does: in a folder, without a terminal."""
    return in_process.run(*arguments, *(["--now", now] if now else []), cwd=cwd, **environment)


def run_apart(*arguments: str, cwd: Path, now: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, which a signal may end."""
    return run_warm([*arguments, "--now", now], cwd, **environment)


@dataclass(frozen=True)
class Attempt:
    """What a command answered, run in this process."""

    code: int
    out: str
    err: str


def attempt(site: Path, now: str, *arguments: str) -> Attempt:
    """Runs a command in this process, without a moment where `now` is empty."""
    done = in_process.run(*arguments, "--site", str(site), *(["--now", now] if now else []))
    return Attempt(done.returncode, done.stdout, done.stderr)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and its bytes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def content(site: Path) -> dict[str, bytes]:
    return files(site / "content")


def unfinished(site: Path) -> list[str]:
    """The texts that were kept because they could not be placed."""
    kept = files(site / ".statusladder" / "unfinished")
    return [text.decode() for name, text in kept.items() if name != ".gitignore"]


def moment(at: datetime) -> str:
    """A moment as it is typed."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def reading_problems(site: Path) -> list[str]:
    """What would stop a build before it makes a page."""
    judged = judge_site(site, None, Gate.BUILD)
    return [f"{problem.place.path}: {problem.sentence}" for problem in judged.blocking(Gate.BUILD)]


def structure_problems(site: Path, now: str) -> list[str]:
    """What would stop a build."""
    found = json.loads(attempt(site, now, "check", "--format", "json").out)["problems"]
    return [f"{problem['path']}: {problem['sentence']}" for problem in found if problem["kind"] in STRUCTURE]

"""Runs what `init` writes for a host as that host would: every job in a clean folder, every command in bash.

An action of somebody else is replaced by what it promises; one that is not known here fails the test. Commands that
reach out (aws, npm, ssh, gh, the upload to Netlify) are stood in for by scripts that keep to this machine.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from warm_start import warm_start

STAND_INS = Path(__file__).parent / "stand_ins"
INCIDENT = "content/incidents/2026-03-14-example"
"""The example of a site that was made on that day."""
SECOND_UPDATE = """\
---
stage: identified
at: 2026-03-14T10:20:00Z
cause: A full disk (preliminary)
started_at: 2026-03-14T10:00:00Z
impact:
  symptom: Pages load slowly
known:
  - The API answers as usual
unknown:
  - Why the disk filled up
actions:
  - Making room on the disk
workarounds: none
customer_actions: none
eta: unknown
next_update: 60m
---
We know why pages are slow, and we are making room.
"""
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann Writer",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Ann Writer",
    "GIT_COMMITTER_EMAIL": "ann@example.com",
}


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=os.environ | GIT | environment, capture_output=True, text=True, check=False
    )


def git(cwd: Path, *arguments: str) -> str:
    done = run(["git", *arguments], cwd)
    assert done.returncode == 0, f"git {' '.join(arguments)}\n{done.stderr}"
    return done.stdout.strip()


@dataclass
class Host:
    """A host of a repository: `origin` is the bare repository, `live` what the world sees."""

    folder: Path
    given: Mapping[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    moment: int = 1773484200
    """Seconds since 1970 at which commands think they are: 2026-03-14T10:30:00Z."""
    _handed_on: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def live(self) -> Path:
        return self.folder / "live"

    @property
    def summary(self) -> Path:
        return self.folder / "summary.md"

    @property
    def asked(self) -> Path:
        """What stand-ins were asked to do, a line each."""
        return self.folder / "asked.txt"

    def workflow(self, name: str, ref: str = "main") -> Any:
        return yaml.safe_load(git(self.origin, "show", f"{ref}:{name}"))

    def run_workflow(self, name: str, ref: str = "main", only: str | None = None, *, again: bool = False) -> None:
        """The jobs of a workflow of GitHub Actions in order, or `only` one. After a failure only what asks to runs.

        `again` is a new attempt of a run, which has what its jobs handed on before.
        """
        outputs: dict[str, str] = dict(self._handed_on) if again else {}
        for key, job in self.workflow(f".github/workflows/{name}", ref)["jobs"].items():
            if only not in (None, key) or not _is_wanted(job.get("if"), outputs):
                continue
            place = self._clean_folder()
            self._handed_on = outputs
            failed = False
            for step in job["steps"]:
                if not self._is_due(step, failed, place):
                    continue
                if "uses" in step:
                    self._use(step["uses"].partition("@")[0], step.get("with", {}), place, ref)
                else:
                    failed |= self._run_step(step, place) != 0 and not step.get("continue-on-error")
            outputs |= _outputs(key, job, place.parent / "temp" / "output")
            assert not failed, "\n".join(self.log)
            for step in job["steps"]:
                if step.get("uses", "").startswith("actions/cache@"):
                    _keep(step["with"]["path"], place, self._cache)

    def run_again(self, name: str, job: str) -> None:
        """A new attempt of one job of the last run: it has what the jobs before it handed on and left behind."""
        self.run_workflow(name, only=job, again=True)

    def deploy(self, public: Path) -> None:
        """What the world sees from now on."""
        shutil.rmtree(self.live, ignore_errors=True)
        shutil.copytree(public, self.live)

    def _is_due(self, step: Mapping[str, Any], failed: bool, place: Path) -> bool:
        """Whether a step runs: after a failure only where it asks to, else as the outputs of steps before it say."""
        condition = step.get("if")
        if failed or condition == "${{ !cancelled() }}":
            return bool(condition == "${{ !cancelled() }}")
        written = _written(place.parent / "temp" / "output")
        return _is_wanted(condition, {str(condition).partition(" ")[0]: "", **_of_steps(condition, written)})

    def run_script(self, job: Mapping[str, Any], place: Path, **environment: str) -> int:
        """The script of a job of GitLab CI in one bash, and the exit code it leaves with."""
        variables = {**environment, "CI_PROJECT_DIR": str(place), "CI_DEFAULT_BRANCH": "main"}
        return self.bash("\n".join(job["script"]), place, variables)

    def checkout(self, place: Path, ref: str = "main", depth: int = 1) -> None:
        """The state of `ref` with as many of its commits as `depth` says, 0 for all."""
        git(place, "init", "--quiet")
        git(place, "remote", "add", "origin", self.origin.as_uri())
        git(place, "fetch", "--quiet", *(["--depth", str(depth)] if depth else []), "origin", ref)
        git(place, "checkout", "--quiet", "--detach", "FETCH_HEAD")

    def _clean_folder(self) -> Path:
        count = len(list(self.folder.glob("machine-*")))
        place = self.folder / f"machine-{count}" / "work"
        (place.parent / "temp").mkdir(parents=True)
        place.mkdir()
        return place

    def _run_step(self, step: Mapping[str, Any], place: Path) -> int:
        assert "${{" not in step["run"], "a value that a stranger may choose would be run as a command"
        environment = {name: self._value(text) for name, text in step.get("env", {}).items()}
        environment["RUNNER_TEMP"] = str(place.parent / "temp")
        environment["GITHUB_OUTPUT"] = str(place.parent / "temp" / "output")
        return self.bash(step["run"], place / step.get("working-directory", "."), environment)

    def _value(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", self._known, str(text))

    def _known(self, found: re.Match[str]) -> str:
        """The value of an expression; a secret of a channel that nobody has set is empty, as all secrets are."""
        given, name = {**self.given, **self._handed_on}, found.group(1)
        return given.get(name, "") if name.startswith("secrets.STATUSLADDER_CHANNEL_") else given[name]

    def bash(self, script: str, place: Path, environment: Mapping[str, str]) -> int:
        done = run(
            ["bash", "-eo", "pipefail", "-c", script],
            place,
            **{
                "PATH": f"{STAND_INS}{os.pathsep}{os.environ['PATH']}",
                "PYTHON": sys.executable,
                "WARM": warm_start(),
                "SOURCE_DATE_EPOCH": str(self.moment),
                "LIVE": str(self.live),
                "ASKED": str(self.asked),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                **environment,
            },
        )
        self.log.append(f"$ {script}\n{done.stdout}{done.stderr}→ {done.returncode}")
        return done.returncode

    def _use(self, action: str, given: Mapping[str, Any], place: Path, ref: str) -> None:
        match action:
            case "actions/checkout":
                folder = place / given.get("path", ".")
                folder.mkdir(exist_ok=True)
                self.checkout(folder, given.get("ref", ref), given.get("fetch-depth", 1))
            case "actions/setup-python" | "actions/setup-node" | "aws-actions/configure-aws-credentials":
                pass
            case "actions/cache" | "actions/cache/restore":
                _copy_matching(self._cache if "public" in given["path"] else self._announced, given["path"], place)
            case "actions/cache/save":
                _keep(given["path"], place, self._announced)
            case "actions/upload-artifact":
                shutil.copy2(place / given["path"], self.folder)
            case "actions/download-artifact":
                name = {"site": "artifact.tar"}.get(given["name"], f"{given['name']}.tar")
                shutil.copy2(self.folder / name, place)
            case "actions/deploy-pages":
                shutil.rmtree(self.live, ignore_errors=True)
                with tarfile.open(self.folder / "artifact.tar") as archive:
                    archive.extractall(self.live, filter="data")
            case _:
                raise AssertionError(f"nothing stands in for {action}")

    @property
    def _cache(self) -> Path:
        return self.folder / "cache"

    @property
    def _announced(self) -> Path:
        return self.folder / "announced"


NewHost = Callable[[str], Host]
"""Makes a site for the host that it is given the name of."""


def _outputs(name: str, job: Mapping[str, Any], told: Path) -> dict[str, str]:
    """What a job hands on, by the name under which later jobs ask for it; its steps wrote `told`."""
    said = _written(told)
    return {
        f"needs.{name}.outputs.{key}": said.get(text.removesuffix(" }}").rpartition(".")[2], "")
        for key, text in job.get("outputs", {}).items()
    }


def _written(told: Path) -> dict[str, str]:
    """What steps of a job said so far, a line each."""
    return dict(line.split("=", 1) for line in told.read_text().splitlines()) if told.exists() else {}


def _of_steps(condition: str | None, written: Mapping[str, str]) -> dict[str, str]:
    """The outputs of steps that a condition asks for."""
    asked = re.findall(r"steps\.\w+\.outputs\.(\w+)", condition or "")
    return {(condition or "").partition(" ")[0]: written.get(name, "") for name in asked}


def _is_wanted(condition: str | None, outputs: Mapping[str, str]) -> bool:
    """Whether a job or step runs: the only conditions that are known here compare an output with a word."""
    if condition is None:
        return True
    output, sign, word = condition.split(" ")
    return (outputs[output] == word.strip("'")) == {"==": True, "!=": False}[sign]


def _keep(patterns: str, place: Path, kept: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    _copy_matching(place, patterns, kept)


def _copy_matching(folder: Path, patterns: str, target: Path) -> None:
    for path in [path for pattern in patterns.split() for path in folder.glob(pattern)]:
        if path.is_dir():
            shutil.copytree(path, target / path.name)
        else:
            shutil.copy2(path, target)

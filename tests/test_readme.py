"""Every command of the README, run as a reader would run it: in a copy of what is in the repository, in their order.

`make test` cannot run inside of itself; its own test asserts what it would run, and that CI runs that and more.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from in_process import run
from night import in_ci

ANSWER = {
    "page": {"id": "p1", "name": "Ferry", "url": "https://status.example.com"},
    "incidents": [
        {
            "id": "nm5h2v8kq0wz",
            "name": "Timetables are not updated",
            "status": "resolved",
            "impact": "minor",
            "created_at": "2026-01-05T08:00:00.000Z",
            "updated_at": "2026-01-05T10:00:00.000Z",
            "started_at": "2026-01-05T08:00:00.000Z",
            "monitoring_at": None,
            "resolved_at": "2026-01-05T10:00:00.000Z",
            "shortlink": "https://stspg.io/nm5h2v8kq0wz",
            "page_id": "p1",
            "components": [],
            "incident_updates": [
                {
                    "id": "r2",
                    "incident_id": "nm5h2v8kq0wz",
                    "status": "resolved",
                    "body": "Timetables are those of today again.",
                    "created_at": "2026-01-05T10:00:00.000Z",
                    "updated_at": "2026-01-05T10:00:00.000Z",
                    "display_at": "2026-01-05T10:00:00.000Z",
                    "affected_components": None,
                },
                {
                    "id": "r1",
                    "incident_id": "nm5h2v8kq0wz",
                    "status": "investigating",
                    "body": "Timetables show those of yesterday.",
                    "created_at": "2026-01-05T08:00:00.000Z",
                    "updated_at": "2026-01-05T08:00:00.000Z",
                    "display_at": "2026-01-05T08:00:00.000Z",
                    "affected_components": None,
                },
            ],
        }
    ],
}
"""A made-up answer of the Statuspage API v2, in the shape of real ones."""


def _commands(readme: str) -> list[str]:
    """The lines after a `$` in console blocks, and all lines of bash blocks, in order."""
    found: list[str] = []
    for language, block in re.findall(r"^```(console|bash|sh|shell)\n(.*?)^```", readme, re.MULTILINE | re.DOTALL):
        lines = block.splitlines()
        found += [line[2:] for line in lines if line.startswith("$ ")] if language == "console" else lines
    return [line for line in found if line.strip()]


@pytest.fixture
def clone(repo_root: Path, tmp_path: Path) -> Path:
    """What git knows of, as it stands now, with an environment in which the package is installed already."""
    if not (repo_root / ".git").exists():
        pytest.skip("this is not a checkout, so what belongs to it is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=repo_root, capture_output=True, text=True, check=True)
    target = tmp_path / "clone"
    for name in listed.stdout.split("\0"):
        source = repo_root / name
        if name and (source.is_file() or source.is_symlink()):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name, follow_symlinks=False)
    (target / ".venv").mkdir()
    (target / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for stamp in (".installed", ".installed-dev"):
        (target / ".venv" / stamp).touch()  # newer than pyproject.toml: nothing is to be installed
    programs = target / "tests" / "clients" / "node_modules"
    programs.mkdir()
    (programs / ".installed").touch()
    return target


def _run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """In a shell, without what an outer `make` hands down to the commands it runs."""
    handed_down = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "VENV", "PYTHON")
    environment = {key: value for key, value in os.environ.items() if key not in handed_down}
    return subprocess.run(command, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@in_ci
def test_every_command_of_the_readme_works(repo_root: Path, clone: Path) -> None:
    commands = _commands((repo_root / "README.md").read_text(encoding="utf-8"))
    answers = clone.parent / "answers"
    answers.mkdir()
    (answers / "incidents.json").write_text(json.dumps(ANSWER), encoding="utf-8")

    assert commands[:2] == ["make site", "make test"]
    said = {}
    for command in commands:
        if command != "make test":
            done = _run(command, clone)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            said[command] = done.stdout

    # How to look at what was made.
    assert "python3 -m http.server -d public 8000 --bind 127.0.0.1" in said["make site"]
    assert "http://127.0.0.1:8000/" in said["make site"]
    assert (clone / "public" / "index.html").is_file()
    pages = (clone.parent / "my-status" / "public" / "incidents").glob("*/index.html")
    assert any("Timetables show those of yesterday." in page.read_text(encoding="utf-8") for page in pages)


def test_make_test_runs_all_checks_and_ci_those_of_the_wheel_too(repo_root: Path, clone: Path) -> None:
    (checks,) = _run("make -n test", clone).stdout.splitlines()
    assert checks == ".venv/bin/ruff check && .venv/bin/mypy && .venv/bin/pytest -n 3 --dist worksteal"

    of_the_wheel = "tests/on_the_wheel.sh .venv/bin/python"
    assert _run("make -n night", clone).stdout.splitlines() == [checks, of_the_wheel]
    assert "\nnight: export STATUSLADDER_NIGHT = 1\n" in (repo_root / "Makefile").read_text()
    assert (repo_root / ".ci" / "run").read_text().splitlines()[-1] == "make test wheel"
    workflow = (repo_root / ".github" / "workflows" / "ci.yml").read_text()
    assert "run: bash .ci/run" in workflow
    assert "STATUSLADDER_NIGHT: ${{ github.event_name == 'schedule' && '1' || '' }}" in workflow


def test_an_install_happens_once_and_again_when_pyproject_changes(clone: Path) -> None:
    before = _run("make -n site", clone).stdout
    changed = (clone / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(clone / "pyproject.toml", (changed, changed))

    after = _run("make -n site", clone).stdout

    assert "pip install" not in before
    assert "pip install" in after


def test_the_readme_update_is_one_that_checks(repo_root: Path, tmp_path: Path) -> None:
    readme = (repo_root / "README.md").read_text(encoding="utf-8")
    (update,) = re.findall(r"^```markdown\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    (path,) = re.findall(r"`(content/incidents/[^`]+/01-investigating\.md)`", readme)
    assert run("init", "mine", "--now", "2026-03-14T10:05:00Z", cwd=tmp_path).returncode == 0
    # The example that `init` wrote is an open incident of the same component, of which check would warn.
    for example in sorted((tmp_path / "mine" / "content" / "incidents").glob("*/*.md")):
        example.unlink()
        example.parent.rmdir()
    (tmp_path / "mine" / path).parent.mkdir()
    (tmp_path / "mine" / path).write_text(update, encoding="utf-8")

    checked = run("check", "--site", "mine", "--now", "2026-12-01T00:00:00Z", cwd=tmp_path)

    assert (checked.returncode, checked.stderr) == (0, "All is well: 1 incident, 1 update, 0 maintenances.\n")

"""What other repositories take from this one: the composite action, run step by step, and the hook of pre-commit."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from night import in_ci
from warm_start import CALL, warm_start

ROOT = Path(__file__).resolve().parent.parent
UPDATE = "content/incidents/2026-03-14-api-errors/01-investigating.md"
WELL = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: API calls return errors
severity: major
components:
  api: partial_outage
next_update: 30m
---
Some API calls return an error. We are finding out why.
"""
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: api
    name: API
"""


def _read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def change(tmp_path: Path, git: Callable[..., None]) -> Path:
    """A repository in which a change adds an update to a site."""
    repository = tmp_path / "repository"
    (repository / "status").mkdir(parents=True)
    (repository / "status" / "site.yaml").write_text(SITE)
    git(repository, "init", "--quiet", "--initial-branch", "main")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "A site")
    (repository / "status" / UPDATE).parent.mkdir(parents=True)
    (repository / "status" / UPDATE).write_text(WELL)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "A notice")
    return repository


def _run(step: dict[str, Any], repository: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The step as the runner runs it, with the package of this test where the action would have installed it."""
    temp = repository.parent / "temp"
    tool = temp / "statusladder" / "bin" / "statusladder"
    if not tool.exists():
        tool.parent.mkdir(parents=True)
        tool.symlink_to(CALL)
    summary = repository.parent / "summary.md"
    values = {"${{ inputs.site }}": "status", "${{ inputs.since }}": inputs.get("since", "")}
    values["${{ inputs.published }}"] = inputs.get("published", "")
    values["${{ inputs.trust-theme == 'true' && 'yes' || '' }}"] = inputs.get("trust", "")
    told = {name: values[value] for name, value in step["env"].items()}
    told["WARM"] = warm_start()
    environment = {**os.environ, **told, "RUNNER_TEMP": str(temp), "GITHUB_STEP_SUMMARY": str(summary)}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=repository, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_action_checks_a_change_and_shows_what_customers_will_read(change: Path) -> None:
    _, check, show = _read("action.yml")["runs"]["steps"]

    assert _run(check, change, since="HEAD^1").returncode == 0
    assert _run(show, change, since="HEAD^1").returncode == 0
    assert "API calls return errors" in (change.parent / "summary.md").read_text()


def test_the_action_marks_a_mistake_at_its_line_in_the_repository(change: Path) -> None:
    _, check, _ = _read("action.yml")["runs"]["steps"]
    file = change / "status" / UPDATE
    file.write_text(WELL.replace("severity: major", "severity: majr"))

    for since in ("", "HEAD^1"):
        checked = _run(check, change, since=since)
        assert checked.returncode == 1
        assert checked.stdout.startswith(
            f"::error file=status/{UPDATE},line=5,title=D010::no severity is called 'majr'"
        )


def test_the_action_holds_a_change_to_the_live_site(change: Path) -> None:
    _, check, _ = _read("action.yml")["runs"]["steps"]
    (live := change.parent / "manifest.json").write_text(
        '{"generator": "", "now": "", "updated_at": null, "policy_version": null, "next_change_at": "",'
        ' "addresses": ["components/gone/"]}'
    )

    checked = _run(check, change, since="HEAD^1", published=str(live))

    assert checked.returncode == 1
    assert "title=C014::the published address '/components/gone/' would be gone" in checked.stdout


@in_ci
def test_the_action_renders_no_theme_that_a_change_brings_unless_it_is_told_to(change: Path) -> None:
    _, check, show = _read("action.yml")["runs"]["steps"]
    for name in ("ours", "default"):
        folder = change / "status" / "themes" / name
        (folder / "templates").mkdir(parents=True)
        (folder / "theme.yaml").write_text("name: Ours\n")
        (folder / "templates" / "base.html").write_text("{{ 1 / 0 }}")
    with (change / "status" / "site.yaml").open("a") as settings:
        settings.write("theme: ours\n")
    (live := change.parent / "manifest.json").write_text(
        '{"generator": "", "now": "", "updated_at": null, "policy_version": null, "next_change_at": "",'
        ' "addresses": [""]}'
    )

    checked = _run(check, change, since="HEAD^1", published=str(live))
    assert (checked.returncode, "::error" in checked.stdout) == (0, False)
    assert checked.stderr.startswith("The shipped theme stands in for 'ours', which only --trust-theme renders.\n")
    assert _run(show, change, since="HEAD^1").returncode == 0

    trusted = _run(check, change, since="HEAD^1", published=str(live), trust="yes")
    assert trusted.returncode == 1
    assert "title=D025::" in trusted.stdout


def test_the_action_takes_no_module_of_python_from_a_change() -> None:
    install, *_ = _read("action.yml")["runs"]["steps"]

    for command in install["run"].splitlines():
        assert " -m " not in command or " -I -m " in command


def test_the_action_installs_itself_and_lets_no_input_into_a_script() -> None:
    steps = _read("action.yml")["runs"]["steps"]

    assert steps[0]["env"] == {"ACTION_PATH": "${{ github.action_path }}"}
    assert [step["name"] for step in steps if "${{" in step["run"]] == []


def test_the_hook_runs_a_command_that_there_is_whenever_content_changes() -> None:
    (hook,) = _read(".pre-commit-hooks.yaml")

    assert hook["entry"].split() == ["statusladder", "check"]
    assert hook["pass_filenames"] is False
    assert hook["files"] == r"^(content/|site\.yaml$)"

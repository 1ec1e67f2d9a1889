"""Our own workflows: pinned, with no more rights than they need, of one mind with those that a new site is given."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from host_schemas import assert_read

ROOT = Path(__file__).resolve().parent.parent
OWN = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), ROOT / "action.yml"]
SCAFFOLD = ROOT / "generator" / "statusladder" / "scaffold"
GIVEN = sorted(path for pattern in ("*.py", "templates/**/*.yml") for path in SCAFFOLD.glob(pattern))
USES = re.compile(r"^\s*(?:- )?uses: (.+)$", re.MULTILINE)
PINNED = re.compile(r"([\w-]+/[\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")


def _uses(files: list[Path]) -> list[str]:
    return [found for file in files for found in USES.findall(file.read_text(encoding="utf-8"))]


def _jobs(name: str) -> dict[str, Any]:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    jobs: dict[str, Any] = workflow["jobs"]
    return jobs


def _tool(name: str, *arguments: str | Path) -> None:
    command = [str(Path(sys.executable).parent / name), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_by_commit_with_its_version_beside_it() -> None:
    used = _uses(OWN) + _uses(GIVEN)

    assert len(used) > 20
    assert [each for each in used if not PINNED.fullmatch(each)] == []


def test_an_action_has_one_commit_here_and_in_every_new_site() -> None:
    pins = {match.groups() for each in _uses(OWN) + _uses(GIVEN) if (match := PINNED.fullmatch(each))}

    assert len({action for action, _, _ in pins}) == len(pins)


def test_the_forms_are_those_that_github_reads() -> None:
    workflows = [path for path in OWN if path.name != "action.yml"]

    assert_read("github-workflows", workflows)
    assert_read("github-actions", [ROOT / "action.yml"])
    assert_read("dependabot", [ROOT / ".github" / "dependabot.yml"])


def test_an_auditor_of_workflows_finds_nothing() -> None:
    _tool("zizmor", "--offline", "--persona", "pedantic", "--min-severity", "low", ".github", "action.yml")


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_nothing_is_installed_but_what_a_list_names_by_its_hash_and_this_project(file: Path) -> None:
    script = re.sub(r"\\\n\s*", "", file.read_text(encoding="utf-8"))
    lines = [line.strip() for line in script.splitlines() if re.search(r"pip\S* .*install|^\s*install -", line)]
    bare = [line for line in lines if "--require-hashes" not in line and "--no-deps" not in line]

    assert [line for line in bare if "install() {" not in line] == []
    assert all("--no-build-isolation" in line or "--no-index" in line for line in lines if "--no-deps" in line)


def test_who_builds_a_release_cannot_publish_it_and_who_publishes_runs_nothing_of_ours() -> None:
    jobs = _jobs("release.yml")

    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "index": {"id-token": "write"},
        "page": {"contents": "write"},
    }
    assert [name for name, job in jobs.items() if "actions/checkout@" in str(job["steps"])] == ["build"]
    assert "secrets." not in str(jobs)
    assert jobs["index"]["environment"] == "pypi"
    assert "cache" not in str(jobs["build"])


def test_every_list_of_packages_is_watched() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    watched = {each["package-ecosystem"]: each.get("directories", [each.get("directory")]) for each in updates}
    folders = {name: [ROOT / folder.lstrip("/") for folder in watched[name]] for name in ("pip", "npm")}
    audit = str(_jobs("audit.yml"))

    assert {path for folder in folders["pip"] for path in folder.glob("*.txt")} == {
        *ROOT.glob("requirements/*.txt"), *SCAFFOLD.glob("templates/requirements*.txt"),
    }  # fmt: skip
    assert all(
        json.loads((folder / "package-lock.json").read_text())["lockfileVersion"] == 3 for folder in folders["npm"]
    )
    assert "requirements/*.txt generator/statusladder/scaffold/templates/requirements*.txt" in audit
    assert "--strict" in audit

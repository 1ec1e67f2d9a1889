"""What is shipped: the package with its themes and playbooks, nothing else, working where no checkout is."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from night import in_ci
from statusladder.model.policy import Preset

pytestmark = in_ci
"""By day the wheel that a new site brings is held to the same files, in test_init_from_a_checkout."""


@pytest.fixture(scope="module")
def dist(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(repo_root)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


def _below(folder: Path, pattern: str) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern) if path.is_file()}


def test_the_wheel_holds_the_package_and_what_it_reads_and_nothing_else(wheel: Path, repo_root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = {f"statusladder/{path}" for path in _below(repo_root / "generator" / "statusladder", "*.py")}
    themes = {f"statusladder/_themes/{path}" for path in _below(repo_root / "themes", "*")}
    playbooks = {f"statusladder/_playbooks/{path}" for path in _below(repo_root / "content" / "playbooks", "*.md")}
    templates = {
        f"statusladder/scaffold/templates/{path}"
        for path in _below(repo_root / "generator" / "statusladder" / "scaffold" / "templates", "*")
    }

    assert "statusladder/_playbooks/sign-in.md" in playbooks
    assert "statusladder/_themes/default/theme.yaml" in themes
    assert "statusladder/scaffold/templates/gitlab-ci.yml" in templates
    policies = {f"statusladder/content/policy/{preset}.yaml" for preset in Preset}
    own = {"statusladder/py.typed", "statusladder/serve/live.js", "statusladder/outputs/openapi.json"}
    scripts = {"statusladder/outputs/embed/banner.js"}
    languages = {f"statusladder/voice/{path}" for path in _below(repo_root / "generator/statusladder/voice", "*.yaml")}
    assert "statusladder/voice/languages/en.yaml" in languages
    assert names == modules | themes | playbooks | templates | policies | scripts | own | languages


def test_the_wheel_names_its_command_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {name.partition(".dist-info/")[2]: archive.read(name).decode() for name in archive.namelist()}

    assert "statusladder = statusladder.cli.main:main" in texts["entry_points.txt"]
    assert "License-Expression: MIT" in texts["METADATA"]
    assert "statusladder contributors" in texts["licenses/LICENSE"]


def test_the_source_distribution_holds_what_its_tests_read(dist: Path, repo_root: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"pyproject.toml", "Makefile", "README.md", "LICENSE", ".ci/run", "themes/default/theme.yaml"}
    assert wanted <= names
    assert {f"tests/{path}" for path in _below(repo_root / "tests", "*.py")} <= names
    assert {f"docs/{path}" for path in _below(repo_root / "docs", "*.md")} <= names


def test_the_installed_wheel_builds_a_site_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed")} | index
    where = [sys.executable, "-c", "import statusladder; print(statusladder.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    made = subprocess.run(
        [sys.executable, "-m", "statusladder", "init", "mine"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert Path(found.stdout.strip()).is_relative_to(tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "mine" / "public" / "index.html").is_file()

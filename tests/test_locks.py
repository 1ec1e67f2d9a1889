"""What continuous integration and every new site install: lists that are complete and name each file by its hash."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "generator" / "statusladder" / "scaffold" / "templates"
RUNTIME, SITE_BUILDERS = TEMPLATES / "requirements.txt", TEMPLATES / "requirements-build.txt"
BUILD, DEV = ROOT / "requirements" / "build.txt", ROOT / "requirements" / "dev.txt"
ANNOUNCE = TEMPLATES / "requirements-announce.txt"
LISTS = (RUNTIME, SITE_BUILDERS, ANNOUNCE, BUILD, DEV)
ENTRY = re.compile(r"([\w.-]+)==([\w.]+)(?: ; (.+?))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _locked(file: Path) -> dict[str, str]:
    """The version of each package in a list."""
    return {canonicalize_name(name): version for name, version, _, _ in ENTRY.findall(file.read_text())}


def _all_that_needs(named: list[str]) -> Iterator[Requirement]:
    """Those requirements, and what they require in turn in this environment, by what is installed here."""
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(each), "") for each in named]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        yield requirement
        for wanted in requirement.extras or {""}:
            key = (canonicalize_name(requirement.name), wanted)
            if key in seen:
                continue
            seen.add(key)
            try:
                needs = distribution(requirement.name).requires or []
            except PackageNotFoundError:
                continue  # that it is listed is asserted all the same
            waiting += [(Requirement(each), wanted) for each in needs]


@pytest.mark.parametrize("file", LISTS, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_a_list_holds_one_version_of_a_package_with_its_hashes_and_nothing_else(file: Path) -> None:
    text = file.read_text()
    names = [name for name, _, _, _ in ENTRY.findall(text)]

    assert "".join(line for line in ENTRY.sub("", text).splitlines(keepends=True) if not line.startswith("#")) == ""
    assert names == sorted(set(names))


@pytest.mark.parametrize(
    ("file", "is_wanted"),
    [
        (RUNTIME, lambda project: project["project"]["dependencies"]),
        (BUILD, lambda project: project["dependency-groups"]["build"]),
        (BUILD, lambda project: project["build-system"]["requires"]),
        (DEV, lambda project: project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]),
        (SITE_BUILDERS, lambda project: ["setuptools"]),
        (ANNOUNCE, lambda project: project["project"]["optional-dependencies"]["announce"]),
    ],
    ids=["runtime", "build", "what builds this package", "dev", "what a site builds with", "announce"],
)
def test_a_list_holds_all_that_is_needed_in_versions_that_suit(
    file: Path, is_wanted: Any, project: dict[str, Any]
) -> None:
    locked = _locked(file)
    asked = {canonicalize_name(Requirement(each).name): Requirement(each) for each in is_wanted(project)}

    assert {name for name, each in asked.items() if locked.get(name, "none") not in each.specifier} == set()
    needed = {canonicalize_name(each.name) for each in _all_that_needs(is_wanted(project))}
    assert needed - locked.keys() == set()


def test_a_package_has_the_same_version_in_every_list() -> None:
    versions = {(name, version) for file in LISTS for name, version in _locked(file).items()}

    assert len({name for name, _ in versions}) == len(versions)

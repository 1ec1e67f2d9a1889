"""A site that is made from a checkout brings the wheel that it installs, because no package index has its version."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from statusladder import __version__

WHEEL = re.compile(rf"vendor/statusladder-{re.escape(__version__)}-py3-none-any\.whl")
PINNED = f"statusladder=={__version__}\n"
LIBRARIES = Path(sysconfig.get_path("purelib"))
JUNK = ("generator/statusladder/__pycache__/cli.pyc", "themes/default/__pycache__/x.pyc", "themes/default/.DS_Store")


def _run(
    command: list[str], cwd: Path, *sources: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command that imports from `sources` first and leaves no bytecode beside them."""
    path = os.pathsep.join(map(str, sources))
    settings = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"} | (environment or {})
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, check=False)


def _init(cwd: Path, *sources: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return _run([sys.executable, "-m", "statusladder", "init", "mine"], cwd, *sources, environment=environment)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def checkout(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the package is made of, with some of what lies about in a folder in which people work."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(repo_root / name, folder)
    for name in ("generator/statusladder", "themes", "content/playbooks"):
        shutil.copytree(repo_root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in JUNK:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"junk")
    return folder


@pytest.fixture(scope="module")
def made(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was made by the program as it lies in the checkout."""
    folder = tmp_path_factory.mktemp("made")
    before = _files(checkout)
    ran = _init(folder, checkout / "generator")
    assert ran.returncode == 0, ran.stderr
    assert _files(checkout) == before
    return folder / "mine"


@pytest.fixture(scope="module")
def wheel(made: Path) -> Path:
    (found,) = (made / "vendor").iterdir()
    return found


def test_the_workflows_install_a_wheel_that_lies_in_the_site(made: Path, wheel: Path) -> None:
    path = wheel.relative_to(made).as_posix()

    assert WHEEL.fullmatch(path)
    assert (made / "requirements.txt").read_text() == f"./{path}\n"


def test_the_wheel_holds_the_package_and_nothing_that_lay_about(checkout: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}

    homes = {"generator/": "", "themes/": "statusladder/_themes/", "content/playbooks/": "statusladder/_playbooks/"}
    assert names == {
        f"{home}{path.removeprefix(folder)}"
        for folder, home in homes.items()
        for path in _files(checkout)
        if path.startswith(folder) and path not in JUNK
    }


def test_what_the_workflows_install_builds_the_site(made: Path, tmp_path: Path) -> None:
    site, place = Path(shutil.copytree(made, tmp_path / "site")), tmp_path / "env"
    shutil.rmtree(site / "public")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    install = ["-m", "pip", "--python", str(place / "bin" / "python"), "install", "--quiet", "--no-deps"]
    installed = _run([sys.executable, *install, "--requirement", "requirements.txt"], site)

    built = _run([str(place / "bin" / "statusladder"), "build"], site, LIBRARIES)

    assert installed.returncode == 0, installed.stderr
    assert built.returncode == 0, built.stderr
    assert (site / "public" / "index.html").is_file()


@pytest.mark.parametrize(
    ("noted", "is_vendored"),
    [
        ({"url": "CHECKOUT", "dir_info": {}}, True),
        ({"url": "file:///nowhere/at/all", "dir_info": {}}, False),
        ({"url": "https://wheels.tern.example/statusladder.whl", "archive_info": {}}, False),
        (None, False),
    ],
    ids=["from a checkout", "from one that is gone", "from a wheel", "from an index"],
)
def test_a_release_is_pinned_and_what_was_installed_from_a_checkout_brings_its_wheel(
    noted: dict[str, object] | None, is_vendored: bool, checkout: Path, wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    if noted is not None:
        (metadata,) = (tmp_path / "installed").glob("*.dist-info")
        text = json.dumps(noted).replace("CHECKOUT", checkout.as_uri())
        (metadata / "direct_url.json").write_text(text)

    ran = _init(tmp_path, tmp_path / "installed")

    assert ran.returncode == 0, ran.stderr
    pinned = (tmp_path / "mine" / "requirements.txt").read_text()
    assert (pinned != PINNED, (tmp_path / "mine" / "vendor").exists()) == (is_vendored, is_vendored)
    assert is_vendored == (WHEEL.fullmatch(pinned.strip().removeprefix("./")) is not None)


def test_a_site_without_workflows_needs_no_wheel(checkout: Path, tmp_path: Path) -> None:
    ran = _run(
        [sys.executable, "-m", "statusladder", "init", "mine", "--host", "none"], tmp_path, checkout / "generator"
    )

    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "mine" / "vendor").exists()


def test_a_checkout_of_which_no_wheel_can_be_built_is_named_and_nothing_is_written(
    checkout: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(checkout, tmp_path / "broken"))
    (broken / "README.md").unlink()

    ran = _init(tmp_path, broken / "generator")

    assert ran.returncode == 1
    assert f"error: cannot build a wheel of {broken} for the new site: OSError: Readme file" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "mine").exists()


def test_without_hatchling_and_without_an_index_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    place, libraries = tmp_path / "env", tmp_path / "libraries"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    libraries.mkdir()
    for entry in LIBRARIES.iterdir():
        if not entry.name.startswith("hatchling") and entry.suffix != ".pth":
            (libraries / entry.name).symlink_to(entry)
    command = [str(place / "bin" / "python"), "-m", "statusladder", "init", "mine"]
    no_index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(place), "PIP_CONFIG_FILE": os.devnull}

    ran = _run(command, tmp_path, checkout / "generator", libraries, environment=no_index)

    assert ran.returncode == 1
    assert f"error: cannot build a wheel of {checkout} for the new site: ERROR: No matching distribution" in ran.stderr
    assert "  install hatchling ('python -m pip install hatchling') or let pip reach an index that has it" in ran.stderr
    assert not (tmp_path / "mine").exists()

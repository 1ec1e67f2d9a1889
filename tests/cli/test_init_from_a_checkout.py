"""A site installs what its lists name by hash, and nothing else.

One that is made from a checkout brings its wheel, because no package index has that version.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from in_process import run
from night import in_ci, some
from statusladder import __version__

WHEEL = re.compile(rf"vendor/statusladder-{re.escape(__version__)}-py3-none-any\.whl")
PINNED = f"statusladder=={__version__}"
HASHED = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
LIBRARIES = Path(sysconfig.get_path("purelib"))
JUNK = ("generator/statusladder/__pycache__/cli.pyc", "themes/default/__pycache__/x.pyc", "themes/default/.DS_Store")


def _run(
    command: list[str], cwd: Path, *sources: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command that imports from `sources` first, beside which Python keeps what it compiles."""
    path = os.pathsep.join(map(str, sources))
    settings = os.environ | {"PYTHONPATH": path} | (environment or {})
    settings.pop("PYTHONPYCACHEPREFIX", None)
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, check=False)


def _init(cwd: Path, *sources: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return _run([sys.executable, "-m", "statusladder", "init", "mine"], cwd, *sources, environment=environment)


def _files(folder: Path) -> dict[str, bytes]:
    """Without what Python compiled."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _own(site: Path) -> list[str]:
    """The two lines that name this program: the list says first what it is, then this, then what it needs."""
    return (site / "requirements.txt").read_text().splitlines()[1:3]


def _without_index(*folders: Path) -> dict[str, str]:
    """An environment in which pip finds only what lies in these folders."""
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": " ".join(map(str, folders)), "PIP_CONFIG_FILE": os.devnull}


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
    assert _own(made) == [f"./{path} \\", f"    --hash=sha256:{_digest(wheel)}"]


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


@pytest.fixture(scope="module")
def _installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def installed(_installed: Path) -> Iterator[Path]:
    """The folder of libraries of somebody who installed the wheel; pip noted nothing about where it is from."""
    yield _installed
    for note in _installed.glob("*.dist-info/direct_url.json"):
        note.unlink()


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    """The site as a machine of the host gets it, with a list of this program only: the rest is on an index."""
    site = Path(shutil.copytree(made, tmp_path / "site", ignore=shutil.ignore_patterns("public")))
    (site / "requirements.txt").write_text("\n".join(_own(site)) + "\n")
    return site


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A fresh environment."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env")], check=True)
    return tmp_path / "env"


def _install(site: Path, place: Path) -> subprocess.CompletedProcess[str]:
    options = ["--quiet", "--no-deps", "--require-hashes", "--no-build-isolation", "--requirement", "requirements.txt"]
    return _run(
        [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install", *options],
        site,
        environment=_without_index(),
    )


@in_ci
def test_what_the_workflows_install_builds_the_site(site: Path, place: Path) -> None:
    installed = _install(site, place)

    built = _run([str(place / "bin" / "statusladder"), "build"], site, LIBRARIES)

    assert installed.returncode == 0, installed.stderr
    assert built.returncode == 0, built.stderr
    assert (site / "public" / "index.html").is_file()


@in_ci
def test_a_wheel_of_which_one_byte_changed_is_not_installed(site: Path, place: Path) -> None:
    (wheel,) = (site / "vendor").iterdir()
    content = bytearray(wheel.read_bytes())
    content[len(content) // 2] ^= 1
    wheel.write_bytes(content)

    installed = _install(site, place)

    assert installed.returncode == 1
    assert "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE" in installed.stderr
    assert not (place / "bin" / "statusladder").exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_each_line_of_the_lists_is_one_version_with_the_hashes_of_its_files(name: str, made: Path) -> None:
    lines = (made / name).read_text().splitlines()
    packages = [line for line in lines if not line.startswith(("#", "    "))]
    hashes = [line for line in lines if line.startswith("    ")]

    assert [line for line in packages if not re.fullmatch(r"(\./vendor/\S+|[\w.-]+==[\w.]+)( ; .+)? \\", line)] == []
    assert [line for line in hashes if not HASHED.fullmatch(line)] == []
    assert all(after.startswith("    ") for line, after in pairwise(lines) if line.endswith("\\"))


@in_ci
@pytest.mark.parametrize(
    ("noted", "is_vendored"),
    some(
        [
            pytest.param({"url": "CHECKOUT", "dir_info": {}}, True, id="from a checkout"),
            pytest.param({"url": "file:///nowhere/at/all", "dir_info": {}}, False, id="from one that is gone"),
            pytest.param(None, False, id="from an index"),
            pytest.param(
                {"url": "https://tern.example/statusladder.whl", "archive_info": {}}, False, id="from a wheel"
            ),
        ],
        by_day=2,
    ),
)
def test_a_release_is_pinned_and_what_was_installed_from_a_checkout_brings_its_wheel(
    noted: dict[str, object] | None, is_vendored: bool, checkout: Path, wheel: Path, installed: Path, tmp_path: Path
) -> None:
    if noted is not None:
        (metadata,) = installed.glob("*.dist-info")
        text = json.dumps(noted).replace("CHECKOUT", checkout.as_uri())
        (metadata / "direct_url.json").write_text(text)
    ran = _init(tmp_path, installed, environment=_without_index(wheel.parent))

    assert ran.returncode == 0, ran.stderr
    pinned, digest = _own(tmp_path / "mine")
    assert (pinned != f"{PINNED} \\", (tmp_path / "mine" / "vendor").exists()) == (is_vendored, is_vendored)
    assert is_vendored == (WHEEL.fullmatch(pinned.removesuffix(" \\").removeprefix("./")) is not None)
    assert is_vendored or digest == f"    --hash=sha256:{_digest(wheel)}"


@in_ci
def test_a_release_whose_wheel_cannot_be_fetched_is_not_pinned_without_its_hash(
    installed: Path, tmp_path: Path
) -> None:
    ran = _init(tmp_path, installed, environment=_without_index())

    assert ran.returncode == 1
    assert f"error: cannot fetch {PINNED} to note its hash for the site: ERROR: No matching dist" in ran.stderr
    assert "  install pip beside it and let pip reach an index that has it, then run the command again" in ran.stderr
    assert not (tmp_path / "mine").exists()


@in_ci
def test_a_file_called_pip_in_the_folder_that_somebody_stands_in_is_not_run(
    wheel: Path, installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "pip.py").write_text("open('ran', 'w').close()\n")
    ran = _init(tmp_path, installed, environment=_without_index(wheel.parent))

    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "ran").exists()


def test_a_site_without_workflows_needs_no_wheel(tmp_path: Path) -> None:
    ran = run("init", "mine", "--host", "none", cwd=tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "mine" / "vendor").exists()


@in_ci
def test_a_checkout_of_which_no_wheel_can_be_built_is_named_and_nothing_is_written(
    checkout: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(checkout, tmp_path / "broken"))
    (broken / "README.md").unlink()

    ran = _init(tmp_path, broken / "generator")

    assert ran.returncode == 1
    assert f"error: cannot build a wheel of {broken} for the site: OSError: Readme file" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "mine").exists()


def _upgrade(site: Path, *sources: Path, environment: dict[str, str] | None = None) -> None:
    ran = _run([sys.executable, "-m", "statusladder", "upgrade", "--yes"], site, *sources, environment=environment)
    assert ran.returncode == 0, ran.stderr


@in_ci
def test_an_upgrade_brings_the_wheel_of_the_newer_checkout_and_takes_the_old_one_away(
    site: Path, made: Path, checkout: Path, place: Path, tmp_path: Path
) -> None:
    newer = Path(shutil.copytree(checkout, tmp_path / "newer"))
    version = newer / "generator" / "statusladder" / "__init__.py"
    version.write_text(version.read_text().replace(__version__, "7.0.0"))
    shutil.copy(made / "requirements.txt", site)

    _upgrade(site, newer / "generator")

    (wheel,) = (site / "vendor").iterdir()
    assert wheel.name == "statusladder-7.0.0-py3-none-any.whl"
    assert _own(site) == [f"./vendor/{wheel.name} \\", f"    --hash=sha256:{_digest(wheel)}"]
    before = _files(site)
    _upgrade(site, newer / "generator")
    assert _files(site) == before
    (site / "requirements.txt").write_text("\n".join(_own(site)) + "\n")
    assert _install(site, place).returncode == 0


@in_ci
def test_an_upgrade_by_a_release_pins_it(made: Path, wheel: Path, installed: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(made, tmp_path / "site", ignore=shutil.ignore_patterns("public")))

    _upgrade(site, installed, environment=_without_index(wheel.parent))

    assert _own(site) == [f"{PINNED} \\", f"    --hash=sha256:{_digest(wheel)}"]
    assert not any((site / "vendor").iterdir())


@in_ci
def test_without_hatchling_and_without_an_index_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    place, libraries = tmp_path / "env", tmp_path / "libraries"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    libraries.mkdir()
    for entry in LIBRARIES.iterdir():
        if not entry.name.startswith("hatchling") and entry.suffix != ".pth":
            (libraries / entry.name).symlink_to(entry)
    command = [str(place / "bin" / "python"), "-m", "statusladder", "init", "mine"]

    ran = _run(command, tmp_path, checkout / "generator", libraries, environment=_without_index())

    assert ran.returncode == 1
    assert f"error: cannot build a wheel of {checkout} for the site: ERROR: No matching distribution" in ran.stderr
    assert "  install hatchling ('python -m pip install hatchling') or let pip reach an index that has it" in ran.stderr
    assert not (tmp_path / "mine").exists()

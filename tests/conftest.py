"""What many tests stand on: the repository, real incident data beside it, and a real browser."""

import gc
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

import warm_start
from built_once import built_once, shared_folder
from night import examples
from statusladder.publish.pipeline import publish_site
from statusladder.scaffold import own_wheel

# How long an example takes depends on the machine and what else it does; a fact is a fact however slowly it is found.
settings.register_profile("house", deadline=None, max_examples=examples(by_night=100, by_day=8, in_ci=25))
settings.load_profile("house")

# Loading jsonschema would take two seconds to prepare a grammar for addresses that no test holds against a schema.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parent.parent
DEMO_NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
NO_DATA = "none"
"""STATUSLADDER_REAL_DATA=none: this machine says aloud that it has no real data, so tests left out are expected."""

MEMORY = Path("/dev/shm")
ENOUGH = 4 * 1024**3
"""Bytes, several times what the folders of a whole run come to."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests lie in memory; what Python compiled is kept with pytest's own; Ctrl-C is heard.

    A run writes and deletes a hundred thousand files, which takes a disk longer than many tests. It starts hundreds of
    processes: where Python may keep nothing beside the source, each would compile the whole program anew.
    """
    if _is_roomy(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    cache = getattr(config, "cache", None)  # None where the plugin is switched off.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None) and cache is not None:
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(cache.mkdir("bytecode"))
        sys.dont_write_bytecode = False
    # Who starts the tests in the background has them ignore Ctrl-C, and all that they start would ignore it as well.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_roomy(folder: Path) -> bool:
    """Whether tests can write there, and run what they wrote."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC and shutil.disk_usage(folder).free > ENOUGH


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end, so garbage is looked for beside them, and not after every 700 objects."""
    gc.freeze()
    gc.set_threshold(100_000)


def _lacking(what: str) -> None:
    """Leaves a test out on a machine that lacks something; where CI is set, a test left out is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"CI is set, so this may not be left out: {what}")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In a run, the wheel that every new site brings is made once, and the program that waits for calls loaded once."""
    warm_start.FOLDER = shared_folder(tmp_path_factory)
    vendor, pin = own_wheel.vendor_wheel, own_wheel.pin_release

    def vendor_once(checkout: Path) -> Mapping[str, str | bytes]:
        name = f"vendored-{sha256(bytes(checkout)).hexdigest()}"
        made = built_once(tmp_path_factory, name, lambda folder: _keep(folder / "files", vendor(checkout)))
        kept: Mapping[str, str | bytes] = pickle.loads((made / "files").read_bytes())
        return kept

    with pytest.MonkeyPatch.context() as here:
        here.setattr(own_wheel, "vendor_wheel", cache(vendor_once))
        here.setattr(own_wheel, "pin_release", cache(pin))
        yield


def _keep(file: Path, made: Mapping[str, str | bytes]) -> None:
    file.write_bytes(pickle.dumps(made))


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder with pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make site` publishes of the demo site; nobody may change it."""
    return built_once(tmp_path_factory, "demo", _publish_demo) / "public"


def _publish_demo(folder: Path) -> None:
    publication = publish_site(ROOT, folder / "public", DEMO_NOW, None, lambda count: None)
    assert publication.outcome is not None
    assert publication.problems == ()


@pytest.fixture(scope="session")
def published_at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, datetime], Path]:
    """`published_at("storm", now)` is what that site of tests/sites publishes at a moment; nobody may change it."""

    def find(name: str, now: datetime) -> Path:
        def publish(folder: Path) -> None:
            site = ROOT / "tests" / "sites" / name
            publication = publish_site(site, folder / "public", now, None, lambda count: None)
            assert publication.outcome is not None, publication.problems

        return built_once(tmp_path_factory, f"{name} at {now:%Y-%m-%dT%H.%M}", publish) / "public"

    return find


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real incident data (too large, and not ours, to be kept in this repository)."""
    named = os.environ.get("STATUSLADDER_REAL_DATA", "")
    if named == NO_DATA:
        pytest.skip("STATUSLADDER_REAL_DATA says that there is no real incident data here")
    folder = Path(named or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        _lacking(f"there is no real incident data in {folder}; set STATUSLADDER_REAL_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def reported_cases(real_data: Path) -> Path:
    """The folder of sites that people reported, one folder each, with what is right in its README; beside the data."""
    folder = real_data.parent / "cases" / "reported"
    if not folder.is_dir():
        _lacking(f"there are no reported sites in {folder}")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if not found:
        _lacking(f"no browser is installed; install one of {', '.join(BROWSERS)}")
    return found


@pytest.fixture(scope="session")
def rsync() -> str:
    """The path of an installed rsync."""
    found = shutil.which("rsync")
    if found is None:
        _lacking("rsync is not installed")
        raise AssertionError("not reached")
    return found


@pytest.fixture(scope="session")
def needs() -> Callable[[str], None]:
    """`needs("nginx")` leaves a test out where that program is not installed."""

    def look(program: str) -> None:
        if shutil.which(program) is None:
            _lacking(f"{program} is not installed")

    return look


@pytest.fixture(scope="session")
def node_clients() -> Path:
    """The folder in which `make test` installs programs in JavaScript that read what we publish."""
    folder = ROOT / "tests" / "clients"
    if shutil.which("node") is None or not (folder / "node_modules").is_dir():
        _lacking("node is not installed, or `make test` has not run yet with npm in reach")
    return folder


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Runs git in a folder: `git(folder, "commit", …)`. Nobody commits, on a fixed day, and no repository is around."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Nobody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "nobody@tern.example")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2026-03-14T09:00:00Z")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    def run(folder: Path, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)

    return run


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, mounted for the test alone."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)

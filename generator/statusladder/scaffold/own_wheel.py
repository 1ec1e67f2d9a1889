"""The wheel of this program that a new site installs, named by its hash.

A release is fetched from a package index. When this program runs from a checkout, whose version no index has, the site
brings a wheel of its own.
"""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from statusladder import __version__
from statusladder.model.problem import Stopped
from statusladder.scaffold.hosts import REQUIREMENTS, make_common_files

_NAME = "statusladder"
_PYTHON = (sys.executable, "-P")
"""Without the folder that somebody stands in, since a file `pip.py` of a foreign site must not run."""
_PACKAGE = Path(__file__).resolve().parents[1]
_HEAD = "# All that is installed, each file named by its hash: pip takes exactly these bytes, or nothing.\n"
_WHEEL = re.compile(r"vendor/statusladder-[\w.+]+-py3-none-any\.whl", re.ASCII)
_VENDORED = re.compile(
    rb"^\./(?P<path>" + _WHEEL.pattern.encode() + rb") \\\r?\n +--hash=sha256:(?P<digest>[0-9a-f]{64})", re.MULTILINE
)
_REASON = re.compile(r"^\s*((?:ERROR|\w+Error): .+)$", re.MULTILINE)


def find_checkout() -> Path | None:
    """The source folder that this program runs from, or was installed from; None for an installed release."""
    return next((folder for folder in (_PACKAGE.parents[1], _installed_from()) if _is_ours(folder)), None)


def _installed_from() -> Path | None:
    """The folder or file that pip noted when it installed this package (direct_url.json), if it was a local one."""
    try:
        installed = distribution(_NAME)
    except PackageNotFoundError:
        return None
    noted = installed.read_text("direct_url.json")
    if noted is None or Path(str(installed.locate_file(_NAME))).resolve() != _PACKAGE:
        return None
    address = urlsplit(json.loads(noted)["url"])
    return Path(url2pathname(address.path)) if address.scheme == "file" else None


def _is_ours(folder: Path | None) -> bool:
    if folder is None or not (folder / "generator" / _NAME).is_dir():
        return False
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return bool(project["name"] == _NAME)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def make_own_package(say: Callable[[str], object]) -> Mapping[str, str | bytes]:
    """What makes a site install this program; that a wheel is built is handed to `say`. Raises Stopped."""
    checkout = find_checkout()
    if checkout is None:
        return pin_release()
    say(f"Building a wheel of {checkout}, which the site installs.")
    return vendor_wheel(checkout)


def vendored_in(requirements: bytes) -> Mapping[str, str]:
    """The SHA-256 of the wheel that such a `requirements.txt` installs, by its path; nothing where it names none."""
    return {match["path"].decode(): match["digest"].decode() for match in _VENDORED.finditer(requirements)}


def is_vendored(path: str) -> bool:
    """Whether a file of a site is a wheel that `vendor_wheel` wrote, of whatever version."""
    return _WHEEL.fullmatch(path) is not None


def vendor_wheel(checkout: Path) -> Mapping[str, str | bytes]:
    """A wheel of the checkout below `vendor/`, and the `requirements.txt` that installs it.

    The path in it begins at the site's folder, where workflows run pip. Nothing is written into the checkout. Raises
    Stopped when the wheel cannot be built.
    """
    fix = (
        "install hatchling ('python -m pip install hatchling') or let pip reach an index that has it, then run the "
        "command again; a site of the host 'none' needs no wheel"
    )
    name, content = _make_wheel(
        lambda folder: _building(checkout, folder),
        f"cannot build a wheel of {checkout} for the site",
        fix,
        checkout,
    )
    path = f"vendor/{name}"
    return {path: content, REQUIREMENTS: _requirements(f"./{path}", content)}


def pin_release() -> Mapping[str, str]:
    """The `requirements.txt` that installs this version from an index; its wheel is fetched once, for its hash.

    Raises Stopped when pip cannot fetch it.
    """
    pinned = f"{_NAME}=={__version__}"
    fix = (
        "install pip beside it and let pip reach an index that has it, then run the command again; "
        "a site of the host 'none' needs no wheel"
    )
    _, content = _make_wheel(
        lambda folder: _pip("download", "--only-binary", ":all:", "--dest", folder, pinned),
        f"cannot fetch {pinned} to note its hash for the site",
        fix,
    )
    return {REQUIREMENTS: _requirements(pinned, content)}


def _requirements(own: str, wheel: bytes) -> str:
    """The list of a site: this program, which pip finds as `own` says, and all that it needs."""
    return (
        f"{_HEAD}{own} \\\n    --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n{make_common_files()[REQUIREMENTS]}"
    )


def _make_wheel(
    command: Callable[[str], list[str]], failure: str, fix: str, cwd: Path | None = None
) -> tuple[str, bytes]:
    """Name and bytes of the wheel that a command leaves in the folder it is given."""
    with tempfile.TemporaryDirectory(prefix="statusladder-") as folder:
        made = subprocess.run(command(folder), cwd=cwd, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if made.returncode != 0 or not wheels:
            raise Stopped(f"{failure}: {_reason(made.stdout + made.stderr)}", fix)
        return wheels[0].name, wheels[0].read_bytes()


def _building(checkout: Path, folder: str) -> list[str]:
    """With hatchling at hand, it alone builds the wheel; otherwise pip fetches it from an index into a place apart."""
    if importlib.util.find_spec("hatchling") is not None:
        return [*_PYTHON, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    return _pip("wheel", "--wheel-dir", folder, str(checkout))


def _pip(command: str, *arguments: str) -> list[str]:
    return [*_PYTHON, "-m", "pip", command, "--no-deps", "--quiet", "--disable-pip-version-check", *arguments]


def _reason(output: str) -> str:
    """The last line in which a program says why it failed, or its last words. That pip failed to build is no reason."""
    told = [line for line in _REASON.findall(output) if "Failed to build" not in line]
    reasons = told or output.split("\n")
    return next((line for line in reversed(reasons) if line.strip()), "no wheel was made").strip()

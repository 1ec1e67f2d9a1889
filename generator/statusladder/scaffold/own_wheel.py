"""The wheel that a new site installs when this program runs from a checkout, whose version no package index has."""

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from statusladder.model.problem import Stopped

REQUIREMENTS = "requirements.txt"
"""What the workflows of every host install."""

_NAME = "statusladder"
_PACKAGE = Path(__file__).resolve().parents[1]
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


def vendored(checkout: Path) -> Mapping[str, str | bytes]:
    """A wheel of the checkout below `vendor/`, and the `requirements.txt` that installs it.

    The path in it begins at the site's folder, where workflows run pip. Nothing is written into the checkout. Raises
    Stopped when the wheel cannot be built.
    """
    with tempfile.TemporaryDirectory(prefix="statusladder-") as folder:
        built = subprocess.run(_command(checkout, folder), cwd=checkout, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if built.returncode != 0 or not wheels:
            raise _cannot_be_built(checkout, built.stdout + built.stderr)
        path = f"vendor/{wheels[0].name}"
        return {path: wheels[0].read_bytes(), REQUIREMENTS: f"./{path}\n"}


def _command(checkout: Path, folder: str) -> list[str]:
    """With hatchling at hand, it alone builds the wheel; otherwise pip fetches it from an index into a place apart."""
    if importlib.util.find_spec("hatchling") is not None:
        return [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    options = ["--no-deps", "--quiet", "--disable-pip-version-check", "--wheel-dir", folder]
    return [sys.executable, "-m", "pip", "wheel", *options, str(checkout)]


def _cannot_be_built(checkout: Path, output: str) -> Stopped:
    reasons = _REASON.findall(output) or output.split("\n")
    reason = next((line for line in reversed(reasons) if line.strip()), "no wheel was made").strip()
    return Stopped(
        f"cannot build a wheel of {checkout} for the new site: {reason}",
        "install hatchling ('python -m pip install hatchling') or let pip reach an index that has it, then run init "
        "again; '--host none' needs no wheel",
    )

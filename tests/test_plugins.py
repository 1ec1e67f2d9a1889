"""A package of somebody else joins the plug-in rooms by entry points, without an edit of ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SITE = Path(__file__).parent / "sites" / "legal-and-right"

MODULE = """
from pathlib import Path

from statusladder.importers.interface import Importer
from statusladder.model.imported import Imported, ImportedFolder, ImportedUpdate
from statusladder.outputs.interface import Artifact, Output


def _produce(snapshot, theme):
    yield Artifact("tiny/verdict.txt", snapshot.verdict.encode())


def _read(path):
    keys = {"stage": "resolved", "at": "2025-01-01T00:00:00Z", "title": path.read_text().strip(), "severity": "minor"}
    keys["imported_from"] = {"source": "tiny", "id": "1"}
    update = ImportedUpdate("1", "resolved", keys, "Told by a plug-in.")
    return Imported((ImportedFolder("incidents", "2025-01-01-tiny", "1", (update,)),), (), (), ())


OUTPUT = Output("tiny", _produce)
IMPORTER = Importer("tiny", "A title in a text file", _read)
THEME = Path(__file__).parent / "tiny_theme"
"""

ENTRY_POINTS = """\
[statusladder.outputs]
tiny = tiny_status:OUTPUT

[statusladder.importers]
tiny = tiny_status:IMPORTER

[statusladder.themes]
tiny = tiny_status:THEME
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """An installed distribution, as pip leaves it: a module, and beside it what it registers."""
    packages = tmp_path / "packages"
    metadata = packages / "tiny_status-1.0.dist-info"
    metadata.mkdir(parents=True)
    (packages / "tiny_status.py").write_text(MODULE)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-status\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    (packages / "tiny_theme").mkdir()
    (packages / "tiny_theme" / "theme.yaml").write_text("name: Tiny\nextends: default\ntokens:\n  link: '#123456'\n")
    return packages


def _run(plugin: Path, site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = [str(plugin), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "statusladder", *arguments],
        cwd=site,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )


def test_a_theme_joins_from_outside(plugin: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    with open(site / "site.yaml", "a") as settings:
        settings.write("theme: tiny_theme\n")

    _run(plugin, site, "build", "--now", "2026-03-14T10:05:00Z")

    assert ":root{--link:#123456}</style>" in (site / "public" / "index.html").read_text()


def test_an_output_and_an_importer_join_from_outside(plugin: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    (tmp_path / "told.txt").write_text("Printing was slow\n")

    listed = _run(plugin, site, "import").stdout
    _run(plugin, site, "import", "tiny", str(tmp_path / "told.txt"))
    _run(plugin, site, "build", "--now", "2026-03-14T10:05:00Z")

    assert "tiny: A title in a text file" in listed.splitlines()
    assert (site / "public" / "tiny" / "verdict.txt").read_text() == "All systems are operating normally"
    assert "Printing was slow" in (site / "public" / "incidents" / "2025-01-01-tiny" / "index.html").read_text()

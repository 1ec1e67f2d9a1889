"""A package of somebody else joins the plug-in rooms by entry points, without an edit of ours."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from in_process import run
from night import ALL, in_ci, some
from statusladder.lint import judge

ROOT = Path(__file__).parent.parent
SITE = ROOT / "tests" / "sites" / "legal-and-right"

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

[statusladder.lint]
tiny = tern_rules:RULES
"""
NOW = "2026-03-14T10:05:00Z"
MEND = "fix or uninstall the package that brings it"
PRODUCE = "def _produce(snapshot, theme):\n    yield Artifact('tiny/first.txt', b'')\n"
RULES = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs/how-to/rules-of-your-own.md").read_text(), re.MULTILINE | re.DOTALL
)[0]
"""The family of rules that the documentation shows."""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed distribution, as pip leaves it: a module, and beside it what it registers."""
    packages = tmp_path / "packages"
    metadata = packages / "tiny_status-1.0.dist-info"
    metadata.mkdir(parents=True)
    (packages / "tiny_status.py").write_text(MODULE)
    (packages / "tern_rules.py").write_text(RULES)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-status\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    (packages / "tiny_theme").mkdir()
    (packages / "tiny_theme" / "theme.yaml").write_text("name: Tiny\nextends: default\ntokens:\n  link: '#123456'\n")
    monkeypatch.syspath_prepend(str(packages))
    with pytest.MonkeyPatch.context() as loaded:
        loaded.setattr(judge, "_joined", cache(judge._joined.__wrapped__))
        yield packages
    for module in ("tiny_status", "tern_rules"):
        sys.modules.pop(module, None)


def _run(site: Path, *arguments: str, well: bool = True) -> "subprocess.CompletedProcess[str]":
    done = run(*arguments, cwd=site)
    assert done.returncode == 0 or not well, done.stderr
    return done


@in_ci
def test_a_theme_joins_from_outside(plugin: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    with open(site / "site.yaml", "a") as settings:
        settings.write("theme: tiny_theme\n")
    command = [sys.executable, "-m", "statusladder", "build", "--now", NOW]

    # A process of its own, as one that was just installed is met in; all other tests are of this one.
    subprocess.run(command, cwd=site, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=True)

    assert ":root{--link:#123456}</style>" in (site / "public" / "index.html").read_text()


def test_an_output_and_an_importer_join_from_outside(plugin: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    (tmp_path / "told.txt").write_text("Printing was slow\n")

    listed = _run(site, "import").stdout
    _run(site, "import", "tiny", str(tmp_path / "told.txt"))
    _run(site, "build", "--now", "2026-03-14T10:05:00Z")

    assert "tiny: A title in a text file" in listed.splitlines()
    assert (site / "public" / "tiny" / "verdict.txt").read_text() == "All systems are operating normally"
    assert "Printing was slow" in (site / "public" / "incidents" / "2025-01-01-tiny" / "index.html").read_text()


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """A site with an update that speaks of clients."""
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    folder = site / "content" / "incidents" / "2026-03-14-clients"
    folder.mkdir(parents=True)
    example = re.findall(r'FIRST = """\\\n(.*?)"""', RULES, re.DOTALL)[0]
    (folder / "01-first.md").write_text(f"{example}Sign-in fails.\n\nOur clients see an error.\n")
    return site


def test_a_rule_joins_from_outside(plugin: Path, spoken: Path) -> None:
    told = _run(spoken, "check", "--now", "2026-03-14T10:05:00Z", "2026-03-14-clients").stderr
    explained = _run(spoken, "explain", "TERN001").stdout

    where = "content/incidents/2026-03-14-clients/01-first.md:12"
    assert f"{where}: TERN001 warning: we say 'customers', not 'clients'\n  write 'customers'\n" in told
    assert "Our style guide" in explained


def test_a_rule_from_outside_is_silenced_like_ours(plugin: Path, spoken: Path) -> None:
    file = spoken / "content" / "incidents" / "2026-03-14-clients" / "01-first.md"
    silence = "lint_ignore:\n  - rule: TERN001\n    reason: It is about programs\n---\nSign-in"
    file.write_text(file.read_text().replace("---\nSign-in", silence))

    told = _run(spoken, "check", "--now", "2026-03-14T10:05:00Z", "2026-03-14-clients").stderr

    assert "TERN001" not in told


@pytest.mark.parametrize(
    ("code", "owner"),
    some(
        [("S001", "the family 'safety'"), ("C004", "the structure"), ("TERN001", "the family 'tern'")],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_family_with_a_code_that_is_taken_is_named_and_passed_over(
    plugin: Path, spoken: Path, code: str, owner: str
) -> None:
    twice = "\nRULES = Family('tern', (*RULES.rules, *RULES.rules))\n" if code == "TERN001" else ""
    (plugin / "tern_rules.py").write_text(RULES.replace("TERN001", code) + twice)

    told = _run(spoken, "check", "--now", NOW, well=False)

    assert (
        f"site.yaml:1: D021 warning: the family 'tern' has a rule {code}, but that is a code of {owner}\n  {MEND}\n"
    ) in told.stderr
    assert "clients" not in told.stderr.replace("2026-03-14-clients", "")


@pytest.mark.parametrize(
    ("ending", "reason"),
    some(
        [
            ("RULES = 7", "is of type int, but members of statusladder.lint are Family"),
            ("RULES = Family('safety', ())", "is named 'safety', as statusladder.lint.safety.RULES is already"),
            ("import nowhere", "cannot be loaded (ModuleNotFoundError: No module named 'nowhere'; tern_rules.py:41)"),
            ("1 / 0", "cannot be loaded (ZeroDivisionError: division by zero; tern_rules.py:41)"),
            ("def", "cannot be loaded (SyntaxError: invalid syntax (tern_rules.py, line 41))"),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_family_that_cannot_join_is_named_and_passed_over(
    plugin: Path, spoken: Path, ending: str, reason: str
) -> None:
    (plugin / "tern_rules.py").write_text(f"{RULES}\n{ending}\n")

    told = _run(spoken, "check", "--now", NOW, well=False).stderr

    named = f"tern_rules:RULES (entry point 'tiny' of statusladder.lint) {reason}"
    assert f"site.yaml:1: D021 warning: {named}\n  {MEND}\n" in told


def test_a_family_that_cannot_be_loaded_stops_neither_a_build_nor_the_check_of_a_folder(
    plugin: Path, spoken: Path
) -> None:
    (plugin / "tern_rules.py").write_text(f"{RULES}\n1 / 0\n")

    told = _run(spoken, "check", "--now", NOW, "2026-03-14-clients").stderr
    built = _run(spoken, "build", "--now", NOW)

    assert "Traceback" not in told
    assert "site.yaml:1: D021 warning: tern_rules:RULES (entry point 'tiny' of statusladder.lint) " in built.stderr


def _failing(kind: str) -> str:
    text: str = RULES.replace("for words in subject.words:", "for words in [1 / 0]:")
    return text.replace("WORDING", kind)


def test_a_rule_that_fails_is_named_once_and_passed_over(plugin: Path, spoken: Path) -> None:
    (plugin / "tern_rules.py").write_text(_failing("WORDING"))

    told = _run(spoken, "check", "--now", NOW, well=False).stderr

    line = 1 + _failing("WORDING")[: _failing("WORDING").index("[1 / 0]")].count("\n")
    assert told.count("D021") == 1
    assert (
        f"/01-investigating.md:1: D021 warning: the rule TERN001 failed here (ZeroDivisionError: division by zero; "
        f"tern_rules.py:{line}), so it judged neither this file nor the rest\n  {MEND}\n"
    ) in told
    assert _run(spoken, "build", "--now", NOW).returncode == 0


def test_a_rule_of_safety_that_fails_lets_nothing_be_published(plugin: Path, spoken: Path) -> None:
    (plugin / "tern_rules.py").write_text(_failing("SAFETY").replace("Level.WARNING", "Level.ERROR"))

    checked, built = (_run(spoken, command, "--now", NOW, well=False) for command in ("check", "build"))

    assert (checked.returncode, built.returncode) == (1, 1)
    assert ": D021 the rule TERN001 failed here (" in built.stderr
    assert not (spoken / "public").exists()


@pytest.mark.parametrize(
    ("fault", "words"),
    some(
        [
            ("1 / 0", "the output 'tiny' failed (ZeroDivisionError: division by zero; tiny_status.py:"),
            ("yield Artifact('index.html', b'')", "the output 'tiny' failed (ValueError: two artifacts have the path "),
            ("yield Artifact('../x', b'')", "the output 'tiny' failed (ValueError: the path '../x' is not plainly "),
            (
                "yield Artifact('internal/x', b'')",
                "the output 'tiny' failed (ValueError: the output 'tiny' is public and ",
            ),
            ("yield 7", "the output 'tiny' failed (AttributeError: "),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_site_is_published_without_the_files_of_an_output_that_fails(
    plugin: Path, spoken: Path, fault: str, words: str
) -> None:
    (plugin / "tiny_status.py").write_text(
        MODULE.replace("def _produce(snapshot, theme):\n", f"{PRODUCE}    {fault}\n")
    )

    built = _run(spoken, "build", "--now", NOW, well=False)

    assert built.returncode == 3
    assert f"site.yaml:1: D021 warning: {words}" in built.stderr
    assert "; its files are left out\n" in built.stderr
    assert "Traceback" not in built.stderr
    assert (spoken / "public" / "index.html").exists()
    assert not (spoken / "public" / "tiny").exists()


def test_a_plug_in_that_cannot_be_loaded_stops_nothing_else(plugin: Path, spoken: Path, tmp_path: Path) -> None:
    (plugin / "tiny_status.py").write_text("import nowhere\n")

    built = _run(spoken, "build", "--now", NOW, well=False)
    listed = _run(spoken, "import")

    reason = "cannot be loaded (ModuleNotFoundError: No module named 'nowhere'; tiny_status.py:1)"
    assert built.returncode == 3
    name = "tiny_status:OUTPUT (entry point 'tiny' of statusladder.outputs)"
    assert f"D021 warning: {name} {reason}; its files are left out" in built.stderr
    assert listed.stderr == (
        f"error: tiny_status:IMPORTER (entry point 'tiny' of statusladder.importers) {reason}\n  {MEND}\n"
    )
    assert "statuspage: " in listed.stdout

"""A command pays for what it uses: the libraries it loads, the kinds of files it reads, the patterns it looks for.

Each is asked in a process of its own, since this one has loaded everything.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from night import in_ci
from writing_site import new_site

NOW = "2026-03-14T10:05:00Z"
WORDS = "Signing in takes up to a minute. Who is signed in stays so."
FOLDER = "2026-03-14-sign-in-is-slow"
FACTS = ["--severity", "minor", "--set", "sign-in=degraded_performance", "--symptom", "Signing in takes a minute"]
NEW = ["new", "Sign-in is slow", *FACTS, "-m", WORDS, "--now", NOW]
UPDATE = ["update", FOLDER, "-m", WORDS, "--now", NOW]

OF_A_BUILD = {"jinja2", "feedgen", "icalendar", "rcssmin", "rjsmin"}
NEEDED_BY_FEW = {"watchdog", "rich", "babel", "justhtml"}

RUN = """
import json, sys
from statusladder.cli.main import main
sys.argv = ["statusladder", *sys.argv[1:]]
try:
    main()
except SystemExit as left:
    code = left.code
from pydantic import BaseModel
from statusladder.model.pattern import LatePattern
kinds = [BaseModel]
for kind in kinds:
    kinds += kind.__subclasses__()
ours = [kind for kind in kinds if kind.__module__.startswith("statusladder.")]
complete = [kind.__name__ for kind in ours if kind.__pydantic_complete__]
rules = [vars(module) for name, module in sys.modules.items() if name.startswith("statusladder.lint.")]
compiled = [
    f"{names['__name__']}.{name}"
    for names in rules
    for name, value in names.items()
    if isinstance(value, LatePattern) and "_compiled" in vars(value)
]
print(json.dumps([code, [*sys.modules], complete, compiled, len(rules)]), file=sys.stderr)
"""


@dataclass(frozen=True)
class Left:
    """What stands in a process after a command: its modules, the kinds of files that it worked out how to validate,
    the patterns of the lint that were compiled, and how many modules of the lint were loaded."""

    code: int
    modules: tuple[str, ...]
    complete: tuple[str, ...]
    compiled: tuple[str, ...]
    lint: int

    @property
    def libraries(self) -> set[str]:
        return {module.partition(".")[0] for module in self.modules}


def _left_by(*arguments: str, cwd: Path) -> Left:
    ran = subprocess.run([sys.executable, "-c", RUN, *arguments], cwd=cwd, capture_output=True, text=True, check=True)
    code, modules, complete, compiled, lint = json.loads(ran.stderr.splitlines()[-1])
    return Left(code, tuple(modules), tuple(complete), tuple(compiled), lint)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_site(tmp_path_factory.mktemp("start") / "site")


@pytest.fixture(scope="module")
def writing(site: Path) -> dict[str, Left]:
    return {command[0]: _left_by(*command, cwd=site) for command in (NEW, UPDATE)}


@pytest.mark.parametrize("command", ["new", "update"])
def test_who_writes_waits_for_nothing_that_only_a_build_needs(command: str, writing: dict[str, Left]) -> None:
    assert writing[command].code == 0
    assert writing[command].libraries.isdisjoint(OF_A_BUILD | NEEDED_BY_FEW)
    rooms = {module.split(".")[1] for module in writing[command].modules if module.startswith("statusladder.")}
    assert rooms.isdisjoint({"theming", "importers", "scaffold", "serve"})


@pytest.mark.parametrize("command", ["new", "update"])
def test_of_all_kinds_of_files_only_those_that_are_read_are_worked_out(command: str, writing: dict[str, Left]) -> None:
    assert set(writing[command].complete) == {"Settings", "Policy", "IncidentKeys"}


@pytest.mark.parametrize("command", ["new", "update"])
def test_a_pattern_of_a_rule_that_nobody_asks_is_not_compiled(command: str, writing: dict[str, Left]) -> None:
    """Wording is judged in the pull request; before a file is placed, only structure and safety are."""
    rules = ("report_wording", "accountability", "stale_titles", "vague_times", "language")

    assert writing[command].lint > len(rules)
    assert [name for name in writing[command].compiled if name.split(".")[2] in rules] == []


@in_ci
def test_the_help_of_a_command_works_out_no_kind_of_file(site: Path) -> None:
    for command in ("update", "check", "build", "import"):
        left = _left_by(command, "--help", cwd=site)

        assert (left.code, left.complete, left.compiled) == (0, (), ()), command
        assert left.libraries.isdisjoint({"feedgen", "icalendar", "watchdog", "rich"}), command


@in_ci
def test_a_check_loads_no_library_of_a_room_that_it_does_not_enter(site: Path, writing: dict[str, Left]) -> None:
    left = _left_by("check", FOLDER, "--now", NOW, cwd=site)

    assert {"jinja2", "babel"} <= left.libraries  # It makes the page, and the page says dates.
    assert left.libraries.isdisjoint(NEEDED_BY_FEW - {"babel"})
    assert not {"PlaybookKeys", "AnswerKeys", "PageKeys", "MaintenanceKeys"} & set(left.complete)

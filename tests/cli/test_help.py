"""`--help`: one line for each command, the same that the command's own help begins with, and quick."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from statusladder.cli.main import statusladder

CONTEXT = click.Context(statusladder)
COMMANDS = statusladder.list_commands(CONTEXT)
GROUPS = [name for name in COMMANDS if isinstance(statusladder.get_command(CONTEXT, name), click.Group)]
COLUMNS = 80


def _help(*names: str) -> str:
    return CliRunner().invoke(statusladder, [*names, "--help"], terminal_width=COLUMNS).output


def _listed(text: str) -> dict[str, str]:
    """The rows below `Commands:`; one that goes on in a second line has no second word."""
    rows = [line.split(maxsplit=1) for line in text.partition("Commands:\n")[2].splitlines()]
    return {row[0]: row[1] if len(row) == 2 else "" for row in rows}


def _first_line(text: str) -> str:
    return text.split("\n\n")[1].strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_line_in_the_list_is_the_first_line_of_the_command_itself(command: str) -> None:
    line = _listed(_help())[command]

    assert line == _first_line(_help(command))
    assert line.endswith(".")
    assert "..." not in line


def test_the_list_has_a_line_for_each_command_and_nothing_else() -> None:
    assert list(_listed(_help())) == COMMANDS


@pytest.mark.parametrize("group", GROUPS)
def test_no_line_of_a_group_is_cut(group: str) -> None:
    listed = _listed(_help(group))

    assert listed
    assert listed == {name: _first_line(_help(group, name)) for name in listed}


def test_the_list_loads_no_command_and_none_of_the_libraries_that_they_need() -> None:
    script = (
        "import sys\n"
        "from statusladder.cli.main import statusladder\n"
        "statusladder.main(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    loaded = set(ran.stderr.splitlines())
    assert "statusladder.cli.commands" in loaded
    assert [name for name in loaded if name.startswith("statusladder.cli.commands.")] == []
    assert loaded.isdisjoint({"pydantic", "yaml", "markdown", "jinja2", "feedgen", "rich", "importlib.metadata"})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["biuld"], "No such command 'biuld'. Did you mean 'build'?"),
        (["follow_up"], "No such command 'follow_up'. Did you mean 'follow-up'?"),
        (["policy", "shwo"], "No such command 'shwo'. Did you mean 'show'?"),
        (["xylophone"], "No such command 'xylophone'."),
    ],
)
def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(words: list[str], said: str) -> None:
    told = CliRunner().invoke(statusladder, words)

    assert told.exit_code == 2
    assert told.stderr.splitlines()[-1] == f"Error: {said}"

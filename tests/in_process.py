"""The command in this process: what a shell would get from it, without the second that it takes to start Python.

A test of a terminal, a signal, a stream or of what one process hides from another starts a real one.
"""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from statusladder.cli.main import main


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs `statusladder` with these arguments in a folder; nobody types. A traceback is raised here."""
    printed, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as here, redirect_stdout(printed), redirect_stderr(said):
        if cwd is not None:
            here.chdir(cwd)
        for name, value in environment.items():
            here.setenv(name, value)
        here.setattr(sys, "argv", ["statusladder", *arguments])
        here.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as left:
            main()
    assert isinstance(left.value.code, int)
    return subprocess.CompletedProcess(arguments, left.value.code, _text(printed), _text(said))


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()

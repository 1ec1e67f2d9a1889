"""`statusladder` for scripts that call it often: each call is a process, forked from one that has built a site.

A call has the folder, the variables and the streams of its script; what is spared is the second that loading takes. It
does not end with a signal to its caller, so tests of signals start the command itself.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from statusladder.cli.main import main
from statusladder.loading import find_member_names, load_module
from statusladder.publish.pipeline import publish_site

TESTS = Path(__file__).parent
SITE = TESTS / "sites" / "calm"
CALL = TESTS / "stand_ins" / "statusladder"
"""The command. It needs `warm_start()` as the variable WARM."""


@cache
def warm_start() -> str:
    """The socket of the process that is forked; it ends with this one."""
    folder = tempfile.TemporaryDirectory()
    door = f"{folder.name}/door"
    process = subprocess.Popen([sys.executable, __file__, door], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.read(4) == b"open"

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return door


def _wait_for_calls(address: str) -> None:
    for name in find_member_names("statusladder.cli.commands"):
        load_module(f"statusladder.cli.commands.{name}")
    with tempfile.TemporaryDirectory() as folder:
        publish_site(SITE, Path(folder) / "public", datetime(2026, 3, 14, tzinfo=UTC), None, lambda count: None)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        os.write(1, b"open")
        while 0 not in select.select([0, door.fileno()], [], [])[0]:
            caller, _ = door.accept()
            with caller:
                if os.fork() == 0:
                    _answer(caller)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _answer(caller: socket.socket) -> None:
    """Does what the caller is to do, in its place, and tells it the exit code."""
    _, streams, _, _ = socket.recv_fds(caller, 1, 3)
    with caller.makefile() as told:
        asked = json.loads(told.readline())
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    sys.argv = ["statusladder", *asked["words"]]
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    code: object = 1
    try:
        main()
    except SystemExit as left:
        code = left.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    assert isinstance(code, int)
    caller.send(bytes([code]))
    os._exit(code)


if __name__ == "__main__":
    _wait_for_calls(sys.argv[1])

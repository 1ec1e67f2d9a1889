"""`statusladder` for tests that start it often: each call is a process, forked from one that has built a site.

A call has the folder, the variables and the streams that it is given, and a session and signals of its own. What is
spared is the second that loading takes; what a whole life of a process shows needs a real start.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from statusladder.cli.main import main
from statusladder.loading import find_member_names, load_module
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site
from statusladder.publish.pipeline import publish_site

NUMBER = 4
"""Bytes of each number that a caller is told: the id of the process that does its work, and then its exit code."""

TESTS = Path(__file__).parent
SITE = TESTS / "sites" / "calm"
CALL = str(TESTS / "stand_ins" / "statusladder")
"""The command, for scripts. It needs `warm_start()` as the variable WARM."""


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


def run_warm(words: Sequence[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `statusladder` with these words to its end, in a process of its own to which nobody types."""
    return subprocess.run(
        [CALL, *words],
        cwd=cwd,
        env=os.environ | {"WARM": warm_start()} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


class Forked:
    """A `statusladder` that runs meanwhile, with these descriptors as its three streams.

    Its methods are those of `subprocess.Popen`.
    """

    def __init__(self, words: Sequence[str], streams: Sequence[int], cwd: Path, environment: Mapping[str, str]) -> None:
        self._told = socket.socket(socket.AF_UNIX)
        self._told.connect(warm_start())
        socket.send_fds(self._told, [b"."], streams)
        asked = {"words": list(words), "folder": str(cwd), "environment": dict(environment)}
        self._told.sendall(json.dumps(asked).encode() + b"\n")
        self.pid = self._number()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float) -> int:
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("statusladder", timeout)
            self.returncode = self._number()
            self._told.close()
        return self.returncode

    def send_signal(self, how: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, how)

    def _number(self) -> int:
        data = self._told.recv(NUMBER, socket.MSG_WAITALL)
        assert len(data) == NUMBER, "the process that is forked has ended"
        return int.from_bytes(data, signed=True)


def _wait_for_calls(address: str) -> None:
    for name in find_member_names("statusladder.cli.commands"):
        load_module(f"statusladder.cli.commands.{name}")
    with tempfile.TemporaryDirectory() as folder:
        publish_site(SITE, Path(folder) / "public", datetime(2026, 3, 14, tzinfo=UTC), None, lambda count: None)
    judge_site(SITE, datetime(2026, 3, 14, tzinfo=UTC), Gate.CHECK)
    gc.freeze()
    ended, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    callers: dict[int, socket.socket] = {}
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        os.write(1, b"open")
        while 0 not in (ready := select.select([0, door.fileno(), ended.fileno()], [], [])[0]):
            if door.fileno() in ready:
                caller, _ = door.accept()
                pid = os.fork()
                if pid == 0:
                    _answer(caller)
                callers[pid] = caller
                _tell(caller, pid)
            if ended.fileno() in ready:
                ended.recv(4096)
                _tell_of_ends(callers)


def _tell_of_ends(callers: dict[int, socket.socket]) -> None:
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            with callers.pop(found[0]) as caller:
                _tell(caller, os.waitstatus_to_exitcode(found[1]))


def _tell(caller: socket.socket, number: int) -> None:
    with suppress(OSError):  # it may have been killed meanwhile
        caller.sendall(number.to_bytes(NUMBER, signed=True))


def _answer(caller: socket.socket) -> None:
    """Does what the caller is to do, in its place."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(caller, 1, 3)
    with caller.makefile() as told:
        asked = json.loads(told.readline())
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.setsid()
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    tempfile.tempdir = None
    sys.argv = ["statusladder", *asked["words"]]
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace")
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
    os._exit(code)


if __name__ == "__main__":
    _wait_for_calls(sys.argv[1])

"""`statusladder` for tests that start it often: each call is a process, forked from one that has built a site.

A call has the folder, the variables and the streams that it is given, and a session and signals of its own. What is
spared is the second that loading takes; what a whole life of a process shows needs a real start.
"""

import atexit
import fcntl
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
from typing import IO

from statusladder.cli.main import main
from statusladder.loading import find_member_names, load_module
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site
from statusladder.publish.pipeline import publish_site

NUMBER = 4
"""Bytes of each number that a caller is told: the id of the process that does its work, and then its exit code."""

TESTS = Path(__file__).parent
SITE = TESTS / "sites" / "calm"
FOLDER = Path()
"""What all processes of a run of pytest share; the run sets it."""

DOOR, HOLDERS = "warm.door", "warm.holders"
"""Sockets: calls come to the first; to the second, each process that may call, for as long as it lives."""
CALL = str(TESTS / "stand_ins" / "statusladder")
"""The command, for scripts. It needs `warm_start()` as the variable WARM."""


@cache
def warm_start() -> str:
    """The socket of the process that is forked: one for all processes of a run of pytest, the last of which ends it."""
    with (FOLDER / "warm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (held := _hold()) is None:
            quiet = subprocess.DEVNULL
            subprocess.run([sys.executable, __file__, str(FOLDER)], stdin=quiet, stdout=quiet, check=True)
            held = _hold()
    assert held is not None
    atexit.register(held.close)
    return str(FOLDER / DOOR)


def _hold() -> socket.socket | None:
    """A line to the process that waits there, which goes on while any is open; None where nobody waits any more."""
    held = socket.socket(socket.AF_UNIX)
    try:
        held.connect(str(FOLDER / HOLDERS))
        if held.recv(1):
            return held
    except OSError:
        pass
    held.close()
    return None


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


def run_source(source: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Runs Python in a process of its own in which the program is loaded, with these words as `sys.argv[1:]`."""
    with open(os.devnull) as nobody, tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        streams = [stream.fileno() for stream in (nobody, out, err)]
        code = Forked(["-c", source, *map(str, words)], streams, Path.cwd(), os.environ).wait(None)
        return subprocess.CompletedProcess(source, code, *(_all_of(stream) for stream in (out, err)))


def _all_of(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()


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

    def wait(self, timeout: float | None) -> int:
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("statusladder", timeout or 0)
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


def _wait_for_calls(folder: Path) -> None:
    """Loads the program, and goes on as a process of its own as soon as it can be asked."""
    for name in find_member_names("statusladder.cli.commands"):
        load_module(f"statusladder.cli.commands.{name}")
    with tempfile.TemporaryDirectory() as place:
        publish_site(SITE, Path(place) / "public", datetime(2026, 3, 14, tzinfo=UTC), None, lambda count: None)
    judge_site(SITE, datetime(2026, 3, 14, tzinfo=UTC), Gate.CHECK)
    gc.freeze()
    ended, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    callers: dict[int, socket.socket] = {}
    with _listening(folder / DOOR) as door, _listening(folder / HOLDERS) as holders:
        if os.fork():
            os._exit(0)
        os.setsid()
        held = [_greeted(holders)]
        while held:
            ready, _, _ = select.select([door, holders, ended, *held], [], [])
            for holder in [holder for holder in held if holder in ready]:
                held.remove(holder)
                holder.close()
            if holders in ready:
                held.append(_greeted(holders))
            if door in ready:
                caller, _ = door.accept()
                pid = os.fork()
                if pid == 0:
                    _answer(caller)
                callers[pid] = caller
                _tell(caller, pid)
            if ended in ready:
                ended.recv(4096)
                _tell_of_ends(callers)


def _listening(address: Path) -> socket.socket:
    address.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(address))
    door.listen()
    return door


def _greeted(holders: socket.socket) -> socket.socket:
    holder, _ = holders.accept()
    holder.sendall(b".")
    return holder


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
    words = asked["words"]
    sys.argv = ["statusladder", *words]
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace")
    code: object = 1
    try:
        if words[:1] == ["-c"]:
            sys.argv = ["-c", *words[2:]]
            exec(words[1], {"__name__": "__main__"})
            code = 0
        else:
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
    _wait_for_calls(Path(sys.argv[1]))

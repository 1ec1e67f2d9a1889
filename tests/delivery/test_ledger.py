"""Wherever a run is killed: with a ledger nothing is lost, and at most the message on its way is sent twice."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from night import examples, in_ci
from statusladder.delivery.ledger import FAILED, SENDING, SENT, open_ledger
from statusladder.delivery.posting import REPEAT
from statusladder.model.problem import Stopped

KILLS = examples(by_night=100, by_day=4, in_ci=8)
COUNTED = """\
import os, signal, sys, threading
from statusladder.cli.main import main
left = total = int(sys.argv.pop(1))
begun = False
def count(frame, event, argument):
    global begun, left
    begun = begun or frame.f_code.co_name == "open_ledger"
    left -= begun
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
threading.setprofile(count)
sys.setprofile(count)
try:
    main()
finally:
    sys.setprofile(None)
    print(total - left)
"""
"""The program, which kills itself at a call of that number since it opened its ledger, or says how many it made."""


def _run(after: int, messages: Path, ledger: Path, server: HTTPServer) -> "subprocess.CompletedProcess[str]":
    words = ["announce", str(messages), "--send", "--ledger", str(ledger)]
    places = {"HOOK": server.url_for("/in"), "TEAM": f"slack+{server.url_for('/in')}"}
    return subprocess.run(
        [sys.executable, "-c", COUNTED, str(after), *words],
        capture_output=True,
        text=True,
        env=os.environ | {f"STATUSLADDER_CHANNEL_{name}": place for name, place in places.items()},
    )


@in_ci
def test_wherever_a_run_is_killed_the_next_completes_it(messages: Path, tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")
    whole = _run(10**9, messages, tmp_path / "whole", httpserver)
    assert whole.returncode == 0, whole.stderr
    calls, keys = int(whole.stdout), {request.headers[REPEAT] for request, _ in httpserver.log}
    reached = set()
    for number in range(KILLS):
        httpserver.clear_log()
        ledger = tmp_path / f"ledger-{number}"
        killed = _run(random.Random(number).randint(1, calls), messages, ledger, httpserver)
        reached.add(len(httpserver.log))
        again = _run(10**9, messages, ledger, httpserver)

        received = Counter(request.headers[REPEAT] for request, _ in httpserver.log)
        assert killed.returncode == -signal.SIGKILL
        assert again.returncode == 0, again.stderr
        assert set(received) == keys
        assert received.total() <= len(keys) + 1
        if received.total() > len(keys):
            assert again.stderr.count("may arrive twice") == 1
    assert len(reached) > 2


def test_what_was_sent_is_known_and_what_was_on_its_way_too(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as memory:
        memory.mark("a", SENDING)
        memory.mark("a", SENT)
        memory.mark("b", SENDING)
        memory.mark("c", SENDING)
        memory.mark("c", FAILED)

    with open_ledger(tmp_path / "ledger") as memory:
        assert [memory.is_sent(key) for key in "abcd"] == [True, False, False, False]
        assert [memory.was_on_its_way(key) for key in "abcd"] == [False, True, False, False]


def test_a_last_line_that_is_torn_at_any_byte_counts_as_not_written(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger") as memory:
        memory.mark("a", SENDING)
        memory.mark("a", SENT)
    data = (tmp_path / "ledger").read_bytes()
    first = data.index(b"\n") + 1
    for length in range(first, len(data)):
        (tmp_path / "torn").write_bytes(data[:length])

        with open_ledger(tmp_path / "torn") as memory:
            assert memory.was_on_its_way("a")
            memory.mark("b", SENT)

        states = [json.loads(line)["state"] for line in (tmp_path / "torn").read_text().splitlines()]
        assert states == [SENDING, SENT]


def test_two_announcers_do_not_share_a_ledger(tmp_path: Path) -> None:
    with (
        open_ledger(tmp_path / "ledger"),
        pytest.raises(Stopped, match="another announcement uses the ledger"),
        open_ledger(tmp_path / "ledger"),
    ):
        pass


@pytest.mark.parametrize("text", ["hello\n", "[]\n", '{"message": "a"}\n', '{"message": "a", "state": "x"}\n'])
def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "ledger").write_text(text)

    with pytest.raises(Stopped, match="is not a ledger of sent messages"), open_ledger(tmp_path / "ledger"):
        pass

    assert (tmp_path / "ledger").read_text() == text

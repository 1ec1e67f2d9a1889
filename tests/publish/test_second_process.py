"""Two processes make what one does, and what goes wrong in the second one costs time and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from night import ALL, in_ci, some
from site_of_incidents import write_site

HALF = """
import os, signal, sys
from statusladder.publish import second_process
from statusladder.publish.second_process import ENOUGH, make_in_two

first = os.getpid()
things = list(range(ENOUGH))

def make(number):
    {act}
    return number, b"%d" % number * number, os.getpid() == first

def pack(made):
    return (b"%d" % made[0], made[1], b"here" if made[2] else b"")

def unpack(pieces):
    return int(pieces[0]), pieces[1], bool(pieces[2])

made = list(make_in_two(things, make, pack, unpack))
signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set() or sys.exit("signals are held back")
assert [number for number, _, _ in made] == things
assert [data for _, data, _ in made] == [b"%d" % number * number for number in things]
print(sum(not here for _, _, here in made))
"""
HALVES = {
    "pass": "30",
    # Each of these fails in the second process alone, and so late that much of its work was done.
    "if os.getpid() != first and number > 50: raise ValueError": "0",
    "if os.getpid() != first and number > 50: os.kill(os.getpid(), signal.SIGKILL)": "0",
    "if os.getpid() != first and number > 50: sys.exit('left')": "0",
}
ALONE = "import os\nos.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])\n"
BUILD = "import sys\nfrom statusladder.cli.main import main\nsys.argv[0] = 'statusladder'\nmain()"
has_two = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one processor: no second process starts")


def _run(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)


@has_two
@pytest.mark.parametrize("act", some([*HALVES], by_day=2, in_ci=len(HALVES)))
def test_everything_is_made_once_and_in_order_whatever_the_second_process_does(act: str) -> None:
    done = _run(HALF.format(act=act))

    assert done.stderr == ""
    assert done.stdout == f"{HALVES[act]}\n"


def test_what_fails_in_both_fails_in_the_words_of_the_first() -> None:
    done = _run(HALF.format(act="if number > 50: raise ValueError(f'no {number}')"))

    assert done.stderr.endswith("ValueError: no 51\n")
    assert done.stderr.count("Traceback") == 1


@has_two
def test_none_starts_beside_a_thread() -> None:
    code = HALF.replace("made = list(", "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True)"
                        ".start()\nmade = list(")  # fmt: skip
    assert _run(code.format(act="pass")).stdout == "0\n"


@has_two
def test_none_is_left_when_nobody_asks_any_more() -> None:
    code = HALF.format(act="if os.getpid() != first: signal.pause()").replace(
        "made = list(make_in_two(things, make, pack, unpack))",
        "asked = make_in_two(things, make, pack, unpack)\n[next(asked) for _ in range(9)]\nasked.close()\n"
        "try:\n    os.waitpid(-1, os.WNOHANG)\nexcept ChildProcessError:\n    print('none')\nsys.exit()",
    )

    assert _run(code).stdout == "none\n"


@has_two
def test_the_end_of_the_second_process_may_be_ignored() -> None:
    """Whoever starts us may have chosen so, and we inherit it."""
    code = HALF.replace("first = os", "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nfirst = os", 1)

    done = _run(code.format(act="pass"))

    assert (done.stdout, done.stderr) == ("30\n", "")


@has_two
def test_a_process_that_has_ended_is_not_killed() -> None:
    """Its number may be that of another one by then."""
    code = HALF.replace("made = list(", "os.kill = lambda *told: print('killed')\nmade = list(")

    assert _run(code.format(act="pass")).stdout == "30\n"


@has_two
def test_what_stops_the_first_process_is_no_matter_of_the_second() -> None:
    act = "os.getpid() == first or os.kill(os.getpid(), signal.SIGINT)"

    done = _run(HALF.format(act=act))

    assert (done.stdout, done.stderr) == ("30\n", "")


@pytest.mark.parametrize("missing", some(["tempfile.TemporaryFile", "os.fork"], by_day=1, in_ci=ALL))
def test_one_process_makes_all_where_there_can_be_no_second(missing: str) -> None:
    refuse = f"def refuse(*told):\n    raise OSError('there is none')\nimport tempfile\n{missing} = refuse\n"

    done = _run(HALF.replace("made = list(", f"{refuse}made = list(").format(act="pass"))

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_it_is_loaded_where_there_are_fewer_signals() -> None:
    """As on Windows, where one process makes all."""
    code = "import signal\ndel signal.SIGHUP, signal.pthread_sigmask\nimport sys\nsys.platform = 'win32'\n"
    code += HALF.format(act="pass").replace("signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set() or sys.exit", "len")

    assert _run(code).stdout == "0\n"


@in_ci
@has_two
def test_a_site_that_two_processes_make_is_that_of_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    names = write_site(site, 64)
    # A mistake in the half of each process that stops nothing, and an incident that no cache keeps.
    for name in (names[3], names[60]):
        last = max((site / "content/incidents" / name).iterdir())
        last.write_text(last.read_text(encoding="utf-8") + "\n[Gone](/nowhere/).\n", encoding="utf-8")
    said, trees = {}, {}

    for how, code in {"two": BUILD, "one": ALONE + BUILD}.items():
        public = tmp_path / how / "public"
        public.parent.mkdir()
        words = ("build", "--quiet", "--site", str(site), "-o", str(public), "--now", "2026-03-14T10:05:00Z")
        for state in ("first", "again"):
            done = _run(code, *words)
            assert done.returncode == 0, done.stderr
            said[how, state] = done.stderr.replace(str(public), "public")
            trees[how, state] = {path.relative_to(public): path.read_bytes() for path in public.rglob("*.*")}

    assert trees["two", "first"] == trees["one", "first"] == trees["two", "again"] == trees["one", "again"]
    assert "/nowhere/" in said["two", "first"]
    assert (said["two", "first"], said["two", "again"]) == (said["one", "first"], said["one", "again"])

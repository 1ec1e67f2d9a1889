"""The tutorial is done as a reader does it: every command of it, and the recorded incident at a terminal.

After a change of words, `python tests/test_tutorial.py` records the session anew; read the difference first.
"""

import re
import shlex
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from in_process import run
from terminal import at_a_terminal

TUTORIAL = Path(__file__).resolve().parent.parent / "docs" / "tutorial"
RECORDING = TUTORIAL / "a-first-incident.txt"
START = datetime.fromisoformat("2026-12-01T09:01:00Z")

Step = tuple[int, str, list[tuple[str, str]]]

SESSION: list[Step] = [
    (
        0,
        "new",
        [
            ("few words?", "Sign-in fails for some accounts"),
            ("customers?", "majr"),
            ("customers?", "major"),
            ("STATE?", "sign-in=partial_outage"),
            ("and: ", ""),
            ("fails?", "The sign-in page shows an error"),
            ("ends):", "Signing in shows an error for some accounts. Sessions that are open keep working."),
            ("ends):", "We are finding out why."),
            ("ends):", ""),
        ],
    ),
    (
        25,
        "update",
        [
            ("Stage", "identified"),
            ("still a partial outage?", ""),
            ("unknown?", "12-18%"),
            ("estimated?", "measured"),
            ("begin", "08:52"),
            ("know?", "Sessions that are open keep working"),
            ("and: ", "Passwords are safe"),
            ("and: ", ""),
            ("yet?", "Why the store of sessions is slow"),
            ("and: ", ""),
            ("about it?", "Moving sign-in to the standby in steps"),
            ("and: ", ""),
            ("meanwhile?", "Stay signed in"),
            ("and: ", ""),
            ("must customers do?", "none"),
            ("recovery", "10:15..11:00"),
            ("sure", "medium"),
            ("rest?", "each step takes five minutes"),
            (
                "ends):",
                "The store of sessions is overloaded. We are moving sign-in to a standby, step by step.",
            ),
            ("ends):", ""),
        ],
    ),
    (
        50,
        "update --no-change",
        [
            ("tried", "one larger step, which slowed down customers who were signed in"),
            ("ruled out", "the release of 08:30 UTC"),
            ("Next we", "go on in small steps"),
        ],
    ),
    (
        75,
        "update",
        [
            ("Stage", "mitigating"),
            ("still a partial outage?", "degraded_performance"),
            ("unknown?", "5-7%"),
            ("estimated?", "measured"),
            ("about it?", "Moving the rest in the same steps"),
            ("and: ", ""),
            ("restored'?", "60% of sign-ins moved"),
            ("ends):", "Six in ten sign-ins run on the standby and work. Stay signed in if you are."),
            ("ends):", ""),
        ],
    ),
    (
        110,
        "update",
        [
            ("Stage", "resolved"),
            ("unknown?", "16%"),
            ("estimated?", "measured"),
            ("must customers do?", "none"),
            ("lost?", "none"),
            ("usual?", "none"),
            ("agree to these words?", "incident_commander"),
            ("and: ", ""),
            (
                "ends):",
                "Signing in has worked for everybody since 10:40 UTC. For almost two hours some of you could not",
            ),
            (
                "ends):",
                "sign in. That is our failure, and we are sorry. By 15 December we tell you why, and what changes.",
            ),
            ("ends):", ""),
        ],
    ),
]
"""Minutes since the alarm, the command, and what is typed at each question."""


def _record(folder: Path) -> str:
    """The session as it stands on the screen."""
    site = folder / "status"
    _run("init status --quiet", folder, START)
    text = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(text.replace("id: api\n    name: API", "id: sign-in\n    name: Sign-in"))
    for example in sorted((site / "content" / "incidents").glob("*/*.md")):
        example.unlink()
        example.parent.rmdir()
    screens = []
    for minutes, words, answers in SESSION:
        seen = at_a_terminal(shlex.split(words), answers, site, _clock(START + timedelta(minutes=minutes)))
        assert seen.code == 0, seen.screen
        screens.append(f"$ statusladder {words}\n{seen.screen}")
    report = 'postmortem --trigger "A copy of the store that was too small" --factor "It grew for a year" \
--factor "Nothing warned of it" --approved-by incident_commander \
-m "Signing in failed for one in six of you, because a store was full. We are sorry, and now watch how fast it grows."'
    done = _run(report, site, START + timedelta(days=3))
    return "\n".join([*screens, f"$ statusladder {report}\n{done.stderr}{done.stdout}"])


def _clock(moment: datetime) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": f"{int(moment.timestamp())}"}


def _run(words: str, cwd: Path, moment: datetime) -> subprocess.CompletedProcess[str]:
    done = run(*shlex.split(words), cwd=cwd, **_clock(moment))
    assert done.returncode == 0, f"{words}\n{done.stderr}"
    return done


def test_the_recorded_incident_happens_again_letter_by_letter(tmp_path: Path) -> None:
    assert _record(tmp_path) == RECORDING.read_text(encoding="utf-8")
    checked = _run("check", tmp_path / "status", START + timedelta(days=3))
    assert checked.stderr == "All is well: 1 incident, 6 updates, 0 maintenances.\n"


def test_every_command_of_the_tutorial_works_in_its_order(tmp_path: Path, git: Callable[..., None]) -> None:
    text = (TUTORIAL / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    commands = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    folder, moment, done = tmp_path, START, []
    git(tmp_path, "init", "--bare", "remote.git")
    for command in commands:
        words = shlex.split(command)
        if words[0] == "cd":
            folder /= words[1]
        elif words[0] == "git":
            git(folder, *(f"{tmp_path / 'remote.git'}" if word.endswith(".git") else word for word in words[1:]))
        elif words[0] == "rm":
            subprocess.run(words, cwd=folder, check=True)
        elif words[:2] != ["statusladder", "serve"]:  # never ends by itself; it has tests of its own
            _run(command.removeprefix("statusladder "), folder, moment)
            done.append(words[1])
        moment += timedelta(minutes=10)

    assert done == [
        "init", "new", "check", "build", "update", "update", "update", "update", "postmortem", "build"
    ]  # fmt: skip
    git(tmp_path, "clone", "--branch", "main", "remote.git", "pushed")
    _run("check", tmp_path / "pushed", moment)
    assert not (tmp_path / "pushed" / "public").exists()
    (page,) = (folder / "public" / "incidents").glob("*api*/index.html")
    for said in ("One call in thirty still fails", "A full disk on one group", "starting two servers at once"):
        assert said in page.read_text(encoding="utf-8")
    (report,) = (folder / "public" / "incidents").glob("*api*/postmortem/index.html")
    assert "Warn when a disk will be full within a day" in report.read_text(encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        RECORDING.write_text(_record(Path(scratch)), encoding="utf-8")

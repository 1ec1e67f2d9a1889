"""Where a command's words go: a terminal without our characters, a full disk, a reader who leaves, a closed stream."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from night import ALL, in_ci, some
from runner import git

SITE = Path(__file__).parent.parent / "sites" / "owned"
COMMANDS = (
    "actions",
    "check",
    "check --format github",
    "check --format json",
    "due",
    "drill coverage",
    "drill report",
    "explain",
    "explain T004",
    "headers nginx",
    "import",
    "no-such-command",
    "nudge",
    "owners",
    "owners --format json",
    "playbooks",
    "playbooks api-outage",
    "policy diff",
    "policy show",
    "preview --since HEAD~1",
    "schema incident",
    "stats",
    "stats --format json",
)
AS_JSON = frozenset(words for words in COMMANDS if "json" in words or words.startswith("schema"))
"""What programs read: no character of it may be lost."""

NOTICE = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Вход не работает – 登录 失败 🎈
severity: major
components: {sign-in: partial_outage}
next_update: 30m
---
Вход возвращает ошибку. 我们正在调查。
"""
FULL = "/dev/full"
NO_SPACE = "error: the output cannot be written: No space left on device\n  free some space, or send it elsewhere\n"

needs_full_device = pytest.mark.skipif(not os.path.exists(FULL), reason="this system has no /dev/full")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose newest commit is an incident in Russian and Chinese."""
    folder = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("streams") / "site"))
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "The site")
    notice = folder / "content/incidents/2026-03-14-sign-in/01-investigating.md"
    notice.parent.mkdir(parents=True)
    notice.write_text(NOTICE, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "An incident")
    return folder


def _command(words: str) -> list[str]:
    return [sys.executable, "-m", "statusladder", *words.split()]


ALL_IN_TURN = """
import sys
from statusladder.cli.main import main

for words in sys.argv[1:]:
    sys.argv = ["statusladder", *words.split()]
    try:
        main()
    except SystemExit as left:
        sys.stdout.write(f"[{words}: {left.code}]" + chr(10))
"""
"""Runs each of its arguments as a command, on the streams of one process."""


def _printed(site: Path, encoding: str) -> dict[str, str]:
    """What each command prints where the streams have this encoding; its exit code is the last line."""
    ran = subprocess.run(
        [sys.executable, "-c", ALL_IN_TURN, *COMMANDS],
        cwd=site,
        env=os.environ | {"PYTHONIOENCODING": encoding, "SOURCE_DATE_EPOCH": "1773482700"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    left = ran.stdout.decode(encoding)
    printed = {}
    for words in COMMANDS:
        printed[words], left = re.split(rf"(?<=\[{re.escape(words)}: \d\])\n", left, maxsplit=1)
    return printed


@pytest.fixture(scope="module")
def printed(site: Path) -> dict[str, str]:
    return _printed(site, "utf-8")


@in_ci
@pytest.mark.parametrize("encoding", some(["cp1252", "ascii"], by_day=1))
def test_what_the_encoding_of_the_output_lacks_is_replaced(encoding: str, site: Path, printed: dict[str, str]) -> None:
    narrow = _printed(site, encoding)

    for words, text in printed.items():
        if words in AS_JSON:
            assert json.loads(narrow[words].rpartition("[")[0]) == json.loads(text.rpartition("[")[0])
        else:
            assert narrow[words] == text.encode(encoding, "replace").decode(encoding)
    assert "?" in narrow["stats"]


@in_ci
@needs_full_device
@pytest.mark.parametrize("words", some(["policy show", "schema incident", "--help"], by_day=1, in_ci=ALL))
def test_a_full_disk_is_named(words: str, site: Path) -> None:
    with open(FULL, "wb") as full:
        ran = subprocess.run(_command(words), cwd=site, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (1, NO_SPACE)


@needs_full_device
def test_a_full_disk_behind_both_streams_ends_with_1(site: Path) -> None:
    with open(FULL, "wb") as full:
        ran = subprocess.run(_command("policy show"), cwd=site, stdout=full, stderr=full, check=False)

    assert ran.returncode == 1


@pytest.mark.parametrize("words", some(["policy show", "schema incident", "--help"], by_day=1, in_ci=ALL))
def test_a_reader_who_leaves_ends_the_command_in_silence(words: str, site: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(_command(words), cwd=site, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)

    assert (ran.returncode, ran.stderr) == (1, "")


@in_ci
def test_closed_streams_take_what_nobody_wants(site: Path) -> None:
    script = '"$0" -m statusladder policy show >&- 2>&-'

    ran = subprocess.run(["sh", "-c", script, sys.executable], cwd=site, check=False)

    assert ran.returncode == 0

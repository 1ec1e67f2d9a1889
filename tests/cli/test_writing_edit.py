"""`--edit`, two people at once, and disks that fail: words come to the site whole, or are kept beside it."""

import contextlib
import os
import select
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from night import ALL, in_ci, some
from statusladder.model.problem import Stopped
from warm_start import CALL, warm_start
from writing_site import content, new_site, run, run_apart, unfinished

NOW = "2026-03-14T09:01:00Z"
LATER = "2026-03-14T09:20:00Z"
NEW = ("new", "Search finds nothing", "--severity", "minor", "--set", "search=partial_outage")
FIRST = "incidents/2026-03-14-search-finds-nothing/01-investigating.md"
PATIENCE = 30


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return new_site(tmp_path / "site")


def _editor(folder: Path, script: str) -> str:
    """An editor that does what a shell script says; `$1` is the file."""
    editor = folder / "an editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    return f"'{editor}'"


def test_what_the_editor_saved_is_what_is_placed(site: Path) -> None:
    editor = _editor(
        site.parent, 'cp "$1" seen; sed -i "s/severity: minor/severity: major/; s/nothing here/Said better./" "$1"'
    )

    edited = run(*NEW, "-m", "nothing here", "--edit", cwd=site, now=NOW, EDITOR=editor, VISUAL="")

    assert (edited.returncode, edited.stdout) == (0, f"content/{FIRST}\n"), edited.stderr
    assert content(site)[FIRST] == (site / "seen").read_bytes().replace(b"minor", b"major").replace(
        b"nothing here", b"Said better."
    )
    assert unfinished(site) == []


def test_an_edit_that_no_build_would_take_is_refused_and_kept(site: Path) -> None:
    editor = _editor(site.parent, 'sed -i "s/severity: minor/severity: mild/; s/^nothing.*/Long thought over./" "$1"')

    refused = run(*NEW, "-m", "nothing here", "-e", cwd=site, now=NOW, EDITOR=editor, VISUAL="")

    assert (refused.returncode, content(site)) == (1, {})
    assert "no severity is called 'mild'" in refused.stderr
    assert ".statusladder/unfinished/" in refused.stderr
    # The problem stands at a line of the file that is there, not of the one that is not.
    assert "unfinished/2026-03-14-search-finds-nothing-01-investigating.md:5: D010" in refused.stderr
    (kept,) = unfinished(site)
    assert "severity: mild\n" in kept
    assert kept.endswith("---\nLong thought over.\n")


def test_what_was_kept_is_not_lost_to_the_next_attempt(site: Path) -> None:
    for words in ("The first thought", "The second thought"):
        refused = run(*NEW, "-m", words, "--next", "00:00", cwd=site, now=NOW)
        assert refused.returncode == 1

    assert {text.splitlines()[-1] for text in unfinished(site)} == {"The first thought", "The second thought"}


@pytest.mark.parametrize("editor", ["false", "/no/such/editor", "'unbalanced"])
def test_an_editor_that_fails_loses_no_word(site: Path, editor: str) -> None:
    failed = run(*NEW, "-m", "My words", "--edit", cwd=site, now=NOW, EDITOR=editor, VISUAL="")

    assert (failed.returncode, content(site)) == (1, {})
    assert "Traceback" not in failed.stderr
    assert ".statusladder/unfinished/" in failed.stderr
    assert unfinished(site)[0].endswith("---\nMy words\n")


@in_ci
def test_ctrl_c_while_the_editor_is_open_says_where_the_words_are(site: Path) -> None:
    editor = _editor(site.parent, 'echo "More words" >> "$1"; kill -INT $PPID')

    stopped = run_apart(*NEW, "-m", "My words", "--edit", cwd=site, now=NOW, EDITOR=editor, VISUAL="")

    assert (stopped.returncode, content(site)) == (1, {})
    assert "your words are in .statusladder/unfinished/" in stopped.stderr
    assert unfinished(site)[0].endswith("---\nMy words\nMore words\n")


def test_an_editor_that_saves_another_encoding_loses_no_word(site: Path) -> None:
    editor = _editor(site.parent, 'printf "\\374ber" >> "$1"')

    failed = run(*NEW, "-m", "My words", "--edit", cwd=site, now=NOW, EDITOR=editor, VISUAL="")

    assert (failed.returncode, content(site)) == (1, {})
    assert "not UTF-8; your words are in" in failed.stderr
    (kept,) = (site / ".statusladder" / "unfinished").glob("*.md")
    assert kept.read_bytes().endswith(b"My words\n\374ber")


def test_an_editor_that_empties_the_file_is_no_way_to_publish_nothing(site: Path) -> None:
    emptied = run(
        *NEW, "-m", "My words", "--edit", cwd=site, now=NOW, EDITOR=_editor(site.parent, ': > "$1"'), VISUAL=""
    )

    assert (emptied.returncode, content(site)) == (1, {})
    assert "Traceback" not in emptied.stderr


class _AtTheEditor:
    """A command whose editor is open: it has read the folder, and writes only when it is let go on."""

    def __init__(self, name: str, site: Path, *words: str) -> None:
        folder = site.parent / name
        folder.mkdir()
        for pipe in ("opened", "go on"):
            os.mkfifo(folder / pipe)
        # Opened for both directions, a pipe waits for nobody.
        self._opened, self._go_on = (os.open(folder / pipe, os.O_RDWR) for pipe in ("opened", "go on"))
        editor = _editor(folder, f"echo yes > '{folder}/opened'; read go < '{folder}/go on'")
        self._process = subprocess.Popen(
            [CALL, *words, "--edit"],
            cwd=site,
            env=os.environ | {"WARM": warm_start(), "EDITOR": editor, "VISUAL": ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert select.select([self._opened], [], [], PATIENCE)[0], "the editor was never opened"

    def go_on(self) -> None:
        os.write(self._go_on, b"go\n")

    def end(self) -> tuple[int, str, str]:
        out, err = self._process.communicate(timeout=PATIENCE)
        os.close(self._opened)
        os.close(self._go_on)
        return self._process.returncode, out, err


@pytest.mark.parametrize(
    "together",
    some(
        [pytest.param(True, id="at-the-same-time"), pytest.param(False, id="one-after-the-other")], by_day=1, in_ci=ALL
    ),
)
def test_of_two_who_write_the_next_update_one_wins(site: Path, together: bool) -> None:
    assert run(*NEW, "-m", "It fails.", cwd=site, now=NOW).returncode == 0
    before = content(site)
    said = {"identified": "We know what fails.", "mitigating": "We restart it."}
    people = [
        _AtTheEditor(stage, site, "update", "--stage", stage, "-m", words, "--now", LATER)
        for stage, words in said.items()
    ]

    ends = _let_go(people, together)

    won, lost = sorted(ends)
    assert (won[0], lost[0]) == (0, 1)
    after = content(site)
    (placed,) = after.keys() - before.keys()
    assert won[1] == f"content/{placed}\n"
    assert {name: after[name] for name in before} == before
    assert lost[1] == ""
    assert placed.rsplit("/", 1)[1] in lost[2]
    (kept,) = unfinished(site)
    losing = next(words for stage, words in said.items() if stage not in placed)
    assert kept.endswith(f"---\n{losing}\n")

    again = run("update", "--stage", "mitigating", "-m", losing, cwd=site, now=LATER)
    assert again.returncode == 0, again.stderr
    assert "/03-mitigating.md" in again.stdout


@in_ci
@pytest.mark.parametrize("together", [False, True], ids=["one-after-the-other", "at-the-same-time"])
def test_of_two_who_begin_the_same_incident_one_wins(site: Path, together: bool) -> None:
    people = [_AtTheEditor(words, site, *NEW, "-m", words, "--now", NOW) for words in ("one", "two")]

    ends = _let_go(people, together)

    won, lost = sorted(ends)
    assert (won[:2], lost[0]) == ((0, f"content/{FIRST}\n"), 1)
    assert list(content(site)) == [FIRST]
    assert "somebody else wrote this incident" in lost[2]
    (kept,) = unfinished(site)
    assert {kept.splitlines()[-1], content(site)[FIRST].decode().splitlines()[-1]} == {"one", "two"}


def _let_go(people: list[_AtTheEditor], together: bool) -> list[tuple[int, str, str]]:
    if together:
        for person in people:
            person.go_on()
        return [person.end() for person in people]
    ends = []
    for person in people:
        person.go_on()
        ends.append(person.end())
    return ends


def _fill_up(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(b"x" * 512)


def test_a_full_disk_leaves_nothing_half_written(small_disk: Path) -> None:
    site = new_site(small_disk / "site")
    assert run(*NEW, "-m", "It fails.", cwd=site, now=NOW).returncode == 0
    before = content(site)
    _fill_up(small_disk)

    full = run("update", "-m", "Long words. " * 2000, cwd=site, now=LATER)

    assert (full.returncode, content(site)) == (1, before)
    assert "Traceback" not in full.stderr
    assert "Long words. Long words." in full.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_nobody_may_write_to_is_said_in_words(site: Path) -> None:
    assert run(*NEW, "-m", "It fails.", cwd=site, now=NOW).returncode == 0
    folder = (site / "content" / FIRST).parent
    folder.chmod(0o555)
    try:
        refused = run("update", "-m", "My words", cwd=site, now=LATER)
    finally:
        folder.chmod(0o755)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "My words" in refused.stderr or unfinished(site)[0].endswith("My words\n")


def test_a_disk_that_became_read_only_is_said_in_words(small_disk: Path) -> None:
    site = new_site(small_disk / "site")
    assert run(*NEW, "-m", "It fails.", cwd=site, now=NOW).returncode == 0
    before = content(site)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    refused = run("update", "-m", "My words", cwd=site, now=LATER)

    assert (refused.returncode, content(site)) == (1, before)
    assert "02-investigating.md cannot be written (Read-only file system)" in refused.stderr
    assert "to go on from here: statusladder update" in refused.stderr
    assert "-m 'My words'" in refused.stderr


def test_whatever_stops_a_command_leaves_the_one_that_goes_on(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> NoReturn:
        raise Stopped("the disk went away", "bring it back")

    assert run(*NEW, "-m", "It fails.", cwd=site, now=NOW).returncode == 0
    monkeypatch.setattr("statusladder.cli.commands.update.finish", refuse)

    refused = run("update", "-m", "My words", cwd=site, now=LATER)

    assert refused.returncode == 1
    assert refused.stderr.startswith("error: the disk went away\n  bring it back\n  to go on from here: statusladder ")
    assert "-m 'My words'" in refused.stderr


def test_words_that_can_neither_be_placed_nor_kept_are_in_the_command_that_goes_on(site: Path) -> None:
    (site / ".statusladder").write_text("not a folder")

    refused = run(*NEW, "-m", "My words", "--next", "00:00", cwd=site, now=NOW)

    assert (refused.returncode, content(site)) == (1, {})
    assert "Traceback" not in refused.stderr
    assert "-m 'My words'" in refused.stderr


def test_a_file_in_place_of_the_content_folder_is_said_in_words(site: Path) -> None:
    (site / "content").write_text("not a folder")

    refused = run(*NEW, "-m", "My words", cwd=site, now=NOW)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert (site / "content").read_text() == "not a folder"

"""`check` says which message about an update is beyond a limit of its channel, before anybody sends it."""

import re
from pathlib import Path

import in_process
from messaging_site import FIRST, FOLDER, SITE, write_site
from published_site import Git, commit

LONG = SITE.replace("name: Tern status", f"name: {'Tern ' * 120}status").replace(
    "kind: sms}", "kind: sms, when: every}"
)
NOW = "2026-07-14T09:10:00Z"
TOLD = re.compile(
    rf"^{FOLDER}/01-investigating\.md:1: X001 the SMS takes 5 parts, of \d at most\n"
    r"  shorten the title, the names of the components that it lists, or a string of yours in it\n",
    re.MULTILINE,
)


def test_an_update_that_no_sms_can_say_is_told_with_its_place_and_the_fix(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FIRST, settings=LONG)

    checked = in_process.run("check", "--site", str(site), "--now", NOW)

    assert TOLD.search(checked.stderr)


def test_it_stops_nothing_in_the_fast_lane_and_stops_check_outside_of_it(tmp_path: Path) -> None:
    again = FIRST.replace("09:00", "09:05").replace("next_update: 30m", "next_update: 20m")
    first = write_site(tmp_path / "first", FIRST, settings=LONG)
    second = write_site(tmp_path / "second", FIRST, again, settings=LONG)

    checks = [in_process.run("check", "--site", str(site), "--now", NOW) for site in (first, second)]

    assert [check.returncode for check in checks] == [0, 1]


def test_a_build_publishes_it_all_the_same(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FIRST, settings=LONG)

    built = in_process.run("build", "--site", str(site), "--now", NOW)

    assert (built.returncode, "X001" in built.stderr) == (0, False)


def test_since_a_revision_it_is_told_of_the_files_that_changed(tmp_path: Path, git: Git) -> None:
    site = write_site(tmp_path / "repository", FIRST, settings=LONG)
    git(site, "init", "--quiet")
    commit(site, git)

    same = in_process.run("check", "--site", str(site), "--since", "HEAD", "--now", NOW)
    (site / FOLDER / "01-investigating.md").write_text(FIRST.replace("finding out", "working out"))
    changed = in_process.run("check", "--site", str(site), "--since", "HEAD", "--now", NOW)

    assert "X001" not in same.stderr
    assert TOLD.search(changed.stderr)

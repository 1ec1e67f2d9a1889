"""A merge that git could not join: every command says how to go on, and two commands bring both updates back."""

import subprocess
from pathlib import Path

import pytest

from published_site import FIRST, FOLDER, RESOLVED, TWO, Git, commit, edit, note, published_site, update_ids, write
from statusladder.history.git import run_git
from writing_site import attempt

NOW = "2026-07-14T12:00:00Z"
THIRD = f"{FOLDER}/03-identified.md"
HELD = (
    f"error: two updates were written at once, and git holds both of them as {THIRD}\n"
    "  keep both: 'statusladder renumber 2026-07-14-exports-late', then 'git commit --no-edit'\n"
)


def _merge(site: Path, branch: str) -> None:
    merged = subprocess.run(["git", "merge", "--quiet", branch], cwd=site, capture_output=True, text=True, check=False)
    assert "CONFLICT" in merged.stdout


def _two_write(site: Path, git: Git, mine: str, theirs: str) -> None:
    """Two branches add the same file; the branch `change`, which is checked out, merges `main`."""
    write(site, {THIRD: mine})
    commit(site, git)
    git(site, "checkout", "--quiet", "main")
    write(site, {THIRD: theirs})
    commit(site, git)
    git(site, "checkout", "--quiet", "change")
    _merge(site, "main")


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return published_site(tmp_path / "repository", git)


@pytest.fixture
def conflict(site: Path, git: Git) -> Path:
    """My update of 09:50, in conflict with one of 09:45 that main has."""
    _two_write(site, git, note("09:50"), note("09:45"))
    return site


@pytest.mark.parametrize("arguments", [("-m", "x"), ("exports-late", "-m", "x")])
def test_update_says_how_to_go_on_and_writes_nothing(arguments: tuple[str, ...], conflict: Path) -> None:
    refused = attempt(conflict, NOW, "update", *arguments)

    assert (refused.code, refused.out) == (1, "")
    assert HELD in refused.err
    assert not list((conflict / FOLDER).glob("04-*"))


@pytest.mark.parametrize("command", ["due", "nudge"])
def test_who_looks_for_what_is_late_is_told(command: str, conflict: Path) -> None:
    looked = attempt(conflict, NOW, command)

    assert looked.code == 1
    assert looked.err.startswith(HELD)


@pytest.mark.parametrize(("arguments", "code"), [(("build",), 1), (("build", "--keep-going"), 3), (("check",), 1)])
def test_who_builds_or_checks_is_told_how_to_keep_both(arguments: tuple[str, ...], code: int, conflict: Path) -> None:
    looked = attempt(conflict, NOW, *arguments)

    assert looked.code == code
    assert looked.err.startswith(f"{HELD}{THIRD}:3: D019 an unresolved merge begins here\n")


@pytest.mark.parametrize(("mine", "theirs"), [("09:50", "09:45"), ("09:45", "09:50")])
def test_two_commands_bring_both_updates_back(mine: str, theirs: str, site: Path, git: Git) -> None:
    _two_write(site, git, note(mine), note(theirs))

    done = attempt(site, "", "renumber", "exports-late", "--since", "main~1")
    git(site, "commit", "--quiet", "--no-edit")

    assert done.code == 0, done.err
    assert done.err == (
        f"{THIRD} held two updates: it is one of them now, the other is 04-identified.md.\n"
        f"Git has all of {FOLDER}. Next: statusladder check 2026-07-14-exports-late, then 'git commit --no-edit'.\n"
    )
    assert update_ids(site) == ["01-investigating", "02-identified", "03-identified", "04-identified"]
    words = [(site / FOLDER / f"0{number}-identified.md").read_text() for number in (3, 4)]
    assert words == [note("09:45"), note("09:50")]
    assert attempt(site, NOW, "build").code == 0


def test_the_published_one_keeps_its_name_though_the_other_is_earlier(site: Path, git: Git) -> None:
    _two_write(site, git, note("09:45"), note("09:50"))

    done = attempt(site, "", "renumber", "exports-late", "--since", "main")
    git(site, "commit", "--quiet", "--no-edit")

    assert done.code == 0, done.err
    assert (site / THIRD).read_text() == note("09:50")
    assert (site / FOLDER / "03-identified-2.md").read_text() == note("09:45")
    assert update_ids(site)[2:] == ["03-identified-2", "03-identified"]
    assert "C006" not in attempt(site, NOW, "check", "--since", "main").err


def test_a_rebase_is_brought_back_as_well(site: Path, git: Git) -> None:
    write(site, {THIRD: note("09:50")})
    commit(site, git)
    git(site, "checkout", "--quiet", "main")
    write(site, {THIRD: note("09:45")})
    commit(site, git)
    git(site, "checkout", "--quiet", "change")
    subprocess.run(["git", "rebase", "--quiet", "main"], cwd=site, capture_output=True, check=False)

    assert "renumber 2026-07-14-exports-late', then 'git rebase --continue'\n" in attempt(site, NOW, "check").err
    done = attempt(site, "", "renumber", "exports-late", "--since", "main")
    git(site, "-c", "core.editor=true", "rebase", "--continue")

    assert done.code == 0
    assert done.err.endswith("then 'git rebase --continue'.\n")
    assert run_git(site, "status", "--porcelain") == ""
    assert (site / THIRD).read_text() == note("09:45")
    assert (site / FOLDER / "04-identified.md").read_text() == note("09:50")


def test_a_file_that_both_changed_is_chosen_not_kept_twice(site: Path, git: Git) -> None:
    edit(site, TWO, "3-5%", "4-5%")
    commit(site, git)
    git(site, "checkout", "--quiet", "main")
    edit(site, TWO, "3-5%", "2-5%")
    commit(site, git)
    git(site, "checkout", "--quiet", "change")
    _merge(site, "main")

    refused = attempt(site, NOW, "update", "exports-late", "-m", "x")

    assert f"error: {TWO} was changed by two people at once, and git could not join that\n" in refused.err
    assert (
        f"choose one: 'git checkout --ours {TWO}' or '--theirs', then 'git add {TWO}' and 'git commit --no-edit'\n"
        in refused.err
    )
    git(site, "checkout", "--ours", TWO)
    git(site, "add", TWO)
    git(site, "commit", "--quiet", "--no-edit")
    assert attempt(site, NOW, "update", "exports-late", "-m", "x").code == 0


def test_update_never_says_that_nothing_is_open_while_something_cannot_be_read(site: Path) -> None:
    write(site, {f"{FOLDER}/03-resolved.md": RESOLVED.format(keys="").replace("stage:", "stage\t:")})

    refused = attempt(site, NOW, "update", "-m", "x")

    assert refused.code == 1
    assert f"error: {FOLDER} cannot be read, so nobody knows whether it is open\n" in refused.err
    assert "'statusladder check 2026-07-14-exports-late' names what is wrong; fix it first\n" in refused.err


def test_what_is_open_beside_it_is_still_found(site: Path) -> None:
    other = "content/incidents/2026-07-14-search"
    write(site, {f"{other}/01-investigating.md": FIRST, f"{FOLDER}/03-resolved.md": "---\nstage\t: resolved\n---\nx\n"})

    written = attempt(site, NOW, "update", "-m", "We look on.")

    assert written.out.strip() == f"{site}/{other}/02-investigating.md"

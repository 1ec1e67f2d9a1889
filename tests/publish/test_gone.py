"""What was published keeps its page when its folder is gone, until somebody decides that it goes."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from night import ALL, in_ci, some
from published_site import (
    FIRST,
    FOLDER,
    ONE,
    RESOLVED,
    SITE,
    THREE,
    TWO,
    Git,
    commit,
    edit,
    published_site,
    write,
)
from reported_site import words
from rule_examples import of_structure
from statusladder.history.changes import find_deleted_files
from statusladder.history.manifest import read_manifest
from writing_site import Attempt, attempt, files

NOW = "2026-07-16T12:00:00Z"
NAME = FOLDER.rpartition("/")[2]
PAGE = f"incidents/{NAME}/index.html"
OTHER = "content/incidents/2026-07-14-search-fails"
OTHER_NOTICE = FIRST.replace("Exports are late", "Search fails").replace("Some exports are late", "Search fails")
WINDOW = """\
---
stage: scheduled
at: 2026-07-13T09:00:00Z
title: New disks
window:
  from: 2026-07-20T09:00:00Z
  to: 2026-07-20T10:00:00Z
expected:
  exports: under_maintenance
---
We put new disks in.
"""


@pytest.fixture
def site(tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one incident that is over, committed after the day of its words."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_DATE", "2026-07-15T09:00:00Z")
    site = published_site(tmp_path / "repository", git)
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)
    return site


def _head(site: Path) -> str:
    """The newest commit, as messages name it."""
    folder = site.parent / ".git"
    return (folder / (folder / "HEAD").read_text().removeprefix("ref: ").strip()).read_text()[:12]


def _delete(site: Path, git: Git, path: str = FOLDER) -> str:
    """Deletes a folder in a commit, and names the one before it."""
    before = _head(site)
    shutil.rmtree(site / path)
    commit(site, git)
    return before


def _build(site: Path, *flags: str, now: str = NOW) -> Attempt:
    return attempt(site, now, "build", *flags)


def _warning(commit_name: str, path: str = FOLDER) -> str:
    name = path.rpartition("/")[2]
    return (
        f"{path}:1: C021 warning: this folder was published and is gone; its page stays as it was at commit "
        f"{commit_name}\n"
        f"  restore it with 'git checkout {commit_name} -- {path}'; to take it down, run 'statusladder build --remove "
        f"{name}' and add {name} to 'removed' in site.yaml\n"
    )


@pytest.mark.parametrize("flags", some([(), ("--keep-going",)], by_day=1, in_ci=ALL))
def test_an_incident_whose_folder_was_deleted_keeps_everything_and_is_warned_about(
    flags: tuple[str, ...], site: Path, git: Git
) -> None:
    assert _build(site).code == 0
    before = files(site / "public")
    last = _delete(site, git)

    built = _build(site, *flags)

    assert built.code == 0
    assert of_structure(built.err).startswith(_warning(last))
    assert files(site / "public") == before


def test_a_deletion_that_nobody_committed_is_one_too(site: Path) -> None:
    shutil.rmtree(site / FOLDER)

    assert _warning(_head(site)) in _build(site).err
    assert (site / "public" / PAGE).is_file()


def test_check_tells_the_same_warning_and_stops_nothing(site: Path, git: Git) -> None:
    last = _delete(site, git)

    checked = attempt(site, NOW, "check")

    assert checked.code == 0
    assert checked.err.endswith(f"{_warning(last)}1 warning.\n")


def test_check_since_tells_of_it_once(site: Path, git: Git) -> None:
    _delete(site, git)

    told = attempt(site, NOW, "check", "--since", "HEAD~1").err

    assert f"{FOLDER}:1: C006 this folder was published and is deleted" in told
    assert "C021" not in told


def test_it_is_as_it_was_when_it_was_sound(site: Path, git: Git) -> None:
    sound = _head(site)
    edit(site, TWO, "stage: identified", "stage: identifed")
    commit(site, git)
    _delete(site, git)

    assert _warning(sound) in _build(site).err
    assert "A queue is full" in words(site / "public" / PAGE)


def test_a_maintenance_keeps_its_page(site: Path, git: Git) -> None:
    folder = "content/maintenance/2026-07-20-new-disks"
    write(site, {f"{folder}/01-scheduled.md": WINDOW})
    commit(site, git)
    last = _delete(site, git, folder)

    assert _warning(last, folder) in _build(site).err
    assert "New disks" in words(site / "public/maintenance/2026-07-20-new-disks/index.html")


@pytest.mark.parametrize("flags", [(), ("--keep-going",)])
def test_who_names_what_is_gone_makes_no_mistake(flags: tuple[str, ...], site: Path, git: Git) -> None:
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE.replace("next_update", f"related: {NAME}\nnext_update")})
    commit(site, git)
    _delete(site, git)

    built = _build(site, *flags)

    assert built.code == 0
    assert "D011" not in built.err
    assert NAME in (site / "public/incidents/2026-07-14-search-fails/index.html").read_text()


def test_two_that_name_each_other_are_both_kept(site: Path, git: Git) -> None:
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE.replace("next_update", f"related: {NAME}\nnext_update")})
    commit(site, git)
    edit(site, TWO, "next_update", "related: 2026-07-14-search-fails\nnext_update")
    commit(site, git)
    shutil.rmtree(site / OTHER)
    _delete(site, git)

    told = _build(site).err

    assert [line[: len(FOLDER)] for line in told.splitlines() if "C021" in line] == [FOLDER, OTHER[: len(FOLDER)]]
    assert "Search fails" in words(site / "public/index.html")
    assert (site / "public" / PAGE).is_file()


def test_its_words_stay_without_its_pictures(site: Path, git: Git) -> None:
    Image.new("L", (3, 2)).save(site / FOLDER / "load.png")
    edit(site, TWO, "A queue is full, so exports wait.", "![Load times rise](load.png)")
    commit(site, git)
    _delete(site, git)

    assert _build(site).code == 0
    assert "Load times rise" in words(site / "public" / PAGE)


MAY_GO = {
    "retracted": "---\nstage: retracted\nat: 2026-07-14T10:00:00Z\nretracted: the probe was wrong\n---\nIt was none.\n",
    "merged": "---\nstage: merged\nat: 2026-07-14T10:00:00Z\nmerged_into: 2026-07-14-search-fails\n---\nSee there.\n",
}


@pytest.mark.parametrize("stage", some([*MAY_GO], by_day=1, in_ci=len(MAY_GO)))
def test_a_false_alarm_and_a_duplicate_go_in_silence(stage: str, site: Path, git: Git) -> None:
    (site / THREE).unlink()
    if stage == "retracted":
        (site / TWO).unlink()
        edit(site, ONE, "exports: degraded_performance", "exports: operational")
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE, f"{FOLDER}/03-{stage}.md": MAY_GO[stage]})
    commit(site, git)
    assert _build(site).code == 0
    _delete(site, git)

    assert "C021" not in _build(site).err
    assert not (site / "public" / PAGE).exists()


@pytest.mark.parametrize(
    "key",
    some(
        [
            pytest.param("draft: true", id="draft"),
            pytest.param("kind: security\nembargoed_until: 2026-07-15T12:00:00Z", id="embargoed when it was deleted"),
            pytest.param("x-note: dated ahead\nnext_update", id="dated after it was deleted"),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_what_nobody_could_read_goes_in_silence(key: str, site: Path, git: Git) -> None:
    notice = OTHER_NOTICE.replace("severity: minor", f"severity: minor\n{key}")
    if "dated" in key:
        notice = OTHER_NOTICE.replace("2026-07-14T09:00", "2026-07-15T15:00")
    write(site, {f"{OTHER}/01-investigating.md": notice})
    commit(site, git)
    _delete(site, git, OTHER)

    assert "C021" not in _build(site).err
    assert not (site / "public/incidents/2026-07-14-search-fails").exists()


def test_a_drill_goes_in_silence(site: Path, git: Git) -> None:
    folder = "content/drills/2026-07-14-practice"
    write(site, {f"{folder}/01-investigating.md": OTHER_NOTICE})
    commit(site, git)
    _delete(site, git, folder)

    assert "C021" not in _build(site).err


def test_what_was_never_sound_goes_in_silence(site: Path, git: Git) -> None:
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE.replace("severity: minor", "severity: minr")})
    commit(site, git)
    _delete(site, git, OTHER)

    assert "C021" not in _build(site).err


def test_a_folder_that_another_branch_added_and_deleted_was_never_published(site: Path, git: Git) -> None:
    git(site, "checkout", "--quiet", "-b", "side")
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE})
    commit(site, git)
    _delete(site, git, OTHER)
    git(site, "checkout", "--quiet", "change")
    git(site, "merge", "--quiet", "--no-ff", "-m", "Merged", "side")

    assert "C021" not in _build(site).err


def test_a_folder_that_has_a_new_name_is_not_gone(site: Path, git: Git) -> None:
    git(site, "mv", FOLDER, f"{FOLDER}-again")
    edit(site, f"{FOLDER}-again/01-investigating.md", "title: Exports are late", "title: Exports come late")
    commit(site, git)

    assert "C021" not in _build(site).err
    assert not (site / "public" / PAGE).exists()


@pytest.mark.parametrize("way", some(["kept", "removed"], by_day=1, in_ci=ALL))
def test_what_was_renamed_before_it_went_is_told_by_its_last_name(
    way: str, site: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = f"{FOLDER}-again"
    git(site, "mv", FOLDER, renamed)
    commit(site, git)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-07-15T10:00:00Z")
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE})
    commit(site, git)
    shutil.rmtree(site / OTHER)
    _delete(site, git, renamed)

    built = _build(site, *(["--remove", f"{NAME}-again"] if way == "removed" else []))

    assert (f"{renamed}:1: C021" in built.err) is (way == "kept")
    assert f"{OTHER}:1: C021" in built.err
    assert f"{FOLDER}:1: C021" not in built.err
    assert not (site / "public" / PAGE).exists()


def test_what_lies_beside_the_folders_is_nobodys_page(site: Path, git: Git) -> None:
    write(site, {"content/incidents/README.md": "x\n", "content/incidents/2026-7-1-x/01-investigating.md": FIRST})
    commit(site, git)
    (site / "content/incidents/README.md").unlink()
    _delete(site, git, "content/incidents/2026-7-1-x")

    assert "C021" not in _build(site).err


def test_what_moved_to_another_section_and_went_from_there_is_kept_there(
    site: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = f"content/maintenance/{NAME}"
    write(site, {f"{moved}/01-scheduled.md": WINDOW})
    _delete(site, git)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-07-15T10:00:00Z")
    last = _delete(site, git, moved)

    built = _build(site)

    assert _warning(last, moved) in built.err
    assert f"{FOLDER}:1: C021" not in built.err


def test_a_folder_in_another_section_is_not_gone(site: Path, git: Git) -> None:
    write(site, {f"content/maintenance/{NAME}/01-scheduled.md": WINDOW})
    _delete(site, git)

    assert "C021" not in _build(site).err


@pytest.mark.parametrize("file", some(["site.yaml", "content/redirects.yaml"], by_day=1, in_ci=ALL))
def test_an_address_that_leads_elsewhere_is_not_gone(file: str, site: Path, git: Git) -> None:
    redirect = f"redirects:\n  - from: /incidents/{NAME}\n    to: /history/\n"
    write(site, {file: (SITE if file == "site.yaml" else "") + redirect})
    _delete(site, git)

    assert "C021" not in _build(site).err
    assert "history/" in (site / "public" / PAGE).read_text()


def test_remove_takes_it_down_for_this_time(site: Path, git: Git) -> None:
    last = _delete(site, git)
    assert _build(site).code == 0

    built = _build(site, "--remove", NAME)

    assert built.code == 0
    assert "C021" not in built.err
    assert NAME not in "".join(file.read_text() for file in (site / "public").rglob("*.*"))
    assert _warning(last) in _build(site).err


def test_removed_in_site_yaml_takes_it_down_for_good(site: Path, git: Git) -> None:
    write(site, {"site.yaml": f"{SITE}removed: [{NAME}]\n"})
    _delete(site, git)

    for command in ("build", "check"):
        told = attempt(site, NOW, command)
        assert told.code == 0
        assert of_structure(told.err).endswith(("s.\n", "All is well: 0 incidents, 0 updates, 0 maintenances.\n"))
        assert "C021" not in told.err
        assert "D011" not in told.err
    assert NAME not in "".join(file.read_text() for file in (site / "public").rglob("*.*"))


def test_a_change_that_names_in_removed_what_it_deletes_may_be_merged(site: Path, git: Git) -> None:
    live = ("--published", str(site / "public/manifest.json"))
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE})
    commit(site, git)
    assert _build(site).code == 0
    _delete(site, git)
    assert attempt(site, NOW, "check", "--since", "HEAD~1", *live).code == 1
    write(site, {"site.yaml": f"{SITE}removed: [{NAME}]\n"})

    checked = attempt(site, NOW, "check", "--since", "HEAD~1", *live)

    assert checked.code == 0, checked.err
    assert "C0" not in checked.err


@pytest.mark.parametrize("way", some(["flag", "key"], by_day=2, in_ci=ALL))
@pytest.mark.parametrize("flags", [(), ("--keep-going",)])
def test_what_names_it_stays_without_the_name(way: str, flags: tuple[str, ...], site: Path, git: Git) -> None:
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE.replace("next_update", f"related: {NAME}\nnext_update")})
    if way == "key":
        write(site, {"site.yaml": f"{SITE}removed: [{NAME}]\n"})
    _delete(site, git)

    built = _build(site, *flags, *(["--remove", NAME] if way == "flag" else []))

    assert built.code == 0, built.err
    page = (site / "public/incidents/2026-07-14-search-fails/index.html").read_text()
    assert NAME not in page


def test_an_id_that_nobody_knows_cannot_be_removed(site: Path, git: Git) -> None:
    _delete(site, git)

    built = _build(site, "--keep-going", "--remove", "2026-07-14-exports-lat", "--remove", "other")

    assert built.code == 1
    assert not (site / "public").exists()
    assert (
        "site.yaml:1: D011 --remove: nothing that was published and is gone is called '2026-07-14-exports-lat'\n"
        f"  did you mean '{NAME}'?\n"
    ) in built.err
    assert (
        "site.yaml:1: D011 --remove: nothing that was published and is gone is called 'other'\n"
        "  leave it out: what has no folder and no history is not published\n"
    ) in built.err


def test_what_has_a_folder_is_not_removed(site: Path) -> None:
    built = _build(site, "--remove", NAME)

    assert built.code == 1
    assert (
        f"site.yaml:1: D011 --remove: the folder of '{NAME}' is still there\n  delete the folder, then build again\n"
    ) in built.err


def test_names_in_removed_that_mean_nothing_are_warned_about(site: Path, git: Git) -> None:
    _delete(site, git)
    write(
        site,
        {
            "site.yaml": f"{SITE}removed:\n  - 2026-07-14-exports-lat\n  - other\n  - 2026-07-14-search-fails\n",
            f"{OTHER}/01-investigating.md": OTHER_NOTICE,
        },
    )

    told = of_structure(_build(site).err)

    line = SITE.count("\n") + 2
    nothing = "D011 warning: removed: nothing that was published and is gone is called"
    assert f"site.yaml:{line}: {nothing} '2026-07-14-exports-lat'\n  did you mean '{NAME}'?\n" in told
    assert f"site.yaml:{line + 1}: {nothing} 'other'\n  take it from the list\n" in told
    assert (
        f"site.yaml:{line + 2}: D011 warning: removed: the folder of '2026-07-14-search-fails' is there, so it is "
        "published\n  delete the folder, or take the name from the list\n"
    ) in told
    assert "Search fails" in words(site / "public/index.html")


LOST = (
    f"{FOLDER}:1: C021 warning: this folder was published by the last build and is gone, and so is its page: git has "
    "no history of it\n  check out the whole history, or put it back; to take it down, run 'statusladder build "
    "--remove "
    f"{NAME}' and add {NAME} to 'removed' in site.yaml\n"
)


def test_without_git_the_last_build_tells_what_is_gone(site: Path, tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").rename(tmp_path / "elsewhere")
    assert _build(site).code == 0
    shutil.rmtree(site / FOLDER)

    assert "C021" not in attempt(site, NOW, "check").err
    built = _build(site)

    assert built.code == 0
    assert LOST in built.err
    assert not (site / "public" / PAGE).exists()
    assert "C021" not in _build(site).err


def test_without_git_it_can_be_taken_down_in_silence(site: Path, tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").rename(tmp_path / "elsewhere")
    assert _build(site).code == 0
    shutil.rmtree(site / FOLDER)

    built = _build(site, "--remove", NAME)

    assert built.code == 0
    assert "C021" not in built.err


@in_ci
def test_a_short_history_does_not_hide_that_something_is_gone(site: Path, git: Git, tmp_path: Path) -> None:
    _build(site)
    _delete(site, git)
    write(site, {"content/pages/about.md": "---\ntitle: About us\n---\nWe write.\n"})
    commit(site, git)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}/repository", "clone")
    clone = tmp_path / "clone" / "status"
    shutil.rmtree(clone / "public", ignore_errors=True)
    shutil.copytree(site / "public", clone / "public")

    assert LOST in _build(clone).err


def test_what_was_built_and_never_committed_goes_in_silence(site: Path) -> None:
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE})
    assert _build(site).code == 0
    shutil.rmtree(site / OTHER)

    assert "C021" not in _build(site).err


def test_a_site_yaml_that_no_longer_allows_it_loses_the_page_and_says_so(site: Path, git: Git) -> None:
    last = _delete(site, git)
    edit(site, "site.yaml", "id: exports", "id: imports")

    built = _build(site)

    assert built.code == 0
    assert (
        f"{FOLDER}:1: C021 warning: this folder was published and is gone, and so is its page, which site.yaml no "
        f"longer allows as it was\n  restore it with 'git checkout {last} -- {FOLDER}' and run 'check'; to take it down"
    ) in built.err


def test_an_earlier_moment_shows_nothing_of_it(site: Path, git: Git) -> None:
    _delete(site, git)

    built = _build(site, now="2026-07-13T12:00:00Z")

    assert built.code == 0
    assert "C021" not in built.err


@in_ci
def test_git_is_asked_again_only_after_a_folder_came_or_went(
    site: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counting(root: Path, within: str) -> dict[str, datetime]:
        asked.append(within)
        return find_deleted_files(root, within)

    monkeypatch.setattr("statusladder.publish.gone.find_deleted_files", counting)
    _build(site)
    edit(site, TWO, "A queue is full, so", "A queue is very full, so")
    _build(site)
    assert asked == ["content"]

    _delete(site, git)

    assert "C021" in _build(site).err
    assert asked == ["content", "content"]


def test_the_manifest_lists_what_is_kept(site: Path, git: Git) -> None:
    _delete(site, git)
    _build(site)

    assert f"incidents/{NAME}/" in read_manifest(str(site / "public/manifest.json")).updates


def test_an_incident_that_began_at_the_same_time_is_another_one(site: Path, git: Git) -> None:
    write(site, {f"{OTHER}/01-investigating.md": OTHER_NOTICE})
    last = _delete(site, git)

    assert _warning(last) in _build(site).err
    assert "A queue is full" in words(site / "public" / PAGE)

"""`check --since` in real repositories: what a change may not do to what was published, and what licenses it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from night import ALL, in_ci, some
from published_site import (
    CORRECTION,
    FIRST,
    FOLDER,
    NOW,
    ONE,
    PUT_BACK,
    RENAME_BACK,
    RESOLVED,
    SECOND,
    SITE,
    TAKE_DOWN,
    THREE,
    TWO,
    Git,
    c006,
    check,
    commit,
    edit,
    published_site,
    write,
    write_later,
)
from statusladder.cli.main import statusladder


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return published_site(tmp_path / "repository", git)


def test_a_silent_edit_is_told_at_its_line_with_what_was_and_what_is(site: Path, git: Git) -> None:
    edit(site, TWO, "share: 3-5%", "share: 4-5%")
    edit(site, TWO, "cause: A queue is full\n", "")
    edit(site, TWO, "  - Dashboards work\n", "  - Dashboards work\n  - The mobile app works\n")
    edit(site, TWO, "3 to 5 %", "4 to 5 %")
    commit(site, git)

    checked = check(site)

    assert checked.exit_code == 1
    assert checked.stderr == (
        c006(TWO, 1, "cause lost 'A queue is full', and no correction says so", write_later("cause"))
        + c006(TWO, 5, "impact.share was '3-5%' and is '4-5%', and no correction says so", write_later("impact.share"))
        + c006(
            TWO,
            7,
            "known was 'No export is lost; Dashboards work' and is "
            "'No export is lost; Dashboards work; The mobile app works', and no correction says so",
            write_later("known"),
        )
        + c006(TWO, 15, "the words were '3' and are '4', and no correction says so", write_later("body"))
    )


@pytest.mark.parametrize("staged", [True, False], ids=["committed", "on disk alone"])
def test_a_rename_is_told_with_both_names(staged: bool, site: Path, git: Git) -> None:
    other = TWO.replace("02-", "03-")
    (site / TWO).rename(site / other)
    if staged:
        commit(site, git)

    checked = check(site)

    assert checked.exit_code == 1
    sentence = f"the published update '{TWO}' is called '{other}' now, so its address changes"
    assert checked.stderr == c006(other, 1, sentence, RENAME_BACK)


def test_a_renamed_folder_is_told_once_and_a_redirect_does_not_license_it(site: Path, git: Git) -> None:
    other = FOLDER.replace("late", "slow")
    (site / FOLDER).rename(site / other)
    old, new = (path.removeprefix("content") for path in (FOLDER, other))
    write(site, {"site.yaml": f"{SITE}redirects:\n  - from: {old}/\n    to: {new}/\n"})
    commit(site, git)

    sentence = f"the published folder '{FOLDER}' is called '{other}' now, so its address changes"
    assert check(site).stderr == c006(other, 1, sentence, RENAME_BACK)


def test_what_goes_to_another_section_is_a_rename_though_it_cannot_be_read_there(site: Path, git: Git) -> None:
    for section in ("maintenance", "drills"):
        other = FOLDER.replace("incidents", section)
        (site / other).parent.mkdir()
        (site / FOLDER).rename(site / other)

        sentence = f"the published folder '{FOLDER}' is called '{other}' now, so its address changes"
        assert c006(other, 1, sentence, RENAME_BACK) in check(site).stderr
        (site / other).rename(site / FOLDER)


def test_updates_that_are_numbered_anew_are_renamed_although_another_takes_the_old_name(site: Path, git: Git) -> None:
    write(site, {f"{FOLDER}/03-identified.md": SECOND, TWO: SECOND.replace("09:30", "09:20")})

    sentence = f"the published update '{TWO}' is called '{FOLDER}/03-identified.md' now, so its address changes"
    assert check(site).stderr == c006(f"{FOLDER}/03-identified.md", 1, sentence, RENAME_BACK)


def test_a_deletion_is_told(site: Path, git: Git) -> None:
    (site / TWO).unlink()
    assert check(site).stderr == c006(TWO, 1, "this update was published and is deleted", PUT_BACK)

    shutil.rmtree(site / FOLDER)
    commit(site, git)
    checked = check(site)
    assert checked.exit_code == 1
    assert checked.stderr == c006(FOLDER, 1, "this folder was published and is deleted", TAKE_DOWN)


@pytest.mark.parametrize("in_the_same_file", some([True, False], by_day=1, in_ci=ALL))
def test_a_correction_that_tells_of_the_edit_makes_it_legitimate(in_the_same_file: bool, site: Path, git: Git) -> None:
    correction = CORRECTION.format(field="impact.share", was="3-5 %", now="4-5 %")
    edit(site, TWO, "  share: 3-5%", "  share: 4-5%")
    if in_the_same_file:
        edit(site, TWO, "next_update", f"{correction}next_update")
    else:
        write(site, {THREE: RESOLVED.format(keys=correction)})
    commit(site, git)

    checked = CliRunner().invoke(statusladder, ["check", "--site", str(site), "--since", "main", "--now", NOW])

    assert checked.exit_code == 0
    assert checked.stderr.startswith("This change makes 1 correction that readers will see.\nAll is well: ")


def test_edited_words_are_legitimate_as_far_as_corrections_quote_them(site: Path) -> None:
    correction = CORRECTION.format(field="body", was="3 to 5 % of you", now="4 to 5 % of you")
    write(site, {THREE: RESOLVED.format(keys=correction)})
    edit(site, TWO, "3 to 5 %", "4 to 5 %")
    assert check(site).exit_code == 0

    edit(site, TWO, "so exports wait", "so all exports wait")

    told = check(site).stderr
    sentence = "the words gained 'all', and the correction says otherwise"
    fix = "let 'was' and 'now' of the correction quote all that changed, or put the old words back"
    assert told == c006(TWO, 13, sentence, fix)


def test_a_correction_that_tells_of_something_else_does_not_license_an_edit(site: Path) -> None:
    correction = CORRECTION.format(field="impact", was="3-6%", now="4-5%")
    write(site, {THREE: RESOLVED.format(keys=correction)})
    edit(site, TWO, "share: 3-5%", "share: 4-5%")

    sentence = "impact.share was '3-5%' and is '4-5%', and the correction says otherwise"
    assert sentence in check(site).stderr


@pytest.mark.parametrize("how", ["in a draft", "published before"])
def test_a_correction_that_readers_do_not_see_now_for_the_first_time_licenses_nothing(
    how: str, site: Path, git: Git
) -> None:
    correction = CORRECTION.format(field="cause", was="A queue is full", now="A disk is full")
    keys = f"draft: true\n{correction}" if how == "in a draft" else correction
    write(site, {THREE: RESOLVED.format(keys=keys)})
    if how == "published before":
        commit(site, git)
    edit(site, TWO, "cause: A queue", "cause: A disk")

    since = "HEAD" if how == "published before" else "main"
    assert "cause was 'A queue is full' and is 'A disk is full', and no correction" in check(site, since=since).stderr


def test_a_published_correction_stays(site: Path, git: Git) -> None:
    correction = CORRECTION.format(field="impact.share", was="3-5%", now="4-5%")
    write(site, {THREE: RESOLVED.format(keys=correction)})
    commit(site, git)
    edit(site, THREE, "twice", "thrice")

    sentence = "a correction that was published is gone or reads otherwise"
    assert c006(THREE, 5, sentence, "put it back as it was, and add another one") == check(site, since="HEAD").stderr


@pytest.mark.parametrize(
    ("was", "now", "line", "sentence", "fix"),
    some(
        [
            (
                "stage: identified\n",
                "stage: identified\ndraft: true\n",
                3,
                "this update was published and is a draft now, so it would disappear",
                "delete this line",
            ),
            (
                "at: 2026-07-14T09:30:00Z",
                "at: 2026-07-14T19:30:00Z",
                3,
                "this update was published and is dated ahead now, so it would disappear",
                "put the time back as it was",
            ),
            (
                "stage: identified\n",
                "stage: identified\nembargoed_until: 2026-07-15T00:00:00Z\n",
                3,
                "what was published already is embargoed now, and would disappear",
                "write 'embargoed_until: none': it was read already",
            ),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_what_would_disappear_without_being_deleted_is_told(
    was: str, now: str, line: int, sentence: str, fix: str, site: Path
) -> None:
    edit(site, TWO, was, now)

    assert c006(TWO, line, sentence, fix) in check(site).stderr


def test_a_file_that_is_broken_now_has_its_own_problem_and_those_that_are_gone_beside_it_are_told(site: Path) -> None:
    edit(site, ONE, "severity: minor", "severity: minr")
    (site / TWO).unlink()

    told = check(site).stderr

    assert [line.split(" ")[1] for line in told.splitlines() if line.startswith("content")] == ["D010", "C006"]


def test_a_link_that_leads_out_is_not_followed(site: Path) -> None:
    (site / ONE).unlink()
    (site / ONE).symlink_to("/dev/zero")
    (site / THREE).symlink_to("/dev/zero")

    told = check(site).stderr

    assert c006(ONE, 1, "this update was published and is deleted", PUT_BACK) in told
    assert told.count("D014") == 2


def test_the_first_and_the_last_words_for_an_audience_are_told_by_its_name(site: Path, git: Git) -> None:
    edit(site, TWO, "next_update", "audiences:\n  internal: Guillemot\nnext_update")
    commit(site, git)
    edit(site, TWO, "Guillemot", "Razorbill\n  developers: Retry.")

    sentence = "audiences.developers gained 'Retry.', and no correction says so"
    assert check(site, since="HEAD").stderr == c006(TWO, 13, sentence, write_later("audiences.developers"))


def test_the_forms_for_programs_hold_it_and_ids_choose(site: Path) -> None:
    edit(site, ONE, "severity: minor", "severity: major")
    sentence = "severity was 'minor' and is 'major', and no correction says so"

    (row,) = json.loads(check(site, "--format", "json").stdout)["problems"]
    annotation = check(site, "--format", "github").stdout
    of_another = check(site, "2026-07-14-exports-late").stderr

    assert (row["code"], row["kind"], row["line"], row["sentence"]) == ("C006", "safety", 5, sentence)
    assert annotation.startswith(f"::error file=status/{ONE},line=5,title=C006::{sentence}.")
    assert sentence in of_another


def test_what_git_cannot_tell_is_said_in_a_sentence(site: Path, tmp_path: Path, git: Git) -> None:
    _commit_empty = ("commit", "--quiet", "--allow-empty", "-m", "Two")
    git(site, *_commit_empty)
    git(tmp_path, "clone", "--quiet", "--depth", "1", (tmp_path / "repository").as_uri(), "shallow")
    shutil.copytree(site, tmp_path / "alone")
    git(site, "checkout", "--quiet", "--orphan", "other")
    git(site, *_commit_empty)

    answers = [
        check(site, since="no-such-branch"),
        check(site),
        check(tmp_path / "shallow" / "status", since="HEAD~1"),
        check(tmp_path / "alone"),
    ]

    assert [answer.exit_code for answer in answers] == [1, 1, 1, 1]
    assert [answer.stderr.splitlines()[0] for answer in answers] == [
        "error: git knows no revision 'no-such-branch'",
        "error: 'main' has no commit in common with what is checked out",
        "error: this clone holds only the newest commits, and 'HEAD~1' is not in it",
        "error: git rev-parse refused: not a git repository (or any of the parent directories): .git",
    ]


@in_ci
def test_git_is_asked_as_often_for_many_files_as_for_one(
    site: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        write(site, {f"content/incidents/2026-07-13-case-{number}/01-investigating.md": FIRST})
    commit(site, git)
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))

    def started() -> int:
        check(site, since="HEAD")
        lines = trace.read_text().splitlines()
        trace.unlink()
        return sum("trace: built-in" in line for line in lines)

    edit(site, ONE, "severity: minor", "severity: major")
    one = started()
    for path in (site / "content").rglob("*.md"):
        path.write_text(path.read_text().replace("severity: minor", "severity: major"))
    many = started()

    # What is gone is remembered while no folder comes or goes.
    assert 0 < many <= one

"""Two people write one number at once: both are read in the order of their times, and `renumber` fixes the names."""

from pathlib import Path

import pytest

from published_site import (
    FIRST,
    FOLDER,
    ONE,
    RESOLVED,
    SECOND,
    THREE,
    TWO,
    Git,
    commit,
    note,
    published_site,
    update_ids,
    write,
)
from statusladder.content.reader import read_library
from writing_site import Attempt, attempt

NOW = "2026-07-14T12:00:00Z"
TWIN = f"{FOLDER}/02-investigating.md"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return published_site(tmp_path / "repository", git)


def _warnings(site: Path) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.sentence, one.fix) for one in read_library(site).problems]


def _renumber(site: Path, *flags: str) -> Attempt:
    return attempt(site, "", "renumber", "exports-late", *flags)


@pytest.mark.parametrize(("time", "order"), [("09:20", 1), ("09:30", 1), ("09:40", 2)])
def test_updates_of_one_number_are_read_by_their_times_then_by_their_names(site: Path, time: str, order: int) -> None:
    write(site, {f"{FOLDER}/02-a.md": note(time)})

    expected = ["01-investigating", "02-identified"]
    expected.insert(order, "02-a")
    assert update_ids(site) == expected


def test_equal_numbers_are_a_warning_that_names_the_way_out_and_the_site_is_published(site: Path) -> None:
    write(site, {TWIN: note("09:20", "investigating")})

    built = attempt(site, NOW, "build")

    sentence = "the number 02 is also that of 02-identified.md, so 'at' orders the two"
    fix = "run 'statusladder renumber 2026-07-14-exports-late' before both are published; a published name stays"
    assert _warnings(site) == [(f"{TWIN}:1", sentence, fix)]
    assert built.code == 0
    assert f"{TWIN}:1: D013 warning: {sentence}\n  {fix}\n" in built.err
    page = (site / "public/incidents/2026-07-14-exports-late/index.html").read_text()
    assert page.index("A queue is full") < page.index("Written at 09:20") < page.index("Some exports are late")
    assert 'id="02-identified"' in page
    assert 'id="02-investigating"' in page


def test_the_recovery_that_one_of_two_files_states_counts_from_its_time(site: Path) -> None:
    recovered = "stage: monitoring\nmitigated_at: 2026-07-14T09:50:00Z\ncomponents:\n  exports: operational"
    write(site, {f"{FOLDER}/02-monitoring.md": note("09:55").replace("stage: identified", recovered)})

    assert attempt(site, NOW, "build").code == 0
    assert "Operational" in (site / "public/components/exports/index.html").read_text()


def test_a_step_that_the_merged_order_makes_illegal_is_a_problem(site: Path) -> None:
    write(site, {TWIN: note("09:40", "investigating")})

    built = attempt(site, NOW, "build")

    assert built.code == 1
    assert f"{TWIN}:2: C004 the step 'identified' → 'investigating' gives no reason" in built.err


def test_the_unpublished_one_gets_the_next_number(site: Path, git: Git) -> None:
    write(site, {f"{FOLDER}/02-mitigating.md": note("09:40", "mitigating"), f"{FOLDER}/03-x.md": note("09:50")})
    commit(site, git)

    done = _renumber(site, "--since", "main")

    assert done.code == 0
    assert done.out == (f"{FOLDER}/02-mitigating.md → 03-mitigating.md\n{FOLDER}/03-x.md → 04-x.md\n")
    assert done.err == f"Next: statusladder check 2026-07-14-exports-late, then git add --all {FOLDER}, and commit.\n"
    assert update_ids(site) == ["01-investigating", "02-identified", "03-mitigating", "04-x"]
    assert _warnings(site) == []
    assert "C006" not in attempt(site, NOW, "check", "--since", "main").err


def test_what_the_remote_has_on_its_main_branch_is_published(site: Path, git: Git, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(tmp_path / "repository"), "clone")
    clone = tmp_path / "clone" / "status"
    git(clone, "remote", "set-head", "origin", "main")
    write(clone, {TWIN: note("09:20", "investigating"), f"{FOLDER}/02-mitigating.md": note("09:40", "mitigating")})
    commit(clone, git)

    done = _renumber(clone)

    assert done.out == f"{FOLDER}/02-mitigating.md → 03-mitigating.md\n"
    assert update_ids(clone) == ["01-investigating", "02-investigating", "02-identified", "03-mitigating"]


def test_without_a_remote_what_is_committed_keeps_its_name(site: Path, git: Git) -> None:
    write(site, {f"{FOLDER}/02-mitigating.md": note("09:40", "mitigating")})
    commit(site, git)

    done = _renumber(site)

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Nothing to rename: 02-identified.md and 02-mitigating.md are published or have no number free; "
        "their times order them.\n"
    )


def test_without_git_the_live_manifest_tells_what_is_published(site: Path, git: Git, tmp_path: Path) -> None:
    assert attempt(site, NOW, "build", "-o", str(tmp_path / "live")).code == 0
    write(site, {f"{FOLDER}/02-a.md": note("09:40")})
    (tmp_path / "repository" / ".git").rename(tmp_path / "elsewhere")

    refused = _renumber(site)
    assert (refused.code, refused.out) == (1, "")
    assert "nobody knows which names must stay\n  name what is published: --published https://" in refused.err

    assert _renumber(site, "--published", str(tmp_path / "live" / "manifest.json")).out == (
        f"{FOLDER}/02-a.md → 03-a.md\n"
    )


def test_numbers_against_their_times_are_put_right_although_each_waits_for_the_name_of_the_other(
    site: Path, git: Git
) -> None:
    write(
        site,
        {
            THREE: note("09:50"),
            f"{FOLDER}/04-resolved.md": note("09:40"),
            f"{FOLDER}/04-identified.md": note("09:45"),
        },
    )
    write(site, {f"{FOLDER}/03-identified.md": note("09:55")})
    (site / THREE).unlink()

    done = _renumber(site, "--since", "main")

    assert done.code == 0
    assert update_ids(site) == ["01-investigating", "02-identified", "04-resolved", "05-identified", "06-identified"]
    words = [(site / FOLDER / f"{name}.md").read_text().split("Written at ")[1] for name in update_ids(site)[2:]]
    assert words == ["09:40.\n", "09:45.\n", "09:55.\n"]


def test_between_two_published_numbers_the_later_one_is_shared_under_a_name_of_its_own(site: Path, git: Git) -> None:
    write(site, {f"{FOLDER}/03-identified.md": note("09:10")})

    done = _renumber(site, "--since", "main")

    assert done.out == f"{FOLDER}/03-identified.md → 02-identified-2.md\n"
    assert update_ids(site) == ["01-investigating", "02-identified-2", "02-identified"]


def test_numbers_in_order_are_left_alone(site: Path) -> None:
    write(site, {f"{FOLDER}/07-resolved.md": RESOLVED.format(keys="")})

    done = _renumber(site, "--since", "main")

    assert (done.code, done.out, done.err) == (0, "", "Nothing to rename: the numbers are in the order of the times.\n")


def test_a_folder_that_cannot_be_read_is_told_and_left_alone(site: Path) -> None:
    write(site, {f"{FOLDER}/02-a.md": note("25:40")})

    refused = _renumber(site, "--since", "main")

    assert (refused.code, refused.out) == (1, "")
    assert f"{FOLDER}/02-a.md:3: D010" in refused.err
    assert "2 problems, nothing was renamed" in refused.err


def test_an_unknown_name_is_told(site: Path) -> None:
    refused = attempt(site, "", "renumber", "exprots-late")

    assert (refused.code, refused.err) == (
        1,
        "error: no incident or maintenance is called 'exprots-late'\n  did you mean 'exports-late'?\n",
    )


def test_the_next_update_follows_the_later_of_two_with_one_number(site: Path) -> None:
    write(site, {f"{FOLDER}/02-a.md": RESOLVED.format(keys="").replace("11:00", "09:10")})

    written = attempt(site, NOW, "update", "-m", "A queue is empty.")

    assert written.code == 0, written.err
    assert written.out.strip() == f"{site}/{FOLDER}/03-identified.md"


def test_first_files_of_two_people_are_read_in_their_order(site: Path) -> None:
    write(site, {f"{FOLDER}/01-notice.md": FIRST.replace("09:00", "08:40").replace("08:50", "08:30")})

    assert update_ids(site)[:2] == ["01-notice", "01-investigating"]
    assert (site / ONE).is_file()
    assert (site / TWO).read_text() == SECOND

"""What `check --since` lets a change do: to what no reader saw, and to what somebody else changed meanwhile."""

import shutil
from pathlib import Path

import pytest

from published_site import (
    CORRECTION,
    FIRST,
    FOLDER,
    ONE,
    RENAME_BACK,
    RESOLVED,
    SECOND,
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


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return published_site(tmp_path / "repository", git)


def test_what_readers_cannot_see_is_no_edit(site: Path) -> None:
    edit(site, TWO, "Heron", "Kittiwake")
    edit(site, TWO, "cause: A queue is full", '# why\ncause:   "A queue is full"')
    edit(site, TWO, "next_update: 30m", "next_update: 30m\nx-ticket: T-17\ninternal: Guillemot\nacks: scribe")
    edit(site, TWO, "impact:\n  share: 3-5%\n  basis: measured\n", "impact: {basis: measured, share: 3 - 5 %}\n")
    edit(site, TWO, "so exports wait.\n\n", "so exports\nwait.  \n\n\n")
    edit(site, TWO, "at: 2026-07-14T09:30:00Z", "at: 2026-07-14T11:30+02:00")
    (site / TWO).write_bytes(b"\xef\xbb\xbf" + (site / TWO).read_bytes().replace(b"\n", b"\r\n"))

    checked = check(site)

    assert (checked.exit_code, checked.stderr) == (0, "")


def test_what_was_not_public_may_be_rewritten_renamed_and_deleted(site: Path, git: Git) -> None:
    secret = FIRST.replace("title:", "kind: security\nembargoed_until: 2026-07-15T00:00:00Z\ntitle:")
    hidden = {
        THREE: RESOLVED.format(keys="draft: true\n"),
        "content/incidents/2026-07-14-secret/01-investigating.md": secret,
        "content/incidents/2026-07-14-secret-too/01-investigating.md": secret,
        "content/drills/2026-07-14-drill/01-investigating.md": FIRST,
        "content/incidents/2026-07-15-ahead/01-investigating.md": FIRST.replace("07-14T", "07-15T"),
        "content/pages/terms.md": "---\ntitle: Terms\n---\nFirst.\n",
    }
    write(site, hidden)
    commit(site, git)
    for path in hidden:
        edit(site, path, "We are" if "We are" in hidden[path] else "First.", "We were")
    (site / "content/incidents/2026-07-14-secret-too").rename(site / "content/incidents/2026-07-14-secret-2")
    shutil.rmtree(site / "content/drills")
    commit(site, git)

    assert check(site, since="HEAD~1").stderr == ""
    over = check(site, since="HEAD~1", now="2026-07-16T00:00:00Z").stderr
    assert over.count("C006") == 3
    assert "the published folder 'content/incidents/2026-07-14-secret-too' is called" in over


def test_what_could_not_be_read_at_the_base_may_be_fixed_freely_and_its_neighbours_may_not(
    site: Path, git: Git
) -> None:
    edit(site, TWO, "stage: identified", "stage: identifed")
    commit(site, git)
    edit(site, TWO, "stage: identifed", "stage: identified")
    edit(site, TWO, "A queue", "A disk")
    edit(site, ONE, "severity: minor", "severity: major")

    assert check(site, since="HEAD").stderr == c006(
        ONE, 5, "severity was 'minor' and is 'major', and no correction says so", write_later("severity")
    )


def test_a_change_is_compared_with_where_it_began_and_not_with_what_was_merged_since(site: Path, git: Git) -> None:
    edit(site, ONE, "severity: minor", "severity: major")
    commit(site, git)
    git(site, "checkout", "--quiet", "main")
    correction = CORRECTION.format(field="cause", was="A queue is full", now="A disk is full")
    edit(site, TWO, "cause: A queue is full\n", f"cause: A disk is full\n{correction}")
    edit(site, ONE, "finding out why", "finding out more")
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)
    git(site, "checkout", "--quiet", "change")

    severity = c006(ONE, 5, "severity was 'minor' and is 'major', and no correction says so", write_later("severity"))
    assert check(site).stderr == severity

    git(site, "merge", "--quiet", "-m", "Merged", "main")

    assert check(site).stderr == severity


def test_a_reference_that_is_shown_because_something_else_became_public_is_no_edit(site: Path, git: Git) -> None:
    secret = "content/incidents/2026-07-14-secret/01-investigating.md"
    embargo = "embargoed_until: 2026-07-15T00:00:00Z\ntitle:"
    write(site, {secret: FIRST.replace("title:", embargo)})
    edit(site, TWO, "next_update", "related: 2026-07-14-secret\nnext_update")
    commit(site, git)
    edit(site, secret, embargo, "title:")
    edit(site, TWO, "Heron", "Kittiwake")

    assert check(site, since="HEAD").stderr == ""


def test_two_files_of_one_number_are_both_published_so_neither_may_be_called_otherwise(site: Path, git: Git) -> None:
    twin = f"{FOLDER}/02-mitigating.md"
    write(site, {twin: SECOND.replace("09:30", "09:40")})
    commit(site, git)
    (site / twin).rename(site / THREE)

    sentence = f"the published update '{twin}' is called '{THREE}' now, so its address changes"
    assert c006(THREE, 1, sentence, RENAME_BACK) in check(site, since="HEAD").stderr


def test_what_lies_out_of_place_may_be_moved(site: Path, git: Git) -> None:
    stray = "content/incidents/04-investigating.md"
    write(site, {stray: FIRST})
    commit(site, git)
    (site / "content/incidents/2026-07-14-stray").mkdir()
    (site / stray).rename(site / "content/incidents/2026-07-14-stray/01-investigating.md")

    assert "C006" not in check(site, since="HEAD").stderr

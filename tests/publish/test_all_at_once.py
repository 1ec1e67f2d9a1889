"""All that is wrong with a folder is told at once, wherever its files can still be read."""

from pathlib import Path

import pytest

from published_site import FOLDER, ONE, SECOND, TWO, Git, edit, published_site, write
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return published_site(tmp_path / "repository", git)


def _told(site: Path, gate: Gate = Gate.BUILD) -> list[tuple[str, str]]:
    return [(str(one.place), one.sentence) for one in judge_site(site, None, gate).problems]


def test_unknown_names_and_times_are_told_beside_a_mistake_of_form_in_the_same_file(site: Path) -> None:
    edit(site, TWO, "share: 3-5%", "share: many")
    edit(
        site,
        TWO,
        "next_update: 30m",
        "next_update: 2026-07-14T09:00:00Z\naudiences:\n  piltos: Wait\ncomponents:\n  exprots: operational",
    )

    assert _told(site) == [
        (f"{TWO}:5", "impact.share: 'many' is not a range"),
        (f"{TWO}:11", "the next update is promised for no later than this one"),
        (f"{TWO}:13", "no audience is called 'piltos'"),
        (f"{TWO}:15", "no component is called 'exprots'"),
    ]


def test_what_another_file_of_the_folder_has_wrong_is_told_too(site: Path) -> None:
    edit(site, ONE, "exports: degraded", "exprots: degraded")
    edit(site, TWO, "stage: identified", "stage: identifed")

    assert _told(site) == [
        (f"{ONE}:7", "no component is called 'exprots'"),
        (f"{TWO}:2", "no stage is called 'identifed'"),
    ]


def test_facts_that_are_missing_are_told_beside_a_mistake_of_form(site: Path) -> None:
    edit(site, ONE, "workarounds: none\n", "")
    edit(site, TWO, "share: 3-5%", "share: many")

    assert (f"{TWO}:1", "nothing says whether there is a workaround") in _told(site, Gate.CHECK)


def test_nothing_is_said_to_be_missing_that_is_only_mistaken(site: Path) -> None:
    edit(site, ONE, "title: Exports are late", "title: []")
    edit(site, ONE, "severity: minor", "severity: minr")

    assert [sentence for _, sentence in _told(site)] == [
        "title: text is expected, not a list",
        "no severity is called 'minr'",
    ]


def test_steps_and_facts_are_not_judged_over_a_file_that_cannot_be_read(site: Path) -> None:
    write(site, {f"{FOLDER}/03-monitoring.md": SECOND.replace("identified", "monitoring").replace("09:30", "09:50")})
    edit(site, TWO, "stage: identified", "stage\t: identified")

    assert {place.partition(":")[0] for place, _ in _told(site, Gate.CHECK)} == {TWO}


def test_a_leak_is_told_beside_a_mistake_of_form(site: Path) -> None:
    edit(site, TWO, "share: 3-5%", "share: many")
    edit(site, TWO, "A queue is full, so", "-----BEGIN RSA PRIVATE KEY-----\nA queue is full, so")

    assert [place for place, _ in _told(site)] == [f"{TWO}:5", f"{TWO}:13"]

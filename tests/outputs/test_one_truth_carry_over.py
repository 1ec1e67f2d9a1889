"""The smallest site for each kind of untruth about what carries over from one update, stage or report to the next."""

from pathlib import Path
from typing import Any

import pytest

import statement_phrases as phrases
from statement_readers import statements_of
from statement_site import text, with_class
from statements import Kind, between, one_of
from truth_cases import answers, assert_says, beat, built, claims_no_workaround, first, labels

SLOW = "incidents/2026-03-10-slow/"
WEBSITE = "components/website/"


def test_what_was_being_done_ends_where_one_only_watches(tmp_path: Path) -> None:
    doing: dict[str, Any] = {
        "actions": ["Restarting the cache"],
        "progress": {"percent": "40", "of": "servers restarted"},
        "milestones": [{"name": "All servers restarted", "target": "2026-03-10T10:30:00Z"}],
        "eta": {"from": "2026-03-10T10:00:00Z", "to": "2026-03-10T11:00:00Z", "confidence": "low", "basis": "a guess"},
    }
    told = [first("2026-03-10 09:00"), beat("2026-03-10 09:20", "mitigating", **doing)]
    watched = [*told, beat("2026-03-10 09:50", "monitoring", components={"website": "operational"}, next_update="1h")]
    site = built(tmp_path / "before", "2026-03-10 09:40", {"incidents/2026-03-10-slow": told})
    assert labels(site, SLOW) >= {"actions", "progress", "milestones", "eta"}
    site = built(tmp_path / "after", "2026-03-10 10:00", {"incidents/2026-03-10-slow": watched})
    assert labels(site, SLOW) & {"actions", "progress", "milestones", "eta history"} == set()
    assert not phrases.WRITTEN_WINDOW.search(answers(site, SLOW, "eta"))


def test_what_was_known_and_to_be_done_ends_with_the_incident_and_what_remains_is_on_the_home_page(
    tmp_path: Path,
) -> None:
    told = [
        first("2026-03-10 09:00", known=["It is the cache"], unknown=["Why"], actions=["Looking for it"]),
        beat("2026-03-10 09:20", "identified", workarounds=["Reload twice"], customer_actions=["Save your work"]),
        beat("2026-03-10 10:00", "resolved", remaining=["Old pictures load slowly until noon"]),
        beat("2026-03-12 09:00", "postmortem", version="final"),
    ]
    site = built(tmp_path, "2026-03-10 10:10", {"incidents/2026-03-10-slow": told[:3]})
    assert labels(site, SLOW) & {"known", "unknown", "actions", "advice"} == set()
    for page in ("index.html", SLOW):
        assert "Old pictures load slowly until noon" in text(site.page(page))
    for path in ("updates.atom", "updates.rss", "updates.json", f"{SLOW}feed.atom"):
        assert "Old pictures load slowly until noon" in (site.public / path).read_text()
    later = built(tmp_path / "later", "2026-03-12 10:00", {"incidents/2026-03-10-slow": told})
    assert "Old pictures load slowly until noon" in text(later.page(f"{SLOW}postmortem/"))


def test_the_share_of_a_resolved_incident_is_its_worst(tmp_path: Path) -> None:
    shares = [{"share": share, "basis": "measured"} for share in ("5-8%", "30-40%", "2-4%")]
    told = [
        first("2026-03-10 09:00", impact=shares[0]),
        beat("2026-03-10 09:20", "identified", impact=shares[1], impact_reason="counted again"),
        beat("2026-03-10 09:40", "mitigating", impact=shares[2]),
        beat("2026-03-10 10:00", "resolved"),
        beat("2026-03-12 09:00", "postmortem", version="final"),
    ]
    site = built(tmp_path / "open", "2026-03-10 09:50", {"incidents/2026-03-10-slow": told[:3]})
    assert_says(site, (SLOW, Kind.SHARE, one_of("2-4")))
    site = built(tmp_path / "over", "2026-03-14 10:00", {"incidents/2026-03-10-slow": told})
    assert_says(site, (SLOW, Kind.SHARE, one_of("30-40")))


@pytest.mark.parametrize("newest", ["postmortem", "follow_up"])
def test_a_resolved_incident_is_headed_resolved_whatever_its_newest_file_is(newest: str, tmp_path: Path) -> None:
    told = [
        first("2026-03-10 09:00"),
        beat("2026-03-10 09:20", "resolved"),
        beat("2026-03-12 09:00", "postmortem", version="final"),
        beat("2026-03-13 09:00", "follow_up"),
    ]
    length = [one.stage for one in told].index(newest) + 1
    site = built(tmp_path, "2026-03-14 10:00", {"incidents/2026-03-10-slow": told[:length]})
    assert_says(site, (SLOW, Kind.STAGE, one_of("resolved")))


@pytest.mark.parametrize(("said", "claimed"), [({}, False), ({"workarounds": "none"}, True)])
def test_that_there_is_no_workaround_is_said_only_where_somebody_wrote_it(
    said: dict[str, str], claimed: bool, tmp_path: Path
) -> None:
    site = built(tmp_path, "2026-03-10 09:30", {"incidents/2026-03-10-slow": [first("2026-03-10 09:00", **said)]})
    assert {claims_no_workaround(site, page) for page in ("index.html", SLOW)} == {claimed}


def test_a_note_without_news_does_not_replace_the_last_news(tmp_path: Path) -> None:
    told = [
        first("2026-03-10 09:00"),
        beat("2026-03-10 09:20", "identified", "The cache is full.", next_update="30m"),
        beat("2026-03-10 09:50", "identified", "We still empty it.", no_change="true", next_update="30m"),
    ]
    site = built(tmp_path, "2026-03-10 10:00", {"incidents/2026-03-10-slow": told})
    (lede,) = with_class(with_class(site.page("index.html"), "verdict")[0], "lede")
    assert text(lede) == "The cache is full."


def test_an_operational_component_is_not_listed_as_affected(tmp_path: Path) -> None:
    told = [
        first("2026-03-10 09:00", components={"website": "partial_outage", "api": "partial_outage"}),
        beat("2026-03-10 09:20", "identified", components={"api": "operational"}),
    ]
    site = built(tmp_path, "2026-03-10 09:30", {"incidents/2026-03-10-slow": told})
    listed = [one for one in statements_of(site.public) if one.kind is Kind.STATE_IN_INCIDENT]
    assert {one.subject.partition(" ")[2] for one in listed} == {WEBSITE}


def test_what_changed_since_the_last_update_names_what_was_reached_found_and_learned(tmp_path: Path) -> None:
    goal = {"name": "All servers restarted", "target": "2026-03-10T10:00:00Z"}
    told = [
        first("2026-03-10 09:00", unknown=["Why the cache is full"], known=["It is the cache"], milestones=[goal]),
        beat(
            "2026-03-10 09:30",
            "mitigating",
            milestones=[{**goal, "done_at": "2026-03-10T09:28:00Z"}],
            workarounds=["Reload twice"],
            known=["It is the cache", "A job filled it"],
        ),
    ]
    site = built(tmp_path, "2026-03-10 09:40", {"incidents/2026-03-10-slow": told})
    (rung,) = site.page(SLOW).xpath("//li[@id='02-mitigating']")
    changed = " ".join(text(one) for one in with_class(rung, "changed"))
    for words in ("All servers restarted", "Reload twice", "A job filled it"):
        assert words in changed
    assert "It is the cache" not in changed


def _reported(moved: dict[str, Any]) -> list[dict[str, Any]]:
    item = {"id": "AI-1", "title": "Check the copy", "type": "process", "owner": "storage-team", "status": "planned"}
    lessons: dict[str, Any] = {"tags": ["copies", "cache"], "lessons": ["A copy that nobody reads is none"]}
    return [{**item, "due": "2026-04-10"}, {**item, "due": "2026-05-10", **moved}, lessons]


@pytest.mark.parametrize("reason", [{}, {"due_history": [{"was": "2026-04-10", "why": "The disks come later"}]}])
def test_a_due_day_that_was_moved_is_the_same_on_every_page(reason: dict[str, Any], tmp_path: Path) -> None:
    before, after, _ = _reported(reason)
    told = [
        first("2026-03-10 09:00"),
        beat("2026-03-10 09:20", "resolved"),
        beat("2026-03-12 09:00", "postmortem", version="final", action_items=[before]),
        beat("2026-03-20 09:00", "follow_up", action_items=[after]),
    ]
    site = built(tmp_path, "2026-03-24 10:00", {"incidents/2026-03-10-slow": told})
    assert_says(
        site,
        (f"{SLOW}#AI-1", Kind.FIRST_DUE, one_of("2026-04-10")),
        (f"{SLOW}#AI-1", Kind.DUE, one_of("2026-05-10")),
        ("the last 365 days", Kind.ITEMS_MOVED, between(1, 1)),
    )


def test_lessons_and_action_items_are_told_apart_where_they_stand_together(tmp_path: Path) -> None:
    item, _, lessons = _reported({})
    stories = {}
    for day in ("10", "11"):
        report = beat(
            "2026-03-12 09:00", "postmortem", version="final", action_items=[item], **(lessons if day == "10" else {})
        )
        stories[f"incidents/2026-03-{day}-slow"] = [
            first(f"2026-03-{day} 09:00"),
            beat(f"2026-03-{day} 09:20", "resolved"),
            report,
        ]
    site = built(tmp_path, "2026-03-14 10:00", stories)
    names = [text(one) for one in site.page("improvements/").xpath("//ul[@class='actions']/li/h3/a")]
    assert len(names) == 2
    assert len(set(names)) == 2
    assert text(site.page("lessons/")).count("A copy that nobody reads is none") == 1

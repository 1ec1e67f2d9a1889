"""What the public may read at a moment."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import at, incident, library, maintenance, stamp
from statusladder.ladder.publication import find_moments, preview_part_of, public_part_of
from statusladder.model.communication import Drill, Incident
from statusladder.model.settings import Redirect

FIRST: dict[str, Any] = {"stage": "investigating", "at": stamp("09:00"), "title": "Sign-in fails", "severity": "major"}


def test_later_files_are_not_written_yet_and_the_facts_are_those_of_then() -> None:
    story = incident(FIRST, {"stage": "identified", "at": stamp("10:00"), "title": "Sign-in fails in the EU"})

    (then,) = public_part_of(library(story), at("09:30")).incidents
    assert [update.id for update in then.updates] == ["01-x"]
    assert then.title == "Sign-in fails"
    assert public_part_of(library(story), at("08:00")).incidents == ()


@pytest.mark.parametrize(("moment", "ids"), [("11:59", []), ("12:00", ["2026-03-14-x"])])
def test_an_embargo_holds_until_its_minute(moment: str, ids: list[str]) -> None:
    story = incident({**FIRST, "kind": "security", "embargoed_until": stamp("12:00")})

    assert [one.id for one in public_part_of(library(story), at(moment)).incidents] == ids


def test_the_id_of_an_embargoed_incident_is_not_named_elsewhere() -> None:
    secret = incident({**FIRST, "kind": "security", "embargoed_until": stamp("12:00")}, name="2026-03-13-secret")
    open_one = incident({**FIRST, "related": ["2026-03-13-secret"]})

    assert "2026-03-13-secret" not in repr(public_part_of(library(secret, open_one), at("10:00")))
    assert "2026-03-13-secret" in repr(public_part_of(library(secret, open_one), at("12:30")))


@pytest.mark.parametrize(("moment", "kept"), [("10:00", ["/old/b"]), ("12:30", ["/old/a", "/old/b"])])
def test_an_old_address_does_not_lead_to_what_is_not_public_yet(moment: str, kept: list[str]) -> None:
    secret = incident({**FIRST, "kind": "security", "embargoed_until": stamp("12:00")}, name="2026-03-13-secret")
    whole = library(secret, incident(FIRST))
    old = [("/old/a", "/incidents/2026-03-13-secret/#01-x"), ("/old/b", "/incidents/2026-03-14-x/")]
    redirects = tuple(Redirect.model_validate({"from": source, "to": target}) for source, target in old)

    public = public_part_of(
        replace(whole, settings=whole.settings.model_copy(update={"redirects": redirects})), at(moment)
    )

    assert [redirect.from_ for redirect in public.settings.redirects] == kept


_MARK = "heron-cluster"


@given(
    st.lists(st.sampled_from(["internal", "decisions", "acks", "audience", "notes", "item"]), min_size=1, max_size=6)
)
def test_no_internal_word_is_left_anywhere(places: list[str]) -> None:
    file = dict(FIRST)
    if "internal" in places:
        file["internal"] = {"note": _MARK}
    if "decisions" in places:
        file["decisions"] = [{"at": stamp("09:00"), "what": _MARK, "by_role": "commander"}]
    if "acks" in places:
        file["acks"] = [_MARK]
    if "audience" in places:
        file["audiences"] = {"internal": _MARK, "developers": "Retry."}
    if "item" in places:
        file["action_items"] = [{"id": "AI-1", "title": _MARK, "public": "false"}]
    story = incident(file)
    if "notes" in places:
        story = Incident(story.id, story.path, (replace(story.first, internal_notes=(_MARK,)),))

    public = public_part_of(library(story), at("10:00"))

    assert _MARK in repr(story)
    assert _MARK not in repr(public)
    assert len(public.incidents) == 1


@pytest.mark.parametrize("field", ["internal", "internal.note", "audiences", "audiences.internal", "action_items.AI-1"])
def test_a_correction_does_not_quote_what_was_never_public(field: str) -> None:
    hidden = {"action_items": [{"id": "AI-1", "title": "x", "public": "false"}]}
    wrong = {"at": stamp("09:30"), "field": field, "was": _MARK, "now": "other", "why": "typed wrongly"}
    seen = {**wrong, "field": "audiences.developers", "was": "seen"}
    second = {"stage": "identified", "at": stamp("09:30"), "corrections": [wrong, seen]}

    public = public_part_of(library(incident({**FIRST, **hidden}, second)), at("10:00"))

    assert _MARK not in repr(public)
    assert "seen" in repr(public)


DRAFT: dict[str, Any] = {"stage": "identified", "at": stamp("09:30"), "title": _MARK, "draft": "true"}


def test_a_draft_is_as_if_not_written_and_nothing_of_it_carries() -> None:
    later = {"stage": "identified", "at": stamp("09:40")}

    (shown,) = public_part_of(library(incident(FIRST, {**DRAFT, "severity": "critical"}, later)), at("10:00")).incidents

    assert [update.id for update in shown.updates] == ["01-x", "03-x"]
    assert (shown.title, shown.severity) == ("Sign-in fails", "major")
    assert _MARK not in repr(shown)


def test_an_incident_that_is_all_draft_is_not_even_named() -> None:
    draft = incident({**FIRST, "draft": "true"}, name="2026-03-13-heron-cluster")
    told = incident({**FIRST, "related": ["2026-03-13-heron-cluster"]})

    assert _MARK not in repr(public_part_of(library(draft, told), at("10:00")))
    assert _MARK in repr(preview_part_of(library(draft, told), at("10:00")))


def test_a_draft_that_lifts_an_embargo_lifts_none() -> None:
    secret = {**FIRST, "kind": "security", "embargoed_until": stamp("12:00")}
    lifted = {"stage": "identified", "at": stamp("09:30"), "embargoed_until": "none", "draft": "true"}

    assert public_part_of(library(incident(secret, lifted)), at("10:00")).incidents == ()


def test_a_preview_shows_drafts_and_drills_but_nothing_that_is_secret_or_to_come() -> None:
    drill = incident({**FIRST, "title": "Restore", "internal": "not for all"}, name="2026-03-01-drill")
    secret = incident({**FIRST, "kind": "data", "embargoed_until": stamp("12:00")}, name="2026-03-02-secret")
    whole = replace(
        library(incident(FIRST, DRAFT, {**DRAFT, "at": stamp("11:00")}), secret),
        drills=(Drill(drill.id, drill.path, drill.updates),),
    )

    part = preview_part_of(whole, at("10:00"))

    assert [one.id for one in part.incidents] == ["2026-03-01-drill", "2026-03-14-x"]
    assert [one.title for one in part.incidents] == ["Drill: Restore", _MARK]
    assert [update.said.draft for update in part.incidents[1].updates] == [False, True]
    assert part.drills == ()
    assert "not for all" not in repr(part)


def test_without_drafts_and_drills_a_preview_is_what_the_public_reads() -> None:
    whole = library(incident(FIRST, {"stage": "resolved", "at": stamp("09:50")}))

    assert preview_part_of(whole, at("10:00")) == public_part_of(whole, at("10:00"))


EMBARGOED = {**FIRST, "kind": "security", "embargoed_until": stamp("12:00")}
IDENTIFIED = {"stage": "identified", "at": stamp("09:30")}
LIFTED = {**IDENTIFIED, "embargoed_until": "none"}


@pytest.mark.parametrize(
    "files",
    [
        [EMBARGOED],
        [{**FIRST, "kind": "security"}],
        [EMBARGOED, {**LIFTED, "draft": "true"}],
        [EMBARGOED, {**LIFTED, "at": stamp("11:00")}],
        [FIRST, {**IDENTIFIED, "kind": "security", "embargoed_until": stamp("12:00")}],
        [FIRST, {**IDENTIFIED, "embargoed_until": stamp("12:00"), "draft": "true"}],
        [{**EMBARGOED, "at": stamp("10:30")}],
        [{**EMBARGOED, "at": stamp("10:30")}, {**LIFTED, "at": stamp("11:00"), "embargoed_until": stamp("11:30")}],
    ],
)
def test_what_is_embargoed_in_the_present_is_hidden_at_every_moment(files: list[dict[str, Any]]) -> None:
    whole = library(incident(*files), incident({**FIRST, "related": ["2026-03-14-x"]}, name="2026-03-13-open"))

    for moment in ("09:00", "09:20", "09:45", "10:00", "10:45", "11:20", "13:00"):
        part = preview_part_of(whole, at(moment), at("10:00"))
        assert [one.id for one in part.incidents] == ["2026-03-13-open"], moment
        assert "2026-03-14-x" not in repr(part)
    assert find_moments(whole, at("10:00")) == (at("09:00"),)


def test_what_is_embargoed_until_later_is_hidden_at_a_moment_before_and_shown_once_it_is_over() -> None:
    whole = library(incident(EMBARGOED))

    shown = {
        moment: preview_part_of(whole, at(moment), at("12:30")).incidents for moment in ("11:59", "12:00", "13:00")
    }

    assert [len(incidents) for incidents in shown.values()] == [0, 1, 1]
    assert find_moments(whole, at("12:30")) == (at("09:00"),)


def test_an_action_item_that_is_no_longer_public_is_hidden_at_a_moment_when_it_was() -> None:
    item = {"id": "limits", "title": "Plover"}
    report = {"stage": "postmortem", "at": stamp("09:40"), "action_items": [{**item, "public": True}]}
    later = {**report, "at": stamp("10:10"), "action_items": [{**item, "public": False}]}
    whole = library(incident(FIRST, report, later))

    assert "Plover" in repr(preview_part_of(whole, at("10:00"), at("10:00")))
    assert "Plover" not in repr(preview_part_of(whole, at("10:00"), at("11:00")))


def test_the_moments_to_look_at_are_those_of_updates_and_windows_to_come_too() -> None:
    window = {"from": stamp("22:00"), "to": stamp("23:00")}
    planned = maintenance({"stage": "scheduled", "at": stamp("11:00"), "title": "Move", "window": window})

    moments = find_moments(library(incident(FIRST), planned), at("10:00"))

    assert moments == tuple(map(at, ("09:00", "11:00", "22:00", "23:00")))

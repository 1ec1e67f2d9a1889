"""Whom a text may name for a failure, and how an incident ends."""

from pathlib import Path

import pytest

from rule_examples import SITE, found_by, library_of
from statusladder.content.reader import read_library
from statusladder.lint.interface import make_notice, make_resolved
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate, Level


@pytest.mark.parametrize(
    ("body", "fires"),
    [
        ("Signing in fails due to an outage of a cloud provider.", True),
        ("Our cloud provider has an outage.", True),
        ("Our cloud provider has an outage. We are moving sign-in to another region.", False),
        ("Our cloud provider has an outage. Please use the app until then.", False),
        ("We sign you in through a provider of yours.", False),
        ("The providers of exports are not affected.", False),
    ],
)
def test_a_vendor_is_not_blamed_alone_while_it_lasts(body: str, fires: bool, tmp_path: Path) -> None:
    assert bool(found_by("A002", (make_notice(body),), tmp_path)) is fires


@pytest.mark.parametrize(
    ("body", "fires"),
    [
        ("This was due to an issue with our upstream provider.", True),
        ("This was due to an issue with our upstream provider. We experienced errors until 10:00 UTC.", True),
        ("This was due to an issue with our upstream provider. Our fail-over did not work.", False),
        ("This was caused by a third party. We have added a second one.", False),
        ("This was caused by a third party, and we are sorry: choosing it is ours.", False),
    ],
)
def test_a_vendor_is_not_blamed_alone_at_the_end(body: str, fires: bool, tmp_path: Path) -> None:
    assert bool(found_by("A002", (make_notice("Signing in fails."), make_resolved(body)), tmp_path)) is fires


TRUE_APOLOGIES = [
    "You could not sign in for 40 minutes. We are sorry. We have added a limit.",
    "One in ten sign-ins failed. That is our fault, and we apologise. By 2 April a second store will stand by.",
    "Your guests waited at the door; we are sorry for that. The slow receiver now has a queue of its own.",
    "We apologize to all who lost an hour. We're changing how we test a release.",
    "Bookings came late. We are sorry, and will write to each of you whose booking was lost.",
]


@pytest.mark.parametrize("body", TRUE_APOLOGIES)
def test_a_true_apology_passes(body: str, tmp_path: Path) -> None:
    assert found_by("A003", (make_notice("Signing in fails.", severity="major"), make_resolved(body)), tmp_path) == []


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("Service is restored.", "what readers met, that you are sorry or what you do about it"),
        ("Signing in works again. You could not sign in for an hour. We are sorry.", "what you do about it"),
        ("You could not sign in for an hour. We have added a limit.", "that you are sorry"),
    ],
)
def test_what_an_apology_lacks_is_named(body: str, missing: str, tmp_path: Path) -> None:
    found = found_by("A003", (make_notice("Signing in fails."), make_resolved(body)), tmp_path)

    assert [problem.sentence for problem in found] == [f"the resolved update does not say {missing}"]


@pytest.mark.parametrize(
    ("severity", "level"),
    [("critical", Level.ERROR), ("major", Level.ERROR), ("minor", Level.WARNING), ("info", None)],
)
def test_the_worse_it_was_the_more_an_apology_weighs(severity: str, level: Level | None, tmp_path: Path) -> None:
    found = found_by(
        "A003", (make_notice("Signing in fails.", severity=severity), make_resolved("It works.")), tmp_path
    )

    assert [problem.level for problem in found] == ([level] if level else [])


def test_nobody_needs_an_apology_for_what_met_nobody(tmp_path: Path) -> None:
    files = (make_notice("Signing in fails."), make_resolved("This notice was opened by mistake."))

    assert found_by("A003", files, tmp_path / "a") == []
    assert found_by("A007", files, tmp_path / "b") == []


def test_an_open_incident_owes_no_apology_yet(tmp_path: Path) -> None:
    assert found_by("A003", (make_notice("Signing in fails.", severity="critical"),), tmp_path) == []


@pytest.mark.parametrize(("severity", "fires"), [("critical", True), ("major", True), ("minor", False)])
def test_a_report_apologises_again_where_it_was_bad(severity: str, fires: bool, tmp_path: Path) -> None:
    report = "---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\n---\nWe changed a setting.\n"
    files = (make_notice("Signing in fails.", severity=severity), make_resolved(TRUE_APOLOGIES[0]), report)

    assert bool(found_by("A003", files, tmp_path)) is fires


def test_action_items_say_what_a_report_does_about_it(tmp_path: Path) -> None:
    report = (
        "---\nstage: postmortem\nat: 2026-03-20T09:00:00Z\nversion: final\naction_items:\n  - id: AI-1\n"
        "    title: Refuse a second removal\n---\nYou could not sign in, and we are sorry.\n"
    )
    files = (make_notice("Signing in fails.", severity="major"), make_resolved(TRUE_APOLOGIES[0]), report)

    assert found_by("A003", files, tmp_path) == []


@pytest.mark.parametrize(
    ("body", "fires"),
    [
        ("The incident has been resolved.", True),
        ("All is well; thank you for telling us.", False),
        ("Both incidents are one. Please refer to the combined summary there.", False),
        ("This notice told of maintenance. The work went as planned.", False),
        ("The release did not go as planned.", True),
    ],
)
def test_somebody_speaks_at_the_end(body: str, fires: bool, tmp_path: Path) -> None:
    assert bool(found_by("A007", (make_notice("Signing in fails."), make_resolved(body)), tmp_path)) is fires


def test_in_another_language_no_english_apology_is_missed(tmp_path: Path) -> None:
    library_of(
        (make_notice("Die Anmeldung scheitert.", severity="major"), make_resolved("Alles geht wieder.")), tmp_path
    )
    (tmp_path / "site.yaml").write_text(SITE.replace("site:\n", "site:\n  language: de\n"), encoding="utf-8")
    library = read_library(tmp_path).library

    assert library is not None
    assert {"A003", "A007"} & {problem.code for problem in lint(library, Gate.CHECK)} == set()


def _serious(body: str, title: str = "Elevated error rates", severity: str = "major", more: str = "") -> str:
    return (
        f"---\nstage: investigating\nat: 2026-03-14T09:01:00Z\ntitle: {title}\nseverity: {severity}\n"
        f"components:\n  sign-in: partial_outage\n{more}next_update: 30m\n---\n{body}\n"
    )


@pytest.mark.parametrize(
    "body",
    [
        "We are investigating reports of degraded performance.",
        "We are investigating this issue.",
        "We see an increased error rate on the API and are looking for the cause.",
        "We are experiencing an outage and are investigating.",
    ],
)
def test_a_serious_first_notice_about_systems_alone_is_pointed_out(body: str, tmp_path: Path) -> None:
    (problem,) = found_by("A008", (_serious(body),), tmp_path)

    assert (problem.level, problem.sentence) == (
        Level.INFO,
        "the first notice of a major incident does not say what it means for customers",
    )


@pytest.mark.parametrize(
    "notice",
    [
        _serious("You cannot sign in at the moment."),
        _serious("Sign-in returns errors. We are sorry, and are looking for the cause."),
        _serious("Some customers see an error when they open a report."),
        _serious("Uploads fail. We are finding out why."),
        _serious("Emails arrive late."),
        _serious("We are investigating.", title="Signing in fails for some accounts"),
        _serious("We know how much depends on this service today."),
        _serious("We are investigating.", more="impact:\n  symptom: Pages stay blank\n"),
        _serious("We are investigating.", severity="minor"),
        _serious("We are investigating.")
        .replace("partial_outage", "affected")
        .replace("stage: investigating", "stage: notice\npotential_impact: Sign-in may become slow"),
    ],
)
def test_a_first_notice_that_says_what_customers_meet_is_left_alone(notice: str, tmp_path: Path) -> None:
    assert found_by("A008", (notice,), tmp_path) == []


OFFER = "concessions:\n  - 10% credit\n"
SIGNED = "concessions:\n  - offer: 10% credit\n    approved_by: executive_sponsor\n"


@pytest.mark.parametrize(
    ("more", "stage", "offers"),
    [
        (OFFER, "investigating", ["10% credit"]),
        (OFFER, "identified", ["10% credit"]),
        (f"{SIGNED}  - A free month\n", "investigating", ["A free month"]),
        (SIGNED, "investigating", []),
        (f"{OFFER}approved_by: executive_sponsor\n", "investigating", []),
        (OFFER, "monitoring", []),
        (OFFER, "resolved", []),
    ],
)
def test_nobody_promises_credit_alone_before_the_fix_holds(
    more: str, stage: str, offers: list[str], tmp_path: Path
) -> None:
    later = f"---\nstage: {stage}\nat: 2026-03-14T09:20:00Z\n{more}---\nWe are sorry.\n"

    found = found_by("A009", (_serious("You cannot sign in."), later), tmp_path)

    sentences = [f"'{offer}' is promised at '{stage}', and no role has approved it" for offer in offers]
    assert [(one.sentence, one.level) for one in found] == [(sentence, Level.WARNING) for sentence in sentences]


def test_an_offer_that_carries_over_is_asked_about_once(tmp_path: Path) -> None:
    second = "---\nstage: investigating\nat: 2026-03-14T09:20:00Z\nnext_update: 30m\n---\nWe are at it.\n"

    assert found_by("A009", (_serious("You cannot sign in.", more=OFFER), second), tmp_path) == []


@pytest.mark.parametrize("preset", ["small-team", "tiny"])
def test_where_nobody_has_a_role_an_offer_needs_no_approval(preset: str, tmp_path: Path) -> None:
    site = f"{SITE}ladder: {{preset: {preset}}}\n"
    library = library_of((_serious("You cannot sign in.", more=OFFER),), tmp_path, site)

    assert [problem for problem in lint(library, Gate.CHECK) if problem.code == "A009"] == []


def test_only_the_first_notice_is_asked_for_it(tmp_path: Path) -> None:
    second = "---\nstage: investigating\nat: 2026-03-14T09:20:00Z\nnext_update: 30m\n---\nWe are investigating.\n"

    assert found_by("A008", (_serious("We are investigating."), second), tmp_path) == []

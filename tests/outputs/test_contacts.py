"""Contacts are shown to those for whom they are: everybody, incidents of a severity, or the readers of one audience."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from night import ALL, some
from statusladder.content.reader import read_library
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate
from statusladder.publish.pipeline import publish_site

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - {id: sign-in, name: Sign-in}
audiences:
  - {id: enterprise, name: Enterprise customers}
  - {id: board, name: The board, public: false}
contacts:
"""
GENERAL = "  - Support portal\n"
CONTACTS = (
    GENERAL
    + """\
  - {text: Hotline for emergencies, severity: major}
  - {text: Your account manager, audience: enterprise}
  - {text: The enterprise hotline, audience: enterprise, severity: critical}
  - {text: The duty director, audience: board}
"""
)
FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: {severity}
components: {{sign-in: partial_outage}}
next_update: 2h
{more}---
Signing in fails for some of you.
"""
OVERLAY = "audiences:\n  enterprise: Single sign-on is not affected.\n  board: Nobody called yet.\n"


def _write(root: Path, contacts: str = CONTACTS, severity: str = "minor", more: str = OVERLAY) -> Path:
    folder = root / "content" / "incidents" / "2026-03-14-sign-in"
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(SITE + contacts)
    (folder / "01-update.md").write_text(FIRST.format(severity=severity, more=more))
    return root


def _publish(root: Path) -> Path:
    publication = publish_site(root, root / "public", NOW, None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    return root / "public"


def _general(public: Path) -> list[str]:
    """What everybody reads: home, the facts of the incident, and the feed of every update."""
    page = (public / "incidents" / "2026-03-14-sign-in" / "index.html").read_text()
    facts = page[page.index("<aside") : page.index("</aside>")]
    return [(public / "index.html").read_text(), facts, next(public.rglob("updates.atom")).read_text()]


@pytest.mark.parametrize(
    ("severity", "is_shown"),
    some([("critical", True), ("major", True), ("minor", False), ("info", False)], by_day=2, in_ci=ALL),
)
def test_a_contact_with_a_severity_is_for_incidents_of_it_and_worse(
    severity: str, is_shown: bool, tmp_path: Path
) -> None:
    _, facts, feed = _general(_publish(_write(tmp_path, severity=severity)))

    for text in (facts, feed):
        assert "Support portal" in text
        assert ("Hotline for emergencies" in text) is is_shown


def test_a_contact_of_an_audience_is_in_its_part_its_page_and_its_feed_alone(tmp_path: Path) -> None:
    public = _publish(_write(tmp_path))

    page = (public / "incidents" / "2026-03-14-sign-in" / "index.html").read_text()
    audience = (public / "audiences" / "enterprise" / "index.html").read_text()
    feeds = [file.read_text() for file in (public / "audiences" / "enterprise").iterdir() if file.suffix != ".html"]
    assert all("Your account manager" not in text for text in _general(public))
    assert page.count("Your account manager") == 1
    assert audience.count("Your account manager") == 2  # for the audience at any time, and below the incident
    assert len(feeds) == 3
    assert all("Your account manager" in text and "enterprise hotline" not in text for text in feeds)
    assert "enterprise hotline" not in page + audience
    assert "Support portal" not in audience


def test_a_graver_incident_has_the_contact_of_its_severity_too(tmp_path: Path) -> None:
    public = _publish(_write(tmp_path, severity="critical"))

    audience = (public / "audiences" / "enterprise" / "index.html").read_text()
    assert audience.count("The enterprise hotline") == 1  # below the incident


def test_an_update_that_states_a_contact_for_an_audience_speaks_to_it(tmp_path: Path) -> None:
    stated = "contacts:\n  - {text: The bridge call, audience: enterprise}\n"
    public = _publish(_write(tmp_path, GENERAL, more=stated))

    audience = (public / "audiences" / "enterprise" / "index.html").read_text()
    assert "The bridge call" in audience
    assert "Support portal" in _general(public)[1]  # nobody said that this one no longer holds
    assert all("The bridge call" not in text for text in _general(public))


def test_what_is_for_an_audience_that_is_not_public_is_published_nowhere(tmp_path: Path) -> None:
    stated = "contacts:\n  - {text: The crisis room, audience: board}\n" + OVERLAY
    public = _publish(_write(tmp_path, more=stated))

    bytes_of_all = b"".join(file.read_bytes() for file in public.rglob("*") if file.is_file())
    assert b"duty director" not in bytes_of_all
    assert b"crisis room" not in bytes_of_all


def test_a_correction_of_contacts_does_not_quote_one_that_is_not_public(tmp_path: Path) -> None:
    root = _write(tmp_path, more="contacts:\n  - {text: The crisis room, audience: board}\n")
    fix = "{at: 2026-03-14T09:40:00Z, field: contacts, was: The crisis room, now: Support portal, why: A slip}"
    (root / "content/incidents/2026-03-14-sign-in/02-update.md").write_text(
        "---\nstage: investigating\nat: 2026-03-14T09:40:00Z\nnext_update: 2h\ncontacts: Support portal\n"
        f"corrections:\n  - {fix}\n---\nWe still look for the cause.\n"
    )

    public = _publish(root)

    assert all("crisis room" not in file.read_text() for file in public.rglob("*.html"))


@pytest.mark.parametrize(
    ("contact", "sentence", "fix"),
    [
        ("{text: A, audience: enterprize}", "no audience is called 'enterprize'", "did you mean 'enterprise'?"),
        ("{text: A, severity: majr}", "'majr'", "did you mean 'major'?"),
    ],
)
@pytest.mark.parametrize("place", ["site.yaml", "content/incidents/2026-03-14-sign-in/01-update.md"])
def test_an_unknown_audience_or_severity_is_a_problem_with_the_near_miss(
    place: str, contact: str, sentence: str, fix: str, tmp_path: Path
) -> None:
    in_settings = place == "site.yaml"
    listed = f"  - {contact}\n"
    _write(tmp_path, listed if in_settings else GENERAL, more=OVERLAY if in_settings else f"contacts:\n{listed}")

    (problem,) = read_library(tmp_path).problems

    assert (problem.place.path, sentence in problem.sentence, fix in problem.fix) == (place, True, True)
    assert problem.place.line is not None
    assert problem.place.line > 1


@pytest.mark.parametrize(
    ("contact", "is_missed"),
    [
        ("Support portal", False),
        ("{text: Hotline, severity: major}", False),
        ("{text: Hotline, severity: critical}", True),
        ("{text: Your account manager, audience: enterprise}", True),
    ],
)
def test_a_contact_for_some_is_not_the_one_that_everybody_needs(contact: str, is_missed: bool, tmp_path: Path) -> None:
    library = read_library(_write(tmp_path, f"  - {contact}\n", "major")).library
    assert library is not None

    assert any(problem.code == "F008" for problem in lint(library, Gate.CHECK)) is is_missed


@pytest.mark.parametrize(("audience", "is_found"), [("board", True), ("enterprise", False)])
def test_an_address_for_an_audience_that_is_not_public_is_none_for_everybody(
    audience: str, is_found: bool, tmp_path: Path
) -> None:
    root = _write(tmp_path, f"  - {{text: Call +44 20 7946 0958, audience: {audience}}}\n")
    file = root / "content/incidents/2026-03-14-sign-in/01-update.md"
    file.write_text(file.read_text().replace("some of you.", "some of you. Call +44 20 7946 0958."))

    library = read_library(root).library
    assert library is not None

    assert any(problem.code == "S002" for problem in lint(library, Gate.BUILD)) is is_found


def test_the_internal_page_names_whom_an_audience_of_the_team_asks(tmp_path: Path) -> None:
    publication = publish_site(_write(tmp_path), tmp_path / "private", NOW, None, lambda count: None, internal=True)
    assert publication.outcome is not None, publication.problems

    page = (tmp_path / "private" / "internal" / "incidents" / "2026-03-14-sign-in" / "index.html").read_text()
    assert "The duty director" in page

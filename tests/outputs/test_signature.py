"""An update says by role who posted and who approved it, on its page and in feeds, and never which team that is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from night import ALL, some
from statusladder.publish.pipeline import publish_site

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  language: {language}
components:
  - {{id: sign-in, name: Sign-in}}
{more}"""
ROLES = """\
roles:
  - {id: communications_lead, name: Communications lead, team: care-squad}
  - {id: incident_commander, name: Incident commander, team: command-squad}
"""
OWN_ROLES = """\
roles:
  - {id: communications_lead, name: Voice of Tern}
"""
FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails for some accounts
severity: major
components: {sign-in: partial_outage}
next_update: 2h
---
Signing in fails for some of you.
"""
SECOND = """\
---
stage: identified
at: 2026-03-14T09:30:00Z
approved_by: incident_commander
next_update: 2h
---
We know why.
"""
FEEDS = ("updates.atom", "updates.rss", "updates.json")


def _publish(root: Path, more: str, *updates: str, language: str = "en") -> tuple[str, list[str]]:
    """The page of the incident, and the feeds of every update."""
    folder = root / "content" / "incidents" / "2026-03-14-sign-in"
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(SITE.format(language=language, more=more))
    for number, text in enumerate(updates, start=1):
        (folder / f"{number:02}-update.md").write_text(text)
    publication = publish_site(root, root / "public", NOW, None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    feeds = [file for file in (root / "public").rglob("updates.*") if file.name in FEEDS]
    assert len(feeds) == len(FEEDS)
    page = root / "public" / "incidents" / "2026-03-14-sign-in" / "index.html"
    return page.read_text(), [feed.read_text() for feed in feeds]


def test_each_update_says_who_posted_it_and_who_approved_it(tmp_path: Path) -> None:
    page, feeds = _publish(tmp_path, ROLES, FIRST, SECOND)

    for text in (page, *feeds):
        assert text.count("Posted by the communications lead.") >= 2
        assert text.count("Posted by the communications lead. Approved by the incident commander.") >= 1
        assert "squad" not in text


def test_a_role_is_called_as_the_site_calls_it(tmp_path: Path) -> None:
    page, _ = _publish(tmp_path, OWN_ROLES, FIRST)

    assert "Posted by the Voice of Tern." in page


@pytest.mark.parametrize(
    "more",
    some(
        [
            "",  # the policy has the role, and nobody says that somebody fills it
            ROLES + "ladder: {preset: small-team}\n",
            ROLES + "ladder: {owners: {investigating: {major: none}}}\n",
            "roles:\n  - {id: scribe, name: Scribe}\n",
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_nobody_posted_where_the_policy_or_the_site_names_nobody(more: str, tmp_path: Path) -> None:
    page, feeds = _publish(tmp_path, more, FIRST)

    assert all("Posted by" not in text for text in (page, *feeds))


def test_an_owner_whom_the_site_names_in_its_own_rules_is_enough(tmp_path: Path) -> None:
    page, _ = _publish(tmp_path, "ladder: {owners: {investigating: {major: incident_commander}}}\n", FIRST)

    assert "Posted by the incident commander." in page


def test_what_was_imported_is_posted_by_nobody_of_ours(tmp_path: Path) -> None:
    imported = FIRST.replace("next_update", "imported_from: {source: statuspage, id: abc123}\nnext_update")

    assert "Posted by" not in _publish(tmp_path, ROLES, imported)[0]


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Veröffentlicht von: Kommunikationsleitung."), ("ar", "نشره مسؤول التواصل.")]
)
def test_it_is_said_in_the_language_of_the_site(language: str, words: str, tmp_path: Path) -> None:
    more = "ladder: {owners: {investigating: {major: communications_lead}}}\n"

    assert words in _publish(tmp_path, more, FIRST, language=language)[0]


SPONSOR = "roles: {{executive_sponsor: {{name: Ada Reef, title: Chief Operating Officer, consented: {consented}}}}}\n"


@pytest.mark.parametrize(
    ("severity", "consented", "is_named"),
    some([("critical", "true", True), ("critical", "false", False), ("major", "true", False)], by_day=1, in_ci=ALL),
)
def test_an_executive_who_consented_is_named_on_an_open_critical_incident(
    severity: str, consented: str, is_named: bool, tmp_path: Path
) -> None:
    first = FIRST.replace("severity: major\n", f"severity: {severity}\n{SPONSOR.format(consented=consented)}")

    page, _ = _publish(tmp_path, ROLES, first)

    assert ("Ada Reef, Chief Operating Officer" in page) is is_named
    everything = b"".join(file.read_bytes() for file in (tmp_path / "public").rglob("*") if file.is_file())
    assert consented == "true" or b"Ada Reef" not in everything


def test_customers_read_when_an_executive_joins(tmp_path: Path) -> None:
    _publish(tmp_path, ROLES, FIRST)

    rules = (tmp_path / "public" / "how-we-communicate" / "index.html").read_text()
    assert "The estimate has slipped 2 times: the executive sponsor joins." in rules
    assert "at 3, the executive sponsor too." in rules

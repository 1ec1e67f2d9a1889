"""What a short text is made of: the facts that stand when it is sent, in the order in which readers can use them."""

from datetime import UTC, datetime
from pathlib import Path

from conftest import DEMO_NOW
from short_texts import said_of
from statusladder.views.short_forms import ShortForm

DEMO = Path(__file__).resolve().parents[2]
SITE = """
site: {name: Tern, url: "https://status.tern.example"}
components: [{id: cards, name: Card payments}]
"""
INVESTIGATING = """---
title: Some cards are declined
severity: major
stage: investigating
at: 2026-03-14T09:00:00Z
next_update: 2026-03-14T09:15:00Z
started_at: 2026-03-14T08:50:00Z
components: {cards: partial_outage}
impact: {share: 40-50%, basis: measured}
corrections:
  - {field: impact.share, was: 4-5%, now: 40-50%, at: 2026-03-14T11:00:00Z, why: We counted one region.}
---
Some cards are declined. We are looking for the cause.
"""
RESOLVED = """---
stage: resolved
at: 2026-03-14T10:00:00Z
resolved_at: 2026-03-14T09:55:00Z
workarounds: none
customer_actions: none
data_loss: none
---
Cards are accepted again.
"""


def short_forms_of(root: Path, now: datetime) -> dict[tuple[str, str], ShortForm]:
    return {(one.bulletin.story, one.bulletin.id): one.bulletin.short for one in said_of(root, now)}


def forms_of_the_corrected_incident(root: Path) -> dict[str, ShortForm]:
    folder = root / "content" / "incidents" / "2026-03-14-cards"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "site.yaml").write_text(SITE)
    (folder / "01-investigating.md").write_text(INVESTIGATING)
    (folder / "02-resolved.md").write_text(RESOLVED)
    found = short_forms_of(root, datetime(2026, 3, 14, 12, tzinfo=UTC))
    return {name: form for (_, name), form in found.items()}


def test_a_correction_of_an_older_update_is_told_beside_how_it_ended(tmp_path: Path) -> None:
    form = forms_of_the_corrected_incident(tmp_path)["01-investigating-correction-1"]

    assert form.lead(form.title) == "Correction: “Some cards are declined”"
    assert "corrected the share affected from “4-5%” to “40-50%”" in form.vital
    assert form.due == (
        ("Impact: 08:50 to 09:55 UTC, 14 March 2026",),
        ("Correction: 11:00 UTC, 14 March 2026",),
    )


def test_an_incident_that_opens_again_is_told_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "incidents" / "2026-03-14-cards"
    folder.mkdir(parents=True)
    again = INVESTIGATING.replace("at: 2026-03-14T09:00", "at: 2026-03-14T11:30").replace("T09:15", "T11:45")
    (folder / "03-investigating.md").write_text(again.replace("severity:", "reopened: true\nseverity:"))

    form = forms_of_the_corrected_incident(tmp_path)["03-investigating"]

    assert form.lead(form.title) == "Re-opened: Some cards are declined"


def test_that_there_is_no_workaround_is_not_said_once_it_is_over(tmp_path: Path) -> None:
    form = forms_of_the_corrected_incident(tmp_path)["02-resolved"]

    assert "Data: No data was lost" in form.further
    assert not [line for line in (form.vital, *form.further) if "What you can do" in line]


def test_the_title_of_an_incident_is_in_quotes_once_it_is_over_and_that_of_maintenance_is_not() -> None:
    found = short_forms_of(DEMO, DEMO_NOW)
    leads = {key: form.lead(form.title) for key, form in found.items()}

    declined = "2026-02-10-card-payments-declined"
    assert leads[declined, "04-monitoring"] == "Monitoring: Card payments are declined for all customers"
    assert leads[declined, "05-resolved"] == "Resolved: “Card payments are declined for all customers”"
    assert leads["2026-02-25-search-index-move", "04-completed"] == "Maintenance completed: Moving the search index"


def test_an_incident_that_is_open_again_says_so() -> None:
    form = short_forms_of(DEMO, DEMO_NOW)["2025-10-21-reminders-missing", "03-investigating"]

    assert form.lead(form.title) == "Re-opened: Some email reminders are not sent"


def test_what_readers_can_do_comes_first_and_our_name_for_the_severity_never() -> None:
    found = short_forms_of(DEMO, DEMO_NOW)
    form = found["2026-02-10-card-payments-declined", "02-identified"]

    assert form.vital == "What you can do: Send an invoice instead of taking a card payment"
    assert form.further[0] == "Recovery expected: 13:40 to 14:10 UTC, medium confidence"
    assert not [line for one in found.values() for line in one.further if line.startswith("Severity")]

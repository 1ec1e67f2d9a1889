"""How heavy the pages are that people load in an outage, against what a connection carries before it waits."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from some_outputs import publish_some

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
FIRST_ROUND_TRIP = 14_600
"""Ten initial segments of 1,460 bytes (RFC 6928)."""

COMPONENTS = (
    "Sign-in",
    "Bookings",
    "Calendar",
    "Search",
    "Exports",
    "Messages",
    "Payments",
    "Invoices",
    "API",
    "Webhooks",
)
FULL = """\
components:
  {component}: partial_outage
started_at: {started}
impact:
  symptom: {name} shows an error page for customers who began their visit on another device
  share: 12-18%
  basis: measured
  regions:
    - EU
    - North America
known:
  - What was saved before {hour}:00 UTC is safe, we compared it with the copy
  - The mobile app is not affected
unknown:
  - Why the second group of machines failed although it was updated a week earlier
actions:
  - Moving the traffic of {name} to the standby in steps of ten per cent
cause: The store behind {name} ran out of connections (preliminary)
eta:
  from: {eta_from}
  to: {eta_to}
  confidence: medium
  basis: two of five steps are done and hold
workarounds:
  - Use the mobile app until we say that {name} works again
customer_actions:
  - Keep the window open, your draft is kept in it
progress: {{percent: 40, of: traffic moved, basis: measured}}
next_update: 30m
"""
FEEDBACK = """\
feedback:
  report: https://help.tern.example/report?incident={incident}&component={component}&page={url}
  rating: https://help.tern.example/rate?incident={incident}&update={update}&{question}={answer}
"""


def _slug(number: int) -> str:
    return COMPONENTS[number % len(COMPONENTS)].lower()


def _update(folder: Path, number: int, stage: str, at: datetime, keys: str, words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = f"---\nstage: {stage}\nat: {at.isoformat()}\n{keys}---\n{words}\n"
    (folder / f"{number:02}-{stage}.md").write_text(text, encoding="utf-8")


def _open_incident(site: Path, which: int, updates: int) -> None:
    name, component = COMPONENTS[which], _slug(which)
    start = NOW - timedelta(minutes=20 * updates + 7 * which)
    folder = site / "content" / "incidents" / f"{start:%Y-%m-%d}-{component}-fails-again"
    first = f"title: {name} shows an error page for many customers\nseverity: major\n"
    first += f"components: {{{component}: partial_outage}}\n"
    words = f"{name} shows an error page for many of you. We are finding out why, and tell you more in half an hour."
    _update(folder, 1, "investigating", start, f"{first}next_update: 30m\n", words)
    for number in range(2, updates + 1):
        at = start + timedelta(minutes=20 * (number - 1))
        moved = {"eta_from": (at + timedelta(hours=1)).isoformat(), "eta_to": (at + timedelta(hours=2)).isoformat()}
        keys = FULL.format(component=component, name=name, started=start.isoformat(), hour=start.hour, **moved)
        reason = f"eta_reason: step {number} took longer than the one before\n" if number > 2 else ""
        words = (
            f"Step {number - 1} of the move of {name} is done: {6 * number} of 100 customers use the standby, and what "
            f"they see there is as fast as on a usual day. Machine {number} of the first group had to be started a "
            "second time, which cost us ten minutes. The next step begins at once.\n\n"
            f"If you see the error page at {name}, keep the window open: your draft is kept in it."
        )
        _update(folder, number, "mitigating" if number > 3 else "identified", at, keys + reason, words)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with 10 components, 2 open incidents of which one has 15 updates, and 18 more of recent history."""
    site = tmp_path_factory.mktemp("busy")
    rows = "".join(f"  - {{id: {name.lower()}, name: {name}, since: 2025-01-01}}\n" for name in COMPONENTS)
    frame = "site:\n  name: Tern status\n  url: https://status.tern.example\n  support: https://help.tern.example/\n"
    (site / "site.yaml").write_text(f"{frame}components:\n{rows}{FEEDBACK}", encoding="utf-8")
    _open_incident(site, 0, 15)
    _open_incident(site, 1, 4)
    for number in range(18):
        name, component = COMPONENTS[number % 10], _slug(number)
        at = NOW - timedelta(hours=9 + 16 * number)
        folder = site / "content" / "incidents" / f"{at:%Y-%m-%d}-{component}-slow-{number}"
        first = f"title: {name} took longer than usual for some customers\nseverity: minor\n"
        first += f"components: {{{component}: degraded_performance}}\nnext_update: 1h\n"
        _update(folder, 1, "investigating", at, first, f"{name} takes longer than usual.")
        _update(folder, 2, "resolved", at + timedelta(minutes=40 + number), "", f"{name} is as fast as usual.")
    return publish_some(site, site / "public", NOW, "home", "stories")


def test_the_home_page_arrives_in_the_first_round_trip(busy: Path) -> None:
    page = (busy / "index.html").read_bytes()

    assert page.count(b'<dl class="glance">') == 2
    assert page.count(b'<p class="entry">') == 20
    assert len(gzip.compress(page, mtime=0)) <= FIRST_ROUND_TRIP


def test_the_page_of_a_long_incident_is_light(busy: Path) -> None:
    (page,) = busy.glob("incidents/*sign-in-fails-again/index.html")

    assert page.read_bytes().count(b'<div class="when">') == 15
    assert page.read_bytes().count(b'rel="nofollow"') == 15 * 3 * 5
    assert len(gzip.compress(page.read_bytes(), mtime=0)) <= 20_480

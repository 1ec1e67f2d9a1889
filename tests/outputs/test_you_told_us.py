"""What customers reported is told back to them with its update, in every output that gives the update's text."""

import json
from html import unescape
from pathlib import Path

import pytest

from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
  language: {language}
components:
  - id: sign-in
    name: Sign-in
"""
FOLDER = "incidents/2026-03-14-sign-in"
FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails
severity: major
components: {sign-in: partial_outage}
next_update: 30m
---
Signing in returns an error.
"""
SECOND = """\
---
stage: investigating
at: 2026-03-14T09:20:00Z
you_told_us: 37 of you reported that <b>phones</b> fail too. Thank you.
next_update: 30m
---
The phone app is affected as well.
"""
THIRD = """\
---
stage: identified
at: 2026-03-14T09:40:00Z
next_update: 30m
---
A certificate has expired.
"""
WORDS = "37 of you reported that <b>phones</b> fail too. Thank you."


def _build(root: Path, language: str = "en") -> Path:
    files = {f"content/{FOLDER}/{name}.md": text for name, text in (("01-a", FIRST), ("02-b", SECOND), ("03-c", THIRD))}
    for path, text in {"site.yaml": SITE.format(language=language), **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    publication = publish_site(root, root / "public", parse_moment("2026-03-14T09:45:00Z"), None, lambda count: None)
    assert publication.problems == ()
    return root / "public"


@pytest.mark.parametrize(
    ("language", "label"), [("en", "You told us: "), ("de", "Ihre Rückmeldungen: "), ("ar", "ما أخبرتمونا به: ")]
)
def test_the_page_shows_it_once_with_its_update(tmp_path: Path, language: str, label: str) -> None:
    page = (_build(tmp_path, language) / FOLDER / "index.html").read_text(encoding="utf-8")

    assert page.count(label) == 1
    rung = page.split('id="02-b"')[1].split("</li>")[0]
    assert rung.index("The phone app is affected") < rung.index(label) < rung.index("37 of you reported")
    assert "<b>phones</b>" not in page


def test_feeds_and_the_api_have_it_with_its_update_alone(tmp_path: Path) -> None:
    site = _build(tmp_path)

    items = json.loads((site / "updates.json").read_text())["items"]
    assert [f"You told us: {WORDS}" in unescape(item["content_html"]) for item in items] == [False, True, False]
    (incident,) = json.loads((site / "api/v2/incidents.json").read_text())["incidents"]
    bodies = [update["body"] for update in incident["incident_updates"]]
    assert [body.partition("You told us: ")[2].partition("\n")[0] for body in bodies] == ["", WORDS, ""]
    assert bodies[1].startswith("The phone app is affected as well.\n\nYou told us: ")
    whole = (site / "history.atom").read_text()
    assert whole.count("You told us: ") == 1

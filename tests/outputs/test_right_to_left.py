"""A site in Arabic: its pages and feeds say in which direction they are read, wherever somebody shows them."""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import bidirectional

import pytest

from statusladder.publish.pipeline import publish_site
from statusladder.views import entries

NOW = datetime(2026, 3, 14, 9, 10, tzinfo=UTC)
SITE = """\
site:
  name: حالة خطاف
  url: https://status.tern.example
  timezone: UTC
  language: {language}
components:
  - id: payments
    name: {component}
"""
UPDATE = """\
---
stage: investigating
at: 2026-03-14T09:00:00Z
title: {title}
severity: minor
components:
  payments: degraded_performance
next_update: 60m
---
{title}.
"""


def _publish(folder: Path, language: str, component: str, title: str) -> Path:
    incident = folder / "site" / "content" / "incidents" / "2026-03-14-slow"
    incident.mkdir(parents=True)
    (folder / "site" / "site.yaml").write_text(SITE.format(language=language, component=component), encoding="utf-8")
    (incident / "01-investigating.md").write_text(UPDATE.format(title=title), encoding="utf-8")
    assert publish_site(folder / "site", folder / "public", NOW, None, lambda count: None).outcome
    return folder / "public"


def _entry(public: Path) -> dict[str, str]:
    entry: dict[str, str] = json.loads((public / "updates.json").read_text(encoding="utf-8"))["items"][0]
    return entry


@pytest.fixture
def arabic(tmp_path: Path) -> Path:
    return _publish(tmp_path, "ar", "المدفوعات", "المدفوعات بطيئة")


def test_a_page_says_its_language_and_direction(arabic: Path) -> None:
    page = (arabic / "index.html").read_text(encoding="utf-8")

    assert '<html lang="ar" dir="rtl"' in page
    assert "المدفوعات بطيئة" in page


def test_every_paragraph_of_an_entry_says_its_direction(arabic: Path) -> None:
    paragraphs = re.findall(r"<p([^>]*)>(.*?)</p>", _entry(arabic)["content_html"])

    assert any(text.startswith("الحالة: قيد التحقيق") for _, text in paragraphs)
    assert {attributes for attributes, _ in paragraphs} == {' dir="auto"'}
    assert _entry(arabic)["title"] == "قيد التحقيق: المدفوعات بطيئة"


def test_lines_of_an_english_entry_are_as_they_were(tmp_path: Path) -> None:
    entry = _entry(_publish(tmp_path, "en", "Payments", "Payments are slow"))

    assert "<p>Status: Investigating, degraded<br/>" in entry["content_html"]


def test_no_letter_that_is_written_from_right_to_left_is_overlooked() -> None:
    letters = (sign for sign in map(chr, range(sys.maxunicode + 1)) if bidirectional(sign) in ("R", "AL"))

    assert [hex(ord(sign)) for sign in letters if not entries._MAYBE_LEFTWARD.match(sign)] == []

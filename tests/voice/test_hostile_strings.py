"""Strings may come with a theme that anybody wrote: whatever they hold stands on pages and in feeds as text."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from built_once import built_once
from night import in_ci
from pseudo_language import publish_with
from statusladder.voice.catalogue import ENGLISH, PATTERNS, Catalogue, Message, shipped

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
EVIL = "<script>boom()</script>\"'><img src=x onerror=boom()>"
RAW = ("<script>boom", "<img src=x")


@pytest.fixture(scope="module")
def site(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    english, messages = shipped(ENGLISH), {}
    for key, message in english.messages.items():
        forms = {category: (EVIL + parts[0], *parts[1:]) for category, parts in message.forms.items()}
        messages[key] = message if key.startswith(PATTERNS) else Message(forms)
    catalogue = Catalogue(ENGLISH, messages)
    return (
        built_once(
            tmp_path_factory,
            "hostile strings",
            lambda folder: publish_with(catalogue, repo_root, folder / "public", NOW, internal=True),
        )
        / "public"
    )


@in_ci
def test_no_string_is_markup_in_a_page_a_picture_or_a_feed(site: Path) -> None:
    files = [file for file in site.rglob("*") if file.suffix in (".html", ".svg", ".atom", ".rss", ".xml", ".js")]
    found = [file.name for file in files if any(raw in file.read_text(encoding="utf-8") for raw in RAW)]

    assert len(files) > 80
    assert any("boom()" in file.read_text(encoding="utf-8") for file in files if file.suffix == ".html")
    assert found == []


def test_no_string_is_markup_in_the_html_of_a_json_feed(site: Path) -> None:
    entries = json.loads((site / "updates.json").read_text(encoding="utf-8"))["items"]

    assert any("boom()" in entry["content_html"] for entry in entries)
    assert not any(raw in entry["content_html"] for entry in entries for raw in RAW)

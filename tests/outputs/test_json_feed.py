"""JSON Feed 1.1: held to its schema, and the same entries as in the other forms."""

import json
import shutil
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from some_outputs import publish_some

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # feedparser's own use of a deprecated module
    import feedparser

SITES = Path(__file__).parent.parent / "sites"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
STORM = datetime(2026, 6, 10, 12, tzinfo=UTC)
SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schema" / "json-feed-1.1.json").read_text()))


@pytest.fixture(scope="session")
def public(published_at: Callable[[str, datetime], Path]) -> Path:
    return published_at("legal-and-right", NOW)


@pytest.fixture(scope="session")
def storm(published_at: Callable[[str, datetime], Path]) -> Path:
    """What a site with audiences publishes while much goes on."""
    return published_at("storm", STORM)


def _feed(public: Path, name: str = "updates.json") -> Any:
    return json.loads((public / name).read_text(encoding="utf-8"))


def _json_feeds(public: Path) -> list[Path]:
    return [public / "updates.json", *sorted(public.rglob("feed.json"))]


def test_every_one_keeps_to_the_format(storm: Path) -> None:
    feeds = _json_feeds(storm)

    assert len(feeds) > 3
    for file in feeds:
        assert [error.message for error in SCHEMA.iter_errors(json.loads(file.read_text()))] == [], file


def test_it_holds_the_entries_of_the_atom_feed_beside_it(storm: Path) -> None:
    for file in _json_feeds(storm):
        feed = json.loads(file.read_text())
        parsed = feedparser.parse(file.with_suffix(".atom").read_bytes())

        assert feed["feed_url"].endswith(file.relative_to(storm).as_posix())
        assert (feed["title"], feed["home_page_url"]) == (parsed.feed.title, parsed.feed.link)
        assert [(one["id"], one["url"], one["title"]) for one in feed["items"]] == [
            (entry.id, entry.link, entry.title) for entry in parsed.entries
        ]
        assert [one["date_published"].replace("Z", "+00:00") for one in feed["items"]] == [
            entry.published for entry in parsed.entries
        ]


def test_an_item_says_the_same_with_and_without_marks(public: Path) -> None:
    items = {one["id"].rpartition("/")[2]: one for one in _feed(public)["items"]}

    assert "The mark is set before the file is written." in items["02-identified"]["content_html"]
    assert items["02-identified"]["content_text"] == (
        "The mark is set before the file is written.\n\nFiles are complete after ten minutes.\n\n"
        'Status: Identified, degraded\nSeverity: Minor\nAffected components: Exports <b>& "more"</b> (degraded)\n'
        "What customers see: Exports are marked as done too early\n"
        "Affected: 5–12% of customers, measured\nNext update by 09:40 UTC\n"
        "Urgent? Support portal (https://tern.example/support)"
    )
    assert items["02-identified"]["tags"] == ["Identified", 'Exports <b>& "more"</b>']


def test_it_names_the_hub_where_there_is_one(public: Path, tmp_path: Path) -> None:
    assert "hubs" not in _feed(public)
    site = Path(shutil.copytree(SITES / "legal-and-right", tmp_path / "site"))
    with (site / "site.yaml").open("a") as settings:
        settings.write("feeds:\n  hub: https://hub.tern.example/\n")

    feed = _feed(publish_some(site, tmp_path / "public", NOW, "feeds"))

    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.tern.example"}]
    assert SCHEMA.is_valid(feed)


def test_a_feed_without_entries_keeps_to_the_format_too(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    shutil.copy(SITES / "legal-and-right" / "site.yaml", tmp_path / "site")

    feed = _feed(publish_some(tmp_path / "site", tmp_path / "public", NOW, "feeds"))

    assert feed["items"] == []
    assert SCHEMA.is_valid(feed)

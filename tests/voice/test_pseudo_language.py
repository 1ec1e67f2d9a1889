"""In a language of which nobody speaks a word, whatever is not said by the catalogue stands out: the rest is accented.

The demo is published in it. Of what its pages, feeds and calendar then say in plain letters, all has to be what the
company wrote, a name, or a date, whose words come from the Unicode CLDR.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from built_once import built_once
from pseudo_language import ACCENTS, publish_in_pseudo_language

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
_SILENT = frozenset({"script", "style", "code", "pre", "title"})
_READ = frozenset({"aria-label", "title", "alt", "content"})
_WORD = re.compile(r"[A-Za-z]{2,}")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATES = re.compile(rf"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|{_MONTHS})\b")
_ADDRESS = re.compile(r"https?://\S+|\d{4}-\d\d-\d\d-\S+")
_NAMES = frozenset({"UTC", "API", "JSON", "RSS", "Atom", "CSV", "ICS", "Slack", "OpenAPI", "CORS", "Statuspage"})
"""What is called the same in every language that we know of."""
NOT_YET = {
    "api/index.html": "what openapi.json says of each address",
    "how-we-communicate/index.html": "criteria, escalation and roles, which a policy preset says",
    "audiences/developers/index.html": "the name of an audience that every site has",
    "internal/": "roles and demands, and the mark that programs look for",
}
"""Pages on which English stands all the same, and what of."""


class _Texts(HTMLParser):
    """All that somebody reads or hears of a page, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._within.append(tag)
        named = dict(attrs)
        if tag != "meta" or named.get("name") == "description":
            self.pieces += [value for name, value in attrs if name in _READ and value]

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within or self._within == ["title"]:
            self.pieces.append(data)


@pytest.fixture(scope="module")
def site(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return (
        built_once(
            tmp_path_factory,
            "pseudo language",
            lambda folder: publish_in_pseudo_language(repo_root, folder / "public", NOW, internal=True),
        )
        / "public"
    )


@pytest.fixture(scope="module")
def written(repo_root: Path) -> str:
    """All that the company wrote, without the marks of Markdown and YAML."""
    files = [repo_root / "site.yaml", *(repo_root / "content").rglob("*.md"), *(repo_root / "content").rglob("*.yaml")]
    return _plain("\n".join(file.read_text(encoding="utf-8") for file in files))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("_", " "))).lower()


def _english(piece: str, written: str) -> bool:
    """Whether a text is English that no one of the company wrote."""
    if any(sign in piece for sign in ACCENTS):
        return False  # said by the catalogue, with names and texts of the company among it
    rest = _ADDRESS.sub("", _DATES.sub("", piece))
    parts = [_plain(part) for part in (piece, rest, *re.split(r"[:,] ", rest))]
    words = [word for word in _WORD.findall(rest) if word not in _NAMES]
    return bool(words) and parts[0] not in written and not all(part in written for part in parts[2:])


def test_nothing_on_a_page_is_english_but_what_the_company_wrote(site: Path, written: str) -> None:
    found: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        texts = _Texts()
        texts.feed(page.read_text(encoding="utf-8"))
        name = page.relative_to(site).as_posix()
        for piece in texts.pieces:
            if _english(piece, written) and not name.startswith(tuple(NOT_YET)):
                found.setdefault(" ".join(piece.split()), name)
    assert sorted(found.items()) == []


def test_nothing_in_a_feed_is_english_but_what_the_company_wrote(site: Path, written: str) -> None:
    found: set[str] = set()
    for file in sorted(site.rglob("*.json")):
        feed = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(feed, dict) and str(feed.get("version", "")).startswith("https://jsonfeed.org"):
            found.update(piece for piece in _texts_of_feed(feed) if _english(piece, written))
    assert found <= {"Developers"}  # as on its page


def _texts_of_feed(feed: dict[str, object]) -> Iterator[str]:
    yield str(feed["title"])
    yield str(feed.get("description", ""))
    items = feed["items"]
    assert isinstance(items, list)
    for item in items:
        yield item["title"]
        yield from item.get("content_text", "").splitlines()
        texts = _Texts()
        texts.feed(item.get("content_html", ""))
        yield from texts.pieces

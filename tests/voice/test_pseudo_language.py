"""In a language of which nobody speaks a word, whatever is not said by the catalogue stands out: the rest is accented.

The demo is published in it. Of what its pages, feeds and calendar then say in plain letters, all has to be what the
company wrote, a name, or a date, whose words come from the Unicode CLDR.
"""

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from night import in_ci
from pseudo_language import ACCENTS, demo_in_pseudo_language, publish_in_pseudo_language

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
_SILENT = frozenset({"script", "style", "code", "pre", "title"})
_READ = frozenset({"aria-label", "title", "alt", "content"})
_WORD = re.compile(r"[A-Za-z]{2,}")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATES = re.compile(rf"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|{_MONTHS})\b")
_ADDRESS = re.compile(r"https?://\S+|\d{4}-\d\d-\d\d-\S+")
_NAMES = frozenset(
    {"UTC", "API", "JSON", "RSS", "Atom", "CSV", "ICS", "Slack", "Microsoft", "Teams", "OpenAPI", "CORS", "Statuspage"}
)
"""What is called the same in every language that we know of."""
_SENTENCE = 3
"""Words that the name of a component, a role or a region rarely has."""


class _Texts(HTMLParser):
    """All that somebody reads or hears of a page, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        # Reminders and problems on internal pages are those of the command line, and are marked as English.
        if tag in _SILENT or (named.get("lang"), named.get("dir")) == ("en", "ltr"):
            self._within.append(tag)
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
    """The demo, as if the company had written it in a language that pages are not written in."""
    return demo_in_pseudo_language(tmp_path_factory, repo_root, NOW)


@pytest.fixture(scope="module")
def written(repo_root: Path) -> str:
    return _written_in(repo_root)


def _written_in(root: Path) -> str:
    """All that the company wrote, without the marks of Markdown and YAML."""
    files = [root / "site.yaml", *(root / "content").rglob("*.md"), *(root / "content").rglob("*.yaml")]
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
            if _english(piece, written):
                found.setdefault(" ".join(piece.split()), name)
    assert sorted(found.items()) == []


def test_nothing_in_a_feed_is_english_but_what_the_company_wrote(site: Path, written: str) -> None:
    found: set[str] = set()
    for file in sorted(site.rglob("*.json")):
        feed = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(feed, dict) and str(feed.get("version", "")).startswith("https://jsonfeed.org"):
            found.update(piece for piece in _texts_of_feed(feed) if _english(piece, written))
    assert found == set()


def _further_texts(site: Path) -> Iterator[str]:
    """What badges and calendars say, the line of the banner, and openapi.json apart from its schemas."""
    for badge in site.rglob("*.svg"):
        yield from re.findall(r"<text[^>]*>([^<]*)</text>", badge.read_text(encoding="utf-8"))
    for calendar in site.rglob("*.ics"):
        lines = calendar.read_bytes().decode().replace("\r\n ", "").splitlines()
        for line in lines:
            name, _, text = line.partition(":")
            if name.partition(";")[0] in ("SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "NAME"):
                yield from text.replace("\\,", ",").replace("\\n", "\n").splitlines()
    banner = json.loads((site / "embed" / "banner.json").read_text(encoding="utf-8"))
    yield from (one["text"] for one in banner["banners"])
    api = json.loads((site / "api" / "openapi.json").read_text(encoding="utf-8"))
    yield from (api["info"]["title"], api["info"]["description"])
    for methods in api["paths"].values():
        asked = methods["get"]
        told = [*asked.get("parameters", ()), *asked["responses"].values()]
        yield from (asked["summary"], asked["description"], *(one["description"] for one in told))


def test_nothing_in_a_badge_a_calendar_a_banner_and_the_description_of_the_api_is_english(
    site: Path, written: str
) -> None:
    texts = list(_further_texts(site))

    assert sum(any(sign in text for sign in ACCENTS) for text in texts) > 100
    assert {text for text in texts if _english(text, written)} == set()


class _Pieces(HTMLParser):
    """The pieces of text on a page, each with the language that it is marked as; code is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str | None]] = []
        self._within: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = self._within[-1][1] if self._within else None
        self._within.append((tag, dict(attrs).get("lang") or above))

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop()[0] != tag:
            pass  # elements that have no end

    def handle_data(self, data: str) -> None:
        if self._within and not any(tag in _SILENT for tag, _ in self._within):
            self.pieces.append((data, self._within[-1][1]))


Pieces = list[tuple[str, str, str | None]]


def _pieces_of(site: Path) -> Iterator[tuple[str, str, str | None]]:
    """Page, text and language of every piece; a message is one text, of which no part can be marked."""
    for page in sorted(file for file in site.rglob("*.html") if "/messages/" not in file.as_posix()):
        texts = _Pieces()
        texts.feed(page.read_text(encoding="utf-8"))
        yield from ((page.relative_to(site).as_posix(), text, language) for text, language in texts.pieces)


@pytest.fixture(scope="module")
def pieces(site: Path) -> Pieces:
    return list(_pieces_of(site))


def test_what_is_said_by_the_catalogue_is_not_marked_as_the_language_of_the_company(pieces: Pieces) -> None:
    found: dict[str, str] = {}
    count = 0
    for page, piece, language in pieces:
        if language != "fi":
            continue
        count += 1
        rest = _DATES.sub("", piece)
        words = [word for word in re.findall(r"\w{3,}", rest) if word.isascii() and word not in _NAMES]
        if any(sign in piece for sign in ACCENTS) and not any(word.isalpha() for word in words):
            found.setdefault(piece.strip(), page)
    assert count > 500
    assert sorted(found.items()) == []


def _sentences_of_the_company(piece: str, written: str) -> Iterator[str]:
    """What stands in a text, apart from accented words of ours, that the company wrote; shorter texts may be names."""
    for run in re.split(rf"\S*[{ACCENTS}]\S*|[\d:]{{2,}}|{_DATES.pattern}", _ADDRESS.sub("", piece)):
        plain = _plain(run)
        if len(plain.split()) >= _SENTENCE and plain in written:
            yield " ".join(run.split())


def _unmarked(pieces: Iterable[tuple[str, str, str | None]], written: str) -> list[tuple[str, str]]:
    """What the company wrote and is not marked as theirs, each with the first page that it is on."""
    found: dict[str, str] = {}
    for page, piece, language in pieces:
        if language != "fi":
            for sentence in _sentences_of_the_company(piece, written):
                found.setdefault(sentence, page)
    return sorted(found.items())


def test_what_the_company_wrote_is_marked_as_its_language(pieces: Pieces, written: str) -> None:
    assert _unmarked(pieces, written) == []


@in_ci
@pytest.mark.parametrize(
    ("name", "now", "names"),
    [
        ("calm", NOW, ()),
        ("legal-and-right", NOW, ('Exports <b>& "more"</b>',)),
        ("owned", NOW, ()),
        ("storm", datetime(2026, 6, 10, 12, 6, tzinfo=UTC), ()),
    ],
)
def test_so_is_what_only_other_sites_have(
    name: str, now: datetime, names: tuple[str, ...], repo_root: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(repo_root / "tests/sites" / name, tmp_path / "site"))
    settings = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(settings.replace("site:\n", "site:\n  language: fi\n", 1), encoding="utf-8")
    publish_in_pseudo_language(site, tmp_path / "public", now, internal=True)

    found = _unmarked(_pieces_of(tmp_path / "public"), _written_in(site))

    assert [one for one in found if _plain(one[0]) not in map(_plain, names)] == []


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

"""A page and feeds for each public audience; no word for another ever reaches them."""

import shutil
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusladder.publish.pipeline import publish_site

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # feedparser's own use of a deprecated module
    import feedparser

LEGAL = Path(__file__).parent.parent / "sites" / "legal-and-right"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
SPOKEN_TO = "content/incidents/2026-03-10-quoted/02-identified.md"
OVERLAYS = """\
audiences:
  developers: Read the `state` of an export before you fetch it.
  enterprise: Your contact calls you.
  internal: Wake the on-call lead.
next_update"""
OWN = """\
audiences:
  - {id: partners, name: Partners <b>& resellers</b>}
  - {id: board, name: The board, public: false}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEGAL, tmp_path / "site"))


def _build(site: Path) -> Path:
    target = site.parent / "public"
    publication = publish_site(site, target, NOW, None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    return target


def _speak(site: Path, overlays: str = OVERLAYS) -> None:
    file = site / SPOKEN_TO
    file.write_text(file.read_text().replace("next_update", overlays))


def _pages(public: Path) -> list[str]:
    return sorted(page.name for page in (public / "audiences").glob("*"))


def test_a_site_that_speaks_to_nobody_apart_has_no_page_of_an_audience(site: Path) -> None:
    public = _build(site)

    assert not (public / "audiences").exists()
    assert "By audience" not in (public / "subscribe/index.html").read_text()


def test_an_audience_has_a_page_once_an_update_speaks_to_it(site: Path) -> None:
    _speak(site)
    public = _build(site)

    assert _pages(public) == ["developers", "enterprise"]
    page = (public / "audiences/developers/index.html").read_text()
    assert "Read the <code>state</code> of an export" in page
    assert 'href="../../incidents/2026-03-10-quoted/#02-identified"' in page
    assert "Your contact calls you" not in page
    assert "2026-03-11-no-time" not in page
    story = (public / "incidents/2026-03-10-quoted/index.html").read_text()
    assert 'href="../../audiences/developers/"' in story
    assert 'href="../audiences/developers/feed.rss"' in (public / "subscribe/index.html").read_text()


def test_an_audience_of_ones_own_can_be_followed_ahead_of_the_first_incident(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write(OWN)
    public = _build(site)

    assert _pages(public) == ["partners"]
    assert (
        '<h1 dir="auto">Partners &lt;b&gt;&amp; resellers&lt;/b&gt;</h1>'
        in (public / "audiences/partners/index.html").read_text()
    )
    assert feedparser.parse((public / "audiences/partners/feed.atom").read_bytes()).entries == []


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_the_feed_begins_where_these_readers_are_spoken_to_and_goes_on_to_the_end(site: Path, kind: str) -> None:
    _speak(site)
    parsed = feedparser.parse((_build(site) / f"audiences/developers/feed.{kind}").read_bytes())

    resolved, entry = parsed.entries
    assert entry.id == "tag:status.tern.example,2026-03-10:audience/developers/update/2026-03-10-quoted/02-identified"
    assert entry.link == "https://status.tern.example/incidents/2026-03-10-quoted/#02-identified"
    assert resolved.id.endswith(":audience/developers/update/2026-03-10-quoted/03-resolved")
    told = entry.content[0].value if kind == "atom" else entry.summary
    assert told.index("The mark is set") < told.index("Read the <code>state") < told.index("Status: Identified")
    assert "Your contact calls you" not in told


def test_what_is_said_to_an_audience_that_is_not_public_is_nowhere(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write(OWN)
    _speak(site, "audiences:\n  board: Wake the on-call lead.\nnext_update")

    files = {file: file.read_text() for file in _build(site).rglob("*") if file.is_file()}

    assert [file for file, text in files.items() if "Wake the on-call lead" in text or "The board" in text] == []

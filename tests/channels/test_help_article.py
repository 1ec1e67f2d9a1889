"""Articles for a help center: what customers see and can do comes first, and the last says that it is over."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from message_site import LANGUAGES, NOW, message_site, write_messages
from published_site import ONE, TWO, edit, write
from statusladder.content.reader import read_library
from statusladder.markup.html import to_html
from statusladder.publish.composing import Message
from statusladder.publish.messages import compose_messages
from statusladder.publish.news import News
from statusladder.publish.theme import find_theme

PAGE = "https://status.tern.example/incidents/2026-07-14-exports-late/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return message_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def told(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_messages(site, tmp_path_factory.mktemp("told"))


def _articles(site: Path) -> Iterator[Message]:
    library = read_library(site).library
    assert library is not None
    theme = find_theme(site, "default")
    for message in compose_messages(library, datetime.fromisoformat(NOW), theme, News({})):
        if message.channel.id.startswith("help") and message.files:
            yield message


def _bare(html: str) -> str:
    """What is printed of HTML, without blanks and signs of direction."""
    return re.sub(r"[\s\u200e\u200f\u2066-\u2069]", "", unescape(re.sub(r"<[^>]+>", "", html)))


def test_while_it_is_open_an_article_begins_with_what_customers_see_and_can_do(told: Path) -> None:
    assert (told / "02-identified/help-en/help-article.md").read_text() == (
        """\
# Exports are late

We know about this problem and are working on it.

- What customers see: Exports come late
- What you can do: No action needed. There is no workaround.
- Data: No data was lost
- Recovery expected: not known yet
- Status: Identified, degraded
- Severity: Major
- Affected components: Exports (degraded)
- Affected: 3–5% of customers, measured
- Impact began: 08:50 UTC, 14 July 2026
- Known: No export is lost; Dashboards work
- Not yet known: Why they wait
- What we are doing: Looking at the queue
- Next update by 10:00 UTC
- Urgent? Support portal

A queue is full, so exports wait.

We are making room: 3 to 5 % of you are affected.

Last updated: 09:30 UTC, 14 July 2026

[Current status and all updates](https://status.tern.example/incidents/2026-07-14-exports-late/)
"""
    )


def test_the_last_article_says_that_it_is_over(told: Path) -> None:
    lines = (told / "03-resolved/help-en/help-article.md").read_text().splitlines()
    html = (told / "03-resolved/help-en/help-article.html").read_text()

    assert lines[:3] == ["# Resolved: Exports are late", "", "This problem has been resolved."]
    assert "<h1>Resolved: Exports are late</h1>\n<p><strong>This problem has been resolved.</strong></p>" in html


def test_a_correction_of_the_last_leaves_it_over(told: Path) -> None:
    lines = (told / "03-resolved-correction-1/help-en/help-article.md").read_text().splitlines()

    assert lines[:3] == ["# Resolved: Exports are late", "", "This problem has been resolved."]
    assert "Last updated: 11:30 UTC, 14 July 2026" in lines


def test_a_false_alarm_is_not_called_a_problem(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site")
    (site / TWO).unlink()
    (site / TWO).with_name("03-resolved.md").unlink()
    edit(site, ONE, "exports: degraded_performance", "exports: operational")
    text = (
        "---\nstage: retracted\nat: 2026-07-14T09:20:00Z\nretracted: A probe of ours was wrong\n---\nA false alarm.\n"
    )
    write(site, {TWO.replace("02-identified", "02-retracted"): text})

    article = (write_messages(site, tmp_path / "out") / "02-retracted/help-en/help-article.md").read_text()

    assert "problem" not in article
    assert "- Status: Retracted\n" in article


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_core_line_and_the_way_to_the_page_are_in_both_forms(site: Path, language: str) -> None:
    articles = [one for one in _articles(site) if one.channel.language == language]

    assert len(articles) == 4
    for article in articles:
        files = {file.name: file.data.decode() for file in article.files}
        of_markdown, html = to_html(files["help-article.md"]), files["help-article.html"]
        for line in article.bulletin.core:
            assert _bare(line.text.replace("<", "&lt;")) in _bare(of_markdown)
            assert _bare(line.text) in _bare(html)
        assert f'href="{PAGE}"' in of_markdown
        assert f'rel="canonical" href="{PAGE}"' in html


def test_what_people_type_is_no_markup(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site")
    edit(site, ONE, "Exports are late", "'Exports *fail* [x](javascript:alert(1)) <script> ![](/a.png)'")
    edit(site, ONE, "Exports come late", "'<img src=x onerror=alert(1)> # `code` _late_'")

    told = write_messages(site, tmp_path / "out") / "02-identified/help-en"

    shown = to_html((told / "help-article.md").read_text())
    html = (told / "help-article.html").read_text()
    for words in (
        "Exports *fail* [x](javascript:alert(1)) <script> ![](/a.png)",
        "<img src=x onerror=alert(1)> # `code` _late_",
    ):
        assert words in unescape(shown)
        assert words in unescape(html)
    for page in (shown, html):
        assert not re.search(r"<(?:script|img|em|code)|href=\"javascript", page)


def test_the_same_article_is_the_same_bytes(site: Path, told: Path, tmp_path: Path) -> None:
    again = write_messages(site, tmp_path, now="2026-07-15T08:00:00Z")

    files = sorted(told.rglob("help-article.*"))
    assert len(files) == 24
    assert all((again / file.relative_to(told)).read_bytes() == file.read_bytes() for file in files)

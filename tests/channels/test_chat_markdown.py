"""The Markdown message fits every chat, and shows each what was typed."""

import re
from html import unescape

import cmarkgfm
import pytest
from hypothesis import given

from demo_messages import CRITICAL, LANGUAGES, STORIES, demo_messages, file_of
from generated_bulletins import bulletins, compose
from statusladder.markup.html import to_html
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact

LIMIT = 2000
USEFUL = (CoreFact.COMPONENTS, CoreFact.ADVICE, CoreFact.RECOVERY, CoreFact.NEXT_UPDATE, CoreFact.SYMPTOM)
"""What customers act on; with so little room other lines may be on the page alone."""


def _units(text: str) -> int:
    """As JavaScript counts."""
    return len(text.encode("utf-16-be")) // 2


def _shown(text: str) -> str:
    html = cmarkgfm.markdown_to_html(text)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).replace("\u200b", "").split())


def _plain(text: str) -> str:
    """A text as `_shown` gives it: items lose their marks."""
    return " ".join(re.sub(r"^ *- ", "", text, flags=re.MULTILINE).split())


@given(bulletins())
def test_whatever_people_type_every_chat_takes_it(bulletin: Bulletin) -> None:
    file = compose("chat_markdown", bulletin)
    text = file.data.decode()
    html = cmarkgfm.markdown_to_html(text)

    assert 0 < _units(text) <= LIMIT
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"p", "strong", "ul", "li", "a", "br"}
    assert all(url.startswith(("https://", "http://")) for url in re.findall('href="([^"]*)"', html))
    assert "@everyone" not in text
    assert "@here" not in text
    assert f"]({bulletin.url})" in text
    assert file.faults == ()
    assert compose("chat_markdown", bulletin).data == file.data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_each_update_of_the_demo_says_what_customers_act_on(story: str, language: str) -> None:
    for told in demo_messages(story, ChannelKind.CHAT, language):
        text, bulletin = file_of(told, "chat.md").decode(), told.bulletin
        shown = _shown(text)

        assert _units(text) <= LIMIT
        assert shown.startswith(_plain(bulletin.headline))
        assert all(_plain(line.text) in shown for line in bulletin.core if line.fact in USEFUL)
        assert _plain(bulletin.text)[:300] in shown
        assert bulletin.url in text


def test_an_update_of_ordinary_length_is_said_in_full() -> None:
    for told in demo_messages(CRITICAL, ChannelKind.CHAT)[:5]:
        shown = _shown(file_of(told, "chat.md").decode())

        assert all(_plain(line.text) in shown for line in told.bulletin.core)
        assert _plain(told.bulletin.text) in shown


def test_our_own_markdown_shows_the_headline_the_list_and_the_links() -> None:
    html = to_html(file_of(demo_messages(CRITICAL, ChannelKind.CHAT)[1], "chat.md").decode())

    assert "<strong>Identified: Card payments are declined for all customers</strong>" in html
    assert html.count("<li") == 11
    assert html.count('<a href="https://') == 3

"""Text that people typed is shown as it is by everything that reads Markdown, and alerts nobody."""

import re
from html import unescape
from urllib.parse import unquote

import cmarkgfm
import pytest
from hypothesis import given

from generated_bulletins import lines
from statusladder.channels.commonmark import escape, split_addresses, write_line, write_link, write_prose, write_words
from statusladder.markup.html import to_html

UNSEEN = "\u200b"


def _shown(html: str) -> str:
    """What a reader sees of HTML, without what breaks mentions."""
    words = unescape(re.sub(r"<[^>]*>", "", html)).replace(UNSEEN, "").replace("%40", "@")
    return " ".join(words.split())


def _tags(html: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", html))


@given(lines(10))
def test_readers_see_what_was_typed(line: str) -> None:
    for html in (
        cmarkgfm.markdown_to_html(write_words(line)),
        cmarkgfm.github_flavored_markdown_to_html(write_words(line)),
    ):
        assert _shown(html) == line
        assert _tags(html) <= {"p", "a"}


@given(lines(10))
def test_a_list_and_emphasis_around_it_hold(line: str) -> None:
    html = cmarkgfm.markdown_to_html(f"**{escape(line)}**\n\n- {write_words(line)}\n- next\n")

    assert _shown(html) == f"{line} {line} next"
    assert _tags(html) <= {"p", "strong", "ul", "li", "a"}
    assert html.count("<li>") == 2


@given(lines(10))
def test_our_own_markdown_shows_it_too(line: str) -> None:
    assert _tags(to_html(write_words(line))) <= {"p", "a"}


@given(lines(10))
def test_every_link_leads_where_its_words_say(line: str) -> None:
    html = cmarkgfm.markdown_to_html(write_words(line))

    for address, words in re.findall(r'<a href="([^"]*)">([^<]*)</a>', html):
        assert address.startswith(("https://", "http://"))
        assert unquote(unescape(address)) == unquote(unescape(words))


@given(lines(10))
def test_nothing_alerts_everybody(line: str) -> None:
    written = write_words(line)

    assert "@everyone" not in written
    assert "@here" not in written
    assert not re.search(rf"(?<!\w)@(?!{UNSEEN})\S", re.sub("<https?[^>]*>", "", written))


@pytest.mark.parametrize("text", ["Write to desk@tern.example.", "a_b_c stays", "5 > 3", "12–18% & more", "What | How"])
def test_ordinary_text_stays_readable_as_it_is_written(text: str) -> None:
    assert write_words(text).replace("\\", "") == text


def test_an_email_address_can_be_copied() -> None:
    assert write_words("desk+eu@tern.example") == "desk+eu@tern.example"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Desk (https://tern.example/help)", "https://tern.example/help"),
        ("See https://tern.example/a_(b).", "https://tern.example/a_(b)"),
        ("\u2068Desk (https://tern.example/help)\u2069", "https://tern.example/help"),
        ("https://tern.example/?a=1&b=2, then", "https://tern.example/?a=1&b=2"),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text: str, address: str) -> None:
    assert [piece for piece, is_address in split_addresses(text) if is_address] == [address]
    assert "".join(piece for piece, _ in split_addresses(text)) == text


def test_lists_of_prose_stay_lists() -> None:
    html = cmarkgfm.markdown_to_html(write_prose(["First", "", "- one", "  - within", "- two", "", "a", "b"]))

    assert html.count("<li>") == 3
    assert html.count("<ul>") == 2
    assert "a<br />\nb" in html


def test_indented_code_of_prose_is_no_code_block() -> None:
    assert write_line("    rm -r") == "rm -r"


def test_a_label_cannot_leave_its_link() -> None:
    link = write_link("a](javascript:alert(1))", "https://tern.example/a(b)c d")

    html = cmarkgfm.markdown_to_html(link)

    assert re.findall('href="([^"]*)"', html) == ["https://tern.example/a%28b%29c%20d"]
    assert _shown(html) == "a](javascript:alert(1))"

"""Readers of an imported update see the words of the source: none lost, none added, none taken for markup."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.importers.html_words import to_markdown
from statusladder.markup.html import to_html


def _shown(source: str) -> str:
    """What stands on the page, without white space."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", to_html(to_markdown(source)))).split())


def _words(source: str) -> str:
    """The words of a source, by a rule of its own: the tags that HTML has go, the rest stays."""
    without_tags = re.sub(r"</?(?:b|i|br|p|ul|ol|li|a)\b[^>]*>", "", source)
    return "".join(html.unescape(without_tags).split())


@settings(max_examples=examples(by_night=200, by_day=40), deadline=None)
@example("1~1~")
@example("~~~\na")
@example("a|b\n-|-\n1|2")
@example("a\n1) b\n===")
@example("- [ ] a\n[^1]: b")
@given(st.text(alphabet="ab1 _*#`[]()!<>&;:|~=+-.\\\n\"'{}/@^$%?,é—", max_size=24))
def test_plain_text_is_shown_as_it_was_typed(text: str) -> None:
    assert _shown(html.escape(text, quote=False)) == "".join(text.split())


TAGS = ["<b>", "</b>", "<i>", "</i>", "<br>", "<p>", "</p>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</a>"]
LINK = "<a href='https://tern.example/a_b(c)'>"
SIGNS = ["*", "_", "- ", "1. ", "#", " ", "\n", "\n\n", "[", "]", "(", "!", "&amp;lt;", "`", "|", "\\", "**", "—"]


@settings(max_examples=examples(by_night=200, by_day=40), deadline=None)
@given(st.lists(st.sampled_from([*TAGS, LINK, *SIGNS, "word", "w", "https://tern.example/s_t_"]), max_size=12))
@example(["https://tern.example/s_t_", "&amp;lt;", "<b>", "(", "*"])
@example(["word", "<b>", "("])
@example(["word", "<b>", "https://tern.example/s_t_", "—"])
@example(["<i>", "w", "—", "</i>", "word"])
@example(["word", "<b>", LINK, "w", "</a>", "</b>", "word"])
def test_tags_in_any_order_lose_no_word(parts: list[str]) -> None:
    source = "".join(parts)

    assert _shown(source) == _words(source)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("(ﾉ◕ヮ◕)ﾉ*:･ﾟ✧", "(ﾉ◕ヮ◕)ﾉ\\*:･ﾟ✧"),
        ("Set snake_case_name to _x_", "Set snake_case_name to \\_x\\_"),
        ("1. First\n- then", "1\\. First  \n\\- then"),
        ("One.\r\nTwo.\r\n\r\nThree.", "One.  \nTwo.\n\nThree."),
        ("::: internal", "&#58;&#58;&#58; internal"),
        ("<b>Note: </b>all is well", "**Note:** all is well"),
        ("<b></b>x</b>", "x"),
        ("<b>one<p>two</b>", "**one**\n\n**two**"),
        ("<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>", "- a\n- b\n\n1. c\n2. d"),
        ('<a href="https://tern.example/a b">the note</a>', "[the note](https://tern.example/a%20b)"),
        (
            '<img src="https://tern.example/a.png" alt="The graph"/> shows',
            "[The graph](https://tern.example/a.png) shows",
        ),
        ('<img src="https://tern.example/a.png">', "[https://tern.example/a.png](https://tern.example/a.png)"),
        ('<a href="https://tern.example/">never closed', "[never closed](https://tern.example/)"),
        ('<a href="javascript:alert(1)">words</a>', "words"),
        ("replace <token> & wait", "replace &lt;token> & wait"),
        ("AT&amp;T", "AT&T"),
        ("We know.&nbsp; A  disk\xa0is\tfull", "We know. A disk is full"),
    ],
)
def test_each_form_has_its_markdown(source: str, markdown: str) -> None:
    assert to_markdown(source) == markdown


@pytest.mark.parametrize(
    ("href", "markdown"),
    [
        ("/history", "[words](https://status.tern.example/history)"),
        ("//tern.example/x", "[words](https://tern.example/x)"),
        ("http://[", "[words](http://[)"),
        ("javascript:alert(1)", "words"),
        ("", "words"),
    ],
)
def test_a_relative_link_leads_to_where_it_led_on_its_page(href: str, markdown: str) -> None:
    assert to_markdown(f'<a href="{href}">words</a>', "https://status.tern.example") == markdown


def test_an_address_with_low_lines_is_a_whole_link() -> None:
    assert 'href="https://tern.example/x_(y)"' in to_html(to_markdown("see https://tern.example/x_(y) now"))


def test_an_exclamation_mark_makes_no_image_of_a_link() -> None:
    assert "<img" not in to_html(to_markdown("Look!<a href='https://tern.example/a.png'>here</a>"))

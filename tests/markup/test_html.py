import re
import tracemalloc
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import ALL, examples, in_ci, some
from statusladder.markup.blocks import MAX_DEPTH, MAX_LENGTH
from statusladder.markup.html import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, SAFE_SCHEMES, to_fragment, to_html

VOID = {"br", "hr", "img"}
MUCH = examples(by_night=10_000, by_day=3_000, in_ci=5_000)
"""How often over and over is beyond reason: no stack of Python is as deep as a third of it."""


class Inspector(HTMLParser):
    """Reads a fragment as a browser would begin to, and refuses what must not be in one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS
        for name, value in attrs:
            assert name in ALLOWED_ATTRIBUTES.get(tag, set()) | {"title"} | ({"rel"} if tag == "a" else set())
            if name in ("href", "src"):
                scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)
                assert scheme is None or scheme[1].lower() in SAFE_SCHEMES
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def inspect(fragment: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(fragment)
    inspector.close()
    assert inspector.open == []
    return inspector


PLAIN = ["https://", "HTTP://", "www.", "WWW.", "x.y", "mailto:", "ftp:", " ", *"/:.(){}]^=',;0#+>!%$?|-"]
MARKS = ["*", "**", "_", "`", "```\n", "[", "]", "(", ")", "![", "](", "]: ", "<", ">", "&", ";", "#", "\\", "|", "-|-"]
SPACES = ["\n", "\n\n", "    ", "- ", "1. ", "> ", "  \n", "= ", "~~~", ":", "\t", "{", "}", '"', "'", "x", "ق"]
THREATS = [
    "<b>",
    "</p>",
    "<script>",
    "<!--",
    "-->",
    "javascript:",
    "data:",
    "&#106;",
    "&Tab;",
    " onload=x ",
    "https://a.b",
]
INSIDES = ["\x00", "\x02", "\x03", "wzxhzdk:0", "klzzwxh:0000", "amp", "&amp;", "&copy;", "\ue000", "\ud800", "\x1b"]
PIECES = st.sampled_from([*MARKS, *SPACES, *THREATS, *INSIDES])
MARKDOWN = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


@settings(max_examples=examples(by_night=200, by_day=80, in_ci=200), deadline=None)
@given(MARKDOWN)
def test_any_text_becomes_balanced_html_of_allowed_elements_and_addresses(text: str) -> None:
    inspect(to_html(text))


@settings(max_examples=examples(by_night=200, by_day=80, in_ci=200), deadline=None)
@given(st.lists(st.sampled_from(PLAIN), max_size=12).map("".join))
def test_words_are_read_the_same_beside_a_sign_of_markdown_and_without_one(words: str) -> None:
    """Words without a sign are not looked through; an `@` alone means nothing, and has them looked through."""
    alone, beside = to_html(f"x {words} x"), to_html(f"x {words} x @")
    assert beside == alone.replace("x</p>", "x @</p>")


@settings(max_examples=examples(by_night=60, by_day=30, in_ci=60), deadline=None)
@given(st.text(max_size=200))
def test_any_characters_become_text_that_xml_can_carry(text: str) -> None:
    fragment = to_html(text)
    inspect(fragment)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", fragment)


@settings(max_examples=examples(by_night=40, by_day=20, in_ci=40), deadline=None)
@given(MARKDOWN, MARKDOWN)
def test_a_text_does_not_depend_on_the_text_before_it(before: str, text: str) -> None:
    alone = to_html(text)
    to_html(before)
    assert to_html(text) == alone


def test_definitions_of_one_text_do_not_reach_the_next() -> None:
    assert "<a " in to_html("[status][s]\n\n[s]: https://example.com")
    assert to_html("[status][s]") == '<p dir="auto">[status][s]</p>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("replace <token> with yours", '<p dir="auto">replace &lt;token&gt; with yours</p>'),
        ("a <b>x</b>", '<p dir="auto">a &lt;b&gt;x&lt;/b&gt;</p>'),
        ("<b>x</b> *y*", '<p dir="auto">&lt;b&gt;x&lt;/b&gt; <em>y</em></p>'),
        ("*a <b>x</b>*", '<p dir="auto"><em>a &lt;b&gt;x&lt;/b&gt;</em></p>'),
        ("# <b>x</b>", '<h1 dir="auto">&lt;b&gt;x&lt;/b&gt;</h1>'),
        ("- <b>x</b>", '<ul>\n<li dir="auto">&lt;b&gt;x&lt;/b&gt;</li>\n</ul>'),
        ("> <b>x</b>", '<blockquote dir="auto">\n<p>&lt;b&gt;x&lt;/b&gt;</p>\n</blockquote>'),
        ("<script>alert(1)</script>", '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</p>'),
        ("<div>\n\n**x**\n\n</div>", '<p dir="auto">&lt;div&gt;</p>\n<p dir="auto"><strong>x</strong></p>\n'
         '<p dir="auto">&lt;/div&gt;</p>'),
        ("<?php x ?>", '<p dir="auto">&lt;?php x ?&gt;</p>'),
        ('<a href="?a=1&amp;b=*2*">', '<p dir="auto">&lt;a href="?a=1&amp;amp;b=*2*"&gt;</p>'),
        ('<img src="https://a.b/c.png" onerror=x>', '<p dir="auto">&lt;img src="https://a.b/c.png" onerror=x&gt;</p>'),
    ],
)  # fmt: skip
def test_html_is_shown_as_typed(text: str, expected: str) -> None:
    assert to_html(text) == expected


def test_html_in_a_table_cell_is_shown_as_typed() -> None:
    assert '<td dir="auto">&lt;b&gt;x&lt;/b&gt;</td>' in to_html("a | b\n-|-\n<b>x</b> | y")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("&copy; 2026", "© 2026"),
        ("a &amp; b", "a & b"),
        ("AT&T", "AT&T"),
        ("a < b and c > d", "a < b and c > d"),
        ('say "it\'s"', 'say "it\'s"'),
        ("`&copy; <b>`", "&copy; <b>"),
        ("```html\n<b>&amp;</b>\n```", "<b>&amp;</b>\n"),
        ("    <b>&amp;</b>", "<b>&amp;</b>\n"),
        ("&#27; \x1b \ud800", "\ufffd \ufffd \ufffd"),
        ("#42 fails", "#42 fails"),
        (r"\*not emphasis\*", "*not emphasis*"),
    ],
)
def test_a_reader_sees(text: str, words: str) -> None:
    assert inspect(to_html(text)).words == words


def test_a_fenced_block_leaves_no_empty_paragraph_around_it() -> None:
    assert to_html("```sh\nls # -l\n```") == "<pre><code>ls # -l\n</code></pre>"


@pytest.mark.parametrize(
    ("text", "address", "behind"),
    [
        ("<https://a.b/c?d=1&e=2>", "https://a.b/c?d=1&amp;e=2", ""),
        ("see https://a.b/c.", "https://a.b/c", "."),
        ("(https://a.b/c_(d))", "https://a.b/c_(d)", ")"),
        ("https://a.b/c_d_e, too", "https://a.b/c_d_e", ", too"),
        ("https://a.b/?", "https://a.b/", "?"),
        ("**https://a.b/c**", "https://a.b/c", ""),
    ],
)
def test_web_addresses_become_links_without_the_mark_behind_them(text: str, address: str, behind: str) -> None:
    assert f'<a href="{address}" rel="noopener">{address}</a>{behind}' in to_html(text)


@pytest.mark.parametrize("text", ["`https://a.b`", "xhttps://a.b", "ftp://a.b", "https://", "javascript:x"])
def test_other_text_with_a_colon_stays_text(text: str) -> None:
    assert "<a " not in to_html(text)


def test_a_link_inside_the_words_of_a_link_is_not_made() -> None:
    expected = '<p dir="auto"><a href="https://c.d" rel="noopener">https://a.b</a></p>'
    assert to_html("[https://a.b](https://c.d)") == expected


@pytest.mark.parametrize("address", ["/c.png", "c.png", "c.png?at=10:15", "../c.png"])
def test_images_of_the_site_are_shown(address: str) -> None:
    assert to_html(f"![A chart]({address})") == f'<p dir="auto"><img alt="A chart" src="{address}"></p>'


@pytest.mark.parametrize("address", ["https://a.b/c.png", "HTTPS://a.b/c.png", "//a.b/c.png"])
def test_in_the_place_of_an_image_that_the_pages_policy_blocks_stands_a_link(address: str) -> None:
    link = f'<a href="{address}" rel="noopener">{{}}</a>'

    assert to_html(f"![A & B]({address})") == f'<p dir="auto">{link.format("A &amp; B")}</p>'
    assert to_html(f"![]({address})") == f'<p dir="auto">{link.format(address)}</p>'
    assert to_html(f"[![A chart]({address})](/b/)") == '<p dir="auto"><a href="/b/" rel="noopener">A chart</a></p>'


@pytest.mark.parametrize("address", ["http://a.b/c.png", "data:image/png;base64,x", "javascript:x", "mailto:a@b.c"])
def test_of_any_other_image_its_words_are_kept(address: str) -> None:
    assert to_html(f"![A <b> chart]({address})") == '<p dir="auto">A &lt;b&gt; chart</p>'


@pytest.mark.parametrize(
    ("typed", "top", "levels"),
    [
        ("#", 1, "1"),
        ("##", 2, "2"),
        ("###", 4, "4"),
        ("# ######", 4, "45"),
        ("## ### ##", 2, "232"),
        ("# ## ###", 5, "566"),
    ],
)
def test_headings_begin_at_the_pages_level_and_skip_none(typed: str, top: int, levels: str) -> None:
    fragment = to_html("\n\n".join(f"{marks} a" for marks in typed.split()), top_heading=top)
    assert "".join(re.findall(r"<h(\d)", fragment)) == levels


def test_a_table_names_its_columns_and_carries_no_style() -> None:
    fragment = to_html("a | b\n:- | -:\n1 | 2")
    assert fragment.count('<th dir="auto" scope="col">') == 2
    assert "style" not in fragment


def test_a_numbered_list_keeps_its_first_number() -> None:
    assert '<ol start="3">' in to_html("3. c\n4. d")


def test_a_list_begins_right_below_a_paragraph() -> None:
    assert to_html("We did:\n- a\n- b").startswith('<p dir="auto">We did:</p>\n<ul>\n<li dir="auto">a</li>')


def test_a_wrapped_line_that_starts_with_a_number_begins_no_list() -> None:
    assert "<li" not in to_html("The release went out in\n2026. It failed")


def test_an_item_follows_an_indented_paragraph_of_the_item_before() -> None:
    fragment = to_html("- a\n\n    more of a\n- b")
    assert len(re.findall(r"<li[ >]", fragment)) == 2
    assert "<ul>" not in fragment[4:]


def test_list_marks_in_code_are_left_alone() -> None:
    assert inspect(to_html("```\nx\n- a\n# b\n```")).words == "x\n- a\n# b\n"


def test_the_first_block_of_an_item_lends_it_its_direction() -> None:
    assert '<li dir="auto">\n<p>ق</p>\n<p dir="auto">b</p>' in to_html("- ق\n\n    b")


@pytest.mark.parametrize(
    "text",
    some(
        [
            "[" * MUCH,
            "![" * MUCH,
            "[a " * MUCH,
            "[" * (MUCH // 2) + "]" * (MUCH // 2),
            "*" * (MUCH // 2),
            "*a " * (MUCH // 2),
            "*a _b " * (MUCH // 2),
            "> " * (MUCH // 2),
            "- > " * (MUCH // 2),
            "1. " * (MUCH // 2),
            "\n".join("    " * depth + "- x" for depth in range(200)),
            "# a\n" * MUCH,
            "# " + "#" * 20_000 + "x",
            "# " + " " * 20_000 + "x",
            "`" * (MUCH // 2) + "a",
            "<a " * MUCH,
            "<!--" * MUCH,
            "&a;" * MUCH,
            "https://a" + ")" * MUCH,
            "[a](" * MUCH,
            '[a](") ' * MUCH,
            "[a][" * MUCH,
            "[a]: b\n" * MUCH,
            "".join("`" * length + " " for length in range(1, 600)),
            "~a " * MUCH,
            "a@" * MUCH,
            "a." * MUCH,
            "- a\n\n" * (MUCH // 2),
            "|a|b|\n|-|-|\n" + "|\n" * (MUCH // 2),
            "> a\n" * MUCH,
            "a  \n" * MUCH,
            "a" * (MAX_LENGTH + 1),
        ],
        by_day=12,
        in_ci=ALL,
    ),
    ids=lambda text: f"{text[:6]!r}-{len(text)}",
)
def test_text_beyond_reason_is_still_shown(text: str) -> None:
    inspect(to_html(text))


def test_quotes_deeper_than_the_limit_are_shown_as_typed() -> None:
    assert "<blockquote" in to_html("> " * (MAX_DEPTH - 1) + "x")
    too_deep = to_html("> " * (MAX_DEPTH + 1) + "*x*\n\n<b>")
    assert too_deep == f'<p dir="auto">{"&gt; " * (MAX_DEPTH + 1)}*x*</p>\n<p dir="auto">&lt;b&gt;</p>'


def test_emphasis_deeper_than_the_limit_is_shown_as_typed() -> None:
    text = "*a **b " * MAX_DEPTH + "c** d*" * MAX_DEPTH
    assert to_html(text) == f'<p dir="auto">{text}</p>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * (MAX_LENGTH + 1), "is longer than 200,000 characters"),
        ("> " * (MAX_DEPTH + 1) + "x", "is nested more than 40 levels deep"),
        ("|a" * 64 + "|\n" + "|-" * 64 + "|\n|b|\n", None),
        ("|a" * 65 + "|\n" + "|-" * 65 + "|\n|b|\n", "has a table of more than 64 columns"),
        ("|a" * 64 + "|\n" + "|-" * 64 + "|\n" + "|b\n" * 80, "has tables of too many empty cells"),
        ("> " * 8 + ("\n> > > > > > > >\n> a\n=" * 400), "holds quotations and lists that end nowhere"),
        (f"[a]: https://a.example/{'a' * 2000}\n\n" + "[a], " * 400, "becomes more than 20 times its length"),
        ("[a](b) " * 3000, "has a paragraph of too many links or brackets"),
        ("*_" * 10_000, "has a paragraph of too many signs of Markdown"),
    ],
)
def test_what_would_become_too_much_is_shown_as_typed_and_says_why(text: str, reason: str | None) -> None:
    fragment = to_fragment(text)

    assert fragment.beyond == reason
    assert len(fragment.html) <= 20 * len(text) + 64 * 1024
    if reason is not None:
        assert fragment.addresses == ()
        assert unescape(re.sub(r"</?p[^>]*>", "", fragment.html)).split() == text.split()


@in_ci
def test_a_definition_is_not_copied_for_each_link_before_it_is_found_to_be_too_much() -> None:
    text = f"[a]: https://a.example/{'a' * 100_000}\n\n" + "[a], \n\n" * 1_000

    tracemalloc.start()
    assert to_fragment(text).beyond == "becomes more than 20 times its length"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 50_000_000


def test_a_text_beyond_reason_does_not_spoil_the_next() -> None:
    to_html("[" * 10_000)
    assert to_html("*x*") == '<p dir="auto"><em>x</em></p>'


def test_headings_follow_each_place_in_which_a_text_is_shown() -> None:
    text = "## Cause\n\n### Of the same text\n\nWords"

    for level in (2, 4, 1, 4):
        shown = re.findall(r"<(h\d)", to_html(text, top_heading=level))
        assert shown == [f"h{level}", f"h{level + 1}"]


def test_a_long_line_of_marks_and_deeply_indented_code_spoil_nothing() -> None:
    fragment = to_html(f"*x*\n\n{'_' * 80}\n\n```\n{' ' * 120}y\n```")
    assert fragment == f'<p dir="auto"><em>x</em></p>\n<hr>\n<pre><code>{" " * 120}y\n</code></pre>'


def test_a_list_below_an_item_is_nested_with_two_blanks_as_with_four() -> None:
    two = to_html("- Europe\n  - Signing in\n  - Searching\n- United States\n\n1. Europe\n   - Signing in\n2. Asia")
    assert two == to_html(
        "- Europe\n    - Signing in\n    - Searching\n- United States\n\n1. Europe\n    - Signing in\n2. Asia"
    )
    assert two.count("<ul>\n") == 3
    assert two.count("<ol>\n") == 1


def test_a_fence_in_an_item_stays_a_block_without_its_languages_name() -> None:
    assert to_html("1. Run this:\n\n   ```bash\n   export A=b\n     sync --all\n   ```\n\n2. Sign in") == (
        '<ol>\n<li dir="auto">\n<p>Run this:</p>\n<pre><code>export A=b\n  sync --all\n</code></pre>\n</li>\n'
        '<li dir="auto">\n<p>Sign in</p>\n</li>\n</ol>'
    )


def test_numbers_with_a_bracket_are_a_list() -> None:
    assert to_html("1) Open\n2) Choose") == '<ol>\n<li dir="auto">Open</li>\n<li dir="auto">Choose</li>\n</ol>'


def test_a_table_may_stand_right_below_a_line() -> None:
    assert to_html("Regions:\n| a | b |\n|---|---|\n| 1 | 2 |").startswith('<p dir="auto">Regions:</p>\n<table>')


@pytest.mark.parametrize("marks", ["~~", "~"])
def test_what_stands_between_tildes_is_struck_out(marks: str) -> None:
    assert to_html(f"{marks}By *10:00*.{marks} ~5 more") == '<p dir="auto"><del>By <em>10:00</em>.</del> ~5 more</p>'


def test_a_task_shows_whether_it_is_done() -> None:
    assert to_html("- [ ] a\n- [x] b\n- [y] c") == (
        '<ul>\n<li dir="auto">☐ a</li>\n<li dir="auto">☑ b</li>\n<li dir="auto">[y] c</li>\n</ul>'
    )
    assert to_html("1. [X] a\n\n   [x] b") == '<ol>\n<li dir="auto">\n<p>☑ a</p>\n<p dir="auto">[x] b</p>\n</li>\n</ol>'


@pytest.mark.parametrize("text", ["*5 *a* * __d__", "**5 b* c_ **b**", "~~5 *a* _ ~~d~~", "⁅*a `b`*⁆ c"])
def test_a_mark_without_a_partner_costs_no_word(text: str) -> None:
    assert [c for c in inspect(to_html(text)).words if c.isalnum()] == [c for c in text if c.isalnum()]


def test_marks_beside_code_and_links_are_read_as_beside_the_signs_that_were_typed() -> None:
    assert to_html("**Note:**`a` and *b.*[c](/d)") == (
        '<p dir="auto"><strong>Note:</strong><code>a</code> and <em>b.</em><a href="/d" rel="noopener">c</a></p>'
    )


def test_an_address_of_a_mailbox_and_one_without_a_scheme_are_links() -> None:
    shown = to_html("Write to help@tern.example, see www.tern.example/a_b.")
    assert '<a href="mailto:help@tern.example" rel="noopener">help@tern.example</a>, see' in shown
    assert '<a href="http://www.tern.example/a_b" rel="noopener">www.tern.example/a_b</a>.' in shown

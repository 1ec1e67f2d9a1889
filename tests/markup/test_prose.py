from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.markup import prose
from statusladder.markup.html import attributes_of, to_html
from statusladder.markup.prose import first_sentence_of, shorten, to_prose, words_of, wrap_lines


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("", ""),
        ("*a* **b** `c_d` \\*", "a b c_d *"),
        ("a\nb\n\nc", "a b\n\nc"),
        ("a  \nb", "a\nb"),
        ("# Title\n\nWords", "Title\n\nWords"),
        ("We did:\n- a\n- b\n\nThen", "We did:\n\n- a\n- b\n\nThen"),
        ("1. a\n2. b", "- a\n- b"),
        ("- a\n    - b\n- c", "- a\n  - b\n- c"),
        ("- a\n\n- b", "- a\n- b"),
        ("> quoted", "quoted"),
        ("```\nif x:\n    y\n\n    z\n```", "if x:\n    y\n\n    z"),
        ("a | b\n-|-\n1 | 2", "a | b\n1 | 2"),
        ("~~By 10:00, [see](https://a.b)~~ By 11:00", "By 11:00"),
        ("a ~~b ~~c~~ d~~ e\n\n~~f~~", "a e"),
        ("- [ ] a\n- [x] b", "- ☐ a\n- ☑ b"),
        ("1) a\n   - b\n2) c", "- a\n  - b\n- c"),
        ("AT&amp;T &copy; <b>", "AT&T © <b>"),
        ("![a chart](/c.png)", "a chart"),
        ("![a chart](https://a.b/c.png)", "a chart (https://a.b/c.png)"),
        ("[docs](https://a.b/c)", "docs (https://a.b/c)"),
        ("<https://a.b/c> <x@a.b>", "https://a.b/c x@a.b"),
        ("[a.b/c](https://a.b/c/)", "a.b/c"),
        ("[write](mailto:x@a.b)", "write (x@a.b)"),
        ("[below](#x) and [there](/y)", "below and there"),
        ("[x](javascript:1)", "x"),
        ("a\n\n---\n\nb", "a\n\nb"),
    ],
)
def test_prose(text: str, prose: str) -> None:
    assert to_prose(text) == prose


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("Sign-in fails. We look.", "Sign-in fails."),
        ("Some fail, e.g. Exports. We look.", "Some fail, e.g. Exports."),
        ("Latency rose by 2.5 % on v1.2 of it. Next", "Latency rose by 2.5 % on v1.2 of it."),
        ("More at 10:15 UTC. Then", "More at 10:15 UTC."),
        ("Back by 10 a.m. We say more then.", "Back by 10 a.m."),
        ("See https://a.b/c.d for it. Next", "See https://a.b/c.d for it."),
        ("Is data lost? The answer is no. Next", "Is data lost?"),
        ("The answer is no. Next", "The answer is no."),
        ("Database no. 5 is slow. Next", "Database no. 5 is slow."),
        ("The U.S. East region is out. Next", "The U.S. East region is out."),
        ("Exports, reports, etc. Fail", "Exports, reports, etc."),
        ("Slow... and slower. Next", "Slow... and slower."),
        ('It says "error." We look.', 'It says "error."'),
        ("No end", "No end"),
        ("サインインできません。調査中です。", "サインインできません。"),
        ("*Sign-in*\nfails. Next", "Sign-in fails."),
        ("# Update\n\nSign-in fails. Next", "Sign-in fails."),
        ("- Sign-in fails\n- Exports", "Sign-in fails"),
        ("# Only a title", "Only a title"),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence_of(text) == sentence


@pytest.mark.parametrize(
    ("limit", "short"),
    [
        (100, "Sign-in fails. We look into it now."),
        (35, "Sign-in fails. We look into it now."),
        (34, "Sign-in fails. We look into it…"),
        (20, "Sign-in fails. …"),
        (13, "Sign-in…"),
        (4, "Sig…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_shortened_to(limit: int, short: str) -> None:
    assert shorten("Sign-in fails. We look  into\nit now.", limit) == short


WORDS = st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8), max_size=12)


@settings(max_examples=examples(by_night=150, by_day=50, in_ci=150), deadline=None)
@given(WORDS, st.integers(10, 60))
def test_shortened_text_fits_and_is_made_of_whole_words(words: list[str], limit: int) -> None:
    text = " ".join(words)
    short = shorten(text, limit)
    assert len(short) <= limit
    if short != text:
        assert short.endswith("…")
        kept = short.removesuffix("…").split()
        assert kept[:-1] == words[: max(0, len(kept) - 1)]
        assert not kept or words[len(kept) - 1].rstrip(".,;:–—-([“«…").startswith(kept[-1].rstrip(".,;:–—-([“«…"))


@settings(max_examples=examples(by_night=100, by_day=30, in_ci=100), deadline=None)
@given(st.text(max_size=80))
def test_a_first_sentence_begins_some_block_and_ends_between_words(text: str) -> None:
    sentence = first_sentence_of(text)
    assert sentence in " ".join(to_prose(text).split()) or sentence == ""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append((f"/{tag}", []))

    def handle_data(self, data: str) -> None:
        self.words += data


_PIECES = [
    "*a* ",
    '[b](https://a.b/?c=1&d=">") ',
    "![e > f](/g.png) ",
    "<i x='>'>",
    "\n\n- ",
    "\n\n> ",
    "`<p>` ",
    "&lt; ",
    "|",
]


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_safe_html_is_of_the_one_spelling_that_prose_reads(text: str) -> None:
    """Tags, attributes and words are those that Python's reader of any HTML finds."""
    safe = to_html(text)
    python = _Tags()
    python.feed(safe)
    python.close()
    found: list[tuple[str, list[tuple[str, str | None]]]] = []
    for tag in prose._TAG.finditer(safe):
        found.append((f"/{tag['name']}" if tag["closes"] else tag["name"], [*attributes_of(tag["attributes"]).items()]))
    assert found == python.seen
    assert unescape(prose._TAG.sub("", safe)) == python.words


def test_lines_of_a_width_break_at_blanks_and_keep_code_and_addresses_whole() -> None:
    text = (
        "We are moving traffic to a standby system in small steps.\n\n"
        "- Stay signed in, and keep the window of your browser open\n"
        "- [Status](https://status.tern.example/incidents/2026-03-14-sign-in-fails/)\n\n"
        "```\ncurl --retry 5 --retry-delay 60 https://api.tern.example/v2/bookings\n```\n"
    )

    assert words_of(to_html(text), 30) == (
        "We are moving traffic to a\n"
        "standby system in small steps.\n\n"
        "- Stay signed in, and keep the\n"
        "  window of your browser open\n"
        "- Status\n"
        "  (https://status.tern.example/incidents/2026-03-14-sign-in-fails/)\n\n"
        "curl --retry 5 --retry-delay 60 https://api.tern.example/v2/bookings"
    )


@settings(max_examples=examples(by_night=500, by_day=50))
@given(st.lists(st.text("ab -\u0628", max_size=40), max_size=6).map("\n".join), st.integers(5, 40))
def test_wrapping_moves_words_to_lines_and_changes_nothing_else(text: str, width: int) -> None:
    wrapped = wrap_lines(text, width)

    assert wrapped.split() == text.split()
    assert all(len(line) <= width or len(line.split()) <= 2 for line in wrapped.split("\n"))

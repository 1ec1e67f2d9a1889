"""Somebody's words inside Markdown of ours: they stay in their heading, their cell, their quotation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusladder.markup.blocks import as_typed, quote
from statusladder.markup.html import to_html

LINE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1).filter(lambda text: text.strip())


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Sign-in fails", "Sign-in fails"),
        ("# 1 | *2* `3` <b>", r"\# 1 \| \*2\* \`3\` \<b\>"),
        ("two\nlines\r\n## and\rmore", r"two lines \#\# and more"),
        ("[here](javascript:x) &lt; ~~no~~ a\\b $x$", r"\[here\](javascript:x) \&lt; \~\~no\~\~ a\\b \$x\$"),
    ],
)
def test_a_title_is_shown_letter_by_letter(typed: str, written: str) -> None:
    assert as_typed(typed) == written


@given(LINE)
def test_no_title_leaves_its_cell(typed: str) -> None:
    row = f"| {as_typed(typed)} | Degraded |"

    assert "\n" not in row
    assert len(re.findall(r"(?:^|[^\\])(?:\\\\)*\|", row)) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_body_cannot_leave_its_quotation(end: str) -> None:
    body = end.join(["Words.", "", "# Heading", "```", "no end", "", "---"])

    assert all(line.startswith(">") for line in re.split(r"\r\n?|\n", quote(body)))


def test_markdown_is_kept_a_tag_shown_as_typed_and_a_comment_left_out() -> None:
    body = "Replace <token> **now**, see <https://tern.example>.\n\n- `<code>`\n\n```\n<b>\n```\n\n<!-- gone -->"

    assert quote(body).split("\n") == [
        r"> Replace \<token> **now**, see <https://tern.example>.",
        ">",
        "> - `<code>`",
        ">",
        "> ```",
        "> <b>",
        "> ```",
    ]
    assert "&lt;token&gt; <strong>now</strong>" in to_html(quote(body))

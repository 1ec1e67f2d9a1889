import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.markup.blocks import MAX_DEPTH, MAX_LENGTH, quote, without_comments
from statusladder.markup.html import to_html
from statusladder.markup.prose import first_sentence_of, to_prose


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- b --> c", "a  c"),
        ("a<!-- b -->c <!--d-->", "ac "),
        ("<!-- a -->\nb", "\nb"),
        ("<!--\na\n\n*b*\n-->\n\nc", "\n\n\n\n\n\nc"),
        ("a\n<!-- b\nc --> d\ne", "a\n\n d\ne"),
        ("- a\n  <!-- b -->\n- c", "- a\n  \n- c"),
        ("> <!-- a\n> b -->\n> c", "> \n\n> c"),
        ("<!-- a --> b <!-- c -->", " b "),
        ("# a <!-- b -->", "# a "),
        ("| a <!-- b --> | c |\n|---|---|", "| a  | c |\n|---|---|"),
        ("<!-- `a --> b ` -->", " b ` -->"),
        ("a\r\n<!-- b -->\r\nc", "a\n\nc"),
        ("<!-->a", "a"),
    ],
)
def test_a_comment_is_left_out_and_every_line_keeps_its_number(text: str, shown: str) -> None:
    left = without_comments(text)
    assert (left.text, left.unclosed) == (shown, None)
    assert left.text.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- a -->`",
        "`` ` <!-- a --> ``",
        "```\n<!-- a -->\n```",
        "- x\n\n  ~~~\n  <!--\n  ~~~",
        "    <!-- a -->",
        r"\<!-- a -->",
        "a -- b --> c",
    ],
)
def test_code_and_escaped_signs_are_no_comment(text: str) -> None:
    assert without_comments(text).text == text
    assert without_comments(text).unclosed is None


@pytest.mark.parametrize(
    ("text", "shown", "line"),
    [
        ("a <!-- b", "a ", 0),
        ("a\n\nb <!-- c\n\nd -->\n\ne", "a\n\nb ", 2),
        ("a\n\n<!-- b\n\nc", "a\n\n", 2),
        ("> <!-- a\n\nb -->", "> ", 0),
        ("- a\n  <!--\n\nb\n-->", "- a\n  ", 1),
        ("<!-- a --> b <!-- c\n\nd -->", " b ", 0),
    ],
)
def test_nothing_behind_a_comment_that_is_not_closed_is_kept(text: str, shown: str, line: int) -> None:
    left = without_comments(text)
    assert (left.text, left.unclosed) == (shown, line)


def test_html_prose_and_quotation_have_no_comment() -> None:
    text = "<!-- One. -->\nTwo <!-- three -->four. `<!-- five -->`"
    assert to_html(text) == '<p dir="auto">Two four. <code>&lt;!-- five --&gt;</code></p>'
    assert to_prose(text) == "Two four. <!-- five -->"
    assert first_sentence_of("<!-- One. --> Two. Three.") == "Two."
    assert quote("a <!-- b --> `<!-- c -->`") == "> a  `<!-- c -->`"


@pytest.mark.parametrize("text", ["> " * (MAX_DEPTH + 1) + "a <!-- b -->", "a <!-- b -->" + "c" * MAX_LENGTH])
def test_a_text_that_is_shown_as_typed_has_no_comment_either(text: str) -> None:
    assert to_html(text).startswith('<p dir="auto">')
    assert "--" not in to_html(text)


PIECES = st.sampled_from(
    ["<!--", "-->", "secret", "`", "```\n", "\n", "\n\n", "- ", "> ", "    ", "\\", "a | b\n-|-\n"]
)


@settings(max_examples=examples(by_night=300, by_day=100, in_ci=300))
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_stands_around_it_a_comment_is_either_left_out_or_shown_as_code_or_as_typed(text: str) -> None:
    left = without_comments(text)
    assert left.unclosed is not None or left.text.count("\n") == text.count("\n")
    assert without_comments(left.text).text.count("secret") <= left.text.count("secret") <= text.count("secret")

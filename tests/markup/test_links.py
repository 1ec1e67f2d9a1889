import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.markup.links import find_beyond_limits, find_unsafe_links
from statusladder.model.problem import Place, Problem
from statusladder.model.settings import HIGHEST, LimitsKeys

PIECES = ["[x](", "![x](", ")", "[x]: ", "[x]", "<", ">", "javascript:", "java", "script:", "data://", "&#58;", "%3a"]
MARKDOWN = st.lists(
    st.sampled_from([*PIECES, "\n", "\n\n", " ", "`", "```\n", "\\", "\x01", "&Tab;", "x"]), max_size=30
)


def lines(text: str) -> list[int]:
    return [problem.place.line for problem in find_unsafe_links(text, "a.md", 1)]


def test_the_problem_names_file_line_scheme_and_what_is_allowed() -> None:
    assert find_unsafe_links("Hello\n\n[x](javascript:alert(1))", "content/a.md", 9) == [
        Problem(
            Place("content/a.md", 11),
            "G005",
            "a link leads to a 'javascript:' address",
            "use an https address; http, mailto, tel and addresses within the site are allowed too",
        )
    ]


def test_an_image_may_only_come_by_https() -> None:
    (problem,) = find_unsafe_links("![x](http://a.b/c.png)", "a.md", 1)
    assert problem.sentence == "an image has a 'http:' address"
    assert problem.fix == "put the picture beside the update and write ![what it shows](name.png)"


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://ops:k7-Harbour@tern.example/a)",
        "<https://ops:k7@tern.example>",
        "See https://ops:k7@tern.example/ now",
        "[x][r]\n\n[r]: https://ops:k7@tern.example",
        "[x](//ops:k7@tern.example)",
        "[x](https:\\\\\\\\ops:k7@tern.example)",
        "[x](https://:k7@tern.example)",
        "[x](https&#58;//ops&colon;k7&commat;tern.example)",
        "![x](https://ops:k7@tern.example/a.png)",
    ],
)
def test_an_address_tells_no_password(text: str) -> None:
    (problem,) = find_unsafe_links(f"a\n\n{text}", "a.md", 1)

    assert (problem.code, problem.place.line) == ("G005", text.count("\n") + 3)
    assert problem.sentence == "the address of a link holds a user and a password"
    assert "k7" not in f"{problem.sentence} {problem.fix}"
    assert find_unsafe_links(text, "a.md", 1, imported=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "`https://ops:k7@tern.example`",
        "https://tern.example/@ops:k7",
        "https://ops@tern.example/",
        "https://tern.example:443/x@y",
        "[x](https://tern.example/?a=b:c@d)",
        "[x](mailto:ops:k7@tern.example)",
        "ops:k7@tern.example",
        "[x](https://[/a:b@c)",
    ],
)
def test_signs_of_a_password_elsewhere_are_none(text: str) -> None:
    assert find_unsafe_links(text, "a.md", 1) == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:1)",
        "[x](JaVaScRiPt:1)",
        "[x](<javascript:1>)",
        '[x](javascript:1 "title")',
        "[x](&#106;avascript:1)",
        "[x](&#x6A;avascript:1)",
        "[x](javascript&colon;1)",
        "[x](java&Tab;script:1)",
        "[x](<java\tscript:1>)",
        "[x]( javascript:1)",
        "[x](\x01javascript:1)",
        "[x](java\u200bscript:1)",
        "[x](javascript%3A1)",
        "[x](%6Aavascript:1)",
        "[x](vbscript:1)",
        "[x](data:text/html,x)",
        "[x](file:///etc/passwd)",
        "[x](ftp://a.b)",
        "[x](status.example.com:8080)",
        "<javascript://x>",
        "<FILE:///etc/passwd>",
        "![x](data:image/png;base64,x)",
        "![x](tel:1)",
        "[x][r]\n\n[r]: javascript:1",
        "[r]\n\n[r]: <javascript:1>",
        "[r]:\n    javascript:1",
        "[never used]: javascript:1",
        "*[**x**](javascript:1)*",
        "- > [x](javascript:1)",
        "[![x](/a.png)](javascript:1)",
    ],
)
def test_unsafe(text: str) -> None:
    assert len(lines(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "`[x](javascript:1)`",
        "```\n[x](javascript:1)\n```",
        "    [x](javascript:1)",
        "javascript:1 is not a link",
        '<a href="javascript:1">',
        r"\[x](javascript:1)",
        "[x](https://a.b/?q=javascript:1)",
        "[x](HTTP://a.b)",
        "[x](mailto:a@b.c) <a@b.c> [y](tel:+1)",
        "[x](#10:15) [y](/a:b) [z](a/b:c) [w](?a=b:c)",
        "[x](Page%3AName)",
        "[x](//a.b/c)",
        "![x](c.png) ![x](https://a.b/c.png)",
        "at 10:15: see https://a.b:8080/c",
    ],
)
def test_safe(text: str) -> None:
    assert lines(text) == []


def test_each_link_is_found_on_its_own_line_though_code_shows_the_same() -> None:
    text = "`[x](javascript:1)`\n\n[x](javascript:1)\n[y](data:1) [z](https://a.b)\n\n- [x](javascript:1)"
    assert lines(text) == [3, 4, 6]


def test_a_definition_is_named_where_it_stands_and_once() -> None:
    assert lines("[x][r] and [y][r]\n\n[x][r]\n\n[r]: javascript:1") == [5]


def test_a_link_broken_over_lines_is_named_where_its_address_begins() -> None:
    assert lines("a\n[some\nwords](\njavascript:1)") == [4]


@settings(max_examples=examples(by_night=150, by_day=50, in_ci=150), deadline=None)
@given(MARKDOWN.map("".join))
def test_any_text_is_searched_and_every_line_lies_within_it(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines(text))


TABLE = "|a|b|c|\n|-|-|-|\n|d|\n|e| |f|\n\n"
TWO_TABLES = f"{TABLE}Words, `<th ` and <td></td>.\n\n|a|\n|-|\n|b|\n"


@pytest.mark.parametrize(
    ("text", "limits", "sentence"),
    [
        (TWO_TABLES, {"table_columns": "3"}, None),
        (
            TWO_TABLES,
            {"table_columns": "2"},
            "has a table of 3 columns; 'limits.table_columns' is 2 in site.yaml",
        ),
        (TWO_TABLES, {"table_cells": "3"}, None),
        (TWO_TABLES, {"table_cells": 2}, "has tables of 3 empty cells; 'limits.table_cells' is 2 in site.yaml"),
        ("- a\n" * 5000, {"html_growth": "6"}, None),
        (
            "- a\n" * 5000,
            {"html_growth": "2"},
            "becomes 110,010 characters of HTML; 'limits.html_growth' is 2 in site.yaml",
        ),
        (
            "|a" * 65 + "|\n" + "|-" * 65 + "|\n",
            {"table_columns": 2},
            "has a table of more than 64 columns, so it is shown",
        ),
    ],
)
def test_a_site_may_ask_for_less(text: str, limits: dict[str, object], sentence: str | None) -> None:
    found = find_beyond_limits(text, "a.md", 7, LimitsKeys.model_validate(limits))

    assert [(one.code, one.place.line) for one in found] == ([] if sentence is None else [("C022", 7)])
    assert sentence is None or found[0].sentence.startswith(f"the text {sentence}")


def test_without_limits_of_its_own_a_site_has_the_highest() -> None:
    assert find_beyond_limits(TWO_TABLES, "a.md", 7, HIGHEST) == []

"""Themes: found in order, built on each other, and their faults said in words."""

from pathlib import Path

import pytest

from statusladder.publish.theme import find_theme
from statusladder.theming.theme import ThemeError

FRAME = {"story": "x"}


def _theme(site: Path, name: str, settings: str, **templates: str) -> None:
    folder = site / "themes" / name
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.yaml").write_text(settings)
    for template, text in templates.items():
        (folder / "templates" / f"{template}.html").write_text(text)


def test_a_theme_of_ones_own_states_only_what_differs(tmp_path: Path) -> None:
    settings = "name: Ours\nextends: default\ntokens:\n  link: '#b00020'\nstrings:\n  history: The past\n"
    _theme(tmp_path, "ours", settings, hello="Hello {{ story }}, {{ words.history }}, {{ words.status }}")

    theme = find_theme(tmp_path, "ours")

    assert theme.render("hello.html", FRAME) == b"Hello x, The past, Status\n"
    assert theme.style.endswith(":root{--link:#b00020}")
    assert "--ground:" in theme.style


def test_everything_in_a_template_is_escaped(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\n", hello='<p title="{{ story }}">{{ story }}</p>')

    text = find_theme(tmp_path, "ours").render("hello.html", {"story": "\"'><script>&"})

    assert text == b'<p title="&#34;&#39;&gt;&lt;script&gt;&amp;">&#34;&#39;&gt;&lt;script&gt;&amp;</p>\n'


def test_blank_lines_go_but_those_of_code_stay(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\n", hello="<p>a\n\n\n  \nb</p><pre>c\n\n\nd</pre>\n\n<p>")

    assert find_theme(tmp_path, "ours").render("hello.html", {}) == b"<p>a\nb</p><pre>c\n\n\nd</pre>\n<p>\n"


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{% if %}", "hello.html:1 cannot be read"),
        ("{{ nothing.here }}", "hello.html fails"),
        ("{{ 1 / 0 }}", "hello.html fails"),
        ("{{ 'a' + 1 }}", "hello.html fails"),
        ("{% include 'missing.html' %}", "no template missing.html"),
    ],
)
def test_a_broken_template_is_said_with_its_place(tmp_path: Path, template: str, sentence: str) -> None:
    _theme(tmp_path, "ours", "name: Ours\n", hello=template)

    with pytest.raises(ThemeError, match=sentence):
        find_theme(tmp_path, "ours").render("hello.html", {})


@pytest.mark.parametrize(
    ("settings", "name", "sentence"),
    [
        ("name: Ours\n", "our", "no theme is called 'our'"),
        ("name: Ours\n", "../themes/ours", "no theme is called"),
        ("name: Ours\nextends: ours\n", "ours", "extends itself"),
        ("name: Ours\ncolour: red\n", "ours", "themes/ours/theme.yaml:2: no key is called 'colour'"),
        ("tokens: x\n", "ours", "themes/ours/theme.yaml:1"),
    ],
)
def test_a_theme_that_cannot_be_used_is_said_to_be_one(tmp_path: Path, settings: str, name: str, sentence: str) -> None:
    _theme(tmp_path, "ours", settings)

    with pytest.raises(ThemeError, match=sentence):
        find_theme(tmp_path, name)


def test_a_style_sheet_cannot_end_its_own_element(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\ntokens:\n  link: </style><script>\n")

    with pytest.raises(ThemeError, match="holds '</'"):
        _ = find_theme(tmp_path, "ours").style

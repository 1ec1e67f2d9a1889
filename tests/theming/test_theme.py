"""Themes: found in order, built on each other, and their faults said in words."""

import base64
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import pytest

from statusladder.publish.theme import find_theme
from statusladder.theming.layer import ThemeError, find_theme_names
from statusladder.theming.sandbox import ThemeEnvironment
from statusladder.theming.theme import Theme
from statusladder.theming.words import make_say
from statusladder.voice.catalogue import message_of, shipped, shipped_languages
from statusladder.voice.voice import Voice

FRAME = {"story": "x"}


def _theme(site: Path, name: str, settings: str, **templates: str) -> None:
    folder = site / "themes" / name
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.yaml").write_text(settings)
    for template, text in templates.items():
        (folder / "templates" / f"{template}.html").write_text(text)


def _voice(theme: Theme) -> dict[str, object]:
    return {"say": make_say(Voice(theme.catalogue_for("en"), "en", ZoneInfo("UTC"), datetime(2026, 3, 14, tzinfo=UTC)))}


def _hello(site: Path) -> bytes:
    theme = find_theme(site, "ours")
    return theme.render("hello.html", _voice(theme))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("history: The past", r"theme\.yaml:3: no string is called 'history'"),
        ("time.window: '{start}–{stop}'", r"theme\.yaml:3: 'time\.window' has no value called '\{stop\}'"),
    ],
)
def test_a_string_that_cannot_be_replaced_so_is_named(tmp_path: Path, line: str, fault: str) -> None:
    _theme(tmp_path, "ours", f"name: Ours\nstrings:\n  {line}\n", hello="x")

    with pytest.raises(ThemeError, match=fault):
        find_theme(tmp_path, "ours")


def test_a_theme_of_ones_own_states_only_what_differs(tmp_path: Path) -> None:
    settings = "name: Ours\nextends: default\ntokens:\n  link: '#b00020'\nstrings:\n  frame.history: The past\n"
    hello = "Hello {{ story }}, {{ say('frame.history') }}, {{ say('frame.status') }}"
    _theme(tmp_path, "ours", settings, hello=hello)

    theme = find_theme(tmp_path, "ours")

    assert theme.render("hello.html", {**FRAME, **_voice(theme)}) == b"Hello x, The past, Status\n"
    assert theme.style.endswith(":root{--link:#b00020}")
    assert "--ground:" in theme.style


def test_strings_in_a_language_are_for_pages_in_it(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\nlanguage: de-AT\nstrings:\n  frame.history: Was war\n")
    theme = find_theme(tmp_path, "ours")

    said = {tag: theme.catalogue_for(tag).messages["frame.history"] for tag in ("de", "de-CH", "en", "fi")}

    assert said["de"] == said["de-CH"] == message_of("Was war")
    assert said["en"] == said["fi"] == message_of("History")


def test_a_theme_in_a_language_that_no_page_is_in_is_an_error(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\nlanguage: fi\n")

    sentence = r"themes/ours/theme\.yaml:2: no page is in 'fi', so the strings of this theme would never be shown"
    with pytest.raises(ThemeError, match=sentence):
        find_theme(tmp_path, "ours")


def test_no_shipped_theme_says_a_string_in_another_language_than_the_pages(tmp_path: Path) -> None:
    themes = [find_theme(tmp_path, name) for name in find_theme_names(None)]
    replaced = {name for theme in themes for layer in theme.layers for name in layer.keys.strings}

    assert len(themes) > 1
    assert {"frame.history", "frame.status"} <= replaced
    for theme in themes:
        for language in set(shipped_languages()) - {"en"}:
            assert theme.catalogue_for(language) == shipped(language)


def test_everything_in_a_template_is_escaped(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\n", hello='<p title="{{ story }}">{{ story }}</p>')

    text = find_theme(tmp_path, "ours").render("hello.html", {"story": "\"'><script>&"})

    assert text == b'<p title="&#34;&#39;&gt;&lt;script&gt;&amp;">&#34;&#39;&gt;&lt;script&gt;&amp;</p>\n'


def test_a_message_stands_alone_and_gets_nothing_of_a_page(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\n", hello="<p>{{ story }}</p>", styled="<style>{{ style }}</style>")
    theme = find_theme(tmp_path, "ours")

    assert theme.render_message("hello.html", FRAME) == b"<p>x</p>\n"
    with pytest.raises(ThemeError, match=r"themes/ours/templates/styled\.html:1: .*'style' is undefined"):
        theme.render_message("styled.html", FRAME)


def test_blank_lines_go_but_those_of_code_stay(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\n", hello="<p>a\n\n\n  \nb</p><pre>c\n\n\nd</pre>\n\n<p>")

    assert find_theme(tmp_path, "ours").render("hello.html", {}) == b"<p>a\nb</p><pre>c\n\n\nd</pre>\n<p>\n"


def test_a_template_is_read_once_however_often_a_site_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "{{ say('frame.history') }}"
    _theme(tmp_path, "ours", "name: Ours\nstrings:\n  frame.history: The past\n", hello=words)
    assert _hello(tmp_path) == b"The past\n"

    def refuse(self: ThemeEnvironment, source: str, name: str, filename: str) -> NoReturn:
        raise AssertionError("it was read before")

    with monkeypatch.context() as patched:
        patched.setattr(ThemeEnvironment, "_parse", refuse)
        (tmp_path / "themes/ours/theme.yaml").write_text("name: Ours\nstrings:\n  frame.history: What was\n")
        assert _hello(tmp_path) == b"What was\n"
    (tmp_path / "themes/ours/templates/hello.html").write_text(f"In short: {words}")
    assert _hello(tmp_path) == b"In short: What was\n"


def test_templates_of_two_themes_of_one_name_are_two(tmp_path: Path) -> None:
    for name in ("one", "other", "one"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
        _theme(tmp_path / name, "ours", "name: Ours\n", hello=f"{name} {{{{ story }}}}")

        assert find_theme(tmp_path / name, "ours").render("hello.html", FRAME) == f"{name} x\n".encode()


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("<p>\n{% if %}", r"ours/templates/hello\.html:2: the template cannot be read: Expected an expression"),
        ("<p>\n\n{{ nothing.here }}", r"ours/templates/hello\.html:3: the template fails: 'nothing' is undefined"),
        ("{{ nothing() }}", r"ours/templates/hello\.html:1: the template fails: 'nothing' is undefined"),
        ("{{ 1 / 0 }}", r"ours/templates/hello\.html:1: the template fails: division by zero"),
        ("{{ 'a' + 1 }}", r"hello\.html:1: the template fails: '\+' is for numbers; texts are put together with '~'"),
        ("<p>\n{% include 'missing.html' %}", r"hello\.html:2: the theme has no template missing\.html"),
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

    with pytest.raises(ThemeError, match=r"theme\.yaml:3: '</' would fetch a file or end the sheet"):
        find_theme(tmp_path, "ours")


def test_a_brand_is_a_few_lines(repo_root: Path) -> None:
    beacon, default = find_theme(repo_root, "beacon"), find_theme(repo_root, "default")

    ours, theirs = beacon.catalogue_for("en").messages, default.catalogue_for("en").messages
    assert ours["frame.status"] == message_of("Current status")
    assert ours["frame.subscribe"] == theirs["frame.subscribe"]
    assert "--link:light-dark(oklch(42% .09 195),oklch(82% .09 195))" in beacon.style.replace(", ", ",")
    assert '--serif:system-ui,-apple-system,"Segoe UI"' in beacon.style.replace(", ", ",")
    assert default.style in beacon.style or beacon.style.startswith(default.style[:2000])
    assert beacon.script == default.script
    assert beacon.logo is not None
    assert default.logo is None


def test_an_empty_script_takes_the_place_of_the_default_one(tmp_path: Path) -> None:
    _theme(tmp_path, "ours", "name: Ours\nextends: default\n")
    assert "setTimeout" in find_theme(tmp_path, "ours").script
    (tmp_path / "themes" / "ours" / "assets").mkdir()
    (tmp_path / "themes" / "ours" / "assets" / "page.js").write_text("")

    assert find_theme(tmp_path, "ours").script == ""


def test_one_template_is_overridden_alone(repo_root: Path) -> None:
    beacon = find_theme(repo_root, "beacon")

    assert [path.name for path in (beacon.layers[0].folder / "templates").iterdir()] == ["404.html"]
    with pytest.raises(ThemeError, match=r"themes/default/templates/base\.html:3: the template fails"):
        beacon.render("404.html", {})  # found, and asking for the values of a page


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_the_sites_own_logo_comes_before_the_themes(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)

    theme = find_theme(tmp_path, "beacon", "logo.svg")

    assert theme.logo == f"data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}"


@pytest.mark.parametrize(
    ("logo", "sentence"),
    [
        ("logo.exe", "the logo 'logo.exe' is no picture that can be used"),
        ("missing.svg", "the logo 'missing.svg' is not there"),
        ("../outside.svg", r"the logo '\.\./outside\.svg' is not there"),
        ("large.png", "large.png:1: the file is 9,000 bytes long; the limit is 8,192"),
    ],
)
def test_a_logo_that_cannot_be_used_is_said_to_be_one(tmp_path: Path, logo: str, sentence: str) -> None:
    (tmp_path / "outside.svg").write_bytes(SVG)
    site = tmp_path / "site"
    site.mkdir()
    (site / "large.png").write_bytes(b"x" * 9000)
    (site / "logo.exe").write_bytes(b"x")

    with pytest.raises(ThemeError, match=sentence):
        find_theme(site, "default", logo)

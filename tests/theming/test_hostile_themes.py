"""Themes that want more than to look good: out of their folder, into the program, all the time and memory there is."""

import os
from pathlib import Path

import pytest

from night import ALL, some
from statusladder.publish.theme import find_theme
from statusladder.theming.layer import MOST_BYTES, ThemeError
from statusladder.theming.sandbox import MOST_WORK

PLANTED = "planted-4711"
TWO = "namespace(t=[1], u=[1]) %}{% for a in range(64) %}{% set n.t = [n.t, n.t] %}{% set n.u = [n.u, n.u] %}"
NESTED = "{% set n = namespace(t=(1,)) %}{% for a in range(64) %}{% set n.t = (n.t, n.t) %}{% endfor %}"
VALUES = {"story": {"title": "x", "list": [1, 2]}, "link": str.upper, "theme": find_theme}


def _theme(site: Path, template: str, settings: str = "name: Ours\nextends: default\n", **files: str) -> Path:
    folder = site / "themes" / "ours"
    (folder / "templates").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "theme.yaml").write_text(settings, encoding="utf-8")
    (folder / "templates" / "hello.html").write_text(template, encoding="utf-8")
    return folder


def _render(site: Path) -> bytes:
    return find_theme(site, "ours").render("hello.html", VALUES)


@pytest.mark.parametrize(
    "template",
    some(
        [
            "{{ ''.__class__.__mro__ }}",
            "{{ ''['__class__'] }}",
            "{{ story.__class__ is defined }}",
            "{{ (story.__init__ | default('x')) }}",
            "{{ cycler.__init__.__globals__.os }}",
            "{{ lipsum.__globals__ }}",
            "{{ self.__init__.__globals__ }}",
            "{{ joiner.__init__ }}",
            "{{ range.__self__ }}",
            "{{ config.items() }}",
            "{{ request.application }}",
            "{{ self._TemplateReference__context }}",
            "{{ story | attr('__class__') }}",
            "{{ story | map(attribute='__class__') | list }}",
            "{{ [story] | map(attribute='__class__') | join }}",
            "{{ [story] | map('attr', '__class__') | join }}",
            "{{ [story] | selectattr('__class__') | join }}",
            "{{ [story] | groupby('__class__') }}",
            "{{ '{0.__class__}'.format(story) }}",
            "{{ '{x.__class__}'.format_map({'x': story}) }}",
            "{% set f = '{0.__class__}'.format %}{{ f(story) }}",
            "{{ ['{0.__class__}'] | map('format', story) | join }}",
            "{{ '%s' | format(story) }}",
            "{{ '%s' % story }}",
            "{{ story.list.append(3) }}",
            "{{ story.update({'a': 1}) }}",
            "{{ story.title.encode() }}",
            "{{ story['_' ~ '_class__'] }}",
            "{{ story['\\x5f\\x5fclass__'] }}",
            "{{ ''['_' ~ '_class_' ~ '_'] }}",
            "{% for x in [''] | map(attribute='_' ~ '_class__') %}{{ x }}{% endfor %}",
            "{% macro m() %}{% endmacro %}{{ m.__call__.__globals__ }}",
            "{% macro m() %}{% endmacro %}{{ m['_func'] }}",
            "{% macro m() %}{% endmacro %}{{ m['_' ~ 'func'] }}",
            "{% for x in 'a' %}{{ loop['_' ~ 'iterator'] }}{% endfor %}",
            "{% for x in 'a' %}{{ loop.cycle.__func__ }}{% endfor %}",
            "{{ link.__self__ }}",
            "{{ link(_loop_vars={}) }}",
            "{{ namespace.__init__ }}",
            "{{ dict(a=1) }}",
            "{% autoescape false %}{{ story.title }}{% endautoescape %}",
            "{{ link(*['a']) }}",
            "{{ cycler('a')['_' ~ '_init__'] }}",
            "{% import 'hello.html' as me %}{{ me.__dict__ }}",
            "{{ caller() }}",
            "{{ super() }}",
            "{{ story }}",
            "{{ link }}",
            "{{ '\\ud800' }}",
            "{{ ((((" * 200 + "1" + "))))" * 200 + " }}",
            "{% for a in 'a' %}" * 25 + "{% endfor %}" * 25,
            "{% if true %}" * 3000 + "{% endif %}" * 3000,
            "{{ " + "not " * 9000 + "1 }}",
            "{% include 'hello.html' %}",
            "{% extends 'hello.html' %}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        ],
        by_day=4,
        in_ci=ALL,
    ),
)
def test_a_template_reaches_nothing_but_what_it_is_handed(tmp_path: Path, template: str) -> None:
    _theme(tmp_path, f"<p>\n{template}")

    with pytest.raises(ThemeError) as refused:
        _render(tmp_path)

    problem = refused.value.problem
    assert problem.code == "D025"
    assert str(problem.place).startswith("themes/ours/templates/hello.html:")
    assert "\n" not in problem.sentence
    assert "0x" not in problem.sentence


ENDLESS = [
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "{{ range(1000000000) | list }}",
    "{{ 'x' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ '%1000000000d' % 5 }}",
    "{{ '%1000000000d' | format(5) }}",
    "{{ '{:1000000000}'.format(5) }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{{ 'x' | indent(1000000000) }}",
    "{{ [] | batch(1000000000, 'x') | list }}",
    "{{ lipsum(1000000000) }}",
    "{{ 5 | round(-1000000000) }}",
    "{% set n = namespace(t='xxxxxxxxxxxxxxxx') %}{% for a in range(64) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
    "{% set n = namespace(t='xxxxxxxxxxxxxxxx') %}{% for a in range(64) %}{% set n.t = n.t + n.t %}{% endfor %}",
    "{% set n = namespace(t='xxxx') %}{% for a in range(64) %}{% set n.t = [n.t] | join ~ n.t %}{% endfor %}",
    "{% set n = namespace(t='xxxx') %}{% for a in range(64) %}{% set n.t = [n.t, n.t] | join(n.t) %}{% endfor %}",
    "{% set n = namespace(t='xxxx') %}{% for a in range(64) %}{% set n.t = n.t | replace('x', n.t) %}{% endfor %}",
    "{% set n = namespace(t=9) %}{% for a in range(64) %}{% set n.t = n.t * n.t %}{% endfor %}",
    "{% set n = namespace(t=[1]) %}{% for a in range(64) %}{% set n.t = [n.t, n.t] %}{% endfor %}{{ n.t }}",
    "{% set n = namespace(t=[1]) %}{% for a in range(64) %}{% set n.t = [n.t, n.t] %}{% endfor %}{{ n.t ~ '' }}",
    "{% set n = namespace(t=[1]) %}{% for a in range(64) %}{% set n.t = [n.t, n.t] %}{% endfor %}{{ n.t | upper }}",
    "{% set n = " + TWO + "{% endfor %}{{ n.t == n.u }}",
    "{% set n = " + TWO + "{% endfor %}{{ n.t in [n.u] }}",
    NESTED + "{{ {}[n.t] }}",
    NESTED + "{{ {}.get(n.t) }}",
    NESTED + "{{ {n.t: 1} }}",
    "{% set n = namespace(t=[1]) %}{% for a in range(64) %}{% set n.t = n.t + n.t %}{% endfor %}",
    "{% for a in range(100000) %}{% set b = range(100000) | list %}{% endfor %}",
    "{% for a in range(100000) %}{% set b = 99999 in (range(100000) | list) %}{% endfor %}",
    "{% set l = range(100000) | list %}{% for a in l %}{% set b = l[1:] %}{% endfor %}",
    "{% set l = range(100000) | list %}{% for a in l %}{% set b = l | map('upper') %}{% endfor %}",
    "{% macro a() %}{{ b() }}{{ b() }}{% endmacro %}{% macro b() %}{{ a() if false }}{% endmacro %}"
    + "".join(f"{{% macro m{n} %}}{{{{ m{n + 1}() }}}}{{{{ m{n + 1}() }}}}{{% endmacro %}}" for n in range(40))
    + "{% macro m40() %}{% endmacro %}{{ m0() }}",
    "{% for item in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
    "{% macro m() %}" + "x" * 100_000 + "{% endmacro %}{% for a in range(10000) %}{% set b = m() %}{% endfor %}",
    "{% macro m() %}"
    + "{% if false %}{{ 1 }}{% endif %}" * 5000
    + "{% endmacro %}{% for a in range(100000) %}{% set b = m() %}{% endfor %}",
    "{% set t %}" + "x" * 100_000 + "{% endset %}{% for a in range(10000) %}{{ t }}{% endfor %}",
    "{% set t %}" + "x" * 200_000 + "{% endset %}{% for a in range(9999) %}{% set b = t.split('x') %}{% endfor %}",
]


@pytest.mark.parametrize("template", some(ENDLESS, by_day=7, in_ci=16))
def test_no_template_takes_more_than_a_page_needs(tmp_path: Path, template: str) -> None:
    _theme(tmp_path, f"<p>\n{template}")
    theme = find_theme(tmp_path, "ours")

    with pytest.raises(ThemeError) as refused:
        theme.render("hello.html", VALUES)

    assert refused.value.problem.code == "D025"


def test_templates_that_include_each_other_twice_end(tmp_path: Path) -> None:
    folder = _theme(tmp_path, "{% include '0.html' %}")
    for number in range(40):
        text = f"{{% include '{number + 1}.html' %}}" * 2
        (folder / "templates" / f"{number}.html").write_text(text)
    (folder / "templates" / "40.html").write_text("")

    with pytest.raises(ThemeError, match="more of a page than any reader needs"):
        _render(tmp_path)


def test_a_large_page_is_far_below_what_a_page_may_cost(tmp_path: Path) -> None:
    _theme(tmp_path, "{% for n in range(20000) %}<p>{{ n }} and some words for each of them</p>\n{% endfor %}")

    assert len(_render(tmp_path)) > MOST_WORK / 64


def test_unclosed_pre_elements_take_no_more_time_each(tmp_path: Path) -> None:
    _theme(tmp_path, "{% for n in range(60000) %}<pre >\n\n{% endfor %}")

    assert _render(tmp_path).startswith(b"<pre >\n<pre >")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.html",
        "../../../outside/secret.html",
        "../assets/../../../outside/secret.html",
        "/etc/hostname",
        "//etc/hostname",
        "./hello.html",
        "..\\\\secret.html",
        "c:secret.html",
        "\uff0e\uff0e/secret.html",
        "..%2fsecret.html",
        "secret.html\\x00.html",
        "SECRET.HTML/../hello.html",
        "link.html",
        "folder/secret.html",
        "up/secret.html",
    ],
)
@pytest.mark.parametrize("form", ["{% include NAME %}", "{% import NAME as x %}{{ x }}", "{% extends NAME %}"])
def test_no_way_of_naming_a_template_leads_out_of_the_theme(tmp_path: Path, name: str, form: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.html").write_text(PLANTED)
    site = tmp_path / "site"
    folder = _theme(site, form.replace("NAME", f"'{name}'"))
    (folder / "secret.html").write_text(PLANTED)
    (site / "themes" / "secret.html").write_text(PLANTED)
    (folder / "templates" / "link.html").symlink_to(outside / "secret.html")
    (folder / "templates" / "folder").symlink_to(outside)
    (folder / "templates" / "up").symlink_to("../..")

    with pytest.raises(ThemeError) as refused:
        _render(site)

    assert PLANTED not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "is_read_by"),
    [
        ("templates/hello.html", "rendering"),
        ("templates", "rendering"),
        ("assets/style.css", "finding"),
        ("assets/page.js", "finding"),
        ("assets", "finding"),
        ("assets/logo.svg", "finding"),
        ("theme.yaml", "finding"),
        ("", "finding"),
    ],
)
def test_a_link_that_leads_out_of_a_theme_is_refused_and_its_target_is_in_no_byte(
    tmp_path: Path, path: str, is_read_by: str
) -> None:
    site = tmp_path / "site"
    folder = _theme(site, "{{ style }}{{ script }}{{ logo_file }}", "name: Ours\nextends: default\nlogo: logo.svg\n")
    (folder / "assets" / "logo.svg").write_text("<svg/>")
    (folder / "assets" / "style.css").write_text("p {}")
    (folder / "assets" / "page.js").write_text("1")
    outside = tmp_path / "outside"
    (site / "themes").rename(outside)
    for file in (outside / "ours").rglob("*.*"):
        file.write_text(file.read_text() + ("" if file.suffix == ".yaml" else f"/* {PLANTED} */"))
    (site / "themes").mkdir()
    if path:
        _theme(site / "again", "{{ style }}", (outside / "ours" / "theme.yaml").read_text())
        (site / "again" / "themes" / "ours").rename(site / "themes" / "ours")
        own = site / "themes" / "ours"
        (own / "assets" / "logo.svg").write_text("<svg/>")
        if (own / path).is_dir():
            for inner in (own / path).iterdir():
                inner.unlink()
            (own / path).rmdir()
        else:
            (own / path).unlink(missing_ok=True)
        (own / path).symlink_to(outside / "ours" / path)
    else:
        (site / "themes" / "ours").symlink_to(outside / "ours")

    with pytest.raises(ThemeError) as refused:
        _render(site)

    assert refused.value.problem.code == "D014"
    assert refused.value.problem.place.path.startswith("themes/ours/")
    assert PLANTED not in str(refused.value)


@pytest.mark.parametrize(
    "sheet",
    [
        "@import 'x.css';",
        "@IMPORT url(x.css);",
        "@\\69mport 'x.css';",
        "p { background: url(http://x.example/) }",
        "p { background: url( '//x.example/' ) }",
        "p { background: u\\72l(x.png) }",
        "p { background: \\000075 rl(x.png) }",
        "p { background: URL(file:///etc/passwd) }",
        "p { background: image-set('x.png' 1x) }",
        "p { background: -webkit-image-set('x.png' 1x) }",
        "p { background: src('x.png') }",
        "@font-face { src: url(x.woff2) }",
        "p { background: url('data:text/html,x') }",
        "p::after { content: '</style>' }",
        "p::after { content: '\\3c/style>' }",
    ],
)
def test_a_style_sheet_fetches_nothing(tmp_path: Path, sheet: str) -> None:
    folder = _theme(tmp_path, "")
    (folder / "assets" / "style.css").write_text(f"p {{}}\n{sheet}\n")
    with pytest.raises(ThemeError, match=r"themes/ours/assets/style\.css:2: '.*' would fetch a file or end the sheet"):
        _render(tmp_path)

    (folder / "assets" / "style.css").unlink()
    value = sheet.replace("'", "''")
    (folder / "theme.yaml").write_text(f"name: Ours\nextends: default\ntokens:\n  ground: '{value}'\n")
    with pytest.raises(ThemeError, match=r"themes/ours/theme\.yaml:4: '.*' would fetch a file or end the sheet"):
        find_theme(tmp_path, "ours")


def test_a_style_sheet_may_hold_small_pictures_and_name_what_is_on_the_page(tmp_path: Path) -> None:
    folder = _theme(tmp_path, "")
    sheet = (
        "p { background: url(data:image/png;base64,AA==); filter: url(#x); list-style: url( 'data:image/svg+xml,x' ) }"
    )
    (folder / "assets" / "style.css").write_text(sheet)

    assert "url(#x)" in find_theme(tmp_path, "ours").style


@pytest.mark.parametrize("path", ["theme.yaml", "templates/hello.html", "assets/style.css", "assets/page.js"])
def test_a_file_of_a_theme_has_a_limit(tmp_path: Path, path: str) -> None:
    folder = _theme(tmp_path, "x")
    (folder / path).write_text("x" * (MOST_BYTES + 1))

    with pytest.raises(
        ThemeError, match=rf"themes/ours/{path}:1: the file is 262,145 bytes long; the limit is 262,144"
    ):
        _render(tmp_path)


@pytest.mark.parametrize("path", ["theme.yaml", "templates/hello.html", "assets/style.css", "assets/page.js"])
def test_what_is_no_file_or_no_text_is_said_to_be_so(tmp_path: Path, path: str) -> None:
    folder = _theme(tmp_path, "x")
    (folder / path).write_bytes(b"ab\n\xff")
    with pytest.raises(ThemeError, match=rf"themes/ours/{path}:2: the byte 0xff is not UTF-8"):
        _render(tmp_path)

    (folder / path).unlink()
    if path != "theme.yaml":  # What is no file is no theme at all.
        os.mkfifo(folder / path)
        with pytest.raises(ThemeError, match=rf"themes/ours/{path}:1: a file has to be here"):
            _render(tmp_path)
        (folder / path).unlink()
        (folder / path).symlink_to(Path(path).name)
        with pytest.raises(ThemeError, match=rf"themes/ours/{path}:1: the file cannot be read"):
            _render(tmp_path)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../ours", "/etc", "ours/", "x" * 300, "ö" * 200, "a\0b", "\uff0e\uff0e"]
)
def test_a_name_that_is_none_names_no_theme(tmp_path: Path, name: str) -> None:
    _theme(tmp_path, "")

    with pytest.raises(ThemeError, match="no theme is called"):
        find_theme(tmp_path, name)


def test_a_chain_of_themes_has_an_end(tmp_path: Path) -> None:
    for number in range(20):
        folder = tmp_path / "themes" / f"t{number}"
        folder.mkdir(parents=True)
        (folder / "theme.yaml").write_text(f"name: T\nextends: t{number + 1}\n")

    with pytest.raises(ThemeError, match=r"themes/t7/theme\.yaml:2: this is the 8th theme that builds on another"):
        find_theme(tmp_path, "t0")


def test_what_a_template_says_of_itself_cannot_speak_to_a_terminal(tmp_path: Path) -> None:
    _theme(tmp_path, "{% include '\\x1b[2J::error::\\n' ~ 'x' ~ '" + "y" * 999 + "' %}")

    with pytest.raises(ThemeError) as refused:
        _render(tmp_path)

    assert refused.value.problem.sentence.isprintable()
    assert len(refused.value.problem.sentence) < 300

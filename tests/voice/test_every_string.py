"""No words of pages and feeds stand outside of the catalogue, and the catalogue holds none that nobody says.

Templates are parsed: text between tags and in attributes that people read is a fault, and so is a text in an
expression that looks like prose. Of Python the rooms that make pages are parsed: a text with two words is a fault
unless it stands in a docstring, an error, or a file of `NOT_WORDS`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from night import in_ci
from statusladder.voice.catalogue import ENGLISH, shipped

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "generator" / "statusladder"
TEMPLATES = sorted((ROOT / "themes").glob("*/templates/**/*.html"))
SOURCES = sorted(file for room in ("views", "outputs") for file in (PACKAGE / room).rglob("*.py"))
JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
READ_ALOUD = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-words)="([^"\0]*[A-Za-z][^"\0]*)"')
NAMES = frozenset({"API", "Atom", "CSV", "JSON", "RSS"})
"""Words that are the same in every language."""
WORD = re.compile(r"[A-Za-z]{2,}")
PROSE = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z(]{2,}|^[A-Z][a-z]+$")

NOT_WORDS = {
    "outputs/internal/page.py": "a mark that programs look for",
    "outputs/security_txt.py": "fields that programs read (RFC 9116)",
    "views/linked_data.py": "names of schema.org",
    "views/statuspage.py": "what the Statuspage API calls the state of all, which its clients know",
    "outputs/header_rules.py": "what servers are told",
    "outputs/host_snippets.py": "what servers are told",
    "outputs/server_snippets.py": "what servers are told",
    "views/preview.py": "what reviewers of a change read",
}
"""Files of these rooms whose texts no reader of the site sees, and what they are."""


def _name_of_template(file: Path) -> str:
    return file.relative_to(ROOT / "themes").as_posix()


def _said_in_template(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "say":
            yield from _keys_of(call.args[0])


def _keys_of(node: nodes.Expr) -> Iterator[str]:
    """The key, all keys that a choice may come to, or `family.*` of one that is put together."""
    match node:
        case nodes.Const(value=str(key)):
            yield key
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from _keys_of(one)
            if other is not None:
                yield from _keys_of(other)
        case nodes.Concat(nodes=[nodes.Const(value=str(family)), *_]):
            yield f"{family}*"
        case _:
            yield "?"


@cache
def _nodes_of(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def _said_in_python(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            match node.values:
                case [ast.Constant(value=str(family)), *_]:
                    yield f"{family}*"


@cache
def _tree_of(file: Path) -> nodes.Template:
    return jinja2.Environment().parse(file.read_text(encoding="utf-8"))


@in_ci  # A page with a key that is not there is no page, which is seen by day.
def test_every_string_is_said_somewhere_and_every_key_is_there() -> None:
    known = shipped(ENGLISH).messages
    in_templates = {key for file in TEMPLATES for key in _said_in_template(_tree_of(file))}
    in_python: set[str] = set()
    # A file without the name of a section behind a quotation mark says no key, and is not parsed.
    sections = "|".join({key.partition(".")[0] for key in known})
    for file in PACKAGE.rglob("*.py"):
        if re.search(rf"[\"'](?:{sections})\b", file.read_text(encoding="utf-8")):
            in_python.update(_said_in_python(_nodes_of(file)))
    said = in_templates | in_python
    families = tuple(key[:-1] for key in said if re.fullmatch(r"[a-z_.]+[._]\*", key))

    assert "?" not in in_templates
    assert sorted(key for key in known if key not in said and not key.startswith(families)) == []
    assert sorted(key for key in in_templates if not key.endswith("*") and key not in known) == []


def _words_in_template(file: Path) -> Iterator[str]:
    source = file.read_text(encoding="utf-8")
    text = JINJA.sub("\0", source)
    yield from READ_ALOUD.findall(text)
    # What programs read is the same in every language.
    text = re.sub(r"<(code|pre|style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    for line in re.sub(r"<[^>]*>|&#?\w+;|\0", "\n", text).splitlines():
        if any(word not in NAMES for word in WORD.findall(line)):
            yield line.strip()
    for output in _tree_of(file).find_all(nodes.Output):
        for expression in output.nodes:
            if not isinstance(expression, nodes.TemplateData):
                keys = {id(call.args[0]) for call in expression.find_all(nodes.Call) if call.args}
                yield from (
                    text.value
                    for text in (expression, *expression.find_all(nodes.Const))
                    if isinstance(text, nodes.Const)
                    and id(text) not in keys
                    and isinstance(text.value, str)
                    and not text.value.startswith((" ", "th "))  # attributes and classes of elements
                    and PROSE.search(text.value)
                )


@pytest.mark.parametrize("file", TEMPLATES, ids=_name_of_template)
def test_a_template_holds_no_words(file: Path) -> None:
    assert list(_words_in_template(file)) == []


def _words_in_python(file: Path) -> Iterator[str]:
    tree = _nodes_of(file)
    passed_over: set[int] = set()
    # Types are written as texts where a name is not known yet.
    names = {one.id for one in tree if isinstance(one, ast.Name)}
    names |= {one.name for one in tree if isinstance(one, ast.alias | ast.ClassDef)}
    for node in tree:
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                passed_over.add(id(docstring))
            case ast.ClassDef(bases=[ast.Name(id="StrEnum")]) | ast.Raise() | ast.Assert():
                passed_over.update(map(id, ast.walk(node)))
            case ast.Call(func=ast.Attribute(attr="compile") | ast.Name(id="compile_late")):
                passed_over.update(map(id, ast.walk(node)))
    for node in tree:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            text = re.sub(r"<[^>]*>?|^[^<]*>", " ", node.value) if "<" in node.value else node.value
            if PROSE.search(text) and not set(WORD.findall(text)) <= names:
                yield node.value


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_what_makes_pages_holds_no_words(file: Path) -> None:
    if str(file.relative_to(PACKAGE)) in NOT_WORDS:
        pytest.skip(NOT_WORDS[str(file.relative_to(PACKAGE))])
    assert list(_words_in_python(file)) == []

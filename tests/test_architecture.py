"""The import table of the house, held against every file: a room may only know the rooms below it.

The table is the one of docs/explanation/architecture.md. A fault names file and line; fix the import, or change the
table together with the page that explains it.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

from night import in_ci

NAME = "statusladder"
ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator" / NAME

BELOW_PUBLISH = frozenset(
    {
        *("model", "locking", "voice", "discovery", "ladder", "content", "theming"),
        *("markup", "history", "lint", "views", "outputs", "channels"),
    }
)
ROOMS: dict[str, frozenset[str]] = {
    "model": frozenset(),
    "loading": frozenset(),
    "locking": frozenset(),
    "discovery": frozenset({"loading"}),
    "voice": frozenset({"model"}),
    "ladder": frozenset({"model"}),
    "content": frozenset({"model", "markup"}),
    "theming": frozenset({"model", "voice"}),
    "markup": frozenset({"model"}),
    "history": frozenset({"model"}),
    "importers": frozenset({"model", "content", "discovery"}),
    "authoring": frozenset({"model", "ladder", "content", "history"}),
    "scaffold": frozenset({"model", "content", "discovery"}),
    "lint": frozenset({"model", "ladder", "markup", "history", "discovery"}),
    "views": frozenset({"model", "voice", "ladder", "markup"}),
    "outputs": frozenset({"model", "voice", "markup", "views", "theming", "discovery"}),
    "channels": frozenset({"model", "voice", "markup", "views", "theming", "discovery"}),
    "publish": BELOW_PUBLISH,
    "delivery": frozenset({"model", "history", "loading", "locking"}),
    "serve": frozenset({"model", "publish"}),
    "cli": BELOW_PUBLISH | {"loading", "importers", "authoring", "scaffold", "publish", "delivery", "serve"},
    "__main__": frozenset({"cli"}),
    "__init__": frozenset(),
}
"""Room → the rooms it may import besides itself; every room may read the version from the package itself."""

THIRD_PARTY: dict[str, tuple[str, ...]] = {
    "pydantic": ("model/", "content/", "delivery/orders.py"),
    "pydantic_core": ("model/", "content/"),
    "yaml": ("content/", "voice/catalogue.py"),
    "babel": ("voice/",),
    "jinja2": ("theming/",),
    "markupsafe": ("theming/",),
    "rcssmin": ("theming/",),
    "rjsmin": ("theming/",),
    "markdown": ("markup/",),
    "markdown_it": ("markup/",),
    "nh3": ("markup/",),
    "justhtml": ("importers/html_words.py",),
    "idna": ("model/addresses.py",),
    "feedgen": ("outputs/feeds.py",),
    "icalendar": ("outputs/calendar.py",),
    "watchdog": ("serve/",),
    "anyascii": ("authoring/entry.py",),
    "apprise": ("delivery/relaying.py",),
    "click": ("cli/",),
    "rich": ("cli/",),
}
"""Package → where it may be imported: a library is met in one place, so that it can be replaced in one place."""

MEMBER_CONSTANTS = {
    "importers": "IMPORTER",
    "lint": "RULES",
    "outputs": "OUTPUT",
    "outputs/internal": "OUTPUT",
    "channels": "CHANNEL",
    "scaffold": "SCAFFOLD",
    "cli/commands": "COMMAND",
}
"""Plug-in room → the constant that makes a file of it a member; members are found, never imported by name."""

SHORTEST_FILE, LONGEST_FILE, LONGEST_FUNCTION = 60, 350, 50
SHORT_BECAUSE, LONG_BECAUSE = "Short because", "Long because"
"""A file may be shorter or longer when its docstring has a line that begins with these words; members may be short."""

FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"})
CONSOLE = "cli/console.py"
STOPPED = "model/problem.py"
STREAMS = frozenset({"sys.stdout", "sys.stderr", "click.echo", "click.secho"})
CLOCK_READERS = frozenset({"now", "utcnow", "today"})
CITED_PAGE = re.compile(r"(?<![\w/.-])(?:[\w.-]+/)*[A-Za-z][\w-]*\.md\b")
"""A page, by its path from the root of the repository. An update (`01-notice.md`) begins with a digit and is none."""


@dataclass(frozen=True)
class Source:
    """One parsed file; `path` is relative to the package, with `/`."""

    path: str
    text: str
    package: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of its tree."""
        return list(ast.walk(self.tree))

    @property
    def room(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    def fault(self, node: ast.AST, sentence: str) -> str:
        return f"{NAME}/{self.path}:{getattr(node, 'lineno', 1)}: {sentence}"


def read_source(path: Path, package: Path) -> Source:
    return Source(path.relative_to(package).as_posix(), path.read_text(encoding="utf-8"), package)


def imported_modules(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every module a file imports, in full; `from a import b` counts as `a.b`, and TYPE_CHECKING is no exception."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            here = [NAME, *source.path.split("/")[:-1]]
            base = here[: len(here) - node.level + 1] if node.level else []
            for alias in node.names:
                yield node, ".".join([*base, *([node.module] if node.module else []), alias.name])


def forbidden_rooms(source: Source) -> Iterator[str]:
    if source.room not in ROOMS:
        yield source.fault(source.tree, f"the house has no room called {source.room!r}")
        return
    for node, module in imported_modules(source):
        parts = module.split(".")
        if parts[0] != NAME or len(parts) == 1 or not _is_room(parts[1], source.package):
            continue
        if parts[1] != source.room and parts[1] not in ROOMS[source.room]:
            yield source.fault(node, f"{source.room} may not import {module}")


def _is_room(name: str, package: Path) -> bool:
    """Whether `statusladder.<name>` is a room rather than a name of the package itself, such as `__version__`."""
    return name in ROOMS or (package / name).is_dir() or (package / f"{name}.py").is_file()


def misplaced_libraries(source: Source) -> Iterator[str]:
    for node, module in imported_modules(source):
        library = module.split(".")[0]
        if library == NAME or library in sys.stdlib_module_names:
            continue
        places = THIRD_PARTY.get(library)
        if places is None:
            yield source.fault(node, f"{library} is not among the libraries that were chosen")
        elif not source.path.startswith(places):
            yield source.fault(node, f"{library} may only be imported in {', '.join(places)}")


def imported_members(source: Source) -> Iterator[str]:
    for node, module in imported_modules(source):
        for room, constant in MEMBER_CONSTANTS.items():
            prefix = f"{NAME}.{room.replace('/', '.')}."
            if not module.startswith(prefix):
                continue
            member = source.package / room / f"{module.removeprefix(prefix).split('.')[0]}.py"
            if member.is_file() and _is_member(member, constant):
                yield source.fault(node, f"{module} is a member of {room}: find it through discovery")


@cache
def _is_member(file: Path, constant: str) -> bool:
    return defines(ast.parse(file.read_text(encoding="utf-8")), constant)


def defines(tree: ast.Module, constant: str) -> bool:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        named = [target.id for target in targets if isinstance(target, ast.Name)]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            named.append(node.target.id)
        if isinstance(node, ast.FunctionDef):
            named.append(node.name)
        if constant in named:
            return True
    return False


def late_imports(source: Source) -> Iterator[str]:
    imports = [node for node in source.nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    functions = [node for node in source.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for found in imports:
        if any(one.lineno <= found.lineno <= (one.end_lineno or 0) for one in functions):
            yield source.fault(found, "an import inside a function hides from the table")
    for node, module in imported_modules(source):
        loads = module == "importlib" or module.startswith("importlib.import_module")
        if loads and source.path != "loading.py":
            yield source.fault(node, "modules are loaded by name in loading.py only")
    for node in source.nodes:
        if isinstance(node, ast.Name) and node.id == "__import__":
            yield source.fault(node, "__import__ hides from the table")


def gives_reason(source: Source, words: str) -> bool:
    return any(line.startswith(words) for line in (ast.get_docstring(source.tree) or "").splitlines())


def too_short(source: Source) -> Iterator[str]:
    length = len(source.text.splitlines())
    folder, _, name = source.path.rpartition("/")
    is_member = folder in MEMBER_CONSTANTS and defines(source.tree, MEMBER_CONSTANTS[folder])
    if length >= SHORTEST_FILE or is_member or name == "__init__.py":
        return
    if not gives_reason(source, SHORT_BECAUSE):
        yield source.fault(source.tree, f"{length} lines; merge it, or say '{SHORT_BECAUSE} …' in its docstring")


def too_long(source: Source) -> Iterator[str]:
    length = len(source.text.splitlines())
    if length > LONGEST_FILE and not gives_reason(source, LONG_BECAUSE):
        yield source.fault(source.tree, f"{length} lines; split it, or say '{LONG_BECAUSE} …' in its docstring")
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield source.fault(node, f"{node.name} has {lines} lines, more than {LONGEST_FUNCTION}")


def undescribed(source: Source) -> Iterator[str]:
    if not (ast.get_docstring(source.tree) or "").strip():
        yield source.fault(source.tree, "the module does not say why it exists")


def forbidden_names(source: Source) -> Iterator[str]:
    words = {part for name in source.path.removesuffix(".py").split("/") for part in name.split("_")}
    for word in sorted(words & FORBIDDEN_NAMES):
        yield source.fault(source.tree, f"'{word}' says nothing; name the module for the thing it holds")


def stray_output(source: Source) -> Iterator[str]:
    if source.path == CONSOLE:
        return
    for node in source.nodes:
        prints = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        if prints or (isinstance(node, ast.Attribute) and _is_named(node, STREAMS)):
            yield source.fault(node, f"only {CONSOLE} prints")


def _is_named(node: ast.Attribute, names: Collection[str]) -> bool:
    return isinstance(node.value, ast.Name) and f"{node.value.id}.{node.attr}" in names


def stops_of_another_kind(source: Source) -> Iterator[str]:
    if source.path == STOPPED:
        return
    for node in source.nodes:
        bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
        inside = ast.walk(node) if "Exception" in bases else ()
        if any(isinstance(inner, ast.Attribute) and _is_named(inner, {"self.fix"}) for inner in inside):
            yield source.fault(node, f"what stops a command with a sentence and its fix is a Stopped ({STOPPED})")


def clock_readings(source: Source) -> Iterator[str]:
    if source.room == "cli":
        return
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_READERS:
            yield source.fault(node, "the moment is handed down from the command line, never read from the clock")


def patterns_of_rules(source: Source) -> Iterator[str]:
    if source.room != "lint":
        return
    late = {id(node) for function in source.nodes if _is_function(function) for node in ast.walk(function)}
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and _is_named(node, {"re.compile"}) and id(node) not in late:
            yield source.fault(node, "a pattern of a rule is compiled when it is looked for: compile_late")


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.Lambda)


def absent_pages(source: Source) -> Iterator[str]:
    for line, text in _explanations(source):
        for page in CITED_PAGE.findall(text):
            if not (ROOT / page).is_file():
                sentence = f"the repository has no page {page}; state the fact, or cite a page by its path"
                yield source.fault(ast.Pass(lineno=line), sentence)


def _explanations(source: Source) -> Iterator[tuple[int, str]]:
    """The line and text of each comment, docstring (also below a constant) and reason of a rule."""
    if not CITED_PAGE.search(source.text):
        return
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in source.nodes:
        value = node.value if isinstance(node, ast.Expr | ast.keyword) else None
        is_reason = not isinstance(node, ast.keyword) or node.arg == "why"
        if is_reason and isinstance(value, ast.Constant):
            yield value.lineno, str(value.value)


Check = Callable[[Source], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    forbidden_rooms,
    misplaced_libraries,
    imported_members,
    late_imports,
    too_short,
    too_long,
    undescribed,
    forbidden_names,
    stray_output,
    stops_of_another_kind,
    clock_readings,
    patterns_of_rules,
    absent_pages,
)


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return [read_source(path, PACKAGE) for path in sorted(PACKAGE.rglob("*.py"))]


def test_the_package_was_found(sources: list[Source]) -> None:
    assert {"model", "content", "publish", "cli"} <= {source.room for source in sources}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_file_keeps_the_house_rules(check: Check, sources: list[Source]) -> None:
    faults = [fault for source in sources for fault in check(source)]

    assert not faults, "\n" + "\n".join(faults)


@in_ci
def test_the_tests_cite_no_absent_page_either() -> None:
    tests = [read_source(path, ROOT) for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]

    assert [fault for source in tests for fault in absent_pages(source)] == []


def test_the_table_lets_no_two_rooms_import_each_other() -> None:
    pairs = [(upper, lower) for upper, allowed in ROOMS.items() for lower in allowed]

    assert [pair for pair in pairs if pair[0] in ROOMS[pair[1]]] == []


DOC = '"""Why."""\n'
STOP = "class E(Exception):\n    def __init__(self, fix: str) -> None:\n        self.fix = fix\n"
LONG_FUNCTION = "def f() -> None:\n" + "    x = 1\n" * LONGEST_FUNCTION


@pytest.mark.parametrize(
    ("check", "path", "text", "line"),
    [
        (forbidden_rooms, "model/x.py", f"{DOC}from statusladder.ladder import stages\n", 2),
        (forbidden_rooms, "views/x.py", f"{DOC}from statusladder import content\n", 2),
        (forbidden_rooms, "views/x.py", f"{DOC}from ..content import reader\n", 2),
        (forbidden_rooms, "model/x.py", f"{DOC}if TYPE_CHECKING:\n    import statusladder.cli.main\n", 3),
        (forbidden_rooms, "attic/x.py", DOC, 1),
        (misplaced_libraries, "views/x.py", f"{DOC}import yaml\n", 2),
        (misplaced_libraries, "outputs/x.py", f"{DOC}from feedgen.feed import FeedGenerator\n", 2),
        (misplaced_libraries, "model/x.py", f"{DOC}import requests\n", 2),
        (imported_members, "publish/x.py", f"{DOC}from statusladder.outputs.member import OUTPUT\n", 2),
        (late_imports, "cli/x.py", f"{DOC}def f() -> None:\n    import rich\n", 3),
        (late_imports, "cli/x.py", f"{DOC}import importlib\n", 2),
        (late_imports, "cli/x.py", f"{DOC}__import__('rich')\n", 2),
        (too_short, "model/x.py", DOC + "x = 1\n" * (SHORTEST_FILE - 2), 1),
        (too_short, "outputs/x.py", f"{DOC}x = 1\n", 1),
        (too_long, "model/x.py", DOC + "x = 1\n" * LONGEST_FILE, 1),
        (too_long, "model/x.py", DOC + LONG_FUNCTION, 2),
        (undescribed, "model/x.py", "x = 1\n", 1),
        (forbidden_names, "model/time_utils.py", DOC, 1),
        (stray_output, "model/x.py", f"{DOC}print(1)\n", 2),
        (stray_output, "cli/x.py", f"{DOC}sys.stderr.write('x')\n", 2),
        (stops_of_another_kind, "content/x.py", f"{DOC}{STOP}", 2),
        (clock_readings, "ladder/x.py", f"{DOC}a = datetime.now(UTC)\n", 2),
        (patterns_of_rules, "lint/x.py", f"{DOC}import re\na = re.compile('a')\n", 3),
        (absent_pages, "model/x.py", '"""Why (absent.md)."""\n', 1),
        (absent_pages, "model/x.py", f'{DOC}a = 1\n"""See docs/absent.md."""\n', 3),
        (absent_pages, "model/x.py", f"{DOC}a = 1  # as architecture.md says\n", 2),
        (absent_pages, "lint/x.py", f"{DOC}a = Rule(\n    why='as the ladder '\n    'says (absent.md, 1)')\n", 3),
    ],
)
def test_a_breach_is_found_with_its_place(check: Check, path: str, text: str, line: int, tmp_path: Path) -> None:
    member = tmp_path / "outputs" / "member.py"
    member.parent.mkdir()
    member.write_text("OUTPUT = 1\n")
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text, encoding="utf-8")

    found = list(check(read_source(tmp_path / path, tmp_path)))

    assert len(found) == 1
    assert found[0].startswith(f"statusladder/{path}:{line}: ")


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (forbidden_rooms, "cli/x.py", f"{DOC}from statusladder import __version__\n"),
        (misplaced_libraries, "outputs/feeds.py", f"{DOC}from feedgen.feed import FeedGenerator\n"),
        (patterns_of_rules, "lint/x.py", f"{DOC}import re\ndef f() -> None:\n    re.compile('a')\n"),
        (too_short, "model/x.py", DOC + "x = 1\n" * (SHORTEST_FILE - 1)),
        (too_short, "model/x.py", f'"""Why.\n\n{SHORT_BECAUSE} it is one table."""\n'),
        (too_short, "outputs/x.py", f"{DOC}OUTPUT = 1\n"),
        (too_short, "outputs/__init__.py", DOC),
        (too_long, "model/x.py", f'"""Why.\n\n{LONG_BECAUSE} it is one table."""\n' + "x = 1\n" * LONGEST_FILE),
        (
            absent_pages,
            "model/x.py",
            f"{DOC}# README.md, docs/explanation/architecture.md, an incident's 01-notice.md\n",
        ),
        (absent_pages, "model/x.py", f"{DOC}a = 'absent.md'\n"),
    ],
)
def test_what_the_house_allows_is_let_pass(check: Check, path: str, text: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_text(text, encoding="utf-8")

    assert list(check(read_source(tmp_path / path, tmp_path))) == []

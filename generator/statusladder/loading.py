"""Loads the modules of plug-in rooms by name, or only says what they are called and what they do.

Short because `--help` needs no more: what `discovery` needs to find other distributions takes longer to load than the
list takes to print.
"""

import ast
import importlib
import importlib.util
import io
import pkgutil
import tokenize
from functools import cache
from types import ModuleType


def load_module(name: str) -> ModuleType:
    """The module called `name`, in full as `statusladder.lint.time`; raises what its own code raises."""
    return importlib.import_module(name)


@cache
def find_member_names(package: str) -> tuple[str, ...]:
    """The module names of a room in order, without loading any: for rooms whose members are loaded one at a time."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(load_module(package).__path__)))


def read_member_summary(package: str, name: str) -> str:
    """The first line of the docstring of a member's module, read from its source: the module is not loaded.

    Empty where the module does not begin with a docstring or has no source.
    """
    spec = importlib.util.find_spec(f"{package}.{name}")
    # The loaders of files and of archives have this method; importlib.abc, which names their kind, loads slowly.
    get_source = getattr(spec.loader if spec else None, "get_source", lambda module: None)
    source = get_source(f"{package}.{name}") or ""
    # Only the beginning is tokenized: to parse all members of a room takes longer than to print their list.
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING:
            return str(ast.literal_eval(token.string)).strip().partition("\n")[0]
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            break
    return ""


def load_member(package: str, name: str, constant: str) -> object:
    """The constant of one member of a room; only this member's module is loaded."""
    member: object = getattr(load_module(f"{package}.{name}"), constant)
    return member

"""Templates as data: a part of Jinja's language that reaches only what it is handed, and does a bounded amount of work.

A theme may come from anywhere, and Jinja's sandbox keeps it from Python's internals. What is added here: it may call
only macros, the functions that a page is handed and a few methods of texts and mappings; of filters and tests it has a
short list; and all that it repeats, joins and prints is counted, so that no loop and no text that grows can take a
machine's time or memory. No clock is asked: the same theme ends in the same way everywhere.
"""

from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, Template, Undefined, nodes, pass_context
from jinja2 import filters as stock
from jinja2 import tests as stock_tests
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup, escape

from statusladder.theming.language import BEGUN, COMPARED, JOINED, LOOPED, MEASURED, read_tree

MOST_WORK = 32 * 1024 * 1024
"""What one page may cost, in characters that are printed; a page of the default theme costs three times its length."""

_CALL, _TEMPLATE = 64, 4096
"""What a call costs, and an included template; a part of an expression costs STEP: each unit takes about as long."""

_LARGEST = 1 << 63
_TEXT_METHODS = frozenset({"startswith", "endswith", "lower", "upper", "strip", "removeprefix", "removesuffix"})
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_LOOP_METHODS = frozenset({"cycle", "changed", "next", "reset"})
_LISTS = (list, tuple, set, frozenset, Mapping)
_PRINTABLE = (int, float, Undefined, type(None))
_CALLED = (Macro, BlockReference, Joiner)
_METHODS: tuple[tuple[tuple[type, ...], frozenset[str]], ...] = (
    ((str,), _TEXT_METHODS),
    ((Mapping,), _MAPPING_METHODS),
    ((LoopContext, Cycler), _LOOP_METHODS),
)


class _Compiled(BytecodeCache):
    """What each template was compiled to last, for a process that builds more than once.

    It stays in memory: code that lies in a file could be replaced by somebody's that no one has read.
    """

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()
_MISSING = object()


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """Renders templates that nobody has to trust. Raises SecurityError (a TemplateError) for what they may not do."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
            optimized=False,
            finalize=_printed,
        )
        self.globals = {"range": safe_range, "cycler": Cycler, "joiner": Joiner, "namespace": Namespace}
        self.filters = dict(_FILTERS)
        self.tests = dict(_TESTS)
        self._handed: frozenset[int] = frozenset()
        self._reachable: dict[tuple[type, str], bool] = {}
        self._left = 0

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text of a template; of the `values` it may call those that are functions."""
        self._left = MOST_WORK
        callables = (*values.values(), *self.globals.values())
        self._handed = frozenset(id(value) for value in callables if callable(value))
        return self.get_template(template).render(values)

    def spend(self, amount: int) -> None:
        """Takes so much from what the page may cost."""
        self._left -= amount
        if self._left < 0:
            raise SecurityError("it makes more of a page than any reader needs: a loop or a text that grows too far")

    def _load_template(self, name: str, globals: Any) -> Template:
        self.spend(_TEMPLATE)
        return super()._load_template(name, globals)

    def read(self, source: str, name: str, filename: str) -> None:
        """Raises TemplateSyntaxError where a template is not of the language; runs nothing of it."""
        self._parse(source, name, filename)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        read_tree(tree, frozenset(_FILTERS), frozenset(_TESTS), filename)
        tree.set_environment(self)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Pages ask a million times, and mostly for what is neither missing nor to be called.
        value = getattr(obj, attribute, _MISSING)
        if self._reachable.get((type(obj), attribute), False) and value is not _MISSING and not callable(value):
            return value
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Whether an attribute may be reached at all follows from the kind of its object.
        kind = (type(obj), attr)
        if kind not in self._reachable:
            self._reachable[kind] = super().is_safe_attribute(obj, attr, value)
        return self._reachable[kind] and (not callable(value) or _is_method(value))

    def is_safe_callable(self, obj: Any) -> bool:
        return id(obj) in self._handed or _is_method(obj)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: `format` is no method that a template has."""

    def getitem(self, obj: Any, argument: Any) -> Any:
        _check_plain(argument)
        return super().getitem(obj, argument)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(__obj, Undefined):
            return __obj()  # Raises, with the name of what is not there.
        if not __self.is_safe_callable(__obj):
            raise SecurityError(
                f"it calls a {type(__obj).__name__}, and may call macros and what the page is handed only"
            )
        # Jinja hands over the variables of loop and block in arguments that no template can name, for functions that
        # ask for its context; none does that a template may call.
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        if isinstance(__obj, Macro):
            __self.spend(_CALL)
            return __obj(__context.eval_ctx, *args, **kwargs)
        __self.spend(_size(getattr(__obj, "__self__", None)) + _CALL)
        _check_plain(*args, *kwargs.values())
        return __obj(*args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            self.spend(len(left) + len(right))
            return left + right
        if operator == "+" and isinstance(left, list | tuple) and isinstance(right, list | tuple):
            self.spend(len(left) + len(right))
            return [*left, *right]
        if isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple):
            raise SecurityError(f"'{operator}' is for numbers; texts are put together with '~'")
        made = self.binop_table[operator](left, right)
        if isinstance(made, int) and abs(made) > _LARGEST:
            raise SecurityError(f"'{operator}' makes a number that is too large")
        return made


def _is_method(value: Any) -> bool:
    """Whether it is a macro, a block, or one of the methods that a template may call."""
    if isinstance(value, _CALLED):
        return True
    owner, name = getattr(value, "__self__", None), getattr(value, "__name__", "")
    return any(isinstance(owner, kinds) and name in names for kinds, names in _METHODS)


def _size(value: Any) -> int:
    return len(value) if value is not None and isinstance(value, str | list | tuple | Mapping) else 1


def _check_plain(*values: Any) -> None:
    """Lists within lists can be written in a few lines and be endless to compare, to print and to look up."""
    for value in values:
        if type(value) is not str and isinstance(value, _LISTS):
            raise SecurityError("a list stands where a text or a number is needed")


def _spend(context: Any, amount: int) -> None:
    """Takes it from what the page of the context may cost, whose environment is a ThemeEnvironment."""
    context.environment.spend(amount)


@pass_context
def _printed(context: Context, value: Any) -> Any:
    if isinstance(value, str):
        _spend(context, len(value))
    elif not isinstance(value, _PRINTABLE):
        raise SecurityError(f"it prints a {type(value).__name__}, which is no text")
    return value


@pass_context
def _looped(context: Context, value: Any, weight: int = 1) -> Any:
    """What is gone through, after it was paid for."""
    items: Any = value if hasattr(value, "__len__") else list(value)
    _spend(context, len(items) * weight)
    return items


@pass_context
def _listed(context: Context, value: Any) -> list[Any]:
    return list(_looped(context, value))


@pass_context
def _compared(context: Context, value: Any) -> Any:
    _check_plain(value)
    if isinstance(value, str):
        _spend(context, len(value) // 16)
    return value


@pass_context
def _begun(context: Context, weight: int) -> None:
    _spend(context, weight)


@pass_context
def _joined(context: Context, value: Iterable[Any], between: str = "") -> str:
    items = [_printed(context, item) for item in _looped(context, value)]
    _spend(context, len(items) * len(between))
    if any(hasattr(item, "__html__") for item in (*items, between)):
        return escape(between).join(items)
    return between.join(map(str, items))


@pass_context
def _replaced(context: Context, value: str, old: str, new: str) -> str:
    _check_plain(value, old, new)
    text = str(value) if not hasattr(value, "__html__") else value
    _spend(context, len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _of_text(make: Callable[[Any], str]) -> Callable[..., str]:
    """A filter that makes one text of another."""

    @pass_context
    def made(context: Context, value: Any) -> str:
        text = make(_printed(context, value))
        _spend(context, len(text))
        return text

    return made


def _of_list(make: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja that goes through a list."""

    @pass_context
    def made(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
        return list(make(context, _looped(context, value, _CALL), *args, **kwargs))

    return made


def _default(value: Any, instead: Any = "", of_false: bool = False) -> Any:
    return instead if isinstance(value, Undefined) or (of_false and not value) else value


def _equal(value: Any, other: Any) -> bool:
    _check_plain(value, other)
    return bool(value == other)


def _unequal(value: Any, other: Any) -> bool:
    return not _equal(value, other)


@pass_context
def _as_safe_html(context: Context, value: Any) -> Markup:
    """HTML that needs no escaping; a table in it has a name for screen readers and scrolls, by the keyboard too."""
    html = str(_printed(context, value))
    say = context.get("say")
    label = f' role="group" aria-label="{say("frame.table")}"' if say is not None else ""
    table = f'<div class="scrolls" tabindex="0"{label}><table>'
    html = html.replace("<table>", table).replace("</table>", "</table></div>")
    _spend(context, len(html))
    return Markup(html)


_STOCK: Mapping[str, Any] = stock.FILTERS
_STOCK_TESTS: Mapping[str, Any] = stock_tests.TESTS

_FILTERS: Mapping[str, Callable[..., Any]] = {
    LOOPED: _looped,
    MEASURED: _looped,
    JOINED: _joined,
    COMPARED: _compared,
    BEGUN: _begun,
    "join": _joined,
    "replace": _replaced,
    "safe_html": _as_safe_html,
    **{name: _of_text(_STOCK[name]) for name in ("lower", "upper", "capitalize", "title", "trim", "urlencode")},
    "escape": _of_text(escape),
    "length": len,
    "default": _default,
    "list": _listed,
    **{name: _of_list(_STOCK[name]) for name in ("map", "select", "reject", "selectattr", "rejectattr")},
}

_TESTS: Mapping[str, Callable[..., Any]] = {
    **{name: _STOCK_TESTS[name] for name in ("defined", "undefined", "none", "string", "number", "mapping")},
    **{name: _STOCK_TESTS[name] for name in ("sequence", "boolean", "true", "false", "odd", "even")},
    "equalto": _equal,
    "ne": _unequal,
}

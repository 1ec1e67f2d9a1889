"""The part of Jinja's language that a theme may use, and where in a template its work is counted.

A template is read into a tree before anything of it runs. Here the tree is held to a short list of what it may be made
of, and gets filters that the sandbox defines around whatever can grow: loops, bodies, joins, slices and comparisons.
"""

from typing import Any, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

STEP = 4
"""What a part of an expression costs, where a character that is printed costs one."""

# Names that no template can write, since they hold a blank.
LOOPED, MEASURED, JOINED, COMPARED, BEGUN = "a loop", "a slice", "a ~ b", "a == b", "a body"

_STATEMENTS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Macro, nodes.CallBlock, nodes.Block,
    nodes.FilterBlock, nodes.With, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.Assign,
    nodes.AssignBlock, nodes.Scope,
)  # fmt: skip
_EXPRESSIONS = (
    nodes.Name, nodes.NSRef, nodes.Const, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Call,
    nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Getitem, nodes.Getattr, nodes.Slice, nodes.Concat, nodes.Compare,
    nodes.Operand, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.And, nodes.Or,
    nodes.Not, nodes.Neg, nodes.Pos,
)  # fmt: skip
_LANGUAGE = frozenset((*_STATEMENTS, *_EXPRESSIONS))


def read_tree(tree: nodes.Template, filters: frozenset[str], tests: frozenset[str], filename: str | None) -> None:
    """Puts the counting into a tree. Raises TemplateSyntaxError for what is not of the language."""
    _Reader(filters, tests, filename).visit(tree)


class _Reader(NodeTransformer):
    """Holds a template to the language, and puts the counting into it: before loops, bodies, joins and comparisons."""

    def __init__(self, filters: frozenset[str], tests: frozenset[str], filename: str | None) -> None:
        self._filters, self._tests, self._filename = filters, tests, filename
        self._cost = 0

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        if type(node) not in _LANGUAGE:
            self._refuse(node, f"'{type(node).__name__}' is no part of the language of templates here")
        self._cost += len(node.data) if isinstance(node, nodes.TemplateData) else STEP
        return super().visit(node, *args, **kwargs)

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        return self._with_weight(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        return self._with_weight(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        return self._with_weight(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        return self._with_weight(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        if node.recursive:
            self._refuse(node, "a loop that calls itself is no part of the language of templates here")
        weight = self._weighed(node)
        node.iter = _through(node.iter, LOOPED, nodes.Const(weight))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _through(nodes.List(node.nodes, lineno=node.lineno), JOINED)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        node.expr = _through(node.expr, COMPARED)
        for operand in node.ops:
            operand.expr = _through(operand.expr, MEASURED if operand.op in ("in", "notin") else COMPARED)
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        self._check_name(node, node.attr)
        return self.generic_visit(node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            self._check_name(node, node.arg.value)
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _through(node.node, MEASURED)
        return node

    def visit_Keyword(self, node: nodes.Keyword) -> nodes.Node:
        self._check_name(node, node.key)
        return self.generic_visit(node)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        if node.name not in self._filters or " " in node.name:
            self._refuse(node, f"no filter is called '{node.name}' here")
        return self._without_stars(node)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:
        if node.name not in self._tests:
            self._refuse(node, f"no test is called '{node.name}' here")
        return self._without_stars(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        return self._without_stars(node)

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:
        if not isinstance(node.key, nodes.Const):
            self._refuse(node, "the key of a mapping has to be written out")
        return self.generic_visit(node)

    def _without_stars(self, node: nodes.Filter | nodes.Test | nodes.Call) -> nodes.Node:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            self._refuse(node, "arguments with '*' are no part of the language of templates here")
        return self.generic_visit(node)

    def _with_weight(self, node: nodes.Template | nodes.Block | nodes.Macro | nodes.CallBlock) -> nodes.Node:
        weight = self._weighed(node)
        node.body.insert(0, nodes.ExprStmt(_through(nodes.Const(weight), BEGUN), lineno=node.lineno))
        return node

    def _weighed(self, node: nodes.Node) -> int:
        """What it costs to go through it once, with all that it holds: its texts, and a little for everything else."""
        before = self._cost
        self.generic_visit(node)
        return self._cost - before + STEP

    def _check_name(self, node: nodes.Node, name: str) -> None:
        if name.startswith("_"):
            self._refuse(node, f"'{name}' begins with '_', and no template reaches such names")

    def _refuse(self, node: nodes.Node, sentence: str) -> NoReturn:
        raise TemplateSyntaxError(sentence, node.lineno, None, self._filename)


def _through(node: nodes.Node, name: str, *args: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(node, name, list(args), [], None, None, lineno=node.lineno)

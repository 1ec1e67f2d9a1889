"""Markdown as people type it, drawn from a seeded grammar: lists three deep, fences and tables in items, lazy lines."""

from collections.abc import Iterator
from random import Random

_WORDS = (
    *("Sign-in", "fails", "for", "some", "accounts", "in", "the", "EU;", "exports", "are", "late.", "We", "look", "at"),
    *("it", "(since", "10:15)", "and", "write", "again", "by", "11:00.", "#42", "5 %", "2026.", "a_b", "~5", "AT&T"),
)
_LINES_OF_CODE = (
    "export REGION=us-east",
    "kestrel sync --force",
    "",
    "    indented",
    "- no item",
    "# no heading",
    "a < b",
)
_DEFINITION = "[status]: https://status.tern.example/now 'Now'\n[Help page]: <https://help.tern.example>"


def documents(seed: int, count: int) -> Iterator[str]:
    """`count` texts, the same for a seed."""
    drawn = Random(seed)
    for _ in range(count):
        yield _Author(drawn).document()


class _Author:
    """Writes one document in one hand: how far lists are indented, and which signs mark them."""

    def __init__(self, drawn: Random) -> None:
        self._drawn = drawn
        self._indent = drawn.choice((2, 2, 3, 4))
        self._bullet = drawn.choice("-*+")
        self._closing = drawn.choice(".)")

    def document(self) -> str:
        blocks: list[str] = []
        for _ in range(self._drawn.randint(1, 5)):
            blocks.append("\n".join(self._block(depth=0)))
            # Most people leave a blank line; where none is needed, some do not.
            blocks.append(self._drawn.choice(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n")))
        if self._drawn.random() < 0.2:
            blocks.append(_DEFINITION + "\n")
        return "".join(blocks)

    def _block(self, depth: int) -> list[str]:
        kinds = (
            *(self._paragraph, self._paragraph, self._list, self._list, self._fence, self._table, self._quotation),
            *(self._heading, self._rule, self._indented_code),
        )
        return self._drawn.choice(kinds)(depth)

    def _paragraph(self, depth: int) -> list[str]:
        lines = [self._line() for _ in range(self._drawn.randint(1, 3))]
        for number in range(len(lines) - 1):
            lines[number] += self._drawn.choice(("", "", "", "  ", " \\", "   "))
        return lines

    def _heading(self, depth: int) -> list[str]:
        if self._drawn.random() < 0.2:
            return [self._line(), self._drawn.choice(("===", "---"))]
        marks = "#" * self._drawn.randint(1, 4)
        return [f"{marks} {self._line()}{self._drawn.choice(('', '', f' {marks}'))}"]

    def _rule(self, depth: int) -> list[str]:
        return [self._drawn.choice(("---", "***", "* * *", "___"))]

    def _fence(self, depth: int) -> list[str]:
        fence = self._drawn.choice(("```", "~~~", "````"))
        code = self._drawn.choices(_LINES_OF_CODE, k=self._drawn.randint(0, 4))
        end = [fence] if self._drawn.random() < 0.95 else []
        return [fence + self._drawn.choice(("", "bash", " yaml", "json5 x=1")), *code, *end]

    def _indented_code(self, depth: int) -> list[str]:
        return [f"    {line}" if line else "" for line in self._drawn.choices(_LINES_OF_CODE[:4], k=2)]

    def _table(self, depth: int) -> list[str]:
        columns = self._drawn.randint(1, 3)
        edge = "|" if columns == 1 or self._drawn.random() < 0.7 else ""
        rule = [self._drawn.choice(("---", ":--", "--:", ":-:", "-")) for _ in range(columns)]
        rows = [["It " + self._words(2) for _ in range(columns)] for _ in range(self._drawn.randint(1, 3))]
        if len(rows) > 1 and self._drawn.random() < 0.2:
            rows[-1].append("one more")
        above = [self._line()] if self._drawn.random() < 0.2 else []
        return above + [edge + "|".join(f" {cell} " for cell in row) + edge for row in (rows[0], rule, *rows[1:])]

    def _quotation(self, depth: int) -> list[str]:
        lines = self._block(depth + 1) if depth < 2 else self._paragraph(depth)
        lazy = [self._line()] if self._drawn.random() < 0.3 else []
        return [f"> {line}" if line or self._drawn.random() < 0.5 else ">" for line in lines] + lazy

    def _list(self, depth: int) -> list[str]:
        if depth > 2:
            return self._paragraph(depth)
        is_numbered = self._drawn.random() < 0.4
        start = self._drawn.choice((1, 1, 1, 3))
        between = self._drawn.choice(([], [], [""]))
        lines: list[str] = []
        for number in range(self._drawn.randint(1, 4)):
            mark = f"{start + number}{self._closing}" if is_numbered else self._bullet
            lines += between if number else []
            lines += self._item(mark + self._drawn.choice((" ", " ", " ", "  ")), is_numbered, depth)
        return lines

    def _item(self, mark: str, is_numbered: bool, depth: int) -> list[str]:
        indent = max(len(mark), self._drawn.choice((0, self._indent)))
        first, *more = self._paragraph(depth) if self._drawn.random() < 0.3 else [self._line()]
        task = self._drawn.choice(("", "", "", "", "[ ] ", "[x] "))
        lines = [mark + task + first, *(line if self._drawn.random() < 0.3 else " " * indent + line for line in more)]
        if self._drawn.random() < 0.4:
            inner = self._list(depth + 1) if self._drawn.random() < 0.6 else self._block(depth + 1)
            blank = [""] if self._drawn.random() < 0.4 else []
            lines += blank + [" " * indent + line if line else "" for line in inner]
        return lines

    def _line(self) -> str:
        return self._words(self._drawn.randint(2, 6))

    def _words(self, count: int) -> str:
        words = self._drawn.choices(_WORDS, k=count)
        if self._drawn.random() < 0.4:
            words.insert(self._drawn.randint(0, count), self._drawn.choice(self._spans()))
        return " ".join(words)

    def _spans(self) -> tuple[str, ...]:
        one, two = self._drawn.choice(_WORDS[:8]), self._drawn.choice(_WORDS[8:14])
        return (
            *(f"~~{one} {two}~~", f"~{one}~", f"~~{one}~~,", f"**~~{two}~~**", f"~~a *{one}* b~~"),
            *(f"`{one} ~~x~~`", "`` a ` b ``", "```x`", r"\`no code\`", f"`{one}", r"\* \~ \<"),
            *(f"*{one} {two}*", f"**{one}**", f"_{one}_", f"***{two}***", f"**{one} *{two}***"),
            *(f"[{one}](https://tern.example/a_(b))", f"[{one} *{two}*](/below 'Title')", f"[{one}](<a b>)"),
            *("[status]", "[the status][status]", "[help PAGE]", "[nothing here]", f"[{one}][nowhere]"),
            *(
                "<https://tern.example/?a=1&b=2>",
                "https://tern.example/c_d_e.",
                "(https://tern.example/x)",
                "<a@b.example>",
            ),
            *(
                "![A chart](/chart.png)",
                "&copy;",
                "&lt;b&gt;",
                "a  b",
                "*",
                "_",
                "~~",
                "](",
                "www.tern.example/x",
                "x.y@tern.example",
            ),
        )

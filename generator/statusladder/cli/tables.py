"""The one printer of tables for a terminal: aligned columns, sentences of one width, and small pictures of blocks."""

import math
import textwrap
from collections.abc import Iterable, Sequence

from statusladder.views.tables import Table

WIDTH = 100
"""Characters of a line of sentences. A table is as wide as its cells."""

_NO_BREAK = "\u00a0"
"""Keeps figures and their units together, here until lines are broken; a terminal is given a plain space."""

BLOCKS = "▁▂▃▄▅▆▇█"

MOST_BLOCKS = 40
"""More would not fit beside the other columns of a line; the newest are shown."""


def in_parts(parts: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Lines below a heading each, with an empty line between the parts; one without lines is left out."""
    return "\n\n".join("\n".join([heading.upper(), *lines]) for heading, lines in parts if lines)


def table_lines(table: Table | None) -> list[str]:
    """The table of a page: its columns, then its rows, without their links; no line where there is no table."""
    if table is None or not table.rows:
        return []
    return in_columns([table.columns, *([cell.text for cell in row] for row in table.rows)])


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row; every column is as wide as its longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [line.rstrip().replace(_NO_BREAK, " ") for line in lines]


def wrapped(words: str, first: str = "", further: str = "") -> list[str]:
    """The words in lines of at most WIDTH characters, after `first` on the first line and `further` on the others."""
    lines = textwrap.wrap(words, WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False)
    return [line.replace(_NO_BREAK, " ") for line in lines]


def named_sentences(rows: Iterable[tuple[str, str]]) -> list[str]:
    """A name and a sentence a line; long sentences go on below themselves."""
    named = list(rows)
    width = max(len(name) for name, _ in named) + 2
    return [line for name, said in named for line in wrapped(said, name.ljust(width), " " * width)]


def draw_counts(counts: Sequence[int]) -> str:
    """From nought, which is the lowest block, to the largest count."""
    most = max(counts, default=0)
    return "".join(_block(count / most if most else 0.0) for count in counts[-MOST_BLOCKS:])


def draw_lengths(minutes: Sequence[float]) -> str:
    """By their logarithms, as lengths of time are skewed: from the shortest, counted as a minute at least."""
    logarithms = [math.log10(max(value, 1.0)) for value in minutes]
    low, high = min(logarithms, default=0.0), max(logarithms, default=0.0)
    return "".join(_block((value - low) / (high - low) if high > low else 0.0) for value in logarithms[-MOST_BLOCKS:])


def _block(part: float) -> str:
    return BLOCKS[round(part * (len(BLOCKS) - 1))]

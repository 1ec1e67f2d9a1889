"""Figures in rows and columns, ready to be shown: what stands beside each chart, and says the same in words."""

from dataclasses import dataclass

MOST_COLUMNS = 4
"""Columns of figures that fit 320 pixels."""


@dataclass(frozen=True)
class Cell:
    """Words, and the page that they lead to."""

    text: str
    url: str | None = None


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_wide(self) -> bool:
        """Whether it has more columns than a phone has room for."""
        return len(self.columns) > MOST_COLUMNS


def row(*cells: Cell | str) -> tuple[Cell, ...]:
    return tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells)

"""What one Markdown text may become: bounds that nobody can raise, and what a site says of its own below them.

The bounds hold a build to what it can do, whoever writes: site.yaml comes with a pull request as any text does. So a
site may ask less of its writers, which `check` then holds them to, and never more of those who build and read it.
"""

from typing import Annotated

from pydantic import PlainValidator

from statusladder.model.facts import Fact
from statusladder.model.values import whole_number

MAX_GROWTH, MORE_HTML = 20, 64 * 1024
"""A text may become so many times its length, and so many characters more, of HTML: far more than words need, and no
multiple of what it refers to."""

MAX_COLUMNS = 64
"""Columns of a table, which gives each of its rows as many cells, whatever was typed; no page shows more."""

MAX_FILLED_CELLS = 0x80000
"""Cells of all tables of a text that nobody typed; Git hosts stop at as many."""


class LimitsKeys(Fact):
    """What a text may become on this site: times its length, columns of a table, and empty cells of all its tables."""

    html_growth: Annotated[int, PlainValidator(whole_number(1, MAX_GROWTH), json_schema_input_type=int)] = MAX_GROWTH
    table_columns: Annotated[int, PlainValidator(whole_number(1, MAX_COLUMNS), json_schema_input_type=int)] = (
        MAX_COLUMNS
    )
    table_cells: Annotated[int, PlainValidator(whole_number(0, MAX_FILLED_CELLS), json_schema_input_type=int)] = (
        MAX_FILLED_CELLS
    )

    def most_html(self, text: str) -> int:
        """The characters of HTML that a text may become."""
        return self.html_growth * len(text) + MORE_HTML


HIGHEST = LimitsKeys.model_construct()
"""The bounds themselves."""

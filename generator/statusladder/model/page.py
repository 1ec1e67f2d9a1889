"""A page of the site's own, beside its incidents: how to reach us, what our words mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from statusladder.model.facts import Fact
from statusladder.model.problem import Place
from statusladder.model.values import Line


class PageKeys(Fact):
    """The front matter of a page."""

    title: Line
    summary: Line | None = None


@dataclass(frozen=True)
class Page:
    """One file of content/pages; `id` is the file's stem: permanent, and its address. `lines` as in Update."""

    id: str
    path: str
    lines: Mapping[str, int]
    said: PageKeys
    body: str
    body_line: int
    internal_notes: tuple[str, ...] = ()

    def place(self, key: str) -> Place:
        return Place(self.path, self.lines.get(key, 1))

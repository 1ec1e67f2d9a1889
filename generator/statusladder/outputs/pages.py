"""The site's own pages, from content/pages."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page, title_of
from statusladder.theming.theme import Theme
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    for view in snapshot.pages:
        title = title_of(view.title, snapshot.frame)
        yield make_page(snapshot, theme, view.url, "page.html", title, view.description, Rank.PAGE, view=view)


OUTPUT = Output("pages", _produce)

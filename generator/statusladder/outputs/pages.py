"""The site's own pages, from content/pages."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    for view in snapshot.pages:
        title = f"{view.title} · {name}"
        yield make_page(snapshot, theme, view.url, "page.html", title, view.description, Rank.PAGE, view=view)


OUTPUT = Output("pages", _produce)

"""Every way to hear of an incident without looking at the page."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    components = tuple(
        (view.name, urls.atom_of(view.url), urls.rss_of(view.url))
        for group in snapshot.groups
        for view in group.components
    )
    yield make_page(
        snapshot,
        theme,
        urls.SUBSCRIBE,
        "subscribe.html",
        f"Subscribe · {name}",
        f"Every way to follow the incidents and maintenance of {name}.",
        Rank.INDEX,
        components=components,
    )


OUTPUT = Output("subscribe", _produce)

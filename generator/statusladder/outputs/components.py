"""A page for each component: how it is, how its last 90 days were, and every incident that named it."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import feed_links, make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    by_id = {story.id: story for story in snapshot.stories}
    for group in snapshot.groups:
        for view in group.components:
            yield make_page(
                snapshot,
                theme,
                view.url,
                "component.html",
                f"{view.name} · {name}",
                f"{view.name}: {view.label.lower()}. {view.summary}.",
                Rank.PAGE,
                view=view,
                own_feeds=feed_links(view.name, urls.feeds_of(view.url)),
                causes=by_id,
                stories=tuple(story for story in snapshot.stories if view.id in story.component_ids),
            )


OUTPUT = Output("components", _produce)

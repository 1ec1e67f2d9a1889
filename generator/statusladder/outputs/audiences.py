"""A page for each audience: what incidents and maintenance say to it beside what they say to all."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import build_feed_links, make_page, title_of
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    for view in snapshot.audiences:
        yield make_page(
            snapshot,
            theme,
            view.url,
            "audience.html",
            title_of(view.name, snapshot.frame),
            snapshot.voice.say("audience.description", site=name, audience=view.name),
            Rank.INDEX,
            view=view,
            own_feeds=build_feed_links(view.name, urls.feeds_of(view.url), snapshot.voice),
        )


OUTPUT = Output("audiences", _produce)

"""The lessons of all final reports by tag; there is no such page while no report taught any."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import build_feed_links, make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    if snapshot.lessons is not None:
        yield make_page(
            snapshot,
            theme,
            urls.LESSONS,
            "lessons.html",
            f"Lessons · {name}",
            f"What we learned from the incidents of {name}, by topic, each with the report that it comes from.",
            Rank.PAGE,
            view=snapshot.lessons,
            own_feeds=build_feed_links("Lessons", (urls.LESSONS_ATOM,), snapshot.voice),
        )


OUTPUT = Output("lessons", _produce)

"""The lessons of all final reports by tag; there is no such page while no report taught any."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import build_feed_links, make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice = snapshot.settings.site.name, snapshot.voice
    if snapshot.lessons is not None:
        yield make_page(
            snapshot,
            theme,
            urls.LESSONS,
            "lessons.html",
            voice.say("lessons.title", site=name),
            voice.say("lessons.description", site=name),
            Rank.PAGE,
            view=snapshot.lessons,
            own_feeds=build_feed_links(voice.say("lessons.feed"), (urls.LESSONS_ATOM,), voice),
        )


OUTPUT = Output("lessons", _produce)

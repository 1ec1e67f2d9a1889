"""A page for each component: how it is, how its last 90 days were, and every incident that named it."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import OPEN_EVERY, build_feed_links, make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.components import ComponentView, RetiredView
from statusladder.views.snapshot import Snapshot
from statusladder.voice.voice import Voice


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    by_id = {story.id: story for story in snapshot.stories}
    for view in snapshot.components:
        stories = tuple(story for story in snapshot.stories if view.id in story.component_ids)
        # A promise that stands on the page must not be said to be late once it was kept.
        every = OPEN_EVERY if any(story.is_open for story in stories) else None
        yield make_page(
            snapshot,
            theme,
            view.url,
            "retired.html" if isinstance(view, RetiredView) else "component.html",
            f"{view.full_name} · {name}",
            _description(view, snapshot.voice),
            Rank.PAGE,
            view=view,
            own_feeds=build_feed_links(view.full_name, urls.feeds_of(view.url), snapshot.voice),
            causes=by_id,
            stories=stories,
            every=every,
        )


def _description(view: ComponentView | RetiredView, voice: Voice) -> str:
    name = view.full_name
    if isinstance(view, RetiredView):
        return voice.say("component.retired_description", component=name, day=view.retired.text)
    return voice.say("component.description", component=name, state=view.label_in_text, summary=view.summary)


OUTPUT = Output("components", _produce)

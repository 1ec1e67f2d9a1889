"""Improvements: every public action item of every postmortem, and its status."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice = snapshot.settings.site.name, snapshot.voice
    if not snapshot.settings.pages.improvements:
        return
    yield make_page(
        snapshot,
        theme,
        urls.IMPROVEMENTS,
        "improvements.html",
        voice.say("improvements.title", site=name),
        voice.say("improvements.description", site=name),
        Rank.INDEX,
        view=snapshot.improvements,
        calendar=urls.IMPROVEMENTS_CALENDAR,
    )


OUTPUT = Output("improvements", _produce)

"""`/badges/`: the state of the site and of each component as a picture for other pages, a README or a wiki.

Three shapes: name and state, the state alone, and of a component how much of its last 90 days it was there.
"""

from collections.abc import Iterator

from statusladder.model.site import SITE_BADGE
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.component_windows import SHOWN_DAYS
from statusladder.views.components import ComponentView
from statusladder.views.embeds import INDICATOR_COLOURS, RETIRED_COLOUR, STATE_COLOURS, draw_badge
from statusladder.views.snapshot import Snapshot
from statusladder.voice.voice import Voice


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    voice = snapshot.voice
    words, colour = snapshot.statuspage.headline, INDICATOR_COLOURS[snapshot.indicator]
    yield _artifact(urls.of_badge(SITE_BADGE), snapshot.settings.site.name, words, colour, voice)
    yield _artifact(urls.of_state_badge(SITE_BADGE), None, words, colour, voice)
    for group in snapshot.groups:
        for view in group.components:
            name, colour = view.full_name, STATE_COLOURS[view.state]
            yield _artifact(urls.of_badge(view.badge), name, view.label, colour, voice)
            yield _artifact(urls.of_state_badge(view.badge), None, view.label, colour, voice)
            yield _artifact(urls.of_uptime_badge(view.badge), name, _uptime(view, voice), colour, voice)
    # Pages of others still show these addresses: an answer that says so is better than a picture that is broken.
    for gone in snapshot.retired:
        words = voice.say("badge.retired")
        yield _artifact(urls.of_badge(gone.badge), gone.full_name, words, RETIRED_COLOUR, voice)
        yield _artifact(urls.of_state_badge(gone.badge), None, words, RETIRED_COLOUR, voice)
        yield _artifact(urls.of_uptime_badge(gone.badge), gone.full_name, words, RETIRED_COLOUR, voice)


def _uptime(view: ComponentView, voice: Voice) -> str:
    if view.uptime is None:
        return voice.say("badge.too_young", n=SHOWN_DAYS)
    return voice.say("badge.uptime", uptime=view.uptime, n=SHOWN_DAYS)


def _artifact(path: str, label: str | None, words: str, colour: str, voice: Voice) -> Artifact:
    return Artifact(path, draw_badge(label, words, colour, voice), Rank.FEED)


OUTPUT = Output("badges", _produce)

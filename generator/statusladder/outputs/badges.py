"""`/badges/`: the state of the site and of each component as a picture for other pages, a README or a wiki.

Three shapes: name and state, the state alone, and of a component how much of its last 90 days it was there.
"""

from collections.abc import Iterator

from statusladder.model.site import SITE_BADGE
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.component_windows import SHOWN_DAYS
from statusladder.views.embeds import INDICATOR_COLOURS, RETIRED_COLOUR, STATE_COLOURS, draw_badge
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    words, colour = str(snapshot.statuspage.status["description"]), INDICATOR_COLOURS[snapshot.indicator]
    yield _artifact(urls.of_badge(SITE_BADGE), snapshot.settings.site.name, words, colour)
    yield _artifact(urls.of_state_badge(SITE_BADGE), None, words, colour)
    for group in snapshot.groups:
        for view in group.components:
            yield _artifact(urls.of_badge(view.badge), view.full_name, view.label, STATE_COLOURS[view.state])
            yield _artifact(urls.of_state_badge(view.badge), None, view.label, STATE_COLOURS[view.state])
            known = (
                f"{view.uptime} in 90 days" if view.uptime is not None else f"less than {SHOWN_DAYS} days of records"
            )
            yield _artifact(urls.of_uptime_badge(view.badge), view.full_name, known, STATE_COLOURS[view.state])
    # Pages of others still show these addresses: an answer that says so is better than a picture that is broken.
    for gone in snapshot.retired:
        yield _artifact(urls.of_badge(gone.badge), gone.full_name, "Retired", RETIRED_COLOUR)
        yield _artifact(urls.of_state_badge(gone.badge), None, "Retired", RETIRED_COLOUR)
        yield _artifact(urls.of_uptime_badge(gone.badge), gone.full_name, "Retired", RETIRED_COLOUR)


def _artifact(path: str, label: str | None, words: str, colour: str) -> Artifact:
    return Artifact(path, draw_badge(label, words, colour), Rank.FEED)


OUTPUT = Output("badges", _produce)

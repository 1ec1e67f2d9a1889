"""The history: one page with the newest months, and one for each month."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page, title_of
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot

SHOWN_IN_FULL = 3
"""Months that the first page shows with all their entries; the others are links, so that it stays light."""


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice, months = snapshot.settings.site.name, snapshot.voice, snapshot.months
    yield make_page(
        snapshot,
        theme,
        urls.HISTORY,
        "history.html",
        title_of(voice.say("frame.history"), snapshot.frame),
        voice.say("history_page.description", site=name),
        Rank.INDEX,
        heading=voice.say("frame.history"),
        shown=months[:SHOWN_IN_FULL],
        older=months[SHOWN_IN_FULL:],
    )
    for month in months:
        yield make_page(
            snapshot,
            theme,
            month.url,
            "history.html",
            title_of(month.label, snapshot.frame),
            voice.say("history_page.description_of_month", site=name, month=month.label),
            Rank.INDEX,
            heading=month.label,
            shown=(month,),
            older=tuple(other for other in months if other is not month),
        )


OUTPUT = Output("history", _produce)

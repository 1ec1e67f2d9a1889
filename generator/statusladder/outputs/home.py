"""The home page: am I affected, what can I do, when do I hear more."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import CALM_EVERY, OPEN_EVERY, make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.linked_data import data_of_site
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    site = snapshot.settings.site
    description = site.description or snapshot.voice.say("home.description", verdict=snapshot.verdict, site=site.name)
    every = OPEN_EVERY if snapshot.open_incidents or snapshot.running else CALM_EVERY
    data = data_of_site(site)
    yield make_page(
        snapshot, theme, urls.HOME, "home.html", site.name, description, Rank.INDEX, every=every, linked_data=data
    )


OUTPUT = Output("home", _produce)

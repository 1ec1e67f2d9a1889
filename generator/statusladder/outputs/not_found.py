"""The page for an address that is not there: its links are absolute, since it may be served anywhere."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page, title_of
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    title = title_of(snapshot.voice.say("not_found.title"), snapshot.frame)
    description = snapshot.voice.say("not_found.description")
    yield make_page(snapshot, theme, urls.NOT_FOUND, "404.html", title, description, Rank.INDEX)


OUTPUT = Output("not_found", _produce)

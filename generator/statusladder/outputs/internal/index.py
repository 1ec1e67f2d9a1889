"""`/internal/`: the way in: what is open and what it still owes, and every record."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, InternalOutput
from statusladder.outputs.internal.page import make_internal_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.internal import InternalSnapshot


def _produce(inside: InternalSnapshot, theme: Theme) -> Iterator[Artifact]:
    title = inside.public.voice.say("internal.title")
    yield make_internal_page(inside, theme, urls.INTERNAL, "internal/index.html", title, is_live=True)


OUTPUT = InternalOutput("index", _produce)

"""`/internal/incidents/<id>/` and the same of maintenance: what was decided, agreed and noted, and what is owed."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, InternalOutput
from statusladder.outputs.internal.page import make_internal_page
from statusladder.theming.theme import Theme
from statusladder.views.internal import InternalSnapshot


def _produce(inside: InternalSnapshot, theme: Theme) -> Iterator[Artifact]:
    for record in inside.records:
        title = inside.public.voice.say("internal.title_of", title=record.title)
        yield make_internal_page(
            inside, theme, record.url, "internal/record.html", title, is_live=record.is_open, record=record
        )


OUTPUT = InternalOutput("records", _produce)

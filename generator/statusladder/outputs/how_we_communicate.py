"""How we communicate during incidents: the policy in force, for customers."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice = snapshot.settings.site.name, snapshot.voice
    if not snapshot.settings.pages.how_we_communicate:
        return
    yield make_page(
        snapshot,
        theme,
        urls.HOW_WE_COMMUNICATE,
        "how-we-communicate.html",
        voice.say("policy.title", site=name),
        voice.say("policy.description", site=name),
        Rank.PAGE,
        view=snapshot.policy,
        contacts=snapshot.settings.find_contacts((), None),
    )


OUTPUT = Output("how_we_communicate", _produce)

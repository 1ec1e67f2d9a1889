"""Old addresses: a page at each that leads on at once, and one file for hosts that redirect themselves."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot

HOST_FILE = "_redirects"
"""Read by hosts that know it (one line a redirect: from, to, status); others serve the pages."""


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    redirects = snapshot.settings.redirects
    for redirect in redirects:
        target = redirect.to.lstrip("/")
        page = urls.old_page(redirect.from_)
        title = f"Moved · {snapshot.settings.site.name}"
        yield make_page(snapshot, theme, page, "moved.html", title, "This page has moved.", Rank.FEED, target=target)
    if redirects:
        lines = (f"{redirect.from_} {redirect.to} 301\n" for redirect in redirects)
        yield Artifact(HOST_FILE, "".join(lines).encode(), Rank.FEED)


OUTPUT = Output("redirects", _produce)

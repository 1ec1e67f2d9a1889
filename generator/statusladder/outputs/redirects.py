"""Old addresses: a page at each that leads on at once, and one file for hosts that redirect themselves."""

from collections.abc import Iterable, Iterator

from statusladder.model.settings import Redirect
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page, title_of
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot

HOST_FILE = "_redirects"
"""Read by hosts that know it (one line a redirect: from, to, status); others serve the pages."""


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    redirects, voice = snapshot.settings.redirects, snapshot.voice
    title, description = title_of(voice.say("moved.title"), snapshot.frame), voice.say("moved.description")
    for redirect in redirects:
        target = redirect.to.lstrip("/")
        page = urls.of_old_page(redirect.from_)
        yield make_page(snapshot, theme, page, "moved.html", title, description, Rank.FEED, target=target)
    if redirects:
        base = urls.base_path_of(snapshot.settings.site.url)
        yield Artifact(HOST_FILE, _host_file(redirects, base).encode(), Rank.FEED)


def _host_file(redirects: Iterable[Redirect], base: str) -> str:
    """Of a site below a path both forms of an old address: a host that a proxy asks sees it without that path."""
    lines = [
        f"{prefix}{redirect.from_.lstrip('/')} {base}{redirect.to.lstrip('/')} 301\n"
        for redirect in redirects
        for prefix in dict.fromkeys(("/", base))
    ]
    return "".join(lines)


OUTPUT = Output("redirects", _produce)

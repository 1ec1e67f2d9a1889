"""How every internal page is made: in the site's own theme, marked for people and kept from search engines.

Short because it is what the members of the room share, and no public output may know it.
"""

from statusladder.outputs.interface import Artifact, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.internal import InternalSnapshot

MARK = "Internal: never publish"
"""In the head of every internal page, whatever its language, for programs that look through a folder before it is
published."""


def make_internal_page(
    inside: InternalSnapshot,
    theme: Theme,
    page: str,
    template: str,
    title: str,
    *,
    is_live: bool = False,
    **values: object,
) -> Artifact:
    """One page as an artifact; its template extends `internal/frame.html`. A live one says when it was built."""
    heading = f"{title} · {inside.public.settings.site.name}"
    said = inside.public.voice.say("internal_pages.mark")
    frame: dict[str, object] = {
        "canonical": None,
        "mark": MARK,
        "inside": inside,
        "index": urls.INTERNAL,
        "ownership_url": urls.OWNERSHIP,
        "is_live": is_live,
    }
    return make_page(inside.public, theme, page, template, heading, said, Rank.PAGE, scripts=(), **(frame | values))

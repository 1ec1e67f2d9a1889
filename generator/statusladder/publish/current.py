"""The story of `still-current`: whether time alone has made the published page untrue since it was built."""

from datetime import datetime
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.content.settings import read_settings
from statusladder.history.manifest import ManifestError, read_head
from statusladder.ladder.course import Courses
from statusladder.ladder.next_change import next_change_at
from statusladder.model.values import parse_moment
from statusladder.views import urls


def reason_to_build(root: Path, now: datetime) -> str | None:
    """Why the site in `root` has to be built anew, None where its published page is what it should be.

    The page says in its manifest when time changes it next. What the public may not know yet, as the end of an embargo,
    is not in there, so the content is asked too. Whatever is in doubt is a reason: a build costs a minute, and a page
    that is wrong costs more.
    """
    settings, _ = read_settings(root)
    if settings is None:
        return "site.yaml cannot be read"
    try:
        # A cache on the way may hold an old answer; a question that was never asked before passes it by.
        head = read_head(f"{settings.site.url}/{urls.MANIFEST}?asked={now.timestamp():.0f}")
        built, changes_at = parse_moment(head.now), parse_moment(head.next_change_at)
    except ManifestError as doubt:
        return doubt.sentence
    except ValueError as doubt:
        return f"its manifest names a time that is none ({doubt})"
    if changes_at <= now:
        return "the page should have changed by now"
    library = read_library(root).library
    if library is not None and next_change_at(library, Courses(library, built)) <= now:
        return "a time that the content names has passed since the page was built"
    return None

"""What `check` learns of a build in memory: links that lead nowhere, and what is live and would be gone."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from statusladder.content.settings import find_new_ids
from statusladder.history.manifest import published_authority
from statusladder.ladder.append_only import Held
from statusladder.ladder.publication import public_part
from statusladder.ladder.published import hold_published
from statusladder.model.manifest import DIGESTS, Manifest
from statusladder.model.problem import Gate, Place, Problem
from statusladder.outputs.interface import Artifact
from statusladder.publish.dead_links import find_dead_links
from statusladder.publish.judgement import Judged
from statusladder.publish.manifest import addresses
from statusladder.publish.pipeline import produce_site
from statusladder.publish.theme import find_theme_problems, has_own_theme
from statusladder.theming.layer import ThemeError
from statusladder.views import urls

_CONTENT = "content"


def judge_links(
    root: Path, judged: Judged, now: datetime, files: Collection[str] | None = None, *, trusts_theme: bool = False
) -> Judged:
    """A judged site with what is wrong with its theme, and the links of its public words that lead nowhere at `now`.

    Links are only judged where a build would succeed: else nobody knows what it would publish. A theme in the site's
    folder is read, but rendered only where `trusts_theme` says so: what is judged may be a proposal of anybody.
    """
    library = judged.library
    if library is None:
        return judged
    judged = replace(judged, problems=tuple(sorted({*judged.problems, *find_theme_problems(root, library.settings)})))
    if judged.blocking(Gate.BUILD):
        return judged
    public = public_part(library, now)

    def produce() -> dict[str, Artifact]:
        made = produce_site(root, public, now, lambda count: None, frozen=False, trusts_theme=trusts_theme)
        return {artifact.path: artifact for artifact in made.artifacts}

    try:
        if trusts_theme and has_own_theme(root, library.settings.theme):
            made = produce()
            found = find_dead_links(public, lambda: made, files)
        else:
            found = find_dead_links(public, produce, files)
    except ThemeError as wrong:
        found = [wrong.problem]
    return replace(judged, problems=tuple(sorted({*judged.problems, *found})))


def judge_live(
    root: Path, judged: Judged, live: Manifest, now: datetime, *, trusts_theme: bool = False
) -> tuple[Judged, int]:
    """A judged site with what it takes back of the live one, and how many corrections it brings.

    `trusts_theme` is as in `judge_links`, which comes first: what is wrong with the theme is known by now.
    An address is only missed where a build would succeed: else nobody knows what it would publish.
    """
    library = judged.library
    if library is None:
        return judged, 0
    found = find_new_ids(root, library.settings, live.authority)
    held = Held((), ())
    if live.digests == DIGESTS:
        published = {
            f"{_CONTENT}/{page.rstrip('/')}": {f"{_CONTENT}/{page}{stem}.md": mark for stem, mark in marks.items()}
            for page, marks in live.updates.items()
        }
        paths = (path for marks in published.values() for path in marks)
        held = hold_published(published, library, now, frozenset(path for path in paths if not (root / path).is_file()))
        found += held.problems
    if not judged.blocking(Gate.BUILD):
        public = public_part(library, now)
        made = produce_site(root, public, now, lambda count: None, frozen=False, trusts_theme=trusts_theme)
        moved = {urls.old_page(redirect.from_) for redirect in library.settings.redirects}
        found += _missing(live, set(addresses(made.artifacts)), moved)
    return replace(judged, problems=tuple(sorted({*judged.problems, *found}))), len(held.corrections)


def judge_built(root: Path, judged: Judged, folder: Path) -> Judged:
    """A judged site with what it takes back of the one that was built into a folder before, if it was."""
    if judged.library is None:
        return judged
    moved = find_new_ids(root, judged.library.settings, published_authority(folder / urls.MANIFEST))
    return replace(judged, problems=tuple(sorted({*judged.problems, *moved})))


def _missing(live: Manifest, present: set[str], moved: set[str]) -> Iterator[Problem]:
    """Addresses that a build would drop.

    Of a page and what is below it, only the page; of one that moved, nothing; nor of an incident, since its updates are
    told of. Files elsewhere, as badges and answers of the API, go with their pages, so they are told of where no page
    went.
    """
    gone = sorted(set(live.addresses) - present - {file for page in moved for file in urls.FILES_OF.get(page, ())})
    moving = {page for page in moved if any(address.startswith(page) for address in gone)}
    pages = {address for address in gone if address.endswith("/")} | moving
    for address in sorted(pages - moving - set(live.updates)) if pages else gone:
        if not any(address.startswith(page) for page in pages - {address} if page):
            sentence = f"the published address '/{address}' would be gone"
            mend = f"put back what stood there, or redirect it with 'redirects': from /{address}"
            yield Problem(Place("site.yaml"), "C014", sentence, mend)

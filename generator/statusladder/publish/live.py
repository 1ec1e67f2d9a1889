"""What `check` learns of a build in memory: links that lead nowhere, and what is live and would be gone."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from statusladder.content.settings import find_new_ids
from statusladder.ladder.append_only import Held
from statusladder.ladder.publication import public_part
from statusladder.ladder.published import hold_published
from statusladder.model.manifest import DIGESTS, Manifest
from statusladder.model.problem import Gate, Place, Problem
from statusladder.outputs.interface import Artifact
from statusladder.publish.dead_links import find_dead_links
from statusladder.publish.gone import find_gone
from statusladder.publish.judgement import Judged
from statusladder.publish.manifest import addresses
from statusladder.publish.pipeline import produce_site
from statusladder.views import urls

_CONTENT = "content"


def judge_links(root: Path, judged: Judged, now: datetime, files: Collection[str] | None = None) -> Judged:
    """A judged site with the links of its public words that a build at `now` would make lead nowhere.

    They are only judged where a build would succeed: else nobody knows what it would publish.
    """
    library = judged.library
    if library is None or judged.blocking(Gate.BUILD):
        return judged
    public = public_part(library, now)

    def produce() -> dict[str, Artifact]:
        made = produce_site(root, public, now, lambda count: None, frozen=False)
        return {artifact.path: artifact for artifact in made.artifacts}

    found = find_dead_links(public, produce, files)
    return replace(judged, problems=tuple(sorted({*judged.problems, *found})))


def judge_live(root: Path, judged: Judged, live: Manifest, now: datetime) -> tuple[Judged, int]:
    """A judged site with what it takes back of the live one, and how many corrections it brings.

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
        artifacts = produce_site(root, public_part(library, now), now, lambda count: None, frozen=False).artifacts
        moved = {urls.old_page(redirect.from_) for redirect in library.settings.redirects}
        found += _missing(live, set(addresses(artifacts)), moved)
    return replace(judged, problems=tuple(sorted({*judged.problems, *found}))), len(held.corrections)


def judge_last(root: Path, judged: Judged, last: Manifest | None, now: datetime, clock: datetime | None) -> Judged:
    """A judged site with what it takes back of the one that was built last, by its manifest and by git.

    What is gone is told of once: where a change deleted it, that stops `check` already.
    """
    if judged.library is None:
        return judged
    moved = find_new_ids(root, judged.library.settings, last.authority if last is not None else None)
    told = {problem.place for problem in judged.problems if problem.code == "C006"}
    gone = (one for one in find_gone(root, judged.library, now, clock, last).problems if one.place not in told)
    return replace(judged, problems=tuple(sorted({*judged.problems, *moved, *gone})))


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

"""What `check` learns of a build in memory: links that lead nowhere, and what is live and would be gone."""

import os
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from statusladder.content.settings import SETTINGS_FILE, find_new_ids
from statusladder.ladder.append_only import Held
from statusladder.ladder.publication import public_part_of
from statusladder.ladder.published import hold_published
from statusladder.model.manifest import PASSED_OVER, Head, Manifest
from statusladder.model.problem import Gate, Place, Problem, Stopped
from statusladder.model.site import Library
from statusladder.publish.cache import NO_CACHE, Cache
from statusladder.publish.composing import find_beyond_limits
from statusladder.publish.dead_links import find_dead_links
from statusladder.publish.gone import find_gone
from statusladder.publish.judgement import Judged, judge_site, only_folders
from statusladder.publish.listings import addresses_of
from statusladder.publish.pipeline import try_to_produce
from statusladder.publish.theme import find_theme, find_theme_problems
from statusladder.theming.layer import ThemeError
from statusladder.views import urls

_CONTENT = "content"


def judge_folders(
    root: Path,
    folders: Collection[str],
    now: datetime,
    clock: datetime | None,
    *,
    trusts_theme: bool = False,
    cache: Cache = NO_CACHE,
) -> Judged:
    """As `judge_site` for `check` and `judge_build`, of these folders alone: what else a build makes is not looked at.

    `clock`, `trusts_theme` and `cache` are as there.
    """
    judged = judge_site(root, clock, Gate.CHECK, folders=folders, shelf=cache)
    if judged.library is None:
        return judged
    alone = replace(judged, library=only_folders(judged.library, folders))
    built = judge_build(root, alone, now, trusts_theme=trusts_theme, cache=cache)
    if any(problem.code == "C019" for problem in built.problems):
        # It may lead to a page of another folder.
        return judge_build(root, judged, now, trusts_theme=trusts_theme, cache=cache)
    return replace(built, library=judged.library, made=None)


def judge_build(
    root: Path,
    judged: Judged,
    now: datetime,
    files: Collection[str] | None = None,
    *,
    trusts_theme: bool = False,
    cache: Cache = NO_CACHE,
) -> Judged:
    """A judged site with what a build at `now` would stumble over, links that lead nowhere, and messages beyond limits.

    All files are made as a build makes them, and none is written. That is only done where nothing is known to stop a
    build: else nobody knows what it would publish. With `files`, the links and messages of these paths only are judged,
    else all links, and the messages about the newest update of each open incident. A theme in
    the site's folder is read, but rendered only where `trusts_theme` says so: what is judged may be a proposal of
    anybody. What the `cache` has need not be made; Damaged is raised where it lies.
    """
    library = judged.library
    if library is None:
        return judged
    judged = replace(judged, problems=tuple(sorted({*judged.problems, *find_theme_problems(root, library.settings)})))
    if judged.blocking(Gate.BUILD):
        return judged
    public = public_part_of(library, now)
    try:
        production, found = try_to_produce(
            root, public, now, lambda count: None, frozen=False, trusts_theme=trusts_theme, cache=cache
        )
    except Stopped as stopped:
        production, found = None, (Problem(Place(SETTINGS_FILE), "D022", stopped.sentence, stopped.fix),)
    except OSError as failure:
        production, found = None, (_unreadable(root, failure),)
    if production is None:
        return replace(judged, problems=tuple(sorted({*judged.problems, *found})))
    made = {artifact.path: artifact for artifact in production.artifacts}
    dead = find_dead_links(public, lambda: made, files, cache)
    beyond = _beyond_limits(root, public, library, now, files, trusts_theme=trusts_theme)
    problems = tuple(sorted({*judged.problems, *dead, *beyond, *production.failures}))
    return replace(judged, problems=problems, made=tuple(production.artifacts))


def _beyond_limits(
    root: Path, public: Library, library: Library, now: datetime, files: Collection[str] | None, *, trusts_theme: bool
) -> list[Problem]:
    try:
        theme = find_theme(root, library.settings.theme, library.settings.site.logo, trusted=trusts_theme)
        return list(find_beyond_limits(public, library, now, theme, files))
    except ThemeError as wrong:
        return [wrong.problem]


def _unreadable(root: Path, failure: OSError) -> Problem:
    """A file that a build copies and nobody may read, as a picture or one in static/."""
    file = Path(failure.filename or SETTINGS_FILE)
    path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    sentence = f"the file cannot be read ({failure.strerror})"
    return Problem(Place(path), "D001", sentence, "check that it is there and may be read")


def judge_live(
    root: Path,
    judged: Judged,
    live: Manifest,
    now: datetime,
    *,
    trusts_theme: bool = False,
    cache: Cache = NO_CACHE,
) -> tuple[Judged, int]:
    """A judged site with what it takes back of the live one, and how many corrections it brings.

    `trusts_theme` and `cache` are as in `judge_build`. An address is only missed where that made
    what a build would publish.
    """
    library = judged.library
    if library is None:
        return judged, 0
    if judged.made is None:
        judged = judge_build(root, judged, now, trusts_theme=trusts_theme, cache=cache)
    found = find_new_ids(root, library.settings, live.authority)
    held = Held((), ())
    if live.digests in PASSED_OVER:
        published = {
            f"{_CONTENT}/{page.rstrip('/')}": {f"{_CONTENT}/{page}{stem}.md": mark for stem, mark in marks.items()}
            for page, marks in live.updates.items()
        }
        paths = (path for marks in published.values() for path in marks)
        # Anybody may answer at the site's address, and a Path fails for a name that no file can have.
        gone = frozenset(path for path in paths if not os.path.isfile(root / path))
        held = hold_published(published, live.digests, library, now, gone)
        found += held.problems
    if judged.made is not None:
        moved = {urls.of_old_page(redirect.from_) for redirect in library.settings.redirects}
        found += _missing(live, set(addresses_of(judged.made)), moved)
    return replace(judged, problems=tuple(sorted({*judged.problems, *found}))), len(held.corrections)


def judge_last(root: Path, judged: Judged, last: Head | None, now: datetime, clock: datetime | None) -> Judged:
    """A judged site with what it takes back: an id in feeds, by the manifest of the last build, and folders, by git.

    What is gone is told of once: where a change deleted it, that stops `check` already. A folder that no history knows
    is told of by the build, which knows what it replaces.
    """
    if judged.library is None:
        return judged
    moved = find_new_ids(root, judged.library.settings, last.authority if last is not None else None)
    told = {problem.place for problem in judged.problems if problem.code == "C006"}
    gone = (one for one in find_gone(root, judged.library, now, clock, None).problems if one.place not in told)
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
            fix = f"put back what stood there, or redirect it with 'redirects': from /{address}"
            yield Problem(Place("site.yaml"), "C014", sentence, fix)

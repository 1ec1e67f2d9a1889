"""What became of reading or building a site, in the words of every command that does so."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

from statusladder.cli.console import Console
from statusladder.cli.options import PUBLIC
from statusladder.cli.words import say_count
from statusladder.content.settings import read_settings
from statusladder.history.git import find_conflicts
from statusladder.ladder.publication import draft_paths_of
from statusladder.model.problem import Problem
from statusladder.model.site import Library
from statusladder.publish.cache import NO_CACHE, Cache, Damaged, cache_of, is_foreign, look_into_cache
from statusladder.publish.dossiers import make_salt
from statusladder.publish.paths import some_of
from statusladder.publish.pipeline import Progress, Publication
from statusladder.publish.theme import has_own_theme

T = TypeVar("T")

PROGRESS_EVERY = 25
"""Files between two lines of progress: often enough to be seen moving, seldom enough to cost nothing."""

MANY_FILES = 20_000
"""Files of a site beyond which some hosts refuse it. Which ones, and from which plan on, changes: no host is named."""


def use_cache(root: Path, find: Callable[[Cache], T]) -> T:
    """What is found in a site with the help of what its last build kept, without it where that is doubtful."""
    kept = cache_of(root / PUBLIC)
    if is_foreign(kept):
        return find(NO_CACHE)
    try:
        with look_into_cache(kept, make_salt) as cache:
            return find(cache)
    except Damaged:
        return find(NO_CACHE)


def tell_publication(console: Console, root: Path, publish: Callable[[Progress], Publication]) -> Publication:
    """Publishes, and says every problem and what was written; what the world stops is raised as Stopped, unsaid."""
    started = time.perf_counter()

    def progress(count: int) -> None:
        if count % PROGRESS_EVERY == 0:
            console.progress(f"{count} files made …")

    publication = publish(progress)
    tell_problems(console, root, publication.problems)
    outcome = publication.outcome
    if outcome is None:
        sentence = f"{say_count(len(publication.problems), 'problem')}, nothing was published"
        console.fault(sentence, "fix them and build again")
        return publication
    removed = f", removed {outcome.removed}" if outcome.removed else ""
    seconds = time.perf_counter() - started
    console.say(f"Wrote {outcome.written} of {say_count(outcome.total, 'file')}{removed} in {seconds:.1f} s.")
    if outcome.left:
        left = some_of(outcome.left)
        console.say(f"No longer part of the site, but left there, since they may hold somebody else's work: {left}.")
    for sentence in publication.gaps:
        console.say(sentence)
    if publication.has_gaps:
        console.fault("published with gaps: not all of the content is shown as it stands", "fix it and build again")
    return publication


def tell_problems(console: Console, root: Path, problems: Sequence[Problem]) -> None:
    """Every problem, after a word on each merge that is not done: its way out keeps the words of both people."""
    if problems:
        tell_conflicts(console, root)
    console.problems(problems)


def tell_conflicts(console: Console, root: Path) -> None:
    """The files that a merge could not join, each with the commands that go on from there."""
    for conflict in find_conflicts(root, "content"):
        console.fault(conflict.sentence, conflict.fix)


def require_library(console: Console, root: Path, library: Library | None, problems: Sequence[Problem]) -> Library:
    """The library, after a word on what is wrong with it; leaves with exit code 1 where there is none.

    Problems are counted and not quoted: who may read the log of a scheduled job is not known here. A merge that is not
    done is named, since it is on this machine alone.
    """
    tell_conflicts(console, root)
    fix = "run 'statusladder check', which names them"
    if library is None:
        console.fault("site.yaml cannot be read, so nothing can be told", fix)
        raise click.exceptions.Exit(1)
    if problems:
        console.fault(f"{say_count(len(problems), 'problem')}, so this may not be all of it", fix)
    return library


def tell_drafts(console: Console, library: Library | None) -> None:
    """Says which files are drafts, so that nobody waits for one of them to appear."""
    paths = draft_paths_of(library) if library is not None else ()
    if paths:
        verb = "stays" if len(paths) == 1 else "stay"
        console.say(f"{say_count(len(paths), 'draft')} {verb} unpublished: {', '.join(paths)}.")


def tell_stand_in(console: Console, root: Path) -> None:
    """Says so where the site's own theme is not rendered, since what is looked at may be anybody's proposal."""
    settings, _ = read_settings(root)
    if settings is not None and has_own_theme(root, settings.theme):
        console.say(f"The shipped theme stands in for '{settings.theme}', which only --trust-theme renders.")


def tell_address(console: Console, library: Library | None) -> None:
    """Says who will not find the API of a site that lies below a path: nobody would look for the reason there."""
    url = library.settings.site.url if library is not None else ""
    if path := urlsplit(url).path:
        console.say(
            f"site.url has the path {path}: programs that look for the API at the root of a host, as Statuspage's own "
            f"widget does, will not find it at {url}/api/v2/."
        )


def tell_size(console: Console, files: int) -> None:
    """Says when a site has so many files that a host may refuse it: that would show only when it is deployed."""
    if files > MANY_FILES:
        console.say(
            f"The site has {files:,} files. Some hosts refuse more than {MANY_FILES:,}: look up the limit of yours, "
            "and of your plan there, before you deploy."
        )

"""List every problem in the content, with its place and its fix.

With IDs, only those in these incidents or maintenances. Nothing is written. Exit code 1: something would stop the pull
request.
"""

import os
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import (
    PUBLIC,
    Moment,
    choose_moment,
    now_option,
    own_network_option,
    quiet_option,
    site_option,
    trust_option,
)
from statusladder.cli.problem_formats import FORMATS, MOST_ANNOTATIONS, MOST_RESULTS, Findings
from statusladder.cli.verdict import tell_drafts, tell_problems, tell_stand_in, use_cache
from statusladder.cli.words import say_count, say_list
from statusladder.content.tree import SECTIONS
from statusladder.history.git import GitError, folder_in_repository
from statusladder.history.manifest import read_last_head, read_manifest
from statusladder.model.manifest import Manifest
from statusladder.model.problem import Gate, Level, Problem
from statusladder.model.site import Library
from statusladder.publish.append_only import judge_change
from statusladder.publish.cache import Cache
from statusladder.publish.judgement import Judged, judge_site
from statusladder.publish.live import judge_build, judge_folders, judge_last, judge_live
from statusladder.views import urls

MOST_NAMED = 5
"""Problems that stop nothing yet and are named once more below the list."""


@click.command("check", help=__doc__)
@click.argument("ids", metavar="[ID…]", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    show_default=True,
    help=f"Output format; of the most severe problems, github lists {MOST_ANNOTATIONS} and sarif {MOST_RESULTS:,}.",
)
@click.option("--since", "revision", metavar="REV", help="Hold the change since REV to what was published before it.")
@click.option("--published", "live", metavar="MANIFEST", help="Hold the content to the live site's manifest.json.")
@own_network_option
@now_option
@trust_option
@site_option
@quiet_option
def COMMAND(
    ids: tuple[str, ...],
    form: str,
    revision: str | None,
    live: str | None,
    own_network: bool,
    now_text: str | None,
    trusts_theme: bool,
    root: Path,
    quiet: bool,
) -> None:
    console = Console(quiet)
    moment = choose_moment(now_text)
    manifest = read_manifest(live, own_network=own_network) if live is not None else None
    judged, corrections = use_cache(root, partial(_judge, root, ids, revision, manifest, moment, trusts_theme))
    for who, count in corrections.items():
        if count:
            console.say(f"{who} makes {say_count(count, 'correction')} that readers will see.")
    last = read_last_head(root / PUBLIC / urls.MANIFEST) if manifest is None else None
    judged = judge_last(root, judged, last, moment.now, moment.clock)
    problems = judged.problems
    if not trusts_theme:
        tell_stand_in(console, root)
    tell_drafts(console, judged.library)
    if ids:
        folders = _folders(judged.library, root, ids)
        problems = tuple(problem for problem in problems if _stands_in(problem, folders))
    blocking = frozenset(judged.blocking(Gate.CHECK))
    if form in FORMATS:
        speak = console.annotations if form == "github" else console.data
        speak(FORMATS[form](Findings(problems, blocking, _folder_in_repository(root))))
    else:
        tell_problems(console, root, problems)
        console.say(_summed_up(problems) if problems else _praise(judged.library))
        debt = sorted(frozenset(judged.debt).intersection(problems))
        if debt:
            named = [f"{problem.code} at {problem.place}" for problem in debt[:MOST_NAMED]]
            more = [f"{len(debt) - MOST_NAMED} more"] if len(debt) > MOST_NAMED else []
            verb = "stops" if len(debt) == 1 else "stop"
            console.say(f"Of these, {len(debt)} {verb} nothing until 'resolved': {say_list([*named, *more])}.")
    if not blocking.isdisjoint(problems):
        raise click.exceptions.Exit(1)


def _judge(
    root: Path,
    ids: tuple[str, ...],
    revision: str | None,
    live: Manifest | None,
    moment: Moment,
    trusts_theme: bool,
    cache: Cache,
) -> tuple[Judged, dict[str, int]]:
    """The site judged as it was asked for, and how many corrections readers will see, by what makes them."""
    corrections = {}
    if revision is not None:
        judged, corrections["This change"] = judge_change(
            root, revision, moment.now, moment.clock, trusts_theme=trusts_theme, cache=cache
        )
    elif ids:
        folders = frozenset(folder for name in ids for folder in _on_disk(name))
        judged = judge_folders(root, folders, moment.now, moment.clock, trusts_theme=trusts_theme, cache=cache)
    else:
        found = judge_site(root, moment.clock, Gate.CHECK, shelf=cache)
        judged = judge_build(root, found, moment.now, trusts_theme=trusts_theme, cache=cache)
    if live is not None:
        judged, corrections["What is not live yet"] = judge_live(
            root, judged, live, moment.now, trusts_theme=trusts_theme, cache=cache
        )
    return judged, corrections


def _folder_in_repository(root: Path) -> str:
    """Where the site lies in its repository, as `Findings.folder`.

    In a container git may refuse a checkout that belongs to somebody else; GitHub's own word then says where it begins.
    """
    try:
        return folder_in_repository(root)
    except GitError:
        workspace, site = os.environ.get("GITHUB_WORKSPACE"), root.resolve()
        if not workspace or not site.is_relative_to(Path(workspace).resolve()):
            return ""
        inner = site.relative_to(Path(workspace).resolve()).as_posix()
        return "" if inner == "." else f"{inner}/"


def _on_disk(name: str) -> tuple[str, ...]:
    return tuple(f"{section}/{name}" for section in SECTIONS.values())


def _folders(library: Library | None, root: Path, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The folders meant by the ids: read ones, and those on disk that could not be read."""
    known = [communication.path for communication in library.communications] if library else []
    found = []
    for name in ids:
        matching = [path for path in known if path.endswith(f"/{name}")]
        matching += [path for path in _on_disk(name) if (root / path).is_dir() and path not in matching]
        if not matching:
            raise click.UsageError(f"no incident or maintenance is called '{name}'")
        found += matching
    return tuple(found)


def _stands_in(problem: Problem, folders: tuple[str, ...]) -> bool:
    return any(problem.place.path == folder or problem.place.path.startswith(f"{folder}/") for folder in folders)


def _summed_up(problems: Sequence[Problem]) -> str:
    """`2 errors and 1 warning.`"""
    counts = Counter(problem.level for problem in problems)
    return f"{say_list(say_count(counts[level], level.value) for level in Level if counts[level])}."


def _praise(library: Library | None) -> str:
    if library is None:
        return "Nothing was read."
    updates = sum(len(incident.updates) for incident in library.incidents)
    maintenances = say_count(len(library.maintenances), "maintenance")
    return (
        f"All is well: {say_count(len(library.incidents), 'incident')}, {say_count(updates, 'update')}, {maintenances}."
    )

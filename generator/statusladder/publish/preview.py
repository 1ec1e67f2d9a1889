"""The story of a preview: what changed, what of it is public, and which problems may be told to the world."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from statusladder.history.changes import find_base, find_changed_files
from statusladder.ladder.publication import public_part_of
from statusladder.model.files import ChangedFile
from statusladder.model.problem import Gate, Kind, Problem, blocks
from statusladder.model.site import Library
from statusladder.publish.cache import NO_CACHE, Cache
from statusladder.publish.judgement import judge_site
from statusladder.publish.live import judge_build
from statusladder.views.preview import SETTINGS, Proposal, preview_text


def preview_site(
    root: Path,
    since: str,
    now: datetime,
    clock: datetime | None,
    *,
    trusts_theme: bool = False,
    cache: Cache = NO_CACHE,
) -> str:
    """What customers will read at `now` of everything that changed since a revision. Raises GitError.

    `trusts_theme` and `cache` are as in `judge_build`.
    An incident or maintenance in which a problem stops a build is not shown: nothing of it would be published.
    """
    files = find_changed_files(root, find_base(root, since))
    paths = [file.path for file in files]
    found = judge_site(root, clock, Gate.CHECK, paths, cache)
    judged = judge_build(root, found, now, paths, trusts_theme=trusts_theme, cache=cache)
    public = public_part_of(judged.library, now) if judged.library else None
    concerned = [problem for problem in judged.problems if _concerns(problem, files)]
    quoted = tuple(problem for problem in concerned if public and _may_be_quoted(problem, public, judged.problems))
    hidden = tuple(sorted((problem.code, problem.meaning) for problem in concerned if problem not in quoted))
    shown = _without_blocked(public, judged.problems) if public else None
    return preview_text(shown, Proposal(since, files, quoted, hidden, judged.debt), now)


def _concerns(problem: Problem, files: tuple[ChangedFile, ...]) -> bool:
    """Whether it stands in a changed file or its folder, or in the settings, without which nothing can be read."""
    path = problem.place.path
    return path == SETTINGS or any(file.path == path or file.path.startswith(f"{path}/") for file in files)


def _may_be_quoted(problem: Problem, public: Library, problems: tuple[Problem, ...]) -> bool:
    """Whether its words and place can hold nothing that is hidden.

    A problem of form may quote any key, and where one stands nobody knows what the file would have hidden. One of
    safety may quote the very secret.
    """
    if problem.kind is Kind.SAFETY:
        return False
    for one in public.communications:
        if problem.place.path in (one.path, *(update.path for update in one.updates)):
            return not any(other.kind is Kind.FORM for other in problems if _stands_in(other, one.path))
    return False


def _without_blocked(public: Library, problems: tuple[Problem, ...]) -> Library:
    stopping = [problem for problem in problems if blocks(problem, Gate.BUILD)]

    def is_well(folder: str) -> bool:
        return not any(_stands_in(problem, folder) for problem in stopping)

    return replace(
        public,
        incidents=tuple(incident for incident in public.incidents if is_well(incident.path)),
        maintenances=tuple(maintenance for maintenance in public.maintenances if is_well(maintenance.path)),
    )


def _stands_in(problem: Problem, folder: str) -> bool:
    return problem.place.path == folder or problem.place.path.startswith(f"{folder}/")

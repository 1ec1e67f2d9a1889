"""The story of a build: read, judge, look at the moment, produce, and only then publish."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from statusladder.content.settings import find_new_ids
from statusladder.discovery import find_members
from statusladder.history.manifest import published_authority
from statusladder.ladder.publication import internal_part, preview_part, public_part
from statusladder.model.problem import Gate, Problem
from statusladder.model.site import Library
from statusladder.outputs.interface import Artifact, InternalOutput, Output
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.judgement import find_debt, judge_site
from statusladder.publish.manifest import manifest_of
from statusladder.publish.sitemap import sitemap_of
from statusladder.publish.theme import find_theme
from statusladder.publish.writer import Outcome, publish_artifacts
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.internal import look_inside
from statusladder.views.snapshot import Snapshot, take

Progress = Callable[[int], None]
"""Called with the number of files produced so far."""


@dataclass(frozen=True)
class Publication:
    """What came of a build: `outcome` is None when a Problem stopped it, and then nothing was written."""

    problems: tuple[Problem, ...]
    outcome: Outcome | None
    library: Library | None = None
    """All that was read, with what the site does not show; None when site.yaml could not be read."""


def publish_site(
    root: Path,
    destination: Path,
    now: datetime,
    clock: datetime | None,
    progress: Progress,
    frozen: bool = False,
    *,
    with_drafts: bool = False,
    internal: bool = False,
) -> Publication:
    """Builds the site in `root` as it stands at `now` into the folder `destination`.

    `clock` is as in `judge_site`, `frozen` as in a Snapshot. `with_drafts` shows drafts and drills too:
    never for the public. `internal` adds what is for the team alone; the public part stays the same byte for byte,
    because it is made of the public part of the library in both.
    Raises `Stopped` when the world is at fault: the disk, the folder, the theme.
    """
    _keep_apart(root, destination)
    try:
        judged = judge_site(root, clock, Gate.BUILD)
        blocking = judged.blocking(Gate.BUILD)
        if judged.library is None or blocking:
            return Publication(blocking, None, judged.library)
        before = published_authority(destination / urls.MANIFEST)
        moved = find_new_ids(root, judged.library.settings, before)
        part = preview_part if with_drafts else public_part
        public, inside = part(judged.library, now), judged.library if internal else None
        artifacts = produce_site(root, public, now, progress, frozen, inside)
    except OSError as failure:
        sentence = f"{failure.filename} cannot be read ({failure.strerror}); {UNCHANGED}"
        raise PublishError(sentence, "check that it is there and may be read, then build again") from failure
    # All is gathered and checked: only now is the published folder touched.
    problems = tuple(sorted({*judged.problems, *moved}))
    return Publication(problems, publish_artifacts(artifacts, destination, internal=internal), judged.library)


def produce_site(
    root: Path, public: Library, now: datetime, progress: Progress, frozen: bool, inside: Library | None = None
) -> list[Artifact]:
    """Every file of a site, of which only what may be shown is given as `public`.

    `inside` is the whole library where the files for the team alone are wanted too; no other file is made of it.
    Raises `Stopped` where its theme is at fault.
    """
    theme = find_theme(root, public.settings.theme, public.settings.site.logo)
    snapshot = take(public, now, frozen)
    artifacts = []
    for artifact in _produce(public, snapshot, theme, inside):
        artifacts.append(artifact)
        progress(len(artifacts))
    return artifacts


def _produce(public: Library, snapshot: Snapshot, theme: Theme, inside: Library | None) -> Iterator[Artifact]:
    shown = []
    for artifact in _produce_public(snapshot, theme):
        shown.append(artifact)
        yield artifact
    # These tell of all the others, and the manifest of the site map too.
    shown.append(sitemap_of(snapshot, shown))
    yield shown[-1]
    yield manifest_of(public, snapshot, shown)
    if inside is not None:
        yield from _produce_internal(inside, snapshot, theme)


def _produce_public(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    for output in find_members("statusladder.outputs", "OUTPUT", Output, "statusladder.outputs"):
        for artifact in output.produce(snapshot, theme):
            if artifact.path.startswith(urls.INTERNAL):
                raise ValueError(f"the output {output.name!r} is public and would write {artifact.path!r}")
            yield artifact


def _produce_internal(library: Library, snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    known = internal_part(library, snapshot.now)
    inside = look_inside(known, find_debt(known), snapshot)
    for output in find_members("statusladder.outputs.internal", "OUTPUT", InternalOutput):
        for artifact in output.produce(inside, theme):
            if not artifact.path.startswith(urls.INTERNAL):
                raise ValueError(f"the output {output.name!r} is internal and would write {artifact.path!r}")
            yield artifact


def _keep_apart(root: Path, destination: Path) -> None:
    """A published folder inside the content, or around the site, would mix what is written with what is served."""
    site, target = root.resolve(), destination.resolve()
    inside = [site / name for name in ("content", "themes")]
    if site.is_relative_to(target) or any(target.is_relative_to(folder) for folder in inside):
        sentence = f"{destination} would mix the published site with the site's own files"
        raise PublishError(sentence, "choose a folder of its own with -o, as public")

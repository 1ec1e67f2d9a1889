"""The story of a build: read, judge, look at the moment, produce, and only then publish."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from statusladder.content.playbooks import read_own_playbooks
from statusladder.content.settings import SETTINGS_FILE, find_new_ids
from statusladder.discovery import find_members, in_short
from statusladder.history.manifest import read_last_manifest
from statusladder.ladder.outlook import Outlook
from statusladder.ladder.publication import find_moments, internal_part_of, preview_part_of, public_part_of
from statusladder.model.kept import EMPTY_SHELF, Shelf
from statusladder.model.problem import Gate, Place, Problem, Stopped
from statusladder.model.site import Library
from statusladder.outputs.interface import Artifact, InternalOutput, Output
from statusladder.publish import message_pages
from statusladder.publish.agreement import Disagreement, check_site
from statusladder.publish.cache import NO_CACHE, Cache, Damaged, open_cache
from statusladder.publish.copied_files import make_pictures, make_static_files
from statusladder.publish.culprit import name_culprit, name_internal
from statusladder.publish.dead_links import find_dead_links
from statusladder.publish.destination import keep_apart
from statusladder.publish.dossiers import make_salt, make_stories
from statusladder.publish.error import UNCHANGED, PublishError
from statusladder.publish.gone import keep_gone
from statusladder.publish.judgement import find_debt, judge_site, keep_public_readings
from statusladder.publish.keep_going import make_site
from statusladder.publish.listings import manifest_of, sitemap_of
from statusladder.publish.message_pages import make_message_pages
from statusladder.publish.paths import gather_artifacts
from statusladder.publish.theme import find_theme, find_theme_problems
from statusladder.publish.writer import Outcome, publish_artifacts
from statusladder.theming.layer import ThemeError
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.internal import look_inside
from statusladder.views.snapshot import Snapshot, take

Progress = Callable[[int], None]
"""Called with the number of files produced so far."""


@dataclass(frozen=True)
class Publication:
    """What came of a build: `outcome` is None when a Problem stopped it, and then nothing was written.

    `gaps` says of each folder or page that is not published as it stands what became of it.
    """

    problems: tuple[Problem, ...]
    outcome: Outcome | None
    library: Library | None = None
    """All that was read, with what the site does not show; None when site.yaml could not be read."""
    gaps: tuple[str, ...] = ()
    has_gaps: bool = False
    """Whether not all was published as it stands: something in `gaps`, or files of an output that failed."""

    def moments(self, present: datetime) -> tuple[datetime, ...]:
        """When the preview of this site changes, in order; without what must not be read in the `present`."""
        return find_moments(self.library, present) if self.library is not None else ()


@dataclass(frozen=True)
class Production:
    """Every file of a site, and the outputs of other packages whose files are missing because they failed."""

    artifacts: list[Artifact]
    failures: tuple[Problem, ...]


@dataclass(frozen=True)
class _Site:
    """All that was read or is kept, what of it may be shown, and every file that was made of that."""

    library: Library
    public: Library
    production: Production


def publish_site(
    root: Path,
    destination: Path,
    now: datetime,
    clock: datetime | None,
    progress: Progress,
    frozen: bool = False,
    *,
    with_drafts: bool = False,
    present: datetime | None = None,
    internal: bool = False,
    keeps_going: bool = False,
    removed: Collection[str] = (),
    keep_in: Path | None = None,
) -> Publication:
    """Builds the site in `root` as it stands at `now` into the folder `destination`.

    `clock` is as in `judge_site`, `frozen` as in a Snapshot. `with_drafts` shows drafts and drills too: never for the
    public; what is embargoed or not public in the `present` is then hidden at any `now`. `internal` adds what is for
    the team alone; the public part stays the same byte for byte, because it is made of the public part of the library
    in both. With `keeps_going` what stops the build is left as it was when it was sound last, where that can be done,
    and the rest is published. What was published and has no folder any more is published as it was, but for the ids
    that are `removed`. With `keep_in`, the file of a cache, only what would come out differently is made anew; the
    files are the same.

    Raises `Stopped` when the world is at fault: the disk, the folder.
    """
    publish = partial(
        _publish,
        root,
        destination,
        now,
        clock,
        progress,
        frozen,
        with_drafts=with_drafts,
        present=present,
        internal=internal,
        keeps_going=keeps_going,
        removed=removed,
    )
    if keep_in is not None:
        with open_cache(keep_in, make_salt()) as cache:
            try:
                return publish(cache=cache)
            except Damaged:
                cache.forget()
    return publish(cache=NO_CACHE)


def _publish(
    root: Path,
    destination: Path,
    now: datetime,
    clock: datetime | None,
    progress: Progress,
    frozen: bool,
    *,
    cache: Cache,
    with_drafts: bool,
    present: datetime | None,
    internal: bool,
    keeps_going: bool,
    removed: Collection[str],
) -> Publication:
    """As `publish_site`, with the cache. Raises Damaged too, before anything is published."""

    def make(library: Library) -> tuple[_Site | None, tuple[Problem, ...]]:
        public = preview_part_of(library, now, present) if with_drafts else public_part_of(library, now)
        inside = library if internal else None
        made, failed = try_to_produce(
            root, public, now, progress, frozen, inside, shows_messages=with_drafts, cache=cache
        )
        return (_Site(library, public, made) if made is not None else None), failed

    try:
        keep_apart(root, destination)
        last = read_last_manifest(destination / urls.MANIFEST)
        shelf: Shelf = cache if cache.keeps else EMPTY_SHELF
        read = judge_site(root, clock, Gate.BUILD, shelf=shelf)
        judged = keep_gone(root, read, now, clock, last, removed)
        kept = make_site(root, judged, now, clock, make, keeps_going=keeps_going)
        blocking = kept.judged.blocking(Gate.BUILD)
        if kept.made is None:
            return Publication(tuple(sorted({*blocking, *kept.failed})), None, judged.library)
        made, public, library = kept.made.production, kept.made.public, kept.made.library
        moved = find_new_ids(root, library.settings, last.authority if last is not None else None)
        dead = find_dead_links(public, lambda: {artifact.path: artifact for artifact in made.artifacts}, shelf=shelf)
    except OSError as failure:
        sentence = f"{failure.filename} cannot be read ({failure.strerror}); {UNCHANGED}"
        raise PublishError(sentence, "check that it is there and may be read, then build again") from failure
    # All is gathered and checked: only now is the published folder touched.
    outcome = publish_artifacts(made.artifacts, destination, internal=internal)
    if cache.keeps:
        keep_public_readings(read, public, cache)
        cache.save()
    problems = tuple(sorted({*kept.judged.problems, *dead, *moved, *made.failures}))
    told = kept.rest.told if kept.rest is not None else ()
    return Publication(problems, outcome, library, told, has_gaps=bool(blocking or made.failures))


def try_to_produce(
    root: Path,
    public: Library,
    now: datetime,
    progress: Progress,
    frozen: bool,
    inside: Library | None = None,
    *,
    trusts_theme: bool = True,
    shows_messages: bool = False,
    cache: Cache = NO_CACHE,
) -> tuple[Production | None, tuple[Problem, ...]]:
    """As `produce_site`, with paths that fit together; None and why not where a file cannot be made.

    `build` and `check` both go this way, so that what passes one cannot crash the other. Raises `Stopped`, OSError
    and, with a cache, Damaged.
    """
    if faults := find_theme_problems(root, public.settings):
        return None, tuple(faults)
    produce = partial(
        produce_site, root, now=now, frozen=frozen, trusts_theme=trusts_theme, shows_messages=shows_messages
    )
    try:
        made = produce(public, progress=progress, inside=inside, cache=cache)
        gather_artifacts(made.artifacts)
    except ThemeError as wrong:
        return None, (wrong.problem,)
    except Disagreement as wrong:
        return None, wrong.problems
    except (Stopped, OSError, Damaged):
        raise
    except Exception as failure:
        if inside is not None:
            public_alone, failed = try_to_produce(root, public, now, lambda count: None, frozen)
            return None, failed if public_alone is None else (name_internal(failure),)

        def produce_again(part: Library) -> None:
            gather_artifacts(produce(part, progress=lambda count: None).artifacts)

        return None, (name_culprit(public, produce_again, failure),)
    return made, ()


def produce_site(
    root: Path,
    public: Library,
    now: datetime,
    progress: Progress,
    frozen: bool,
    inside: Library | None = None,
    *,
    trusts_theme: bool = True,
    shows_messages: bool = False,
    cache: Cache = NO_CACHE,
) -> Production:
    """Every file of a site, of which only what may be shown is given as `public`.

    `inside` is the whole library where the files for the team alone are wanted too; no other file is made of it.
    Unless it `trusts_theme`, nothing of a theme in the site's folder is rendered (see `find_theme`). What is public and
    `shows_messages` is a preview: beside the site it has what each update says in each channel.
    Raises ThemeError where the theme is at fault, and Disagreement where two files disagree.
    """
    theme = find_theme(root, public.settings.theme, public.settings.site.logo, trusted=trusts_theme)
    snapshot = take(public, now, frozen, theme.catalogue_for(public.settings.site.language))
    artifacts: list[Artifact] = []
    failures: list[Problem] = []
    produced = chain(make_pictures(root, public), _produce(root, snapshot, theme, inside, failures, cache))
    previewed = make_message_pages(snapshot, theme, message_pages.PREVIEW) if shows_messages else ()
    for artifact in chain(produced, previewed):
        artifacts.append(artifact)
        progress(len(artifacts))
    marks = {page: gist.marks for page, gist in snapshot.gists.items()}
    check_site(marks, artifacts, public.settings.site.url)
    return Production([*artifacts, *make_static_files(root, artifacts)], tuple(failures))


def _produce(
    root: Path, snapshot: Snapshot, theme: Theme, inside: Library | None, failures: list[Problem], cache: Cache
) -> Iterator[Artifact]:
    shown: list[Artifact] = []
    for artifact in _produce_public(snapshot, theme, cache):
        shown.append(artifact)
        yield artifact
    for artifact in _produce_foreign(snapshot, theme, shown, failures):
        shown.append(artifact)
        yield artifact
    # These tell of all the others, and the manifest of the site map too.
    shown.append(sitemap_of(snapshot, shown))
    yield shown[-1]
    yield from manifest_of(snapshot, shown)
    if inside is not None:
        yield from _produce_internal(root, inside, snapshot, theme)


def _produce_public(snapshot: Snapshot, theme: Theme, cache: Cache) -> Iterator[Artifact]:
    outputs = _own_outputs()
    yield from make_stories(snapshot, theme, outputs, cache)
    for output in outputs:
        yield from output.of_site(snapshot, theme)


def _produce_foreign(
    snapshot: Snapshot, theme: Theme, ours: list[Artifact], failures: list[Problem]
) -> Iterator[Artifact]:
    """The files of outputs that joined by entry point, all of one or none: one that fails is named in `failures`."""

    def fail(sentence: str) -> None:
        fix = "fix or uninstall the package that brings it"
        failures.append(Problem(Place(SETTINGS_FILE), "D021", f"{sentence}; its files are left out", fix))

    outputs = find_members("statusladder.outputs", "OUTPUT", Output, "statusladder.outputs", fail)
    for output in outputs[len(_own_outputs()) :]:
        try:
            made = list(output.produce(snapshot, theme))
            for artifact in made:
                _check_public(output, artifact)
            gather_artifacts([*ours, *made])
        except Exception as failure:
            fail(f"the output {output.name!r} failed ({in_short(failure)})")
        else:
            yield from made


def _own_outputs() -> tuple[Output, ...]:
    return find_members("statusladder.outputs", "OUTPUT", Output)


def _check_public(output: Output, artifact: Artifact) -> None:
    if artifact.path.startswith(urls.INTERNAL):
        raise ValueError(f"the output {output.name!r} is public and would write {artifact.path!r}")


def _produce_internal(root: Path, library: Library, snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    playbooks, _ = read_own_playbooks(root, library.settings)
    debt = find_debt(internal_part_of(library, snapshot.now))
    inside = look_inside(Outlook(library, snapshot.now, debt, playbooks), snapshot)
    for output in find_members("statusladder.outputs.internal", "OUTPUT", InternalOutput):
        for artifact in output.produce(inside, theme):
            if not artifact.path.startswith(urls.INTERNAL):
                raise ValueError(f"the output {output.name!r} is internal and would write {artifact.path!r}")
            yield artifact
    yield from make_message_pages(snapshot, theme, message_pages.INTERNAL, library)

"""What is made of each incident and maintenance, taken from the cache where all that goes into it is as it was.

What goes in is all that its files say as far as it is shown, what the story is told beside, the frame of its
pages, the theme, the settings, and the program itself. The moment of the build does too: it is watched while a
story is told, and what is kept holds between the moments at which it would be told otherwise.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache as cached
from functools import partial
from hashlib import sha256
from pathlib import Path
from zoneinfo import TZPATH

from statusladder.content.policies import policy_in_force
from statusladder.ladder.watched import Validity, watch_moment
from statusladder.model.kept import NotKept, as_bytes, of_bytes, said_as_bytes, updates_as_bytes
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.publish.agreement import StoryCheck
from statusladder.publish.cache import Cache
from statusladder.publish.second_process import Pieces, make_in_two
from statusladder.theming.theme import Theme
from statusladder.views.frame import Frame
from statusladder.views.gist import Gist, gist_of
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story

PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True)
class _File:
    path: str
    rank: Rank
    digest: str


@dataclass(frozen=True)
class _Kept:
    """What is kept of a story: it holds from `since` on and no longer at `until`."""

    since: datetime
    until: datetime
    gist: Gist
    files: tuple[_File, ...]


@dataclass(frozen=True)
class _Wanted:
    """A story whose files are wanted: what is kept of it, and under what it is to be kept, if it may be."""

    story: Story
    made_of: tuple[str, ...] | None
    kept: _Kept | None


@dataclass(frozen=True)
class _Told:
    """What came of telling a story: what is to be kept of it, as it is and as bytes, and the bytes of its files."""

    kept: _Kept
    record: bytes
    files: Pieces


def make_stories(snapshot: Snapshot, theme: Theme, outputs: Sequence[Output], cache: Cache) -> Iterator[Artifact]:
    """The files of every incident and maintenance; the snapshot learns the gist of each."""
    site = _site_key(snapshot.frame, theme) if cache.keeps else ""
    wanted = [_look(story, site, snapshot.now, cache) for story in snapshot.stories]
    check = StoryCheck(snapshot.settings, theme, snapshot.voice)
    anew = [one for one in wanted if one.kept is None]
    with closing(make_in_two(anew, partial(_tell, snapshot, theme, outputs, check), _pack, _unpack)) as told:
        for one in wanted:
            if one.kept is not None:
                snapshot.gists[one.story.url] = one.kept.gist
                yield from (_brought(cache, file) for file in one.kept.files)
            else:
                new = next(told)
                snapshot.gists[one.story.url] = new.kept.gist
                yield from _keep(new, one.made_of, cache)


def _look(story: Story, site: str, now: datetime, cache: Cache) -> _Wanted:
    can_keep = cache.keeps and not (story.is_open or story.is_planned)
    made_of = ("story", site, *_made_of(story)) if can_keep else None
    return _Wanted(story, made_of, _find(cache, made_of, now) if made_of is not None else None)


def _find(cache: Cache, made_of: tuple[str, ...], now: datetime) -> _Kept | None:
    value = cache.get(*made_of)
    if value is None:
        return None
    try:
        kept = of_bytes(value, _Kept)
    except NotKept:
        return None
    is_whole = kept.since <= now < kept.until and all(cache.has_file(file.digest) for file in kept.files)
    return kept if is_whole else None


def _brought(cache: Cache, file: _File) -> Artifact:
    return Artifact(file.path, lambda: cache.file(file.digest), file.rank, file.digest)


def _tell(snapshot: Snapshot, theme: Theme, outputs: Sequence[Output], check: StoryCheck, one: _Wanted) -> _Told:
    """Tells a story by a watched clock, so that nothing of it stays in memory but what is asked for again."""
    now, validity = watch_moment(snapshot.now) if one.made_of is not None else (snapshot.now, Validity(snapshot.now))
    story, frame = one.story.at(now), replace(snapshot.frame, voice=snapshot.voice.at(now))
    made = [artifact for output in outputs for artifact in output.of_story(story, frame, theme)]
    gist = gist_of(story, snapshot.settings, frame.voice)
    check.check(story, gist, made)
    files = tuple(_File(artifact.path, artifact.rank, artifact.digest) for artifact in made)
    kept = _Kept(validity.since, validity.until, gist, files)
    return _Told(kept, as_bytes(kept, _Kept), [artifact.data for artifact in made])


def _pack(told: _Told) -> Pieces:
    return (told.record, *told.files)


def _unpack(pieces: Pieces) -> _Told:
    return _Told(of_bytes(pieces[0], _Kept), pieces[0], pieces[1:])


def _keep(told: _Told, made_of: tuple[str, ...] | None, cache: Cache) -> Iterator[Artifact]:
    """The files of a story, which are kept where they may be."""
    for file, data in zip(told.kept.files, told.files, strict=True):
        bring = cache.put_file(data) if made_of is not None else None
        yield Artifact(file.path, data if bring is None else bring, file.rank, file.digest)
    if made_of is not None:
        cache.put(told.record, *made_of)


def _made_of(story: Story) -> Iterator[str]:
    """All that a story of what is over is made of, but for the site."""
    one = story.communication
    yield story.url
    # Of the files on the disk what is shown of them decides what stands after each; of others that is looked at too.
    yield one.digest
    shown = said_as_bytes(one.updates) if one.digest else updates_as_bytes(one.updates, type(one.first.said))
    yield sha256(shown).hexdigest()
    yield repr((one.pictures, story.related, story.merged_into, story.recurring, story.ratings, story.gap))


def _site_key(frame: Frame, theme: Theme) -> str:
    """All that every story of a site is made of."""
    # Two ladders of equal values may state different ones: `final: none` is a rule, and what is not stated is none.
    whole = sha256(repr((frame.settings, policy_in_force(frame.settings.ladder))).encode())
    whole.update(repr((frame.frozen, frame.zone_name, frame.pages)).encode())
    whole.update(repr((frame.has_improvements, frame.has_lessons, theme.logo)).encode())
    for layer in theme.layers:
        whole.update(_digest_of_folder(layer.folder).encode())
    for folder in map(Path, TZPATH):
        if (zone := folder / frame.settings.site.timezone).is_file():
            whole.update(zone.read_bytes())
    return whole.hexdigest()


@cached
def make_salt() -> str:
    """The program: its own files, the packages that it runs with, and Python."""
    installed = sorted({entry.name for folder in sys.path for entry in _entries(Path(folder or "."))})
    return sha256(f"{sys.version}{installed}{_digest_of_folder(PACKAGE)}".encode()).hexdigest()


def _entries(folder: Path) -> Iterator[Path]:
    return folder.glob("*.dist-info")


def _digest_of_folder(folder: Path) -> str:
    whole = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            data = file.read_bytes()
            whole.update(f"{file.relative_to(folder).as_posix()}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
            whole.update(data)
    return whole.hexdigest()

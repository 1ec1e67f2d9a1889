"""`/manifest.json` and the files of its years: what a program asks of the site: how old it is, when it changes, and all
that it published."""

import json
from collections.abc import Iterable, Iterator

from statusladder import __version__
from statusladder.model.manifest import DIGESTS, Head, Marks, Shard, shard_file
from statusladder.outputs.interface import Artifact, Rank
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot


def manifest_of(snapshot: Snapshot, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
    """The manifest of a site, made of what it tells and of every other file: a file for each year, then the head."""
    shards: dict[str, str] = {}
    for year, marks in sorted(_marks(snapshot).items()):
        shard = _as_json(shard_file(year), Shard(updates=marks), Rank.INDEX)
        shards[year] = shard.digest
        yield shard
    updated_at = snapshot.updated_at
    head = Head(
        generator=f"statusladder {__version__}",
        authority=snapshot.settings.authority,
        now=wording.stamp(snapshot.now),
        updated_at=wording.stamp(updated_at) if updated_at is not None else None,
        policy_version=snapshot.settings.ladder.policy_version,
        next_change_at=wording.stamp(snapshot.next_change_at),
        digests=DIGESTS,
        addresses=addresses(artifacts),
        shards=shards,
    )
    # It names the files of the years by their digests, so it comes after them.
    yield _as_json(urls.MANIFEST, head, Rank.FEED)


def _as_json(path: str, part: Head | Shard, rank: Rank) -> Artifact:
    text = json.dumps(part.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return Artifact(path, f"{text}\n".encode(), rank)


def addresses(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """The addresses that readers and programs may keep; not those that only a host reads, as `_headers`."""
    paths = (artifact.path for artifact in artifacts)
    return tuple(sorted(urls.page_of(path) for path in paths if path[0] != "_" and path != urls.NOT_FOUND))


def _marks(snapshot: Snapshot) -> dict[str, Marks]:
    """By the year that an id begins with: of incidents, then of maintenance, each in the order of their ids."""
    told = snapshot.courses.library
    pages = [(one.id, urls.incident(one.id)) for one in told.incidents]
    pages += [(one.id, urls.maintenance(one.id)) for one in told.maintenances]
    marks: dict[str, Marks] = {}
    for story_id, page in pages:
        marks.setdefault(story_id[:4], {})[page] = dict(snapshot.gists[page].marks)
    return marks

"""`/manifest.json`: what a program asks of the site: how old it is, when it changes, and all that it published."""

import json
from collections.abc import Iterable

from statusladder import __version__
from statusladder.model.manifest import DIGESTS, Manifest
from statusladder.outputs.interface import Artifact, Rank
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot


def manifest_of(snapshot: Snapshot, artifacts: Iterable[Artifact]) -> Artifact:
    """The manifest of a site, made of what it tells and of every other file."""
    updated_at = snapshot.updated_at
    manifest = Manifest(
        generator=f"statusladder {__version__}",
        authority=snapshot.settings.authority,
        now=wording.stamp(snapshot.now),
        updated_at=wording.stamp(updated_at) if updated_at is not None else None,
        policy_version=snapshot.settings.ladder.policy_version,
        next_change_at=wording.stamp(snapshot.next_change_at),
        digests=DIGESTS,
        addresses=addresses(artifacts),
        updates={page: dict(snapshot.gists[page].marks) for page in _pages(snapshot)},
    )
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return Artifact(urls.MANIFEST, f"{text}\n".encode(), Rank.FEED)


def addresses(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """The addresses that readers and programs may keep; not those that only a host reads, as `_headers`."""
    paths = (artifact.path for artifact in artifacts)
    return tuple(sorted(urls.page_of(path) for path in paths if path[0] != "_" and path != urls.NOT_FOUND))


def _pages(snapshot: Snapshot) -> Iterable[str]:
    """Those of incidents, then those of maintenance, each in the order of their ids."""
    told = snapshot.courses.library
    yield from (urls.incident(one.id) for one in told.incidents)
    yield from (urls.maintenance(one.id) for one in told.maintenances)

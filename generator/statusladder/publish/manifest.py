"""`/manifest.json`: what a program asks of the site: how old it is, when it changes, and all that it published."""

import json
from collections.abc import Iterable
from typing import Any

from statusladder import __version__
from statusladder.model.communication import Incident, Update
from statusladder.model.manifest import DIGESTS, Manifest, UpdateMark, correction_mark, facts_digest, said_marks
from statusladder.model.site import Library
from statusladder.outputs.interface import Artifact, Rank
from statusladder.views import urls, wording
from statusladder.views.fact_tuple import fact_tuple
from statusladder.views.snapshot import Snapshot


def manifest_of(public: Library, snapshot: Snapshot, artifacts: Iterable[Artifact]) -> Artifact:
    """The manifest of a site, made of what is public of the library and of every other file."""
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
        updates=dict(_marks(public)),
    )
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return Artifact(urls.MANIFEST, f"{text}\n".encode(), Rank.FEED)


def addresses(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """The addresses that readers and programs may keep; not those that only a host reads, as `_headers`."""
    paths = (artifact.path for artifact in artifacts)
    return tuple(sorted(urls.page_of(path) for path in paths if path[0] != "_" and path != urls.NOT_FOUND))


def _marks(public: Library) -> Iterable[tuple[str, dict[str, UpdateMark]]]:
    site_url = public.settings.site.url
    for one in public.communications:
        page = urls.incident(one.id) if isinstance(one, Incident) else urls.maintenance(one.id)
        yield page, {update.id: _mark(update, fact_tuple(one, update, page, site_url)) for update in one.updates}


def _mark(update: Update[Any], facts: dict[str, Any]) -> UpdateMark:
    corrections = tuple(correction_mark(fix) for fix in update.said.corrections or ())
    return UpdateMark(facts=facts_digest(facts), said=said_marks(update), corrections=corrections)

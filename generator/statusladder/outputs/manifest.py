"""`/manifest.json`: what a program asks of the site itself: how old it is, and when it must be built anew."""

import json
from collections.abc import Iterator

from statusladder import __version__
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    updated_at = snapshot.updated_at
    manifest = {
        "generator": f"statusladder {__version__}",
        "now": wording.stamp(snapshot.now),
        "updated_at": wording.stamp(updated_at) if updated_at is not None else None,
        "policy_version": snapshot.settings.ladder.policy_version,
        "next_change_at": wording.stamp(snapshot.next_change_at),
    }
    yield Artifact(urls.MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(), Rank.FEED)


OUTPUT = Output("manifest", _produce)

"""`/api/v2/`: the nine endpoints of the Statuspage public API as files, for clients that exist already.

`status.json` is also what an open page asks to learn that it is no longer the newest.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot

PAGE_SIZE = 50
"""Incidents in one answer (outputs.md); older ones follow on pages that the original does not have."""


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    api = snapshot.statuspage
    current = [*api.upcoming, *api.active]
    answers: dict[str, Mapping[str, object]] = {
        urls.API_STATUS: {"status": api.status},
        urls.api("summary"): {
            "status": api.status,
            "components": api.components,
            "incidents": api.unresolved,
            "scheduled_maintenances": [row for row in api.maintenances if row in current],
        },
        urls.api("components"): {"components": api.components},
        urls.api("incidents"): {"incidents": api.incidents[:PAGE_SIZE]},
        urls.api("incidents/unresolved"): {"incidents": api.unresolved},
        urls.api("scheduled-maintenances"): {"scheduled_maintenances": api.maintenances[:PAGE_SIZE]},
        urls.api("scheduled-maintenances/upcoming"): {"scheduled_maintenances": api.upcoming},
        urls.api("scheduled-maintenances/active"): {"scheduled_maintenances": api.active},
        **{urls.api(f"incidents/{row['id']}"): {"incident": row} for row in api.incidents},
        **dict(_further_pages("incidents", "incidents", api.incidents)),
        **dict(_further_pages("scheduled-maintenances", "scheduled_maintenances", api.maintenances)),
    }
    for path, answer in answers.items():
        text = json.dumps({"page": api.page, **answer}, ensure_ascii=False, indent=1)
        yield Artifact(path, f"{text}\n".encode(), Rank.FEED)


def _further_pages(name: str, key: str, rows: Sequence[Any]) -> Iterable[tuple[str, Mapping[str, object]]]:
    for start in range(PAGE_SIZE, len(rows), PAGE_SIZE):
        yield urls.api(f"{name}/page-{start // PAGE_SIZE + 1}"), {key: rows[start : start + PAGE_SIZE]}


OUTPUT = Output("statuspage_api", _produce)

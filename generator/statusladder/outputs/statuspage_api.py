"""`/api/v2/`: the nine endpoints of the Statuspage public API as files, for clients that exist already.

`status.json` is also what an open page asks to learn that it is no longer the newest.
"""

import json
from collections.abc import Iterator, Mapping

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot
from statusladder.views.statuspage import PAGE_SIZE, build_further_pages


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    api = snapshot.statuspage
    current = [*api.upcoming, *api.active]
    answers: dict[str, Mapping[str, object]] = {
        urls.API_STATUS: {"status": api.status},
        urls.of_api("summary"): {
            "status": api.status,
            "components": api.components,
            "incidents": api.unresolved,
            "scheduled_maintenances": [row for row in api.maintenances if row in current],
        },
        urls.of_api("components"): {"components": api.components},
        urls.of_api("incidents"): {"incidents": api.incidents[:PAGE_SIZE]},
        urls.of_api("incidents/unresolved"): {"incidents": api.unresolved},
        urls.of_api("scheduled-maintenances"): {"scheduled_maintenances": api.maintenances[:PAGE_SIZE]},
        urls.of_api("scheduled-maintenances/upcoming"): {"scheduled_maintenances": api.upcoming},
        urls.of_api("scheduled-maintenances/active"): {"scheduled_maintenances": api.active},
        **{urls.of_api(f"incidents/{row['id']}"): {"incident": row} for row in api.incidents},
        **{path: {"incidents": rows} for path, rows in build_further_pages("incidents", api.incidents)},
        **{
            path: {"scheduled_maintenances": rows}
            for path, rows in build_further_pages("scheduled-maintenances", api.maintenances)
        },
    }
    for path, answer in answers.items():
        text = json.dumps({"page": api.page, **answer}, ensure_ascii=False)
        yield Artifact(path, f"{text}\n".encode(), Rank.FEED)


OUTPUT = Output("statuspage_api", _produce)

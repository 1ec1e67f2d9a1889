"""`/api/v2/status.json`: the state of the site in two words and the time of its newest publication.

What machines ask first, and what an open page asks to learn that it is no longer the newest.
"""

import json
from collections.abc import Iterable, Iterator

from statusladder.model.vocabulary import ComponentState
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.statuspage_ids import derived_id
from statusladder.theming.theme import Theme
from statusladder.views import urls, wording
from statusladder.views.snapshot import Snapshot


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    site = snapshot.settings.site
    states = [view.state for group in snapshot.groups for view in group.components]
    answer = {
        "page": {
            "id": derived_id("page", snapshot.settings.authority),
            "name": site.name,
            "url": site.url,
            "time_zone": site.timezone,
            "updated_at": wording.precise_stamp(snapshot.changed_at),
        },
        "status": {
            "indicator": snapshot.indicator.value,
            "description": headline(snapshot.indicator.value, states),
        },
    }
    yield Artifact(urls.API_STATUS, (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode(), Rank.FEED)


def headline(indicator: str, states: Iterable[ComponentState]) -> str:
    """The sentence that clients of the API know (outputs.md): one an indicator, three for `minor`."""
    if indicator == "minor":
        told = set(states)
        if ComponentState.DEGRADED_PERFORMANCE not in told:
            return "Minor Service Outage"
        return "Degraded System Service" if len(told) == 1 else "Partially Degraded Service"
    return {
        "none": "All Systems Operational",
        "maintenance": "Service Under Maintenance",
        "major": "Partial System Outage",
        "critical": "Major System Outage",
    }[indicator]


OUTPUT = Output("api_status", _produce)

"""The facts of one update that every channel has to agree on, in a form of which a digest can be made."""

from typing import Any

from statusladder.model.communication import Communication, Update
from statusladder.model.differences import as_written
from statusladder.model.update import MaintenanceKeys
from statusladder.views import urls

_SAID = ("eta", "progress", "data_loss", "workarounds", "customer_actions", "contacts")
_TIMES = ("started_at", "mitigated_at", "resolved_at")


def fact_tuple(communication: Communication[Any], update: Update[Any], page: str, site_url: str) -> dict[str, Any]:
    """The fact tuple after an update: texts as people write them, times in UTC, null for what is unsaid.

    Of a maintenance the window is one of the facts.
    """
    facts = update.facts
    impact = facts.impact
    states = facts.components.states if facts.components is not None else {}
    told = {name: _written(getattr(facts, name)) for name in (*_SAID, *_TIMES)}
    if isinstance(facts, MaintenanceKeys):
        told["window"] = _written(facts.window)
    return told | {
        "incident": communication.id,
        "sequence": update.number,
        "stage": update.stage.value,
        "severity": facts.severity.value if facts.severity is not None else None,
        "components": {name: as_written(state) for name, state in states.items()},
        "symptom": impact.symptom if impact is not None else None,
        "impact": {
            name: _written(getattr(impact, name)) for name in ("share", "accounts", "basis") if impact is not None
        },
        "regions": list(impact.regions or ()) if impact is not None else [],
        "next_update": _written(update.said.promised_at),
        "permalink": urls.absolute(site_url, urls.update(page, update.id)),
    }


def _written(value: Any) -> str | None:
    return None if value is None else as_written(value)

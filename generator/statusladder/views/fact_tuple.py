"""The facts of an update, as every output about it has to give them, and the digest by which they are known.

Whoever gets an update in two ways compares two digests, and need not read both.
"""

from typing import Any

from statusladder.model.communication import Communication, Update
from statusladder.model.differences import as_written
from statusladder.model.facts import Components
from statusladder.model.manifest import digest_of_facts
from statusladder.model.update import MaintenanceKeys
from statusladder.views import urls

_SAID = (
    *("title", "potential_impact", "eta", "eta_review_at", "progress", "data_loss", "remaining"),
    *("workarounds", "customer_actions", "contacts", "known", "unknown", "actions", "monitoring_until"),
    "exit_criterion",
)
_TIMES = ("started_at", "mitigated_at", "resolved_at")
_EXTENT = ("share", "accounts", "basis", "workflows")


def build_fact_tuple(
    communication: Communication[Any], update: Update[Any], page: str, site_url: str
) -> dict[str, Any]:
    """The fact tuple after an update: texts as people write them, times in UTC, null for what is unsaid.

    Of a maintenance the window is one of the facts, and so is what is expected during it. Contacts are those that an
    update names: were those of site.yaml among them, a new telephone number would make news of every old update.
    """
    facts = update.facts
    impact = facts.impact
    told: dict[str, Any] = {name: _written(getattr(facts, name)) for name in (*_SAID, *_TIMES)}
    if isinstance(facts, MaintenanceKeys):
        told["window"] = _written(facts.window)
        told["expected"] = _states(facts.expected)
    return told | {
        "incident": communication.id,
        "sequence": update.number,
        "stage": update.stage.value,
        "severity": facts.severity.value if facts.severity is not None else None,
        "components": _states(facts.components),
        "symptom": impact.symptom if impact is not None else None,
        "impact": {name: _written(getattr(impact, name)) for name in _EXTENT if impact is not None},
        "regions": list(impact.regions or ()) if impact is not None else [],
        "next_update": _written(update.said.promised_at),
        "permalink": urls.make_absolute(site_url, urls.of_update(page, update.id)),
    }


def digest_facts(communication: Communication[Any], update: Update[Any], page: str, site_url: str) -> str:
    """The digest of the fact tuple after an update."""
    return digest_of_facts(build_fact_tuple(communication, update, page, site_url))


def _states(spoken_of: Components | None) -> dict[str, str] | str:
    """The state of each component, or that they are unknown."""
    if spoken_of is None:
        return {}
    return "unknown" if spoken_of.unknown else {name: as_written(state) for name, state in spoken_of.states.items()}


def _written(value: Any) -> str | None:
    return None if value is None else as_written(value)

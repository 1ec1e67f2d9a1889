"""What the page about the API tells of this very site: its answers as examples, and its stages in the API's words."""

import json
from dataclasses import dataclass

from statusladder.ladder.steps import LABELS
from statusladder.markup.prose import shorten
from statusladder.views import urls
from statusladder.views.statuspage import Statuspage, further_pages
from statusladder.views.statuspage_incidents import STATUSES

LONGEST_TEXT = 120
"""Characters of a text in an example that is shortened: enough to see what kind of text it is."""


@dataclass(frozen=True)
class ApiGuide:
    """`status` is an answer as it is; `incident` that of an open incident, else of the newest, one row of each list.

    `older` are the addresses of the further pages of history, `stages` each word of the API with ours.
    """

    status: str
    incident_url: str | None
    incident: str | None
    older: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]


def api_guide(api: Statuspage) -> ApiGuide:
    """All of it as it stands at the snapshot's moment."""
    told = next(iter((*api.unresolved, *api.incidents)), None)
    lists = {"incidents": api.incidents, "scheduled-maintenances": api.maintenances}
    return ApiGuide(
        status=_as_text({"page": api.page, "status": api.status}),
        incident_url=urls.api(f"incidents/{told['id']}") if told is not None else None,
        incident=_as_text(_shortened({"page": api.page, "incident": told})) if told is not None else None,
        older=tuple(address for name, rows in lists.items() for address, _ in further_pages(name, rows)),
        stages=tuple((word, ", ".join(LABELS[one] for one in STATUSES if STATUSES[one] == word)) for word in _words()),
    )


def _words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(STATUSES.values()))


def _shortened(value: object) -> object:
    """The same with the first row of each list and the beginning of each long text."""
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value[:1]]
    return shorten(value, LONGEST_TEXT) if isinstance(value, str) and " " in value else value


def _as_text(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)

"""`/reliability/`: the figures of the last year for people, and as `/reliability.json` and `/reliability.csv`."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.reliability import INCIDENT_COLUMNS
from statusladder.views.snapshot import Snapshot

_FORMULA = re.compile(r"(?:^|[;|\t\r\n])[\s\"']*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
"""What makes a spreadsheet compute a cell instead of showing it, wide forms too. Where the spreadsheets of a country
separate cells by another sign than a comma, one of theirs may begin within one of ours."""


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, say = snapshot.settings.site.name, snapshot.voice.say
    view = snapshot.reliability
    if not snapshot.settings.pages.reliability:
        return
    yield make_page(
        snapshot,
        theme,
        urls.RELIABILITY,
        "reliability.html",
        say("reliability.title", site=name),
        say("reliability.description", site=name),
        Rank.INDEX,
        view=view,
        as_json=urls.RELIABILITY_JSON,
        as_csv=urls.RELIABILITY_CSV,
    )
    text = json.dumps(view.data, ensure_ascii=False, indent=1)
    yield Artifact(urls.RELIABILITY_JSON, f"{text}\n".encode(), Rank.FEED)
    yield Artifact(urls.RELIABILITY_CSV, _table((INCIDENT_COLUMNS, *view.rows)).encode(), Rank.FEED)


def _table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as RFC 4180 wants them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    """Unknown is empty; a text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    return _FORMULA.sub(lambda match: f"{match[0][:-1]}'{match[0][-1]}", value)


OUTPUT = Output("reliability", _produce)

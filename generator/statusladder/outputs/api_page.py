"""`/api/`: the API told to people, with this site's own answers, and `/api/openapi.json`: the same told to programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot
from statusladder.views.statuspage import build_api_guide

DESCRIPTION = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
"""Every endpoint with its words and the schema of its answer; what is of one site alone is added to it."""


@dataclass(frozen=True)
class Endpoint:
    """An address as it is written, with what it answers and when to ask it; `is_one` unless it stands for many."""

    path: str
    answers: str
    ask_when: str
    is_one: bool


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name, voice = snapshot.settings.site.name, snapshot.voice
    if not snapshot.settings.pages.api:
        return
    yield make_page(
        snapshot,
        theme,
        urls.API,
        "api.html",
        voice.say("api.title", site=name),
        voice.say("api.description", site=name),
        Rank.INDEX,
        endpoints=tuple(_endpoints()),
        guide=build_api_guide(snapshot.statuspage, voice),
        openapi=urls.OPENAPI,
    )
    yield Artifact(urls.OPENAPI, _description_of(name, snapshot.settings.site.url), Rank.FEED)


def _endpoints() -> Iterator[Endpoint]:
    for path, methods in DESCRIPTION["paths"].items():
        asked = methods["get"]
        yield Endpoint(path.lstrip("/"), asked["summary"], asked["description"], "{" not in path)


@lru_cache(maxsize=8)
def _description_of(name: str, url: str) -> bytes:
    """`/api/openapi.json` of a site, which no build makes anew while its name and its address stay."""
    told = {
        **DESCRIPTION,
        "info": {**DESCRIPTION["info"], "title": f"{name}: {DESCRIPTION['info']['title']}"},
        "servers": [{"url": url}],
        "externalDocs": {"url": urls.make_absolute(url, urls.API)},
    }
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


OUTPUT = Output("api_page", _produce)

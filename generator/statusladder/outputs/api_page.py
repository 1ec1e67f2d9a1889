"""`/api/`: the API for people, with this site's own answers, and `/api/openapi.json`: its description for programs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from statusladder.model.manifest import shard_file_of
from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import make_page
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.snapshot import Snapshot
from statusladder.views.statuspage import build_api_guide
from statusladder.voice.voice import Voice

DESCRIPTION = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
"""Every endpoint and the schema of its answer; texts for people, and what is of one site alone, are added to it."""

_PATHS: Mapping[str, Any] = DESCRIPTION["paths"]


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
        endpoints=tuple(_endpoints(voice)),
        guide=build_api_guide(snapshot.statuspage, voice),
        openapi=urls.OPENAPI,
        compared=_compared(snapshot),
    )
    text = json.dumps(_described(snapshot), ensure_ascii=False, indent=1)
    yield Artifact(urls.OPENAPI, f"{text}\n".encode(), Rank.FEED)


def _compared(snapshot: Snapshot) -> str | None:
    """The commands that ask two outputs for the digest of the newest update, and what both answer."""
    announced = [one for story in snapshot.stories for one in snapshot.gists[story.url].headlines.news if one.announced]
    newest = max(announced, key=lambda one: (one.moment, one.entry.id), default=None)
    if newest is None:
        return None
    site_url = snapshot.settings.site.url
    page = newest.entry.url.removeprefix(f"{site_url}/").partition("#")[0]
    # The anchor may be that of a correction; the id of the entry names the update.
    story_id, update_id = newest.entry.id.partition(":update/")[2].split("/")[:2]
    where = f'.updates["{page}"]["{update_id}"].facts'
    return (
        f"curl -s {urls.make_absolute(site_url, urls.UPDATES_JSON)} | jq -r '.items[0]._statusladder.facts'\n"
        f"{newest.entry.facts}\n"
        f"curl -s {urls.make_absolute(site_url, shard_file_of(story_id[:4]))} | jq -r '{where}'\n"
        f"{newest.entry.facts}"
    )


def _endpoints(voice: Voice) -> Iterator[Endpoint]:
    for path, methods in _PATHS.items():
        name = methods["get"]["operationId"]
        answers, use = voice.say(f"openapi.endpoint.{name}.answers"), voice.say(f"openapi.endpoint.{name}.use")
        yield Endpoint(path.lstrip("/"), answers, use, "{" not in path)


def _described(snapshot: Snapshot) -> dict[str, Any]:
    site, voice = snapshot.settings.site, snapshot.voice
    about = {"title": voice.say("openapi.title", site=site.name), "description": voice.say("openapi.description")}
    return {
        **DESCRIPTION,
        "info": {**about, **DESCRIPTION["info"]},
        "servers": [{"url": site.url}],
        "externalDocs": {"url": urls.make_absolute(site.url, urls.API)},
        "paths": {path: {"get": _operation(methods["get"], voice)} for path, methods in _PATHS.items()},
    }


def _operation(asked: Mapping[str, Any], voice: Voice) -> dict[str, Any]:
    """An endpoint with its texts, which OpenAPI wants at each parameter and response as well."""
    name = asked["operationId"]
    told = {
        **asked,
        "summary": voice.say(f"openapi.endpoint.{name}.answers"),
        "description": voice.say(f"openapi.endpoint.{name}.use"),
        "responses": {
            status: {"description": voice.say(f"openapi.response.{HTTPStatus(int(status)).name.lower()}"), **response}
            for status, response in asked["responses"].items()
        },
    }
    if "parameters" in asked:
        told["parameters"] = [
            {**parameter, "description": voice.say(f"openapi.parameter.{parameter['name']}")}
            for parameter in asked["parameters"]
        ]
    return told


OUTPUT = Output("api_page", _produce)

"""Nothing is sent until the live page has what the messages tell."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

import in_process
from message_site import NOW
from statusladder.delivery.orders import read_orders
from statusladder.delivery.waiting import wait_until_live
from statusladder.model.problem import Stopped

TEN = timedelta(minutes=10)


@pytest.fixture(scope="module")
def live(site: Path) -> Path:
    public = site.parent / "public"
    done = in_process.run("build", "-o", str(public), "--now", NOW, "--site", str(site))
    assert done.returncode == 0, done.stderr
    return public


def _serve(server: HTTPServer, live: Path, after: int = 0) -> list[str]:
    """Serves the page from a question on; gives the queries of all."""
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.query_string.decode())
        if len(asked) <= after:
            return Response("", 404)
        return Response((live / request.path.lstrip("/")).read_bytes())

    for path in ("/manifest.json", "/manifest/2026.json"):
        server.expect_request(path).respond_with_handler(answer)
    return asked


def test_the_live_page_is_asked_until_it_has_the_updates(
    messages: Path, live: Path, clock: Any, httpserver: HTTPServer
) -> None:
    asked = _serve(httpserver, live, after=2)

    wait_until_live(httpserver.url_for(""), read_orders(messages, {}).rows, TEN, clock.patience)

    assert clock.slept == [10.0, 10.0]
    assert len({one.partition("&")[0] for one in asked}) == 3


@pytest.mark.parametrize("change", [{"facts": "0" * 64}, {"update": "04-later"}, {"incident": "2026-07-14-other"}])
def test_an_update_that_the_live_page_tells_otherwise_is_waited_for_in_vain(
    messages: Path, live: Path, clock: Any, httpserver: HTTPServer, change: dict[str, str]
) -> None:
    _serve(httpserver, live)
    rows = [read_orders(messages, {}).rows[0].model_copy(update=change)]

    with pytest.raises(Stopped, match=r"nothing was sent: .* does not show"):
        wait_until_live(httpserver.url_for(""), rows, timedelta(seconds=25), clock.patience)

    assert clock.slept == [10.0, 10.0]


def test_a_correction_is_waited_for_although_the_facts_are_the_same(
    messages: Path, live: Path, clock: Any, httpserver: HTTPServer, tmp_path: Path
) -> None:
    year = json.loads((live / "manifest/2026.json").read_text())
    year["updates"]["incidents/2026-07-14-exports-late/"]["03-resolved"]["corrections"] = []
    head = json.loads((live / "manifest.json").read_text())
    (tmp_path / "manifest").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps(head | {"shards": {}, "updates": year["updates"]}))
    _serve(httpserver, tmp_path)
    rows = {row.id: row for row in read_orders(messages, {}).rows}

    wait_until_live(httpserver.url_for(""), [rows["03-resolved"]], TEN, clock.patience)
    with pytest.raises(Stopped, match="does not show 2026-07-14-exports-late/03-resolved"):
        wait_until_live(httpserver.url_for(""), [rows["03-resolved-correction-1"]], TEN, clock.patience)


def test_a_page_that_cannot_be_read_is_named(messages: Path, clock: Any, httpserver: HTTPServer) -> None:
    with pytest.raises(Stopped, match=r"nothing was sent: .*manifest\.json.* cannot be read"):
        wait_until_live(httpserver.url_for("/none"), read_orders(messages, {}).rows, timedelta(0), clock.patience)

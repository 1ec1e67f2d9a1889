"""Another host is asked within limits, and a name that leads into our own network only where somebody says so."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.error import URLError

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from statusladder.history import fetching
from statusladder.history.fetching import OwnNetwork, fetch, is_own
from statusladder.history.manifest import ManifestError, read_manifest


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def _resolves(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> list[str]:
    """Lets every name lead to these addresses; gives the names that were looked up."""
    asked = []

    def look_up(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_an_address_that_is_written_as_one_of_our_own_is_asked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/manifest.json").respond_with_data("all")

    assert fetch(httpserver.url_for("/manifest.json")) == b"all"


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"]
)
def test_a_name_that_leads_into_our_own_network_is_not_asked(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    _resolves(monkeypatch, "93.184.215.14", number)

    with pytest.raises(OwnNetwork):
        fetch("http://status.tern.example/manifest.json")


def test_it_is_asked_where_somebody_says_so_and_its_name_is_looked_up_once(
    monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/manifest.json").respond_with_data("all")
    asked = _resolves(monkeypatch, "127.0.0.1")

    assert fetch(f"http://status.tern.example:{httpserver.port}/manifest.json", own_network=True) == b"all"
    assert asked == ["status.tern.example"]


@pytest.mark.parametrize("host", ["localhost", "x.localhost", "127.0.0.1", "::1", "fe80::1", "::ffff:10.0.0.1"])
def test_these_hosts_are_written_as_our_own(host: str) -> None:
    assert is_own(host)


@pytest.mark.parametrize("host", ["status.tern.example", "93.184.215.14", "2606:4700::1111", "localhost.tern.example"])
def test_these_hosts_are_not(host: str) -> None:
    assert not is_own(host)


@pytest.mark.parametrize("number", ["64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:127.0.0.1", "fc00::1"])
def test_an_address_that_only_wraps_one_of_our_own_is_one(number: str) -> None:
    assert is_own(number)


def test_a_redirect_may_lead_to_another_path(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": "/b"})
    httpserver.expect_request("/b").respond_with_data("all")

    assert fetch(httpserver.url_for("/a")) == b"all"


@pytest.mark.parametrize(
    "target", ["http://other.tern.example/", "http://169.254.169.254/latest", "//[::1]/", "file:///etc/passwd"]
)
def test_a_redirect_leads_to_no_other_host(httpserver: HTTPServer, target: str) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": target})

    with pytest.raises(URLError):
        fetch(httpserver.url_for("/a"))


def test_redirects_end(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", 302, {"Location": "/a"})

    with pytest.raises(URLError):
        fetch(httpserver.url_for("/a"))


def test_an_answer_that_is_too_large_is_not_read_to_its_end(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 2**20)
    httpserver.expect_request("/manifest.json").respond_with_data("x" * 2**21)

    with pytest.raises(ManifestError, match="larger than 1 MB"):
        read_manifest(httpserver.url_for("/manifest.json"))


def test_a_host_that_goes_on_for_ever_is_left(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    is_over = Event()

    def drop_by_drop(request: Request) -> Response:
        def drops() -> Iterator[bytes]:
            while not is_over.wait(0.05):
                yield b" "

        return Response(drops())

    httpserver.expect_request("/manifest.json").respond_with_handler(drop_by_drop)
    with pytest.raises(ManifestError, match="no whole answer within"):
        read_manifest(httpserver.url_for("/manifest.json"))
    is_over.set()


@pytest.mark.parametrize("answer", ["", "<html>", "[]", '{"updates": 7}', "[" * 100_000, "\x00"])
def test_whatever_is_answered_is_told_in_words(httpserver: HTTPServer, answer: str) -> None:
    httpserver.expect_request("/manifest.json").respond_with_data(answer)

    with pytest.raises(ManifestError, match="is no manifest of a site"):
        read_manifest(httpserver.url_for("/manifest.json"))

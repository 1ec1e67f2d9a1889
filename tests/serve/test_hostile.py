"""What other people, pages and programs of this machine can do to a preview: real requests, also bad ones."""

import http.client
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from night import in_ci
from preview_process import previewing
from statusladder.publish.pipeline import Publication
from statusladder.serve import server
from statusladder.serve.preview import Preview
from statusladder.serve.server import serving

PRESENT = datetime(2026, 6, 10, 12, tzinfo=UTC)
MOMENT = "2026-06-10T13:00:00Z"
LONGEST = 30.0


class _Site:
    """A preview of two files, in this process; `chosen` are the moments that somebody chose."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "index.html").write_text("<h1>Plover</h1>")
        (folder / "data.txt").write_text("plover")
        (folder / "history").mkdir()
        self.chosen: list[datetime | None] = []
        self.preview = Preview(lambda now, clock, present: Publication((), None), lambda: PRESENT, None)
        self.preview.choose = self.chosen.append  # type: ignore[method-assign, assignment]

    def at(self, address: str) -> None:
        self.host, self.base = urlsplit(address).netloc, urlsplit(address).path

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.host, timeout=LONGEST)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        self.body = response.read()
        connection.close()
        return response

    def send(self, data: bytes) -> bytes:
        """All that is answered to these bytes, to whose end nothing is added."""
        with self.connect() as connection:
            connection.sendall(data)
            return _rest(connection)

    def connect(self) -> socket.socket:
        name, _, port = self.host.rpartition(":")
        return socket.create_connection((name, int(port)), LONGEST)


def _rest(connection: socket.socket) -> bytes:
    answer = b""
    try:
        while more := connection.recv(65536):
            answer += more
    except ConnectionResetError:
        pass  # What had not been read of a request that was refused is thrown away.
    return answer


@pytest.fixture
def site(tmp_path: Path) -> Iterator[_Site]:
    site = _Site(tmp_path / "site")
    with serving(site.preview, tmp_path / "site", 0) as address:
        site.at(address)
        yield site


def test_the_address_begins_with_a_token_that_nobody_can_guess(site: _Site, tmp_path: Path) -> None:
    token = site.base.strip("/")
    with serving(site.preview, tmp_path / "site", 0) as other:
        assert urlsplit(other).path != site.base
    assert len(token) >= 22
    assert site.base == f"/{token}/"
    assert (site.ask(site.base).status, site.body.startswith(b"<h1>Plover</h1>")) == (200, True)


WITHOUT = ["/", "/index.html", "/data.txt", "/__statusladder/live.js", "/__statusladder/events", "//", "/x/", "/%00/"]


@pytest.mark.parametrize("path", WITHOUT)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_without_the_token_nothing_is_read_and_nothing_is_changed(site: _Site, path: str, method: str) -> None:
    answer = site.ask(path, method, MOMENT if method == "POST" else None, Origin=f"http://{site.host}")

    assert answer.status == 403
    assert site.body in (
        b"",
        b"Open the whole address that 'statusladder serve' printed; it is another one each time.\n",
    )
    assert site.base.strip("/") not in str(answer.headers)
    assert site.chosen == []


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: f"{token}x", str.swapcase, lambda token: f"%20{token}"]
)
def test_a_token_that_is_nearly_right_is_wrong(site: _Site, change: Callable[[str], str]) -> None:
    assert site.ask(f"/{change(site.base.strip('/'))}/").status == 403


def test_the_token_without_its_slash_and_a_folder_are_led_to_their_page(site: _Site) -> None:
    for asked, told in ((site.base.rstrip("/"), site.base), (f"{site.base}history", f"{site.base}history/")):
        answer = site.ask(asked)
        assert (answer.status, answer.headers["Location"]) == (301, told)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "own", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "own", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_no_other_page_chooses_a_moment_though_it_knows_the_address(site: _Site, headers: dict[str, str]) -> None:
    said = {name: f"http://{site.host}" if value == "own" else value for name, value in headers.items()}

    assert site.ask(f"{site.base}__statusladder/at", "POST", MOMENT, **said).status == 403
    assert site.body == b"Only a page of this preview can do that.\n"
    assert site.chosen == []


def test_a_page_of_the_preview_chooses_a_moment(site: _Site) -> None:
    own = f"http://{site.host}"
    for headers in (
        {"Origin": own},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": own, "Sec-Fetch-Site": "same-origin"},
    ):
        assert site.ask(f"{site.base}__statusladder/at", "POST", MOMENT, **headers).status == 204
    assert site.chosen == [datetime(2026, 6, 10, 13, tzinfo=UTC)] * 3


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:80", "127.0.0.1.rebound.example", "[", ""])
def test_a_name_of_the_open_web_that_leads_here_reads_and_changes_nothing(site: _Site, host: str) -> None:
    assert site.ask(site.base, Host=host).status == 403
    at = f"{site.base}__statusladder/at"
    assert site.ask(at, "POST", MOMENT, Host=host, Origin=f"http://{host}").status == 403
    assert site.chosen == []


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: localhost\r\n", b"Host: a\r\nHost: 127.0.0.1\r\n"])
def test_who_names_no_host_or_two_is_refused(site: _Site, hosts: bytes) -> None:
    answer = site.send(b"GET %s HTTP/1.0\r\n%s\r\n" % (site.base.encode(), hosts))

    assert answer.startswith(b"HTTP/1.0 403 ")
    assert b"Plover" not in answer


@pytest.mark.parametrize("path", ["", "data.txt", "nowhere", "history", "__statusladder/live.js"])
def test_no_other_page_can_frame_load_or_guess_at_any_answer(site: _Site, path: str) -> None:
    headers = site.ask(site.base + path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Server"] == "statusladder"


def test_a_refusal_says_as_much(site: _Site) -> None:
    for answer in (site.ask("/"), site.ask(site.base, "PUT"), site.ask(site.base, Host="evil.example")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET http://[ HTTP/1.0", b"403"),
        (b"GET * HTTP/1.0", b"403"),
        (b"GET \xff\xfe/ HTTP/1.0", b"403"),
        (b"GET BASE?next=/&#x HTTP/1.0", b"200"),
        (b"GET BASE%0d%0aX:%20y HTTP/1.0", b"404"),
        (b"GET BASE..%2f..%2fetc/passwd HTTP/1.0", b"404"),
        (b"GET BASE/etc/passwd HTTP/1.0", b"404"),
        (b"GET BASE%ff%fe HTTP/1.0", b"404"),
        (b"GET BASE" + b"x" * 5000 + b" HTTP/1.0", b"404"),
        (b"BREW BASE HTTP/1.0", b"501"),
        (b"GET BASE HTTP/9.9", b""),
        (b"GET BASE FTP/1.0", b""),
        (b"GET", b""),
        (b"\x16\x03\x01\x02", b""),
    ],
)
def test_whatever_is_asked_is_answered_and_no_traceback_is_printed(
    site: _Site, capfd: pytest.CaptureFixture[str], request_line: bytes, status: bytes
) -> None:
    answer = site.send(request_line.replace(b"BASE", site.base.encode()) + b"\r\nHost: localhost\r\n\r\n")

    assert answer[9:12] == status, "what speaks no HTTP of ours is told nothing"
    assert b"root:" not in answer
    assert site.ask(site.base).status == 200
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("size", ["-1", "9" * 5000, "0x10", "1e2", "65", "²", "+5"])
def test_a_size_that_is_none_is_refused(site: _Site, capfd: pytest.CaptureFixture[str], size: str) -> None:
    head = f"POST {site.base}__statusladder/at HTTP/1.0\r\nHost: {site.host}\r\nOrigin: http://{site.host}\r\n"
    answer = site.send(f"{head}Content-Length: {size}\r\n\r\n{MOMENT}".encode("latin-1"))

    assert answer.startswith(b"HTTP/1.0 400 ")
    assert site.chosen == []
    assert capfd.readouterr().err == ""


def test_a_request_that_is_too_long_or_has_too_many_headers_is_refused(site: _Site) -> None:
    head = f"GET {site.base} HTTP/1.0\r\nHost: {site.host}\r\n".encode()
    long, many = b"X: " + b"x" * 60_000 + b"\r\n\r\n", b"".join(b"X-%d: x\r\n" % at for at in range(200)) + b"\r\n"

    for rest in (long, many, b"X: x\r\n" * 20_000):
        with site.connect() as connection:
            # The rest is not read, so that sending it may fail.
            with suppress(OSError):
                connection.sendall(head + rest)
            assert b"Plover" not in _rest(connection)
    assert site.send(head + many).startswith(b"HTTP/1.0 431 ")
    assert site.ask(site.base).status == 200


@in_ci
def test_who_sends_a_request_drop_by_drop_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "ASKING", 0.3)
    site = _Site(tmp_path / "site")
    with serving(site.preview, tmp_path / "site", 0) as address:
        site.at(address)
        head = f"GET {site.base} HTTP/1.0\r\nHost: {site.host}\r\n".encode()
        for begun in (b"", b"GET ", head, head + b"X: ", f"POST {site.base}__statusladder/at HTTP/1.0\r\n".encode()):
            assert b"Plover" not in site.send(begun), "the connection ends though this end stays open"
        with site.connect() as connection:
            connection.settimeout(0.05)
            drops = 0
            while True:
                try:
                    connection.sendall(b"x")
                    drops += 1
                    if not connection.recv(1):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        assert drops < 40


def test_the_number_of_connections_is_bounded_and_they_are_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_AT_ONCE", 3)
    site = _Site(tmp_path / "site")
    with serving(site.preview, tmp_path / "site", 0) as address:
        site.at(address)
        with ExitStack() as open_ones:
            for _ in range(3):
                waiting = open_ones.enter_context(site.connect())
                waiting.sendall(f"GET {site.base}__statusladder/events HTTP/1.0\r\nHost: {site.host}\r\n\r\n".encode())
                assert waiting.recv(8) == b"HTTP/1.0"
            assert site.send(b"").startswith(b"HTTP/1.0 503 ")
            monkeypatch.setattr(site.preview, "news", lambda known, patience: None)
            site.preview.build()
        while site.send(f"GET {site.base} HTTP/1.0\r\nHost: {site.host}\r\n\r\n".encode()).startswith(b"HTTP/1.0 503 "):
            pass  # A thread that has sent its last byte still has to end.


def test_the_pages_lie_where_no_other_user_of_the_machine_can_read(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    calm = Path(__file__).parent.parent / "sites" / "calm"
    with previewing(calm, "--now", "2026-06-10T12:00:00Z", TMPDIR=str(temporary)) as preview:
        preview.until(lambda state: state["build"] > 0)
        (folder,) = temporary.iterdir()
        token = urlsplit(preview.address).path.strip("/")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not any(token in str(path) for path in folder.rglob("*"))
        assert token not in Path(f"/proc/{preview.process.pid}/cmdline").read_text()

"""The web server of a preview: the built files, the live script, and news of each build."""

import errno
import io
import mimetypes
import re
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from statusladder.model.problem import Stopped
from statusladder.model.values import parse_moment
from statusladder.publish.paths import check_path
from statusladder.serve.preview import OWN, SCRIPT, Preview, make_live, make_not_built, make_not_found

HOST = "127.0.0.1"
HOSTS = frozenset({HOST, "localhost"})
"""Names by which this machine calls itself."""

NOT_FOR_YOU = b"This preview does not answer to that name. To reach it by another one, start it with --host NAME.\n"
NOT_ASKED_SO = b"Open the whole address that 'statusladder serve' printed; it is another one each time.\n"
NOT_FROM_THERE = b"Only a page of this preview can do that.\n"

PATIENCE = 15.0
"""Seconds after which a browser that waits for news is spoken to, to find out whether it is still there."""

ASKING, ANSWERING = 10.0, 30.0
"""Seconds that a request may take to arrive as a whole, and each write of an answer to be taken."""

LONGEST_REQUEST = 32 * 1024
"""Bytes of a request with all its headers: browsers send what other programs at this address gave them to keep."""

MOST_AT_ONCE = 64
"""Connections: each open page has one that waits for news."""

LONGEST_MOMENT = 64

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Said with every answer: no other page can frame, load or guess at a preview, nor be told the address of one."""

FRAMED = {"Content-Security-Policy": "frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
"""Said instead with a message, which a page of the preview shows in a frame."""

MESSAGES = f"{OWN}messages/"
"""Below this folder the build puts pages of messages, and beside each what it shows."""


@contextmanager
def serving(preview: Preview, folder: Path, port: int, host: str = HOST) -> Iterator[str]:
    """The address at which the preview in `folder` is served; port 0 stands for any that is free.

    `host` is the name or address to listen on. Raises Stopped when it or the port cannot be had.
    """
    try:
        server = _Server(preview, folder, port, host)
    except (OSError, UnicodeError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        if getattr(failure, "errno", None) not in (errno.EADDRINUSE, errno.EACCES):
            fix = "name an address of this machine, or 0.0.0.0 for all it has"
            raise Stopped(f"{host} is nothing to listen on ({reason})", fix) from failure
        fix = "choose another with --port, or any that is free with --port 0"
        raise Stopped(f"port {port} cannot be used ({reason})", fix) from failure
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="server")
        thread.start()
        try:
            yield server.address
        finally:
            preview.close()
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    """Answers those who know the preview's address.

    That begins with a token that nobody can guess. It is no cookie, since a browser sends those to every port of a
    machine, and other people may have programs listening there.
    """

    daemon_threads = True

    def __init__(self, preview: Preview, folder: Path, port: int, host: str) -> None:
        self.preview = preview
        self.folder = folder
        self.host = host
        self.token = secrets.token_urlsafe(16)
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self.address_family, self._ip = found[0], str(found[4][0])
        super().__init__((host, port), _Handler)

    @property
    def base(self) -> str:
        """The path at which the preview begins."""
        return f"/{self.token}/"

    @property
    def address(self) -> str:
        """Where to look from this machine; one that listens on all its addresses is reached by the usual one."""
        host = self.host if not ip_address(self._ip).is_unspecified else "localhost"
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{self.server_port}{self.base}"

    def answers_to(self, name: str) -> bool:
        """Whether a browser that asks for this name is served.

        A page of the open web that has its own name lead here reads nothing. Where others are to reach this machine,
        an address in figures is fine: nobody can have that lead elsewhere.
        """
        if name in HOSTS or name == self.host.lower():
            return True
        return not ip_address(self._ip).is_loopback and _is_ip_address(name)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answers in another thread, of which there are not more than MOST_AT_ONCE."""
        if not self._free.acquire(blocking=False):
            with suppress(OSError):
                request.sendall(b"HTTP/1.0 503 Service Unavailable\r\n\r\n")
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        # A reader who closes a page while it is being sent is no error of anybody.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _TooLong(Exception):
    """A request is longer than anybody's has to be."""


class _Request(io.RawIOBase):
    """The bytes of one request: not more than LONGEST_REQUEST, and all within ASKING seconds, however they drip."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._left = LONGEST_REQUEST
        self._until = time.monotonic() + ASKING

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        patience = self._until - time.monotonic()
        if patience <= 0:
            raise TimeoutError
        if self._left <= 0:
            raise _TooLong
        self._connection.settimeout(patience)
        size = self._connection.recv_into(memoryview(buffer)[: self._left])
        self._left -= size
        return size


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; the connection ends with it."""

    server: _Server

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.rfile = io.BufferedReader(_Request(self.connection))

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except _TooLong:
            self.close_connection = True
            self.command = self.requestline = ""
            self.request_version = self.protocol_version
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def do_GET(self) -> None:
        path = self._path_asked_for()
        if path is None:
            return
        if path == f"{OWN}live.js":
            self._send(HTTPStatus.OK, SCRIPT, "text/javascript; charset=utf-8")
        elif path == f"{OWN}events":
            self._send_events()
        else:
            self._send_file(path)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Chooses the moment that is shown: its text, or nothing for the present."""
        path = self._path_asked_for()
        if path is None:
            return
        if not self._is_from_own_page():
            self._send(HTTPStatus.FORBIDDEN, NOT_FROM_THERE, "text/plain")
            return
        if path != f"{OWN}at":
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
            return
        size = self.headers.get("Content-Length", "0")
        fits = size.isdecimal() and len(size) <= len(str(LONGEST_MOMENT)) and int(size) <= LONGEST_MOMENT
        said = self.rfile.read(int(size)) if fits else b"?"
        try:
            moment = parse_moment(said.decode()) if said else None
        except ValueError as wrong:
            self._send(HTTPStatus.BAD_REQUEST, str(wrong).encode(), "text/plain; charset=utf-8")
            return
        self.server.preview.choose(moment)
        self._send(HTTPStatus.NO_CONTENT, b"", "text/plain")

    def _path_asked_for(self) -> str | None:
        """The path below the preview's address; None where the request is refused, which is answered already."""
        if not self.server.answers_to(_name_in(self.headers.get_all("Host", []))):
            self._send(HTTPStatus.FORBIDDEN, NOT_FOR_YOU, "text/plain")
            return None
        asked = re.split("[?#]", self.path, maxsplit=1)[0]
        first, slash, path = asked.removeprefix("/").partition("/")
        if not (asked.startswith("/") and secrets.compare_digest(first.encode(), self.server.token.encode())):
            self._send(HTTPStatus.FORBIDDEN, NOT_ASKED_SO, "text/plain")
            return None
        if not slash:
            self._redirect(self.server.base)
            return None
        return unquote(path)

    def _is_from_own_page(self) -> bool:
        """Whether a page of this preview asks. Browsers say who does, and no page can make them say otherwise."""
        origin, site = self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site")
        if origin is None:
            return site == "same-origin"
        return origin.partition("://")[2] == self.headers["Host"] and site in ("same-origin", None)

    def _send_file(self, path: str) -> None:
        # Before the file is read: of a page that is newer than it says, the worst is that it is loaded once more.
        version = self.server.preview.state.version
        folder = self.server.folder
        name = f"{path}index.html" if path.endswith("/") or not path else path
        try:
            check_path(name)
            file = folder / name
            if file.is_dir():
                self._redirect(f"{self.server.base}{quote(path)}/")
                return
            page, status = file.read_bytes(), HTTPStatus.OK
        except (OSError, ValueError):
            page, status = _missing(folder)
            name = "404.html"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        is_message = name.startswith(MESSAGES) and not name.endswith("/index.html")
        if kind == "text/html" and not is_message:
            messages = f"{MESSAGES}{quote(path)}" if (folder / MESSAGES / name).is_file() else None
            page = make_live(page, self.server.base, version, messages)
        told = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        self._send(status, page, told, FRAMED if is_message else {})

    def _send_events(self) -> None:
        """Tells the state of things now and after each build, until one of both sides is gone."""
        self._start(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8"})
        known = -1
        while self.command != "HEAD" and (state := self.server.preview.news(known, PATIENCE)) is not None:
            said = f"data: {state.as_json()}\n\n" if state.build != known else ":\n\n"
            self.wfile.write(said.encode())
            known = state.build

    def _redirect(self, address: str) -> None:
        self._start(HTTPStatus.MOVED_PERMANENTLY, {"Location": address, "Content-Length": "0"})

    def _send(
        self, status: HTTPStatus, data: bytes, kind: str, further: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._start(status, {"Content-Type": kind, "Content-Length": str(len(data)), **further})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _start(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.connection.settimeout(ANSWERING)
        self.send_response(status)
        for name, value in (HEADERS | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuses what is no request, in as few words as any other."""
        self._send(HTTPStatus(code), b"", "text/plain")

    def version_string(self) -> str:
        return "statusladder"

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal is for what a person has to know."""


def _name_in(hosts: list[str]) -> str:
    """The host of the one Host header, without its port or the brackets of IPv6; empty where there is none."""
    try:
        return (urlsplit(f"//{hosts[0]}").hostname or "") if len(hosts) == 1 else ""
    except ValueError:
        return ""


def _is_ip_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _missing(folder: Path) -> tuple[bytes, HTTPStatus]:
    """The page for an address that leads nowhere, or for all while there is no site yet."""
    try:
        return (folder / "404.html").read_bytes(), HTTPStatus.NOT_FOUND
    except OSError:
        if folder.is_dir():
            return make_not_found(), HTTPStatus.NOT_FOUND
        return make_not_built(), HTTPStatus.SERVICE_UNAVAILABLE

"""The web server of a preview: the built files, the live script, and news of each build."""

import errno
import mimetypes
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote, urlsplit

from statusladder.model.problem import Stopped
from statusladder.model.values import parse_moment
from statusladder.publish.paths import check_path
from statusladder.serve.pages import PREFIX, SCRIPT, live, not_built, not_found
from statusladder.serve.preview import Preview

HOST = "127.0.0.1"
HOSTS = frozenset({HOST, "localhost"})
"""Names by which this machine calls itself."""

NOT_FOR_YOU = b"This preview does not answer to that name. To reach it by another one, start it with --host NAME.\n"

PATIENCE = 15.0
"""Seconds after which a browser that waits for news is spoken to, to find out whether it is still there."""

LONGEST_MOMENT = 64


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
            mend = "name an address of this machine, or 0.0.0.0 for all it has"
            raise Stopped(f"{host} is nothing to listen on ({reason})", mend) from failure
        mend = "choose another with --port, or any that is free with --port 0"
        raise Stopped(f"port {port} cannot be used ({reason})", mend) from failure
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
    daemon_threads = True

    def __init__(self, preview: Preview, folder: Path, port: int, host: str) -> None:
        self.preview = preview
        self.folder = folder
        self.host = host
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self.address_family, self._ip = found[0], str(found[4][0])
        super().__init__((host, port), _Handler)

    @property
    def address(self) -> str:
        """Where to look from this machine; one that listens on all its addresses is reached by the usual one."""
        host = self.host if not ip_address(self._ip).is_unspecified else "localhost"
        return f"http://[{host}]:{self.server_port}/" if ":" in host else f"http://{host}:{self.server_port}/"

    def answers_to(self, name: str) -> bool:
        """Whether a browser that asks for this name is served.

        A page of the open web that has its own name lead here reads nothing. Where others are to reach this machine,
        an address in figures is fine: nobody can have that lead elsewhere.
        """
        if name in HOSTS or name == self.host.lower():
            return True
        return not ip_address(self._ip).is_loopback and _is_ip_address(name)

    def handle_error(self, request: object, client_address: object) -> None:
        # A reader who closes a page while it is being sent is no error of anybody.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    @property
    def _preview(self) -> Preview:
        return cast(_Server, self.server).preview

    def do_GET(self) -> None:
        if not self._is_from_here():
            return
        path = unquote(urlsplit(self.path).path)
        if path == f"{PREFIX}live.js":
            self._send(HTTPStatus.OK, SCRIPT, "text/javascript; charset=utf-8")
        elif path == f"{PREFIX}events":
            self._send_events()
        else:
            self._send_file(path)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Chooses the moment that is shown: its text, or nothing for the present."""
        if not self._is_from_here():
            return
        size = self.headers.get("Content-Length", "0")
        said = self.rfile.read(int(size)) if size.isdecimal() and int(size) <= LONGEST_MOMENT else b"?"
        if self.path != f"{PREFIX}at":
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
            return
        try:
            moment = parse_moment(said.decode()) if said else None
        except ValueError as wrong:
            self._send(HTTPStatus.BAD_REQUEST, str(wrong).encode(), "text/plain; charset=utf-8")
            return
        self._preview.choose(moment)
        self._send(HTTPStatus.NO_CONTENT, b"", "text/plain")

    def _is_from_here(self) -> bool:
        if cast(_Server, self.server).answers_to(_name_in(self.headers.get("Host", HOST))):
            return True
        self._send(HTTPStatus.FORBIDDEN, NOT_FOR_YOU, "text/plain")
        return False

    def _send_file(self, path: str) -> None:
        # Before the file is read: of a page that is newer than it says, the worst is that it is loaded once more.
        version = self._preview.state.version
        folder = cast(_Server, self.server).folder
        name = f"{path}index.html" if path.endswith("/") else path
        try:
            check_path(name.removeprefix("/"))
            file = folder / name.removeprefix("/")
            if file.is_dir():
                self._redirect(f"{quote(path)}/")
                return
            page, status = file.read_bytes(), HTTPStatus.OK
        except (OSError, ValueError):
            page, status = _missing(folder)
            name = "404.html"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind == "text/html":
            page = live(page, version)
        self._send(status, page, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)

    def _send_events(self) -> None:
        """Tells the state of things now and after each build, until one of both sides is gone."""
        self._start(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8"})
        known = -1
        while self.command != "HEAD" and (state := self._preview.news(known, PATIENCE)) is not None:
            said = f"data: {state.as_json()}\n\n" if state.build != known else ":\n\n"
            self.wfile.write(said.encode())
            known = state.build

    def _redirect(self, address: str) -> None:
        self._start(HTTPStatus.MOVED_PERMANENTLY, {"Location": address, "Content-Length": "0"})

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self._start(status, {"Content-Type": kind, "Content-Length": str(len(data))})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _start(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal is for what a person has to know."""


def _name_in(header: str) -> str:
    """The host of a Host header, without its port or the brackets of IPv6; empty where it is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
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
            return not_found(), HTTPStatus.NOT_FOUND
        return not_built(), HTTPStatus.SERVICE_UNAVAILABLE

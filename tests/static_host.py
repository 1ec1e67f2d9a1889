"""A folder behind a real server on this machine, which gives the headers that a site asks of its host in `_headers`."""

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StaticHost(http.server.SimpleHTTPRequestHandler):
    """As hosts read `_headers`: every rule whose address fits adds its headers, and `*` stands for anything."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        file = Path(self.directory) / "_headers"
        fits = False
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            if line.startswith("/"):
                fits = re.fullmatch(re.escape(line).replace(r"\*", ".*"), self.path.partition("?")[0]) is not None
            elif fits:
                name, _, value = line.strip().partition(": ")
                self.send_header(name, value)
        super().end_headers()


@contextmanager
def serving(folder: Path, host: type[StaticHost] = StaticHost) -> Iterator[str]:
    """The address at which the folder is served, with a slash at its end."""
    handler = functools.partial(host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()

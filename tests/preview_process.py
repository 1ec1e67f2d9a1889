"""A real `statusladder serve` to look at: its address, its news, its words, and the end of it."""

import http.client
import json
import os
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any
from urllib.parse import urlsplit

from warm_start import Forked

LONGEST = 30.0
"""Seconds in which a build is done on the busiest machine."""

News = dict[str, Any]


class Preview:
    """`news` are the states that the server told, in order; `said` are the lines of its standard error."""

    def __init__(self, process: "subprocess.Popen[str] | Forked", lines: IO[str]) -> None:
        """Of a `serve` that writes these lines to its standard error."""
        self.process = process
        self._lines = lines
        self.news: list[News] = []
        self.said: list[str] = []
        self._told = threading.Condition()
        self._threads = [threading.Thread(target=self._read)]
        self._threads[0].start()
        serving = self.hear(lambda line: "http://" in line)
        self.address = serving.split()[1]
        self._events = urllib.request.urlopen(f"{self.address}__statusladder/events", timeout=LONGEST)
        self._threads.append(threading.Thread(target=self._listen))
        self._threads[1].start()

    def hear(self, is_it: Callable[[str], bool], since: int = 0) -> str:
        """The first line that it is, of those said after the first `since`."""
        with self._told:
            heard = self._told.wait_for(lambda: next(filter(is_it, self.said[since:]), None), LONGEST)
        assert heard is not None, self.said
        return heard

    def until(self, is_it: Callable[[News], bool]) -> News:
        """The newest state once it is so."""
        with self._told:
            told = self._told.wait_for(lambda: self.news and is_it(self.news[-1]), LONGEST)
        assert told, (self.news[-1:], self.said)
        return self.news[-1]

    def after(self, act: Callable[[], object], is_it: Callable[[News], bool] = lambda state: True) -> News:
        """The state that a later build brings and that is so."""
        build = self.until(lambda state: state["build"] > 0)["build"]
        act()
        return self.until(lambda state: state["build"] > build and is_it(state))

    @property
    def host(self) -> str:
        """The name and port at which it listens."""
        return urlsplit(self.address).netloc

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> http.client.HTTPResponse:
        """The answer to what a page of the preview asks, for a path that begins with a slash and lacks the token."""
        path = urlsplit(self.address).path.rstrip("/") + path
        said = {"Origin": f"http://{self.host}"} if method == "POST" else {}
        return self.ask_plainly(path, method, body, said | headers)

    def ask_plainly(
        self, path: str, method: str = "GET", body: str = "", headers: Mapping[str, str] = MappingProxyType({})
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.host, timeout=LONGEST)
        connection.request(method, path, body or None, dict(headers))
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
        connection.close()
        return response

    def get(self, path: str) -> tuple[int, bytes]:
        response = self.ask(f"/{path}")
        return response.status, response.body  # type: ignore[attr-defined]

    def text(self, path: str) -> str:
        return self.get(path)[1].decode()

    def resident(self) -> int:
        """The memory of the server, in kilobytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def is_told_of_changes(self) -> bool:
        """Whether it asked the system to report changes, which Linux does through a file of inotify."""
        files = Path(f"/proc/{self.process.pid}/fd").iterdir()
        return any(os.readlink(file) == "anon_inode:inotify" for file in files)

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends it and returns its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(LONGEST)
        for thread in self._threads:
            thread.join()
        self._events.close()
        return code

    def _read(self) -> None:
        with self._lines:
            for line in self._lines:
                with self._told:
                    self.said.append(line.rstrip("\n"))
                    self._told.notify_all()

    def _listen(self) -> None:
        for line in self._events:
            if line.startswith(b"data: "):
                with self._told:
                    self.news.append(json.loads(line.removeprefix(b"data: ")))
                    self._told.notify_all()


@contextmanager
def previewing(site: Path, *arguments: str, **environment: str) -> Iterator[Preview]:
    """A preview of the site at a free port, which ends as Ctrl-C does it: well, and without a traceback."""
    words = ("serve", "--site", str(site), "--port", "0", *arguments)
    said, saying = os.pipe()
    with open(os.devnull, "r+") as nobody, os.fdopen(saying, "w") as end:
        streams = (nobody.fileno(), nobody.fileno(), end.fileno())
        process = Forked(words, streams, site.parent, os.environ | environment)
    preview = Preview(process, os.fdopen(said))
    try:
        yield preview
    finally:
        code = preview.end() if preview.process.poll() is None else preview.process.returncode
    assert code == 0, preview.said
    assert not any("Traceback" in line for line in preview.said), preview.said

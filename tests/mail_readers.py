"""People who read feeds by mail: the real rss2email, with its memory of what it has seen, and a server of mail."""

import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

PATIENCE = 120
"""Seconds after which a reader that does not come back has failed."""


@dataclass
class Mailbox:
    """A mail server at `port` of this machine that keeps what it is given."""

    port: int
    mails: list[Any] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def taken(self) -> list[str]:
        """The subjects of all mails since the last look, which are no longer there."""
        subjects = [mail["Subject"].replace("\n", "") for mail in self.mails]
        self.mails.clear()
        return subjects


@contextmanager
def receiving() -> Iterator[Mailbox]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        box = Mailbox(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


class Subscription:
    """An rss2email that follows the feeds at `addresses`; what it has seen lies in `folder`."""

    def __init__(self, folder: Path, box: Mailbox, addresses: Iterable[str]) -> None:
        folder.mkdir(exist_ok=True)
        self._config, self._seen = folder / "rss2email.cfg", folder / "seen.json"
        rows = "".join(f"[feed.f{number}]\nurl = {address}\n\n" for number, address in enumerate(addresses))
        self._config.write_text(
            "[DEFAULT]\nfrom = status@tern.example\nto = reader@tern.example\nemail-protocol = smtp\n"
            f"smtp-server = 127.0.0.1\nsmtp-port = {box.port}\nuse-8bit = True\n\n{rows}"
        )

    def read(self) -> None:
        """Asks every feed once; a mail goes out for each entry that was not seen before."""
        done = subprocess.run(
            [Path(sys.executable).parent / "r2e", "-c", self._config, "-d", self._seen, "run"],
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

"""Folders of messages as `messages` writes them, and a clock that passes only by the pauses that are asked for."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

import in_process
from message_site import NOW, message_site
from statusladder.delivery.announcing import Patience

CHANNELS = """\
channels:
  - {id: mail, kind: email, sender: updates@tern.example, to: list@tern.example}
  - {id: team, kind: chat}
  - {id: texts, kind: sms}
  - {id: posts, kind: social}
  - {id: hook, kind: webhook}
  - {id: strip, kind: banner}
ladder:
  reach: {major: {investigating: [mail, team, texts, posts, hook, strip]}}
"""
INCIDENT = "2026-07-14-exports-late"


@dataclass
class Clock:
    """A clock that stands still but for what is slept."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def patience(self) -> Patience:
        return Patience(lambda: self.now, self.sleep)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return message_site(tmp_path_factory.mktemp("delivery") / "site", CHANNELS)


@pytest.fixture(scope="session")
def messages(site: Path) -> Path:
    """Messages about the whole incident."""
    out = site.parent / "messages"
    done = in_process.run("messages", "--incident", INCIDENT, "-o", str(out), "--now", NOW, "--site", str(site))
    assert done.returncode == 0, done.stderr
    return out

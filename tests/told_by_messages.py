"""A small site with channels, and what `messages` writes of it, for tests of what is said where."""

import json
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from in_process import run
from published_site import NOW, Git, commit, published_site

CHANNELS = """\
ladder:
  reach:
    minor: {investigating: [list, room, texts]}
channels:
  - {id: list, kind: email, sender: status@tern.example, to: updates@lists.tern.example}
  - {id: room, kind: chat}
  - {id: texts, kind: sms}
"""
STORY = "2026-07-14-exports-late"


def site_with_channels(folder: Path, git: Git, more: str = "") -> Path:
    """The site of `published_site` with three channels, which a minor incident reaches; `more` is for site.yaml."""
    site = published_site(folder, git)
    git(site, "checkout", "--quiet", "main")
    with (site / "site.yaml").open("a") as settings:
        settings.write(CHANNELS + more)
    commit(site, git)
    git(site, "checkout", "--quiet", "-B", "change")
    return site


@dataclass(frozen=True)
class Told:
    """What one run of `messages` did, and what is in its folder."""

    done: "CompletedProcess[str]"
    folder: Path

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads((self.folder / "routes.json").read_text("utf-8"))["routes"]
        return rows

    @property
    def news(self) -> list[str]:
        """The ids of what is told, in their order."""
        return list(dict.fromkeys(row["id"] for row in self.rows))

    @property
    def silent(self) -> dict[tuple[str, str], str | None]:
        """Why each channel is silent, by what it is silent about; None where it speaks."""
        return {(row["id"], row["channel"]): row["silent"] for row in self.rows}

    @property
    def files(self) -> dict[str, bytes]:
        """Every file below the folder, by its path."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}


def tell(site: Path, *arguments: str, now: str = NOW, into: str = "out") -> Told:
    """`messages` with these arguments; the folder lies beside the site."""
    folder = site.parent / into
    return Told(run("messages", "--site", str(site), "--now", now, "-o", str(folder), *arguments), folder)

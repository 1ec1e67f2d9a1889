"""Builds killed at random moments: no torn file, no dangling link from home, and the next build completes the site."""

import os
import random
import shutil
import signal
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from night import examples, in_ci
from warm_start import Forked

ROOT = Path(__file__).parent.parent.parent
ENDINGS = {
    ".html": "</html>", ".atom": "</feed>", ".rss": "</rss>", ".json": "}", ".webmanifest": "}", ".js": ";",
    ".svg": "</svg>", ".ics": "END:VCALENDAR", ".csv": "",
}  # fmt: skip
"""How a whole file of each kind ends."""

BASE = "https://status.harbourline.example/"
KILLS = examples(by_night=50, by_day=4)
MOMENTS = ("2026-03-14T10:05:00Z", "2026-02-10T13:30:00Z", "2025-12-31T00:00:00Z", "2026-02-25T03:30:00Z")
"""An earlier one lacks files, so each build adds and removes pages."""
PATIENCE = 60.0
"""Seconds in which a build ends on the busiest machine."""


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "href" and value]


def _build(site: Path, now: str) -> Forked:
    with open(os.devnull, "r+") as nobody:
        return Forked(["build", "--quiet", "--now", now], [nobody.fileno()] * 3, site, os.environ)


def _tree(public: Path) -> dict[str, bytes]:
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*") if path.is_file()}


def _assert_whole(public: Path) -> None:
    """Crawls from the home page as a reader would."""
    waiting, seen = ["index.html"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        assert (public / path).is_file(), path
        text = (public / path).read_text(encoding="utf-8")
        assert text.rstrip().endswith(ENDINGS[Path(path).suffix]), path
        for link in _Links(text).found if path.endswith(".html") else ():
            target = urlsplit(urljoin(BASE + path, link))
            if target.scheme == "https" and target.netloc == urlsplit(BASE).netloc:
                found = unquote(target.path).lstrip("/")
                waiting.append(f"{found}index.html" if not found or found.endswith("/") else found)


@in_ci
def test_killed_builds_leave_a_whole_site_each_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(ROOT / "site.yaml", site)
    shutil.copytree(ROOT / "content", site / "content")
    begun = time.perf_counter()
    assert _build(site, MOMENTS[0]).wait(PATIENCE) == 0
    # Kills fall into every part of a build, and after it, however fast this machine is.
    longest = 1.2 * (time.perf_counter() - begun)
    chance = random.Random(20260314)
    for kill in range(KILLS):
        process = _build(site, MOMENTS[(kill + 1) % len(MOMENTS)])
        try:
            process.wait(chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE)
        _assert_whole(site / "public")

    assert _build(site, MOMENTS[0]).wait(PATIENCE) == 0
    finished = _tree(site / "public")
    shutil.rmtree(site / "public")
    (site / ".public.statusladder-ledger.json").unlink()
    assert _build(site, MOMENTS[0]).wait(PATIENCE) == 0
    assert finished == _tree(site / "public")

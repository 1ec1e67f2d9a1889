"""Builds killed at random moments: no torn file, no dangling link from home, and the next build completes the site."""

import random
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from night import examples

ROOT = Path(__file__).parent.parent.parent
ENDINGS = {
    ".html": "</html>", ".atom": "</feed>", ".rss": "</rss>", ".json": "}", ".webmanifest": "}", ".js": ";",
    ".svg": "</svg>", ".ics": "END:VCALENDAR", ".csv": "",
}  # fmt: skip
"""How a whole file of each kind ends."""

BASE = "https://status.harbourline.example/"
KILLS = examples(by_night=50, by_day=4)
LONGEST_RUN = 1.0
"""Seconds; a build of the demo takes about half of it, so that kills fall before, into and after it."""


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "href" and value]


def _build(site: Path, now: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "statusladder", "build", "--quiet", "--now", now]
    return subprocess.Popen(command, cwd=site)


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


def test_killed_builds_leave_a_whole_site_each_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(ROOT / "site.yaml", site)
    shutil.copytree(ROOT / "content", site / "content")
    assert _build(site, "2026-03-14T10:05:00Z").wait() == 0
    # An earlier moment lacks files, so each build adds and removes pages.
    moments = ["2026-02-10T13:30:00Z", "2026-03-14T10:05:00Z", "2025-12-31T00:00:00Z", "2026-02-25T03:30:00Z"]
    chance = random.Random(20260314)
    for kill in range(KILLS):
        process = _build(site, moments[kill % len(moments)])
        try:
            process.wait(timeout=chance.uniform(0.05, LONGEST_RUN))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _assert_whole(site / "public")

    assert _build(site, "2026-03-14T10:05:00Z").wait() == 0
    finished = _tree(site / "public")
    shutil.rmtree(site / "public")
    (site / ".public.statusladder-ledger.json").unlink()
    assert _build(site, "2026-03-14T10:05:00Z").wait() == 0
    assert finished == _tree(site / "public")

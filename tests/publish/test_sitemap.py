"""`/sitemap.xml`: every page of the site, once, with the time of its newest words."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from statusladder.publish.pipeline import publish_site

ROOT = Path(__file__).resolve().parents[2]
CALM = ROOT / "tests" / "sites" / "calm"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)


def listed(site: Path, public: Path) -> dict[str, str | None]:
    """The pages of the site map below a site that is published there, with their times."""
    assert publish_site(site, public, NOW, None, lambda count: None).outcome
    return listed_in(public)


def listed_in(public: Path) -> dict[str, str | None]:
    text = (public / "sitemap.xml").read_text()
    (base,) = re.findall(r"Sitemap: (.*)sitemap\.xml", (public / "robots.txt").read_text())
    entries = re.findall(r"<loc>(.*?)</loc>\s*(?:<lastmod>(.*?)</lastmod>)?", text)
    assert all(address.startswith(base) for address, _ in entries)
    return {address.removeprefix(base): changed or None for address, changed in entries}


def test_a_page_has_the_time_of_its_newest_words(demo: Path) -> None:
    pages = listed_in(demo)

    assert pages[""] == pages["history/"] == pages["incidents/2026-03-14-sign-in-fails/"] == "2026-03-14T10:00:00Z"
    assert pages["history/2026-03/"] == "2026-03-14T10:00:00Z"
    report = "incidents/2026-02-10-card-payments-declined/postmortem/"
    assert pages[report] == pages["incidents/2026-02-10-card-payments-declined/"] == "2026-02-20T15:00:00Z"
    assert pages["history/2026-02/"] == pages["maintenance/2026-02-25-search-index-move/"] == "2026-02-25T04:02:00Z"
    assert pages["components/sign-in/"] is pages["subscribe/"] is None


def test_old_addresses_and_the_error_page_are_not_in_it_also_below_a_path(tmp_path: Path) -> None:
    site = Path(shutil.copytree(CALM, tmp_path / "site"))
    settings = (site / "site.yaml").read_text().replace("status.tern.example", "tern.example/status", 1)
    (site / "site.yaml").write_text(f"{settings}redirects:\n  - from: /incidents/abc\n    to: /history/\n")

    pages = listed(site, tmp_path / "public")

    built = {file.relative_to(tmp_path / "public").as_posix() for file in (tmp_path / "public").rglob("*.html")}
    left_out = {"404.html", "incidents/abc/index.html"}
    assert set(pages) == {path.removesuffix("index.html") for path in built - left_out}
    assert left_out <= built
    assert (tmp_path / "public" / "_redirects").read_text() == (
        "/incidents/abc /status/history/ 301\n/status/incidents/abc /status/history/ 301\n"
    )

"""Every page of a built site: its structure, its policy, and what it must never hold."""

import base64
import gzip
import hashlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)


@pytest.fixture
def public(demo: Path) -> Path:
    return demo


class _Tags(HTMLParser):
    """Collects tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def _pages(public: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(public.rglob("*.html")):
        yield file.relative_to(public).as_posix(), file.read_text(encoding="utf-8")


def test_every_page_has_one_heading_its_landmarks_and_no_gap_in_the_order(public: Path) -> None:
    for path, text in _pages(public):
        tags = _Tags(text)
        levels = [int(name[1]) for name, _ in tags.tags if re.fullmatch(r"h[1-6]", name)]
        assert levels.count(1) == 1, path
        assert all(later <= before + 1 for before, later in pairwise(levels)), (path, levels)
        for landmark in ("header", "nav", "main", "footer"):
            assert len(tags.named(landmark)) == 1, (path, landmark)


def test_each_page_holds_one_sheet_and_one_script_that_the_policy_allows_by_hash_and_nothing_inline(
    public: Path,
) -> None:
    for path, text in _pages(public):
        tags = _Tags(text)
        assert not [
            name for _, attributes in tags.tags for name in attributes if name == "style" or name[:2] == "on"
        ], path
        (sheet,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        scripts = [one for one in tags.named("script") if one != {"type": "application/ld+json"}]
        assert scripts[0] == {}, path
        loaded = [f" '{one['integrity']}'" for one in scripts[1:]]
        assert len(loaded) == (path == "embed/index.html"), path
        policies = [one["content"] for one in tags.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
        allowed = f"style-src {_hash(sheet)}; script-src {_hash(script)}{''.join(loaded)}; connect-src 'self'"
        assert allowed in (policies[0] or ""), path


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_script_fits_into_two_kilobytes(public: Path) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", (public / "index.html").read_text(), re.DOTALL)

    assert len(script.encode()) <= 2048


def test_every_link_of_every_page_leads_to_a_file_and_an_anchor(public: Path) -> None:
    texts = dict(_pages(public))
    base = "https://status.harbourline.example/"
    for path, text in texts.items():
        for attributes in _Tags(text).named("a") + _Tags(text).named("link"):
            link = urlsplit(urljoin(base + path.removesuffix("index.html"), attributes.get("href") or ""))
            if link.scheme == "data" or link.netloc != "status.harbourline.example":
                continue
            target = unquote(link.path.lstrip("/")) or "index.html"
            target += "index.html" if target.endswith("/") else ""
            assert (public / target).is_file(), (path, link.path)
            assert not link.fragment or f'id="{link.fragment}"' in texts[target], (path, link.fragment)


def test_only_pages_that_time_changes_name_when_they_were_built(public: Path) -> None:
    built = [path for path, text in _pages(public) if "Built <time" in text]

    assert built == ["incidents/2026-03-14-sign-in-fails/index.html", "index.html"]


def test_the_error_page_works_at_any_depth(public: Path) -> None:
    links = _Tags((public / "404.html").read_text()).named("a")

    assert {(urlsplit(link["href"] or "").scheme or "anchor") for link in links} <= {"https", "anchor"}


def test_the_home_page_fits_the_first_round_trip(public: Path) -> None:
    # Ten initial segments of 1,460 bytes (RFC 6928), which is what a new connection carries before it waits.
    assert len(gzip.compress((public / "index.html").read_bytes())) <= 14_600


def test_a_components_page_names_its_days_and_their_causes(public: Path) -> None:
    page = (public / "components/card-payments/index.html").read_text()

    assert 'Uptime: <b class="whole"><data value="99.96">99.96%</data></b>' in page
    row = page.split("<tbody>")[1].split("</tr>")[0]
    assert '<time datetime="2026-02-10">10 February 2026</time>' in row
    assert "Major outage" in row
    assert "48 min" in row
    assert 'href="../../incidents/2026-02-10-card-payments-declined/"' in row
    assert "sign-in-fails" not in page


def test_crawlers_find_every_page_in_the_site_map_and_no_other(public: Path) -> None:
    base = "https://status.harbourline.example/"
    listed = re.findall(r"<loc>(.*?)</loc>", (public / "sitemap.xml").read_text())

    pages = {path.removesuffix("index.html") for path, _ in _pages(public)} - {"404.html"}
    assert sorted(address.removeprefix(base) for address in listed) == sorted(pages)
    assert f"Sitemap: {base}sitemap.xml" in (public / "robots.txt").read_text()


def test_hosts_that_read_headers_get_the_pages_own_policy(public: Path) -> None:
    headers = (public / "_headers").read_text()
    page = html.unescape((public / "embed/index.html").read_text())

    policy = re.search(r'http-equiv="Content-Security-Policy" content="(.*?)">', page)
    assert policy is not None
    assert f"  Content-Security-Policy: {policy[1]}; frame-ancestors 'none'\n" in headers
    assert "/updates.atom\n  Access-Control-Allow-Origin: *\n" in headers


def test_the_demo_tells_what_it_is_there_to_show(public: Path) -> None:
    home = (public / "index.html").read_text()
    story = (public / "incidents/2026-03-14-sign-in-fails/index.html").read_text()
    report = (public / "incidents/2026-02-10-card-payments-declined/postmortem/index.html").read_text()
    overrun = (public / "maintenance/2026-02-25-search-index-move/index.html").read_text()

    assert "Next update by 10:30 UTC" in home
    assert "<del>10:15 to 11:00 UTC</del> → <ins>10:40 to 11:30 UTC</ins>" in story
    assert "4 of 4 promised updates were on time" in report
    assert "12 min late" in overrun
    assert "62 of 515" in (public / "incidents/2026-01-19-exports-incomplete/index.html").read_text()

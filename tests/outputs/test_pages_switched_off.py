"""`pages` of site.yaml: a page that is switched off is gone with its files and its feeds, and nothing leads there."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from night import in_ci, some
from reported_site import INCIDENT, NOW, published, reported_site
from some_outputs import publish_some
from statusladder.history.manifest import read_manifest
from statusladder.model.problem import Gate
from statusladder.model.settings import PagesKeys
from statusladder.publish.judgement import judge_site
from statusladder.publish.live import judge_live

BASE = "https://status.tern.example/"
FILES = {
    "reliability": {"reliability/index.html", "reliability.json", "reliability.csv"},
    "improvements": {"improvements/index.html", "improvements/calendar.ics"},
    "lessons": {"lessons/index.html", "lessons.atom"},
    "how-we-communicate": {"how-we-communicate/index.html"},
    "subscribe": {"subscribe/index.html"},
    "api": {"api/index.html", "api/openapi.json"},
    "embed": {"embed/index.html", "embed/banner.json", "embed/banner.js"},
}
OPEN = """\
---
stage: investigating
at: 2026-04-12T09:00:00Z
title: Search is slow
severity: minor
components:
  search: degraded_performance
next_update: 2h
---
Search is slow.
"""


def _site(root: Path) -> Path:
    """A site that has something for each of the pages."""
    site = reported_site(root / "site")
    report = site / f"content/incidents/{INCIDENT}/05-postmortem.md"
    report.write_text(report.read_text().replace("tags:\n", "lessons:\n  - Test the copy\ntags:\n"))
    folder = site / "content/incidents/2026-04-12-search-slow"
    folder.mkdir()
    (folder / "01-investigating.md").write_text(OPEN)
    return site


def _settings(site: Path, text: str) -> None:
    with (site / "site.yaml").open("a") as file:
        file.write(text)


def _files(public: Path) -> set[str]:
    return {path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published with all its pages."""
    return published(_site(tmp_path_factory.mktemp("whole")))


@pytest.fixture(scope="module")
def whole(live: Path) -> set[str]:
    return _files(live)


def _assert_no_link_leads_nowhere(public: Path) -> None:
    for page in public.rglob("*.html"):
        address = BASE + page.relative_to(public).as_posix().removesuffix("index.html")
        for href in re.findall(r'href="([^"]*)"', page.read_text()):
            link = urlsplit(urljoin(address, href))
            if link.netloc == "status.tern.example":
                path = link.path.lstrip("/")
                file = f"{path}index.html" if path.endswith("/") or not path else path
                assert (public / file).is_file(), (page, href)


def test_every_page_that_can_be_switched_off_is_tested() -> None:
    assert PagesKeys.names() == FILES.keys()


@pytest.mark.parametrize("name", some([*FILES], by_day=2, in_ci=len(FILES)))
def test_a_page_is_gone_with_its_files_and_every_way_there(name: str, whole: set[str], tmp_path: Path) -> None:
    site = _site(tmp_path)
    _settings(site, f"pages:\n  {name}: false\n")

    public = published(site)

    assert whole - _files(public) == FILES[name]
    assert _files(public) <= whole
    _assert_no_link_leads_nowhere(public)
    for file in ("sitemap.xml", "manifest.json", "index.html", "updates.json"):
        assert f"{name}/" not in (public / file).read_text().replace("api/v2/", "")


def test_a_site_can_do_without_all_of_them(whole: set[str], tmp_path: Path) -> None:
    site = _site(tmp_path)
    _settings(site, "pages:\n" + "".join(f"  {name}: false\n" for name in FILES))

    public = published(site)

    assert whole - _files(public) == set.union(*FILES.values())
    _assert_no_link_leads_nowhere(public)


@in_ci
def test_published_pages_are_missed_until_redirects_say_where_to_go(live: Path, tmp_path: Path) -> None:
    site, names = _site(tmp_path), ("api", "lessons", "reliability")
    manifest = read_manifest(str(live / "manifest.json"))
    _settings(site, "pages:\n" + "".join(f"  {name}: false\n" for name in names))

    def missed() -> list[str]:
        judged, _ = judge_live(site, judge_site(site, None, Gate.CHECK), manifest, NOW)
        return [problem.sentence for problem in judged.problems if problem.code == "C014"]

    assert missed() == [f"the published address '/{name}/' would be gone" for name in names]

    _settings(site, "redirects:\n" + "".join(f"  - from: /{name}/\n    to: /\n" for name in names))

    assert missed() == []
    public = publish_some(site, tmp_path / "public", NOW, "redirects")
    for name in names:
        assert "url=../" in (public / name / "index.html").read_text(), name


def test_an_address_below_a_page_that_is_off_is_no_old_address(tmp_path: Path) -> None:
    site = _site(tmp_path)
    _settings(site, "pages:\n  api: false\nredirects:\n  - from: /api/v2/status\n    to: /\n")

    judged = judge_site(site, None, Gate.BUILD)

    sentence = "redirects.from: '/api/v2/status' is an address of the site itself"
    assert [problem.sentence for problem in judged.blocking(Gate.BUILD)] == [sentence]

"""Pages of the site's own: published at their file's name, linked from everywhere, and never with what is internal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusladder.publish.pipeline import publish_site

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
"""
PAGE = """\
---
title: How to reach us
---
Write to **support**, or look at the [history](../../history/). We answer <quickly>.

::: internal
The rota is in the wiki.
:::

## By telephone
"""


@pytest.fixture
def public(tmp_path: Path) -> Path:
    pages = tmp_path / "site" / "content" / "pages"
    pages.mkdir(parents=True)
    (tmp_path / "site" / "site.yaml").write_text(SITE)
    (pages / "reach-us.md").write_text(PAGE)
    (pages / "terms.md").write_text("---\ntitle: Terms\nsummary: What we promise in writing.\n---\n")
    target = tmp_path / "public"
    assert publish_site(tmp_path / "site", target, datetime(2026, 3, 14, tzinfo=UTC), None, lambda count: None).outcome
    return target


def test_a_page_stands_at_its_files_name_with_its_words(public: Path) -> None:
    page = (public / "pages/reach-us/index.html").read_text()

    assert '<h1 dir="auto">How to reach us</h1>' in page
    assert '<h2 dir="auto">By telephone</h2>' in page
    assert '<a href="../../history/"' in page
    assert "We answer &lt;quickly&gt;." in page
    assert '<meta name="description" content="Write to support, or look at the history.">' in page


def test_internal_words_of_a_page_stay_at_home(public: Path) -> None:
    assert not [file for file in public.rglob("*") if file.is_file() and b"rota" in file.read_bytes()]


def test_every_page_leads_to_the_sites_own(public: Path) -> None:
    assert '<a href="pages/reach-us/" dir="auto">How to reach us</a>' in (public / "index.html").read_text()
    assert '<a href="../pages/terms/" dir="auto">Terms</a>' in (public / "history/index.html").read_text()
    assert "https://status.tern.example/pages/terms/" in (public / "sitemap.xml").read_text()


def test_a_page_without_words_is_described_by_its_summary(public: Path) -> None:
    assert 'name="description" content="What we promise in writing."' in (public / "pages/terms/index.html").read_text()

"""What the head of a page tells machines: what it is about, how it is shared, how a phone keeps it."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from statusladder.publish.pipeline import publish_site

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
INCIDENT = "incidents/2026-03-14-sign-in-fails/"
MAINTENANCE = "maintenance/2026-04-02-database-upgrade/"
SITE_URL = "https://status.harbourline.example"
HOSTILE = """\
---
stage: investigating
at: 2026-03-14T10:00:00Z
title: "</script><b>& \\"quoted\\""
severity: minor
next_update: 30m
---
Words.
"""


def linked_data(public: Path, page: str) -> Any:
    html = (public / page / "index.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(data)


def meta(public: Path, page: str) -> dict[str, str]:
    html = (public / page / "index.html").read_text(encoding="utf-8")
    return {name: unescape(value) for name, value in re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', html)}


def test_home_is_a_site_an_incident_an_article_and_a_maintenance_an_event(demo: Path) -> None:
    site = linked_data(demo, "")
    assert (site["@context"], site["@type"], site["url"]) == ("https://schema.org", "WebSite", f"{SITE_URL}/")

    article = linked_data(demo, INCIDENT)
    assert (article["@type"], article["url"]) == ("Article", f"{SITE_URL}/{INCIDENT}")
    assert (article["datePublished"], article["dateModified"]) == ("2026-03-14T09:01:00Z", "2026-03-14T10:00:00Z")

    event = linked_data(demo, MAINTENANCE)
    assert (event["@type"], event["eventStatus"]) == ("Event", "https://schema.org/EventScheduled")
    assert event["startDate"] < event["endDate"]


def test_what_is_shared_has_the_title_and_the_full_address_of_the_page(demo: Path) -> None:
    told = meta(demo, INCIDENT)

    assert told["og:url"] == f"{SITE_URL}/{INCIDENT}"
    assert told["og:title"].startswith(linked_data(demo, INCIDENT)["headline"])
    assert told["og:type"] == "article"
    assert meta(demo, "")["og:type"] == "website"


def test_nothing_in_the_data_can_end_its_element(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "content" / "incidents" / "2026-03-14-hostile"
    folder.mkdir(parents=True)
    (tmp_path / "site" / "site.yaml").write_text(
        'site:\n  name: "T & </script>"\n  url: https://status.tern.example\ncomponents: []\n'
    )
    (folder / "01-investigating.md").write_text(HOSTILE)
    assert publish_site(tmp_path / "site", tmp_path / "public", NOW, None, lambda count: None).outcome

    data = linked_data(tmp_path / "public", "incidents/2026-03-14-hostile/")

    assert data["headline"] == '</script><b>& "quoted"'
    assert data["publisher"]["name"] == "T & </script>"


def test_the_web_manifest_names_the_site_and_files_that_there_are(demo: Path) -> None:
    manifest = json.loads((demo / "site.webmanifest").read_text(encoding="utf-8"))

    assert manifest["name"] == "Harbourline status"
    assert [(demo / icon["src"]).is_file() for icon in manifest["icons"]] == [True]
    assert '<link rel="manifest" href="../../site.webmanifest">' in (demo / INCIDENT / "index.html").read_text()

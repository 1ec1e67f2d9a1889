"""What stands in `<!-- … -->` reaches no file of the site, whatever is made of the words around it."""

from datetime import datetime
from pathlib import Path

from statusladder.publish.pipeline import publish_site

NOW = datetime.fromisoformat("2026-03-14T10:00:00Z")
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
  language: en
components:
  - id: website
    name: Website
audiences:
  - id: developers
    name: Developers
"""
UPDATE = """\
---
stage: investigating
at: 2026-03-14T09:00:00Z
title: Pages load slowly
severity: minor
components:
  website: degraded_performance
audiences:
  developers: |
    Retry your calls.

    <!-- the second secret -->
next_update: 60m
---
Pages take longer than usual to load. <!-- the first secret --> We are finding out why.

<!--
[Final message]
The third secret: everything is normal again.
-->
"""


def test_what_stands_in_a_comment_reaches_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "content" / "incidents" / "2026-03-14-slow-pages"
    folder.mkdir(parents=True)
    (tmp_path / "site" / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "01-investigating.md").write_text(UPDATE, encoding="utf-8")

    assert publish_site(tmp_path / "site", tmp_path / "public", NOW, None, lambda count: None).outcome

    files = [path for path in (tmp_path / "public").rglob("*") if path.is_file()]
    assert any(b"We are finding out why" in path.read_bytes() for path in files)
    assert [path.name for path in files if b"secret" in path.read_bytes()] == []

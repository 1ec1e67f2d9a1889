"""A playbook is for the team: no byte of it is published, in whichever of its parts it stands."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from statusladder.publish.pipeline import publish_site

CALM = Path(__file__).parent.parent / "sites" / "calm"
PLAYBOOK = """\
---
title: kestrel title
severity: major
incident_title: kestrel {{who}}
variables:
  - name: who
    ask: kestrel?
    default: kestrel
first_notice: kestrel notice
questions: kestrel?
prompts:
  investigating: kestrel?
audiences:
  developers: kestrel
qa:
  - q: kestrel?
    a: kestrel
avoid: kestrel
drill:
  - after: 0m
    inject: kestrel
owner: kestrel-team
version: kestrel
review_by: 2027-03-01
---
kestrel words
"""


def test_no_byte_of_a_playbook_is_published(tmp_path: Path) -> None:
    site, public = tmp_path / "site", tmp_path / "public"
    shutil.copytree(CALM, site)
    (site / "content" / "playbooks").mkdir()
    for name in ("sign-in", "kestrel"):
        (site / "content" / "playbooks" / f"{name}.md").write_text(PLAYBOOK)
    first = site / "content" / "incidents" / "2025-09-22-exports-late" / "01-investigating.md"
    first.write_text(first.read_text().replace("---\n", "---\nplaybook: sign-in\n", 1))

    assert publish_site(site, public, datetime(2026, 3, 14, 10, tzinfo=UTC), None, lambda count: None).outcome

    files = [file for file in public.rglob("*") if file.is_file()]
    assert (public / "incidents/2025-09-22-exports-late/index.html").is_file()
    assert [file for file in files if b"kestrel" in file.read_bytes() or "kestrel" in file.name] == []

"""A playbook is for the team: no byte of it is published, in whichever of its parts it stands."""

from datetime import UTC, datetime
from pathlib import Path

from statusladder.publish.pipeline import publish_site

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
"""
NOTICE = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Signing in fails
severity: major
components:
  sign-in: partial_outage
next_update: 30m
playbook: sign-in
---
Signing in fails for some accounts.
"""
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
    for path, text in {
        "site.yaml": SITE,
        "content/incidents/2026-03-14-sign-in/01-investigating.md": NOTICE,
        "content/playbooks/sign-in.md": PLAYBOOK,
        "content/playbooks/kestrel.md": PLAYBOOK,
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)

    assert publish_site(site, public, datetime(2026, 3, 14, 10, tzinfo=UTC), None, lambda count: None).outcome

    files = [file for file in public.rglob("*") if file.is_file()]
    assert (public / "incidents/2026-03-14-sign-in/index.html").is_file()
    assert [file for file in files if b"kestrel" in file.read_bytes() or "kestrel" in file.name] == []

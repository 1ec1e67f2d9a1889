"""A small site whose one incident has two versions of a report, an estimate that slipped, a late update, and items."""

import html
import re
from datetime import datetime
from pathlib import Path

from statusladder.publish.pipeline import publish_site
from writing_site import new_site

NOW = datetime.fromisoformat("2026-04-12T10:00:00Z")

INCIDENT = "2026-03-14-search-fails"

FILES = {
    "01-investigating.md": """\
---
stage: investigating
at: 2026-03-14T09:00:00Z
title: Search fails
severity: major
components:
  search: major_outage
started_at:
  at: 2026-03-14T08:50:00Z
  estimated: true
detected_at: 2026-03-14T08:55:00Z
impact:
  symptom: Search shows an error
  share: 20-30%
  basis: measured
eta:
  from: 2026-03-14T09:10:00Z
  to: 2026-03-14T09:20:00Z
  confidence: low
  basis: a restart
next_update: 30m
---
Search shows an error.
""",
    "02-monitoring.md": """\
---
stage: monitoring
at: 2026-03-14T09:45:00Z
components:
  search: operational
mitigated_at: 2026-03-14T09:40:00Z
corrections:
  - at: 2026-03-14T09:45:00Z
    field: impact.share
    was: 20-30%
    now: 25%
    why: counted from the log
impact:
  share: 25%
next_update: 1h
---
Search works again. This update is 15 minutes late, and we are sorry.
""",
    "03-resolved.md": """\
---
stage: resolved
at: 2026-03-14T10:30:00Z
data_loss: none
workarounds: none
customer_actions:
  - Run saved searches again
remaining: none
---
It is over.
""",
    "04-postmortem.md": """\
---
stage: postmortem
at: 2026-03-16T10:00:00Z
version: preliminary
trigger: A restart lost the index
contributing_factors:
  - Nothing checks the index after a restart
  - The copy was a day old
next_update: 2026-03-24T10:00:00Z
---
## Summary

Search failed for 50 minutes.
""",
    "05-postmortem.md": """\
---
stage: postmortem
at: 2026-03-20T10:00:00Z
version: final
approved_by: incident_commander
impact_reason: counted again from the log
impact:
  share: 27%
mitigated_at: 2026-03-14T09:41:00Z
roles:
  executive_sponsor:
    name: Ada Tern
    title: Chief of operations
    consented: true
trigger: A restart lost the search index
contributing_factors:
  - Nothing checks the index after a restart
  - Copies are made once a day
timeline:
  - at: 2026-03-13T22:00:00Z
    what: The last copy of the index was made
  - at: 2026-03-14T08:45:00Z
    what: A server was restarted
    estimated: true
action_items:
  - id: AI-1
    title: Check the index after each restart
    type: bug_fix
    owner: search-team
    due: 2026-03-25
    status: planned
    verification:
      method: test
      criterion: a restart without an index is refused
      verify_by: 2026-04-10
  - id: AI-2
    title: Copy the index each hour
    type: infrastructure
    owner: storage-team
    due: 2026-04-30
    status: planned
  - id: AI-3
    title: Ask the supplier of heronbox for a refund
    type: process
    owner: legal-team
    due: 2026-04-30
    status: planned
    public: false
    verification:
      method: call
      criterion: they pay
      verify_by: 2026-05-20
  - id: AI-4
    title: Rent a second hall
    type: infrastructure
    owner: storage-team
    due: 2026-04-30
    status: dropped
    dropped_reason: One hall is enough
    verification:
      method: visit
      criterion: it stands
      verify_by: 2026-05-30
concessions:
  - A day of service is credited to all who ask by 30 April 2026
tags:
  - search
---
## Summary

Search failed for 50 minutes, because its index was lost.

## Ownership and apology

We are sorry.

## What happened

A server was restarted.

## Why it happened

Nothing looked.

## Where we were lucky
""",
    "06-follow-up.md": """\
---
stage: follow_up
at: 2026-04-11T10:00:00Z
action_items:
  - id: AI-1
    status: verified
    verification:
      method: test
      criterion: a restart without an index is refused
      verify_by: 2026-04-10
      verified_at: 2026-04-09
      evidence: "The run: https://tern.example/runs/7"
  - id: AI-2
    due: 2026-05-31
    due_history:
      - was: 2026-04-30
        why: The disks come later
---
One change is proved, one needs more time.
""",
}


def reported_site(folder: Path, last: str = "06-follow-up.md") -> Path:
    """The site with all files up to `last`."""
    site = new_site(folder)
    (site / "content" / "incidents" / INCIDENT).mkdir(parents=True)
    for name, text in FILES.items():
        if name <= last:
            (site / "content" / "incidents" / INCIDENT / name).write_text(text)
    return site


def published(site: Path, now: datetime = NOW) -> Path:
    """The folder of the site as it is published at that moment."""
    publication = publish_site(site, site.parent / "public", now, None, lambda count: None)
    assert publication.outcome, publication.problems
    return site.parent / "public"


def words(page: Path) -> str:
    """The text of a page's main part, on one line."""
    main = page.read_text().partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())

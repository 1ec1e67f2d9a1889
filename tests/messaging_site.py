"""A small site with channels, one of them for an audience that is not public, and one incident that goes on."""

from datetime import datetime
from pathlib import Path

NOW = datetime.fromisoformat("2026-07-14T09:10:00Z")
INCIDENT = "2026-07-14-exports"
FOLDER = f"content/incidents/{INCIDENT}"
PAGE = f"incidents/{INCIDENT}/"
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: UTC
components:
  - {id: exports, name: Exports}
audiences:
  - {id: internal, name: Team, public: false}
contacts:
  - text: Support portal
channels:
  - {id: app, kind: banner}
  - {id: texts, kind: sms}
  - {id: heron, kind: sms, name: Heron phones, audience: internal}
  - {id: managers, kind: accounts}
ladder:
  reach:
    minor:
      investigating: [banner, sms, accounts]
      identified: [banner, sms]
"""
FIRST = """\
---
stage: investigating
at: 2026-07-14T09:00:00Z
title: Exports are late
severity: minor
components:
  exports: degraded_performance
next_update: 30m
started_at: 2026-07-14T08:50:00Z
impact:
  symptom: Exports come late
unknown:
  - Why they wait
actions:
  - Looking at the queue
workarounds: none
customer_actions: none
eta: unknown
---
Some exports are late. We are finding out why.
"""
SECOND = """\
---
stage: investigating
at: 2026-07-14T09:05:00Z
no_change: true
next_update: 30m
---
Still looking.
"""
RESOLVED = """\
---
stage: resolved
at: 2026-07-14T09:08:00Z
components:
  exports: operational
mitigated_at: 2026-07-14T09:07:00Z
data_loss: none
remaining: none
---
Exports are on time again.
"""


def write_site(folder: Path, *updates: str, settings: str = SITE) -> Path:
    """Writes a site with these updates into a folder that is not there yet."""
    (folder / FOLDER).mkdir(parents=True)
    (folder / "site.yaml").write_text(settings, encoding="utf-8")
    for number, text in enumerate(updates, start=1):
        stage = text.partition("stage: ")[2].partition("\n")[0]
        (folder / FOLDER / f"{number:02}-{stage}.md").write_text(text, encoding="utf-8")
    return folder

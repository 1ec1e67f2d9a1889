"""A site with one incident, from its first update to a correction after its end, that speaks in three languages."""

from pathlib import Path

import in_process
from published_site import FIRST, ONE, RESOLVED, SECOND, SITE, THREE, TWO, write

NOW = "2026-07-14T12:00:00Z"
INCIDENT = "2026-07-14-exports-late"
TOLD = ("01-investigating", "02-identified", "03-resolved", "03-resolved-correction-1")
"""What is announced of the incident, in its order."""

LANGUAGES = ("en", "de", "ar")
CHANNELS = "channels:\n" + "".join(
    f"""\
  - id: email-{language}
    kind: email
    language: {language}
    sender: updates@tern.example
    to: status-{language}@lists.tern.example
    url: https://lists.tern.example/{language}
  - id: help-{language}
    kind: help
    language: {language}
"""
    for language in LANGUAGES
)
_MAJOR = FIRST.replace("severity: minor", "severity: major").replace("unknown\n---", "unknown\ndata_loss: none\n---")
_FIX = """\
corrections:
  - at: 2026-07-14T11:30:00Z
    field: impact.share
    was: 3-5%
    now: 4%
    why: we had counted some twice
"""
_MAINTENANCE = """\
---
stage: scheduled
at: 2026-07-14T08:00:00Z
title: Database upgrade
window:
  from: 2026-07-20T01:00:00Z
  to: 2026-07-20T02:30:00Z
expected:
  exports: degraded_performance
customer_actions: none
workarounds: none
---
Exports are slow during the upgrade.
"""


def message_site(folder: Path, settings: str = CHANNELS) -> Path:
    """The site with what site.yaml says besides, and a maintenance that is announced by email alone."""
    texts = {"site.yaml": SITE + settings, ONE: _MAJOR, TWO: SECOND, THREE: RESOLVED.format(keys=_FIX)}
    write(folder, texts | {"content/maintenance/2026-07-20-upgrade/01-scheduled.md": _MAINTENANCE})
    return folder


def write_messages(site: Path, out: Path, now: str = NOW, of: str = INCIDENT) -> Path:
    """All messages about an incident or maintenance of a site: their folder, which lies in `out`."""
    done = in_process.run("messages", "--incident", of, "-o", str(out), "--site", str(site), "--now", now)
    assert done.returncode == 0, done.stderr
    return out / of

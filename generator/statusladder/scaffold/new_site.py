"""The files that every new site has, and what stands in their way."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from statusladder.content.settings import SETTINGS_FILE, UNUSED_HOST
from statusladder.model.files import LEFT_BEHIND
from statusladder.model.schema import modeline
from statusladder.scaffold.interface import Files

SITE_YAML = f"""\
site:
  name: Example status
  url: https://{UNUSED_HOST}
  timezone: UTC
feeds:
  # The host of your url, and part of the ids of all feed entries: never change it once you have published.
  authority: {UNUSED_HOST}
components:
  - id: website
    name: Website
  - id: api
    name: API
contacts:
  - text: Support portal
    url: https://example.com/support
"""

_FIRST_NOTICE = """\
---
{modeline}
stage: investigating
at: {at}
title: "Example: pages load slowly"
severity: minor
components:
  website: degraded_performance
next_update: 60m
---
Pages take longer than usual to load. The API answers as usual. We are finding out why.
"""

IGNORE_FILE = ".gitignore"
IGNORED = ("/public/", "/.public.statusladder*", "/private/", "/.private.statusladder*")
"""What git must not keep: the built pages, and what lies beside them."""


def first_files(now: datetime) -> Files:
    """Settings, a first notice as an example, and what git is to ignore: what is built, what others leave behind."""
    notice = f"content/incidents/{now:%Y-%m-%d}-example/01-investigating.md"
    return {
        SETTINGS_FILE: f"{modeline('site', SETTINGS_FILE)}\n{SITE_YAML}",
        notice: _FIRST_NOTICE.format(modeline=modeline("incident", notice), at=f"{now:%Y-%m-%dT%H:%M:%SZ}"),
        IGNORE_FILE: "".join(f"{line}\n" for line in (*IGNORED, *LEFT_BEHIND)),
    }


def find_obstacles(folder: Path, names: Iterable[str]) -> list[Path]:
    """What stands where one of `names`, or a folder above it, has to come."""
    found = set()
    for name in names:
        path = folder / name
        if os.path.lexists(path):
            found.add(path)
        above = [folder.joinpath(*path.relative_to(folder).parts[:depth]) for depth in range(len(Path(name).parts))]
        found.update(parent for parent in above if os.path.lexists(parent) and not parent.is_dir())
    return sorted(found)

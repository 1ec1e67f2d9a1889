"""A picture beside an update: what a page has to know of it. Its bytes stay on disk until it is published."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """One file: its name, its path below the site, and how many pixels wide and high it is shown."""

    name: str
    path: str
    width: int
    height: int

"""What a member of this room is: a named set of files that `init` writes into a new site.

Short because it is the contract of the room and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from statusladder.model.site import Settings

Files = Mapping[str, str]
"""Texts by their path below the site's folder, with `/`."""


@dataclass(frozen=True)
class Scaffold:
    """A set of files for a new site.

    `name` is what people type (`github-pages`), `title` says in a few words what it is for. `is_host` marks those
    that publish the site somewhere: `init` writes one of them. `make` is given the settings of the new site.
    """

    name: str
    title: str
    is_host: bool
    make: Callable[[Settings], Files]

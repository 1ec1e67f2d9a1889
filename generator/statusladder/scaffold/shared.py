"""What the sets of several hosts have in common: the lists of what to install, the texts on disk."""

from pathlib import Path

from statusladder.scaffold.interface import Files

_TEMPLATES = Path(__file__).parent / "templates"

REQUIREMENTS = "requirements.txt"
"""What the workflows of every host install; `init` puts statusladder itself in front."""

BUILDERS = "requirements-build.txt"
"""What they install before that: it turns into packages what is published as source only."""


def template(name: str) -> str:
    """The text `name` of the templates beside this file, as it is written into a site."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def common_files() -> Files:
    """What every host's machine needs: what to install, each version with the hashes of its files."""
    return {name: _without_comments(template(name)) for name in (BUILDERS, REQUIREMENTS)}


def _without_comments(text: str) -> str:
    """A list without the lines that say how we made it."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))

"""What the sets of several hosts have in common: the pinned version, the texts on disk."""

from pathlib import Path

from statusladder import __version__
from statusladder.scaffold.interface import Files

_TEMPLATES = Path(__file__).parent / "templates"


def template(name: str) -> str:
    """The text `name` of the templates beside this file, as it is written into a site."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def common_files() -> Files:
    """What every host's machine needs: which statusladder to install."""
    return {"requirements.txt": f"statusladder=={__version__}\n"}

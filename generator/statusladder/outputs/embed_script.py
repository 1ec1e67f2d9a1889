"""The script of the banner as it is published; the site's policy has to allow it by its hash.

Short because the banner and the table of headers share it, and no member of the room may be imported.
"""

from functools import cache
from pathlib import Path

from statusladder.theming.theme import minify_script

_SCRIPT = Path(__file__).parent / "embed" / "banner.js"


@cache
def read_banner_script() -> str:
    return minify_script(_SCRIPT.read_text(encoding="utf-8"))

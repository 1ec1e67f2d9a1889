"""The script of the banner as it is published; the site's policy has to allow it by its hash.

Short because the banner and the table of headers share it, and no member of the room may be imported.
"""

import json
from functools import cache
from pathlib import Path

from statusladder.theming.theme import minify_script
from statusladder.voice.voice import Voice

_PLACE = "%"
"""Where the script puts the text of the line that a button hides."""

_SCRIPT = Path(__file__).parent / "embed" / "banner.js"


def make_banner_script(voice: Voice) -> str:
    """The script with its words in the site's language, since pages of others can hand it none."""
    words = {"{language}": voice.tag, "{dismiss}": voice.say("banner_script.dismiss", text=_PLACE)}
    script = _read_script()
    for name, text in words.items():
        script = script.replace(json.dumps(name), json.dumps(text).replace("<", r"\u003c"))
    return script


@cache
def _read_script() -> str:
    return minify_script(_SCRIPT.read_text(encoding="utf-8"))

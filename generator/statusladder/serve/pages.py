"""What a page gains while it is served, and what stands in for one that is not there; nothing of it comes to disk."""

import html
import re
from pathlib import Path

OWN = "__statusladder/"
"""Below this folder of the preview the server itself answers; no page of a site can have such an address."""

SCRIPT = (Path(__file__).parent / "live.js").read_bytes()

_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content="[^"]*?\bscript-src )')
_END_OF_HEAD = re.compile(rb"(?=</head>)|\Z")

_NOT_BUILT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{words}</p>
</main>
</body>
</html>
"""


def live(page: bytes, base: str, version: str) -> bytes:
    """The page with the script of the preview, which its policy then allows; `version` is that of the site it is of.

    `base` is the path at which the preview begins.
    """
    allowed = _POLICY.sub(rb"\1'self' ", page, count=1)
    element = f'<script src="{base}{OWN}live.js" data-version="{html.escape(version)}" defer></script>\n'
    return _END_OF_HEAD.sub(element.encode(), allowed, count=1)


def not_built() -> bytes:
    """Stands in for every page while no build has succeeded."""
    words = (
        "This page shows itself as soon as the site is built. What is in the way is listed here and in the terminal."
    )
    return _NOT_BUILT.format(title="Not built yet", words=words).encode()


def not_found() -> bytes:
    """Stands in where a theme has no page of its own for an address that leads nowhere."""
    return _NOT_BUILT.format(title="There is no such page", words="The site has no page at this address.").encode()

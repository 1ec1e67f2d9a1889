"""Scripts and style sheets without what only people need."""

import rcssmin
import rjsmin


def minified_script(text: str) -> str:
    return str(rjsmin.jsmin(text)).strip()


def minified_style(text: str) -> str:
    return str(rcssmin.cssmin(text)).strip()

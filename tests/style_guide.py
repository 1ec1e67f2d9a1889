"""The style guide: a page with every part of a theme, made by the theme's own templates. Never published.

To look at it while you work on a theme: `python tests/style_guide.py THEME FOLDER` builds the test site "storm" into
the folder, and the guide of the theme at style-guide/ in it.
"""

import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from statusladder.content.reader import read_library
from statusladder.ladder.publication import public_part_of
from statusladder.model.feedback import FeedbackKeys
from statusladder.model.vocabulary import ComponentState
from statusladder.outputs.interface import Rank
from statusladder.outputs.page import make_page
from statusladder.publish.pipeline import publish_site
from statusladder.publish.theme import find_theme
from statusladder.theming.theme import Theme
from statusladder.views.affected import Affected
from statusladder.views.snapshot import take

HERE = Path(__file__).parent
STORM = HERE / "sites" / "storm"
NOW = datetime(2026, 6, 10, 12, 6, tzinfo=UTC)
PAGE = "style-guide/"
RATING = "https://help.tern.example/rate?about={incident}/{update}&{question}={answer}"


def write_style_guide(theme_name: str, folder: Path) -> None:
    """Writes the guide of a theme into `folder`, below PAGE."""
    theme = find_theme(HERE.parent, theme_name)
    guide = find_theme(HERE, "guide")
    theme = Theme((*guide.layers[:1], *theme.layers), theme.logo)
    library = read_library(STORM).library
    assert library is not None
    asked = library.settings.model_copy(update={"feedback": FeedbackKeys.model_validate({"rating": RATING})})
    snapshot = take(replace(public_part_of(library, NOW), settings=asked), NOW)
    labels = {state: snapshot.voice.say(f"state.{state.value}") for state in ComponentState}
    states = [Affected(state, "A component", state, labels[state], "") for state in ComponentState]
    states.append(Affected("named", "A component that was only named", None, "Affected", ""))
    page = make_page(
        replace(snapshot, planned=()),
        theme,
        PAGE,
        "style-guide.html",
        "Style guide",
        "Every part of the theme.",
        Rank.PAGE,
        tokens=list(dict.fromkeys(re.findall(r"--([a-z-]+):light-dark", theme.style))),
        states=states,
        stories=snapshot.stories,
    )
    target = folder / page.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(page.data)


if __name__ == "__main__":
    chosen, output = sys.argv[1], Path(sys.argv[2])
    publish_site(STORM, output, NOW, None, lambda count: None)
    write_style_guide(chosen, output)

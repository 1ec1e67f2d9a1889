"""How long the words may be that every channel repeats; longer ones are cut somewhere, by somebody else's software."""

from collections.abc import Iterator

from statusladder.model.problem import Problem
from statusladder.model.site import Library
from statusladder.model.update import LONGEST


def find_overlong(library: Library) -> Iterator[Problem]:
    """Titles and summaries beyond `LONGEST`, but for imported ones."""
    updates = (update for communication in library.communications for update in communication.updates)
    for file in (*(update for update in updates if not update.imported), *library.pages):
        for key, limit in LONGEST.items():
            text = getattr(file.said, key)
            if text is not None and len(text) > limit:
                sentence = f"the {key} is {len(text)} characters long"
                yield Problem(file.place(key), "F016", sentence, f"say it in {limit} or fewer")

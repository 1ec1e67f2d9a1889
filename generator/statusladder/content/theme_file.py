"""Reads theme.yaml, as strictly as everything else."""

from pathlib import Path

from statusladder.content.front_matter import read_text
from statusladder.content.strict_yaml import read_mapping
from statusladder.content.validation import validate
from statusladder.model.problem import Place, Problem
from statusladder.model.theme import ThemeKeys


def read_theme_keys(file: Path, shown_as: str) -> tuple[ThemeKeys | None, list[Problem]]:
    """The theme's settings, or None and every reason why not; `shown_as` is the path that Problems name."""
    try:
        data = file.read_bytes()
    except OSError as failure:
        sentence = f"the file cannot be read ({failure.strerror})"
        return None, [Problem(Place(shown_as), "D001", sentence, "check that it is there and may be read")]
    text, problems = read_text(data, shown_as)
    if text is None:
        return None, problems
    tree, found = read_mapping(text, shown_as)
    if tree is None:
        return None, [*problems, *found]
    keys, refused = validate(ThemeKeys, tree, shown_as)
    problems = [*problems, *found, *refused]
    return (None if problems else keys), problems

"""Reads theme.yaml, as strictly as everything else."""

from pathlib import Path

from statusladder.content.yaml_file import read_record
from statusladder.model.problem import Place, Problem
from statusladder.model.theme import ThemeKeys


def read_theme_keys(file: Path, shown_as: str) -> tuple[ThemeKeys | None, list[Problem]]:
    """The theme's settings, or None and every reason why not; `shown_as` is the path that Problems name."""
    try:
        data = file.read_bytes()
    except OSError as failure:
        sentence = f"the file cannot be read ({failure.strerror})"
        return None, [Problem(Place(shown_as), "D001", sentence, "check that it is there and may be read")]
    keys, _, problems = read_record(ThemeKeys, data, shown_as)
    return (None if problems else keys), problems

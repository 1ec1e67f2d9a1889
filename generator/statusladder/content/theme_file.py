"""Reads theme.yaml, as strictly as everything else."""

from collections.abc import Mapping

from statusladder.content.strict_yaml import line_of
from statusladder.content.yaml_file import read_record
from statusladder.model.problem import Problem
from statusladder.model.settings import ThemeKeys


def read_theme_keys(data: bytes, shown_as: str) -> tuple[ThemeKeys | None, Mapping[str, int], list[Problem]]:
    """The theme's settings, the lines of `extends` and of each token as `--NAME`, and what is wrong.

    The settings are None where anything is. `shown_as` is the path that Problems name.
    """
    keys, tree, problems = read_record(ThemeKeys, data, shown_as)
    if keys is None or tree is None or problems:
        return None, {}, problems
    tokens = {f"--{token}": line_of(tree, ("tokens", token)) for token in keys.tokens}
    own = {"--link": ("accent",), "--serif": ("fonts", "heading"), "--sans": ("fonts", "text")}
    lines = {token: line_of(tree, key) for token, key in own.items()} | tokens
    return keys, {"extends": line_of(tree, ("extends",)), **lines}, problems

"""Brings a theme together: finds its folders, reads their settings, follows `extends` to the last."""

from pathlib import Path

from statusladder.content.theme_file import read_theme_keys
from statusladder.discovery import find_members
from statusladder.model.values import suggestion
from statusladder.theming.locate import find_theme_folder, theme_names
from statusladder.theming.theme import Layer, Theme, ThemeError


def find_theme(root: Path, name: str) -> Theme:
    """The theme called `name` with all it builds on. Raises ThemeError when one is missing, broken or in a circle."""
    # Other distributions register the folders of their themes; each is called as its folder is.
    registered = {
        folder.name: folder for folder in find_members("statusladder.theming", "THEME", Path, "statusladder.themes")
    }
    layers: list[Layer] = []
    wanted: str | None = name
    while wanted is not None:
        if wanted in (layer.folder.name for layer in layers):
            raise ThemeError(f"the theme '{wanted}' extends itself", "let 'extends' in theme.yaml name another theme")
        folder = find_theme_folder(wanted, root) or registered.get(wanted)
        if folder is None:
            names = (*theme_names(root), *registered)
            raise ThemeError(f"no theme is called '{wanted}'", suggestion(wanted, names))
        keys, problems = read_theme_keys(folder / "theme.yaml", f"themes/{wanted}/theme.yaml")
        if keys is None:
            first = problems[0]
            raise ThemeError(f"{first.place}: {first.sentence}", first.mend)
        layers.append(Layer(folder, keys))
        wanted = keys.extends
    return Theme(tuple(layers))

"""Brings a theme together: finds its folders, reads their settings, follows `extends` to the last."""

import base64
from collections.abc import Iterable
from pathlib import Path

from statusladder.content.theme_file import read_theme_keys
from statusladder.discovery import find_members
from statusladder.model.values import suggestion
from statusladder.theming.locate import find_theme_folder, theme_names
from statusladder.theming.theme import Layer, Theme, ThemeError

PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
MAX_LOGO = 8 * 1024
"""Bytes of a logo: every page carries it, and the first page has to arrive in one round trip."""


def find_theme(root: Path, name: str, logo: str | None = None) -> Theme:
    """The theme called `name` with all it builds on, and the site's own `logo`, a path in its folder, if it has one.

    Raises ThemeError when a theme is missing, broken or in a circle, or when the logo cannot be used.
    """
    # Other distributions register the folders of their themes; each is called as its folder is.
    unusable: list[str] = []
    found = find_members("statusladder.theming", "THEME", Path, "statusladder.themes", unusable.append)
    registered = {folder.name: folder for folder in found}
    layers: list[Layer] = []
    wanted: str | None = name
    while wanted is not None:
        if wanted in (layer.folder.name for layer in layers):
            raise ThemeError(f"the theme '{wanted}' extends itself", "let 'extends' in theme.yaml name another theme")
        folder = find_theme_folder(wanted, root) or registered.get(wanted)
        if folder is None:
            names = (*theme_names(root), *registered)
            raise ThemeError("; ".join([f"no theme is called '{wanted}'", *unusable]), suggestion(wanted, names))
        keys, problems = read_theme_keys(folder / "theme.yaml", f"themes/{wanted}/theme.yaml")
        if keys is None:
            first = problems[0]
            raise ThemeError(f"{first.place}: {first.sentence}", first.mend)
        layers.append(Layer(folder, keys))
        wanted = keys.extends
    return Theme(tuple(layers), _logo(root, logo, layers))


def _logo(root: Path, own: str | None, layers: Iterable[Layer]) -> str | None:
    """The logo of the site, else of the highest theme that has one, as a `data:` address."""
    files = [(root, own)] if own is not None else []
    files += [(layer.folder / "assets", layer.keys.logo) for layer in layers if layer.keys.logo is not None]
    if not files:
        return None
    folder, name = files[0]
    kind = PICTURES.get(Path(name).suffix.lower())
    if kind is None:
        raise ThemeError(f"the logo '{name}' is no picture that can be used", f"use one of {', '.join(PICTURES)}")
    file = folder / name
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        raise ThemeError(f"the logo '{name}' is not there", f"put it into {folder}, or correct its name")
    data = file.read_bytes()
    if len(data) > MAX_LOGO:
        sentence = f"the logo '{name}' is {len(data):,} bytes long; every page carries it, so the limit is {MAX_LOGO:,}"
        raise ThemeError(sentence, "make it smaller; an SVG mostly is")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"

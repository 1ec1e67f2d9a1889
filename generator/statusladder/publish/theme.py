"""Brings a theme together: finds its folders, reads their settings, follows `extends` to the last."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from statusladder.content.settings import SETTINGS_FILE, line_in_settings, read_theme_keys
from statusladder.discovery import find_members
from statusladder.model.problem import Place, Problem
from statusladder.model.settings import ThemeKeys
from statusladder.model.site import Settings
from statusladder.model.values import suggest
from statusladder.theming.layer import (
    MOST_BYTES,
    OWN,
    SETTINGS,
    Layer,
    ThemeError,
    find_theme_folder,
    find_theme_names,
    is_shipped,
    make_fault,
    read_inside,
)
from statusladder.theming.theme import Theme, find_fetches
from statusladder.voice.catalogue import ENGLISH, shipped, shipped_languages, spoken

PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
MAX_LOGO = 8 * 1024
"""Bytes of a logo: every page carries it, and the first page has to arrive in one round trip."""

SHIPPED = "default"
"""The theme that stands in for one that is not trusted."""

_MOST_LAYERS = 8


def find_theme(root: Path, name: str, logo: str | None = None, *, trusted: bool = True) -> Theme:
    """The theme called `name` with all it builds on, and the site's own `logo`, a path in its folder, if it has one.

    Where themes in the site's folder are not `trusted`, none of them is looked at: what is installed stands in.
    Raises ThemeError when a theme is missing, broken or in a circle, or when the logo cannot be used.
    """
    # Other distributions register the folders of their themes; each is called as its folder is.
    unusable: list[str] = []
    found = find_members("statusladder.theming", "THEME", Path, "statusladder.themes", unusable.append)
    registered = {folder.name: folder for folder in found}
    site = root if trusted else None
    if site is None and find_theme_folder(name, site) is None and name not in registered:
        name = SHIPPED
    layers: list[Layer] = []
    named_in, line, wanted = SETTINGS_FILE, 1, name
    while True:
        folder = find_theme_folder(wanted, site) or registered.get(wanted)
        if folder is None:
            names = (*find_theme_names(site), *registered)
            sentence = "; ".join([f"no theme is called '{wanted}'", *unusable])
            raise make_fault(named_in, line, sentence, suggest(wanted, names), "D011")
        layer, lines = _read_layer(root, folder)
        layers.append(layer)
        if layer.keys.extends is None:
            return Theme(tuple(layers), _logo(root, logo, layers))
        named_in, line, wanted = layer.shown(SETTINGS), lines["extends"], layer.keys.extends
        if wanted in (layer.folder.name for layer in layers):
            sentence = f"the theme '{wanted}' extends itself"
            raise make_fault(named_in, line, sentence, "let 'extends' name another theme")
        if len(layers) == _MOST_LAYERS:
            sentence = f"this is the {_MOST_LAYERS}th theme that builds on another"
            raise make_fault(named_in, line, sentence, "put some of them into one")


def has_own_theme(root: Path, name: str) -> bool:
    """Whether a theme or what it builds on lies in the site's folder and did not come with this program."""
    try:
        return bool(_own_layers(root, find_theme(root, name)))
    except ThemeError:
        return False


def find_theme_problems(root: Path, settings: Settings) -> list[Problem]:
    """All that is wrong with the theme of a site as far as it shows without rendering: nothing of it is run."""
    try:
        theme = find_theme(root, settings.theme, settings.site.logo)
    except ThemeError as wrong:
        problem = wrong.problem
        if problem.place == Place(SETTINGS_FILE):
            key = ("theme",) if problem.code == "D011" else ("site", "logo")
            problem = replace(problem, place=Place(SETTINGS_FILE, line_in_settings(root, *key)))
        return [problem]
    problems = [problem for layer in _own_layers(root, theme) for problem in theme.find_problems(layer)]
    problems += (
        Problem(Place(SETTINGS_FILE, line_in_settings(root, "strings", name)), *words)
        for name, words in _find_string_faults(settings.strings)
    )
    for part in ("style", "script"):
        try:
            getattr(theme, part)
        except ThemeError as wrong:
            problems.append(wrong.problem)
    return sorted(problems)


def _own_layers(root: Path, theme: Theme) -> tuple[Layer, ...]:
    own = (root / OWN).resolve()
    return tuple(one for one in theme.layers if one.folder.resolve().parent == own and not is_shipped(one.folder))


def _read_layer(root: Path, folder: Path) -> tuple[Layer, Mapping[str, int]]:
    """The settings of the theme in a folder, and the lines of some of its keys. Raises ThemeError."""
    shown = f"{OWN}/{folder.name}/{SETTINGS}"
    if folder.parent == root / OWN and not folder.resolve().is_relative_to(root.resolve() / OWN):
        raise make_fault(shown, 1, "the theme lies behind a link that leads elsewhere", "put its folder there", "D014")
    data = read_inside(folder, SETTINGS, shown, MOST_BYTES)
    if data is None:
        raise make_fault(shown, 1, "the theme has no settings", f"write its name into {shown}", "D001")
    keys, lines, problems = read_theme_keys(data, shown)
    if keys is None:
        raise ThemeError(problems[0])
    _check_tokens(keys, shown, lines)
    if keys.language is not None and spoken(keys.language) is None:
        sentence = f"no page is in '{keys.language}', so the strings of this theme would never be shown"
        fix = f"write one of {', '.join(shipped_languages())}; without 'language' they are shown on all pages"
        raise make_fault(shown, lines["language"], sentence, fix, "D010")
    for name, (code, sentence, fix) in _find_string_faults(keys.strings):
        raise make_fault(shown, lines[f"strings.{name}"], sentence, fix, code)
    return Layer(folder, keys), lines


def _find_string_faults(strings: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The keys of strings that cannot be replaced so: with the code, the sentence and the fix."""
    known = shipped(ENGLISH)
    for name, text in strings.items():
        if not known.knows(name):
            yield name, ("D011", f"no string is called '{name}'", suggest(name, known.messages))
        for sentence in known.find_faults(name, text) if known.knows(name) else ():
            yield name, ("D010", sentence, "write its values as 'statusladder strings' shows them")


def _check_tokens(keys: ThemeKeys, shown: str, lines: Mapping[str, int]) -> None:
    for name, value in keys.all_tokens.items():
        for _, words in find_fetches(f"{name}: {value}"):
            sentence = f"'{words}' would fetch a file or end the sheet; pages fetch nothing"
            raise make_fault(shown, lines[f"--{name}"], sentence, "write a value that stands for itself")


def _logo(root: Path, own: str | None, layers: list[Layer]) -> str | None:
    """The logo of the site, else of the highest theme that has one, as a `data:` address. Raises ThemeError."""
    if own is not None:
        return _picture(root, own, own, SETTINGS_FILE)
    for layer in layers:
        if (name := layer.keys.logo) is not None:
            return _picture(layer.folder / "assets", name, layer.shown(f"assets/{name}"), layer.shown(SETTINGS))
    return None


def _picture(folder: Path, name: str, shown: str, named_in: str) -> str:
    kind = PICTURES.get(Path(name).suffix.lower())
    if kind is None:
        raise make_fault(
            named_in, 1, f"the logo '{name}' is no picture that can be used", f"use one of {', '.join(PICTURES)}"
        )
    leads_out = Path(name).is_absolute() or ".." in Path(name).parts
    data = read_inside(folder, name, shown, MAX_LOGO) if not leads_out else None
    if data is None:
        raise make_fault(named_in, 1, f"the logo '{name}' is not there", f"put it into {folder}, or correct its name")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"

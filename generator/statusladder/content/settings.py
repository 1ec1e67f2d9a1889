"""Reads site.yaml, with every name in it checked against the others, and theme.yaml."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from statusladder.content.body import find_blocks_in_keys, find_comments
from statusladder.content.keyed_file import read_record
from statusladder.content.ownership import find_ownerless, find_unknown_teams
from statusladder.content.policies import check_channels, check_ladder
from statusladder.content.redirects import Redirects, check_redirects, read_redirects
from statusladder.content.references import suggest_audience
from statusladder.content.strict_yaml import Mapping, line_of
from statusladder.model.problem import Place, Problem
from statusladder.model.settings import ThemeKeys
from statusladder.model.site import Component, Settings
from statusladder.model.values import suggest

SETTINGS_FILE = "site.yaml"

UNUSED_HOST = "status.example.com"
"""The host of a new site before somebody gives it an address."""

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)


class _Growing(Settings):
    """A site.yaml to which components are about to be added, so that it may have none yet."""

    components: tuple[Component, ...] = ()


def read_settings(root: Path, *, is_growing: bool = False) -> tuple[Settings | None, list[Problem]]:
    """The settings, or None and every reason why not; `is_growing`: an import is about to add components.

    The redirects that imports wrote are among them, though they lie in a file of their own.
    """
    try:
        data = (root / SETTINGS_FILE).read_bytes()
    except FileNotFoundError:
        fix = _way_back(root) or "run 'statusladder init DIR' for a new site, or go to the site's folder"
        return None, [Problem(Place(SETTINGS_FILE), "D012", "there is no site.yaml here", fix)]
    except OSError as failure:
        sentence = f"the file cannot be read ({failure.strerror})"
        return None, [Problem(Place(SETTINGS_FILE), "D001", sentence, "check that it is a file and may be read")]
    return settings_of(data, *read_redirects(root), is_growing=is_growing)


def settings_of(
    data: bytes, imported: Redirects | None, found: list[Problem], *, is_growing: bool = False
) -> tuple[Settings | None, list[Problem]]:
    """What the bytes of a site.yaml say, together with the redirects of imports and what was found wrong with them."""
    settings, tree, problems = read_record(_Growing if is_growing else Settings, data, SETTINGS_FILE)
    if tree is not None:
        problems += (*find_blocks_in_keys(tree, SETTINGS_FILE), *find_comments(tree, SETTINGS_FILE))
    if settings is not None and tree is not None:
        problems += _check_ids(tree, "components", [component.id for component in settings.components])
        problems += _check_days(tree, settings)
        problems += _check_badges(tree, settings)
        problems += _check_targets(tree, settings)
        problems += _check_ids(tree, "audiences", [audience.id for audience in settings.audiences])
        problems += _check_ids(tree, "teams", [team.id for team in settings.teams])
        problems += find_unknown_teams(tree, settings, SETTINGS_FILE)
        problems += _check_ids(tree, "channels", [channel.id for channel in settings.channels])
        problems += _check_contacts(tree, settings)
        problems += check_ladder(tree, settings, SETTINGS_FILE)
        problems += check_channels(tree, settings, SETTINGS_FILE)
        files = [Redirects(SETTINGS_FILE, tree, settings.redirects), *([imported] if imported else [])]
        problems += [*found, *check_redirects(files, settings.pages)]
        if imported is not None:
            settings = settings.model_copy(update={"redirects": (*settings.redirects, *imported.redirects)})
    return settings, problems


def find_unowned(root: Path, settings: Settings) -> list[Problem]:
    """Components that no team owns; apart from `read_settings`, since it matters to `check` and stops nothing else."""
    if all(component.owner is not None for component in settings.components):
        return []
    again, tree, _ = read_record(Settings, (root / SETTINGS_FILE).read_bytes(), SETTINGS_FILE)
    return list(find_ownerless(tree, again, SETTINGS_FILE)) if again is not None and tree is not None else []


def authority_of(data: bytes) -> str | None:
    """The name in the ids of feed entries by a site.yaml; None where it cannot be read."""
    settings, _, _ = read_record(Settings, data, SETTINGS_FILE)
    return settings.authority if settings is not None else None


def find_new_ids(root: Path, settings: Settings, published: str | None) -> list[Problem]:
    """That ids would be made of another name than the `published` one, None where that is not known.

    Nobody follows a site at the address that `init` writes.
    """
    if published in (None, UNUSED_HOST, settings.authority):
        return []
    where = ("feeds", "authority") if settings.feeds.authority is not None else ("site", "url")
    place = Place(SETTINGS_FILE, line_in_settings(root, *where))
    sentence = (
        f"feed entries were published with ids of '{published}' and would get others, of '{settings.authority}': every "
        "subscriber would get all entries anew"
    )
    return [Problem(place, "C020", sentence, f"write 'authority: {published}' below 'feeds', which keeps the ids")]


def line_in_settings(root: Path, *location: str | int) -> int:
    """The line of site.yaml on which something stands; read once more, so only for a Problem that is already found."""
    _, tree, _ = read_record(Settings, (root / SETTINGS_FILE).read_bytes(), SETTINGS_FILE)
    return line_of(tree, location) if tree is not None else 1


def _way_back(root: Path) -> str | None:
    """For who stands among the files of a site: where its folder is."""
    here = root.resolve()
    for folder in (here, *here.parents):
        if folder.name == "content" and (folder.parent / SETTINGS_FILE).is_file():
            site = os.path.relpath(folder.parent, here)
            return f"the site's folder is {site} from here: go there, or add --site {site}"
    return None


def _check_days(tree: Mapping, settings: Settings) -> Iterator[Problem]:
    """Components that were retired before they began."""
    for index, component in enumerate(settings.components):
        if component.since is not None and component.is_retired(component.since):
            place = Place(SETTINGS_FILE, line_of(tree, ("components", index, "until")))
            sentence = f"components.until: {component.until} is not after 'since', {component.since}"
            yield Problem(place, "D010", sentence, "write the first day on which it was there no longer")


def _check_badges(tree: Mapping, settings: Settings) -> Iterator[Problem]:
    """Components that leave the badge of their id to the site's own, and others that have the one they take instead."""
    taken = {component.id for component in settings.components}
    for index, component in enumerate(settings.components):
        if component.badge != component.id:
            place, addresses = Place(SETTINGS_FILE, line_of(tree, ("components", index, "id"))), "badges/{}.svg"
            own, other = addresses.format(component.badge), addresses.format(component.id)
            if component.badge in taken:
                sentence = f"'{component.id}' and '{component.badge}' would have the same badge, {own}"
                yield Problem(place, "D013", sentence, "give one of the two another id")
            else:
                sentence = f"the badge of '{component.id}' is {own}: {other} is that of the whole site"
                yield Problem(place, "D017", sentence, "use that address, or give it another id before it is published")


def _check_targets(tree: Mapping, settings: Settings) -> Iterator[Problem]:
    """Targets for components that the site does not have."""
    known = [component.id for component in settings.components]
    for index, target in enumerate(settings.metrics.targets):
        if target.component is not None and target.component not in known:
            place = Place(SETTINGS_FILE, line_of(tree, ("metrics", "targets", index, "component")))
            sentence = f"metrics.targets.component: no component is called '{target.component}'"
            yield Problem(place, "D011", sentence, suggest(target.component, known))


def _check_contacts(tree: Mapping, settings: Settings) -> Iterator[Problem]:
    """Contacts for audiences that the site does not have."""
    known = [audience.id for audience in settings.audiences]
    for index, contact in enumerate(settings.contacts):
        if contact.audience is not None and contact.audience not in known:
            place = Place(SETTINGS_FILE, line_of(tree, ("contacts", index, "audience")))
            sentence = f"no audience is called '{contact.audience}'"
            yield Problem(place, "D011", sentence, suggest_audience(contact.audience, known))


def _check_ids(tree: Mapping, key: str, ids: Iterable[str]) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for index, name in enumerate(ids):
        place = Place(SETTINGS_FILE, line_of(tree, (key, index, "id")))
        if not _ID.fullmatch(name):
            sentence = f"'{name}' is not an id"
            problems.append(Problem(place, "D010", sentence, "use small letters, digits and '-', as sign-in"))
        elif name in seen:
            problems.append(Problem(place, "D013", f"the id '{name}' is used twice", "give each its own id"))
        seen.add(name)
    return problems


def read_theme_keys(data: bytes, shown_as: str) -> tuple[ThemeKeys | None, dict[str, int], list[Problem]]:
    """The theme's settings, the lines of some of its keys, and what is wrong.

    The lines are those of `extends`, `language`, each token as `--NAME` and each string as `strings.KEY`. The settings
    are None where anything is wrong. `shown_as` is the path that Problems name.
    """
    keys, tree, problems = read_record(ThemeKeys, data, shown_as)
    if keys is None or tree is None or problems:
        return None, {}, problems
    tokens = {f"--{token}": line_of(tree, ("tokens", token)) for token in keys.tokens}
    own = {"--link": ("accent",), "--serif": ("fonts", "heading"), "--sans": ("fonts", "text")}
    strings = {f"strings.{name}": line_of(tree, ("strings", name)) for name in keys.strings}
    lines = {token: line_of(tree, key) for token, key in own.items()} | tokens | strings
    return keys, {name: line_of(tree, (name,)) for name in ("extends", "language")} | lines, problems

"""Where playbooks lie, the site's own before those that came with the package, and how one of these becomes its own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import statusladder
from statusladder.content.keyed_file import read_file
from statusladder.content.references import find_unknown_audiences, find_unknown_components, refuse_internal_block
from statusladder.content.tree import PLAYBOOKS, find_own_playbooks
from statusladder.content.writer import document_text
from statusladder.model.imported import PlainValue
from statusladder.model.playbook import Playbook, PlaybookKeys, variables_in
from statusladder.model.problem import Problem
from statusladder.model.site import Settings
from statusladder.model.values import suggest
from statusladder.model.vocabulary import Visibility

_PACKAGE = Path(statusladder.__file__).resolve().parent


def find_playbooks(root: Path, settings: Settings | None) -> tuple[dict[str, Playbook], list[Problem]]:
    """Every playbook by its name, in order: the site's own, and the shipped ones whose names the site does not use.

    An own file that cannot be read keeps its name taken: nobody should follow another playbook than they think.
    """
    own, problems = read_own_playbooks(root, settings)
    found = {playbook.name: playbook for playbook in own}
    taken = {Path(path).stem for path in find_own_playbooks(root)[0]}
    for file in _shipped_files():
        if file.stem not in taken:
            playbook, wrong = _read(root, file.as_posix(), None, shipped=True)
            problems += wrong
            if playbook is not None:
                found[playbook.name] = playbook
    return dict(sorted(found.items())), problems


def read_own_playbooks(root: Path, settings: Settings | None) -> tuple[tuple[Playbook, ...], list[Problem]]:
    """The site's own playbooks in order of their names, and every mistake in them.

    Without `settings`, names of components and audiences are not judged.
    """
    paths, problems = find_own_playbooks(root)
    playbooks = []
    for path in paths:
        playbook, found = _read(root, path, settings, shipped=False)
        problems += found
        if playbook is not None:
            playbooks.append(playbook)
    return tuple(playbooks), problems


def own_path_of(name: str) -> str:
    """Where a site's own playbook of that name stands, below the site's folder."""
    return f"{PLAYBOOKS}/{name}.md"


def adapted_text(playbook: Playbook, settings: Settings) -> str:
    """A shipped playbook as a file of this site: without the components and audiences that the site does not have."""
    keys = dict(playbook.typed)
    known = {
        "components": {component.id for component in settings.components},
        "audiences": {audience.id for audience in settings.audiences},
    }
    for key, names in known.items():
        values = keys.get(key)
        if isinstance(values, dict):
            keys[key] = {name: value for name, value in values.items() if name in names}
    return document_text(keys, playbook.body)


def _shipped_files() -> list[Path]:
    """The files of the installed package, else of the checkout."""
    folders = (_PACKAGE / "_playbooks", _PACKAGE.parent.parent / PLAYBOOKS)
    folder = next((folder for folder in folders if folder.is_dir()), None)
    return sorted(folder.glob("*.md")) if folder is not None else []


def _read(root: Path, path: str, settings: Settings | None, shipped: bool) -> tuple[Playbook | None, list[Problem]]:
    read, problems = read_file(root, path, PlaybookKeys, None)
    if read is None:
        return None, problems
    playbook = Playbook(Path(path).stem, path, read.lines, read.said, read.typed, read.body, shipped)
    problems += _wrong_variables(playbook)
    if settings is not None:
        problems += find_unknown_components(playbook, "components", playbook.said.components, settings)
        problems += find_unknown_audiences(playbook, playbook.said.audiences, settings)
        if read.words.internal and settings.site.repository is Visibility.PUBLIC:
            problems.append(refuse_internal_block(path, read.line))
    return playbook, problems


def _wrong_variables(playbook: Playbook) -> Iterator[Problem]:
    """Places to fill that are not declared, and declarations that are used nowhere or stand twice."""
    place = playbook.place
    declared = [variable.name for variable in playbook.said.variables]
    names = dict.fromkeys(declared)
    used = set()
    for key, text in _texts(playbook.typed):
        for name in variables_in(text):
            used.add(name)
            if name not in names:
                fix = suggest(name, names) if names else f"declare it: 'variables' with 'name: {name}'"
                yield Problem(place(key), "D011", f"no variable is called '{name}'", fix)
    for name in names:
        if name not in used:
            fix = f"write {{{{{name}}}}} where its value belongs, or delete it"
            yield Problem(place("variables"), "D011", f"the variable '{name}' is used nowhere", fix)
        if declared.count(name) > 1:
            yield Problem(place("variables"), "D013", f"the variable '{name}' is declared twice", "keep one of the two")


def _texts(typed: Mapping[str, PlainValue]) -> Iterator[tuple[str, str]]:
    """Every text outside of the declarations, with the key that leads to it."""
    for key, value in typed.items():
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from ((f"{key}.{name}", text) for text in _strings(inner))
        elif key != "variables":
            yield from ((key, text) for text in _strings(value))


def _strings(value: PlainValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)

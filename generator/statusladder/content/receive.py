"""Writes what an importer read: all is checked first, a person's edit is never overwritten, and nothing comes twice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from statusladder.content.body import as_words, value_as_words
from statusladder.content.keyed_file import take_apart
from statusladder.content.receive_feedback import NO_FEEDBACK, ReceivedFeedback, plan_feedback
from statusladder.content.receive_updates import NO_ASSUMPTION, Assumption, plan_updates
from statusladder.content.redirects import REDIRECTS_FILE, read_redirects, redirects_of
from statusladder.content.settings import SETTINGS_FILE, read_settings, settings_of
from statusladder.content.site_text import NotABlockList, append_items
from statusladder.content.tree import SECTIONS, update_at
from statusladder.content.write_together import write_together
from statusladder.model.characters import make_fit, make_value
from statusladder.model.imported import Imported, ImportedComponent, PlainValue, rewrite
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys

_NEW_REDIRECTS = """\
# Old addresses of what was imported, and where they lead now. More of your own fit here, or into site.yaml.
redirects:
"""


@dataclass(frozen=True)
class Reception:
    """What an import would write: new files, site.yaml and the redirects where they change, and feedback.

    Any Problem stops all of it.

    `assumed` counts the new files with an assumed state, `unassumed` the files that are already there and name a
    component without a state although one is to be assumed: an import never changes a file.
    """

    files: Mapping[str, str]
    settings_text: str | None
    redirects_text: str | None
    unchanged: int
    components: tuple[str, ...]
    problems: tuple[Problem, ...]
    feedback: ReceivedFeedback
    assumed: int = 0
    unassumed: int = 0


def plan_reception(root: Path, imported: Imported, assumption: Assumption = NO_ASSUMPTION) -> Reception:
    """Compares an import with the site in `root`; writes nothing.

    `assumption` gives a state to the components of new files that the source names without one.
    """
    imported = rewrite(imported, _value, _words)
    settings, problems = read_settings(root, is_growing=bool(imported.components))
    if settings is None:
        return Reception({}, None, None, 0, (), tuple(problems), NO_FEEDBACK)
    names = _component_names(settings, imported.components)
    plan = plan_updates(root, imported.folders, names, assumption)
    text, found = _settings_text(root, settings, imported, names)
    redirects, unplaced = _redirects_text(root, settings, imported, plan.moved)
    added = tuple(names[one.id] for one in imported.components if settings.component(names[one.id]) is None)
    feedback = plan_feedback(root, settings, imported.answers) if imported.answers else NO_FEEDBACK
    wrong = [*problems, *plan.problems, *found, *unplaced, *feedback.problems]
    if not wrong:
        wrong = _misread(root, text, redirects, plan.files, settings)
    return Reception(
        plan.files, text, redirects, plan.unchanged, added, tuple(wrong), feedback, plan.assumed, plan.unassumed
    )


def _value(text: str) -> str:
    return value_as_words(make_value(text))


def _words(text: str) -> str:
    return as_words(make_fit(text))


def _misread(
    root: Path, settings_text: str | None, redirects_text: str | None, files: Mapping[str, str], settings: Settings
) -> list[Problem]:
    """What our own reader would refuse of the files to be: found before a byte is written, whatever the source held."""
    if settings_text is None and redirects_text is None:
        problems: list[Problem] = []
    else:
        redirects = read_redirects(root) if redirects_text is None else redirects_of(_encoded(redirects_text))
        before = (root / SETTINGS_FILE).read_bytes()
        _, problems = settings_of(before if settings_text is None else _encoded(settings_text), *redirects)
    for path, text in files.items():
        keys = MaintenanceKeys if path.startswith(SECTIONS["maintenance"]) else IncidentKeys
        problems += _wrong_name(path)
        problems += take_apart(_encoded(text), path, keys, settings.zone)[1]
    return problems


def _wrong_name(path: str) -> Iterator[Problem]:
    folder, _, name = path.rpartition("/")
    if not any(update_at(section, path) is not None for section in SECTIONS):
        sentence = f"'{name}' in '{folder.rpartition('/')[2]}' is no name of an update"
        yield Problem(Place(path), "D012", sentence, "give it another title in the source, or leave it out")


def _encoded(text: str) -> bytes:
    """The bytes of a text; half of a pair of surrogates, which UTF-8 has no bytes for, as bytes that are refused."""
    return text.encode("utf-8", "surrogatepass")


def write_reception(root: Path, reception: Reception) -> None:
    """Writes all that was planned, or nothing. Raises OSError.

    site.yaml comes first, so that no file ever names a component that is not there yet.
    """
    grown = {
        **({SETTINGS_FILE: reception.settings_text} if reception.settings_text is not None else {}),
        **({REDIRECTS_FILE: reception.redirects_text} if reception.redirects_text is not None else {}),
        **reception.feedback.files,
    }
    write_together(root, grown, reception.files)


def _component_names(settings: Settings, components: tuple[ImportedComponent, ...]) -> dict[str, str]:
    """Our id for each imported one: that of the site's component with the same origin, else its own."""
    origins = {component.imported_from: component.id for component in settings.components if component.imported_from}
    taken = {component.id: component.imported_from for component in settings.components}
    names = {}
    for component in components:
        name = origins.get(component.imported_from, component.id)
        if taken.get(name) not in (None, component.imported_from):
            # Another imported component has this id: two pages call different things by one name.
            name = f"{name}-{re.sub(r'[^a-z0-9]+', '-', component.imported_from.lower()).strip('-')}"
        names[component.id] = name
    return names


def _settings_text(
    root: Path, settings: Settings, imported: Imported, names: Mapping[str, str]
) -> tuple[str | None, list[Problem]]:
    """site.yaml with the missing components, or None when it lacks none."""
    components = [
        _component(component, names[component.id])
        for component in imported.components
        if settings.component(names[component.id]) is None
    ]
    before = (root / SETTINGS_FILE).read_bytes().decode("utf-8")  # With its mark and line ends, which stay.
    return _grown(SETTINGS_FILE, before, "components", components)


def _redirects_text(
    root: Path, settings: Settings, imported: Imported, moved: Mapping[str, str]
) -> tuple[str | None, list[Problem]]:
    """The file of redirects with those that no file states yet, or None when there are none."""
    known = {redirect.from_ for redirect in settings.redirects}
    redirects: list[dict[str, PlainValue]] = [
        {"from": old, "to": moved[new]} for old, new in imported.redirects if old not in known and new in moved
    ]
    file = root / REDIRECTS_FILE
    before = file.read_bytes().decode("utf-8", "replace") if file.is_file() else _NEW_REDIRECTS
    return _grown(REDIRECTS_FILE, before, "redirects", redirects)


def _grown(file: str, before: str, key: str, items: list[dict[str, PlainValue]]) -> tuple[str | None, list[Problem]]:
    try:
        return (append_items(before, key, items) if items else None), []
    except NotABlockList:
        sentence = f"{key} stand in brackets, so that none can be added as text"
        return None, [Problem(Place(file), "D010", sentence, "write each on a line of its own with '- '")]


def _component(component: ImportedComponent, name: str) -> dict[str, PlainValue]:
    facts = {
        "id": name,
        "name": component.name,
        "group": component.group,
        "description": component.description,
        "since": component.since,
        "imported_from": component.imported_from,
    }
    return {key: value for key, value in facts.items() if value is not None}

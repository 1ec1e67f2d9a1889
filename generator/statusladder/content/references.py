"""Checks that what a file names exists, and that it holds the keys its place asks for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from statusladder.content.ownership import find_roles, find_unknown_owners
from statusladder.content.repetitions import find_repetitions
from statusladder.model.communication import Incident, Maintenance, Update
from statusladder.model.problem import Place, Problem
from statusladder.model.site import Library, Settings
from statusladder.model.update import REPORT_KEYS, IncidentKeys, MaintenanceKeys
from statusladder.model.values import find_near_miss, suggest
from statusladder.model.vocabulary import REPORT_STAGES, IncidentKind, Visibility

_KEEP_OUT = "keep it out of a public repository, or say 'repository: private' in site.yaml if it is"

AnyUpdate = Update[IncidentKeys] | Update[MaintenanceKeys]


class Placed(Protocol):
    """A file that knows on which line each of its keys stands."""

    def place(self, key: str) -> Place: ...


def check_references(library: Library, other_incidents: Iterable[str] = ()) -> list[Problem]:
    """Unknown names, missing, misplaced and repeated keys and entries, and what a public repository must not hold.

    `other_incidents` are the ids of incidents that are there and were not read.
    """
    problems: list[Problem] = list(_taken_addresses(library))
    incident_ids = [*(incident.id for incident in library.incidents), *other_incidents]
    for communication in library.communications:
        problems += check_first_file(communication)
        problems += _retired_before(communication, library.settings)
        for update in communication.updates:
            problems += _unknown_names(library, update, incident_ids)
            problems += _misplaced_keys(update)
            problems += find_repetitions(update)
            if library.settings.site.repository is Visibility.PUBLIC:
                problems += _too_public(update)
    problems += find_unknown_owners(library.incidents, library.settings, library.policy)
    if library.settings.site.repository is Visibility.PUBLIC:
        for page in library.pages:
            if page.internal_notes:
                problems.append(refuse_internal_block(page.path, page.body_line))
        for drill in library.drills:
            sentence = "a drill stands in a repository that the world can read"
            problems.append(Problem(Place(drill.path), "S011", sentence, "keep drills in a private repository"))
    return problems


def _taken_addresses(library: Library) -> Iterator[Problem]:
    """Redirects from an address at which an incident, a maintenance, a component or a page stands."""
    taken = {f"/incidents/{incident.id}" for incident in library.incidents}
    taken |= {f"/maintenance/{maintenance.id}" for maintenance in library.maintenances}
    taken |= {f"/components/{component.id}" for component in library.settings.components}
    taken |= {f"/pages/{page.id}" for page in library.pages}
    for redirect in library.settings.redirects:
        parts = redirect.from_.rstrip("/").removesuffix(".html").split("/")
        if "/".join(parts[:3]) in taken:
            sentence = f"the redirect from '{redirect.from_}' hides a page of the site"
            yield Problem(Place(redirect.file), "D013", sentence, "remove this redirect")


def check_first_file(communication: Incident | Maintenance) -> Iterator[Problem]:
    """What the first file must say: a title; of an incident how severe it is, and of a secret one until when."""
    said = communication.first.said
    place = communication.first.place()
    if said.title is None:
        yield Problem(place, "D009", "the first update has no title", "add 'title: …', the symptom in customers' words")
    if isinstance(communication, Incident) and said.severity is None:
        yield Problem(
            place, "D009", "the first update has no severity", "add 'severity: critical, major, minor or info'"
        )
    for update in communication.updates:
        secret = update.facts.kind in (IncidentKind.SECURITY, IncidentKind.DATA)
        if secret and update.facts.embargoed_until is None:
            sentence = f"a {update.facts.kind} incident does not say when it may be read"
            yield Problem(
                update.place("kind"), "S008", sentence, "add 'embargoed_until: TIME' or 'embargoed_until: none'"
            )
            return


def _unknown_names(library: Library, update: AnyUpdate, incident_ids: Iterable[str]) -> Iterator[Problem]:
    for key, spoken_of in update.said.components_by_key:
        yield from find_unknown_components(update, key, spoken_of.states, library.settings, _keep_or_correct)
    if update.said.imported_from is not None:
        assumed = update.said.imported_from.assumed or ()
        yield from find_unknown_components(update, "imported_from.assumed", assumed, library.settings)
    yield from find_unknown_audiences(update, update.said.audiences or (), library.settings)
    for contact in update.said.contacts or ():
        if contact.audience is not None:
            yield from _unknown_audience(update, "contacts", contact.audience, library.settings)
    roles = find_roles(library.settings, library.policy)
    for concession in update.said.concessions or ():
        if (role := concession.approved_by) is not None and role not in roles:
            yield _unknown(update, "concessions", f"no role is called '{role}'", suggest(role, roles))
    links: dict[str, Iterable[str | None]] = {
        "merged_into": [update.said.merged_into],
        "related": update.said.related or (),
    }
    for key, names in links.items():
        for linked in names:
            if linked is not None and linked not in incident_ids:
                yield _unknown(update, key, f"no incident is called '{linked}'", suggest(linked, incident_ids))


def find_unknown_components(
    file: Placed,
    key: str,
    names: Iterable[str],
    settings: Settings,
    fix: Callable[[str, list[str]], str] = suggest,
) -> Iterator[Problem]:
    """The names below `key` that are no component of the site."""
    known = [component.id for component in settings.components]
    for name in names:
        if name not in known:
            yield _unknown(file, f"{key}.{name}", f"no component is called '{name}'", fix(name, known))


def _keep_or_correct(name: str, known: list[str]) -> str:
    """The fix for an update: it may name a component that was taken out of site.yaml since."""
    close = find_near_miss(name, known)
    if close is not None and close.casefold() == name.casefold():
        return suggest(name, known)
    correct = f"did you mean '{close}'? If not, " if close is not None else ""
    return f"{correct}add '{name}' to 'components' in site.yaml, with 'until: DATE' if it was retired"


def _retired_before(communication: Incident | Maintenance, settings: Settings) -> Iterator[Problem]:
    """Components that were retired before this began: nobody finds them in the list of today."""
    begun = communication.first.at.astimezone(settings.zone).date()
    for update in communication.updates:
        for key, spoken_of in update.said.components_by_key:
            for name in spoken_of.states:
                component = settings.component(name)
                if component is not None and component.is_retired(begun):
                    sentence = f"'{name}' was retired on {component.until}, before this began"
                    fix = "name the component that took its place, or correct 'until' in site.yaml"
                    yield Problem(update.place(f"{key}.{name}"), "D018", sentence, fix)


def find_unknown_audiences(file: Placed, names: Iterable[str], settings: Settings) -> Iterator[Problem]:
    """The names below `audiences` that the site does not have."""
    for name in names:
        yield from _unknown_audience(file, f"audiences.{name}", name, settings)


def _unknown_audience(file: Placed, key: str, name: str, settings: Settings) -> Iterator[Problem]:
    known = [audience.id for audience in settings.audiences]
    if name not in known:
        yield _unknown(file, key, f"no audience is called '{name}'", suggest_audience(name, known))


def suggest_audience(name: str, known: list[str]) -> str:
    return suggest(name, known) if known else "add it to 'audiences' in site.yaml"


def _unknown(file: Placed, key: str, sentence: str, fix: str) -> Problem:
    return Problem(file.place(key), "D011", sentence, fix)


def _misplaced_keys(update: AnyUpdate) -> Iterator[Problem]:
    """Report keys outside a report, and `withdraw` of a key that does not exist."""
    if update.stage not in REPORT_STAGES:
        for key in sorted(REPORT_KEYS & set(update.lines)):
            sentence = f"'{key}' belongs to the incident report"
            yield Problem(update.place(key), "D008", sentence, "move it to the file with 'stage: postmortem'")
    known = type(update.said).model_fields
    for entry in update.said.withdraw or ():
        name = entry.partition(".")[0]
        if name not in known:
            yield _unknown(update, "withdraw", f"no key is called '{name}'", suggest(name, known))


def _too_public(update: AnyUpdate) -> Iterator[Problem]:
    if update.said.internal is not None or update.said.decisions:
        key = "internal" if update.said.internal is not None else "decisions"
        sentence = "internal notes stand in a repository that the world can read"
        yield Problem(update.place(key), "S011", sentence, _KEEP_OUT)
    if update.said.draft:
        sentence = "a draft stands in a repository that the world can read"
        yield Problem(update.place("draft"), "S011", sentence, _KEEP_OUT)
    if update.internal_notes:
        yield refuse_internal_block(update.path, update.body_line)
    if update.said.embargoed_until is not None and update.said.embargoed_until.until is not None:
        sentence = "embargoed content stands in a repository that the world can read"
        yield Problem(update.place("embargoed_until"), "S011", sentence, _KEEP_OUT)


def refuse_internal_block(path: str, line: int) -> Problem:
    """An internal block in a public repository."""
    sentence = "an internal block stands in a repository that the world can read"
    return Problem(Place(path, line), "S011", sentence, _KEEP_OUT)

"""The fast lane: where what a file still owes may wait, because customers must not (ladder.md, two gates)."""

from statusladder.ladder.publication import without_drafts
from statusladder.model.problem import Lane
from statusladder.model.site import Library
from statusladder.model.vocabulary import Severity

_HURRIED = (Severity.CRITICAL, Severity.MAJOR)


def lanes(library: Library) -> dict[str, Lane]:
    """The lane of every update file, by its path: fast is the first file of an incident, and every file of a critical
    or major one while it is open. A draft neither ends an incident nor makes it graver."""
    told = {incident.id: incident for incident in without_drafts(library).incidents}
    found = {}
    for communication in library.communications:
        for update in communication.updates:
            found[update.path] = Lane.USUAL
    for incident in (*library.incidents, *library.drills):
        now = told.get(incident.id, incident)
        hurried = incident.updates if now.is_open and now.severity in _HURRIED else incident.updates[:1]
        found |= {update.path: Lane.FAST for update in hurried}
    return found

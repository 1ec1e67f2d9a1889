"""The fast lane: where what a file still owes may wait, because customers must not (ladder.md, two gates)."""

from statusladder.model.problem import Lane
from statusladder.model.site import Library
from statusladder.model.vocabulary import Severity

_HURRIED = (Severity.CRITICAL, Severity.MAJOR)


def lanes(library: Library) -> dict[str, Lane]:
    """The lane of every update file, by its path: fast is the first file of an incident, and every file of a critical
    or major one while it is open."""
    found = {}
    for communication in library.communications:
        for update in communication.updates:
            found[update.path] = Lane.USUAL
    for incident in (*library.incidents, *library.drills):
        hurried = incident.updates if incident.is_open and incident.severity in _HURRIED else incident.updates[:1]
        found |= {update.path: Lane.FAST for update in hurried}
    return found

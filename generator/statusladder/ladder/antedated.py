"""Updates that say they were published earlier than anybody could have read them: promises rest on honest times."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from statusladder.model.communication import Incident, Maintenance
from statusladder.model.problem import Problem
from statusladder.model.site import Library

UNNOTICED = 10
"""For how many minutes writing, committing and pushing may go on (lint.md, T014)."""


def find_antedated(library: Library, committed: Mapping[str, datetime]) -> Iterator[Problem]:
    """Updates whose `at` lies well before their file was committed first; `committed` says when, by path.

    What is told afterwards or was imported says so itself, and a drill promises nobody anything.
    """
    told: list[Incident | Maintenance] = [*library.incidents, *library.maintenances]
    for communication in told:
        for update in communication.updates:
            moment = committed.get(update.path)
            if moment is None or update.imported or update.said.backfilled:
                continue
            minutes = (moment - update.at) // timedelta(minutes=1)  # `at` is mostly cut to the minute
            if minutes > UNNOTICED:
                sentence = f"'at' lies {minutes} min before this file was committed"
                fix = "write when customers can read it; when it happened goes into 'started_at' and the like"
                yield Problem(update.place("at"), "T014", sentence, fix)

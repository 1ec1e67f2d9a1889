"""Where a progress report goes: behind the final report of an incident, for every command that writes one."""

import click

from statusladder.authoring.entry import Entry
from statusladder.authoring.target import Target
from statusladder.cli.writing import Desk, next_entry
from statusladder.ladder.steps import legal_next
from statusladder.model.communication import Incident
from statusladder.model.vocabulary import ReportVersion, Stage


def follow_up_entry(desk: Desk, target: Target) -> Entry:
    """The next file of the folder; a UsageError where no progress report can follow."""
    entry = next_entry(desk, target)
    if Stage.FOLLOW_UP not in legal_next(entry.stage):
        raise click.UsageError(f"a follow-up comes after the report; {target.id} stands at '{entry.stage}'")
    if isinstance(entry.before, Incident) and entry.before.facts.version is ReportVersion.PRELIMINARY:
        final = "write 'statusladder postmortem --version final'"
        raise click.UsageError(f"the report is preliminary, and after a progress report none can follow; {final}")
    return entry

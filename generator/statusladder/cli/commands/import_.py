"""Import incidents or reader feedback from another tool.

Without arguments, lists the sources. All is checked before the first file is written. A second import writes only what
is new, and refuses to touch a file that was edited since.
"""

from collections.abc import Callable
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import quiet_option, site_option
from statusladder.cli.words import say_count
from statusladder.content.receive import Reception, plan_reception, write_reception
from statusladder.content.receive_updates import Assumption
from statusladder.discovery import find_members
from statusladder.importers.feed_ids import with_feed_ids
from statusladder.importers.interface import Importer
from statusladder.model.imported import Imported
from statusladder.model.values import suggest
from statusladder.model.vocabulary import MEASURED_STATES, ComponentState, Severity

_ASSUME = "--assume"
_NO_FEED = (
    "note: who follows the old page's history.atom would be shown old incidents as new; to prevent it, save that feed, "
    "delete the imported folders and import again with --feed"
)


@click.command("import", help=__doc__)
@click.argument("source", required=False)
@click.argument("path", metavar="FILE_OR_DIR", required=False, type=click.Path(path_type=Path))
@click.option(
    "--column",
    "columns",
    metavar="NAME=HEADING",
    multiple=True,
    help="Which heading of the file stands for a column of ours; may be given again.",
)
@click.option(
    "--assume",
    "assumed",
    metavar="SEVERITY=STATE,…",
    multiple=True,
    help="The state of components that the source names without one, by severity: critical=major_outage.",
)
@click.option(
    "--feed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The saved history.atom of the old page, so that feed readers see no old entry as new.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@site_option
@quiet_option
def COMMAND(
    source: str | None,
    path: Path | None,
    columns: tuple[str, ...],
    assumed: tuple[str, ...],
    feed: Path | None,
    dry_run: bool,
    root: Path,
    quiet: bool,
) -> None:
    console = Console(quiet)
    importers = _importers(console)
    if source is None:
        for importer in importers.values():
            console.data(f"{importer.name}: {importer.reads}")
        return
    if source not in importers:
        raise click.UsageError(f"no source is called '{source}'; {suggest(source, importers)}")
    if path is None:
        raise click.UsageError(f"say which file or folder to read. {importers[source].reads}")
    assumption = _assumption(assumed)
    imported = _reader(importers[source], columns)(path)
    if feed is not None:
        imported = with_feed_ids(imported, feed)
    reception = plan_reception(root, imported, assumption)
    if reception.problems:
        console.problems(reception.problems)
        console.fault(
            f"{say_count(len(reception.problems), 'problem')}, nothing was imported", "fix them and import again"
        )
        raise click.exceptions.Exit(1)
    if not dry_run:
        _write(console, root, reception)
    for sentence in (*imported.left_out, *reception.feedback.left_out):
        console.say(f"not carried: {sentence}")
    for sentence in imported.notes:
        console.say(f"note: {sentence}")
    if importers[source].has_feed and feed is None and reception.files:
        console.say(_NO_FEED)
    _sum_up(console, reception, assumption, dry_run)


def _importers(console: Console) -> dict[str, Importer]:
    """The sources by name; one of another package that cannot be used is named and passed over."""

    def pass_over(sentence: str) -> None:
        console.fault(sentence, "fix or uninstall the package that brings it")

    room = "statusladder.importers"
    return {one.name: one for one in find_members(room, "IMPORTER", Importer, room, pass_over)}


def _assumption(texts: tuple[str, ...]) -> dict[Severity, ComponentState]:
    """The states to assume, by severity."""
    found: dict[Severity, ComponentState] = {}
    for part in (part.strip() for text in texts for part in text.split(",")):
        severity, sign, state = (word.strip() for word in part.partition("="))
        if not (severity and sign and state):
            raise click.BadParameter(f"'{part}' is not SEVERITY=STATE; write critical=major_outage", param_hint=_ASSUME)
        if severity not in list(Severity):
            wrong = f"no severity is called '{severity}'; {suggest(severity, Severity)}"
            raise click.BadParameter(wrong, param_hint=_ASSUME)
        if state not in MEASURED_STATES:
            wrong = f"no component state is called '{state}'; {suggest(state, MEASURED_STATES)}"
            raise click.BadParameter(wrong, param_hint=_ASSUME)
        if found.setdefault(Severity(severity), ComponentState(state)) != state:
            raise click.BadParameter(f"'{severity}' is given two states; keep one", param_hint=_ASSUME)
    return found


def _say_assumed(console: Console, reception: Reception, dry_run: bool) -> None:
    if reception.assumed:
        verb = "Would assume" if dry_run else "Assumed"
        console.say(f"{verb} component states in {say_count(reception.assumed, 'update')}; the pages say so.")
    elif not reception.unassumed:
        console.say("No state assumed: no new update names a component without a state at these severities.")
    if reception.unassumed:
        kept = say_count(reception.unassumed, "update")
        console.say(f"{kept} imported earlier without component states left unchanged: an import never changes a file.")
        console.say("To assume states there too, delete these folders and import again.")


def _reader(importer: Importer, columns: tuple[str, ...]) -> Callable[[Path], Imported]:
    if not columns:
        return importer.read
    if importer.read_columns is None:
        raise click.UsageError(f"the source '{importer.name}' has no columns to name")
    named = {}
    for text in columns:
        name, sign, heading = (part.strip() for part in text.partition("="))
        if not (name and sign and heading):
            raise click.UsageError(f"'{text}' names no column; write --column NAME=HEADING")
        named[name] = heading
    read = importer.read_columns
    return lambda path: read(path, named)


def _write(console: Console, root: Path, reception: Reception) -> None:
    try:
        write_reception(root, reception)
    except OSError as failure:
        console.fault(f"{failure.filename} cannot be written ({failure.strerror})", "fix that and import again")
        raise click.exceptions.Exit(1) from None


def _sum_up(console: Console, reception: Reception, assumption: Assumption, dry_run: bool) -> None:
    verb = "Would write" if dry_run else "Wrote"
    folders = {path.rpartition("/")[0] for path in reception.files}
    known = f"; {say_count(reception.unchanged, 'update')} already there" if reception.unchanged else ""
    told = reception.feedback
    if told.added or told.unchanged:
        here = f"; {say_count(told.unchanged, 'answer')} already there" if told.unchanged else ""
        console.say(f"{verb} {say_count(told.added, 'answer')} in {say_count(len(told.files), 'file')}{here}.")
    else:
        console.say(
            f"{verb} {say_count(len(reception.files), 'update')} in {say_count(len(folders), 'folder')}{known}."
        )
    if reception.components:
        console.say(f"{verb} new components to site.yaml: {', '.join(reception.components)}.")
    if assumption:
        _say_assumed(console, reception, dry_run)
    if (reception.files or told.files) and not dry_run:
        console.say("Next: read them, run 'statusladder check', then commit.")

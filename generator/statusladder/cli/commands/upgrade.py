"""Renew the workflows, lists and schemas that init wrote.

Compares them with what this version's init would write for the same host, prints the difference, and writes it once you
agree: all of it or nothing. Content, site.yaml, playbooks and themes are not looked at. What was changed in the site
stays as it is, unless you name it: each FILE, or folder, is then written as this version has it, and nothing else.
"""

import difflib
import posixpath
import shlex
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from statusladder import __version__
from statusladder.cli.console import Console
from statusladder.cli.desk import stop
from statusladder.cli.options import quiet_option, site_option
from statusladder.cli.watch import terminated_as_interrupted
from statusladder.cli.words import say_count, say_list
from statusladder.content.settings import read_settings
from statusladder.model.problem import Stopped
from statusladder.model.site import Settings
from statusladder.model.values import find_near_miss
from statusladder.scaffold.choice import (
    NO_HOST,
    Sets,
    files_for,
    find_host_names,
    find_hosts,
    has_cms,
    make_sets,
    paths_of,
)
from statusladder.scaffold.hosts import REQUIREMENTS
from statusladder.scaffold.own_wheel import make_own_package
from statusladder.scaffold.renewal import (
    RECORD,
    Change,
    Fate,
    Renewal,
    UpgradeRecord,
    find_record,
    is_named,
    plan_renewal,
    release_of,
    write_renewal,
)


@click.command("upgrade", help=__doc__)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--host",
    type=click.Choice(find_host_names()),
    help="Where the site is published.  [default: where its files say]",
)
@click.option("--yes", "-y", is_flag=True, help="Write what is shown, without a question.")
@site_option
@quiet_option
def COMMAND(files: tuple[str, ...], host: str | None, yes: bool, root: Path, quiet: bool) -> None:
    console = Console(quiet)
    settings, problems = read_settings(root)
    if settings is None:
        stop(console, problems, "nothing was written")
    names = tuple(posixpath.normpath(file.replace("\\", "/")) for file in files)
    renewal = _plan(console, root, settings, host, names)
    for change in renewal.changes:
        if change.fate is not Fate.SETTLED:
            console.data(_difference(change))
    if renewal.is_nothing:
        yours = say_list(change.path for change in renewal.of(Fate.SETTLED))
        console.say(f"Nothing to do{f'; changed in this site: {yours}' if yours else ''}.")
        return
    _say_kept(console, root, host, renewal)
    if not yes and not _agreed(console):
        command = shlex.join(["statusladder", "upgrade", *_words(root, host), "--yes", *files])
        aim = "To write it" if renewal.of(Fate.WRITE) else "To have noted that you saw it"
        console.say(f"Nothing was written. {aim}: {command}")
        raise click.exceptions.Exit(1)
    _write(console, root, renewal)


def _plan(console: Console, root: Path, settings: Settings, host: str | None, names: Collection[str]) -> Renewal:
    """Raises Stopped, and UsageError for a name that stands for no file of ours."""
    sets = make_sets(settings)
    paths = paths_of(sets)
    for name in names:
        if not any(is_named(path, [name]) for path in paths):
            close = find_near_miss(name, paths)
            raise click.UsageError(f"upgrade writes no '{name}'{f'; did you mean {close!r}?' if close else ''}")
    record = find_record(root)
    if record is not None and release_of(record.version) > release_of(__version__):
        sentence = f"version {record.version} wrote this site, and this is the older {__version__}"
        raise Stopped(sentence, "install the newer version, and upgrade with that")
    host = host or _find_host(root, sets, record)
    cms = has_cms(root, sets)
    given: dict[str, str | bytes] = {**files_for(sets, host, cms=cms)}
    if REQUIREMENTS in given and (not names or is_named(REQUIREMENTS, names)):
        given |= make_own_package(console.say)
    editor = " and a web editor" if cms else ""
    console.say(f"Compared with what version {__version__} writes for the host '{host}'{editor}.")
    return plan_renewal(root, given, host, record, paths, names)


def _find_host(root: Path, sets: Sets, record: UpgradeRecord | None) -> str:
    """The host whose files the site has, by the record where they leave a doubt. Raises Stopped."""
    found = find_hosts(root, sets)
    if len(found) != 1 and record is not None and record.host in (found or find_host_names()):
        return record.host
    if len(found) > 1:
        raise Stopped(f"the site has workflows for {say_list(found)}", "say which one to renew, with --host")
    return found[0] if found else NO_HOST


def _difference(change: Change) -> str:
    """A sentence, and below it a unified diff; the sentence alone where a file stays out, or is no text."""
    contents = [content for content in (change.before, change.after) if content is not None]
    is_shown = change.fate is Fate.WRITE or len(contents) == 2
    lines = _lines(change) if is_shown and not any(b"\0" in content for content in contents) else ()
    return "\n".join((_sentence(change), *lines)) + "\n"


def _sentence(change: Change) -> str:
    match (change.fate is Fate.WRITE, change.before is not None, change.after is not None):
        case True, False, _:
            return f"Add {change.path}"
        case True, True, True:
            return f"Renew {change.path}"
        case True, True, False:
            return f"Remove {change.path}: it is of no use any more"
        case False, False, _:
            return f"Leave out {change.path}: it is not in this site"
        case False, True, True:
            return f"Keep {change.path}: it was changed in this site. The newer text would be:"
    return f"Keep {change.path}: it is of no use any more, but was changed in this site"


def _lines(change: Change) -> Iterator[str]:
    before, after = _text(change.before), _text(change.after)
    old = "/dev/null" if change.before is None else f"a/{change.path}"
    new = "/dev/null" if change.after is None else f"b/{change.path}"
    return difflib.unified_diff(before, after, old, new, lineterm="")


def _text(content: bytes | None) -> list[str]:
    """The lines of a file; line ends are not compared."""
    text = (content or b"").decode("utf-8", "replace").replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []


def _say_kept(console: Console, root: Path, host: str | None, renewal: Renewal) -> None:
    kept = renewal.of(Fate.KEEP)
    if not kept and not renewal.of(Fate.WRITE):
        console.say(f"No file needs a change; {RECORD} does not note yet what was written.")
    if kept:
        command = shlex.join(["statusladder", "upgrade", *_words(root, host), *(change.path for change in kept)])
        console.say(f"{say_count(len(kept), 'file')} of yours will not be written. To take ours: {command}")
    if renewal.of(Fate.WRITE) and any(change.path == REQUIREMENTS for change in kept):
        console.say(f"While {REQUIREMENTS} stays, machines install the version that it names: take that one first.")


def _words(root: Path, host: str | None) -> Iterator[str]:
    if root != Path("."):
        yield f"--site={root}"
    if host is not None:
        yield f"--host={host}"


def _agreed(console: Console) -> bool:
    return console.can_ask and console.ask("Write this? (y/N)").casefold() in ("y", "yes")


def _write(console: Console, root: Path, renewal: Renewal) -> None:
    try:
        with terminated_as_interrupted():
            write_renewal(root, renewal)
    except OSError as failure:
        console.fault(
            f"{failure.filename} cannot be written ({failure.strerror})", "nothing was changed; fix that first"
        )
        raise click.exceptions.Exit(1) from None
    gone = [change for change in renewal.of(Fate.WRITE) if change.after is None]
    written = len(renewal.of(Fate.WRITE)) - len(gone)
    console.say(
        f"Wrote {say_count(written, 'file')}{f', removed {len(gone)}' if gone else ''}, and noted so in {RECORD}."
    )
    console.say("Next: read the difference once more (git diff), then commit all of it.")

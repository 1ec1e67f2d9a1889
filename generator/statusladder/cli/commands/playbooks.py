"""List the playbooks; with NAME, print one in full.

Both the site's own and the shipped ones. A playbook can be read even while something else in the site is broken.
"""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from statusladder.cli.console import Console
from statusladder.cli.options import chosen_moment, now_option, quiet_option, site_option
from statusladder.cli.playbook_text import listed, playbook_text
from statusladder.content.playbooks import adapted_text, find_playbooks, own_path
from statusladder.content.settings import read_settings
from statusladder.model.playbook import Playbook
from statusladder.model.problem import Problem
from statusladder.model.site import Settings
from statusladder.model.values import suggestion


@click.command("playbooks", help=__doc__)
@click.argument("name", required=False)
@click.option("--copy", is_flag=True, help="Write the shipped playbook NAME into the site, to be adapted.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@now_option
@site_option
@quiet_option
def COMMAND(name: str | None, copy: bool, form: str, now_text: str | None, root: Path, quiet: bool) -> None:
    if copy and name is None:
        raise click.UsageError("say which playbook to copy: statusladder playbooks NAME --copy")
    console = Console(quiet)
    settings, problems = read_settings(root)
    playbooks, found = find_playbooks(root, settings)
    problems += found
    today = chosen_moment(now_text).now.astimezone(settings.zone if settings else ZoneInfo("UTC")).date()
    due = {key for key, playbook in playbooks.items() if playbook.said.review_by < today}
    if name is None:
        rows = [(playbook, key in due) for key, playbook in playbooks.items()]
        console.data(_json({"playbooks": [_row(*row) for row in rows]}) if form == "json" else listed(rows))
        _leave_with(console, problems)
        return
    playbook = _named(console, name, playbooks, problems)
    if copy:
        _copy(console, root, playbook, settings, problems)
    elif form == "json":
        console.data(_json({**_row(playbook, name in due), "keys": playbook.typed, "body": playbook.body}))
    else:
        components = playbook.components_of(settings) if settings else playbook.said.components
        console.data(playbook_text(playbook, components, name in due))


def _named(console: Console, name: str, playbooks: dict[str, Playbook], problems: list[Problem]) -> Playbook:
    if name not in playbooks:
        _leave_with(console, [problem for problem in problems if problem.place.path == own_path(name)])
        raise click.UsageError(f"no playbook is called '{name}'; {suggestion(name, playbooks)}")
    return playbooks[name]


def _copy(console: Console, root: Path, playbook: Playbook, settings: Settings | None, problems: list[Problem]) -> None:
    """Writes the site's own copy; never over a file that is there."""
    file = root / own_path(playbook.name)
    if not playbook.shipped:
        console.fault(f"{file} is already there", "edit it; nothing is ever overwritten")
        raise click.exceptions.Exit(1)
    if settings is None:
        _leave_with(console, problems)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "x", encoding="utf-8", newline="\n") as copy:
            copy.write(adapted_text(playbook, settings))
    except OSError as failure:
        console.fault(f"{file} cannot be written ({failure.strerror})", "fix that and copy again")
        raise click.exceptions.Exit(1) from None
    console.say(f"Wrote {file}")
    console.say("Next: put your own team into 'owner', make its words yours, run 'statusladder check' and commit it.")


def _leave_with(console: Console, problems: list[Problem]) -> None:
    if problems:
        console.problems(sorted(set(problems)))
        raise click.exceptions.Exit(1)


def _row(playbook: Playbook, is_due: bool) -> dict[str, object]:
    said = playbook.said
    return {
        "name": playbook.name,
        "title": said.title,
        "severity": said.severity,
        "owner": said.owner,
        "version": said.version,
        "review_by": said.review_by.isoformat(),
        "past_review": is_due,
        "shipped": playbook.shipped,
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2)

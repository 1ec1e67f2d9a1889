"""List the playbooks; with NAME, print one in full.

Both the site's own and the shipped ones. A playbook can be read even while something else in the site is broken.
"""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from statusladder.cli.console import Console
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.cli.tables import in_columns
from statusladder.cli.words import say_date, say_duration
from statusladder.content.playbooks import adapted_text, find_playbooks, own_path_of
from statusladder.content.settings import read_settings
from statusladder.model.communication import Inject
from statusladder.model.playbook import Playbook, PlaybookKeys
from statusladder.model.problem import Problem
from statusladder.model.site import Settings
from statusladder.model.values import suggest
from statusladder.model.vocabulary import ComponentState, IncidentKind


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
    today = choose_moment(now_text).now.astimezone(settings.zone if settings else ZoneInfo("UTC")).date()
    due = {key for key, playbook in playbooks.items() if playbook.said.review_by < today}
    if name is None:
        rows = [(playbook, key in due) for key, playbook in playbooks.items()]
        console.data(_json({"playbooks": [_row(*row) for row in rows]}) if form == "json" else list_playbooks(rows))
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
        _leave_with(console, [problem for problem in problems if problem.place.path == own_path_of(name)])
        raise click.UsageError(f"no playbook is called '{name}'; {suggest(name, playbooks)}")
    return playbooks[name]


def _copy(console: Console, root: Path, playbook: Playbook, settings: Settings | None, problems: list[Problem]) -> None:
    """Writes the site's own copy; never over a file that is there."""
    file = root / own_path_of(playbook.name)
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


WIDTH = 88
"""Characters of a line: as wide as half a screen, beside the terminal in which somebody fixes it."""

SHIPPED = "This came with statusladder and speaks of an invented company: check each claim."
"""What stands above a playbook that nobody has made their own yet."""

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


def playbook_text(playbook: Playbook, components: dict[str, ComponentState], is_due: bool) -> str:
    """The whole playbook. `components` are those that the site has; `is_due` says that its review is overdue."""
    said = playbook.said
    review = f"review by {say_date(said.review_by)}{', which is past' if is_due else ''}"
    lines = [
        said.title,
        "=" * len(said.title),
        *_wrapped(f"{playbook.name}, version {said.version}, {said.owner}, {review}"),
        *(_wrapped(f"Why this version: {said.because}") if said.because else ()),
        *_wrapped(SHIPPED if playbook.shipped else playbook.path),
    ]
    for heading, part in _parts(playbook, components):
        if part:
            lines += ["", heading.upper(), *part]
    return "\n".join(lines)


def _parts(playbook: Playbook, components: dict[str, ComponentState]) -> Iterator[tuple[str, list[str]]]:
    said = playbook.said
    yield "Reach for it when", _items(said.triggers)
    yield "Answer in the first ten minutes", _items(said.questions)
    yield "First notice", list(_first_notice(said, components))
    yield "Places to fill", _items(f"{{{{{one.name}}}}}: {one.ask}{_default(one.default)}" for one in said.variables)
    yield "The first hour", [line for typed in playbook.body.strip().split("\n") for line in _wrapped(typed)]
    yield "Usually still works: check it before you say it", _items(said.usually_works)
    yield "Words to avoid", _items([", ".join(said.avoid)] if said.avoid else [])
    for stage, prompts in said.prompts.items():
        yield f"Stage {stage}: an update answers", _items(prompts)
    yield "For some readers", _items(f"{audience}: {note}" for audience, note in said.audiences.items())
    yield "When customers ask", [line for one in said.qa for line in (*_item(one.q), *_wrapped(one.a, "  "))]
    yield "Before it is resolved", _items(said.exit_checks)
    yield "Drill", [line for one in said.drill for line in _inject(one)]


def _inject(one: Inject) -> Iterator[str]:
    yield from _item(f"{_since_start(one.after)}: {one.inject}")
    for text in one.covers:
        yield from _wrapped(f"  - {text}")


def _first_notice(said: PlaybookKeys, components: dict[str, ComponentState]) -> Iterator[str]:
    yield from _item(f"title: {said.incident_title}")
    yield from _item(f"severity: {said.severity}")
    if said.kind is not IncidentKind.INCIDENT:
        yield from _item(f"kind: {said.kind}, so it must say embargoed_until")
    for name, state in components.items():
        yield from _item(f"{name}: {state.replace('_', ' ')}")
    if said.first_notice is not None:
        yield ""
        for typed in said.first_notice.split("\n"):
            yield from _wrapped(typed, "  ")


def _default(value: str | None) -> str:
    return f" ({value})" if value is not None else ""


def _since_start(after: timedelta) -> str:
    return f"after {say_duration(after)}" if after else "at the beginning"


def _items(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _item(text)]


def _item(text: str) -> list[str]:
    return _wrapped(f"- {text}")


def _wrapped(typed: str, indent: str = "") -> list[str]:
    """The lines of one typed line; those of a list item stand below its words, and an empty line stays one."""
    mark = _ITEM.match(typed)
    deeper = indent + " " * len(mark[0]) if mark else indent
    return textwrap.wrap(
        typed, WIDTH, initial_indent=indent, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False
    ) or [""]


def list_playbooks(playbooks: Iterable[tuple[Playbook, bool]]) -> str:
    """One line a playbook, in columns; each comes with whether its review is overdue."""
    rows = [("NAME", "SEVERITY", "OWNER", "VERSION", "REVIEW BY", "FROM", "TITLE")]
    for playbook, is_due in playbooks:
        said = playbook.said
        origin = "shipped" if playbook.shipped else "own"
        rows.append(
            (
                playbook.name,
                said.severity,
                said.owner,
                said.version,
                _review(said.review_by, is_due),
                origin,
                said.title,
            )
        )
    return "\n".join(in_columns(rows))


def _review(day: date, is_due: bool) -> str:
    return f"{day.isoformat()} (past)" if is_due else day.isoformat()

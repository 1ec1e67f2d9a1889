"""List open action items of all postmortems, soonest first.

'verify' records that one was shown to work, 'reschedule' gives one another day.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from statusladder.authoring.entry import AuthoringError
from statusladder.authoring.given_values import state_rescheduled, state_verified
from statusladder.authoring.target import MOST_NAMED, Target, find_target
from statusladder.cli.answers import BODY
from statusladder.cli.console import Console
from statusladder.cli.desk import Desk, add_writing_options, find_follow_up, in_words, sit_down
from statusladder.cli.options import choose_moment, now_option, quiet_option, site_option
from statusladder.cli.tables import in_columns
from statusladder.cli.verdict import require_library, use_cache
from statusladder.cli.words import say_count, say_date
from statusladder.cli.writing import fill, finish
from statusladder.content.reader import read_library
from statusladder.ladder.action_items import Action, actions_of
from statusladder.ladder.publication import may_be_named
from statusladder.model.communication import Incident
from statusladder.model.imported import PlainValue
from statusladder.model.site import Library
from statusladder.model.values import read_date, suggest
from statusladder.model.vocabulary import REPORT_STAGES, Stage, Visibility
from statusladder.voice.voice import english

State = Callable[[Action], PlainValue]
Tell = Callable[[Action], str]


@click.group("actions", help=__doc__, invoke_without_command=True)
@click.option("--all", "with_settled", is_flag=True, help="Also what is verified, dropped or superseded.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@now_option
@site_option
@quiet_option
@click.pass_context
def COMMAND(
    context: click.Context, with_settled: bool, form: str, now_text: str | None, root: Path, quiet: bool
) -> None:
    if context.invoked_subcommand is not None:
        return
    console, now = Console(quiet), choose_moment(now_text).now
    reading = use_cache(root, lambda cache: read_library(root, cache))
    library = require_library(console, root, reading.library, reading.problems)
    today = english(library.settings.zone, now).day_of(now)
    found = [one for one in _every(library) if with_settled or not one.is_settled]
    is_public = library.settings.site.repository is Visibility.PUBLIC
    shown = [
        one for one in found if may_be_named(one.incident, library.settings, now) and (one.item.public or not is_public)
    ]
    shown.sort(key=lambda one: (one.waits_for or date.max, one.incident.id, one.item.id))
    if form == "json":
        told = {"actions": [action_as_data(one, today) for one in shown], "unnamed": len(found) - len(shown)}
        console.data(json.dumps(told, indent=2))
        return
    console.data(action_text(shown, today))
    if len(found) > len(shown):
        console.say(f"Not named, since the repository is public: {len(found) - len(shown)}.")
    late = sum(one.is_overdue(today) for one in found)
    console.say(f"{say_count(len(found), 'action item')}, {late} overdue." if found else "Nothing is promised.")


@COMMAND.command("verify")
@click.argument("names", metavar="[INCIDENT] ITEM", nargs=-1, required=True)
@click.option("--evidence", required=True, metavar="TEXT", help="How it is known that it works; may be an address.")
@click.option("--on", "day_text", metavar="DATE", help="The day on which it was shown.  [default: today]")
@add_writing_options
@now_option
@site_option
@quiet_option
def verify(names: tuple[str, ...], evidence: str, day_text: str | None, **parameters: Any) -> None:
    """Record that an action item was shown to work.

    Writes a progress update and prints its path. INCIDENT is any part of its folder's name; ITEM alone is enough where
    only one open item is called so.
    """
    desk = _sit_down(parameters)
    day = in_words("--on", lambda: read_date(day_text)) if day_text else desk.time.day_of(desk.now)
    if day > desk.time.day_of(desk.now):
        raise click.BadParameter("that day is still to come", param_hint="--on")
    _write(
        desk,
        names,
        parameters["messages"],
        lambda one: state_verified(one, evidence, day),
        lambda one: verified_words(one, evidence, day),
    )


@COMMAND.command("reschedule")
@click.argument("names", metavar="[INCIDENT] ITEM", nargs=-1, required=True)
@click.option("--due", "due_text", required=True, metavar="DATE", help="The new day by which it is done.")
@click.option("--why", required=True, metavar="TEXT", help="Why it needs another day; readers see it.")
@click.option("--verify-by", "proof_text", metavar="DATE", help="The new day by which it is shown to work.")
@add_writing_options
@now_option
@site_option
@quiet_option
def reschedule(names: tuple[str, ...], due_text: str, why: str, proof_text: str | None, **parameters: Any) -> None:
    """Give an action item another due date.

    Writes a progress update that keeps the old date, and prints its path. INCIDENT is any part of its folder's name;
    ITEM alone is enough where only one open item is called so.
    """
    desk = _sit_down(parameters)
    due = in_words("--due", lambda: read_date(due_text))
    verify_by = in_words("--verify-by", lambda: read_date(proof_text)) if proof_text else None
    _write(
        desk,
        names,
        parameters["messages"],
        lambda one: state_rescheduled(one, due, why, verify_by),
        lambda one: rescheduled_words(one, due, why),
    )


def _every(library: Library) -> Iterator[Action]:
    for incident in library.incidents:
        yield from actions_of(incident, library.settings.zone)


def _sit_down(parameters: dict[str, Any]) -> Desk:
    return sit_down(parameters["root"], parameters["quiet"], parameters["now_text"], parameters)


def _write(desk: Desk, names: tuple[str, ...], messages: tuple[str, ...], state: State, tell: Tell) -> None:
    """Writes the progress report about one item; what is not public needs words of its own, as its title is secret."""
    target, name = _find(desk, names)
    entry = find_follow_up(desk, target)
    items = list(actions_of(entry.before, desk.settings.zone)) if isinstance(entry.before, Incident) else []
    one = next((one for one in items if one.item.id.casefold() == name.casefold()), None)
    if one is None:
        raise AuthoringError(f"{target.id} promised no '{name}'", suggest(name, [one.item.id for one in items]))
    row = in_words("ITEM", lambda: state(one))
    words = [text for text in messages if text.strip()]
    if not words and not one.item.public:
        raise click.UsageError(f"{one.item.id} is not public, so -m TEXT has to say what readers may know of it")
    entry = fill(desk, entry, Stage.FOLLOW_UP, {BODY: words or [tell(one)]})
    finish(desk, replace(entry, keys={**entry.keys, "action_items": [row]}))


def _find(desk: Desk, names: tuple[str, ...]) -> tuple[Target, str]:
    """The folder and the name of the item; of an item alone the incident that has one that is open."""
    if len(names) > 2:
        raise click.UsageError("name the incident and the item, or the item alone")
    if len(names) == 2:
        return find_target(desk.root, names[0], ("incidents",), REPORT_STAGES), names[1]
    reading = read_library(desk.root)
    library = require_library(desk.console, desk.root, reading.library, reading.problems)
    found = [one for one in _every(library) if one.item.id.casefold() == names[0].casefold()]
    open_ones = [one for one in found if not one.is_settled] or found
    if not open_ones:
        raise AuthoringError(f"no report promised '{names[0]}'", "'statusladder actions --all' lists what was promised")
    if len(open_ones) > 1:
        incidents = ", ".join(one.incident.id for one in open_ones[:MOST_NAMED])
        raise AuthoringError(f"{len(open_ones)} could be meant, of {incidents}", "name the incident before the item")
    return Target("incidents", open_ones[0].incident.id), names[0]


def action_text(items: Sequence[Action], today: date) -> str:
    """One line for each item, what it waits for first."""
    return "\n".join(in_columns([_row(one, today) for one in items]))


def _row(one: Action, today: date) -> list[str]:
    day = one.waits_for.isoformat() if one.waits_for is not None else "-"
    status = f"{one.status.value}, overdue" if one.is_overdue(today) else one.status.value
    notes = " (not public)" if not one.item.public else ""
    return [day, status, one.incident.id, one.item.id, one.item.owner or "-", f"{one.item.title or ''}{notes}"]


def action_as_data(one: Action, today: date) -> dict[str, object]:
    item = one.item
    return {
        "incident": one.incident.id,
        "id": item.id,
        "title": item.title,
        "type": item.type,
        "owner": item.owner,
        "status": one.status,
        "due": item.due.isoformat() if item.due else None,
        "moved_from": [move.was.isoformat() for move in one.moves],
        "verify_by": one.verify_by.isoformat() if one.verify_by else None,
        "overdue": one.is_overdue(today),
        "public": item.public,
    }


def verified_words(one: Action, evidence: str, day: date) -> str:
    return f"“{one.item.title or one.item.id}” is verified since {say_date(day)}. {_sentence(evidence)}"


def rescheduled_words(one: Action, due: date, why: str) -> str:
    instead = f" instead of {say_date(one.item.due)}" if one.item.due is not None else ""
    return f"“{one.item.title or one.item.id}” is now due on {say_date(due)}{instead}. {_sentence(why)}"


def _sentence(text: str) -> str:
    """With a capital and a full stop; an address ends as it is, since a full stop behind it would become part of it."""
    if text.startswith(("https://", "http://")):
        return f"Evidence: {text}"
    capital = f"{text[:1].upper()}{text[1:]}"
    return capital if capital.endswith((".", "!", "?")) else f"{capital}."

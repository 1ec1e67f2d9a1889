"""Send the messages that 'messages' wrote.

Without --send it only says what would go where. A channel's addresses are in the environment, in
STATUSLADDER_CHANNEL_ and its id in capital letters. Exit code 1: something was not sent; what was is not taken back.
"""

import os
import time
from datetime import timedelta
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import own_network_option, quiet_option
from statusladder.cli.words import say_count, say_duration
from statusladder.delivery.ledger import open_ledger
from statusladder.delivery.sending import Plan, Sent, make_plan, send
from statusladder.delivery.waiting import wait_until_live
from statusladder.model.problem import Stopped
from statusladder.model.reach import variable_of
from statusladder.model.routes import RouteRow
from statusladder.model.values import read_duration

MOST = 20
"""Updates that are announced at once unless more are allowed: more than an incident has in a day are a mistake."""

_SILENT = {
    "same_stage": "the stage has not changed",
    "same_severity": "the severity has not changed",
    "quiet_hours": "these are quiet hours",
    "not_notified": "nobody is notified of this update",
    "beyond_limit": "the message is beyond a limit of its medium",
    "contradiction": "the message contradicts the facts of the update",
}


@click.command("announce", help=__doc__)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--send", "is_sending", is_flag=True, help="Send, and do not only say what would be sent.")
@click.option("--only", metavar="CHANNEL", multiple=True, help="Only through this channel. Repeatable.")
@click.option("--ledger", type=click.Path(path_type=Path), help="A file that remembers what was sent.")
@click.option("--wait", metavar="LENGTH", help="First wait for the page to show the updates, for at most so long: 10m.")
@click.option("--at-most", default=MOST, show_default=True, help="Send nothing if there are more updates than this.")
@own_network_option
@quiet_option
def COMMAND(
    folder: Path,
    is_sending: bool,
    only: tuple[str, ...],
    ledger: Path | None,
    wait: str | None,
    at_most: int,
    own_network: bool,
    quiet: bool,
) -> None:
    console = Console(quiet)
    length = _length(wait) if wait is not None else None
    plan = make_plan(folder, os.environ, only)
    _tell(console, plan)
    if not is_sending:
        if plan.messages:
            console.say(f"Nothing was sent. Next: 'statusladder announce {folder} --send'.")
        return
    updates = len({(row.incident, row.id) for row in plan.rows})
    if updates > at_most:
        sentence = f"{updates} updates would be announced at once, of {at_most} at most; nothing was sent"
        raise Stopped(sentence, f"if that is meant, add --at-most {updates}")
    if length is not None and plan.rows:
        console.say(f"Waiting for {plan.site} to show {say_count(updates, 'update')}, at most {say_duration(length)}.")
        wait_until_live(
            plan.site, plan.rows, length.total_seconds(), time.monotonic, time.sleep, own_network=own_network
        )
    with open_ledger(ledger) as known:
        results = []
        for result in send(plan, known, time.sleep, own_network=own_network):
            results.append(result)
            _tell_result(console, result)
    _conclude(console, folder, results, remembers=ledger is not None)


def _length(text: str) -> timedelta:
    length = read_duration(text)
    if length is None:
        raise click.BadParameter(f"'{text}' is no length of time; write 10m", param_hint="--wait")
    return length


def _tell(console: Console, plan: Plan) -> None:
    for message in plan.messages:
        file, address = message.path.rpartition("/")[2], message.address.shown
        console.say(f"{_named(message.row)} -> {message.row.channel}: {file} by {address}")
    for row in plan.unconnected:
        console.say(f"{_named(row)}: {row.channel} has no address, set {variable_of(row.channel)} to connect it")
    for row in plan.silent:
        why = _SILENT.get(row.silent or "", "it does not speak at this update")
        console.say(f"{_named(row)}: {row.channel} is silent, {why}")
    if not (plan.messages or plan.unconnected or plan.silent):
        console.say("There is no message to send.")


def _tell_result(console: Console, result: Sent) -> None:
    place = f"{_named(result.message.row)} -> {result.message.row.channel} by {result.message.address.shown}"
    if result.skipped:
        console.say(f"{place}: sent before")
    elif result.failure is not None:
        console.fault(f"{place}: not sent, {result.failure}", "see below how to send it again")
    elif result.repeated:
        console.say(f"{place}: sent; it was on its way when the last run ended, so it may arrive twice")
    else:
        console.say(f"{place}: sent")


def _conclude(console: Console, folder: Path, results: list[Sent], *, remembers: bool) -> None:
    """How much was sent, and how what was not can be sent again."""
    failed = [one for one in results if one.failure is not None]
    sent = sum(one.failure is None and not one.skipped for one in results)
    console.say(f"Sent {say_count(sent, 'message')}.")
    if not failed:
        return
    channels = " ".join(f"--only {one}" for one in dict.fromkeys(one.message.row.channel for one in failed))
    again = f"run 'statusladder announce {folder} --send {channels}'"
    if not remembers:
        again += "; it sends again whatever these channels have sent before, unless --ledger names a file"
    console.fault(f"{say_count(len(failed), 'message')} not sent", again)
    raise click.exceptions.Exit(1)


def _named(row: RouteRow) -> str:
    return f"{row.incident}/{row.id}"

"""Send messages, or show where they would go.

OUT is a folder that 'statusladder messages' wrote. Without --send, nothing is sent, and each message is listed with
where it would go.

The addresses of a channel are read from the environment, such as STATUSLADDER_CHANNEL_EMAIL for the channel 'email',
and are never printed in full.
"""

import os
import shlex
import time
from datetime import timedelta
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.options import own_network_option, quiet_option
from statusladder.cli.words import say_count
from statusladder.delivery.announcing import Patience, Told, announce
from statusladder.delivery.orders import Orders, read_orders
from statusladder.delivery.waiting import wait_until_live
from statusladder.model.problem import Stopped
from statusladder.model.reach import variable_of
from statusladder.model.routes import RouteRow
from statusladder.model.values import read_duration

MOST = 20
"""Updates that are sent at once unless more are allowed: more are a mistake rather than a day's news."""


def _read_length(context: click.Context, option: click.Parameter, text: str | None) -> timedelta | None:
    length = read_duration(text) if text is not None else None
    if text is not None and length is None:
        raise click.BadParameter(f"'{text}' is not a length of time: write it as 10m or 1h30m")
    return length


@click.command("announce", help=__doc__)
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--send", is_flag=True, help="Send them.")
@click.option("--only", "only", metavar="CHANNEL", multiple=True, help="Only this channel. Repeatable.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Skip what this file lists as sent, and add to it.")
@click.option(
    "--wait",
    metavar="LENGTH",
    callback=_read_length,
    help="With --send: wait up to this long, such as 10m, until the live site shows the updates.",
)
@click.option("--at-most", default=MOST, show_default=True, help="Send nothing if there are more updates than this.")
@own_network_option
@quiet_option
def COMMAND(
    folder: Path,
    send: bool,
    only: tuple[str, ...],
    ledger: Path | None,
    wait: timedelta | None,
    at_most: int,
    own_network: bool,
    quiet: bool,
) -> None:
    if not send and (ledger is not None or wait is not None):
        raise click.UsageError("--ledger and --wait need --send")
    console = Console(quiet)
    orders = read_orders(folder, os.environ, only)
    if not send:
        _tell_plan(console, orders, folder)
        return
    _tell_unset(console, orders)
    if not orders.sent:
        console.say("There is nothing to send.")
        return
    updates = len({(order.row.incident, order.row.id) for order in orders.sent})
    if updates > at_most:
        sentence = f"nothing was sent: {updates} updates are more than the {at_most} allowed at once"
        raise Stopped(sentence, f"if that is intended, add --at-most {updates}")
    patience = Patience(time.monotonic, time.sleep)
    if wait is not None:
        rows = (order.row for order in orders.sent)
        wait_until_live(orders.site, rows, wait, patience, own_network=own_network)
    if ledger is None:
        console.say("Without --ledger, nothing is remembered: running this again sends every message again.")
    told = announce(orders.sent, ledger, patience, lambda one: _tell(console, one), own_network=own_network)
    failed = [one for one in told if one.reason is not None]
    if failed:
        channels = dict.fromkeys(one.order.row.channel for one in failed)
        again = shlex.join(
            ["statusladder", "announce", str(folder), "--send"]
            + [word for channel in channels for word in ("--only", channel)]
            + (["--ledger", str(ledger)] if ledger is not None else [])
        )
        twice = "" if ledger is not None else "; these channels get again what they already received"
        fix = f"when the cause is fixed, run {again}{twice}"
        console.fault(f"{say_count(len(failed), 'message')} of {len(told)} did not arrive", fix)
        raise click.exceptions.Exit(1)


def _tell_plan(console: Console, orders: Orders, folder: Path) -> None:
    unset = set(map(id, orders.without_address))
    sent: dict[int, list[str]] = {}
    for order in orders.sent:
        sent.setdefault(id(order.row), []).append(f"{order.path.rpartition('/')[2]} to {order.address.shown}")
    for row in orders.rows:
        places = sent.get(id(row))
        if places is not None:
            what = f"would send {', '.join(places)}"
        elif id(row) in unset:
            what = f"no address ({variable_of(row.channel)} is not set)"
        else:
            what = _silence(row)
        console.say(f"{row.incident}/{row.id}: {row.channel}: {what}.")
    if not orders.rows:
        console.say("The folder has no messages.")
    elif orders.sent:
        console.say(f"Next: 'statusladder announce {folder} --send' sends {say_count(len(orders.sent), 'message')}.")


def _silence(row: RouteRow) -> str:
    if row.speaks:
        return "not sent: the site shows it, or a colleague passes it on"
    return f"silent ({(row.silent or 'no reason given').replace('_', ' ')})"


def _tell_unset(console: Console, orders: Orders) -> None:
    for channel in dict.fromkeys(row.channel for row in orders.without_address):
        console.say(f"{channel}: no address ({variable_of(channel)} is not set), nothing is sent.")


def _tell(console: Console, one: Told) -> None:
    row, shown = one.order.row, one.order.address.shown
    place = f"{row.incident}/{row.id}: {row.channel}: {shown}"
    if one.before:
        console.say(f"{place}: was sent before.")
    elif one.reason is not None:
        console.words(f"{place}: not sent: {one.reason}.")
    else:
        console.say(f"{place}: sent.")
    if one.repeats:
        console.words(f"{place}: an earlier run ended while this was on its way, so it may arrive twice.")

"""The story of `announce`: sends each message in order, tries again what may pass, and lets no channel stop another."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from statusladder.delivery.failure import Failure
from statusladder.delivery.ledger import FAILED, SENDING, SENT, SentLedger, open_ledger
from statusladder.delivery.mailing import mail
from statusladder.delivery.orders import Order
from statusladder.delivery.posting import post
from statusladder.delivery.relaying import Text, find_apprise, relay

PAUSES = (2.0, 8.0, 30.0)
"""Seconds before the second attempt, the third and the last."""

LONGEST = 120.0
"""Seconds of all pauses and attempts after which no further attempt at a message begins."""


@dataclass(frozen=True)
class Patience:
    """What tells seconds and what waits for some."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]


@dataclass(frozen=True)
class Told:
    """What became of one message: `reason` says why it was not sent, None where it arrived or had arrived before.

    `repeats`: an earlier run ended while it was on its way, so it may arrive twice.
    """

    order: Order
    reason: str | None = None
    before: bool = False
    repeats: bool = False


def announce(
    orders: tuple[Order, ...],
    ledger: Path | None,
    patience: Patience,
    tell: Callable[[Told], None],
    *,
    own_network: bool = False,
) -> tuple[Told, ...]:
    """Sends what no earlier run sent, and tells of each message at once. Raises Stopped before anything is sent.

    Where an address does not answer, its later messages are not tried: they would overtake the one that waits.
    """
    if any(isinstance(order.said, Text) for order in orders):
        find_apprise()
    done: list[Told] = []
    silent: set[tuple[str, str]] = set()
    with open_ledger(ledger) as memory:
        for order in orders:
            told = _tell_one(order, memory, patience, silent, own_network)
            done.append(told)
            tell(told)
    return tuple(done)


def _tell_one(
    order: Order, memory: SentLedger, patience: Patience, silent: set[tuple[str, str]], own_network: bool
) -> Told:
    key, place = order.ledger_key, (order.row.channel, order.address.shown)
    if memory.is_sent(key):
        return Told(order, before=True)
    repeats = memory.was_on_its_way(key)
    if place in silent:
        return Told(order, "not tried, since an earlier message to this address did not arrive", repeats=repeats)
    memory.mark(key, SENDING)
    try:
        _try(lambda: _send(order, own_network), patience)
    except Failure as failure:
        if failure.may_pass:
            silent.add(place)
        else:
            memory.mark(key, FAILED)
        return Told(order, failure.sentence, repeats=repeats)
    memory.mark(key, SENT)
    return Told(order, repeats=repeats)


def _try(attempt: Callable[[], None], patience: Patience) -> None:
    """Until it works, cannot work, or has taken too long. Raises Failure."""
    begun = patience.clock()
    for pause in PAUSES:
        try:
            return attempt()
        except Failure as failure:
            wait = max(pause, failure.after or 0.0)
            if not failure.may_pass or patience.clock() - begun + wait > LONGEST:
                raise
        patience.sleep(wait)
    return attempt()


def _send(order: Order, own_network: bool) -> None:
    if isinstance(order.said, Text):
        relay(order.address.url, order.said)
    elif order.address.is_mail:
        mail(order.address, order.said)
    else:
        post(order.address, order.said, order.repeat_key, own_network=own_network)

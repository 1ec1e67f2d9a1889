"""The story of an announcement: what is to be sent where, each message until it arrived or nothing more can be hoped.

A channel that fails stops no other. Without a ledger a message is sent at least once: a run that ends between a message
and the note that it arrived sends it again when it is repeated.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from statusladder.delivery.addresses import Address, read_addresses
from statusladder.delivery.choosing import choose_file, read_message, read_text
from statusladder.delivery.failure import Failure
from statusladder.delivery.ledger import FAILED, SENDING, SENT, SentLedger
from statusladder.delivery.mailing import mail
from statusladder.delivery.posting import post
from statusladder.delivery.relaying import relay
from statusladder.model.problem import Stopped
from statusladder.model.routes import ROUTES, RouteRow, Routes

WAITS = (2.0, 10.0, 30.0)
"""Seconds before each further attempt at one message; the first comes at once."""

LONGEST_WAIT = 60.0
"""Seconds that a server may ask us to wait: the next message is waiting too."""

Sleep = Callable[[float], None]


@dataclass(frozen=True)
class Message:
    """One message to one address; `path` is its file, and `key` names it whatever its address is called next time."""

    row: RouteRow
    address: Address
    path: str
    key: str


@dataclass(frozen=True)
class Plan:
    """What an announcement would do: the messages in their order, and the rows for which nothing is sent.

    `silent` rows say why, `shown` is what the site itself shows, `unconnected` are rows whose channel has no address.
    """

    folder: Path
    site: str
    messages: tuple[Message, ...]
    silent: tuple[RouteRow, ...]
    shown: tuple[RouteRow, ...]
    unconnected: tuple[RouteRow, ...]

    @property
    def rows(self) -> tuple[RouteRow, ...]:
        """The rows of which something is sent, each once."""
        return tuple(dict.fromkeys(message.row for message in self.messages))


@dataclass(frozen=True)
class Sent:
    """What became of a message: `failure` is None where it arrived; `skipped`: the ledger says that it did before.

    `repeated`: it was on its way when an earlier run ended, so it may arrive twice.
    """

    message: Message
    failure: str | None = None
    skipped: bool = False
    repeated: bool = False


def make_plan(folder: Path, environment: Mapping[str, str], only: Collection[str] = ()) -> Plan:
    """What is to be sent of the messages in a folder, through all channels or `only` some. Raises Stopped."""
    routes = _read(folder)
    known = {row.channel for row in routes.routes}
    if unknown := sorted(set(only) - known):
        fix = f"name one of {', '.join(sorted(known))}" if known else "there is no message"
        raise Stopped(f"no message goes through the channel '{unknown[0]}'", fix)
    rows = [row for row in routes.routes if not only or row.channel in only]
    speaking = [row for row in rows if row.speaks and row.files]
    addresses = read_addresses(dict.fromkeys(row.channel for row in speaking), environment)
    return Plan(
        folder=folder,
        site=routes.site,
        messages=tuple(_messages(speaking, addresses)),
        silent=tuple(row for row in rows if not row.speaks),
        shown=tuple(row for row in rows if row.speaks and not row.files),
        unconnected=tuple(row for row in speaking if not addresses[row.channel]),
    )


def _read(folder: Path) -> Routes:
    file = folder / ROUTES
    try:
        return Routes.model_validate_json(file.read_bytes())
    except OSError as failure:
        fix = "name the folder that 'statusladder messages -o' wrote"
        raise Stopped(f"{file} cannot be read ({failure.strerror})", fix) from None
    except ValueError:
        fix = "write the messages anew with 'statusladder messages', by the same version"
        raise Stopped(f"{file} is not what 'statusladder messages' writes", fix) from None


def _messages(rows: Sequence[RouteRow], addresses: Mapping[str, tuple[Address, ...]]) -> Iterator[Message]:
    for row in rows:
        for address in addresses[row.channel]:
            named = (row.incident, row.id, row.channel, row.facts, row.correction or "", address.shown)
            yield Message(row, address, choose_file(row, address), sha256("\0".join(named).encode()).hexdigest()[:32])


def send(plan: Plan, ledger: SentLedger, sleep: Sleep, *, own_network: bool = False) -> Iterator[Sent]:
    """Sends each message, one after the other. Raises Stopped where the ledger or a file cannot be used.

    An address at which all attempts failed has one attempt for each further message, so that others need not wait.
    """
    given_up: set[str] = set()
    for message in plan.messages:
        if ledger.is_sent(message.key):
            yield Sent(message, skipped=True)
            continue
        repeated = ledger.was_on_its_way(message.key)
        ledger.mark(message.key, SENDING)
        waits = () if message.address.shown in given_up else WAITS
        failure = _send_one(plan.folder, message, waits, sleep, own_network=own_network)
        ledger.mark(message.key, SENT if failure is None else FAILED)
        if failure is not None:
            given_up.add(message.address.shown)
        yield Sent(message, failure, repeated=repeated)


def _send_one(folder: Path, message: Message, waits: Sequence[float], sleep: Sleep, *, own_network: bool) -> str | None:
    """Why a message did not arrive after all attempts, None where it did."""
    attempts = iter(waits)
    while True:
        try:
            _attempt(folder, message, own_network=own_network)
        except Failure as failed:
            wait = next(attempts, None)
            if wait is None or not failed.may_pass:
                return failed.sentence
            sleep(min(LONGEST_WAIT, max(wait, failed.after or 0.0)))
        else:
            return None


def _attempt(folder: Path, message: Message, *, own_network: bool) -> None:
    """Sends a message once. Raises Failure."""
    row, address = message.row, message.address
    if address.is_mail:
        mail(address, read_message(folder, row, message.path))
    elif address.file is not None:
        post(address, read_message(folder, row, message.path), message.key, own_network=own_network)
    else:
        relay(address.url, read_text(folder, row, message.path))

"""What is to be sent, to which address, in which order: all of it is read and checked before the first is sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from statusladder.delivery.addresses import Address, read_addresses
from statusladder.delivery.choosing import choose_file, read_message, read_text
from statusladder.delivery.relaying import Text
from statusladder.model.problem import Stopped
from statusladder.model.routes import ROUTES, RouteRow, Routes
from statusladder.model.values import suggest


@dataclass(frozen=True)
class Order:
    """One message to one address. `said` are its bytes, or a text for a service of apprise."""

    row: RouteRow
    address: Address
    path: str
    said: bytes | Text

    @property
    def repeat_key(self) -> str:
        """The same whenever this message is sent, so that a receiver can drop a repeat."""
        row = self.row
        names = (row.incident, row.id, row.channel, row.facts, *self._correction)
        return sha256("\n".join(names).encode()).hexdigest()[:32]

    @property
    def ledger_key(self) -> str:
        """As the ledger names it: no secret is in it, so an address whose password changed is still the same."""
        row = self.row
        return " ".join((f"{row.incident}/{row.id}", row.channel, row.facts, *self._correction, self.address.shown))

    @property
    def _correction(self) -> tuple[str, ...]:
        """The mark of a correction: its number may be another's after one that is older joins."""
        return (self.row.correction,) if self.row.correction is not None else ()


@dataclass(frozen=True)
class Orders:
    """All that `routes.json` names: what is sent, and the messages of channels that have no address."""

    site: str
    rows: tuple[RouteRow, ...]
    sent: tuple[Order, ...]
    without_address: tuple[RouteRow, ...]


def read_orders(folder: Path, environment: Mapping[str, str], only: Collection[str] = ()) -> Orders:
    """What is to be sent of a folder, of all channels or `only` those. Raises Stopped."""
    routes = _read_routes(folder)
    channels = list(dict.fromkeys(row.channel for row in routes.routes))
    for name in only:
        # A folder without any message names no channel.
        if routes.routes and name not in channels:
            raise Stopped(f"the folder has no messages for a channel '{name}'", suggest(name, channels))
    rows = tuple(row for row in routes.routes if not only or row.channel in only)
    sending = [row for row in rows if row.speaks and row.files]
    addresses = read_addresses(dict.fromkeys(row.channel for row in sending), environment)
    sent = tuple(order for row in sending for order in _orders(folder, row, addresses[row.channel]))
    return Orders(routes.site, rows, sent, tuple(row for row in sending if not addresses[row.channel]))


def _orders(folder: Path, row: RouteRow, addresses: tuple[Address, ...]) -> Iterator[Order]:
    for address in addresses:
        path = choose_file(row, address)
        read = read_message if address.file is not None else read_text
        yield Order(row, address, path, read(folder, row, path))


def _read_routes(folder: Path) -> Routes:
    place = folder / ROUTES
    fix = "name a folder that 'statusladder messages' wrote"
    try:
        return Routes.model_validate_json(place.read_bytes())
    except FileNotFoundError:
        raise Stopped(f"{folder} has no {ROUTES}", fix) from None
    except OSError as failure:
        raise Stopped(f"{place} cannot be read ({failure.strerror})", fix) from None
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors()[0]["loc"])
        raise Stopped(
            f"{place} is damaged, or was not written by statusladder{f' (at {where})' if where else ''}", fix
        ) from None

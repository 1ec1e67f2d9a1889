"""Asks another host within limits: how long, how much, where a redirect may lead, never the machine's own network.

The address that is connected to is the one that was checked: a name is resolved once. Where the environment names a
proxy, that one connects, and decides itself what it reaches.
"""

import socket
import ssl
import threading
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Network, ip_address
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

SECONDS = 20
"""How long a host may take for a whole answer, redirects and the look-up of its name included."""

LARGEST = 64 * 2**20
"""Bytes of an answer, or of all answers that make one manifest; that of fifty thousand updates has about 20 million."""

MOST_REDIRECTS = 5

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses of IPv6 that a network translates into those of IPv4 at their end (RFC 6052)."""


class OwnNetwork(ValueError):
    """A name leads into the network of this machine, and nobody asked for that."""


class Allowance:
    """What may be read for one purpose, in however many parts: so many bytes, until so many seconds have passed."""

    def __init__(self) -> None:
        self.bytes_left = LARGEST
        self._end = monotonic() + SECONDS

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._end - monotonic())

    def take(self, read: Callable[[int], bytes]) -> bytes:
        """What `read` gives when asked for a number of bytes. Raises ValueError where there is more than is left."""
        data = read(self.bytes_left + 1)
        if len(data) > self.bytes_left:
            raise ValueError(f"it is larger than {LARGEST // 2**20} MB")
        self.bytes_left -= len(data)
        return data


def fetch(
    address: str,
    form: bytes | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    redirects: bool = True,
    own_network: bool = False,
    allowance: Allowance | None = None,
) -> bytes:
    """What a host answers now, not what a cache on the way may hold; with `form` it is posted there first.

    `headers` are sent besides ours. Without `redirects` an answer that leads elsewhere is a failure: what was posted
    would be asked for there instead, and be lost. `own_network` allows names that lead to private addresses; what is
    written as one, or as `localhost`, is asked for. Answers that share an `allowance` are limited together. Raises
    OSError, ValueError or HTTPException.
    """
    limits = allowance or Allowance()
    host = urlsplit(address).hostname or ""
    opener = _opener(host, own_network=own_network or is_own(host), redirects=_SameHost() if redirects else _Nowhere())
    ours = {"Cache-Control": "no-cache", "User-Agent": "statusladder"}
    request = urllib.request.Request(address, form, headers=ours | dict(headers or {}))
    told: list[bytes | Exception] = []

    def ask() -> None:
        try:
            with opener.open(request, timeout=SECONDS) as answer:
                told.append(limits.take(answer.read))
        except (OSError, ValueError, HTTPException) as failure:
            if isinstance(failure, HTTPError):
                failure.close()
            told.append(failure)

    # A host that sends a byte now and then never runs into the time limit of a socket.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(limits.seconds_left)
    if not told:
        raise TimeoutError(f"no whole answer within {SECONDS} seconds")
    if isinstance(told[0], Exception):
        raise told[0]
    return told[0]


def is_own(host: str) -> bool:
    """Whether a host is written as an address of a network of its own: `localhost`, `127.0.0.1`, `10.0.0.5`."""
    try:
        return not _is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_loopback(host: str) -> bool:
    """Whether a host is written as this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_public(number: str) -> bool:
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or address.sixtofour
    if address in _TRANSLATED:
        inner = IPv4Address(address.packed[-4:])
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _connected(host: str, port: int, timeout: float | None, own_network: bool) -> socket.socket:
    """A connection to the first address of a name that answers, all of them checked before the first is asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not own_network and not all(_is_public(str(place[0])) for *_, place in found):
        raise OwnNetwork(f"{host} leads into the network of this machine")
    failure: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, place in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(place)
        except OSError as refused:
            connection.close()
            failure = refused
        else:
            return connection
    raise failure


class _Plain(HTTPConnection):
    own_network = False

    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, self.timeout, self.own_network)


class _Encrypted(HTTPSConnection):
    own_network = False

    def connect(self) -> None:
        plain = _connected(self.host, self.port, self.timeout, self.own_network)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


class _PlainInOwnNetwork(_Plain):
    own_network = True


class _EncryptedInOwnNetwork(_Encrypted):
    own_network = True


class _Handler(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Opens both schemes by connections of ours."""

    def __init__(self, own_network: bool) -> None:
        super().__init__()
        self._plain = _PlainInOwnNetwork if own_network else _Plain
        self._encrypted = _EncryptedInOwnNetwork if own_network else _Encrypted

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._plain, req)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._encrypted, req)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the host; none to another one, nor from an encrypted page to a plain one."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        is_upgrade = (before.scheme, after.scheme) == ("http", "https") and before.hostname == after.hostname
        if not is_upgrade and before[:2] != after[:2]:
            fp.close()
            raise URLError(f"it redirects to {newurl}, which is another host; name that address if it is right")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _opener(
    host: str, *, own_network: bool, redirects: urllib.request.HTTPRedirectHandler
) -> urllib.request.OpenerDirector:
    proxies: Mapping[str, Any] = urllib.request.getproxies()
    if proxies and not urllib.request.proxy_bypass(host):
        return urllib.request.build_opener(redirects)
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Handler(own_network),
        redirects,
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener

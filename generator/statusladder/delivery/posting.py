"""Posts JSON over HTTP as it was written: services take the files of their channels without another program's form.

It is sent within the limits of `fetch`: size, time, and no address of the machine's own network that nobody meant.

Short because it only adds two headers, and says in our words what an answer means.
"""

import hashlib
import hmac
import math
from http.client import HTTPException
from urllib.error import HTTPError

from statusladder.delivery.addresses import Address
from statusladder.delivery.failure import Failure, of_connection, of_status
from statusladder.history.fetching import OwnNetwork, fetch

SIGNATURE = "X-Statusladder-Signature"
"""The header that proves who sent a message: `sha256=` and the HMAC of the body under the secret of the address."""

REPEAT = "Idempotency-Key"
"""The header by which a receiver knows a message again that comes a second time."""


def post(address: Address, data: bytes, key: str, *, own_network: bool = False) -> None:
    """Posts a message. Raises Failure."""
    headers = {"Content-Type": "application/json; charset=utf-8", REPEAT: key}
    if address.secret is not None:
        headers[SIGNATURE] = f"sha256={hmac.new(address.secret.encode(), data, hashlib.sha256).hexdigest()}"
    try:
        fetch(address.url, data, headers=headers, redirects=False, own_network=own_network)
    except HTTPError as answer:
        raise of_status(answer.code, seconds_of(answer.headers.get("Retry-After"))) from None
    except OwnNetwork:
        sentence = "the host leads into this machine's own network (add --own-network if that is meant)"
        raise Failure(sentence, may_pass=False) from None
    except (OSError, HTTPException) as failure:
        raise of_connection(failure) from None
    except ValueError:
        raise Failure("the address or the answer cannot be used", may_pass=False) from None


def seconds_of(text: str | None) -> float | None:
    """The seconds of a header Retry-After; a date there is passed over, since clocks differ."""
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None

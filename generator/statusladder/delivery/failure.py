"""Why a message did not arrive, in words of ours: what libraries and servers say may repeat an address or a password.

Short because it is the one thing that all ways of sending raise.
"""

import socket
import ssl
from http import HTTPStatus

_TOO_EARLY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


class Failure(Exception):
    """One attempt that failed; `may_pass` where the same may work soon, `after` the seconds that a server asks for."""

    def __init__(self, sentence: str, *, may_pass: bool, after: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.may_pass, self.after = sentence, may_pass, after


def of_status(code: int, after: float | None = None) -> Failure:
    """What an answer over HTTP means that is no success."""
    passes = code in _TOO_EARLY or (code >= 500 and code != HTTPStatus.NOT_IMPLEMENTED)
    return Failure(f"the server answers {code}", may_pass=passes, after=after)


def of_connection(failure: Exception) -> Failure:
    """What it means that no answer came."""
    reason = getattr(failure, "reason", failure)
    if isinstance(reason, ssl.SSLError):
        return Failure("the connection cannot be encrypted, or its certificate is not valid", may_pass=False)
    if isinstance(reason, TimeoutError):
        return Failure("no answer in time", may_pass=True)
    if isinstance(reason, socket.gaierror):
        return Failure("the name of the server has no address", may_pass=True)
    if isinstance(reason, OSError):
        return Failure(f"no connection ({reason.strerror or type(reason).__name__})", may_pass=True)
    return Failure(f"no answer that can be read ({type(reason).__name__})", may_pass=True)

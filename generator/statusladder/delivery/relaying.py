"""Sends a text by apprise, which knows a hundred services; it is loaded only when an address asks for it.

Apprise says whether a message arrived, and why not in its log alone: of that only the code of an answer is taken, since
what it logs may name an address. Nothing is kept on disk, and nothing is downloaded.
"""

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from statusladder.delivery.failure import Failure, of_status
from statusladder.loading import load_module
from statusladder.model.problem import Stopped

SECONDS = 20
"""How long a service may take; the four seconds of apprise would send twice what a slow one has taken."""

_LOG = logging.getLogger("apprise")
_CODE = re.compile(r"error=(\d{3})\b")


@dataclass(frozen=True)
class Text:
    """What a service is given; `title` is empty where the body says all."""

    title: str
    body: str
    is_markdown: bool


class _Heard(logging.Handler):
    """Hears what apprise logs, so that it is not printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.codes: list[int] = []
        self.lost = False

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self.codes += [int(code) for code in _CODE.findall(said)]
        self.lost = self.lost or "onnection error" in said or "imeout" in said or "imed out" in said


def relay(url: str, text: Text) -> None:
    """Sends a text to the service that an address of apprise names. Raises Failure, and Stopped without apprise."""
    apprise = find_apprise()
    with _listening() as heard:
        try:
            service = _service(apprise, url)
            form = apprise.NotifyFormat.MARKDOWN if text.is_markdown else apprise.NotifyFormat.TEXT
            calls = apprise.Apprise(asset=_asset(apprise))
            calls.add(service)
            arrived = calls.notify(title=text.title, body=text.body, body_format=form)
        except Failure:
            raise
        except Exception as failure:  # what a service's part of apprise raises is not declared anywhere
            raise Failure(f"apprise fails ({type(failure).__name__})", may_pass=False) from None
    if arrived:
        return
    if heard.codes:
        raise of_status(heard.codes[-1])
    sentence = "no connection, or no answer in time" if heard.lost else "the service did not take the message"
    raise Failure(sentence, may_pass=heard.lost)


@contextmanager
def _listening() -> Iterator[_Heard]:
    """What apprise logs is heard and not printed, nor what its parts say of a later Python."""
    heard, propagated = _Heard(), _LOG.propagate
    _LOG.addHandler(heard)
    _LOG.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield heard
    finally:
        _LOG.removeHandler(heard)
        _LOG.propagate = propagated


def find_apprise() -> Any:
    """The library. Raises Stopped where it is not installed."""
    try:
        return load_module("apprise")
    except ImportError:
        sentence = "an address needs apprise, which is not installed"
        raise Stopped(sentence, "run pip install 'statusladder[announce]'") from None


def _asset(apprise: Any) -> Any:
    return apprise.AppriseAsset(async_mode=False, secure_logging=True, app_id="statusladder")


def _service(apprise: Any, url: str) -> Any:
    service = apprise.Apprise.instantiate(url, asset=_asset(apprise), suppress_exceptions=True)
    if service is None:
        raise Failure("apprise cannot read the address", may_pass=False)
    service.socket_connect_timeout = service.socket_read_timeout = SECONDS
    return service

"""Where the messages of a channel go: addresses from the environment, which hold secrets and are shown without them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from statusladder.history.fetching import is_loopback
from statusladder.model.problem import Stopped
from statusladder.model.reach import variable_of

_MAIL = ("smtp", "smtps")
_POSTED = {"slack": "slack.json", "teams": "teams.json", "push": "push.json", "": "webhook.json"}
"""What is posted as it is, by what stands before `+https`."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9.-]*(?:\+https?)?")


@dataclass(frozen=True)
class Address:
    """One address of a channel; only `shown` may be printed or kept.

    `file` is the file that is posted as it is, or mailed; None where another program decides by its service.
    """

    shown: str
    scheme: str
    file: str | None
    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)

    @property
    def is_mail(self) -> bool:
        return self.scheme in _MAIL


def read_addresses(channels: Iterable[str], environment: Mapping[str, str]) -> dict[str, tuple[Address, ...]]:
    """The addresses of each channel, none where its variable is not set. Raises Stopped, which repeats no address."""
    by_variable: dict[str, str] = {}
    found = {}
    for channel in channels:
        variable = variable_of(channel)
        if by_variable.setdefault(variable, channel) != channel:
            sentence = f"the channels {by_variable[variable]} and {channel} would both be sent to {variable}"
            raise Stopped(sentence, "rename one of them in site.yaml")
        found[channel] = tuple(_numbered(_read(text, variable) for text in environment.get(variable, "").split()))
    return found


def _numbered(addresses: Iterable[Address]) -> Iterable[Address]:
    """Those that look alike without their secrets are told apart by a number."""
    seen: dict[str, int] = {}
    for one in addresses:
        seen[one.shown] = number = seen.get(one.shown, 0) + 1
        if number > 1:
            yield Address(f"{one.shown} #{number}", one.scheme, one.file, one.url, one.secret)
        else:
            yield one


def _read(text: str, variable: str) -> Address:
    scheme = text.partition("://")[0].lower()
    if "://" not in text or _SCHEME.fullmatch(scheme) is None:
        raise Stopped(f"an address in {variable} does not begin with a scheme", "write it as https://…, smtp://…")
    try:
        parts = urlsplit(scheme.rpartition("+")[2] + text[text.index("://") :])
        host, port = parts.hostname or "", parts.port
    except ValueError:
        if scheme in _MAIL or scheme.rpartition("+")[2] in ("http", "https"):
            raise Stopped(f"an address in {variable} cannot be read", f"see how it begins: {scheme}://host…") from None
        return Address(f"{scheme}://…", scheme, None, text)
    name = f"[{host}]" if ":" in host else host
    place = name if port is None else f"{name}:{port}"
    if scheme in _MAIL:
        return _mail(text, scheme, parts, place, variable)
    before, _, transport = scheme.rpartition("+")
    if transport not in ("http", "https"):
        return Address(f"{scheme}://…", scheme, None, text)
    if before not in _POSTED or not host:
        named = ", ".join(f"{one}+https" for one in _POSTED if one)
        raise Stopped(f"an address in {variable} begins with {scheme}, or names no host", f"write https, {named}")
    if transport == "http" and not is_loopback(host):
        raise Stopped(f"an address in {variable} would be sent to without encryption", f"begin it with {scheme}s")
    if "@" in parts.netloc:
        sentence = f"an address in {variable} has a user or password, and none is sent with what is posted"
        raise Stopped(sentence, "take it out, and put the token into the path or query if the receiver asks for one")
    secret, query = _taken_out(parts.query)
    url = parts._replace(query=query, fragment="").geturl()
    return Address(f"{scheme}://{place}/…", scheme, _POSTED[before], url, secret)


def _taken_out(query: str) -> tuple[str | None, str]:
    """The secret of a query and the rest of it, as it was: what is left is sent, the secret never is."""
    parts = query.split("&") if query else []
    secret = next((unquote(one.partition("=")[2]) for one in parts if one.startswith("secret=")), None)
    return secret or None, "&".join(one for one in parts if not one.startswith("secret="))


def _mail(text: str, scheme: str, parts: SplitResult, place: str, variable: str) -> Address:
    to = parse_qs(parts.query).get("to", [])
    wrong = [one for one in to if "@" not in one]
    if not place or wrong or parse_qs(parts.query).get("starttls", ["no"])[0] not in ("required", "no"):
        fix = "write smtp://user:password@host:587/?from=…&to=…, with starttls=required or no if you say it"
        raise Stopped(f"an address in {variable} is no address of a mail server", fix)
    return Address(f"{scheme}://{place} to {', '.join(to) or 'the To of the email'}", scheme, "message.eml", text)

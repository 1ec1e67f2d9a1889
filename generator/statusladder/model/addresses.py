"""Which addresses are well formed, and where a browser would go from one: one answer for settings, links and pictures.

The forms are those of RFC 3986, with hosts by IDNA and letters of any language in the path; what a browser would repair
in silence is refused, since two programs that repair it differently would see two hosts. What an e-mail address and a
telephone number look like in a text is told here too, wherever they are looked for.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

import idna

_WEB = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^\s/?#:@\[\]\\%]+)(?::(?P<port>[0-9]{1,5}))?(?P<rest>(?:[/?#].*)?)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"mailto:.+", re.IGNORECASE)
_CALL = re.compile(r"tel:[+0-9() -]+", re.IGNORECASE)
_NO_SIGN_OF_ONE = re.compile(r"[\s<>\"\\`\x00-\x20\x7f-\x9f\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")
_FOLDERS = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*/?", re.ASCII)
_LETTERS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)", re.ASCII | re.IGNORECASE)
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_SLASHES = re.compile(r"^(https?:)?/{3,}", re.IGNORECASE)
_DROPPED = str.maketrans(dict.fromkeys("\t\n\r"))
_AROUND = "".join(map(chr, range(0x21)))


def is_web_address(text: str) -> bool:
    """Whether it is `https://HOST` or `http://HOST`, with a port and a path, a query and an anchor if need be."""
    match = _WEB.fullmatch(text)
    if match is None or _NO_SIGN_OF_ONE.search(match["rest"]) is not None:
        return False
    return host_of_form(match["host"]) is not None and 0 < int(match["port"] or 443) < 65536


def is_link(text: str) -> bool:
    """Whether a page may link to it: an address of the web, of e-mail or of a telephone; nothing that could run."""
    if _MAIL.fullmatch(text) is not None:
        return _NO_SIGN_OF_ONE.search(text) is None
    return _CALL.fullmatch(text) is not None or is_web_address(text)


def base_address_of(text: str) -> str | None:
    """An address below which a site can lie, with its host as the name system writes it; None where it is none.

    Its path is of letters, digits and `._~-` alone, as it becomes part of patterns in the configuration of servers.
    """
    match = _WEB.fullmatch(text)
    if match is None or not is_web_address(text) or _FOLDERS.fullmatch(match["rest"]) is None:
        return None
    port = f":{match['port']}" if match["port"] else ""
    return f"{match['scheme'].lower()}://{host_of_form(match['host'])}{port}{match['rest'].rstrip('/')}"


def host_of_form(host: str) -> str | None:
    """A host as the name system writes it (IDNA), or as a number; None where it is neither."""
    try:
        if host.startswith("["):
            return f"[{IPv6Address(host[1:-1])}]"
        if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
            return str(IPv4Address(host))
        if host.isascii() and "xn--" not in host.lower():
            # The names of the old form are the plain case, and by far the most.
            labels = host.rstrip(".").split(".")
            is_name = _LETTERS.fullmatch(host) and len(host) <= 253
            fits = all(len(label) <= 63 and not label.startswith("-") and not label.endswith("-") for label in labels)
            return host.lower() if is_name and fits else None
        return idna.encode(host, uts46=True).decode("ascii")
    except ValueError:
        return None


def as_browsed(address: str) -> str:
    """The address as a browser reads it: blanks around it and line ends within are dropped, `\\` is a slash.

    Before a host any more slashes count as two. Behind `?` or `#`, and in what is no address of the web, signs stay.
    """
    told = address.strip(_AROUND).translate(_DROPPED)
    if re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:", told, re.IGNORECASE):
        return told
    path = re.match(r"[^?#]*", told)
    end = path.end() if path is not None else 0
    return _SLASHES.sub(r"\1//", told[:end].replace("\\", "/")) + told[end:]


def is_foreign(address: str) -> bool:
    r"""Whether an address leads to a host or a program: `//host` and `\\host` do as well."""
    return _FOREIGN.match(as_browsed(address)) is not None


def host_of(address: str) -> str:
    """The host that a browser would ask, in small letters; empty where it stays at the site's, or asks none."""
    try:
        return urlsplit(as_browsed(address)).hostname or ""
    except ValueError:
        return ""


def tells_password(address: str) -> bool:
    """Whether the address holds a user and a password before its host."""
    try:
        return urlsplit(as_browsed(address)).password is not None
    except ValueError:
        return False


EMAIL = re.compile(
    r"(?<![\w.+@%-])[\w.+%-]+@(?P<domain>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})\b(?![@:/.]\w)", re.I
)
# Each number has one of these; most texts have none, and to see that takes a hundredth of the time.
_DIALLED = re.compile(r"\+[1-9]|tel:\d|\d[ /.()-]{1,2}\d")
_TELEPHONE = re.compile(
    r"(?<![\w+.])(?:tel:)?(?P<international>\+[1-9]\d{0,3}(?:[ .-]?\(\d{1,5}\)|[ .-]?\d{1,5}){2,6})(?![\w-])"
    r"|(?<![\w+.(-])(?:tel:)?(?:1[ .-])?(?:\([2-9]\d\d\)[ ]?|[2-9]\d\d-)[2-9]\d\d[-.][0-9]{4}(?![\w-])"
    r"|\btel:\d[\d.()-]{5,}"
    # Of numbers without the code of a country, only those that somebody is told to call.
    r"|\b(?i:call|dial|ring|phone|telephone|tel|hotline|mobile|fax)\b\.?[^\d\n.!?]{0,20}"
    r"(?P<national>0\d{1,5}(?:[ /-]\d{2,8}){1,4})(?![\w/-])"
)
# `+12 345 678 requests` is a growth, not a number to call.
_OF_THINGS = re.compile(r"\s?(?:%|[a-z]{3,}s\b)")


def find_telephones(text: str) -> Iterator[tuple[int, int]]:
    """From where to where each telephone number stands."""
    for match in _TELEPHONE.finditer(text) if _DIALLED.search(text) else ():
        if _is_telephone(text, match):
            yield (match.start("national") if match["national"] else match.start()), match.end()


def _is_telephone(text: str, match: re.Match[str]) -> bool:
    if _OF_THINGS.match(text, match.end()):
        return False
    written = match["international"] or match["national"]
    # `+51.5073509` is a place on the map.
    is_decimal = written is not None and re.fullmatch(r"\+\d+\.\d+", written)
    return written is None or (9 <= sum(sign.isdigit() for sign in written) <= 15 and not is_decimal)

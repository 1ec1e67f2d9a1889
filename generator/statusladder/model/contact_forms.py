"""What an e-mail address and a telephone number look like in a text, wherever they are looked for."""

import re
from collections.abc import Iterator

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


def telephones(text: str) -> Iterator[tuple[int, int]]:
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

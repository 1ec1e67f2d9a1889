"""Sees e-mail addresses and telephone numbers in a text that the site does not name as its own."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from statusladder.lint.public_texts import Sighting
from statusladder.model.site import Settings

_EMAIL = re.compile(
    r"(?<![\w.+@%-])[\w.+%-]+@(?P<domain>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})\b(?![@:/.]\w)", re.I
)
_EXAMPLE_DOMAIN = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost)$")
_NOBODY = re.compile(
    r"(?:no-?reply|do-?not-?reply|git)@|.*@(?:your|my)?-?(?:company|domain|organi[sz]ation|provider|email)\.\w+$"
)
# No person's, and where customers write in any case: support@ at the company's own domain.
_DESK = re.compile(
    r"(?:customer-?)?(?:support|help|helpdesk|service|info|contact|hello|status|security|privacy|abuse|billing|sales"
    r"|feedback)@"
)
# Ends of file names that stand behind an `@` as versions and branches do.
_FILE_END = re.compile(r"\.(?:js|ts|ya?ml|json|toml|lock)$")

_DIGIT = re.compile(r"\d")
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


def personal_contacts(text: str, settings: Settings) -> Iterator[Sighting]:
    """What does not belong to the site's contacts, its support and its feedback."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            if not _is_known_address(text, match, settings):
                yield Sighting(match.start(), match.end(), "an e-mail address that is not among the site's contacts")
    for match in _TELEPHONE.finditer(text) if _DIGIT.search(text) else ():
        if _is_telephone(text, match) and _tail(match[0]) not in _named_by(_own_words(settings)):
            start = match.start("national") if match["national"] else match.start()
            yield Sighting(start, match.end(), "a telephone number that is not among the site's contacts")


def _is_known_address(text: str, match: re.Match[str], settings: Settings) -> bool:
    address, domain = match[0].lower(), match["domain"].lower()
    word = text[max(text.rfind(sign, 0, match.start()) for sign in " \n<([\"'") + 1 : match.start()]
    if "://" in word or _FILE_END.search(domain) or _NOBODY.match(address):
        return True
    if address in _named_by(_own_words(settings)):
        return True
    if _is_own_domain(domain, settings):
        return bool(_DESK.match(address))
    return bool(_EXAMPLE_DOMAIN.search(domain))


def _is_own_domain(domain: str, settings: Settings) -> bool:
    """Whether it is the domain of the site, or one beside it: a made-up company has people too."""
    host = urlsplit(settings.site.url).hostname or ""
    home = host.split(".", 1)[1] if host.count(".") > 1 else host
    return domain == home or domain.endswith(f".{home}")


def _own_words(settings: Settings) -> str:
    contacts = [word for contact in settings.contacts for word in (contact.text, contact.url or "")]
    mail = settings.subscribe.mail
    ways = [settings.feedback.report or "", settings.feedback.rating or "", mail.url if mail else ""]
    return "\n".join([settings.site.support or "", *ways, *contacts])


@lru_cache(maxsize=8)
def _named_by(words: str) -> frozenset[str]:
    """The addresses, and the last digits of the numbers, in the site's own words."""
    addresses = [match[0].lower() for match in _EMAIL.finditer(words)]
    return frozenset([*addresses, *map(_tail, re.findall(r"\+?\d[\d ().-]{5,}\d", words))])


def _is_telephone(text: str, match: re.Match[str]) -> bool:
    if _OF_THINGS.match(text, match.end()):
        return False
    written = match["international"] or match["national"]
    # `+51.5073509` is a place on the map.
    is_decimal = written is not None and re.fullmatch(r"\+\d+\.\d+", written)
    return written is None or (9 <= sum(sign.isdigit() for sign in written) <= 15 and not is_decimal)


def _tail(written: str) -> str:
    """The last nine digits, which are the same with the code of a country and without."""
    return re.sub(r"\D", "", written)[-9:]

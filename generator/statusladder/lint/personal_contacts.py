"""Sees e-mail addresses and telephone numbers in a text that the site does not name as its own."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from statusladder.lint.public_texts import Sighting
from statusladder.model.contact_forms import EMAIL, telephones
from statusladder.model.pattern import compile_late
from statusladder.model.site import Settings

_EXAMPLE_DOMAIN = compile_late(r"(?:^|\.)(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost)$")
_NOBODY = compile_late(
    r"(?:no-?reply|do-?not-?reply|git)@|.*@(?:your|my)?-?(?:company|domain|organi[sz]ation|provider|email)\.\w+$"
)
# No person's, and where customers write in any case: support@ at the company's own domain.
_DESK = compile_late(
    r"(?:customer-?)?(?:support|help|helpdesk|service|info|contact|hello|status|security|privacy|abuse|billing|sales"
    r"|feedback)@"
)
_LONGEST_LINK = 2000
# Ends of file names that stand behind an `@` as versions and branches do.
_FILE_END = compile_late(r"\.(?:js|ts|ya?ml|json|toml|lock)$")


def personal_contacts(text: str, settings: Settings) -> Iterator[Sighting]:
    """What does not belong to the site's contacts, its support and its feedback."""
    if "@" in text:
        for match in EMAIL.finditer(text):
            if not _is_known_address(text, match, settings):
                yield Sighting(match.start(), match.end(), "an e-mail address that is not among the site's contacts")
    for start, end in telephones(text):
        if _tail(text[start:end]) not in _named_by(_own_words(settings)):
            yield Sighting(start, end, "a telephone number that is not among the site's contacts")


def _is_known_address(text: str, match: re.Match[str], settings: Settings) -> bool:
    address, domain = match[0].lower(), match["domain"].lower()
    before = text[max(0, match.start() - _LONGEST_LINK) : match.start()]
    word = before[max(map(before.rfind, " \n<([\"'")) + 1 :]
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
    addresses = [match[0].lower() for match in EMAIL.finditer(words)]
    return frozenset([*addresses, *map(_tail, re.findall(r"\+?\d[\d ().-]{5,}\d", words))])


def _tail(written: str) -> str:
    """The last nine digits, which are the same with the code of a country and without."""
    return re.sub(r"\D", "", written)[-9:]

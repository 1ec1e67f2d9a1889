"""SMS: one part wherever the facts of an update allow it, in the seven-bit alphabet of the network."""

from collections.abc import Iterator

from statusladder.channels.fitting import find_lacks, fit
from statusladder.channels.interface import Count, Medium, MessageFile, Sending
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""The alphabet of 3GPP TS 23.038, 6.2.1, and its extension, of which a character takes two septets."""

ONE_PART, EACH_PART = 160, 153
"""Septets of a message of one part, and of each part of a longer one (3GPP TS 23.040, 9.2.3.24.1)."""

ONE_PART_OF_ANY, EACH_PART_OF_ANY = 70, 67
"""The same in UTF-16 units, where a character is outside the alphabet (UCS-2)."""

MOST_PARTS = 4
"""Parts of a message at most: each is paid for, and phones show them as one. Four of UCS-2 hold less than two of the
alphabet."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
        **dict.fromkeys("\u2066\u2067\u2068\u2069\u200b\u200e\u200f\u00ad", ""),
        "…": "...",
        "→": "->",
        "•": "-",
        "×": "x",
    }
)
"""Typography that the alphabet lacks, as people type it on a phone."""


def septets_of(text: str) -> int | None:
    """How many septets a text takes; None where it has a character outside the alphabet."""
    if not _BASIC.union(_EXTENDED).issuperset(text):
        return None
    return len(text) + sum(letter in _EXTENDED for letter in text)


def parts_of(text: str) -> int:
    """In how many parts a network sends a text."""
    taken, one, each = _room_of(text)
    return 1 if taken <= one else -(-taken // each)


def _room_of(text: str) -> tuple[int, int, int]:
    """What a text takes, what one part holds, and each of several."""
    septets = septets_of(text)
    if septets is not None:
        return septets, ONE_PART, EACH_PART
    return len(text.encode("utf-16-le")) // 2, ONE_PART_OF_ANY, EACH_PART_OF_ANY


def _counts(text: str) -> tuple[Count, Count]:
    parts, (taken, one, each) = parts_of(text), _room_of(text)
    return Count("parts", parts, MOST_PARTS), Count("characters", taken, one if parts == 1 else parts * each)


def _plain(text: str) -> str:
    return text.translate(_PLAIN)


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    """In as few parts as the facts that have to be said allow; another part is better than half a title."""
    whole = [fit(bulletin.short, parts_of, parts, prepare=_plain, may_cut=False) for parts in range(1, MOST_PARTS + 1)]
    # A correction that does not say what is corrected is no news.
    says = _plain(bulletin.short.vital) if bulletin.is_correction else ""
    fitting = [found for found in whole if found.fits]
    fitted = next((found for found in fitting if says in found.text), fitting[0] if fitting else None)
    if fitted is None:
        fitted = fit(bulletin.short, parts_of, MOST_PARTS, prepare=_plain)
    faults = list(find_lacks(fitted.text, bulletin.short, _plain))
    if not fitted.fits:
        faults.append(("X001", f"the SMS takes {parts_of(fitted.text)} parts, of {MOST_PARTS} at most"))
    yield MessageFile("sms.txt", fitted.text.encode(), tuple(faults), _counts(fitted.text))


CHANNEL = Medium("sms", ChannelKind.SMS, _compose)

"""Posts on X: 280 characters, of which some count twice.

The weights are those of twitter-text 3 (its `config/v3.json`, documented at https://docs.x.com/fundamentals/counting-characters):
U+0000–10FF, U+2000–200D, U+2010–201F and U+2032–2037 weigh 1, everything else 2, counted in NFC; an address 23. An
emoji weighs 2 however many characters it is made of; here each of them counts, which is never less.
"""

from collections.abc import Iterator
from functools import partial
from unicodedata import normalize

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.channels.posts import compose_post, count_with_addresses
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

LIMIT = 280

_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


def _weight(letter: str) -> int:
    return 1 if any(first <= ord(letter) <= last for first, last in _LIGHT) else 2


def _weigh(text: str) -> int:
    return sum(map(_weight, normalize("NFC", text)))


measure = partial(count_with_addresses, count=_weigh)


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    return compose_post(bulletin, "x.txt", "X002", "X", measure, LIMIT)


CHANNEL = Medium("x", ChannelKind.SOCIAL, _compose)

"""Posts on Mastodon: 500 characters, as servers allow that have not set another limit.

Mastodon counts what readers see as one character once, and an address as 23 (`StatusLengthValidator` of its source,
documented at https://docs.joinmastodon.org/user/posting/). Here each code point counts, which is never less.
"""

from collections.abc import Iterator
from functools import partial

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.channels.posts import compose_post, count_with_addresses
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

LIMIT = 500

measure = partial(count_with_addresses, count=len)


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    return compose_post(bulletin, "mastodon.txt", "X003", "Mastodon", measure, LIMIT)


CHANNEL = Medium("mastodon", ChannelKind.SOCIAL, _compose)

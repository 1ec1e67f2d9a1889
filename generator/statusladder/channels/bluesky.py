"""Posts on Bluesky: 300 graphemes and 3,000 bytes, an address counting in full.

The limits are `maxGraphemes` and `maxLength` of the lexicon `app.bsky.feed.post`. Here each code point counts: a
grapheme has at least one, and one takes at most 4 bytes of UTF-8, so 300 of them stay within both limits.
"""

from collections.abc import Iterator

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.channels.posts import compose_post
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin

LIMIT = 300


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    return compose_post(bulletin, "bluesky.txt", "X004", "Bluesky", len, LIMIT)


CHANNEL = Medium("bluesky", ChannelKind.SOCIAL, _compose)

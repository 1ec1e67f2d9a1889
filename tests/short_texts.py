"""Short texts for tests of channels: forms drawn by hypothesis, those of generated sites, and who else counts them.

The counters are not ours: a table of the GSM alphabet typed from its standard, and a program in JavaScript with X's own
library and the segmenter of its engine.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.discovery import find_members
from statusladder.ladder.publication import public_part_of
from statusladder.model.problem import Gate
from statusladder.model.reach import Channel, ChannelKind
from statusladder.model.site import Component
from statusladder.publish.judgement import judge_site
from statusladder.publish.theme import find_theme
from statusladder.views.announcements import Announcement
from statusladder.views.bulletins import Bulletin, build_bulletin
from statusladder.views.short_forms import Essentials, ShortForm
from statusladder.views.snapshot import take
from statusladder.views.story import Story

KINDS = (ChannelKind.SMS, ChannelKind.SOCIAL, ChannelKind.WEBHOOK)
NAMES = ("sms.txt", "x.txt", "mastodon.txt", "bluesky.txt", "push.json")

# 3GPP TS 23.038, the table of 6.2.1 column by column (without ESC), and what stands behind ESC in 6.2.1.1.
GSM_COLUMNS = (
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
)
GSM_BEHIND_ESCAPE = "\f^{}\\[~]|€"


def sms_parts(text: str) -> int:
    """In how many parts a network sends a text, each letter taking its septets or its UTF-16 units."""
    sizes = {letter: 1 for column in GSM_COLUMNS for letter in column} | dict.fromkeys(GSM_BEHIND_ESCAPE, 2)
    one, each = 160, 153
    if not set(text) <= set(sizes):
        sizes = {letter: 2 if ord(letter) > 0xFFFF else 1 for letter in text}
        one, each = 70, 67
    total = sum(sizes[letter] for letter in text)
    return 1 if total <= one else -(-total // each)


class PostCounter:
    """What X, Mastodon and Bluesky count of a text, asked of a program that stays."""

    def __init__(self, clients: Path) -> None:
        self._node = subprocess.Popen(
            ["node", "count_posts.js"], cwd=clients, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, text: str) -> dict[str, float]:
        asked, answered = self._node.stdin, self._node.stdout
        assert asked is not None
        assert answered is not None
        asked.write(json.dumps(text).encode() + b"\n")
        asked.flush()
        found: dict[str, float] = json.loads(answered.readline())
        return found

    def close(self) -> None:
        self._node.communicate(timeout=30)

    def faults(self, file: MessageFile) -> Iterator[str]:
        """What of a file is beyond the limits of its medium, as others count."""
        text = file.data.decode()
        if file.name == "sms.txt" and sms_parts(text) > 4:
            yield f"{sms_parts(text)} parts"
        if file.name == "push.json":
            payload = json.loads(text)
            if len(payload["title"]) > 50 or len(payload["body"]) > 178 or len(file.data) > 4096:
                yield f"{len(payload['title'])}, {len(payload['body'])}, {len(file.data)}"
        if file.name in ("x.txt", "mastodon.txt", "bluesky.txt"):
            counted = self(text)
            over = {
                "x.txt": counted["x"] > 280,
                "mastodon.txt": counted["mastodon"] > 500,
                "bluesky.txt": counted["graphemes"] > 300 or len(text.encode()) > 3000,
            }
            if over[file.name]:
                yield f"{counted}"


_PIECES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12),
    st.text(st.sampled_from("abcdefgh ,.;-€[]^"), max_size=40),
    st.sampled_from(
        ("👩‍👩‍👧‍👦", "©", "®️", "1️⃣", "🇵🇹🇩🇪", "क़", "שּׁ", "ﬃ", "تسجيل الدخول", "決済が失敗", "e\u0301\u0323", "¡", "\u200d")
    ),
    st.sampled_from(
        ("t.co", "booking.com.", "Node.js", "a.io,b.io,c.io", "https://t.co/abcdefghij", "例.com", "x@y.com")
    ),
)
words = st.lists(_PIECES, min_size=1, max_size=6).map(lambda pieces: " ".join(" ".join(pieces).split())).filter(bool)
"""One line of anything that people may type, addresses and emoji more often than they would."""

_LABELS = st.text(st.sampled_from("abcxyz019-"), min_size=1, max_size=12).map(lambda text: f"a{text}z")
links = st.builds(
    lambda labels, ending, path: f"https://{'.'.join(labels)}.{ending}/{path}",
    st.lists(_LABELS, min_size=1, max_size=3),
    st.sampled_from(("com", "io", "example", "co.example", "status", "museum", "de", "zz")),
    st.sampled_from(("", "incidents/2026-03-14-sign-in-fails/", "incidents/2026-03-14-sign-in-fails/#03-identified")),
)
"""Addresses of sites, of which X knows the ending or does not."""


def with_stage(title: str) -> str:
    return f"Identified: {title}"


ESSENTIALS = Essentials("Identified", (), ())

short_forms = st.builds(
    lambda heading, title, what, vital, due, further, links: ShortForm(
        heading, "Identified", title, str, with_stage, what, vital, due, further, links, ESSENTIALS
    ),
    words,
    words,
    st.lists(words, max_size=2).map(tuple),
    st.one_of(st.just(""), words),
    st.lists(st.lists(words, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple),
    st.lists(words, max_size=8).map(tuple),
    st.lists(links, min_size=1, max_size=3).map(tuple),
)


@dataclass(frozen=True)
class Said:
    """What every medium of short texts makes of one announcement, wherever the policy sends it."""

    story: Story
    told: Announcement
    bulletin: Bulletin
    files: tuple[MessageFile, ...]
    components: Sequence[Component]
    zone: ZoneInfo


def said_of(root: Path, moment: datetime) -> Iterator[Said]:
    """Everything that a site announces, but for what was imported, of which nobody is told."""
    judged = judge_site(root, None, Gate.BUILD)
    assert judged.library is not None
    public = public_part_of(judged.library, moment)
    theme = find_theme(root, public.settings.theme, public.settings.site.logo)
    snapshot = take(public, moment, catalogue=theme.catalogue_for(public.settings.site.language))
    media = [one for one in find_members("statusladder.channels", "CHANNEL", Medium) if one.kind in KINDS]
    courses: dict[str, Any] = {one.communication.id: one for one in snapshot.courses.every}
    for story in snapshot.stories:
        for told in story.announcements:
            if next(one for one in story.communication.updates if one.id == told.rung.id).imported:
                continue
            bulletin = build_bulletin(story, told, courses[story.id], snapshot.settings, snapshot.voice)
            files: list[MessageFile] = []
            for medium in media:
                channel = Channel.model_validate({"id": "one", "kind": medium.kind.value})
                sending = Sending(channel, snapshot.settings, snapshot.voice.at(told.moment), theme)
                files += (file for file in medium.compose(bulletin, sending) if file.name in NAMES)
            yield Said(story, told, bulletin, tuple(files), snapshot.settings.components, snapshot.settings.zone)

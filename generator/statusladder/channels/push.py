"""Push notifications, as the payload for a service that delivers them: a title, a text and where a tap leads.

A title of 50 and a text of 178 characters are what phones show without being asked to unfold. The payload of 4 KB is
the limit of Apple's service (APNs) and of Web Push; that of Firebase is no smaller.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from statusladder.channels.fitting import find_lacks, fit
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin
from statusladder.views.short_forms import ShortForm
from statusladder.views.wording import stamp_of
from statusladder.voice.voice import Voice

TITLE, BODY, PAYLOAD = 50, 178, 4096
"""Characters of the title and of the text, and bytes of the whole."""

VERSION = 1


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    title, text = _titled(bulletin.short, sending.voice)
    fitted = fit(text, len, BODY)
    payload = {
        "version": VERSION,
        "tag": _tag(bulletin.page),
        "incident": bulletin.story,
        "update": bulletin.id,
        "at": stamp_of(bulletin.moment),
        "title": title,
        "body": fitted.text,
        "url": bulletin.url,
        "stage": bulletin.stage.value,
        "severity": bulletin.severity.value if bulletin.severity is not None else None,
        "facts": bulletin.facts,
    }
    data = f"{json.dumps(payload, ensure_ascii=False, indent=1)}\n".encode()
    faults = list(find_lacks("\n".join((title, fitted.text, bulletin.url)), bulletin.short))
    for what, length, most in (
        ("title of the notification", len(title), TITLE),
        ("text of the notification", len(fitted.text), BODY),
    ):
        if length > most:
            faults.append(("X008", f"the {what} has {length} characters, of {most} at most"))
    if len(data) > PAYLOAD:
        faults.append(("X008", f"the notification takes {len(data)} bytes, of {PAYLOAD} at most"))
    yield MessageFile("push.json", data, tuple(faults))


def _titled(short: ShortForm, voice: Voice) -> tuple[str, ShortForm]:
    """The title of the notification, and what is left for its text: the title of the incident where it is too long."""
    text = replace(short, heading="", links=("",))
    lead = short.lead(short.title)
    if len(lead) <= TITLE:
        return lead, replace(text, lead=lambda title: "")
    from_site = voice.say("message.from_site", site=short.heading, stage=short.stage)
    return from_site if len(from_site) <= TITLE else short.stage, replace(text, lead=short.named)


def _tag(page: str) -> str:
    """By which a device replaces an older notification of the same incident: 32 characters, as Web Push allows for a
    topic, and less than APNs does for an `apns-collapse-id` (64)."""
    return sha256(page.encode()).hexdigest()[:32]


CHANNEL = Medium("push", ChannelKind.WEBHOOK, _compose)

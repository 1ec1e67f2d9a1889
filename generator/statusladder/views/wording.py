"""What many pages say alike of impact, estimates and gaps, and how moments are written for programs."""

from collections.abc import Sequence
from datetime import UTC, datetime

from statusladder.ladder.impact import find_worst_accounts, find_worst_share
from statusladder.markup.prose import first_sentence_of, shorten
from statusladder.model.communication import Gap, Incident
from statusladder.model.facts import Eta, EventTime, Impact, Range
from statusladder.model.site import Settings
from statusladder.model.update import UpdateKeys
from statusladder.voice.own import Own, pieces_of, put_together
from statusladder.voice.voice import Voice

DESCRIPTION_LENGTH = 155
"""Characters of a meta description that search engines show."""


BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""When a site that never said anything last did: fixed, so that nothing of it changes with every build."""


def stamp_of(moment: datetime) -> str:
    """A moment for `<time datetime>`: RFC 3339 in UTC, with fractions only where there are any."""
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds").replace("+00:00", "Z")


def precise_stamp_of(moment: datetime) -> str:
    """The moment as the Statuspage API writes it: in UTC with three decimals."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def say_impact_size(impact: Impact, voice: Voice) -> str | None:
    """How many are affected, with its basis: `12–18% of customers, measured`."""
    size = _both(_share(impact.share, voice), _accounts(impact.accounts, voice), voice)
    if size is None or impact.basis is None:
        return size
    return voice.say("impact.with_basis", size=size, basis=voice.say(f"basis.{impact.basis.value}"))


def _share(share: Range | None, voice: Voice) -> str | None:
    return voice.say("impact.share", percent=voice.percent(share.low, share.high)) if share is not None else None


def _accounts(accounts: Range | None, voice: Voice) -> str | None:
    if accounts is None:
        return None
    return voice.say("impact.accounts", n=accounts.high, accounts=voice.range(accounts.low, accounts.high))


def _both(share: str | None, accounts: str | None, voice: Voice) -> str | None:
    if share is None or accounts is None:
        return share if share is not None else accounts
    return voice.say("impact.both", share=share, accounts=accounts)


def say_size_at_worst(incident: Incident, voice: Voice) -> str | None:
    """How many an incident affected at worst, each figure with its basis; None where nobody said."""
    share, accounts = find_worst_share(incident), find_worst_accounts(incident)
    if share is not None and accounts is not None and share.basis is accounts.basis:
        return say_impact_size(Impact(share=share.figure, accounts=accounts.figure, basis=share.basis), voice)
    return _both(
        say_impact_size(Impact(share=share.figure, basis=share.basis), voice) if share is not None else None,
        say_impact_size(Impact(accounts=accounts.figure, basis=accounts.basis), voice)
        if accounts is not None
        else None,
        voice,
    )


def say_estimate(eta: Eta, voice: Voice, other: datetime) -> str:
    """`10:15 to 11:00 UTC`, or that there is no estimate yet."""
    if eta.from_ is None or eta.to is None:
        return voice.say("estimate.unknown")
    return voice.short_window(eta.from_, eta.to, other)


def say_event_time(event: EventTime, voice: Voice) -> str:
    when = voice.full(event.at)
    return voice.say("event_time.estimated", time=when) if event.estimated else when


def say_not_shown(gaps: Sequence[Gap], settings: Settings, voice: Voice) -> str | None:
    """That not all is shown, and of which components, None without a gap; which incident it is about stays unsaid."""
    if not gaps:
        return None
    some = "update" if len(gaps) == 1 else "updates"
    if any(gap.components is None for gap in gaps):
        return voice.say(f"not_shown.{some}")
    named = frozenset[str]().union(*(gap.components or () for gap in gaps))
    about = voice.listed(settings.name_of(one.id) for one in settings.components if one.id in named)
    return voice.say(f"not_shown.{some}_about", components=about)


def capitalise(words: str) -> str:
    """The words with a capital first letter; the others stay, as `API` and names must."""
    first, *others = pieces_of(words)
    return put_together((type(first)(first[:1].upper() + first[1:]), *others))


def in_short(summary: str | None, body: str) -> str:
    """What a file says in one sentence: the stated summary, else its first sentence; empty when it has neither."""
    return summary or shorten(first_sentence_of(body), DESCRIPTION_LENGTH)


def say_told_us(said: UpdateKeys, voice: Voice) -> str | None:
    """What customers reported, told back to them; None where an update says nothing of it."""
    return voice.say("timeline.told_us", text=Own(said.you_told_us)) if said.you_told_us else None

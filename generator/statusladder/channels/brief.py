"""The brief for executives: what happened, what is theirs to decide, and what customers were told."""

from collections.abc import Iterable, Iterator

from statusladder.channels.commonmark import escape, write_link, write_prose, write_words
from statusladder.channels.interface import Medium, MessageFile, Sending
from statusladder.model.reach import ChannelKind
from statusladder.views.bulletins import Bulletin
from statusladder.views.core_lines import CoreFact, CoreLine
from statusladder.voice.voice import Voice

_IMPACT = (
    CoreFact.SEVERITY,
    CoreFact.COMPONENTS,
    CoreFact.RISK,
    CoreFact.SIZE,
    CoreFact.WINDOW,
    CoreFact.TIME,
    CoreFact.IMPACT,
    CoreFact.DATA,
)
"""What the section about the impact says, in its order."""

_ELSEWHERE = {*_IMPACT} | {CoreFact.STAGE, CoreFact.NEXT_UPDATE, CoreFact.CONTACT}


def _compose(bulletin: Bulletin, sending: Sending) -> Iterator[MessageFile]:
    parts = [part for part in _parts(bulletin, sending.voice) if part]
    yield MessageFile("brief.md", ("\n\n".join(parts) + "\n").encode())


def _parts(bulletin: Bulletin, voice: Voice) -> Iterator[str]:
    yield f"# {escape(bulletin.headline)}"
    yield write_words(voice.say("message.brief.about", time=voice.full(bulletin.moment)))
    due = next(_texts(bulletin.core, (CoreFact.NEXT_UPDATE,)), voice.say("message.brief.no_next"))
    yield f"**{escape(due)}**"
    yield from _section("impact", _list(_texts(bulletin.core, _IMPACT)), voice)
    if not bulletin.is_correction:
        decisions = bulletin.briefing.decisions or (voice.say("message.brief.none"),)
        yield from _section("decisions", _list(decisions), voice)
    known = [line.text for line in bulletin.core if line.fact not in _ELSEWHERE]
    yield from _section("known", _list(known), voice)
    signs = bulletin.signature or bulletin.briefing.signs
    yield from _section("signs", _list([signs] if signs is not None else []), voice)
    yield from _section("told", write_prose(bulletin.text.splitlines()), voice)
    yield write_link(voice.say("message.full"), bulletin.url)


def _section(name: str, text: str, voice: Voice) -> Iterator[str]:
    if text:
        yield f"## {voice.say(f'message.brief.heading.{name}')}"
        yield text


def _texts(core: Iterable[CoreLine], facts: Iterable[CoreFact]) -> Iterator[str]:
    """The lines of some facts, in the order of the facts."""
    lines = list(core)
    return (line.text for fact in facts for line in lines if line.fact is fact)


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {write_words(text)}" for text in texts)


CHANNEL = Medium("brief", ChannelKind.EXECUTIVE, _compose)

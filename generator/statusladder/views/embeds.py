"""What other pages show of this site: badges, and the lines of the banner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from unicodedata import category, east_asian_width

from statusladder.ladder.availability import midnight_of
from statusladder.ladder.reach import is_in_banner
from statusladder.ladder.standing import Indicator
from statusladder.markup.prose import shorten
from statusladder.model.communication import Incident
from statusladder.model.policy import Policy
from statusladder.model.site import Settings
from statusladder.model.vocabulary import ComponentState, Severity
from statusladder.views import urls
from statusladder.views.core_lines import CoreFact
from statusladder.views.story import Story
from statusladder.voice.own import Own
from statusladder.voice.voice import Voice

LABEL = "#3b3f45"
STATE_COLOURS = {
    ComponentState.OPERATIONAL: "#1a7431",
    ComponentState.UNDER_MAINTENANCE: "#0550ae",
    ComponentState.AFFECTED: "#57606a",
    ComponentState.DEGRADED_PERFORMANCE: "#7a5200",
    ComponentState.PARTIAL_OUTAGE: "#a04100",
    ComponentState.MAJOR_OUTAGE: "#b3202a",
}
"""Grounds on which white words have a contrast of at least 4.5 to 1."""

INDICATOR_COLOURS = {
    Indicator.NONE: STATE_COLOURS[ComponentState.OPERATIONAL],
    Indicator.MAINTENANCE: STATE_COLOURS[ComponentState.UNDER_MAINTENANCE],
    Indicator.MINOR: STATE_COLOURS[ComponentState.DEGRADED_PERFORMANCE],
    Indicator.MAJOR: STATE_COLOURS[ComponentState.PARTIAL_OUTAGE],
    Indicator.CRITICAL: STATE_COLOURS[ComponentState.MAJOR_OUTAGE],
}

RETIRED_COLOUR = "#5c626b"
"""The ground of what has no state any more."""

_HEIGHT, _BASELINE, _ROOM, _EM = 20, 14, 8, 6.6
"""Pixels: how high it is, where words stand, the room beside them, and how wide a letter of 11 pixels is at most."""


def draw_badge(label: str | None, words: str, colour: str, voice: Voice) -> bytes:
    """The picture with its words as its name; without a label, the state alone. The label comes first in reading.

    Letters are fitted into their room, since no two systems have the same fonts. Those that join are stretched: spaces
    between them would tear words apart.
    """
    title = escape(voice.say("badge.name", name=label, state=words) if label is not None else words)
    fields, set_in, fitted = [(label, LABEL), (words, colour)], "", ""
    if voice.direction == "rtl":
        # The end of a text from right to left is its left edge, at which both halves are set.
        fields, set_in, fitted = fields[::-1], ' direction="rtl" text-anchor="end"', ' lengthAdjust="spacingAndGlyphs"'
    width, drawn = 0, ""
    for text, ground in fields:
        if text is not None:
            length = _length(text)
            drawn += (
                f'<path fill="{ground}" d="M{width} 0h{length + 2 * _ROOM}v{_HEIGHT}h-{length + 2 * _ROOM}z"/>'
                f'<text x="{width + _ROOM}" y="{_BASELINE}" textLength="{length}"{fitted}>{escape(text)}</text>'
            )
            width += length + 2 * _ROOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"{set_in}>{drawn}</g></svg>\n'
    ).encode()


def _length(text: str) -> int:
    """The pixels that words need; marks on letters and of direction need none."""
    shown = (letter for letter in text if category(letter)[0] not in "MC")
    return round(_EM * sum(2 if east_asian_width(letter) in "WF" else 1 for letter in shown))


LONGEST = 140
"""Characters of the line."""

LASTS_DAYS = 2
"""Midnights after which a line disappears by itself, so that a site that is not built any more falls silent."""


@dataclass(frozen=True)
class Banner:
    """`id` changes when it gets worse or begins anew, so that what was dismissed is told again.

    `facts` is the digest of the facts of the newest update; None where the line is of no update. `ahead` is what makes
    it more serious by the clock alone.
    """

    id: str
    level: str
    text: str
    url: str
    components: tuple[str, ...]
    expires_at: datetime
    is_critical: bool
    facts: str | None
    ahead: str | None = None


def is_shown(story: Story, settings: Settings, policy: Policy) -> bool:
    """Whether what goes on has a line: maintenance, and an incident that has reached other pages.

    An early notice, of which nobody feels anything, does so only where the site asks.
    """
    told = story.communication
    return not isinstance(told, Incident) or is_in_banner(told, policy, settings)


def build_banner(story: Story, settings: Settings, voice: Voice) -> Banner:
    """The line of a story that goes on."""
    level = "maintenance" if story.is_maintenance else (story.severity or Severity.MINOR).value
    return Banner(
        id=f"{story.id} {level}",
        level=level,
        text=_text(story, voice),
        url=urls.make_absolute(settings.site.url, story.url),
        components=story.component_ids,
        expires_at=_expires_at(voice),
        is_critical=story.severity is Severity.CRITICAL,
        facts=story.digests[story.rungs[0].id],
        ahead=story.reach.next if story.reach is not None else None,
    )


def say_line(story: Story, settings: Settings, policy: Policy, voice: Voice) -> str | None:
    """What the line of a story says; None where it has none, or none any more."""
    is_there = settings.pages.embed and story.is_open and is_shown(story, settings, policy)
    return build_banner(story, settings, voice).text if is_there else None


def build_gap_banner(settings: Settings, voice: Voice) -> Banner:
    """The line of a site that cannot show all of its words; whatever a page shows only, it may be about that."""
    text = voice.say("banner.gap")
    return Banner("gap", Severity.MINOR.value, text, f"{settings.site.url}/", (), _expires_at(voice), False, None)


def _expires_at(voice: Voice) -> datetime:
    return midnight_of(voice.day_of(voice.now) + timedelta(days=LASTS_DAYS), voice.zone)


def _text(story: Story, voice: Voice) -> str:
    """Stage, title, and when more is known; of a text that is too long only the title is cut.

    Where the whole title leaves room for it, it says which components are affected and how, else how many and the
    worst state.
    """
    due = [story.next_update.text] if story.next_update is not None else []
    for components in (*_components(story, voice), []):
        whole = _line(story, shorten(story.title, LONGEST), components + due, voice)
        if len(whole) <= LONGEST:
            return whole
    return _line(story, shorten(story.title, LONGEST - len(_line(story, "", due, voice))), due, voice)


def _components(story: Story, voice: Voice) -> Iterator[list[str]]:
    """The core lines about components, and in their place how many have a state and the worst of them."""
    yield [line.text for line in story.core_now if line.fact is CoreFact.COMPONENTS]
    stated = [view for view in story.panel.affected if view.state is not None]
    if stated:
        yield [voice.say("panel.many_affected", n=len(stated), state=stated[0].in_text)]


def _line(story: Story, title: str, further: list[str], voice: Voice) -> str:
    line = voice.say("banner.line", stage=story.label, title=Own(title))
    for more in further:
        line = voice.say("banner.more", line=line, more=more)
    return line

"""An entry of a feed in the words of the pages, under an id that never changes: an update, a correction or a story.

Ids are made of the authority of site.yaml and of folder and file names, never of an address, so that a site that moves
keeps them. An imported incident keeps the ids that its readers already know: its old address, and in Atom the id of
its old entry.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from statusladder.markup.prose import shorten, words_of
from statusladder.model.site import Settings
from statusladder.model.vocabulary import PLANNED_STAGES, ComponentState
from statusladder.views import urls
from statusladder.views.announcements import Announcement
from statusladder.views.core_lines import CoreLine, say_contacts
from statusladder.views.overlays import Overlay
from statusladder.views.placing import with_whole_addresses
from statusladder.views.timeline import Change, Rung
from statusladder.voice.voice import Voice

if TYPE_CHECKING:
    from statusladder.views.story import Story

MOST_OF_AN_UPDATE = 64 * 1024
"""Characters of an update's HTML that an entry carries: what is longer would stand in a dozen feeds, and readers fetch
them again and again."""

EXTENSION = "_statusladder"
"""Where an item of a JSON feed has what only this program says; the format leaves names with `_` to extensions."""

_BEGINNING_OF_ONE = 1000
"""Characters of the words of a longer one."""


@dataclass(frozen=True)
class EntryView:
    """One entry, the same in every form of a feed; `html` works wherever it is read.

    `atom_id` is its id in Atom where readers know it by another one there. `facts` is the digest of the facts of its
    update.
    """

    id: str
    url: str
    title: str
    html: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    atom_id: str | None = None
    facts: str | None = None


def build_entry(
    settings: Settings, story: "Story", told: Announcement, voice: Voice, audience: str | None = None
) -> EntryView:
    """An announcement to all, or to an audience with what is added for it.

    The latter has another id, since it says more: readers that follow both feeds show both.
    """
    rung, name = told.rung, f"update/{story.id}/{told.rung.id}"
    if told.correction is not None:
        name = f"{name}/{told.correction.id}"
    signed = _paragraph([rung.signature] if rung.signature and told.correction is None else [])
    return EntryView(
        id=_tag(settings, story, name if audience is None else f"audience/{audience}/{name}"),
        url=urls.make_absolute(settings.site.url, urls.of_update(story.url, told.anchor)),
        title=told.title,
        html=build_words(settings, story, told, voice, audience) + _paragraph(line.text for line in told.core) + signed,
        published=told.moment,
        updated=told.moment,
        categories=(told.stage, *told.topics),
        facts=story.digests[rung.id],
    )


def build_words(
    settings: Settings,
    story: "Story",
    told: Announcement,
    voice: Voice,
    audience: str | None,
    *,
    beside_core: bool = False,
) -> str:
    """What an update says besides its core lines, as HTML that works wherever it is read: why it steps back, its text,
    what it adds for an audience, what readers told us, and what it changed; of a correction, what that corrects.

    `beside_core`: of what it changed, what core lines say in other words is left out too, since they are shown with it.
    """
    rung = told.rung
    if told.correction is not None:
        about = voice.say("feed.correction_of", update=rung.label, time=rung.full_at)
        return _paragraph((about, told.correction.text))
    notes = (
        voice.say("timeline.change.line", label=note.label, after=note.text) for note in rung.notes if note.id is None
    )
    words = _readable_anywhere(_carried(rung.html + _overlay(rung, audience, voice), rung, voice), settings, story)
    changes = _paragraph(_changes(told, voice, beside_core=beside_core))
    return _report(settings, story, rung) + _paragraph(notes) + words + _told_us(rung) + changes


def _told_us(rung: Rung) -> str:
    return _paragraph([rung.told_us] if rung.told_us is not None else [])


def _carried(html: str, rung: Rung, voice: Voice) -> str:
    """The text of an update as an entry has it: of what is too long the beginning, and the way to all of it."""
    if len(html) <= MOST_OF_AN_UPDATE:
        return html
    beginning = _paragraph([shorten(words_of(html), _BEGINNING_OF_ONE)])
    link = f'<a href="#{escape(rung.id)}">{escape(voice.say("feed.all_of_it"))}</a>'
    return beginning + _element("p", link)


def build_whole_entry(story: "Story", settings: Settings, voice: Voice) -> EntryView:
    """All of a story in one entry."""
    told = "".join(_headed(rung, voice) for rung in story.rungs)
    return EntryView(
        id=_story_id(settings, story),
        url=urls.make_absolute(settings.site.url, story.url),
        title=story.title,
        html=_standing(story, voice) + _report(settings, story) + _readable_anywhere(told, settings, story),
        published=story.first_at,
        updated=story.updated_at,
        categories=(story.label, *story.rungs[0].topics),
        atom_id=story.original_atom_id,
    )


def _headed(rung: Rung, voice: Voice) -> str:
    heading = voice.say("feed.heading", update=rung.label, time=rung.full_at)
    return _element("h3", escape(heading)) + _carried(rung.html, rung, voice) + _told_us(rung)


def _overlay(rung: Rung, audience: str | None, voice: Voice) -> str:
    found = (one for one in rung.overlays if one.audience == audience)
    return "".join(f"<p><b>{escape(one.name)}</b></p>{one.html}{_contacts(one, voice)}" for one in found)


def _contacts(overlay: Overlay, voice: Voice) -> str:
    if not overlay.contacts:
        return ""
    return _paragraph([voice.say("core.urgent", contacts=say_contacts(overlay.contacts, voice))])


def _story_id(settings: Settings, story: "Story") -> str:
    if story.original_id is not None:
        return story.original_id
    return _tag(settings, story, f"{'maintenance' if story.is_maintenance else 'incident'}/{story.id}")


def _tag(settings: Settings, story: "Story", name: str) -> str:
    """`tag:AUTHORITY,DATE:NAME` (RFC 4151)."""
    return f"tag:{settings.authority},{story.id[:10]}:{name}"


def _readable_anywhere(html: str, settings: Settings, story: "Story") -> str:
    return with_whole_addresses(html, settings.site.url, story.url)


def _report(settings: Settings, story: "Story", rung: Rung | None = None) -> str:
    """The way to the postmortem, of the story or of the update that is its newest version."""
    if story.report is None or story.report_url is None or (rung is not None and rung.id != story.report.update_id):
        return ""
    url = urls.make_absolute(settings.site.url, story.report_url)
    return _element("p", f'<a href="{escape(url)}">{escape(story.report.version)}</a>')


def _standing(story: "Story", voice: Voice) -> str:
    """What stands now, above the updates: states, the next update or the outcome.

    A promise reads the same once it is past, so that time alone changes nothing here.
    """
    is_over, panel, newest = not story.is_open and not story.is_planned, story.panel, story.rungs[0]
    rows = [] if is_over else list(panel.state_lines)
    if story.is_planned:
        rows = [voice.say("feed.expected", what=row) for row in rows]
    if story.window is not None:
        rows.append(voice.say("feed.window", window=story.window))
    is_awaited = story.next_update is not None and newest.promised is not None
    rows.append(voice.say("feed.next_update", time=newest.promised) if is_awaited else story.outcome)
    if is_over and panel.size is not None:
        rows.append(voice.say("feed.at_worst", size=panel.size))
    rows += [voice.say("feed.remaining", text=text) for text in panel.remaining]
    return _paragraph(rows)


def _changes(told: Announcement, voice: Voice, *, beside_core: bool) -> Iterator[str]:
    """What an update changed, without what its core lines give as well."""
    rung = told.rung
    for row in rung.shown:
        line = _change(row, voice)
        if told.core and row.before is None and _is_given(row, line, told.core, voice):
            continue
        if beside_core and row.before is None and any(row.after in one.text for one in told.core):
            continue
        yield voice.say("timeline.change.because", change=line, reason=row.reason) if row.reason else line
    if not told.core:
        if rung.folded:
            count = len(rung.folded)
            is_ahead = rung.stage in PLANNED_STAGES
            yield voice.say("feed.many_expected", n=count) if is_ahead else voice.say("feed.many_changed", n=count)
        if rung.promised is not None:
            yield voice.say("feed.next_update", time=rung.promised)


def _change(row: Change, voice: Voice) -> str:
    if row.before:
        return voice.say("timeline.change.moved", label=row.label, before=row.before, after=row.after)
    return voice.say("timeline.change.line", label=row.label, after=row.after)


def _is_given(row: Change, line: str, core: tuple[CoreLine, ...], voice: Voice) -> bool:
    """Whether core lines say what a row without an old value says: they name all components that do not work."""
    is_state = row.state is not None and row.state is not ComponentState.OPERATIONAL
    names_some = row.label in (voice.say("state.at_risk"), voice.say("timeline.components"))
    return is_state or names_some or any(one.text.startswith(line) for one in core)


def _paragraph(lines: Iterable[str]) -> str:
    """Lines of text as a paragraph, nothing where there are none."""
    told = "<br/>".join(map(escape, lines))
    return _element("p", told) if told else ""


_MAYBE_LEFTWARD = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Where Unicode keeps the letters of scripts that are written from right to left, with some other signs among them."""


def _element(name: str, html: str) -> str:
    """What holds words of ours; a feed reader gives them its own direction unless they say theirs."""
    is_leftward = any(bidirectional(sign) in ("R", "AL") for sign in _MAYBE_LEFTWARD.findall(html))
    return f'<{name} dir="auto">{html}</{name}>' if is_leftward else f"<{name}>{html}</{name}>"

"""Every feed before it is written: its entries in the words of the pages, under ids that never change.

Ids are made of the authority of site.yaml and of folder and file names, never of an address, so that a site that moves
keeps them. An imported incident keeps the ids that its readers already know: its old address, and in Atom the id of
its old entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import islice

from statusladder.markup.prose import shorten, words_of
from statusladder.model.site import Settings
from statusladder.model.vocabulary import PLANNED_STAGES, ComponentState
from statusladder.views import urls, wording
from statusladder.views.announcements import Announcement
from statusladder.views.core_lines import CoreLine
from statusladder.views.lessons import LessonsView
from statusladder.views.placing import with_whole_addresses
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.timeline import Change, Rung

HISTORY_ENTRIES = 25
"""As many incidents as the feeds of hosted status pages hold; readers keep what they have seen."""

UPDATE_ENTRIES = 50

MOST_OF_AN_UPDATE = 64 * 1024
"""Characters of an update's HTML that an entry carries: what is longer would stand in a dozen feeds, and readers fetch
them again and again."""

_BEGINNING_OF_ONE = 1000
"""Characters of the words of a longer one."""


@dataclass(frozen=True)
class Entry:
    """One entry, the same in every form of a feed; `html` works wherever it is read.

    `atom_id` is its id in Atom where readers know it by another one there.
    """

    id: str
    url: str
    title: str
    html: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    atom_id: str | None = None


@dataclass(frozen=True)
class FeedView:
    """The feed that stands for `page`, published once a path; the path's ending says in which form.

    `hub` is told of every publication (WebSub). Only the feeds of all incidents have one: whoever trusts a hub asks
    more seldom, and nobody tells a hub of a thousand feeds. `rights` says what others may do with its words.
    """

    title: str
    page: str
    paths: tuple[str, ...]
    entries: tuple[Entry, ...]
    hub: str | None = None
    rights: str | None = None


@dataclass(frozen=True)
class _News:
    """An announcement of a story as the entry that it is in every feed but those of audiences."""

    story: Story
    told: Announcement
    entry: Entry


def feeds(snapshot: Snapshot) -> Iterator[FeedView]:
    """Of the whole site, of its lessons, of each incident and maintenance, of each component and audience.

    Readers go by the id of an entry, so all of them have an entry for each update; those of the history alone have one
    for each incident, which changes with it.
    """
    name, hub = snapshot.settings.site.name, snapshot.settings.feeds.hub
    told = {
        story.id: tuple(_News(story, one, _entry(snapshot, story, one)) for one in story.announcements)
        for story in snapshot.stories
    }
    news = _announced(one for own in told.values() for one in own)
    for title, paths, entries in (
        ("history, for archives and dashboards", (urls.HISTORY_ATOM, urls.HISTORY_RSS), _history(snapshot)),
        ("major incidents", (urls.MAJOR_ATOM, urls.MAJOR_RSS), _entries(one for one in news if one.told.is_serious)),
        ("every update", (urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON), _entries(news)),
    ):
        yield FeedView(f"{name}: {title}", urls.HOME, paths, tuple(entries), hub)
    if snapshot.lessons is not None:
        taught = tuple(_lessons(snapshot, snapshot.lessons))[:HISTORY_ENTRIES]
        rights = _rights(snapshot.settings)
        yield FeedView(f"{name}: lessons", urls.LESSONS, (urls.LESSONS_ATOM,), taught, rights=rights)
    for story in snapshot.stories:
        entries = tuple(one.entry for one in told[story.id])
        yield FeedView(f"{story.title} · {name}", story.url, (urls.atom_of(story.url),), entries)
    for view in snapshot.components:
        own = (one for one in news if view.id in one.told.component_ids)
        # Of the components only its own: were all hit, each of their feeds would name them all.
        labelled = (replace(one.entry, categories=(one.told.stage, view.full_name)) for one in own)
        entries = tuple(islice(labelled, UPDATE_ENTRIES))
        yield FeedView(f"{view.full_name} · {name}", view.url, urls.feeds_of(view.url), entries)
    for reader in snapshot.audiences:
        own = (one for one in news if reader.id in one.told.spoken_to)
        entries = tuple(_entry(snapshot, one.story, one.told, reader.id) for one in islice(own, UPDATE_ENTRIES))
        yield FeedView(f"{reader.name} · {name}", reader.url, urls.feeds_of(reader.url), entries)


def _announced(news: Iterable[_News]) -> list[_News]:
    """The announcements that are news for all, newest first: some readers drop what is dated back."""
    announced = [one for one in news if one.told.rung.announced]
    return sorted(announced, key=lambda one: (one.told.moment, one.entry.id), reverse=True)


def _entries(news: Iterable[_News]) -> tuple[Entry, ...]:
    return tuple(one.entry for one in islice(news, UPDATE_ENTRIES))


def _entry(snapshot: Snapshot, story: Story, told: Announcement, audience: str | None = None) -> Entry:
    """An announcement to all, or to an audience with what is added for it.

    The latter has another id, since it says more: readers that follow both feeds show both.
    """
    rung, name, anchor = told.rung, f"update/{story.id}/{told.rung.id}", told.rung.id
    if told.correction is None:
        words = _words(snapshot, story, told, audience)
    else:
        name, anchor = f"{name}/{told.correction.id}", told.correction.anchor
        words = _paragraph((f"About our update “{rung.label}” of {rung.full_at}.", told.correction.text))
    return Entry(
        id=_tag(snapshot, story, name if audience is None else f"audience/{audience}/{name}"),
        url=urls.absolute(snapshot.settings.site.url, urls.update(story.url, anchor)),
        title=told.title,
        html=words + _paragraph(line.text for line in told.core),
        published=told.moment,
        updated=told.moment,
        categories=(told.stage, *told.topics),
    )


def _words(snapshot: Snapshot, story: Story, told: Announcement, audience: str | None) -> str:
    """What an update says: why it steps back, its text, what it adds for an audience, and what it changed."""
    rung = told.rung
    notes = (f"{note.label}: {note.text}" for note in rung.notes if note.id is None)
    words = _readable_anywhere(_carried(rung.html + _overlay(rung, audience), rung), snapshot, story)
    return _report(snapshot, story, rung) + _paragraph(notes) + words + _paragraph(_changes(told))


def _carried(html: str, rung: Rung) -> str:
    """The text of an update as an entry has it: of what is too long the beginning, and the way to all of it."""
    if len(html) <= MOST_OF_AN_UPDATE:
        return html
    beginning = _paragraph([shorten(words_of(html), _BEGINNING_OF_ONE)])
    return f'{beginning}<p><a href="#{escape(rung.id)}">{wording.ALL_OF_IT}</a></p>'


def _history(snapshot: Snapshot) -> Iterator[Entry]:
    """The 25 incidents that were spoken of last, maintenance before it starts among them.

    Where the ids of an old page's feed are known, that feed held the incidents that its readers had to know. Of the
    others that were imported, one whose report came late would come up as new, so they stay out until we speak of them.
    """
    knows_old_feed = any(story.original_atom_id is not None for story in snapshot.stories)
    held = (story for story in snapshot.stories if not knows_old_feed or _is_known_or_ours(story))
    newest = sorted(held, key=lambda story: (story.updated_at, story.id), reverse=True)
    for story in newest[:HISTORY_ENTRIES]:
        told = "".join(
            f"<h3>{escape(rung.label)} – {escape(rung.full_at)}</h3>{_carried(rung.html, rung)}" for rung in story.rungs
        )
        yield Entry(
            id=_story_id(snapshot, story),
            url=urls.absolute(snapshot.settings.site.url, story.url),
            title=story.title,
            html=_standing(story) + _report(snapshot, story) + _readable_anywhere(told, snapshot, story),
            published=story.first_at,
            updated=story.updated_at,
            categories=(story.label, *story.rungs[0].topics),
            atom_id=story.original_atom_id,
        )


def _is_known_or_ours(story: Story) -> bool:
    """Whether the old page's feed held it, or we told of it ourselves."""
    is_ours = story.origin is None or any(rung.announced for rung in story.rungs)
    return is_ours or story.original_atom_id is not None


def _overlay(rung: Rung, audience: str | None) -> str:
    return "".join(f"<p><b>{escape(one.name)}</b></p>{one.html}" for one in rung.overlays if one.audience == audience)


def _lessons(snapshot: Snapshot, view: LessonsView) -> Iterator[Entry]:
    """An entry for each report that taught something, with its lessons; a later follow-up only moves its time."""
    for report in view.reports:
        if report.lessons:
            yield Entry(
                id=f"tag:{snapshot.settings.authority},{report.incident_id[:10]}:lessons/{report.incident_id}",
                url=urls.absolute(snapshot.settings.site.url, report.url),
                title=report.title,
                html=f"<ul>{''.join(f'<li>{escape(lesson)}</li>' for lesson in report.lessons)}</ul>",
                published=report.published,
                updated=report.updated,
                categories=report.tags,
            )


def _rights(settings: Settings) -> str | None:
    licence = settings.site.licence
    return " ".join(filter(None, (licence.text, licence.url))) if licence is not None else None


def _story_id(snapshot: Snapshot, story: Story) -> str:
    if story.original_id is not None:
        return story.original_id
    return _tag(snapshot, story, f"{'maintenance' if story.is_maintenance else 'incident'}/{story.id}")


def _tag(snapshot: Snapshot, story: Story, name: str) -> str:
    """`tag:AUTHORITY,DATE:NAME` (RFC 4151)."""
    return f"tag:{snapshot.settings.authority},{story.id[:10]}:{name}"


def _readable_anywhere(html: str, snapshot: Snapshot, story: Story) -> str:
    return with_whole_addresses(html, snapshot.settings.site.url, story.url)


def _report(snapshot: Snapshot, story: Story, rung: Rung | None = None) -> str:
    """The way to the incident report, of the story or of the update that is its newest version."""
    if story.report is None or story.report_url is None or (rung is not None and rung.id != story.report.update_id):
        return ""
    url = urls.absolute(snapshot.settings.site.url, story.report_url)
    return f'<p><a href="{escape(url)}">{escape(story.report.version)}</a></p>'


def _standing(story: Story) -> str:
    """What stands now, above the updates: states, the next update or the outcome.

    A promise reads the same once it is past, so that time alone changes nothing here.
    """
    is_over, panel, newest = not story.is_open and not story.is_planned, story.panel, story.rungs[0]
    rows = [] if is_over else list(panel.state_lines)
    if story.is_planned:
        rows = [f"{wording.EXPECTED}: {row}" for row in rows]
    if story.window is not None:
        rows.append(f"Window: {story.window}")
    is_awaited = story.next_update is not None and newest.promised is not None
    rows.append(f"Next update by {newest.promised}" if is_awaited else story.outcome)
    if is_over and panel.size is not None:
        rows.append(f"Affected at worst: {panel.size}")
    rows += [f"Still not back to normal: {text}" for text in panel.remaining]
    return _paragraph(rows)


def _changes(told: Announcement) -> Iterator[str]:
    """What an update changed, without what its core lines give as well."""
    rung = told.rung
    for row in rung.shown:
        line = f"{row.label}: {f'{row.before} → ' if row.before else ''}{row.after}"
        if told.core and row.before is None and _is_given(row, line, told.core):
            continue
        yield f"{line}, {row.reason}" if row.reason else line
    if not told.core:
        if rung.folded:
            count = f"{len(rung.folded)} components"
            yield f"{wording.EXPECTED}: {count}" if rung.stage in PLANNED_STAGES else f"{count} changed their state"
        if rung.promised is not None:
            yield f"Next update by {rung.promised}"


def _is_given(row: Change, line: str, core: tuple[CoreLine, ...]) -> bool:
    """Whether core lines say what a row without an old value says: they name all components that do not work."""
    is_state = row.state is not None and row.state is not ComponentState.OPERATIONAL
    return is_state or row.label in (wording.AT_RISK, "Components") or any(one.text.startswith(line) for one in core)


def _paragraph(lines: Iterable[str]) -> str:
    """Lines of text as a paragraph, nothing where there are none."""
    told = "<br/>".join(map(escape, lines))
    return f"<p>{told}</p>" if told else ""

"""Every feed before it is written: its entries in the words of the pages, under ids that never change.

Ids are made of the authority of site.yaml and of folder and file names, never of an address, so that a site that moves
keeps them. An imported incident keeps the ids that its readers already know: its old address, and in Atom the id of
its old entry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from statusladder.markup.prose import shorten, words_of
from statusladder.model.site import Settings
from statusladder.model.vocabulary import PLANNED_STAGES, ComponentState
from statusladder.views import urls, wording
from statusladder.views.announcements import Announcement
from statusladder.views.core_lines import CoreLine
from statusladder.views.lessons import LessonsView
from statusladder.views.placing import with_whole_addresses
from statusladder.views.story import Story
from statusladder.views.timeline import Change, Rung

if TYPE_CHECKING:
    from statusladder.views.snapshot import Snapshot

HISTORY_ENTRIES = 25
"""As many incidents as the feeds of hosted status pages hold; readers keep what they have seen."""

UPDATE_ENTRIES = 50

MOST_OF_AN_UPDATE = 64 * 1024
"""Characters of an update's HTML that an entry carries: what is longer would stand in a dozen feeds, and readers fetch
them again and again."""

_BEGINNING_OF_ONE = 1000
"""Characters of the words of a longer one."""


@dataclass(frozen=True)
class EntryView:
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
    entries: tuple[EntryView, ...]
    hub: str | None = None
    rights: str | None = None


@dataclass(frozen=True)
class News:
    """An announcement of a story as the entry that it is in every feed.

    `stage`, `component_ids` and `is_serious` are as in an Announcement. `announced`: it is news for all, and no late
    entry of what is past. `to` has the entries for the audiences for which something was added.
    """

    moment: datetime
    stage: str
    component_ids: tuple[str, ...]
    is_serious: bool
    announced: bool
    entry: EntryView
    to: Mapping[str, EntryView]


@dataclass(frozen=True)
class Headlines:
    """What the feeds tell of one story: each of its news, newest first, and all of it in one entry.

    `is_known`: the feed of the page that was imported held it, or we told of it ourselves.
    """

    news: tuple[News, ...]
    whole: EntryView
    is_known: bool


def headlines_of(story: Story, settings: Settings) -> Headlines:
    """What the feeds tell of a story."""
    return Headlines(
        news=tuple(_news(one, story, settings) for one in story.announcements),
        whole=_whole(story, settings),
        is_known=_is_known_or_ours(story),
    )


def _news(told: Announcement, story: Story, settings: Settings) -> News:
    readers = [audience.id for audience in settings.audiences if audience.id in told.spoken_to]
    return News(
        moment=told.moment,
        stage=told.stage,
        component_ids=told.component_ids,
        is_serious=told.is_serious,
        announced=told.rung.announced,
        entry=_entry(settings, story, told),
        to={reader: _entry(settings, story, told, reader) for reader in readers},
    )


def feed_of(story: Story, settings: Settings) -> FeedView:
    """The feed of one incident or maintenance."""
    entries = tuple(_entry(settings, story, one) for one in story.announcements)
    title = f"{story.title} · {settings.site.name}"
    return FeedView(title, story.url, (urls.atom_of(story.url),), entries)


def build_feeds(snapshot: "Snapshot") -> Iterator[FeedView]:
    """Of the whole site, of its lessons, of each component and audience.

    Readers go by the id of an entry, so all of them have an entry for each update; those of the history alone have one
    for each incident, which changes with it.
    """
    name, hub = snapshot.settings.site.name, snapshot.settings.feeds.hub
    news = _announced(one for story in snapshot.stories for one in snapshot.gists[story.url].headlines.news)
    for title, paths, entries in (
        ("history, for archives and dashboards", (urls.HISTORY_ATOM, urls.HISTORY_RSS), _history(snapshot)),
        ("major incidents", (urls.MAJOR_ATOM, urls.MAJOR_RSS), _entries(one for one in news if one.is_serious)),
        ("every update", (urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON), _entries(news)),
    ):
        yield FeedView(f"{name}: {title}", urls.HOME, paths, tuple(entries), hub)
    if snapshot.lessons is not None:
        taught = tuple(_lessons(snapshot.settings, snapshot.lessons))[:HISTORY_ENTRIES]
        rights = _rights(snapshot.settings)
        yield FeedView(f"{name}: lessons", urls.LESSONS, (urls.LESSONS_ATOM,), taught, rights=rights)
    by_component: dict[str, list[News]] = {}
    for one in news:
        for component in one.component_ids:
            if len(own := by_component.setdefault(component, [])) < UPDATE_ENTRIES:
                own.append(one)
    for view in snapshot.components:
        # Of the components only its own: were all hit, each of their feeds would name them all.
        entries = tuple(
            replace(one.entry, categories=(one.stage, view.full_name)) for one in by_component.get(view.id, ())
        )
        yield FeedView(f"{view.full_name} · {name}", view.url, urls.feeds_of(view.url), entries)
    for reader in snapshot.audiences:
        entries = tuple(islice((one.to[reader.id] for one in news if reader.id in one.to), UPDATE_ENTRIES))
        yield FeedView(f"{reader.name} · {name}", reader.url, urls.feeds_of(reader.url), entries)


def _announced(news: Iterable[News]) -> list[News]:
    """The announcements that are news for all, newest first: some readers drop what is dated back."""
    announced = [one for one in news if one.announced]
    return sorted(announced, key=lambda one: (one.moment, one.entry.id), reverse=True)


def _entries(news: Iterable[News]) -> tuple[EntryView, ...]:
    return tuple(one.entry for one in islice(news, UPDATE_ENTRIES))


def _entry(settings: Settings, story: Story, told: Announcement, audience: str | None = None) -> EntryView:
    """An announcement to all, or to an audience with what is added for it.

    The latter has another id, since it says more: readers that follow both feeds show both.
    """
    rung, name, anchor = told.rung, f"update/{story.id}/{told.rung.id}", told.rung.id
    if told.correction is None:
        words = _words(settings, story, told, audience)
    else:
        name, anchor = f"{name}/{told.correction.id}", told.correction.anchor
        words = _paragraph((f"About our update “{rung.label}” of {rung.full_at}.", told.correction.text))
    return EntryView(
        id=_tag(settings, story, name if audience is None else f"audience/{audience}/{name}"),
        url=urls.make_absolute(settings.site.url, urls.of_update(story.url, anchor)),
        title=told.title,
        html=words + _paragraph(line.text for line in told.core),
        published=told.moment,
        updated=told.moment,
        categories=(told.stage, *told.topics),
    )


def _words(settings: Settings, story: Story, told: Announcement, audience: str | None) -> str:
    """What an update says: why it steps back, its text, what it adds for an audience, and what it changed."""
    rung = told.rung
    notes = (f"{note.label}: {note.text}" for note in rung.notes if note.id is None)
    words = _readable_anywhere(_carried(rung.html + _overlay(rung, audience), rung), settings, story)
    return _report(settings, story, rung) + _paragraph(notes) + words + _paragraph(_changes(told))


def _carried(html: str, rung: Rung) -> str:
    """The text of an update as an entry has it: of what is too long the beginning, and the way to all of it."""
    if len(html) <= MOST_OF_AN_UPDATE:
        return html
    beginning = _paragraph([shorten(words_of(html), _BEGINNING_OF_ONE)])
    return f'{beginning}<p><a href="#{escape(rung.id)}">{wording.ALL_OF_IT}</a></p>'


def _history(snapshot: "Snapshot") -> Iterator[EntryView]:
    """The 25 incidents that were spoken of last, maintenance before it starts among them.

    Where the ids of an old page's feed are known, that feed held the incidents that its readers had to know. Of the
    others that were imported, one whose report came late would come up as new, so they stay out until we speak of them.
    """
    knows_old_feed = any(story.original_atom_id is not None for story in snapshot.stories)
    held = (story for story in snapshot.stories if not knows_old_feed or snapshot.gists[story.url].headlines.is_known)
    newest = sorted(held, key=lambda story: (story.updated_at, story.id), reverse=True)
    for story in newest[:HISTORY_ENTRIES]:
        yield snapshot.gists[story.url].headlines.whole


def _whole(story: Story, settings: Settings) -> EntryView:
    """All of a story in one entry."""
    told = "".join(
        f"<h3>{escape(rung.label)} – {escape(rung.full_at)}</h3>{_carried(rung.html, rung)}" for rung in story.rungs
    )
    return EntryView(
        id=_story_id(settings, story),
        url=urls.make_absolute(settings.site.url, story.url),
        title=story.title,
        html=_standing(story) + _report(settings, story) + _readable_anywhere(told, settings, story),
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


def _lessons(settings: Settings, view: LessonsView) -> Iterator[EntryView]:
    """An entry for each report that taught something, with its lessons; a later follow-up only moves its time."""
    for report in view.reports:
        if report.lessons:
            yield EntryView(
                id=f"tag:{settings.authority},{report.incident_id[:10]}:lessons/{report.incident_id}",
                url=urls.make_absolute(settings.site.url, report.url),
                title=report.title,
                html=f"<ul>{''.join(f'<li>{escape(lesson)}</li>' for lesson in report.lessons)}</ul>",
                published=report.published,
                updated=report.updated,
                categories=report.tags,
            )


def _rights(settings: Settings) -> str | None:
    licence = settings.site.licence
    return " ".join(filter(None, (licence.text, licence.url))) if licence is not None else None


def _story_id(settings: Settings, story: Story) -> str:
    if story.original_id is not None:
        return story.original_id
    return _tag(settings, story, f"{'maintenance' if story.is_maintenance else 'incident'}/{story.id}")


def _tag(settings: Settings, story: Story, name: str) -> str:
    """`tag:AUTHORITY,DATE:NAME` (RFC 4151)."""
    return f"tag:{settings.authority},{story.id[:10]}:{name}"


def _readable_anywhere(html: str, settings: Settings, story: Story) -> str:
    return with_whole_addresses(html, settings.site.url, story.url)


def _report(settings: Settings, story: Story, rung: Rung | None = None) -> str:
    """The way to the incident report, of the story or of the update that is its newest version."""
    if story.report is None or story.report_url is None or (rung is not None and rung.id != story.report.update_id):
        return ""
    url = urls.make_absolute(settings.site.url, story.report_url)
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

"""Every feed before it is written: its entries in the words of the pages, under ids that never change.

Ids are made of the authority of site.yaml and of folder and file names, never of an address, so that a site that moves
keeps them. An imported incident keeps the ids that its readers already know: its old address, and in Atom the id of
its old entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity
from statusladder.views import urls
from statusladder.views.lessons import LessonsView
from statusladder.views.placing import with_whole_addresses
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.timeline import Rung

HISTORY_ENTRIES = 25
"""As many incidents as the feeds of hosted status pages hold; readers keep what they have seen."""

UPDATE_ENTRIES = 50

_SERIOUS = frozenset({Severity.CRITICAL, Severity.MAJOR})


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


def feeds(snapshot: Snapshot) -> Iterator[FeedView]:
    """Of the whole site, of its lessons, of each incident and maintenance, of each component and audience."""
    name, hub = snapshot.settings.site.name, snapshot.settings.feeds.hub
    serious = [story for story in snapshot.stories if story.severities & _SERIOUS]
    for title, paths, entries in (
        ("incidents", (urls.HISTORY_ATOM, urls.HISTORY_RSS), _history(snapshot, snapshot.stories)),
        ("major incidents", (urls.MAJOR_ATOM, urls.MAJOR_RSS), _history(snapshot, serious)),
        ("every update", (urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON), _updates(snapshot)),
    ):
        yield FeedView(f"{name}: {title}", urls.HOME, paths, tuple(entries), hub)
    if snapshot.lessons is not None:
        taught = tuple(_lessons(snapshot, snapshot.lessons))[:HISTORY_ENTRIES]
        rights = _rights(snapshot.settings)
        yield FeedView(f"{name}: lessons", urls.LESSONS, (urls.LESSONS_ATOM,), taught, rights=rights)
    for story in snapshot.stories:
        told = tuple(_update_entry(snapshot, story, rung) for rung in story.rungs)
        yield FeedView(f"{story.title} · {name}", story.url, (urls.atom_of(story.url),), told)
    for view in snapshot.components:
        own = (story for story in snapshot.stories if view.id in story.component_ids)
        yield FeedView(f"{view.full_name} · {name}", view.url, urls.feeds_of(view.url), tuple(_history(snapshot, own)))
    for reader in snapshot.audiences:
        entries = _history(snapshot, reader.stories, reader.id)
        yield FeedView(f"{reader.name} · {name}", reader.url, urls.feeds_of(reader.url), tuple(entries))


def _history(snapshot: Snapshot, stories: Iterable[Story], audience: str | None = None) -> Iterator[Entry]:
    """The 25 that were spoken of last, maintenance before it starts among them; told to an audience, or to all."""
    newest = sorted(stories, key=lambda story: (story.updated_at, story.id), reverse=True)
    for story in newest[:HISTORY_ENTRIES]:
        told = "".join(
            f"<h3>{escape(rung.label)} – {escape(rung.full_at)}</h3>{rung.html}{_overlay(rung, audience)}"
            for rung in story.rungs
        )
        yield Entry(
            id=_story_id(snapshot, story) if audience is None else _audience_id(snapshot, story, audience),
            url=urls.absolute(snapshot.settings.site.url, story.url),
            title=story.title,
            html=_standing(story) + _report(snapshot, story) + _readable_anywhere(told, snapshot, story),
            published=story.first_at,
            updated=story.updated_at,
            categories=_categories(story.label, story.rungs[0]),
            atom_id=story.original_atom_id if audience is None else None,
        )


def _overlay(rung: Rung, audience: str | None) -> str:
    return "".join(f"<p><b>{escape(one.name)}</b></p>{one.html}" for one in rung.overlays if one.audience == audience)


def _updates(snapshot: Snapshot) -> Iterator[Entry]:
    """The newest updates that were announced: what came afterwards is no news, and some readers drop such entries."""
    told = [
        (rung.moment, story.id, rung.id, story, rung)
        for story in snapshot.stories
        for rung in story.rungs
        if rung.announced
    ]
    for _, _, _, story, rung in sorted(told, key=lambda row: row[:3], reverse=True)[:UPDATE_ENTRIES]:
        yield _update_entry(snapshot, story, rung)


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


def _update_entry(snapshot: Snapshot, story: Story, rung: Rung) -> Entry:
    return Entry(
        id=_tag(snapshot, story, f"update/{story.id}/{rung.id}"),
        url=urls.absolute(snapshot.settings.site.url, urls.update(story.url, rung.id)),
        title=f"{rung.label}: {story.title}",
        html=_report(snapshot, story, rung) + _readable_anywhere(rung.html, snapshot, story) + _changes(rung),
        published=rung.moment,
        updated=rung.moment,
        categories=_categories(rung.label, rung),
    )


def _story_id(snapshot: Snapshot, story: Story) -> str:
    if story.original_id is not None:
        return story.original_id
    return _tag(snapshot, story, f"{'maintenance' if story.is_maintenance else 'incident'}/{story.id}")


def _audience_id(snapshot: Snapshot, story: Story, audience: str) -> str:
    """Another id than elsewhere, for the entry says more: readers that follow both feeds show both."""
    return _tag(snapshot, story, f"audience/{audience}/{story.id}")


def _tag(snapshot: Snapshot, story: Story, name: str) -> str:
    """`tag:AUTHORITY,DATE:NAME` (RFC 4151)."""
    return f"tag:{snapshot.settings.authority},{story.id[:10]}:{name}"


def _readable_anywhere(html: str, snapshot: Snapshot, story: Story) -> str:
    return with_whole_addresses(html, snapshot.settings.site.url, story.url)


def _categories(stage: str, rung: Rung) -> tuple[str, ...]:
    """The stage, and every component that was named up to the update: what is said later changes no entry."""
    return tuple(dict.fromkeys((stage.removesuffix(", update"), *rung.topics)))


def _report(snapshot: Snapshot, story: Story, rung: Rung | None = None) -> str:
    """The way to the incident report, of the story or of the update that is its newest version."""
    if story.report is None or story.report_url is None or (rung is not None and rung.id != story.report.update_id):
        return ""
    url = urls.absolute(snapshot.settings.site.url, story.report_url)
    return f'<p><a href="{escape(url)}">{escape(story.report.version)}</a></p>'


def _standing(story: Story) -> str:
    """What stands now, above the updates: states, the next update or the outcome."""
    is_over, panel = not story.is_open and not story.is_planned, story.panel
    rows = [] if is_over else list(panel.state_lines)
    if story.window is not None:
        rows.append(f"Window: {story.window}")
    rows.append(story.next_update.text if story.next_update is not None else story.outcome)
    if is_over and panel.size is not None:
        rows.append(f"Affected at worst: {panel.size}")
    rows += [f"Still not back to normal: {text}" for text in panel.remaining]
    return f"<p>{'<br/>'.join(escape(row) for row in rows)}</p>"


def _changes(rung: Rung) -> str:
    """The states and figures that the update changed and the next update that it promised."""
    rows = [f"{row.label}: {f'{row.before} → ' if row.before else ''}{row.after}" for row in rung.changes]
    if rung.promised is not None:
        rows.append(f"Next update by {rung.promised}")
    return f"<p>{'<br/>'.join(escape(row) for row in rows)}</p>" if rows else ""

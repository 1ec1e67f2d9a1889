"""Feeds: one entry an incident whose `updated` moves, and one entry an update; of the whole site, of a part of it.

Ids are permanent: made of the authority of site.yaml and of folder and file names, never of an address, so that a site
that moves keeps them. An imported incident keeps the id that its readers already know, its old address.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.lessons import LessonsView
from statusladder.views.snapshot import Snapshot
from statusladder.views.story import Story
from statusladder.views.timeline import Rung
from statusladder.views.wording import BEGINNING

HISTORY_ENTRIES = 25
"""As many incidents as the feeds of hosted status pages hold; readers keep what they have seen."""

UPDATE_ENTRIES = 50


@dataclass(frozen=True)
class Entry:
    """One entry, the same for Atom and RSS."""

    id: str
    url: str
    title: str
    html: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]


def _produce(snapshot: Snapshot, theme: Theme) -> Iterator[Artifact]:
    name = snapshot.settings.site.name
    histories = list(_history_entries(snapshot))
    updates = list(_update_entries(snapshot))
    for title, entries, atom, rss in (
        (f"{name}: incidents", histories, urls.HISTORY_ATOM, urls.HISTORY_RSS),
        (f"{name}: every update", updates, urls.UPDATES_ATOM, urls.UPDATES_RSS),
    ):
        yield Artifact(atom, _feed(snapshot, title, atom, entries, FeedGenerator.atom_str), Rank.FEED)
        yield Artifact(rss, _feed(snapshot, title, rss, entries, FeedGenerator.rss_str), Rank.FEED)
    if snapshot.lessons is not None:
        lessons = list(_lesson_entries(snapshot, snapshot.lessons))[:HISTORY_ENTRIES]
        atom, title = urls.LESSONS_ATOM, f"{name}: lessons"
        licence = snapshot.settings.site.licence
        rights = " ".join(filter(None, (licence.text, licence.url))) if licence is not None else None
        feed = _feed(snapshot, title, atom, lessons, FeedGenerator.atom_str, urls.LESSONS, rights)
        yield Artifact(atom, feed, Rank.FEED)
    for story in snapshot.stories:
        path = urls.atom_of(story.url)
        entries = [_update_entry(snapshot, story, rung) for rung in story.rungs]
        feed = _feed(snapshot, f"{story.title} · {name}", path, entries, FeedGenerator.atom_str, story.url)
        yield Artifact(path, feed, Rank.FEED)
    for view in (view for group in snapshot.groups for view in group.components):
        entries = list(_history_entries(snapshot, view.id))
        atom, rss = urls.atom_of(view.url), urls.rss_of(view.url)
        title = f"{view.name} · {name}"
        yield Artifact(atom, _feed(snapshot, title, atom, entries, FeedGenerator.atom_str, view.url), Rank.FEED)
        yield Artifact(rss, _feed(snapshot, title, rss, entries, FeedGenerator.rss_str, view.url), Rank.FEED)


def _lesson_entries(snapshot: Snapshot, view: LessonsView) -> Iterator[Entry]:
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


def _history_entries(snapshot: Snapshot, component: str | None = None) -> Iterator[Entry]:
    """The 25 that were spoken of last, of one component or of all, maintenance before it starts among them."""
    stories = [story for story in snapshot.stories if component is None or component in story.component_ids]
    newest = sorted(stories, key=lambda story: (story.updated_at, story.id), reverse=True)
    for story in newest[:HISTORY_ENTRIES]:
        told = "".join(f"<h3>{escape(rung.label)} – {escape(rung.full_at)}</h3>{rung.html}" for rung in story.rungs)
        yield Entry(
            id=story_id(snapshot, story),
            url=urls.absolute(snapshot.settings.site.url, story.url),
            title=story.title,
            html=_standing(story) + told,
            published=story.first_at,
            updated=story.updated_at,
            categories=_categories(story, story.rungs[0].label),
        )


def _update_entries(snapshot: Snapshot) -> Iterator[Entry]:
    """The newest updates; imported and backfilled ones are not news, and some readers drop entries dated back."""
    told = [
        (rung.moment, story.id, rung.id, story, rung)
        for story in snapshot.stories
        for rung in story.rungs
        if not rung.imported and not rung.backfilled
    ]
    for _, _, _, story, rung in sorted(told, key=lambda row: row[:3], reverse=True)[:UPDATE_ENTRIES]:
        yield _update_entry(snapshot, story, rung)


def _update_entry(snapshot: Snapshot, story: Story, rung: Rung) -> Entry:
    return Entry(
        id=update_id(snapshot, story, rung),
        url=urls.absolute(snapshot.settings.site.url, urls.update(story.url, rung.id)),
        title=f"{rung.label}: {story.title}",
        html=rung.html + _changes(rung),
        published=rung.moment,
        updated=rung.moment,
        categories=_categories(story, rung.label),
    )


def story_id(snapshot: Snapshot, story: Story) -> str:
    """`tag:AUTHORITY,DATE:incident/ID` (RFC 4151); of an imported one the id by which its readers know it."""
    if story.original_id is not None:
        return story.original_id
    kind = "maintenance" if story.is_maintenance else "incident"
    return f"tag:{snapshot.settings.authority},{story.id[:10]}:{kind}/{story.id}"


def update_id(snapshot: Snapshot, story: Story, rung: Rung) -> str:
    return f"tag:{snapshot.settings.authority},{story.id[:10]}:update/{story.id}/{rung.id}"


def _categories(story: Story, stage: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((stage.removesuffix(", update"), *(view.name for view in story.panel.affected))))


def _standing(story: Story) -> str:
    """What stands now, above the updates: states, the next update or the outcome."""
    rows = [f"{view.name}: {view.label}" for view in story.panel.affected] if story.is_open or story.is_planned else []
    if story.window is not None:
        rows.append(f"Window: {story.window}")
    rows.append(story.next_update.text if story.next_update is not None else story.outcome)
    return f"<p>{'<br/>'.join(escape(row) for row in rows)}</p>"


def _changes(rung: Rung) -> str:
    """The states and figures that the update changed and the next update that it promised."""
    rows = [f"{row.label}: {f'{row.before} → ' if row.before else ''}{row.after}" for row in rung.changes]
    if rung.promised is not None:
        rows.append(f"Next update by {rung.promised}")
    return f"<p>{'<br/>'.join(escape(row) for row in rows)}</p>" if rows else ""


def _feed(
    snapshot: Snapshot,
    title: str,
    path: str,
    entries: Iterable[Entry],
    serialise: Callable[..., bytes],
    page: str = urls.HOME,
    rights: str | None = None,
) -> bytes:
    """The feed at `path`, which stands for `page`; `rights` says what others may do with it."""
    site = snapshot.settings.site
    feed = FeedGenerator()
    feed.id(f"tag:{snapshot.settings.authority},2000-01-01:{path}")
    feed.title(title)
    feed.description(site.description or f"Incidents and maintenance of {site.name}")
    feed.language(site.language)
    feed.author({"name": site.name})
    feed.generator("statusladder")
    if rights is not None:
        feed.rights(rights)
    feed.link(href=urls.absolute(site.url, path), rel="self", type=_type(path))
    if snapshot.settings.feeds.hub is not None:
        feed.link(href=snapshot.settings.feeds.hub, rel="hub")
    # The alternate link last: in RSS the last link wins.
    feed.link(href=urls.absolute(site.url, page), rel="alternate", type="text/html")
    newest = BEGINNING
    for entry in entries:
        newest = max(newest, entry.updated)
        feed.add_entry(_entry(entry, path), order="append")
    # feedgen's default for both is the clock.
    feed.updated(newest)
    feed.pubDate(newest)
    document = serialise(feed, pretty=True)
    return document if document.endswith(b"\n") else document + b"\n"


def _entry(entry: Entry, path: str) -> FeedEntry:
    made = FeedEntry()
    made.id(entry.id)
    made.guid(entry.id, permalink=False)
    made.title(_printable(entry.title))
    made.link(href=entry.url, rel="alternate")
    made.content(_printable(entry.html), type="html" if path.endswith(".atom") else None)
    made.published(entry.published)
    made.pubDate(entry.published)
    made.updated(entry.updated)
    for category in entry.categories:
        made.category(term=category)
    return made


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold at all."""
    return "".join(character for character in text if character in "\t\n" or character >= " ")


def _type(path: str) -> str:
    return "application/atom+xml" if path.endswith(".atom") else "application/rss+xml"


OUTPUT = Output("feeds", _produce)

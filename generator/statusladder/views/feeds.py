"""Every feed before it is written: which entries it has, in which order, and what it is called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from statusladder.model.site import Settings
from statusladder.views import urls
from statusladder.views.announcements import Announcement
from statusladder.views.entries import EntryView, build_entry, build_whole_entry
from statusladder.views.lessons import LessonsView
from statusladder.views.story import Story
from statusladder.voice.voice import Voice

if TYPE_CHECKING:
    from statusladder.views.snapshot import Snapshot

HISTORY_ENTRIES = 25
"""As many incidents as the feeds of hosted status pages hold; readers keep what they have seen."""

UPDATE_ENTRIES = 50


@dataclass(frozen=True)
class FeedView:
    """The feed that stands for `page`, published once a path; the path's ending says in which form.

    `hub` is notified of every publication (WebSub). Only the feeds of all incidents have one: whoever trusts a hub asks
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

    `is_known`: the feed of the page that was imported had it, or we published it ourselves.
    """

    news: tuple[News, ...]
    whole: EntryView
    is_known: bool


def headlines_of(story: Story, settings: Settings, voice: Voice) -> Headlines:
    """What the feeds tell of a story."""
    return Headlines(
        news=tuple(
            _news(one, entry, story, settings, voice)
            for one, entry in zip(story.announcements, story.entries, strict=True)
        ),
        whole=build_whole_entry(story, settings, voice),
        is_known=_is_known_or_ours(story),
    )


def _news(told: Announcement, entry: EntryView, story: Story, settings: Settings, voice: Voice) -> News:
    readers = [audience.id for audience in settings.audiences if audience.id in told.spoken_to]
    return News(
        moment=told.moment,
        stage=told.stage,
        component_ids=told.component_ids,
        is_serious=told.is_serious,
        announced=told.rung.announced,
        entry=entry,
        to={reader: build_entry(settings, story, told, voice, reader) for reader in readers},
    )


def feed_of(story: Story, settings: Settings, voice: Voice) -> FeedView:
    """The feed of one incident or maintenance."""
    title = voice.say("feed.of_one", name=story.title, site=settings.site.name)
    return FeedView(title, story.url, (urls.atom_of(story.url),), story.entries)


def build_feeds(snapshot: "Snapshot") -> Iterator[FeedView]:
    """Of the whole site, of its lessons, of each component and audience.

    Readers go by the id of an entry, so all of them have an entry for each update; those of the history alone have one
    for each incident, which changes with it.
    """
    name, hub, voice = snapshot.settings.site.name, snapshot.settings.feeds.hub, snapshot.voice
    news = _announced(one for story in snapshot.stories for one in snapshot.gists[story.url].headlines.news)
    for title, paths, entries in (
        (voice.say("feed.history", site=name), (urls.HISTORY_ATOM, urls.HISTORY_RSS), _history(snapshot)),
        (
            voice.say("feed.major", site=name),
            (urls.MAJOR_ATOM, urls.MAJOR_RSS),
            _entries(one for one in news if one.is_serious),
        ),
        (
            voice.say("feed.every_update", site=name),
            (urls.UPDATES_ATOM, urls.UPDATES_RSS, urls.UPDATES_JSON),
            _entries(news),
        ),
    ):
        yield FeedView(title, urls.HOME, paths, tuple(entries), hub)
    if snapshot.lessons is not None:
        taught = tuple(_lessons(snapshot.settings, snapshot.lessons))[:HISTORY_ENTRIES]
        rights = _rights(snapshot.settings)
        title = voice.say("feed.lessons", site=name)
        yield FeedView(title, urls.LESSONS, (urls.LESSONS_ATOM,), taught, rights=rights)
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
        title = voice.say("feed.of_one", name=view.full_name, site=name)
        yield FeedView(title, view.url, urls.feeds_of(view.url), entries)
    for reader in snapshot.audiences:
        entries = tuple(islice((one.to[reader.id] for one in news if reader.id in one.to), UPDATE_ENTRIES))
        title = voice.say("feed.of_one", name=reader.name, site=name)
        yield FeedView(title, reader.url, urls.feeds_of(reader.url), entries)


def _announced(news: Iterable[News]) -> list[News]:
    """The announcements that are news for all, newest first: some readers drop what is dated back."""
    announced = [one for one in news if one.announced]
    return sorted(announced, key=lambda one: (one.moment, one.entry.id), reverse=True)


def _entries(news: Iterable[News]) -> tuple[EntryView, ...]:
    return tuple(one.entry for one in islice(news, UPDATE_ENTRIES))


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


def _is_known_or_ours(story: Story) -> bool:
    """Whether the old page's feed had it, or we published it ourselves."""
    is_ours = story.origin is None or any(rung.announced for rung in story.rungs)
    return is_ours or story.original_atom_id is not None


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

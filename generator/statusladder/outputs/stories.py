"""A page for each incident, each maintenance and each postmortem."""

from collections.abc import Iterator

from statusladder.outputs.interface import Artifact, Output, Rank
from statusladder.outputs.page import OPEN_EVERY, build_feed_links, make_page_in
from statusladder.theming.theme import Theme
from statusladder.views import urls
from statusladder.views.frame import Frame
from statusladder.views.linked_data import data_of_story
from statusladder.views.story import Story


def _produce(story: Story, frame: Frame, theme: Theme) -> Iterator[Artifact]:
    site = frame.settings.site
    name = site.name
    title = f"{story.title} · {name}"
    description = story.summary or story.outcome
    own_feeds = build_feed_links(story.title, (urls.atom_of(story.url),), frame.voice)
    yield make_page_in(
        frame,
        theme,
        story.url,
        "story.html",
        title,
        description,
        Rank.PAGE,
        story=story,
        own_feeds=own_feeds,
        every=OPEN_EVERY if story.is_open else None,
        linked_data=data_of_story(story, site, story.url),
    )
    if story.report_url is not None:
        title = frame.voice.say("story.report_title", title=story.title, site=name)
        description = frame.voice.say("story.report_description", outcome=story.outcome)
        page = story.report_url
        data = data_of_story(story, site, page)
        yield make_page_in(
            frame, theme, page, "postmortem.html", title, description, Rank.PAGE, story=story, linked_data=data
        )


OUTPUT = Output("stories", of_story=_produce)

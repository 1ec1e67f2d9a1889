"""What an update adds for one audience: a text, and whom that audience asks for urgent help.

Short because pages and feeds need this of an update, and the timeline is long without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.model.communication import Incident, Maintenance
from statusladder.model.facts import Contact
from statusladder.model.site import Settings
from statusladder.views import urls
from statusladder.views.placing import move_html, place_html, story_page_of
from statusladder.views.policy_words import say_audience
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class Overlay:
    """What the newest update adds for one audience; either the text or the contacts may be empty.

    `url` is the audience's page, and `html_there` the words as they stand on it.
    """

    audience: str
    name: str
    url: str
    html: str
    html_there: str
    contacts: tuple[Contact, ...]


def build_overlays(so_far: Incident | Maintenance, settings: Settings, voice: Voice) -> Iterator[Overlay]:
    """One for each audience that the newest update speaks to, in its order."""
    update, page = so_far.latest, story_page_of(so_far)
    audiences = {audience.id: audience for audience in settings.audiences}
    for key in update.audiences:
        url, text = urls.of_audience(key), (update.said.audiences or {}).get(key, "")
        html = place_html(text, so_far.pictures, top_heading=4, stage=update.stage) if text else ""
        there = move_html(html, settings.site.url, page, url)
        contacts = settings.find_contacts(update.facts.contacts, update.facts.severity, key)
        yield Overlay(key, say_audience(audiences[key], voice), url, html, there, contacts)

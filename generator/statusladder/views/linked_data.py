"""What a page is about, in the words of schema.org (JSON-LD), for search engines and assistants."""

import json
from typing import Any

from statusladder.model.settings import SiteKeys
from statusladder.model.vocabulary import Stage
from statusladder.views import urls, wording
from statusladder.views.story import Story

Data = dict[str, Any]

_EVENT_STATUS = {
    Stage.CANCELLED: "EventCancelled",
    Stage.RESCHEDULED: "EventRescheduled",
}


def data_of_site(site: SiteKeys) -> Data:
    return _data("WebSite", site, urls.HOME, site.name, site.description)


def data_of_story(story: Story, site: SiteKeys, page: str) -> Data:
    """An article about an incident, on its page or that of its report; a maintenance is an event."""
    if story.opens is not None and story.closes is not None:
        return _data("Event", site, page, story.title, story.summary) | {
            "startDate": wording.stamp_of(story.opens),
            "endDate": wording.stamp_of(story.closes),
            "eventStatus": f"https://schema.org/{_EVENT_STATUS.get(story.stage, 'EventScheduled')}",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": {"@type": "VirtualLocation", "url": site.url},
            "organizer": _publisher(site),
        }
    return _data("Article", site, page, story.title, story.summary) | {
        "headline": story.title,
        "datePublished": wording.stamp_of(story.first_at),
        "dateModified": wording.stamp_of(story.updated_at),
        "author": _publisher(site),
    }


def as_script(data: Data) -> str:
    """The data as it stands in a `script` element: nothing in it can end the element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _data(kind: str, site: SiteKeys, page: str, name: str, description: str | None) -> Data:
    told = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": name,
        "url": urls.make_absolute(site.url, page),
        "inLanguage": site.language,
        "publisher": _publisher(site),
    }
    return told | ({"description": description} if description else {})


def _publisher(site: SiteKeys) -> Data:
    return {"@type": "Organization", "name": site.name, "url": site.url}

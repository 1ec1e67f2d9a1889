"""What every page may know of the site around it: as little as stands in its head and foot, and its own pages.

Short because a page is made anew when anything in it changes.
"""

from dataclasses import dataclass
from datetime import datetime

from statusladder.ladder.standing import Indicator
from statusladder.model.site import Page, Settings
from statusladder.views import urls, wording
from statusladder.views.placing import place_html
from statusladder.views.timeline import TimeView
from statusladder.voice.voice import Voice


@dataclass(frozen=True)
class PageView:
    """A page of the site's own; `html` is safe to be shown."""

    url: str
    title: str
    description: str
    html: str


def build_own_page(page: Page) -> PageView:
    """The page in its finished words."""
    description = wording.in_short(page.said.summary, page.body) or page.said.title
    return PageView(urls.of_own_page(page.id), page.said.title, description, place_html(page.body, (), top_heading=2))


@dataclass(frozen=True)
class Frame:
    """The site as it stands around a page.

    `frozen`: this is a look at another moment than the present one, so time on its pages runs on from the clock's,
    whatever the reader's clock says. `changed_at` is when something was last published.
    """

    settings: Settings
    voice: Voice
    frozen: bool
    zone_name: str
    pages: tuple[PageView, ...]
    has_improvements: bool
    has_lessons: bool
    changed_at: datetime
    indicator: Indicator

    @property
    def built(self) -> TimeView:
        """When the site was built."""
        return TimeView(self.voice.full(self.voice.now), wording.stamp_of(self.voice.now))

    @property
    def seen(self) -> str:
        """What an open page compares with the newest, to learn that it is not the newest any more."""
        return f"{wording.precise_stamp_of(self.changed_at)} {self.indicator.value}"

"""The site's own pages as readers see them."""

from dataclasses import dataclass

from statusladder.model.site import Page
from statusladder.views import urls, wording
from statusladder.views.placing import placed_html


@dataclass(frozen=True)
class PageView:
    """A page of the site's own; `html` is safe to be shown."""

    url: str
    title: str
    description: str
    html: str


def page_view(page: Page) -> PageView:
    """The page in its finished words."""
    description = wording.in_short(page.said.summary, page.body) or page.said.title
    return PageView(urls.own_page(page.id), page.said.title, description, placed_html(page.body, (), top_heading=2))

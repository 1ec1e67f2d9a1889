"""Links between pages lead to the same place below any base path."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusladder.views import urls

PAGES = [
    "",
    "how-we-communicate/",
    "improvements/",
    "history/",
    "history/2026-03/",
    "incidents/a/",
    "incidents/a/postmortem/",
    "404.html",
    "history.atom",
]


@given(
    st.sampled_from(PAGES),
    st.sampled_from(PAGES),
    st.sampled_from(["", "#01-investigating"]),
    st.sampled_from(["https://a.example/", "https://a.example/status/", "file:///tmp/x/"]),
)
def test_a_relative_link_leads_where_the_absolute_one_does(page: str, to: str, anchor: str, base: str) -> None:
    link = urls.make_relative(page, to + anchor)

    assert urljoin(base + page, link) == base + to + anchor
    assert not link.startswith("/")


@pytest.mark.parametrize(
    ("page", "file"),
    [("", "index.html"), ("incidents/a/", "incidents/a/index.html"), ("404.html", "404.html"), ("a.atom", "a.atom")],
)
def test_the_file_that_a_host_serves_for_a_page(page: str, file: str) -> None:
    assert urls.file_of(page) == file


@pytest.mark.parametrize(
    ("old", "page"),
    [("/incidents/abc", "incidents/abc/"), ("/incidents/abc/", "incidents/abc/"), ("/x.html", "x.html")],
)
def test_the_page_at_an_old_address(old: str, page: str) -> None:
    assert urls.of_old_page(old) == page

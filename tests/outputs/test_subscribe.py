"""The page for people who want to hear of it: every way is there, in full, and mail only where somebody provides it."""

import re
import shutil
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from some_outputs import publish_some

SITES = Path(__file__).parent.parent / "sites"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
LIST = "subscribe:\n  mail: {name: Tern by mail, url: 'https://lists.tern.example/status?a=1&b=2'}\n"


def _page(site: Path, target: Path) -> str:
    return (publish_some(site, target, NOW, "subscribe") / "subscribe" / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITES / "legal-and-right", tmp_path / "site"))


class _Links(HTMLParser):
    """What people click on, and how it is called."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._within = False
        self.feed(text.split("<main", 1)[1].split("</main>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._within = True
            self.links.append((dict(attrs)["href"] or "", ""))

    def handle_data(self, data: str) -> None:
        if self._within:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "a"


def test_the_addresses_of_the_whole_site_are_written_in_full_and_lead_where_they_say(site: Path) -> None:
    links = _Links(_page(site, site.parent / "public")).links

    whole = {words: urljoin("https://status.tern.example/subscribe/", to) for to, words in links if "://" in words}
    assert {words.removeprefix("https://status.tern.example/") for words in whole} == {
        *("updates.atom", "updates.rss", "updates.json", "major.atom", "major.rss"),
        "calendar.ics",
    }
    assert [words for words, to in whole.items() if words != to] == []


def test_a_chat_tool_is_told_in_one_line(site: Path) -> None:
    page = _page(site, site.parent / "public")

    assert "<code>/feed subscribe https://status.tern.example/updates.rss</code>" in page


def test_each_component_can_be_followed_in_every_way_and_each_link_says_of_which(site: Path) -> None:
    links = _Links(_page(site, site.parent / "public")).links

    assert [link for link in links if "sign-in" in link[0]] == [
        ("../components/sign-in/feed.atom", "Atom, Sign-in"),
        ("../components/sign-in/feed.rss", "RSS, Sign-in"),
        ("../components/sign-in/feed.json", "JSON, Sign-in"),
        ("webcal://status.tern.example/components/sign-in/calendar.ics", "Calendar, Sign-in"),
    ]
    assert "webcal://status.tern.example/calendar.ics" in {to for to, _ in links}


def test_mail_is_offered_where_a_provider_takes_addresses_and_the_page_itself_never_asks(site: Path) -> None:
    without = _page(site, site.parent / "public")
    with (site / "site.yaml").open("a") as settings:
        settings.write(LIST)

    page = _page(site, site.parent / "public")

    assert "Your address is stored" not in without
    assert ("https://lists.tern.example/status?a=1&b=2", "Tern by mail") in _Links(page).links
    assert re.findall("<(?:form|input)", page) == []


def test_sixty_components_are_folded_by_their_groups(tmp_path: Path) -> None:
    page = _page(SITES / "sixty-components", tmp_path / "public")

    groups = page.split('id="parts"')[1].split("</section>")[0].split("<details>")[1:]
    assert sum(group.count("<li>") for group in groups) == 60
    assert all("<summary>" in group for group in groups)

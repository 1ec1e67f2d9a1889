"""Messages in a preview: the page of an incident leads to them, and the preview alone may frame what they show."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from messaging_site import FIRST, PAGE, RESOLVED, SITE, write_site
from preview_process import Preview, previewing
from statusladder.serve.preview import make_live

MESSAGES = f"__statusladder/messages/{PAGE}"
SETTINGS = SITE.replace("channels:\n", "channels:\n  - {id: list, kind: email}\n").replace("[banner, sms]", "[email]")
DRAFT = RESOLVED.replace("stage: resolved\n", "stage: resolved\ndraft: true\n").replace(
    "on time again", "time, says Plover"
)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    settings = SETTINGS.replace("[banner, sms, accounts]", "[banner, email, sms]")
    site = write_site(tmp_path_factory.mktemp("messages") / "site", FIRST, DRAFT, settings=settings)
    with previewing(site, "--now", "2026-07-14T09:10:00Z") as running:
        running.until(lambda state: state["build"] > 0)
        yield running


def test_the_page_of_an_incident_leads_to_its_messages_and_other_pages_to_none(preview: Preview) -> None:
    base = urlsplit(preview.address).path

    assert f' data-messages="{base}{MESSAGES}" defer>' in preview.text(PAGE)
    assert "data-messages" not in preview.text("")
    assert "data-messages" not in preview.text("history/")
    assert "data-messages" not in preview.text("nowhere/")


def test_the_page_of_messages_follows_each_build_and_says_what_a_draft_would_say(preview: Preview) -> None:
    page = preview.text(MESSAGES)

    assert "__statusladder/live.js" in page
    assert '<iframe src="list/body.html"' in page
    assert "time, says Plover" in preview.text(f"{MESSAGES}list/body.html")


def test_an_email_is_served_as_it_is_sent_and_may_be_framed_by_the_preview_alone(preview: Preview) -> None:
    email = preview.ask(f"/{MESSAGES}list/body.html")

    assert "live.js" not in email.body.decode()  # type: ignore[attr-defined]
    assert email.headers.get_all("Content-Security-Policy") == ["frame-ancestors 'self'"]
    assert email.headers.get_all("X-Frame-Options") == ["SAMEORIGIN"]


@pytest.mark.parametrize("path", ["", PAGE, MESSAGES, f"{MESSAGES}index.html", f"{MESSAGES}list/none.html"])
def test_no_page_may_be_framed(preview: Preview, path: str) -> None:
    page = preview.ask(f"/{path}")

    assert page.headers.get_all("Content-Security-Policy") == ["frame-ancestors 'none'"]
    assert page.headers.get_all("X-Frame-Options") == ["DENY"]


def test_the_address_of_messages_cannot_end_the_element_that_holds_it() -> None:
    assert b'data-messages="/token/&quot;&gt;" defer' in make_live(b"", "/token/", "a-1", '">')

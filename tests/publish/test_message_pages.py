"""The page of messages: what each channel says of the newest update, for the team, and in no public build."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from messaging_site import FIRST, NOW, PAGE, RESOLVED, SECOND, SITE, write_site
from night import in_ci
from statusladder.publish.pipeline import publish_site
from statusladder.views.internal import LOOKED_BACK

INTERNAL, PREVIEW = f"internal/{PAGE}messages/", f"__statusladder/messages/{PAGE}"


def _publish(site: Path, now: datetime = NOW, *, internal: bool = False, with_drafts: bool = False) -> Path:
    target = site.parent / f"published-{internal:d}{with_drafts:d}"
    publication = publish_site(
        site, target, now, None, lambda count: None, internal=internal, with_drafts=with_drafts, present=now
    )
    assert publication.outcome is not None, publication.problems
    return target


def _channels(page: Path) -> dict[str, str]:
    """What the overview says of each channel, by name."""
    text = (page / "index.html").read_text(encoding="utf-8")
    overview = text.partition('<ul class="channels">')[2].partition("</ul>")[0]
    row = r'<li><(?:a|span)[^>]*>([^<]+)</(?:a|span)> <span class="state [a-z]+"><svg.*?</svg>([^<]+)</span>'
    return dict(re.findall(row, overview))


def test_an_internal_build_says_of_each_channel_what_it_does_and_shows_what_it_says(tmp_path: Path) -> None:
    published = _publish(write_site(tmp_path / "site", FIRST), internal=True)

    assert _channels(published / INTERNAL) == {
        "In-app banner": "Shown while the incident is open",
        "SMS": "Goes out with this update",
        "Heron phones": "Goes out with this update",
        "Account managers": "In reach, but no message is written for this channel",
    }
    page = (published / INTERNAL / "index.html").read_text(encoding="utf-8")
    sms = (published / INTERNAL / "texts/sms.txt").read_text(encoding="utf-8")
    assert sms.startswith("Tern status\nInvestigating: Exports are late\n")
    assert f'<pre class="typed bubble" lang="en" dir="auto">{sms}</pre>' in page
    assert re.search(rf">1 part \(at most \d\) · {len(sms)} of 160 characters<", page)


def test_a_channel_that_is_silent_says_why_and_one_that_is_not_reached_that_it_is_not(tmp_path: Path) -> None:
    settings = SITE.replace("[banner, sms, accounts]", "[banner, sms]")
    published = _publish(write_site(tmp_path / "site", FIRST, SECOND, settings=settings), internal=True)

    told = _channels(published / INTERNAL)

    assert told["SMS"] == "Silent: the stage has not changed"
    assert told["Account managers"] == "Not reached at this stage and severity"
    assert not list((published / INTERNAL).rglob("*.txt"))


def test_what_is_beyond_a_limit_is_not_sent_and_says_how_to_fix_it(tmp_path: Path) -> None:
    settings = SITE.replace("name: Tern status", f"name: {'Tern ' * 120}status")
    published = _publish(write_site(tmp_path / "site", FIRST, settings=settings), internal=True)

    page = (published / INTERNAL / "index.html").read_text(encoding="utf-8")

    assert _channels(published / INTERNAL)["SMS"] == "Not sent until this is fixed"
    assert re.search(r'lang="en" dir="ltr">X001: the SMS takes \d parts, of \d at most; shorten the title', page)


def test_the_internal_page_of_the_incident_leads_to_it(tmp_path: Path) -> None:
    published = _publish(write_site(tmp_path / "site", FIRST), internal=True)

    record = (published / f"internal/{PAGE}index.html").read_text(encoding="utf-8")

    assert '<a href="messages/">Messages to customers</a>' in record


def test_no_public_build_has_any_of_it(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FIRST)

    published, inside = _publish(site), _publish(site, internal=True)

    paths = {path.relative_to(published).as_posix() for path in published.rglob("*")}
    assert [path for path in paths if "messages" in path or path.startswith(("internal", "__statusladder"))] == []
    assert not (inside / "__statusladder").exists()
    for file in published.rglob("*"):
        assert not file.is_file() or b"messages/" not in file.read_bytes(), file


def test_a_preview_has_drafts_and_knows_nothing_of_channels_that_are_not_for_customers(tmp_path: Path) -> None:
    draft = RESOLVED.replace("stage: resolved\n", "stage: resolved\ndraft: true\n")
    published = _publish(write_site(tmp_path / "site", FIRST, draft), with_drafts=True)

    told = _channels(published / PREVIEW)

    assert told == {
        "In-app banner": "Not reached at this stage and severity",
        "SMS": "Goes out with this update",
    }
    assert "Resolved" in (published / PREVIEW / "texts/sms.txt").read_text(encoding="utf-8")
    assert "Heron" not in (published / PREVIEW / "index.html").read_text(encoding="utf-8")
    assert not (published / "internal").exists()


@in_ci
def test_nothing_that_a_preview_lists_leads_to_its_messages(tmp_path: Path) -> None:
    published = _publish(write_site(tmp_path / "site", FIRST), with_drafts=True)

    for file in published.rglob("*"):
        if file.is_file() and "__statusladder" not in file.relative_to(published).as_posix():
            assert b"__statusladder" not in file.read_bytes(), file


@pytest.mark.parametrize(("later", "there"), [(timedelta(0), True), (timedelta(minutes=1), False)])
def test_what_is_over_can_be_looked_at_for_some_days(tmp_path: Path, later: timedelta, there: bool) -> None:
    ended = datetime.fromisoformat("2026-07-14T09:08:00Z")
    site = write_site(tmp_path / "site", FIRST, RESOLVED)

    published = _publish(site, ended + LOOKED_BACK + later, internal=True)

    record = (published / f"internal/{PAGE}index.html").read_text(encoding="utf-8")
    assert (published / INTERNAL).exists() is there
    assert ('href="messages/"' in record) is there


def test_a_site_without_channels_has_no_such_page(tmp_path: Path) -> None:
    settings = SITE.partition("channels:")[0]
    published = _publish(write_site(tmp_path / "site", FIRST, settings=settings), internal=True)

    assert (published / f"internal/{PAGE}index.html").is_file()
    assert not (published / INTERNAL).exists()


def test_only_this_page_may_have_frames_and_only_of_its_own_site(tmp_path: Path) -> None:
    published = _publish(write_site(tmp_path / "site", FIRST), internal=True)

    framing = [path for path in published.rglob("*.html") if b"frame-src" in path.read_bytes()]

    assert framing == [published / INTERNAL / "index.html"]
    assert b"frame-src &#39;self&#39;; " in framing[0].read_bytes()


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Wird mit diesem Update verschickt"), ("ar", "تُرسل مع هذا التحديث")]
)
def test_it_is_in_the_language_of_the_site(tmp_path: Path, language: str, said: str) -> None:
    settings = SITE.replace("  timezone: UTC", f"  timezone: UTC\n  language: {language}")
    published = _publish(write_site(tmp_path / "site", FIRST, settings=settings), internal=True)

    assert said in _channels(published / INTERNAL).values()

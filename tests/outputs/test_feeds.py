"""Feeds: read by a real reader, with ids that survive every edit."""

import random
import re
import shutil
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from some_outputs import publish_some
from statusladder.views.timeline import MANY_AFFECTED

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # feedparser's own use of a deprecated module
    import feedparser

SITES = Path(__file__).parent.parent / "sites"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
FEEDS = ["history.atom", "history.rss", "updates.atom", "updates.rss", "major.atom", "major.rss"]
QUOTED = "content/incidents/2026-03-10-quoted"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITES / "legal-and-right", tmp_path / "site"))


@pytest.fixture(scope="session")
def public(published_at: Callable[[str, datetime], Path]) -> Path:
    """What the site publishes that nobody edited."""
    return published_at("legal-and-right", NOW)


def _build(site: Path, *pages: str) -> Path:
    """The feeds of the site, and what the outputs of these names make."""
    return publish_some(site, site.parent / "public", NOW, "feeds", *pages)


def _entries(public: Path, name: str) -> list[Any]:
    parsed = feedparser.parse((public / name).read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return list(parsed.entries)


def _page(public: Path, name: str) -> str:
    return (public / name).read_text(encoding="utf-8")


def _words(entry: Any) -> str:
    """The content as HTML, wherever the form of the feed holds it."""
    return str(entry.content[0].value if "content" in entry else entry.summary)


def test_an_entry_for_each_incident_and_maintenance_newest_words_first(public: Path) -> None:
    for name in ("history.atom", "history.rss"):
        assert [entry.id for entry in _entries(public, name)] == [
            "tag:status.tern.example,2026-03-11:incident/2026-03-11-no-time",
            "tag:status.tern.example,2026-03-10:incident/2026-03-10-quoted",
            "tag:status.tern.example,2030-05-01:maintenance/2030-05-01-far-ahead",
        ]
    content = _entries(public, "history.atom")[1].content[0].value
    assert content.index("complete.") < content.index("mark is set") < content.index("Replace")


def test_an_entry_for_each_update_dated_when_it_was_published(public: Path) -> None:
    entries = _entries(public, "updates.atom")

    assert len(entries) == 6
    assert entries[0].id == "tag:status.tern.example,2026-03-11:update/2026-03-11-no-time/02-resolved"
    assert entries[0].link == "https://status.tern.example/incidents/2026-03-11-no-time/#02-resolved"
    assert [entry.published for entry in entries] == sorted((entry.published for entry in entries), reverse=True)
    assert {entry.published for entry in entries} >= {"2026-03-11T09:14:00+00:00", "2026-03-10T08:40:00+00:00"}


def test_an_update_says_its_states_and_its_promise(public: Path) -> None:
    told = {entry.id.rsplit("/", 1)[-1]: entry.content[0].value for entry in _entries(public, "updates.atom")}

    assert "Affected: 5–12% of customers, measured" in told["02-identified"]
    assert "Next update by 09:40 UTC" in told["02-identified"]
    assert "Affected components: Exports" in told["02-identified"]
    assert "Window: 02:00 to 03:30 UTC+1, 1 May 2030" in told["01-scheduled"]


@pytest.mark.parametrize("feed", ["history.atom", "updates.rss", "components/exports/feed.atom"])
def test_before_its_window_a_maintenance_is_not_said_to_touch_anything(public: Path, feed: str) -> None:
    (entry,) = (one for one in _entries(public, feed) if "far-ahead" in one.id)

    assert re.search(r"Expected during the work: Exports .*[Uu]nder maintenance", _words(entry))
    assert not re.search(r"(?:<p>|<br ?/>)Exports [^<]*[Uu]nder maintenance", _words(entry))


def test_neither_is_one_that_was_imported(site: Path) -> None:
    file = site / "content/maintenance/2030-05-01-far-ahead/01-scheduled.md"
    imported = "stage: scheduled\nimported_from:\n  source: x\n  id: a/b"
    file.write_text(file.read_text().replace("stage: scheduled", imported))

    (entry,) = _entries(_build(site), "maintenance/2030-05-01-far-ahead/feed.atom")

    assert re.search(r"Expected during the work: Exports .*: Under maintenance", _words(entry))


def test_neither_does_its_page_say_so_and_what_holds_now_is_not_said_to_be_ahead(site: Path) -> None:
    file = site / "content/maintenance/2030-05-01-far-ahead/01-scheduled.md"
    now = "stage: scheduled\nimported_from:\n  source: x\n  id: a/b\ncomponents:\n  sign-in: operational"
    file.write_text(file.read_text().replace("stage: scheduled", now))
    public = _build(site, "stories")

    (changed,) = re.findall(r'<ul class="changed".*</ul>', _page(public, "maintenance/2030-05-01-far-ahead/index.html"))
    (entry,) = _entries(public, "maintenance/2030-05-01-far-ahead/feed.atom")
    for told in (re.sub("<[^>]+>", " ", changed), _words(entry)):
        assert re.search(r"Expected during the work: Exports [^:]*: +Under maintenance", told)
        assert re.search(r"(?<!: )Sign-in: +Operational", told)


def test_many_components_of_an_imported_maintenance_have_not_changed_before_its_window(site: Path) -> None:
    ids = [f"part-{number:03}" for number in range(MANY_AFFECTED + 1)]
    settings = site / "site.yaml"
    rows = "".join(f"  - id: {one}\n    name: {one}\n" for one in ids)
    settings.write_text(settings.read_text().replace("components:\n", f"components:\n{rows}", 1))
    file = site / "content/maintenance/2030-05-01-far-ahead/01-scheduled.md"
    more = "expected:\n" + "".join(f"  {one}: under_maintenance\n" for one in ids)
    text = file.read_text().replace("stage: scheduled", "stage: scheduled\nimported_from:\n  source: x\n  id: a/b")
    file.write_text(text.replace("expected:\n", more))

    (entry,) = _entries(_build(site), "maintenance/2030-05-01-far-ahead/feed.atom")

    assert f"Expected during the work: {MANY_AFFECTED + 2} components" in _words(entry)
    assert "changed their state" not in _words(entry)


def test_the_history_entry_moves_and_the_old_entries_stay(site: Path, public: Path) -> None:
    before = {entry.id: entry for entry in _entries(public, "history.atom")}
    (site / QUOTED / "04-postmortem.md").write_text(
        "---\nstage: postmortem\nat: 2026-03-12T10:00:00Z\nversion: final\n---\nWhat happened.\n"
    )
    after = {entry.id: entry for entry in _entries(_build(site), "history.atom")}

    moved = [name for name in before if before[name] != after[name]]
    assert moved == ["tag:status.tern.example,2026-03-10:incident/2026-03-10-quoted"]
    assert after[moved[0]].updated == "2026-03-12T10:00:00+00:00"
    assert after[moved[0]].published == before[moved[0]].published


def _ids(public: Path) -> dict[str, set[str]]:
    return {feed: {entry.id for entry in _entries(public, feed)} for feed in FEEDS}


def test_ids_survive_edits_of_words_order_and_address(site: Path, public: Path) -> None:
    chance = random.Random(20260314)
    for file in sorted(site.glob("content/incidents/*/*.md")):
        text = file.read_text(encoding="utf-8-sig")
        text = re.sub(r"title: .*", f"title: Retitled {chance.randrange(1000)}", text)
        file.write_text(text + f"\nOne more sentence {chance.randrange(1000)}.\n")
    settings = site / "site.yaml"
    settings.write_text(
        settings.read_text().replace("https://status.tern.example", "https://new.tern.example")
        + "feeds:\n  authority: status.tern.example\n"
    )

    assert _ids(_build(site)) == _ids(public)


def test_imported_and_backfilled_updates_are_no_news(site: Path) -> None:
    file = site / QUOTED / "03-resolved.md"
    imported = "stage: resolved\nimported_from:\n  source: x\n  id: a/b"
    file.write_text(file.read_text().replace("stage: resolved", imported))

    ids = [entry.id for entry in _entries(_build(site), "updates.rss")]

    assert not [name for name in ids if name.endswith("2026-03-10-quoted/03-resolved")]
    assert [name for name in ids if name.endswith("2026-03-10-quoted/02-identified")]


def test_an_update_that_notifies_nobody_is_on_its_page_and_not_among_the_updates(site: Path) -> None:
    file = site / QUOTED / "02-identified.md"
    file.write_text(file.read_text().replace("stage: identified", "stage: identified\nnotify: false"))

    public = _build(site, "stories")

    for feed in ("updates.atom", "updates.rss", "updates.json"):
        told = (public / feed).read_text()
        assert "2026-03-10-quoted/01-investigating" in told, feed
        assert "2026-03-10-quoted/02-identified" not in told, feed
    assert 'id="02-identified"' in (public / "incidents/2026-03-10-quoted/index.html").read_text()
    assert "2026-03-10-quoted/02-identified" in (public / "incidents/2026-03-10-quoted/feed.atom").read_text()


def test_an_imported_incident_keeps_the_id_that_readers_know(site: Path) -> None:
    file = site / QUOTED / "01-investigating.md"
    source = "severity: minor\nimported_from:\n  source: x\n  id: a/b\n  url: https://old.example/incidents/abc"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("severity: minor", source))

    entries = {entry.id: entry for entry in _entries(_build(site), "history.atom")}

    assert entries["https://old.example/incidents/abc"].link.endswith("/incidents/2026-03-10-quoted/")


def test_an_empty_site_has_feeds_that_do_not_change_with_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(SITES / "legal-and-right" / "site.yaml", site)

    first, later = (
        publish_some(site, tmp_path / f"{now.year}", now, "feeds") for now in (NOW, datetime(2027, 1, 1, tzinfo=UTC))
    )

    for name in FEEDS:
        assert (first / name).read_bytes() == (later / name).read_bytes(), name


def test_one_incident_can_be_followed_alone(public: Path) -> None:
    entries = _entries(public, "incidents/2026-03-10-quoted/feed.atom")
    assert [entry.id.rsplit("/", 1)[1] for entry in entries] == ["03-resolved", "02-identified", "01-investigating"]
    everywhere = {entry.id: entry.content for entry in _entries(public, "updates.atom")}
    assert all(everywhere[entry.id] == entry.content for entry in entries)
    page = (public / "incidents/2026-03-10-quoted/index.html").read_text()
    assert 'href="feed.atom"' in page.split("<style>")[0]


def test_who_wants_to_hear_of_the_worst_only_hears_how_it_went_on(site: Path) -> None:
    file = site / QUOTED / "02-identified.md"
    text = file.read_text()
    no_time = ["2026-03-11-no-time/02-resolved", "2026-03-11-no-time/01-investigating"]

    def told() -> list[str]:
        public = _build(site)
        atom, rss = (
            [entry.id.partition(":update/")[2] for entry in _entries(public, feed)]
            for feed in ("major.atom", "major.rss")
        )
        assert atom == rss
        return atom

    assert told() == no_time
    file.write_text(text.replace("next_update", "severity: major\nseverity_reason: more customers\nnext_update"))
    assert told() == [*no_time, "2026-03-10-quoted/03-resolved", "2026-03-10-quoted/02-identified"]
    lowered = "stage: resolved\nseverity: minor\nseverity_reason: fewer customers"
    last = site / QUOTED / "03-resolved.md"
    last.write_text(last.read_text().replace("stage: resolved", lowered))
    assert told() == [*no_time, "2026-03-10-quoted/03-resolved", "2026-03-10-quoted/02-identified"]
    for feed in ("major.atom", "major.rss"):
        assert "We now mark an export" in _words(_entries(site.parent / "public", feed)[2]), feed


def test_the_feeds_of_the_whole_site_name_the_hub_and_no_other(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write("feeds:\n  hub: https://hub.tern.example/\n")
    public = _build(site)

    files = {
        file.relative_to(public).as_posix(): file for kind in ("atom", "rss") for file in public.rglob(f"*.{kind}")
    }
    hubs = {
        name: [link.href for link in feedparser.parse(file.read_bytes()).feed.links if link.rel == "hub"]
        for name, file in files.items()
    }
    assert {name: found for name, found in hubs.items() if found} == {
        feed: ["https://hub.tern.example"] for feed in FEEDS
    }
    assert len(hubs) > len(FEEDS)


def test_a_link_within_the_site_leads_there_from_a_feed_reader_too(site: Path) -> None:
    file = site / QUOTED / "03-resolved.md"
    words = (
        '\n[How](../2026-03-11-no-time/?a=1&b=2#02-resolved), `<a href="x">`, [elsewhere](https://tern.example/x).\n'
    )
    file.write_text(file.read_text() + words)

    public = _build(site)

    whole = "https://status.tern.example/incidents/2026-03-11-no-time/?a=1&amp;b=2#02-resolved"
    for feed in ("history.atom", "updates.rss"):
        told = "".join(map(_words, _entries(public, feed)))
        assert f'<a href="{whole}" rel="noopener">How</a>' in told, feed
        assert '&lt;a href="x"&gt;' in told, feed
        assert '<a href="https://tern.example/x" rel="noopener">' in told, feed


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_one_component_can_be_followed_alone(public: Path, kind: str) -> None:
    found = {
        name: [entry.id.partition(":update/")[2] for entry in _entries(public, f"components/{name}/feed.{kind}")]
        for name in ("sign-in", "exports")
    }

    assert found == {
        "sign-in": ["2026-03-11-no-time/02-resolved", "2026-03-11-no-time/01-investigating"],
        "exports": [
            "2026-03-10-quoted/03-resolved",
            "2026-03-10-quoted/02-identified",
            "2026-03-10-quoted/01-investigating",
            "2030-05-01-far-ahead/01-scheduled",
        ],
    }


def test_every_page_announces_the_feeds_that_have_each_update_and_none_offers_the_history(public: Path) -> None:
    for page in public.rglob("*.html"):
        text = page.read_text()
        head = text.split("<style>")[0]
        offered = {*FEEDS, "updates.json"} - {"history.atom", "history.rss"}
        assert {name for name in [*FEEDS, "updates.json"] if f'{name}">' in head} == offered, page
        assert "history.atom" not in text, page
        assert "history.rss" not in text, page


@pytest.mark.parametrize("feed", ["history.atom", "history.rss"])
def test_the_history_says_what_it_is_for(public: Path, feed: str) -> None:
    title = feedparser.parse((public / feed).read_bytes()).feed.title

    assert title == "Tern status: history, for archives and dashboards"


def test_a_page_of_its_own_feeds_announces_them_before_those_of_the_site(public: Path) -> None:
    head = (public / "components/sign-in/index.html").read_text().split("<style>")[0]

    links = re.findall(r'<link rel="alternate" type="application/(.*?)" title="(.*?)" href="(.*?)">', head)
    assert links[:4] == [
        ("atom+xml", "Sign-in (Atom)", "feed.atom"),
        ("rss+xml", "Sign-in (RSS)", "feed.rss"),
        ("feed+json", "Sign-in (JSON)", "feed.json"),
        ("atom+xml", "Every update (Atom)", "../../updates.atom"),
    ]


def test_characters_that_xml_cannot_hold_do_not_break_a_feed(site: Path) -> None:
    file = site / QUOTED / "03-resolved.md"
    file.write_text(file.read_text() + "\nA bell \x07 and an escape \x1b here.\n")

    content = _entries(_build(site), "updates.atom")[2].content[0].value

    assert "A bell \ufffd and an escape \ufffd here." in content


def test_of_a_very_long_update_a_feed_has_the_beginning_and_the_way_to_all_of_it(site: Path) -> None:
    file = site / QUOTED / "03-resolved.md"
    file.write_text(file.read_text() + "\nAll is well.\n\n" + "|a|b|\n|-|-|\n" + "|c|d|\n" * 2000)

    public = _build(site, "stories")

    address = "https://status.tern.example/incidents/2026-03-10-quoted/#03-resolved"
    for feed in ("history.atom", "updates.rss", "components/exports/feed.atom"):
        told = next(words for words in map(_words, _entries(public, feed)) if "All is well" in words)
        assert len(told) < 4000, feed
        assert f'<a href="{address}">Read the full update</a>' in told, feed
    assert _page(public, "incidents/2026-03-10-quoted/index.html").count("<tr>") > 2000

"""A picture beside an update is published where a public text shows it, and nowhere else; what is wrong is told."""

import json
import re
import shutil
import struct
import zlib
from pathlib import Path

import feedparser
import pytest

from night import ALL, in_ci, some
from writing_site import Attempt, attempt, files, new_site

NOW = "2026-03-14T12:00:00Z"
INCIDENT = "2026-03-14-slow-search"
FOLDER = f"content/incidents/{INCIDENT}"
PAGE = f"incidents/{INCIDENT}/index.html"
SITE_URL = "https://status.tern.example"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(*told: bytes) -> bytes:
    """A grey picture of 3 × 2."""
    rows = zlib.compress(b"\0\x10\x20\x30" * 2)
    head = struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0)
    said = (_chunk(b"tEXt", b"Author\0" + words) for words in told)
    return b"\x89PNG\r\n\x1a\n" + b"".join((_chunk(b"IHDR", head), *said, _chunk(b"IDAT", rows), _chunk(b"IEND", b"")))


def _update(stage: str, at: str, words: str, *keys: str, folder: str = FOLDER) -> tuple[str, str]:
    number = {"investigating": 1, "resolved": 2, "postmortem": 3, "identified": 4}[stage]
    first = ("title: Search is slow", "severity: minor", "components: {search: degraded_performance}")
    lines = (f"stage: {stage}", f"at: 2026-03-14T{at}:00Z", *(first if stage == "investigating" else ()), *keys)
    return f"{folder}/{number:02}-{stage}.md", "\n".join(("---", *lines, "---", words, ""))


def _site(folder: Path, *updates: tuple[str, str], pictures: tuple[str, ...] = ("load.png",)) -> Path:
    site = new_site(folder)
    for path, text in updates:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    for name in pictures:
        (site / FOLDER / name).write_bytes(_png(b"Kittiwake"))
    return site


def _built(site: Path) -> dict[str, bytes]:
    built = attempt(site, NOW, "build")
    assert built.code == 0, built.err
    return files(site / "public")


def _told(site: Path, code: str) -> list[tuple[str, str, str]]:
    found = json.loads(attempt(site, NOW, "check", "--format", "json").out)["problems"]
    return [(f"{one['path']}:{one['line']}", one["sentence"], one["fix"]) for one in found if one["code"] == code]


WITH_PICTURE = _update(
    "investigating", "09:00", "Search is slow.\n\n![Load doubled at 08:50](load.png)", "next_update: 3h"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    report = "## What happened\n\nSee ![the load](load.png), [our words](#revisions), [the start](./#01-investigating)."
    updates = (
        _update(
            "investigating",
            "09:00",
            "Search is slow.\n\n![Load doubled at 08:50](load.png)",
            "audiences:",
            "  developers: |",
            "    ![Load of the API](./load.png) is [here](load.png)",
        ),
        _update("resolved", "10:00", "Search is fast again."),
        _update("postmortem", "11:00", report, "version: final"),
    )
    return _built(_site(tmp_path_factory.mktemp("pictures") / "site", *updates))


def test_it_is_published_below_its_incident_without_what_it_says(published: dict[str, bytes]) -> None:
    assert published[f"incidents/{INCIDENT}/load.png"] == _png()
    assert b"Kittiwake" not in b"".join(published.values())


def test_it_is_no_address_that_the_site_has_to_keep(published: dict[str, bytes]) -> None:
    """A picture that shows too much can be taken back: no redirect could stand in for it."""
    assert "load.png" not in published["manifest.json"].decode()
    assert "load.png" not in published["sitemap.xml"].decode()


def test_its_page_keeps_room_for_it_and_loads_it_late(published: dict[str, bytes]) -> None:
    shown = '<img alt="Load doubled at 08:50" src="load.png" width="3" height="2" loading="lazy">'

    assert shown in published[PAGE].decode()


def test_every_other_page_shows_the_same_file(published: dict[str, bytes]) -> None:
    report = published[f"incidents/{INCIDENT}/postmortem/index.html"].decode()
    audience = published["audiences/developers/index.html"].decode()

    assert '<img alt="the load" src="../load.png" width="3" height="2" loading="lazy">' in report
    assert '<a href="#revisions" rel="noopener">our words</a>' in report
    assert '<a href="../#01-investigating" rel="noopener">the start</a>' in report
    assert f'src="../../incidents/{INCIDENT}/load.png"' in audience
    assert f'<a href="../../incidents/{INCIDENT}/load.png" rel="noopener">here</a>' in audience


def test_feeds_and_the_api_give_its_whole_address(published: dict[str, bytes]) -> None:
    address = f"{SITE_URL}/incidents/{INCIDENT}/load.png"
    entries = feedparser.parse(published["updates.atom"]).entries
    (entry,) = [entry for entry in entries if entry.link.endswith("#01-investigating")]
    items = json.loads(published["updates.json"])["items"]
    (incident,) = json.loads(published["api/v2/incidents.json"])["incidents"]

    assert f'src="{address}"' in entry.content[0].value
    assert f"Load doubled at 08:50 ({address})" in items[-1]["content_text"]
    body = incident["incident_updates"][-1]["body"]
    assert body.startswith(f"Search is slow.\n\nLoad doubled at 08:50 ({address})\n\nStatus: ")
    report = next(item for item in items if item["url"].endswith("#03-postmortem"))
    assert f'href="{SITE_URL}/incidents/{INCIDENT}/postmortem/#revisions"' in report["content_html"]


@pytest.mark.parametrize(
    "keys",
    some(
        [
            pytest.param(("draft: true",), id="draft"),
            pytest.param(("kind: security", "embargoed_until: 2026-04-01T00:00:00Z"), id="embargo"),
            pytest.param((), id="internal"),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_it_stays_inside_while_no_public_text_shows_it(tmp_path: Path, keys: tuple[str, ...]) -> None:
    words = (
        "Search is slow.\n\n![Load](load.png)" if keys else "Search is slow.\n\n::: internal\n![Load](load.png)\n:::"
    )
    site = _site(tmp_path / "site", _update("investigating", "09:00", words, *keys))

    assert [name for name in _built(site) if name.endswith(".png")] == []


def test_it_is_not_published_before_the_update_that_shows_it(tmp_path: Path) -> None:
    site = _site(
        tmp_path / "site",
        _update("investigating", "09:00", "Search is slow."),
        _update("resolved", "10:00", "![Load fell](load.png)"),
    )
    assert attempt(site, "2026-03-14T09:30:00Z", "build").code == 0

    assert not (site / "public" / "incidents" / INCIDENT / "load.png").exists()


@in_ci
def test_one_that_a_text_no_longer_shows_is_removed(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", WITH_PICTURE)
    _built(site)
    path, text = _update("investigating", "09:00", "Search is slow.")
    (site / path).write_text(text)

    assert f"incidents/{INCIDENT}/load.png" not in _built(site)


def test_the_picture_of_a_drill_is_never_published(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", WITH_PICTURE)
    shutil.move(site / "content" / "incidents", site / "content" / "drills")

    assert [name for name in _built(site) if name.endswith(".png")] == []


def test_of_a_missing_picture_readers_get_the_words_and_check_names_it(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", WITH_PICTURE, pictures=())
    page = _built(site)[PAGE].decode()

    assert "<img" not in page.partition('<div class="words">')[2].partition("</div>")[0]
    assert '<p dir="auto">Load doubled at 08:50</p>' in page
    place = f"{WITH_PICTURE[0]}:11"
    assert _told(site, "C019") == [
        (place, "no picture 'load.png' that can be published lies beside this file", f"put the file into {FOLDER}")
    ]


def test_a_near_miss_is_suggested(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", WITH_PICTURE, pictures=("loads.png",))

    assert [fix for _, _, fix in _told(site, "C019")] == ["did you mean 'loads.png'?"]


def test_words_are_asked_for_and_a_picture_that_nobody_shows_is_told(tmp_path: Path) -> None:
    site = _site(
        tmp_path / "site", _update("investigating", "09:00", "![](load.png)"), pictures=("load.png", "other.png")
    )

    assert _told(site, "I001") == [
        (
            f"{FOLDER}/01-investigating.md:8",
            "the picture 'load.png' has no words for those who cannot see it",
            "write between the brackets what it shows, as ![Load times fell at 10:20 UTC](load.png)",
        )
    ]
    assert _told(site, "I003") == [
        (
            f"{FOLDER}/other.png:1",
            "no text refers to 'other.png', so it is not published",
            "write ![what it shows](other.png) where it belongs, or delete it",
        )
    ]


FOREIGN = "Pages are slow.\n\n![Load times](https://cdn.kestrel.example/graph.png)"


def test_a_picture_of_another_host_is_an_error_and_a_link_in_its_place(tmp_path: Path) -> None:
    first, later = _update("investigating", "09:00", "Slow."), _update("resolved", "10:00", FOREIGN)
    site = _site(tmp_path / "site", first, later, pictures=())

    assert attempt(site, NOW, "check").code == 1
    assert _told(site, "I002") == [
        (
            f"{FOLDER}/02-resolved.md:7",
            "the picture 'https://cdn.kestrel.example/graph.png' is on another host, so readers see a link in its "
            "place",
            "put the picture beside the update and write ![what it shows](name.png)",
        )
    ]
    tree = _built(site)
    link = '<a href="https://cdn.kestrel.example/graph.png" rel="noopener">Load times</a>'
    assert link in tree[PAGE].decode()
    assert not re.search(rb"<img[^>]*cdn\.kestrel", b"".join(tree.values()))
    assert b"&lt;img" not in tree["updates.atom"]


@in_ci
def test_a_first_notice_is_not_held_up_by_it(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", _update("investigating", "09:00", FOREIGN, "next_update: 4h"), pictures=())

    assert _told(site, "I002") != []
    assert attempt(site, NOW, "build").code == 0


@in_ci
def test_an_imported_incident_keeps_its_pictures_as_links_and_is_not_judged(tmp_path: Path) -> None:
    imported = ("imported_from: {source: statuspage, id: abc, url: 'https://old.example/abc'}",)
    words = f"{FOREIGN}\n\n![Gone](load.png) and [nothing](../2020-01-01-gone/)"
    site = _site(tmp_path / "site", _update("resolved", "10:00", words), pictures=())
    path, text = _update("investigating", "09:00", words, *imported)
    (site / path).write_text(text)
    resolved = site / FOLDER / "02-resolved.md"
    resolved.write_text(resolved.read_text().replace("---\n", f"---\n{imported[0]}\n", 1))

    checked = attempt(site, NOW, "check")

    assert (checked.code, _told(site, "I002"), _told(site, "C019")) == (0, [], [])
    assert "cdn.kestrel.example/graph.png" in _built(site)[PAGE].decode()


def test_an_unusable_file_stops_the_proposed_change_and_no_publication(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", WITH_PICTURE)
    (site / FOLDER / "load.png").write_bytes(b"GIF89a")

    checked: Attempt = attempt(site, NOW, "check")

    assert checked.code == 1
    assert _told(site, "I004")[0][1] == "'load.png' is no whole PNG file"
    assert f"incidents/{INCIDENT}/load.png" not in _built(site)


@pytest.mark.parametrize(
    ("name", "sentence", "fix"),
    [
        ("load.svg", "'load.svg' is an SVG, which can carry a script", "save the picture as PNG"),
        ("load.webp", "'load.webp' is a picture of a kind that is not published", "save it as PNG or JPEG"),
        (
            "Screen Shot.png",
            "'Screen Shot.png' is not the name of a picture",
            "name pictures load-times.png, in small letters",
        ),
    ],
)
def test_other_pictures_are_out_of_place(tmp_path: Path, name: str, sentence: str, fix: str) -> None:
    site = _site(tmp_path / "site", _update("investigating", "09:00", "Slow."), pictures=(name,))

    assert _told(site, "D012") == [(f"{FOLDER}/{name}:1", sentence, fix)]
    assert attempt(site, NOW, "build").code == 1


def test_a_link_out_of_the_site_is_refused(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", WITH_PICTURE, pictures=())
    (tmp_path / "secret.png").write_bytes(_png())
    (site / FOLDER / "load.png").symlink_to(tmp_path / "secret.png")

    assert [place for place, *_ in _told(site, "D014")] == [f"{FOLDER}/load.png:1"]

"""What feed readers know of an old page by its feed, they know of the imported one by the same ids."""

import re
import subprocess
from pathlib import Path

import pytest

import in_process

DATA = Path(__file__).parent / "data"
NOW = "2026-03-14T10:05:00Z"
SITE_YAML = "site:\n  name: Tern status\n  url: https://status.tern.example\n"
KNOWN = "tag:status.tern.example,2005:Incident/31233568"
FEED = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:status.tern.example,2005:/history</id>
  <link rel="self" type="application/atom+xml" href="https://tern.hosted.example/history.atom"/>
  <entry>
    <id>{KNOWN}</id>
    <link rel="alternate" type="text/html" href="https://tern.hosted.example/incidents/bcdfghjklm01"/>
    <title>Uploads fail</title>
  </entry>
  <entry>
    <id>tag:status.tern.example,2005:Incident/7</id>
    <link rel="alternate" type="text/html" href="https://tern.hosted.example/incidents/nowhere"/>
  </entry>
</feed>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site.yaml that has no components yet."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "site.yaml").write_text(SITE_YAML)
    return tmp_path / "site"


def _feed(site: Path, text: str = FEED) -> str:
    file = site.parent / "history.atom"
    file.write_text(text)
    return str(file)


def _run(site: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return in_process.run(*words, "--site", str(site))


def _import(site: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return _run(site, "import", "statuspage", str(DATA), *more)


def _built(site: Path, name: str) -> str:
    assert _run(site, "build", "--now", NOW).returncode == 0
    return (site / "public" / name).read_text()


def test_an_entry_keeps_its_id_in_atom_and_its_address_in_rss(site: Path) -> None:
    imported = _import(site, "--feed", _feed(site))

    assert imported.returncode == 0, imported.stderr
    assert f"note: 1 of the 2 entries of {_feed(site)} are imported and keep their ids\n" in imported.stderr
    ids = re.findall("<id>(.*?)</id>", _built(site, "history.atom"))
    guids = re.findall("<guid.*?>(.*?)</guid>", _built(site, "history.rss"))
    old = "https://status.tern.example/incidents/bcdfghjklm01"
    assert ids.count(KNOWN) == 1
    assert old in guids
    assert old not in ids
    assert KNOWN not in guids


def test_what_the_old_feed_did_not_hold_is_in_the_history_only_without_the_feed(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "site.yaml").write_text(SITE_YAML)
    _import(site, "--feed", _feed(site))
    _import(other)

    guids, plain = (re.findall("<guid.*?>(.*?)</guid>", _built(folder, "history.rss")) for folder in (site, other))

    old = "https://status.tern.example/incidents/bcdfghjklm0"
    assert guids == [f"{old}1"]
    assert plain == [f"{old}2", f"{old}1", f"{old}3"]


def test_an_import_without_the_feed_says_whom_it_would_disturb_as_long_as_it_writes(site: Path) -> None:
    said = (
        "note: who follows the old page's history.atom would be shown old incidents as new; to prevent it, save that "
        "feed, delete the imported folders and import again with --feed\n"
    )

    assert said in _import(site, "--dry-run").stderr
    assert said not in _import(site, "--dry-run", "--feed", _feed(site)).stderr
    assert said in _import(site).stderr
    assert said not in _import(site).stderr


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True), (True, True)])
def test_a_second_import_writes_nothing_anew_with_or_without_the_feed(site: Path, first: bool, second: bool) -> None:
    given = ("--feed", _feed(site))
    _import(site, *(given if first else ()))
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}

    again = _import(site, *(given if second else ()))

    assert again.returncode == 0, again.stderr
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not XML (no element found: line 1, column 0)"),
        ("<feed>", "is not XML (no element found: line 1, column 6)"),
        ('<!DOCTYPE feed [<!ENTITY a "b">]><feed/>', "is not XML (it declares entities)"),
        ("<rss><channel/></rss>", "is no Atom feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', ""),
    ],
)
def test_what_is_no_feed_of_this_page_is_said(site: Path, text: str, said: str) -> None:
    feed = _feed(site, text)

    refused = _import(site, "--feed", feed)

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"error: {feed} {said}\n" if said else f"error: no entry of {feed} is of an incident that is imported\n"
    )
    assert not (site / "content").exists()


def test_a_feed_that_is_not_there_is_said(site: Path) -> None:
    refused = _import(site, "--feed", str(site / "none.atom"))

    assert refused.stderr.startswith(f"error: {site / 'none.atom'} cannot be read (No such file or directory)\n")


def test_the_feed_of_a_real_page_is_read(site: Path, real_data: Path, tmp_path: Path) -> None:
    source = real_data / "statuspage-v2"
    text = (source / "github-2026-history.atom").read_text(encoding="utf-8")
    code, known = "69sb0f8lydp4", "tag:www.githubstatus.com,2005:Incident/31233568"
    feed = _feed(site, text.replace("/incidents/bhbcjn4n3jzp", f"/incidents/{code}", 1))

    imported = _run(site, "import", "statuspage", str(source / "github-2024-incidents.json"), "--feed", feed)

    assert imported.returncode == 0, imported.stderr
    (file,) = (path for path in (site / "content").rglob("*.md") if known in path.read_text())
    assert f"url: https://www.githubstatus.com/incidents/{code}\n" in file.read_text()

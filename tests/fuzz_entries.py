"""Where what others wrote comes in: each entry takes any bytes and may refuse them, but never fail.

An AssertionError or any other exception is a finding. Bytes that were one lie in `fuzz/corpus/ENTRY/`.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from rule_examples import CONTACTS, SITE
from statusladder.content.reader import read_library
from statusladder.content.receive import Reception, plan_reception, write_reception
from statusladder.history.manifest import ManifestError, read_manifest
from statusladder.importers.datocms import read_datocms
from statusladder.importers.feed_ids import with_feed_ids
from statusladder.importers.feedback import read_feedback
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.interface import SourceError
from statusladder.importers.statuspage import read_statuspage
from statusladder.markup.html import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, SAFE_SCHEMES, to_html
from statusladder.markup.links import find_unsafe_links
from statusladder.markup.prose import first_sentence_of, to_prose
from statusladder.model.imported import Imported, ImportedFolder, ImportedUpdate, PlainValue
from statusladder.model.problem import Gate, Problem
from statusladder.model.settings import HIGHEST
from statusladder.publish.judgement import Judged, judge_site
from statusladder.publish.live import judge_live

NOW = datetime(2026, 12, 1, tzinfo=UTC)

_SITE = f"{SITE}{CONTACTS}audiences:\n  - id: developers\n    name: Developers\n"
_SMALL_SITE = """\
site: {name: Tern, url: "https://status.tern.example"}
components:
  - {id: sign-in, name: Sign-in}
"""
_FOLDER = "2026-03-14-sign-in-fails"
_INCIDENT = f"content/incidents/{_FOLDER}/01-investigating.md"
_FILES = (
    _INCIDENT,
    "content/maintenance/2026-04-02-upgrade/01-scheduled.md",
    "content/pages/a.md",
    "content/playbooks/a.md",
)
_FIRST = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails
severity: major
components: {sign-in: partial_outage}
next_update: 30m
---
Sign-in fails for some.
"""
_OLD: dict[str, PlainValue] = {"id": "i", "url": "https://a.example/incidents/i"}
_KNOWN = Imported(
    (
        ImportedFolder(
            "incidents",
            "2026-03-14-slow",
            "i",
            (
                ImportedUpdate(
                    "u",
                    "investigating",
                    {
                        "stage": "investigating",
                        "at": "2026-03-14T09:01:00Z",
                        "title": "Slow",
                        "severity": "minor",
                        "components": {"exports": "affected"},
                        "imported_from": _OLD,
                    },
                    "Slow.",
                ),
            ),
        ),
    ),
    (),
    (),
    (),
)
"""An import of a page, to which a feed of it may add ids."""


class _Inspector(HTMLParser):
    """Reads a fragment as a browser would begin to, and refuses what must not be in one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED_TAGS, tag
        for name, value in attrs:
            assert name in ALLOWED_ATTRIBUTES.get(tag, set()) | {"title", "rel"}, name
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)
            assert name not in ("href", "src") or scheme is None or scheme[1].lower() in SAFE_SCHEMES, value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def _markup(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    fragment = to_html(text)
    inspector = _Inspector(convert_charrefs=True)
    inspector.feed(fragment)
    inspector.close()
    assert len(fragment) <= HIGHEST.most_html(text)
    to_prose(text)
    first_sentence_of(text)
    find_unsafe_links(text, "a.md", 1)


@cache
def _bench(entry: str) -> Path:
    """A folder that the inputs of an entry share: making and removing one costs more than reading what lies in it.

    It lies in memory where the system has such a place.
    """
    bench = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    atexit.register(shutil.rmtree, bench, ignore_errors=True)
    return bench


@cache
def _site(entry: str, settings: str, *paths: str) -> Path:
    """A small site in which all of these files hold an incident's first update."""
    root = _bench(entry) / "site"
    for path in ("site.yaml", *paths):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(_FIRST if path in paths else settings, encoding="utf-8")
    return root


def _reader(data: bytes) -> None:
    """The bytes as the kinds of file that people write, of those that they may be meant as."""
    root = _site("reader", _SITE, *_FILES)
    meant = _FILES[2:] if b"stage" not in data else _FILES[1:2] if b"scheduled" in data else _FILES[:1]
    for path in _FILES:
        (root / path).unlink(missing_ok=True)
    for path in meant:
        (root / path).write_bytes(data)
    judged = judge_site(root, NOW, Gate.CHECK)
    assert judged.library is not None
    assert judged.library.incidents or judged.library.maintenances or judged.library.pages or judged.problems


def _settings(data: bytes) -> None:
    root = _site("settings", _SITE, _INCIDENT)
    (root / "site.yaml").write_bytes(data)
    judged = judge_site(root, NOW, Gate.CHECK)
    assert judged.library is not None or judged.problems


def _received(read: Callable[[Path], Imported], source: Path, root: Path, present: frozenset[str]) -> None:
    """What an import would write is written, all of it, and can be read again; else nothing is written.

    `present` are the files of the site, which afterwards is as it was.
    """
    try:
        imported = read(source)
    except SourceError:
        return
    reception = plan_reception(root, imported)
    if reception.problems:
        assert _files(root) == present
        return
    write_reception(root, reception)
    written = _files(root)
    try:
        assert written == {*present, *reception.files, *reception.feedback.files, *_grown(reception)}
        assert [problem for problem in read_library(root).problems if _is_misread(problem)] == []
    finally:
        for path in written - present:
            (root / path).unlink()
            with suppress(OSError):
                (root / path).parent.rmdir()
        (root / "site.yaml").write_text(_SMALL_SITE, encoding="utf-8")


def _grown(reception: Reception) -> Iterator[str]:
    if reception.redirects_text is not None:
        yield "content/redirects.yaml"


def _is_misread(problem: Problem) -> bool:
    """Whether our own reader refuses what our import wrote."""
    return problem.code.startswith("D")


def _files(root: Path) -> frozenset[str]:
    return frozenset(
        f"{folder}/{name}".removeprefix(f"{root}/") for folder, _, names in os.walk(root) for name in names
    )


def _importers(data: bytes) -> None:
    root, bench = _site("importers", _SMALL_SITE), _bench("importers")
    for name, read in _SOURCES.items():
        (bench / name).parent.mkdir(parents=True, exist_ok=True)
        (bench / name).write_bytes(data)
        _received(read, bench / name, root, frozenset({"site.yaml"}))


def _datocms(file: Path) -> Imported:
    """The file as an incident and as a maintenance of one page."""
    folder = file.parent.parent
    (folder / "maintenances").mkdir(exist_ok=True)
    (folder / "maintenances" / file.name).write_bytes(file.read_bytes())
    return read_datocms(folder)


def _with_feed(file: Path) -> Imported:
    return with_feed_ids(_KNOWN, file)


def _with_columns(file: Path) -> Imported:
    return read_feedback(file, {})


_SOURCES: dict[str, Callable[[Path], Imported]] = {
    "answer.json": read_statuspage,
    "history.jsonl": read_github_jsonl,
    "datocms/incidents/2026-03-14-a.json": _datocms,
    "history.atom": _with_feed,
}


def _feedback(data: bytes) -> None:
    root = _site("feedback", _SMALL_SITE, _INCIDENT)
    for ending in ("csv", "json", "yaml"):
        source = _bench("feedback") / f"answers.{ending}"
        source.write_bytes(data)
        _received(_with_columns, source, root, frozenset({"site.yaml", _INCIDENT}))


@cache
def _judged(root: Path) -> Judged:
    """A site that is as it was published, and whose pages are not made."""
    return Judged(read_library(root).library, (), made=())


def _manifest(data: bytes) -> None:
    root, file = _site("manifest", _SMALL_SITE, _INCIDENT), _bench("manifest") / "manifest.json"
    file.write_bytes(data)
    try:
        manifest = read_manifest(str(file))
    except ManifestError:
        return
    judge_live(root, _judged(root), manifest, NOW)


ENTRIES: dict[str, Callable[[bytes], None]] = {
    "reader": _reader,
    "settings": _settings,
    "markup": _markup,
    "importers": _importers,
    "feedback": _feedback,
    "manifest": _manifest,
}

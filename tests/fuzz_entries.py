"""Where what others wrote comes in: each entry takes any bytes and may refuse them, but never fail.

An AssertionError or any other exception is a finding. Bytes that were one lie in `fuzz/corpus/ENTRY/`.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import strategies as st

from hostile_texts import OVER_AND_OVER
from rule_examples import CONTACTS, SITE
from statusladder.content.reader import read_library
from statusladder.content.receive import plan_reception, write_reception
from statusladder.history.manifest import ManifestError, read_manifest
from statusladder.importers.datocms import read_datocms
from statusladder.importers.feedback import read_feedback
from statusladder.importers.github_jsonl import read_github_jsonl
from statusladder.importers.interface import SourceError
from statusladder.importers.statuspage import read_statuspage
from statusladder.markup.blocks import most_html
from statusladder.markup.html import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, SAFE_SCHEMES, to_html
from statusladder.markup.links import find_unsafe_links
from statusladder.markup.prose import first_sentence, to_prose
from statusladder.model.imported import Imported
from statusladder.model.problem import Gate
from statusladder.publish.judgement import judge_site

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
NOW = datetime(2026, 12, 1, tzinfo=UTC)

_INCIDENT = b"""---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails
severity: major
components:
  sign-in: partial_outage
known:
  - nothing is lost
impact: {symptom: slow, share: 1-2%, basis: measured}
eta: {from: 2026-03-14T10:15:00Z, to: 2026-03-14T11:00:00Z, confidence: low, basis: x}
audiences: {developers: Try *again*}
workarounds: none
next_update: 30m
---
Sign-in fails, see [more](https://a.example).

::: internal
A note.
:::
"""
_STATUSPAGE = b"""{"page": {"id": "a", "name": "A", "url": "https://a.example"},
"components": [{"id": "c", "name": "C", "status": "operational", "group": false, "group_id": null}],
"incidents": [{"id": "i", "name": "Slow", "impact": "minor", "status": "resolved", "created_at": "2026-03-14T09:01:00Z",
"resolved_at": "2026-03-14T10:01:00Z", "components": [{"id": "c", "name": "C"}], "incident_updates": [{"id": "u",
"status": "resolved", "body": "<b>Good</b> again", "display_at": "2026-03-14T10:01:00Z", "affected_components":
[{"code": "c", "name": "C", "old_status": "operational", "new_status": "major_outage"}]}]}],
"scheduled_maintenances": []}"""
_DATOCMS = b"""{"name": "Slow", "impact": "minor", "minutes": 30, "scheduledTime": "2026-03-14T09:01:00Z", "components":
["C"], "content": "Words", "updates": [{"date": "2026-03-14T09:01:00Z", "status": "resolved", "content": "Good"}]}"""
_JSONL = (
    b'{"id": "i", "title": "Slow", "impact": "minor", "url": "https://a.example/incidents/i", "components": ["C"],'
    b' "updates": [{"at": "2026-03-14T09:01:00Z", "status": "Resolved", "message": "Good again"}]}\n'
)
_ANSWERS = b"""at,incident,update,name,clarity,text,id
2026-03-14 09:30:00Z,2026-03-14-sign-in-fails,01-investigating,Ann Lee,4,"Thank you, Ann Lee a@b.example",17
2026-03-14 09:31,2026-03-14-sign-in-fails,,,2,,
"""
_MANIFEST = b"""{"generator": "statusladder 1", "authority": "a.example", "now": "2026-03-14T09:01:00Z",
"updated_at": null, "policy_version": null, "next_change_at": "2026-03-15T00:00:00Z", "digests": 1, "addresses": ["/"],
"updates": {"/incidents/a/": {"01-a": {"facts": "00", "said": {"title": "00"}, "corrections": []}}}}"""

_WORDS = (
    *(b"---\n", b"\n", b": ", b"- ", b"  ", b'"', b"'", b"{", b"}", b"[", b"]", b",", b"\\x01", b"\\u2028", b"\\ud800"),
    *(
        b"null",
        b"true",
        b"-1",
        b"1e999",
        b"9" * 400,
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\r",
        b"\x85",
    ),
    *(
        b"2026-03-14T09:01:00Z",
        b"0000-00-00",
        b"9999-12-31T23:59:59-23:59",
        b"&a ",
        b"*a",
        b"!!x ",
        b"<<: ",
        b"../",
        b"/",
    ),
    *(
        b"javascript:a",
        b"data:a",
        b"<script>",
        b"&#106;",
        b"onload=x",
        b"https://",
        b"//a",
        b"|",
        b">-",
        b"%",
        b"${",
        b"{{",
    ),
    *(
        b"stage: ",
        b"resolved",
        b"postmortem",
        b"internal",
        b"draft: true",
        b"qa: ",
        b"lint_ignore: ",
        b"translations: ",
    ),
    *(piece.encode("utf-8", "surrogatepass") for piece in OVER_AND_OVER),
)


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
    assert len(fragment) <= most_html(text)
    to_prose(text)
    first_sentence(text)
    find_unsafe_links(text, "a.md", 1)


def _site(folder: str) -> Path:
    root = Path(folder)
    audiences = "audiences:\n  - id: developers\n    name: Developers\n"
    (root / "site.yaml").write_text(SITE + CONTACTS + audiences, encoding="utf-8")
    return root


def _reader(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = _site(folder)
        file = root / "content" / "incidents" / "2026-03-14-sign-in-fails" / "01-investigating.md"
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        judged = judge_site(root, NOW, Gate.CHECK)
        assert judged.library is not None
        assert judged.problems or judged.library.incidents


def _received(read: Callable[[Path], Imported], source: Path, root: Path) -> None:
    """What an import would write can be read again, whole; else nothing is written."""
    try:
        imported = read(source)
    except SourceError:
        return
    reception = plan_reception(root, imported)
    if reception.problems:
        return
    write_reception(root, reception)
    assert [str(one.place) for one in read_library(root).problems if one.code.startswith("D")] == []


def _importers(data: bytes) -> None:
    for read, name in (
        (read_statuspage, "answer.json"),
        (read_github_jsonl, "history.jsonl"),
        (read_datocms, "incidents/2026-03-14-a.json"),
        (read_datocms, "maintenances/2026-03-14-a.json"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "source", name)
            source.parent.mkdir(parents=True)
            source.write_bytes(data)
            root = Path(folder, "site")
            root.mkdir()
            _received(read, Path(folder, "source") if read is read_datocms else source, _site(str(root)))


def _feedback(data: bytes) -> None:
    for ending in ("csv", "json", "yaml"):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, f"answers.{ending}")
            source.write_bytes(data)
            _received(lambda file: read_feedback(file, {}), source, _site(folder))


def _manifest(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "manifest.json")
        file.write_bytes(data)
        try:
            read_manifest(str(file))
        except ManifestError:
            return


ENTRIES: dict[str, Callable[[bytes], None]] = {
    "reader": _reader,
    "markup": _markup,
    "importers": _importers,
    "feedback": _feedback,
    "manifest": _manifest,
}

_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "reader": (_INCIDENT, b"---\n"),
    "markup": (b"", b"# A\n\n- b\n  - c\n\n|a|b|\n|-|-|\n|c|d|\n\n[e]: https://f.example\n"),
    "importers": (_STATUSPAGE, _DATOCMS, _JSONL),
    "feedback": (_ANSWERS, b'[{"at": "2026-03-14 09:30:00Z", "incident": "2026-03-14-a", "text": "Good"}]'),
    "manifest": (_MANIFEST,),
}


def inputs(entry: str) -> st.SearchStrategy[bytes]:
    """Bytes that begin well and are spoilt in some places: a piece put in, taken out or written over and over."""
    piece = st.sampled_from(_WORDS) | st.binary(max_size=8)
    change = st.tuples(st.integers(0, 1500), st.integers(0, 40), piece, st.sampled_from((1, 1, 1, 2, 30)))
    return st.builds(_spoilt, st.sampled_from(_BEGINNINGS[entry]), st.lists(change, max_size=12))


def _spoilt(data: bytes, changes: list[tuple[int, int, bytes, int]]) -> bytes:
    for place, length, piece, times in changes:
        start = place % (len(data) + 1)
        data = data[:start] + piece * times + data[start + length :]
    return data


def corpus(entry: str) -> Iterator[Path]:
    folder = CORPUS / entry
    yield from sorted(folder.iterdir()) if folder.is_dir() else ()

"""Hostile inputs by number: a text that begins well, its values put in disorder, its bytes spoilt, now and then long.

A seeded generator draws them, which costs a tenth of a millisecond; what broke an entry is then made small.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from generated_markdown import documents
from hostile_texts import OVER_AND_OVER, repeated

CORPUS = Path(__file__).parent / "fuzz" / "corpus"

_INCIDENT = {
    "stage": "identified",
    "at": "2026-03-14T09:01:00Z",
    "title": "Sign-in fails",
    "severity": "major",
    "summary": "Sign-in fails for some",
    "components": {"sign-in": "partial_outage"},
    "known": ["nothing is lost"],
    "cause": "A disk is full",
    "impact": {"symptom": "slow", "share": "1-2%", "basis": "measured", "regions": ["EU"]},
    "eta": {"from": "2026-03-14T10:15:00Z", "to": "2026-03-14T11:00:00Z", "confidence": "low", "basis": "x"},
    "audiences": {"developers": "Try *again*"},
    "workarounds": [{"text": "Wait", "ends_when": "Soon"}],
    "qa": [{"q": "Why?", "a": "A disk"}],
    "contacts": [{"text": "Call us", "url": "https://help.tern.example/b"}],
    "corrections": [{"at": "2026-03-14T09:00:00Z", "field": "title", "was": "A", "now": "B", "why": "A slip"}],
    "imported_from": {"id": "a", "url": "https://a.example"},
    "internal": "A note",
    "next_update": "30m",
}
_MAINTENANCE = {
    "stage": "scheduled",
    "at": "2026-03-05T10:00:00Z",
    "title": "Database upgrade",
    "window": {"from": "2026-04-02T01:00:00Z", "to": "2026-04-02T02:30:00Z"},
    "expected": {"exports": "under_maintenance"},
}
_REPORT = {
    "stage": "postmortem",
    "at": "2026-03-15T10:20:00Z",
    "title": "Sign-in fails",
    "version": "final",
    "trigger": "A change",
    "timeline": [{"at": "2026-03-14T08:00:00Z", "what": "A restart"}],
    "contributing_factors": ["One", "Two"],
    "lessons": ["Copy more"],
    "action_items": [{"id": "AI-1", "title": "Copy", "owner": "ops", "due": "2026-04-01", "source": ["factor-1"]}],
}
_PAGE = {"title": "Help", "summary": "How to reach us"}
_PLAYBOOK = {
    "title": "The way to us is broken",
    "severity": "critical",
    "components": {"sign-in": "partial_outage"},
    "incident_title": "Sign-in cannot be reached {{where}}",
    "variables": [{"name": "where", "ask": "From where?", "default": "by some of you"}],
    "first_notice": "Since today, sign-in cannot be reached {{where}}.",
    "triggers": ["Probes fail"],
    "questions": ["From where does it fail?"],
}
_BODY = "Sign-in fails, see [more](https://a.example).\n\n::: internal\nA note.\n:::\n"
_SITE = {
    "site": {"name": "Tern status", "url": "https://status.tern.example", "support": "https://help.tern.example/"},
    "components": [
        {
            "id": "sign-in",
            "name": "Sign-in",
            "owner": "ops",
            "priority": 1,
            "since": "2025-01-01",
            "internal_names": ["db"],
        },
        {"id": "exports", "name": "Exports", "group": "Data", "workflows": ["Nightly"], "imported_from": "c"},
    ],
    "teams": [{"id": "ops", "name": "Operations", "codeowners": "@tern/ops"}],
    "audiences": [{"id": "developers", "name": "Developers", "public": True}],
    "contacts": [{"text": "Portal", "url": "https://help.tern.example/urgent"}],
    "redirects": [{"from": "/old", "to": "/history/"}],
    "ladder": {"changelog": [{"version": "1", "date": "2026-01-23", "what": "Rules"}], "policy_version": "1"},
    "feeds": {"authority": "tern.example"},
    "theme": "default",
}
_UPDATE_OF_STATUSPAGE = {
    "id": "u",
    "status": "resolved",
    "body": "<b>Good</b> again",
    "display_at": "2026-03-14T10:01:00Z",
    "affected_components": [{"code": "c", "name": "C", "old_status": "operational", "new_status": "major_outage"}],
}
_STATUSPAGE = {
    "page": {"id": "a", "name": "A", "url": "https://a.example"},
    "components": [
        {"id": "c", "name": "C", "status": "operational", "group": False, "group_id": "g"},
        {"id": "g", "name": "G", "status": "operational", "group": True, "group_id": None},
    ],
    "incidents": [
        {
            "id": "i",
            "name": "Slow",
            "impact": "minor",
            "status": "resolved",
            "created_at": "2026-03-14T09:01:00Z",
            "resolved_at": "2026-03-14T10:01:00Z",
            "components": [{"id": "c", "name": "C"}],
            "incident_updates": [
                _UPDATE_OF_STATUSPAGE,
                {**_UPDATE_OF_STATUSPAGE, "id": "v", "status": "investigating", "display_at": "2026-03-14T09:01:00Z"},
            ],
        }
    ],
    "scheduled_maintenances": [
        {
            "id": "m",
            "name": "Move",
            "impact": "maintenance",
            "status": "scheduled",
            "created_at": "2026-03-14T09:01:00Z",
            "scheduled_for": "2026-03-16T09:00:00Z",
            "scheduled_until": "2026-03-16T10:00:00Z",
            "components": [{"id": "c", "name": "C"}],
            "incident_updates": [{**_UPDATE_OF_STATUSPAGE, "id": "w", "status": "scheduled"}],
        }
    ],
}
_DATOCMS = {
    "name": "Slow",
    "impact": "minor",
    "minutes": 30,
    "scheduledTime": "2026-03-14T09:01:00Z",
    "components": ["C"],
    "content": "Words",
    "updates": [{"date": "2026-03-14T09:01:00Z", "status": "resolved", "content": "Good <i>now</i>"}],
}
_HISTORY = {
    "id": "i",
    "title": "Slow",
    "impact": "minor",
    "url": "https://a.example/incidents/i",
    "components": ["C"],
    "updates": [
        {"at": "2026-03-14T09:01:00Z", "status": "Resolved", "message": "Good again, next update in 30 minutes"}
    ],
}
_FEED = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a</id><entry><id>tag:b</id>'
    b'<link rel="alternate" href="https://a.example/incidents/i"/></entry></feed>'
)
_ANSWERS = [
    {
        "at": "2026-03-14 09:30:00Z",
        "incident": "2026-03-14-sign-in-fails",
        "update": "01-investigating",
        "name": "Ann Lee",
        "clarity": "4",
        "text": "Thank you, Ann Lee a@b.example +49 30 1234567",
        "id": "17",
    },
    {"at": "2026-03-14 09:31", "incident": "2026-03-14-sign-in-fails", "question": "tone", "answer": "2"},
]
_MANIFEST = {
    "generator": "statusladder 1",
    "authority": "a.example",
    "now": "2026-03-14T09:01:00Z",
    "updated_at": None,
    "policy_version": None,
    "next_change_at": "2026-03-15T00:00:00Z",
    "digests": 2,
    "addresses": ["/"],
    "shards": {},
    "updates": {
        "incidents/2026-03-14-sign-in-fails/": {
            "01-investigating": {"facts": "00", "said": {"title": "00"}, "corrections": ["00"]}
        }
    },
}

_SIGNS = (
    *(
        "---\n",
        "\n",
        ": ",
        "- ",
        "  ",
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\t",
        "%",
        "|",
        ">-",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
    ),
    *(
        "\\x01",
        "\\u2028",
        "\\ud800",
        "\x00",
        "\x7f",
        "\x85",
        "\r",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\ud800",
        "\U000e0041",
    ),
    *("null", "true", "-1", "1e999", "9" * 400, "2026-03-14T09:01:00Z", "0000-00-00", "9999-12-31T23:59:59-23:59"),
    *(
        "2026-02-30",
        "25:61",
        "30m",
        "9999999d",
        "1-2%",
        "../",
        "/",
        "//a",
        "\\\\a",
        "https://",
        "https://[",
        "http://a:99999",
    ),
    *(
        "https://a:b@c.example/",
        "javascript:a",
        "data:a",
        "JaVa\tscript:a",
        "&#106;avascript:a",
        "<script>",
        "<![foo]>",
    ),
    *(
        "<!-- ",
        "-->",
        "onload=x",
        "&#58;:: internal",
        "::: internal\n",
        ":::\n",
        "${",
        "{{",
        "{%",
        "=1+1",
        "? ",
        "&nbsp;",
    ),
    *("<b>", "</b>", "<a href='b'>", "<ul><li>", "<pre>", "&#0;", "&#xd800;", "resolved", "postmortem", "internal"),
    *("retracted", "merged", "scheduled", "completed", "critical", "exports", "nowhere"),
)
_BYTES = (b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\xfe\xff", b"\xf4\x90\x80\x80", b"\x00")
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", " ", [], {}, [[]], {"": ""}, [None]),
    *("none", "unknown", "2026-03-14", "2026-03-14T09:01:00Z", "2026-03-14T09:01:00+14:00", "1", "a", "A" * 300),
)
_ROOMY = 40_000
"""Characters that a long piece may have; the longest are ten times as long, and rare."""


def input_of(entry: str, number: int) -> bytes:
    """The input of that number for an entry, the same each time."""
    drawn = Random(f"{entry} {number}")
    data = drawn.choice(_BEGINNINGS[entry])(drawn)
    if drawn.random() < 0.5:
        data = _spoilt(drawn, data)
    return data


def made_small(data: bytes, breaks: Callable[[bytes], bool]) -> bytes:
    """The input without all that can be left out of it, halves first and single bytes last, so that it still breaks."""
    size = max(1, len(data) // 2)
    while size:
        start = 0
        while start < len(data):
            less = data[:start] + data[start + size :]
            if breaks(less):
                data = less
            else:
                start += size
        size //= 2
    return data


def corpus(entry: str) -> Iterator[Path]:
    """What once broke the entry."""
    folder = CORPUS / entry
    yield from sorted(folder.iterdir()) if folder.is_dir() else ()


def _spoilt(drawn: Random, data: bytes) -> bytes:
    """The bytes with up to six pieces put in, taken out, or written over and over."""
    for _ in range(drawn.randint(1, 6)):
        start = drawn.randrange(len(data) + 1)
        piece = drawn.choice(_BYTES) if drawn.random() < 0.2 else _bytes(_piece(drawn))
        data = data[:start] + piece + data[start + drawn.choice((0, 0, 1, drawn.randrange(60))) :]
    return data


def _piece(drawn: Random) -> str:
    kind = drawn.random()
    if kind < 0.55:
        return drawn.choice(_SIGNS)
    if kind < 0.75:
        return drawn.choice(OVER_AND_OVER) * drawn.choice((1, 1, 2, 30))
    if kind < 0.85:
        return next(documents(drawn.getrandbits(32), 1))
    if kind < 0.998:
        return "".join(
            chr(drawn.choice((drawn.randrange(0x80), drawn.randrange(0x3100)))) for _ in range(drawn.randrange(9))
        )
    length = drawn.randrange(_ROOMY) * (10 if drawn.random() < 0.03 else 1)
    return repeated(drawn.choice(OVER_AND_OVER), length)


def _disordered(drawn: Random, tree: Any) -> Any:
    """The tree with up to four of its values changed, left out, doubled, renamed, or put where others belong."""
    tree = deepcopy(tree)
    for _ in range(drawn.randrange(5)):
        places = list(_places(tree))
        if not places:
            return tree
        holder, key = drawn.choice(places)
        kind = drawn.randrange(8)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))
        elif kind == 1:
            holder[_piece(drawn)] = holder.pop(key)
        elif kind == 2:
            other, name = drawn.choice(places)
            holder[key] = deepcopy(other.get(name) if isinstance(other, dict) else other[name : name + 1])
        elif kind == 3:
            holder[key] = deepcopy(drawn.choice(_VALUES))
        elif kind == 4:
            holder[key] = [holder[key]] if drawn.random() < 0.5 else {"a": holder[key]}
        else:
            holder[key] = _reworded(drawn, holder[key])
    return tree


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """What holds each value of a tree, and by which key."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield tree, key
        yield from _places(value)


def _reworded(drawn: Random, value: object) -> str:
    text = value if isinstance(value, str) else ""
    start = drawn.randrange(len(text) + 1)
    return text[:start] + _piece(drawn) + text[start + drawn.choice((0, 0, 0, len(text))) :]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _json(drawn: Random, tree: object) -> bytes:
    return _bytes(json.dumps(tree, ensure_ascii=drawn.random() < 0.5))


def _yaml(drawn: Random, tree: object) -> bytes:
    """A value of YAML as people write it, a key on each line of its own; what JSON has is YAML."""
    if not isinstance(tree, dict):
        return _json(drawn, tree)
    plain = drawn.random() < 0.5
    return b"".join(
        b"%s: %s\n"
        % (_bytes(key), _bytes(value) if plain and isinstance(value, str) and value else _json(drawn, value))
        for key, value in tree.items()
    )


def _csv(drawn: Random, tree: object) -> bytes:
    rows = [row for row in tree if isinstance(row, dict)] if isinstance(tree, list) else []
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)) or ["at"])
    writer.writeheader()
    writer.writerows(rows)
    return _bytes(text.getvalue())


def _tree(tree: object, written: Callable[[Random, object], bytes]) -> Callable[[Random], bytes]:
    return lambda drawn: written(drawn, _disordered(drawn, tree))


def _file(keys: object) -> Callable[[Random], bytes]:
    """A file of content: its keys, and a body."""

    def of(drawn: Random) -> bytes:
        body = _BODY if drawn.random() < 0.5 else _markdown(drawn).decode("utf-8", "surrogatepass")
        return b"---\n%s---\n%s" % (_yaml(drawn, _disordered(drawn, keys)), _bytes(_reworded(drawn, body)))

    return of


def _markdown(drawn: Random) -> bytes:
    text = next(documents(drawn.getrandbits(32), 1)) if drawn.random() < 0.7 else ""
    for _ in range(drawn.randrange(4)):
        text = _reworded(drawn, text)
    return _bytes(text)


def _found(entry: str) -> Callable[[Random], bytes]:
    """Something that broke the entry once, since a fault rarely comes alone."""

    @cache
    def texts() -> tuple[bytes, ...]:
        return tuple(file.read_bytes() for file in corpus(entry)) or (b"",)

    return lambda drawn: _spoilt(drawn, drawn.choice(texts()))


_BEGINNINGS: Mapping[str, tuple[Callable[[Random], bytes], ...]] = {
    "reader": (
        *map(_file, (_INCIDENT, _INCIDENT, _INCIDENT, _MAINTENANCE, _REPORT, _PAGE, _PLAYBOOK)),
        _found("reader"),
    ),
    "settings": (*(_tree(_SITE, _yaml),) * 7, _found("settings")),
    "markup": (*(_markdown,) * 7, _found("markup")),
    "importers": (
        *(_tree(_STATUSPAGE, _json), _tree(_STATUSPAGE, _json), _tree(_DATOCMS, _json), _tree(_DATOCMS, _json)),
        *(_tree(_HISTORY, _json), _tree(_HISTORY, _json), lambda drawn: _spoilt(drawn, _FEED), _found("importers")),
    ),
    "feedback": (
        *(_tree(_ANSWERS, _json), _tree({"feedback": _ANSWERS}, _yaml), *(_tree(_ANSWERS, _csv),) * 2),
        _found("feedback"),
    ),
    "manifest": (*(_tree(_MANIFEST, _json),) * 7, _found("manifest")),
}

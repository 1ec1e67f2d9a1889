"""Sites as somebody might write them who means harm: odd characters, blocks in disguise, links and bombs in any text.

Words that nobody may read are canaries. They stand in what is hidden, in a file outside of the site, and behind `:::`
wherever a text can hold it, so that a site that shows one is a leak however it came about.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from canaries import canary

MOMENT = "2026-03-14T12:00:00Z"
_SECRET = canary("hostile", "behind colons")
_OUTSIDE = canary("hostile", "outside")


def _hidden(where: str) -> str:
    return canary("hostile", where)


_SITE = f"""\
site: {{name: "@0@Tern", url: "https://status.tern.example", description: "@1@Status"}}
components:
  - {{id: search, name: "@2@Search", group: "@3@All", description: "@4@Finds", internal_names: ["{_hidden("name")}"]}}
teams: [{{id: ops, name: "@5@Operations"}}]
contacts: [{{text: "@6@Portal", url: "https://help.tern.example/@7@a"}}]
audiences: [{{id: developers, name: "@8@Developers"}}, {{id: inner, name: Inner, public: false}}]
ladder: {{changelog: [{{version: "1", date: 2026-01-23, what: "@9@Rules"}}], policy_version: "1"}}
"""
_UPDATE = f"""\
stage: identified
at: 2026-03-14T09:20:00Z
title: "@0@Search is slow"
summary: "@1@Search takes long"
severity: minor
components: {{search: degraded_performance}}
impact: {{symptom: "@2@Slow", regions: ["@3@Europe"], share: "10%"}}
known: ["@4@Saved work stays"]
cause: "@5@A disk is full"
workarounds: [{{text: "@6@Wait", ends_when: "@7@Soon"}}]
qa: [{{q: "@8@Why?", a: "@9@A disk"}}]
audiences: {{developers: "@A@Retry", inner: "{_hidden("audience")}"}}
contacts: [{{text: "@B@Call us", url: "https://help.tern.example/@C@b"}}]
corrections: [{{at: 2026-03-14T09:10:00Z, field: title, was: "@D@Exports", now: "@E@Search", why: "@F@A slip"}}]
tags: ["@G@disk"]
roles: {{scribe: "{_hidden("role")}"}}
internal: "{_hidden("internal")}"
acks: ["{_hidden("acks")}"]
next_update: 3h
"""
_REPORT = """\
stage: postmortem
at: 2026-03-14T10:20:00Z
version: final
trigger: "@0@A change"
timeline: [{at: 2026-03-14T08:00:00Z, what: "@1@A restart"}]
contributing_factors: ["@2@One", "@3@Two"]
lessons: ["@4@Copy more"]
action_items: [{id: AI-1, title: "@5@Copy", owner: ops, due: 2026-04-01, source: ["@6@factor-1"]}]
feedback_answered: [{you_said: "@7@Late", we_did: "@8@Sooner"}]
withheld: [{what: "@9@Names", why: "@A@Privacy"}]
"""
_BODY = f"@Y@Search takes a minute.\n\n::: internal\n{_hidden('block')}\n:::\n@Z@\n"
_RESOLVED = "stage: resolved\nat: 2026-03-14T10:00:00Z\ncustomer_actions: none\nresolved_at: 2026-03-14T09:50:00Z\n"
_INCIDENT = "content/incidents/2026-03-14-search"
_PAGE = "content/pages/help.md"
_WITH_WORDS = {f"{_INCIDENT}/01-identified.md": _UPDATE, f"{_INCIDENT}/03-postmortem.md": _REPORT}
_WITH_WORDS[_PAGE] = 'title: "@0@Help"\nsummary: "@1@How to reach us"\n'
_EMBARGOED = (
    "stage: identified\nat: 2026-03-14T09:00:00Z\ntitle: {0}\nkind: security\nembargoed_until: 2026-04-01T00:00:00Z\n"
    "severity: minor\nsummary: {0}\n"
)
_BASE: Mapping[str, str] = {
    "site.yaml": _SITE,
    **{path: f"---\n{keys}---\n{_BODY}" for path, keys in _WITH_WORDS.items()},
    f"{_INCIDENT}/02-resolved.md": f"---\n{_RESOLVED}---\nIt works again.\n",
    f"{_INCIDENT}/04-follow-up.md": "---\nstage: follow_up\nat: 2026-03-14T11:00:00Z\ndraft: true\n---\n"
    f"{_hidden('draft')}\n",
    f"content/incidents/2026-03-13-{_hidden('id')}/01-identified.md": (
        f"---\n{_EMBARGOED.format(_hidden('embargo'))}---\n{_hidden('embargo')}\n"
    ),
}

_COLONS = (
    "::: team {}",
    "- ::: {}",
    "> 1. ::: {}",
    "a\n::: {}",
    "a\n- [ ] ::: {}",
    "a\u2028::: {}",
    "a\x0b::: {}",
    "•::: {}",
    "：：： {}",
    "\u200b::: {}",
    "a\n\\::: {}",
    "&#58;:: internal {}",
    "::: internal {} :::",
    "a\n::: internal\n{}\n:::",
)
_ODD = (
    "\x00",
    "\x01",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\r",
    "\n",
    "\t",
    "\u202e",
    "\u200b",
    "\U0001fffe",
    "\ufdd0",
    "\U000e0041",
    "\u0300" * 40,
    "ﷺ" * 50,
)
_SIGNS = (
    "<script>alert(1)</script>",
    "]]>",
    "&#0;&#27;&#xd800;",
    "[a](javascript:alert(1))",
    "![x](../../../etc/passwd)",
    "<!-- x -->",
    "{{ site }}",
    "{% include 'a' %}",
    "=1+1",
    "%0d%0aSet-Cookie: a=b",
    "\\",
    '"',
    "'",
    "|" * 80,
    "`" * 200,
    "[" * 300,
    "(" * 300,
    "*_" * 200,
    "> " * 60,
    "a" * 6000,
    "a b " * 1500,
    "https://" + "a" * 2000,
)

_PASSWORDS = (
    "https://ops:{}@help.tern.example/",
    "[a](//ops:{}@tern.example)",
    "[a][b]\n\n[b]: <https://ops:{}@a.example>",
)
_BOMBS = (
    *("|a" * 64 + "|\n" + "|-" * 64 + "|\n" + "|\n" * 800, "|a" * 65 + "|\n" + "|-" * 65 + "|\n" + "|\n" * 800),
    *("|a|\n|-|\n\n" * 2000, "|a|b|\n|-|-|\n" + "||\n" * 8000, "a|b\n-|-\n" * 3000),
    *("> " * 39 + "a", "> " * 400 + "a", "> a\n>> a\n" * 1500, "\n".join("> " * depth + "a" for depth in range(60))),
    *("- " * 19 + "a", "- " * 300 + "a", "1. " * 100 + "a", "\n".join("  " * depth + "- a" for depth in range(60))),
    *("> - " * 30 + "a", "> a\n" * 3000, "- a\n" * 5000, "* a\n\n  b\n" * 1500, "# a\n" * 3000),
    *(
        "[a]: https://b.example/" + "x" * 2000 + "\n\n" + "[a] " * 2000,
        "![](a.png) " * 2000,
        "<" * 20_000,
        "&" * 20_000,
    ),
    *("<https://b.example/> " * 2000, "a@b.example " * 3000, "```\n" * 3001, "**a** " * 5000, "\\\n" * 5000),
)
"""Texts that become much more than they are, or would take a reader without limits long."""

texts = st.one_of(
    st.sampled_from(_COLONS).map(lambda form: form.format(_SECRET)),
    st.sampled_from(_ODD).map(lambda odd: f"a{odd}b"),
    st.sampled_from(_ODD),
    st.sampled_from(_SIGNS),
    st.text(st.characters(), max_size=12),
)
_PLACES = [(path, mark) for path, text in _BASE.items() for mark in text.split("@")[1::2] if len(mark) == 1]


_BODIES = [(path, mark) for path, mark in _PLACES if mark in "YZ"]
_planted = st.one_of(
    st.tuples(st.sampled_from(_PLACES), texts),
    st.tuples(st.sampled_from(_PLACES), texts),
    st.tuples(st.sampled_from(_BODIES), st.sampled_from(_BOMBS)),
    st.tuples(st.sampled_from(_BODIES), st.sampled_from(_PASSWORDS).map(lambda form: form.format(_SECRET))),
)


@dataclass(frozen=True)
class HostileSite:
    """Files by path, and links by path with where they lead, of which some lead out of the site."""

    files: Mapping[str, bytes]
    links: Mapping[str, str]

    def write(self, root: Path) -> None:
        for path, data in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        (root.parent / "outside.md").write_text(f"---\ntitle: {_OUTSIDE}\n---\n{_OUTSIDE}\n")
        for path, target in self.links.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).symlink_to(target)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


_LINKS: tuple[Mapping[str, str], ...] = (
    {},
    {},
    {},
    {"content/pages/out.md": "../../../outside.md"},
    {"static/out.txt": "../../outside.md"},
    {f"{_INCIDENT}/picture.png": "../../../../outside.md"},
    {"content/pages/again.md": "help.md"},
    {"content/playbooks": "../../"},
    {"static/site.txt": "../site.yaml"},
    {"static/a/site.txt": "../../content/incidents/2026-03-14-search/01-identified.md"},
    {"static": "content"},
)


@st.composite
def hostile_sites(draw: st.DrawFn) -> HostileSite:
    """A site with up to three hostile texts, each where a text can stand, and perhaps a link."""
    planted = dict(draw(st.lists(_planted, max_size=3)))
    files = {path: "".join(_filled(path, text, planted)) for path, text in _BASE.items()}
    encoded = {path: text.encode("utf-8", "replace") for path, text in files.items()}
    return HostileSite(encoded, draw(st.sampled_from(_LINKS)))


def _filled(path: str, text: str, planted: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The text with what is planted in place of its marks: in a body as it is, in front matter as YAML's escapes."""
    parts = text.split("@")
    yield parts[0]
    for mark, words in zip(parts[1::2], parts[2::2], strict=True):
        value = planted.get((path, mark), "")
        yield value if mark in "YZ" else json.dumps(value)[1:-1]
        yield words

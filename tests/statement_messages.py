"""What messages state of an update, and the lines of facts that feeds and the API have of it.

Each form of a text is read as the programs do that show it: the source of a card, of an email or of a text is none of
the words. A line that begins with the name of a fact states it; short texts may leave lines out.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from unicodedata import category

import statement_phrases as phrases
from statement_answers import API
from statement_feeds import atom, json_feed, last_lines, rss
from statement_rows import Said, is_of_share, promised_words, shares
from statement_site import PublishedSite, minute
from statements import Kind, Statement, one_of

_BLOCKS = re.compile(r"</(?:p|div|tr|td|li|h[1-6]|title|pre)>|<br ?/?>", re.IGNORECASE)
_ASIDE = re.compile(r"<(style|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_HIDDEN = re.compile(r"<div[^<>]* aria-hidden=\"true\">.*?</div>", re.DOTALL)
"""What inboxes show beside a subject, all in one line."""

_CHANGED = re.compile(r" (?:→|->)(?: |$)|^Expected during the work: [^(]+: ")
"""Lines of what an update changed, in which old states and those of one component are."""

_PARAGRAPH = re.compile(r"^(?!- |Next update )[^\n]*$", re.MULTILINE)
"""A line of an email that is none of facts."""

_TAG = re.compile(r"<[^<>]*>")
_CHAT_LINK = re.compile(r"<((?:https?|mailto|tel):[^|<>]*)(?:\|[^<>]*)?>")
_ESCAPE = re.compile(r"\\([^\w\s]|_)")
_AS_TYPED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "→": "->",
        "×": "x",
    }
)
"""Typography as it is on a phone, where nothing else is."""


def messages(site: PublishedSite, folder: Path) -> Said:
    """What the messages in a folder state of the updates of a site."""
    for row in json.loads((folder / "routes.json").read_text("utf-8"))["routes"]:
        subject = str(row["permalink"]).removeprefix(site.address)
        page = f"messages of {row['channel']}"
        if "-correction-" not in row["id"]:
            stage = phrases.STAGES.get(row["stage"].replace("_", " "), row["stage"])
            yield Statement(subject, Kind.UPDATE_STAGE, one_of(stage), page, row["id"])
            yield Statement(subject, Kind.UPDATE_AT, one_of(minute(row["at"])), page, row["at"])
        if row["severity"] is not None and "-correction-" not in row["id"]:
            severity = one_of(phrases.SEVERITIES[row["severity"]])
            yield Statement(f"{subject} Severity", Kind.UPDATE_FACT, severity, page, row["severity"])
        for name in row["files"]:
            yield from _facts(subject, lines_of(name, (folder / name).read_bytes()), name)


def lines_in_feeds(site: PublishedSite) -> Said:
    """The lines of facts in the feeds of all updates, and in the bodies of the API."""
    for read, path in ((atom, "updates.atom"), (rss, "updates.rss"), (json_feed, "updates.json")):
        for entry in read(site, path):
            yield from _facts(entry.link, last_lines(entry.content), path)
    for story in (*site.incidents, *site.maintenances):
        for entry in atom(site, f"{story}feed.atom"):
            yield from _facts(entry.link, last_lines(entry.content), f"{story}feed.atom")
    for row in [*site.json(f"{API}incidents.json")["incidents"], *_planned(site)]:
        story = str(row["shortlink"]).removeprefix(site.address)
        anchors = site.page(story).xpath("//li[@id and .//div[@class='when']]/@id")
        for anchor, update in zip(anchors, row["incident_updates"], strict=True):
            lines = [one for one in str(update["body"]).splitlines() if one]
            yield from _facts(f"{story}#{anchor}", lines, f"{API}incidents.json")


def _planned(site: PublishedSite) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = site.json(f"{API}scheduled-maintenances.json")["scheduled_maintenances"]
    return rows


def _facts(subject: str, lines: Iterable[str], page: str) -> Said:
    found: list[tuple[str, str]] = []
    for line in lines:
        match = phrases.CORE_LINE.match(line)
        if match is not None and not _CHANGED.search(line):
            # Of a severity the reason may stand behind it.
            said = match["value"].partition(" (")[0] if match["label"] == "Severity" else match["value"]
            value = one_of(typed(said))
            yield Statement(f"{subject} {match['label']}", Kind.UPDATE_FACT, value, page, line)
            found += [(share, line) for share in shares(line.replace("-", "–")) if is_of_share(line)]
        elif "-correction-" not in subject:
            yield from promised_words(subject, line, page)
    for share, line in found[-1:]:
        if "-correction-" not in subject:
            yield Statement(subject, Kind.UPDATE_SHARE, one_of(share), page, line)


def typed(text: str) -> str:
    """A text without what only typography tells apart."""
    shown = "".join(sign for sign in text.translate(_AS_TYPED) if category(sign) != "Cf")
    return " ".join(shown.split()).casefold().rstrip(".")


def lines_of(name: str, data: bytes) -> list[str]:
    """The lines that a reader of a file sees."""
    return [line for text in _shown(name, data) for line in map(_bare, text.splitlines()) if line]


def _shown(name: str, data: bytes) -> Iterator[str]:
    kind = name.rpartition(".")[2]
    if kind == "eml":
        mail = message_from_bytes(data, policy=policy.default)
        for part in mail.walk():
            if part.get_content_type() in ("text/plain", "text/html"):
                yield from _shown(
                    "x.html" if part.get_content_subtype() == "html" else "x.txt", part.get_content().encode()
                )
    elif kind == "json":
        yield from _texts(json.loads(data))
    elif kind == "html":
        yield html.unescape(_TAG.sub("", _BLOCKS.sub("\n", _HIDDEN.sub("", _ASIDE.sub("", data.decode())))))
    elif kind == "txt":
        # An item that is too long goes on below, indented; a paragraph goes on as it begins.
        text = data.decode().replace("\r\n", "\n").replace("\n  ", " ")
        yield _PARAGRAPH.sub("", text) if "\n- " in text else text
    else:
        yield html.unescape(_CHAT_LINK.sub(r"\1", _ESCAPE.sub(r"\1", data.decode())))


def _texts(value: object) -> Iterator[str]:
    """The texts of a card; runs of one block are one text."""
    if isinstance(value, str):
        yield html.unescape(_CHAT_LINK.sub(r"\1", value))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        if "inlines" in value:
            yield "".join(run["text"] for run in value["inlines"])
        elif "title" in value and "value" in value:
            yield f"{value['title']}: {value['value']}"
        else:
            yield from _texts(list(value.values()))


def _bare(line: str) -> str:
    """A line without the marks of an item or of weight."""
    return re.sub(r"^[-•] ", "", line.strip().replace("**", "").strip("*")).strip()

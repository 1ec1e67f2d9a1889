"""Exports of a form tool: what readers rated and wrote, without what would tell who they are."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from statusladder.importers.forms import stamp_of
from statusladder.importers.interface import Importer, SourceError
from statusladder.importers.source_files import Row, read_rows
from statusladder.model.addresses import EMAIL, find_telephones
from statusladder.model.feedback import RatingQuestion
from statusladder.model.imported import Imported, ImportedAnswer, PlainValue
from statusladder.model.values import parse_moment, suggest

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "at": ("time", "timestamp", "date", "submitted at", "submit date", "created at", "completed at"),
    "incident": ("incident id",),
    "update": ("update id",),
    "question": (),
    "answer": ("rating", "score"),
    "clarity": ("was it clear",),
    "tone": ("was the tone right",),
    "usefulness": ("was it useful",),
    "text": ("message", "comment", "comments", "anything else"),
    "id": ("response id", "submission id", "entry id", "token"),
    "kind": (),
}
"""What a column holds, and by which other headings it is known. `kind` follows from what a row says."""

LONGEST_TEXT = 2000
_READ = 5 * LONGEST_TEXT
"""Characters of a message that are looked at, however long it is: what is removed may make it as much shorter."""
_TORN = 200
"""Characters before the end of what is looked at in which a name or an address may be cut in two."""

REMOVED = "[removed]"
_WORD = re.compile(r"\w+")

_OF_A_PERSON = re.compile(r"name|mail|phone|mobile|user|who are you", re.IGNORECASE)
_INCIDENT = re.compile(r"(?:.*/)?(?P<id>\d{4}-\d\d-\d\d-[a-z0-9-]+)/?(?:[#/](?P<update>\S+))?")
_ANSWER = re.compile(r"([1-5])(?:\.0+)?(?: ?/ ?5)?(?:\s*[-–—:(].*)?", re.DOTALL)
_OWN_ID = re.compile(r"(?:feedback-)?((?=[a-z-]*[0-9])[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,3})")


class _Lacking(Exception):
    """A row cannot be told: why, in the words of a sentence about it."""


def read_feedback(source: Path, columns: Mapping[str, str]) -> Imported:
    """Reads an export; `columns` names the heading of a column where it is none of the known ones.

    Raises SourceError for what is no export.
    """
    rows = read_rows(source)
    if not rows:
        raise SourceError(f"{source} holds no answer", "export it again when somebody has answered")
    known = _headings(rows, columns)
    left_out = [f"the column '{heading}'" for heading in _all_headings(rows) if heading not in known.values()]
    answers: list[ImportedAnswer] = []
    taken: Counter[str] = Counter()
    without_zone = False
    for where, row in rows:
        if not row:
            continue
        said = {column: row[heading].strip() for column, heading in known.items() if heading in row}
        try:
            at, has_zone = _moment(said.get("at", ""))
            found = list(_answers(said, at, _names(row, known), taken))
        except _Lacking as reason:
            left_out.append(f"{where}: {reason}")
            continue
        without_zone |= not has_zone
        answers += found
    if without_zone:
        left_out.append("the zone of some times, which named none: they were read as UTC")
    return Imported((), (), (), tuple(left_out), tuple(answers))


def _all_headings(rows: list[tuple[str, Row]]) -> list[str]:
    return list(dict.fromkeys(heading for _, row in rows for heading in row))


def _headings(rows: list[tuple[str, Row]], columns: Mapping[str, str]) -> dict[str, str]:
    """The heading of each column that the export has."""
    unknown = next((name for name in columns if name not in COLUMNS), None)
    if unknown is not None:
        raise SourceError(f"feedback has no column '{unknown}'", suggest(unknown, COLUMNS))
    present = {_plain(heading): heading for heading in reversed(_all_headings(rows))}
    found = {}
    for column, others in COLUMNS.items():
        named = (columns[column],) if column in columns else (column, *others)
        heading = next((present[_plain(name)] for name in named if _plain(name) in present), None)
        if heading is None and column in columns:
            sentence = f"no column is called '{columns[column]}'"
            raise SourceError(sentence, suggest(columns[column], present.values()))
        if heading is not None:
            found[column] = heading
    says_something = {"answer", *RatingQuestion, "text"} & set(found)
    if "incident" not in found or "at" not in found or not says_something:
        lacks = "'at', 'incident', and 'answer' with 'question', 'clarity', 'tone', 'usefulness' or 'text'"
        raise SourceError(f"the export lacks columns that are needed: {lacks}", "name them with --column NAME=HEADING")
    return found


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.casefold()).split())


def _answers(said: Row, at: str, names: list[str], taken: Counter[str]) -> Iterator[ImportedAnswer]:
    """The ratings and the message of a row."""
    place = _INCIDENT.fullmatch(said.get("incident", ""))
    if place is None:
        raise _Lacking("it names no incident")
    update = said.get("update", place["update"] or "").lstrip("#")
    about: dict[str, PlainValue] = {"at": at, "incident": place["id"], **({"update": update} if update else {})}
    told = [(question, said[question]) for question in RatingQuestion if question in said]
    if "answer" in said:
        told.append((_question(said.get("question", "")), said["answer"]))
    ratings = [(question, _rating(answer)) for question, answer in told]
    name = _id(said, taken)
    several = len(ratings) + ("text" in said) > 1
    if not ratings and "text" not in said:
        raise _Lacking("it says nothing")
    for question, answer in ratings:
        own = f"{name}-{question}" if several else name
        keys = {"id": own, "kind": "rating", **about, "question": question.value, "answer": answer}
        yield ImportedAnswer(own, keys)
    if "text" in said:
        own = f"{name}-text" if several else name
        yield ImportedAnswer(own, {"id": own, "kind": "message", **about, "text": _unnamed(said["text"], names)})


def _question(text: str) -> RatingQuestion:
    asked = _plain(text)
    for question in RatingQuestion:
        if asked in (question.value, *COLUMNS[question]):
            return question
    raise _Lacking(f"{text[:40]!r} is none of our three questions")


def _rating(text: str) -> str:
    match = _ANSWER.fullmatch(text)
    if match is None:
        raise _Lacking(f"{text[:40]!r} is not an answer from 1 to 5")
    return match[1]


def _moment(text: str) -> tuple[str, bool]:
    """The time in UTC, and whether it said its zone."""
    try:
        at = datetime.fromisoformat(text.replace("/", "-").removesuffix(" UTC"))
        has_zone = at.tzinfo is not None or text.endswith(" UTC")
        stamp = stamp_of(
            (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
        )
        parse_moment(stamp)
    except (ValueError, OverflowError):
        raise _Lacking(f"{text[:40]!r} is not a time as 2026-03-14 09:30:00Z") from None
    return stamp, has_zone


def _id(said: Row, taken: Counter[str]) -> str:
    """The tool's own id where it is one of ours in form, else what the row says in short: the same in each import."""
    own = _OWN_ID.fullmatch(said.get("id", ""))
    if own is not None:
        name = own[1]
    else:
        words = said["id"] if "id" in said else json.dumps(said, sort_keys=True)
        digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
        name = str(int.from_bytes(digest[:6]))
    taken[name] += 1
    return f"feedback-{name}" if taken[name] == 1 else f"feedback-{name}-{taken[name]}"


def _names(row: Row, known: Mapping[str, str]) -> list[str]:
    """What the row says of the person in columns that are not carried, whole and word by word."""
    carried = set(known.values())
    cells = [cell for heading, cell in row.items() if heading not in carried and _OF_A_PERSON.search(heading)]
    words = [word for cell in cells for word in (cell.strip(), *re.findall(r"[^\W\d_]{3,}", cell))]
    return sorted({word for word in words if len(word) > 2}, key=lambda word: (-len(word), word))


def _unnamed(text: str, names: list[str]) -> str:
    """The message without addresses, numbers, and what another column calls its writer."""
    whole, text = text, text[:_READ]
    for start, end in reversed(list(find_telephones(text))):
        text = text[:start] + REMOVED + text[end:]
    text = EMAIL.sub(REMOVED, text)
    for name in names:
        if not _WORD.fullmatch(name):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", REMOVED, text, flags=re.IGNORECASE)
    # A row may hold as many words as its message: each word of the message is looked up, not each name looked for.
    words = {name.lower() for name in names}
    text = _WORD.sub(lambda word: REMOVED if word[0].lower() in words else word[0], text)
    if len(whole) > _READ:
        return f"{text[:-_TORN][: LONGEST_TEXT - 1]}…"
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _read(source: Path) -> Imported:
    return read_feedback(source, {})


IMPORTER = Importer(
    "feedback",
    "ratings and messages of readers, as a form tool exports them: a .csv, .json or .yaml file",
    _read,
    read_feedback,
)

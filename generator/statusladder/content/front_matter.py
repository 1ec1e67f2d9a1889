"""Takes a file apart: bytes to text, text to front matter and body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from statusladder.content.strict_yaml import Mapping, read_mapping, without_empty
from statusladder.model.problem import Place, Problem

MAX_BYTES = 1024 * 1024
"""The largest file that is read: a thousand times a long update, and small enough not to stall a build."""

_DELIMITER = re.compile(r"--- *")

_MERGE_MARK = re.compile(r"^(?:(?P<opening><{7})|\|{7}|(?P<end>>{7}))(?: .*)?$", re.MULTILINE)
"""A line that git leaves where two versions of a text could not be merged; others that merge write the same."""


@dataclass(frozen=True)
class Document:
    """An update file: its keys, its words, and the line of the file on which the words begin."""

    matter: Mapping
    body: str
    body_line: int


def read_text(data: bytes, path: str, most_bytes: int = MAX_BYTES) -> tuple[str | None, list[Problem]]:
    """UTF-8 as text with `\\n` line ends and without a byte order mark.

    None with the reasons when it is not text, or two texts that nobody has merged yet.
    """
    if len(data) > most_bytes:
        sentence = f"the file is {len(data):,} bytes long; the limit is {most_bytes:,}"
        return None, [Problem(Place(path), "D001", sentence, "split it, or remove what was pasted by mistake")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = data[: failure.start].count(b"\n") + 1
        sentence = f"the byte {data[failure.start]:#04x} is not UTF-8"
        return None, [Problem(Place(path, line), "D001", sentence, "save the file as UTF-8")]
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return None, [
            Problem(Place(path, line), "D001", "a NUL byte stands in this line", "save the file as plain text")
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unmerged = list(_unmerged(text, path))
    return (None if unmerged else text), unmerged


def _unmerged(text: str, path: str) -> Iterator[Problem]:
    """A Problem where each unresolved merge begins, and at each mark that one left behind.

    Code is no shelter, since git writes its marks there too. `=======` alone underlines a heading and is no mark.
    """
    is_open, line, counted = False, 1, 0
    for match in _MERGE_MARK.finditer(text):
        line += text.count("\n", counted, match.start())
        place, counted = Place(path, line), match.start()
        if match["opening"]:
            is_open = True
            fix = "keep one side and delete the marks, or take a whole file: 'git checkout --ours FILE' or '--theirs'"
            yield Problem(place, "D019", "an unresolved merge begins here", fix)
        elif not is_open:
            sentence = f"'{match[0][:7]}' is left over from a merge"
            yield Problem(place, "D019", sentence, "delete this line, and the side that is not to stay")
        elif match["end"]:
            is_open = False


def read_document(data: bytes, path: str) -> tuple[Document | None, list[Problem]]:
    """The file's front matter and body; None when one of them cannot be made out, with every reason."""
    text, problems = read_text(data, path)
    if text is None:
        return None, problems
    lines = text.split("\n")
    if not _DELIMITER.fullmatch(lines[0]):
        sentence = "the file does not begin with front matter"
        return None, [Problem(Place(path), "D007", sentence, "begin with a line '---', the keys, and a line '---'")]
    end = next((number for number, line in enumerate(lines[1:], start=1) if _DELIMITER.fullmatch(line)), None)
    if end is None:
        sentence = "the front matter is not closed"
        return None, [Problem(Place(path), "D007", sentence, "end the keys with a line '---' before the words")]
    matter, found = read_mapping("\n".join(lines[1:end]), path, first_line=2)
    if matter is None:
        return None, found
    return Document(without_empty(matter), "\n".join(lines[end + 1 :]), body_line=end + 2), found

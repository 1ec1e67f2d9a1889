"""Readers see the structure that reviewers saw: GitHub's own parser is asked about the same texts."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import cmarkgfm
import pytest
from markdown_it import MarkdownIt

from generated_markdown import documents
from night import examples, some
from real_texts import real_texts
from statusladder.markup.html import to_html

HEADINGS = {f"h{level}": "h" for level in range(1, 7)}
LEFT_OUT = frozenset({"thead", "tbody", "html"})
_SPACED = re.compile(r"<li(?:\n(?!</[ou]l).*)*\n<(?:table|hr)")
_LAZY_SIGN = re.compile(r"^ {4,}[>#]", re.MULTILINE)
_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_ENDS_WITH_BACKSLASH = re.compile(r"(?<!\\)`[^`\n]*\\`")
_COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_BRACKETED_ADDRESS = re.compile(r"\[[^\]]*https?://")
VOID = frozenset({"br", "hr", "img", "input"})
_TASK = re.compile(r"\[[ x]\]|[☐☑]")
_ITEM_BEGINS = re.compile(r"<li(\n<[ph])?\Z")
_SIGNS = {"[ ]": "☐", "[x]": "☑", "☐": "☐", "☑": "☑"}


class Structure(HTMLParser):
    """The elements and words of a fragment, one a line; how it is laid out and what only we add is left out."""

    def __init__(self, fragment: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._words = ""
        self._code = False
        self.feed(fragment)
        self.close()
        self._end_words()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "input":
            self._words += "[x] " if "checked" in values else "[ ] "
        elif tag not in LEFT_OUT:
            self._end_words()
            said = unquote(values.get("href") or values.get("src") or values.get("start") or "")
            self.found.append(f"<{HEADINGS.get(tag, tag)} {said}".rstrip())
            self._code = self._code or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag not in LEFT_OUT | VOID:
            self._end_words()
            self.found.append(f"</{HEADINGS.get(tag, tag)}")
            self._code = self._code and tag != "pre"

    def handle_data(self, data: str) -> None:
        self._words += data

    def _end_words(self) -> None:
        words = self._words.rstrip() if self._code else " ".join(self._words.split())
        if (task := _TASK.match(words)) and (before := _ITEM_BEGINS.search("\n".join(self.found[-2:]))):
            # GitHub's box stands before the paragraph of a task, ours within it.
            self.found.insert(len(self.found) - before[0].count("\n"), _SIGNS[task[0]])
            words = words[task.end() :].lstrip()
        if words.strip():
            self.found.append(words)
        self._words = ""


def ours(text: str) -> list[str]:
    return Structure(to_html(text)).found


def githubs(text: str) -> list[str]:
    return Structure(cmarkgfm.github_flavored_markdown_to_html(text)).found


def differs(text: str) -> bool:
    """Whether the structure is not GitHub's, but for the space between items that hold a table or a rule.

    There GitHub's parser departs from its own specification, and only how far apart the items stand depends on it.
    """
    shown, reviewed = ours(text), githubs(text)
    return shown != reviewed and ("<li" not in shown or _without_spacing(shown) != _without_spacing(reviewed))


def _loses_code(text: str) -> bool:
    """Whether GitHub's parser loses code behind code that ends with a backslash, which CommonMark's and ours find."""
    if not _ENDS_WITH_BACKSLASH.search(text):
        return False
    words = [child for token in _COMMONMARK.parse(text) for child in token.children or ()]
    spans = [child.content for child in words if child.type == "code_inline"]
    found = re.findall(r"<code>(.*?)</code>", re.sub(r"<pre>.*?</pre>", "", to_html(text), flags=re.DOTALL))
    return [unescape(code).strip() for code in found] == [span.strip() for span in spans]


def _without_spacing(found: list[str]) -> list[str]:
    """The structure without the paragraphs of lists that hold a table or a rule."""
    text = "\n".join(found)
    if not _SPACED.search(text):
        return found
    return [line for line in found if line not in ("<p", "</p")]


@pytest.mark.parametrize("seed", range(examples(by_night=20, by_day=1, in_ci=2)))
def test_generated_documents_have_githubs_structure(seed: int) -> None:
    differing = [text for text in documents(seed, examples(by_night=500, by_day=60, in_ci=500)) if differs(text)]
    # A lazy line that begins with a sign behind four blanks ends its list with us; nobody means to write one.
    assert [text for text in differing if not (_LAZY_SIGN.search(text) or _loses_code(text))] == []
    assert len(differing) <= 5


@pytest.mark.parametrize(
    "text",
    [
        "Done: [x] [help page]",
        "See [this] [help page]",
        "A picture: ![load] [help page]",
        "See [this][help page], [help page][] and [help page]",
    ],
)
def test_the_label_of_a_reference_stands_right_behind_its_text(text: str) -> None:
    defined = f"{text}\n\n[help page]: https://help.tern.example\n"

    assert ours(defined) == githubs(defined)


def test_code_that_ends_with_its_list_item_sets_no_items_apart() -> None:
    text = "- restart it:\n  ```\n  kestrel sync\n\n- look again\n"

    assert ours(text) == githubs(text)
    assert "<p" not in ours(text)


def test_real_texts_have_githubs_structure(real_data: Path) -> None:
    texts = [text for text in real_texts(real_data) if not _TAG.search(text)]
    assert len(texts) > 2_500
    # GitHub links no address right behind a bracket that may open a link.
    chosen = some(texts, by_day=300, in_ci=1_500)
    assert [text for text in chosen if differs(text) and not _BRACKETED_ADDRESS.search(text)] == []

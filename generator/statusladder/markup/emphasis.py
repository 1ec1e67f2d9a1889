"""What is emphasised, strong or struck out in a text, and where a line breaks, as a Git host reads the marks.

Python-Markdown's own pairing drops words where a mark is left over: of `*5 *a* * __d__` it loses the `d`.
"""

import re
import xml.etree.ElementTree as etree
from functools import cache

from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX, AtomicString
from markdown_it import MarkdownIt

MARKS = r"[*_~]|(?:  |\\)\n"

_TAGS = {"s": "del"}
_BRACKETS = "⁅⁆"
_TO_BRACKETS, _FROM_BRACKETS = str.maketrans(STX + ETX, _BRACKETS), str.maketrans(_BRACKETS, STX + ETX)


class Emphasis(InlineProcessor):
    """Reads all marks of a text at once; code, links and escaped signs in it are placeholders already."""

    def handleMatch(  # type: ignore[override]  # the library types its two kinds of patterns as one
        self, match: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int, int]:
        # A placeholder stands for what begins and ends with punctuation, which decides whether a mark opens or closes.
        is_plain = not any(bracket in data for bracket in _BRACKETS)
        words = data.translate(_TO_BRACKETS) if is_plain else data
        # A span is not among the allowed elements: the sanitiser leaves what is in it only.
        found = etree.Element("span")
        around = [found]
        for token in _parser().parseInline(words)[0].children or []:
            if token.nesting > 0:
                around.append(etree.SubElement(around[-1], _TAGS.get(token.tag, token.tag)))
            elif token.nesting < 0:
                around.pop()
            elif token.type == "hardbreak":
                etree.SubElement(around[-1], "br")
            else:
                content = "\n" if token.type == "softbreak" else token.content
                _add(around[-1], content.translate(_FROM_BRACKETS) if is_plain else content)
        if not len(found):
            return None, match.start(), len(data)
        # What is read once is not looked at again: a mark that is left over must find no partner then.
        for element in (found, *found):
            element.text = AtomicString(element.text or "")
        return found, 0, len(data)


def _add(parent: etree.Element, words: str) -> None:
    # Words behind an element are one of their own: the library looks for the place of each tail among all elements.
    target = parent if not len(parent) else parent[-1] if parent[-1].tag == "span" else etree.SubElement(parent, "span")
    target.text = (target.text or "") + words


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"strikethrough_single_tilde": True})
    return parser.enable(["emphasis", "strikethrough", "newline", "escape"])

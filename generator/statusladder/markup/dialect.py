"""The Markdown that people may write here: Python-Markdown without raw HTML, bounded, with every address noted."""

import html
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from functools import cache

import markdown
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString, code_escape

MAX_LENGTH = 200_000
"""Characters of one text that are read as Markdown; a longer one is shown as typed."""

MAX_DEPTH = 40
"""Elements inside each other (a list item takes two); a text nested deeper is shown as typed. Far below the depth at
which the library's own guard begins to depend on who called it, so that the same text always gives the same page."""

MAX_BRACKET_WORK = 1_000_000
"""Depth of open `[` times length of a paragraph: looking for their ends takes that many steps, a few times over."""

MAX_HEADINGS_IN_A_ROW = 200
"""Lines of one block; see `_Blocks`: headings and lists that touch what stands above them become blocks of their own."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DIRECTED = frozenset({"p", "li", "blockquote", "td", "th", *HEADINGS})
"""Elements that find their own direction, so that Arabic and English can stand in one update."""

_IMAGE_ADDRESS = re.compile(r"https://|(?![^/?#]*:)", re.IGNORECASE)
_BARE_ADDRESS = r"(?i:(?<![\w.+/-])https?://[^\W_][^\s<>\"`*\[\]|\\\x02\x03]*)"
_BEHIND_ADDRESS = ".,;:!?'_~…。，、；：！？”’»؟،"
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|1[.)])[ \t]+\S")
_TABLE_RULE = re.compile(r"[ \t|:-]+$")
_HEADING = re.compile(r"#{1,6}(?:\s|$)")

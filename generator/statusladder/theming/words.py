"""What templates print words with: strings of the catalogue, and the company's own, marked if in another language.

Screen readers speak a text in the language that its element names, and translators leave alone what is in theirs
(https://www.w3.org/International/questions/qa-html-language-declarations).
"""

from collections.abc import Callable, Mapping

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup, escape

from statusladder.voice.own import Own, Quoting, pieces_of
from statusladder.voice.voice import Voice


def words_for(voice: Voice, language: str | None) -> Mapping[str, object]:
    """All of it, by the names that templates know; `language` is the company's where the page has another."""
    marked = make_marked(language)
    return {
        "say": make_say(voice, marked),
        "marked": marked,
        "theirs": make_theirs(language),
        "own": _attributes(language, has_direction=True),
        "own_language": _attributes(language),
    }


def make_theirs(language: str | None) -> Callable[[object], Markup]:
    """What templates print the company's own words with, where ours stand beside them in the same element.

    `language` is theirs where the page has another; else they are text like any other.
    """
    if language is None:
        return escape
    return Markup('<span dir="auto" lang="{}">{{}}</span>').format(language).format


def make_marked(language: str | None) -> Callable[[object], Markup]:
    """What templates print a text with in which words of the company may stand among ours."""
    if language is None:
        return escape
    theirs = make_theirs(language)

    def marked(text: object) -> Markup:
        if not isinstance(text, Own | Quoting):
            return escape(text)
        return Markup("".join(theirs(piece) if isinstance(piece, Own) else escape(piece) for piece in pieces_of(text)))

    return marked


def make_say(voice: Voice, marked: Callable[[object], Markup] = escape) -> Callable[..., Markup]:
    """What templates say strings with: as `Voice.say`, each part escaped unless it is HTML already.

    `marked` makes HTML of a part, and marks the company's words in it where the page needs that.
    """

    said: dict[str, Markup] = {}  # headings and labels, which every page repeats
    literals: dict[object, Markup] = {}  # what stands around values, likewise

    def literal(text: object) -> Markup:
        found = literals.get(text)
        if found is None:
            found = literals[text] = marked(text)
        return found

    def say(key: str, /, **values: object) -> Markup:
        if not values and key in said:
            return said[key]
        try:
            pieces = list(voice.pieces(key, values))
            pieces[::2] = map(literal, pieces[::2])
            pieces[1::2] = map(marked, pieces[1::2])
            text = Markup("".join(map(str, pieces)))
        except KeyError as missing:
            raise TemplateRuntimeError(f"no string or value is called {missing}") from None
        if not values:
            said[key] = text
        return text

    return say


def _attributes(language: str | None, *, has_direction: bool = False) -> Markup:
    """Attributes of an element that holds the company's own words; `language` is theirs where the page has another."""
    direction = Markup('dir="auto"') if has_direction else Markup("")
    return direction + (Markup(' lang="{}"').format(language) if language is not None else Markup(""))

"""A theme that can render: its templates and those it builds on, its words, its inlined style sheet and script.

A style sheet may not hold what makes a browser ask for another file, or what ends the element. What only people need of
sheets and scripts is left out.
"""

import base64
import hashlib
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import jinja2
import rcssmin
import rjsmin
from markupsafe import Markup

from statusladder.model.problem import Problem
from statusladder.theming.layer import SCRIPT, STYLE, TEMPLATES, Layer, ThemeError, make_fault
from statusladder.theming.sandbox import ThemeEnvironment
from statusladder.voice.catalogue import Catalogue, catalogue_for, spoken

_KEPT = 16
"""Sheets and scripts of which is kept what was made of them, for a process that builds more than once."""


@lru_cache(maxsize=_KEPT)
def minify_script(text: str) -> str:
    return str(rjsmin.jsmin(text)).strip()


@lru_cache(maxsize=_KEPT)
def minify_style(text: str) -> str:
    return str(rcssmin.cssmin(text)).strip()


_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f]?|([^\n]))")
_FETCHES = re.compile(
    r"@import|(?:-webkit-)?image-set\(|\bsrc\(|\bimage\(|\burl\((?!\s*[\"']?(?:data:image/|#))", re.IGNORECASE
)


def find_fetches(text: str) -> Iterator[tuple[int, str]]:
    """The line and the words of all that would be fetched, and of `</`: escapes count as what they stand for."""
    for number, line in enumerate(text.splitlines(), start=1):
        plain = _ESCAPE.sub(_unescaped, line)
        found = _FETCHES.search(plain)
        if found is not None:
            yield number, found.group().lower()
        elif "</" in plain:
            yield number, "</"


def _unescaped(escape: re.Match[str]) -> str:
    digits, sign = escape.groups()
    if digits is None:
        return str(sign)
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


_BLANK_LINES = re.compile(r"\n\s*(?=\n)")
_LONGEST = 200
"""Characters of what a template's failure says of itself, which a template may write."""


@dataclass(frozen=True)
class Theme:
    """The chain of layers, the chosen theme first and `default` last.

    A template or the script of a higher layer replaces the same file below it; style sheets add up from the bottom;
    tokens, strings and the logo of a higher layer win. `logo` is a `data:` address, None for the ladder.
    """

    layers: tuple[Layer, ...]
    logo: str | None = None

    def catalogue_for(self, tag: str) -> Catalogue:
        """The strings of a site in the language of a tag, with those that the theme replaces in what pages are in."""
        catalogue = catalogue_for(tag)
        layers = [
            layer.keys
            for layer in reversed(self.layers)
            if layer.keys.language is None or spoken(layer.keys.language) == catalogue.language
        ]
        return catalogue.over({key: text for keys in layers for key, text in keys.strings.items()})

    @cached_property
    def style(self) -> str:
        """The style sheet as it is inlined: all layers, without what only people need. Raises ThemeError."""
        sheets = [_sheet(layer) for layer in reversed(self.layers)]
        tokens = {key: value for layer in reversed(self.layers) for key, value in layer.keys.all_tokens.items()}
        if tokens:
            sheets.append(":root {" + "".join(f"--{key}: {value};" for key, value in tokens.items()) + "}")
        return _inlined(minify_style("\n".join(sheets)), self.layers[0].shown(STYLE))

    @cached_property
    def script(self) -> str:
        """The script as it is inlined: that of the highest layer that has one. Raises ThemeError."""
        for layer in self.layers:
            text = layer.text(SCRIPT)
            if text is not None:
                return _inlined(minify_script(text), layer.shown(SCRIPT))
        return ""

    @property
    def build(self) -> str:
        """Changes with the style sheet or the script, so that an open page knows when it has to be loaded anew."""
        return hashlib.sha256(self.content_security_policy.encode()).hexdigest()[:8]

    @cached_property
    def content_security_policy(self) -> str:
        return self.policy_for()

    def policy_for(self, *scripts: str) -> str:
        """Allows the inlined style and script by their hashes, what the site itself serves, and nothing else.

        A page that loads a script of the site names its text: it is allowed by its hash as well (CSP level 3).
        """
        allowed = " ".join(_source(script) for script in (self.script, *scripts))
        return (
            f"default-src 'none'; style-src {_source(self.style)}; script-src {allowed}; connect-src 'self'; "
            "img-src 'self' data:; manifest-src 'self'; base-uri 'none'; form-action 'none'"
        )

    def render(self, template: str, values: Mapping[str, object], scripts: Sequence[str] = ()) -> bytes:
        """The template as UTF-8 with `\\n` line ends; it may load the site's files with the texts `scripts`.

        Everything in it is escaped unless a view made it as HTML.
        """
        own = {
            "style": Markup(self.style),
            "script": Markup(self.script),
            "policy": self.policy_for(*scripts),
            "build": self.build,
            "logo_file": self.logo,
        }
        return self.render_message(template, {**values, **own})

    def render_message(self, template: str, values: Mapping[str, object]) -> bytes:
        """The template of a message: it stands alone, without the sheet, the script and the policy of pages."""
        try:
            text = self._environment.render(template, values)
            return (_without_blank_lines(text) + "\n").encode()
        except ThemeError:
            raise
        except Exception as failure:  # a template is a person's program, and may fail in any way
            path = f"{TEMPLATES}/{template}"
            holder = next((layer for layer in self.layers if (layer.folder / path).is_file()), self.layers[0])
            raise _told(failure, holder.shown(path)) from failure

    def find_problems(self, layer: Layer) -> Iterator[Problem]:
        """What is wrong with the templates of a layer, as far as it shows without rendering any of them."""
        folder = layer.folder / TEMPLATES
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_dir() and not path.is_symlink():
                continue
            shown = layer.shown(f"{TEMPLATES}/{name}")
            try:
                text = layer.text(f"{TEMPLATES}/{name}")
                self._environment.read(text or "", name, shown)
            except ThemeError as wrong:
                yield wrong.problem
            except Exception as failure:
                yield _told(failure, shown).problem

    @cached_property
    def _environment(self) -> ThemeEnvironment:
        return ThemeEnvironment(_Loader(self.layers))


class _Loader(jinja2.BaseLoader):
    """Finds a template in the highest layer that has it, by its path in `templates/` and by no other way."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        parts = template.split("/")
        if not any(part in ("", ".", "..") or "\\" in part or ":" in part or "\0" in part for part in parts):
            path = f"{TEMPLATES}/{template}"
            for layer in self._layers:
                text = layer.text(path)
                if text is not None:
                    return text, layer.shown(path), None
        raise jinja2.TemplateNotFound(template)


def _told(failure: Exception, shown: str) -> ThemeError:
    """The failure of a template at the line where it happened; at the head of `shown` where that is not known."""
    if isinstance(failure, jinja2.TemplateSyntaxError):
        place, line = failure.filename or shown, failure.lineno
        return make_fault(place, line, f"the template cannot be read: {_in_short(failure.message)}", "fix the template")
    frames = [frame for frame in traceback.extract_tb(failure.__traceback__) if frame.filename.startswith("themes/")]
    place, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else (shown, 1)
    if isinstance(failure, jinja2.TemplateNotFound):
        sentence = f"the theme has no template {_in_short(failure.name)}"
        return make_fault(place, line, sentence, "add it to the theme, or extend the default theme")
    said = _in_short(str(failure)) or type(failure).__name__
    return make_fault(place, line, f"the template fails: {said}", "fix the template")


def _in_short(said: object) -> str:
    """Words that a template may have chosen: one line, not too long, without signs that a terminal obeys."""
    text = " ".join(str(said).split())
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:_LONGEST])
    return shown + ("…" if len(text) > _LONGEST else "")


def _sheet(layer: Layer) -> str:
    text = layer.text(STYLE) or ""
    if (found := _first_fetch(text)) is not None:
        line, words = found
        sentence = f"'{words}' would fetch a file or end the sheet; pages fetch nothing"
        raise make_fault(layer.shown(STYLE), line, sentence, "remove it, or write a small picture as url(data:image/…)")
    return text


@lru_cache(maxsize=_KEPT)
def _first_fetch(sheet: str) -> tuple[int, str] | None:
    return next(find_fetches(sheet), None)


@lru_cache(maxsize=_KEPT)
def integrity_of(text: str) -> str:
    """The hash by which a browser knows a file (W3C Subresource Integrity)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _source(text: str) -> str:
    return f"'{integrity_of(text)}'"


def _inlined(text: str, shown: str) -> str:
    if "</" in text:
        sentence = "what is put into every page holds '</'"
        raise make_fault(shown, 1, sentence, "remove it: it would end the element that it stands in")
    return text


def _without_blank_lines(text: str) -> str:
    """Lines that templates leave empty are dropped, but for those inside `pre`, where they are content."""
    *closed, rest = text.split("</pre>")
    kept: list[str] = []
    for part in closed:
        found = re.search(r"<pre\b", part)
        begin = found.start() if found else len(part)
        kept.append(_BLANK_LINES.sub("", part[:begin]) + part[begin:])
    return "</pre>".join([*kept, _BLANK_LINES.sub("", rest)]).strip()

"""A theme that can render: its templates and those it builds on, its words, its inlined style sheet and script."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from statusladder.model.problem import Stopped
from statusladder.model.theme import ThemeKeys
from statusladder.theming.minify import minified_script, minified_style


class ThemeError(Stopped):
    """A theme cannot be found or rendered."""


@dataclass(frozen=True)
class Layer:
    """One theme of the chain: its folder and its settings."""

    folder: Path
    keys: ThemeKeys


@dataclass(frozen=True)
class Theme:
    """The chain of layers, the chosen theme first and `default` last.

    A template or the script of a higher layer replaces the same file below it; style sheets add up from the bottom;
    tokens, strings and the logo of a higher layer win. `logo` is a `data:` address, None for the ladder.
    """

    layers: tuple[Layer, ...]
    logo: str | None = None

    @property
    def strings(self) -> Mapping[str, str]:
        return {key: text for layer in reversed(self.layers) for key, text in layer.keys.strings.items()}

    @cached_property
    def style(self) -> str:
        """The style sheet as it is inlined: all layers, without what only people need."""
        sheets = [_read(layer.folder / "assets" / "style.css") for layer in reversed(self.layers)]
        tokens = {key: value for layer in reversed(self.layers) for key, value in layer.keys.all_tokens.items()}
        if tokens:
            sheets.append(":root {" + "".join(f"--{key}: {value};" for key, value in tokens.items()) + "}")
        return _inlined(minified_style("\n".join(sheets)), "style sheet")

    @cached_property
    def script(self) -> str:
        """The script as it is inlined: that of the highest layer that has one."""
        files = (layer.folder / "assets" / "page.js" for layer in self.layers)
        file = next((file for file in files if file.is_file()), None)
        return _inlined(minified_script(_read(file)), "script") if file is not None else ""

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
        try:
            text = self._environment.get_template(template).render(
                values,
                style=Markup(self.style),
                script=Markup(self.script),
                policy=self.policy_for(*scripts),
                build=self.build,
                logo_file=self.logo,
            )
        except jinja2.TemplateSyntaxError as failure:
            where = f"{failure.name}:{failure.lineno}"
            raise ThemeError(f"the template {where} cannot be read ({failure.message})", "mend the template") from None
        except jinja2.TemplateNotFound as failure:
            raise ThemeError(
                f"the theme has no template {failure.name}", "add it, or extend the default theme"
            ) from None
        except Exception as failure:  # a template is a person's program, and may fail in any way
            raise ThemeError(f"the template {template} fails ({failure})", "mend the template") from failure
        return (_without_blank_lines(text) + "\n").encode()

    @cached_property
    def _environment(self) -> jinja2.Environment:
        folders: Sequence[Path] = [layer.folder / "templates" for layer in self.layers]
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals["words"] = dict(self.strings)
        environment.filters["safe_html"] = partial(_safe_html, self.strings.get("table"))
        return environment


def _safe_html(name: str | None, html: str) -> Markup:
    """HTML that needs no escaping; a table in it, called `name` aloud, scrolls within itself, by the keyboard too."""
    label = f' role="group" aria-label="{escape(name)}"' if name is not None else ""
    table = f'<div class="scrolls" tabindex="0"{label}><table>'
    return Markup(html.replace("<table>", table).replace("</table>", "</table></div>"))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as failure:
        raise ThemeError(f"{file.name} of the theme cannot be read ({failure})", "save it as UTF-8") from None


def integrity(text: str) -> str:
    """The hash by which a browser knows a file (W3C Subresource Integrity)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _source(text: str) -> str:
    return f"'{integrity(text)}'"


def _inlined(text: str, what: str) -> str:
    if "</" in text:
        raise ThemeError(f"the theme's {what} holds '</'", "remove it: it would end the element that it stands in")
    return text


def _without_blank_lines(text: str) -> str:
    """Lines that templates leave empty are dropped, but for those inside `pre`, where they are content."""
    parts = re.split(r"(<pre\b.*?</pre>)", text, flags=re.DOTALL)
    parts[::2] = [re.sub(r"\n\s*(?=\n)", "", part) for part in parts[::2]]
    return "".join(parts).strip()

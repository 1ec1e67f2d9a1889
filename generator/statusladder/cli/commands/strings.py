"""Print every string of the pages and feeds by its key.

The form is that of a language file. Any string can be replaced in site.yaml, below 'strings', by its full key, as
state.operational. With --missing, only what the language lacks is printed, in English: the beginning of a translation.
"""

import json
from collections.abc import Iterator, Mapping

import click

from statusladder.cli.console import Console
from statusladder.voice.catalogue import ENGLISH, OTHER, Message, shipped, shipped_languages, strings_of


@click.command("strings", help=__doc__)
@click.argument("language", default=ENGLISH)
@click.option("--missing", "only_missing", is_flag=True, help="Only strings that the language lacks.")
def COMMAND(language: str, only_missing: bool) -> None:
    is_known = language in shipped_languages()
    if not (is_known or only_missing):
        known = ", ".join(shipped_languages())
        raise click.UsageError(f"no pages are written in '{language}'; write one of {known}, or --missing to begin it")
    own = strings_of(language) if is_known else {}
    shown = {key: said for key, said in shipped(ENGLISH).messages.items() if key not in own} if only_missing else own
    Console().data("\n".join(_lines(shown)))


_NO_TEXT = frozenset({"no", "yes", "on", "off", "y", "n"})
"""Names that YAML 1.1 takes for true or false, as the code of Norwegian."""


def _lines(messages: Mapping[str, Message]) -> Iterator[str]:
    """The strings as YAML, each key within those above it."""
    above: list[str] = []
    for key, message in messages.items():
        *sections, last = key.split(".")
        name = json.dumps(last) if last in _NO_TEXT else last
        shared = next((n for n, (a, b) in enumerate(zip(above, sections, strict=False)) if a != b), len(above))
        shared = min(shared, len(sections))
        for depth, section in enumerate(sections[shared:], start=shared):
            yield f"{'  ' * depth}{section}:"
        above, indent = sections, "  " * len(sections)
        if message.is_plural:
            yield f"{indent}{name}:"
            yield from (f"{indent}  {category}: {_quoted(parts)}" for category, parts in message.forms.items())
        else:
            yield f"{indent}{name}: {_quoted(message.forms[OTHER])}"


def _quoted(parts: tuple[str, ...]) -> str:
    text = "".join(f"{{{part}}}" if position % 2 else part for position, part in enumerate(parts))
    return json.dumps(text, ensure_ascii=False)

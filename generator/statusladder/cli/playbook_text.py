"""A playbook as text for a terminal: all of it, in the order in which people need it in an incident's first hour."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from statusladder.cli.console import in_columns
from statusladder.model.playbook import Playbook, PlaybookKeys
from statusladder.model.script import Inject
from statusladder.model.vocabulary import ComponentState, IncidentKind
from statusladder.views.wording import duration, long_date

WIDTH = 88
"""Characters of a line: as wide as half a screen, beside the terminal in which somebody fixes it."""

SHIPPED = "This came with statusladder and speaks of an invented company: check each claim."
"""What stands above a playbook that nobody has made their own yet."""

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


def playbook_text(playbook: Playbook, components: dict[str, ComponentState], is_due: bool) -> str:
    """The whole playbook. `components` are those that the site has; `is_due` says that its review is overdue."""
    said = playbook.said
    review = f"review by {long_date(said.review_by)}{', which is past' if is_due else ''}"
    lines = [
        said.title,
        "=" * len(said.title),
        *_wrapped(f"{playbook.name}, version {said.version}, {said.owner}, {review}"),
        *(_wrapped(f"Why this version: {said.because}") if said.because else ()),
        *_wrapped(SHIPPED if playbook.shipped else playbook.path),
    ]
    for heading, part in _parts(playbook, components):
        if part:
            lines += ["", heading.upper(), *part]
    return "\n".join(lines)


def _parts(playbook: Playbook, components: dict[str, ComponentState]) -> Iterator[tuple[str, list[str]]]:
    said = playbook.said
    yield "Reach for it when", _items(said.triggers)
    yield "Answer in the first ten minutes", _items(said.questions)
    yield "First notice", list(_first_notice(said, components))
    yield "Places to fill", _items(f"{{{{{one.name}}}}}: {one.ask}{_default(one.default)}" for one in said.variables)
    yield "The first hour", [line for typed in playbook.body.strip().split("\n") for line in _wrapped(typed)]
    yield "Usually still works: check it before you say it", _items(said.usually_works)
    yield "Words to avoid", _items([", ".join(said.avoid)] if said.avoid else [])
    for stage, prompts in said.prompts.items():
        yield f"Stage {stage}: an update answers", _items(prompts)
    yield "For some readers", _items(f"{audience}: {note}" for audience, note in said.audiences.items())
    yield "When customers ask", [line for one in said.qa for line in (*_item(one.q), *_wrapped(one.a, "  "))]
    yield "Before it is resolved", _items(said.exit_checks)
    yield "Drill", [line for one in said.drill for line in _inject(one)]


def _inject(one: Inject) -> Iterator[str]:
    yield from _item(f"{_since_start(one.after)}: {one.inject}")
    for text in one.covers:
        yield from _wrapped(f"  - {text}")


def _first_notice(said: PlaybookKeys, components: dict[str, ComponentState]) -> Iterator[str]:
    yield from _item(f"title: {said.incident_title}")
    yield from _item(f"severity: {said.severity}")
    if said.kind is not IncidentKind.INCIDENT:
        yield from _item(f"kind: {said.kind}, so it must say embargoed_until")
    for name, state in components.items():
        yield from _item(f"{name}: {state.replace('_', ' ')}")
    if said.first_notice is not None:
        yield ""
        for typed in said.first_notice.split("\n"):
            yield from _wrapped(typed, "  ")


def _default(value: str | None) -> str:
    return f" ({value})" if value is not None else ""


def _since_start(after: timedelta) -> str:
    return f"after {duration(after)}" if after else "at the beginning"


def _items(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _item(text)]


def _item(text: str) -> list[str]:
    return _wrapped(f"- {text}")


def _wrapped(typed: str, indent: str = "") -> list[str]:
    """The lines of one typed line; those of a list item stand below its words, and an empty line stays one."""
    mark = _ITEM.match(typed)
    deeper = indent + " " * len(mark[0]) if mark else indent
    return textwrap.wrap(
        typed, WIDTH, initial_indent=indent, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False
    ) or [""]


def listed(playbooks: Iterable[tuple[Playbook, bool]]) -> str:
    """One line a playbook, in columns; each comes with whether its review is overdue."""
    rows = [("NAME", "SEVERITY", "OWNER", "VERSION", "REVIEW BY", "FROM", "TITLE")]
    for playbook, is_due in playbooks:
        said = playbook.said
        origin = "shipped" if playbook.shipped else "own"
        rows.append(
            (
                playbook.name,
                said.severity,
                said.owner,
                said.version,
                _review(said.review_by, is_due),
                origin,
                said.title,
            )
        )
    return "\n".join(in_columns(rows))


def _review(day: date, is_due: bool) -> str:
    return f"{day.isoformat()} (past)" if is_due else day.isoformat()

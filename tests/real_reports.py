"""Real reports, and real updates read as if they were reports, for the wording rules on incident reports."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from factory import POLICY, settings
from statusladder.lint.interface import Rule, Subject
from statusladder.model.communication import Incident, Update
from statusladder.model.update import IncidentKeys
from statusladder.model.vocabulary import Stage

Hit = tuple[str, str, str]
"""The rule, the source, and the words that the finding quotes, at most six."""


def subject(text: str, stage: Stage, actions: tuple[str, ...] = ()) -> Subject:
    """A text as the only file of an incident, with its action items as facts."""
    items = [{"id": f"AI-{number}", "title": title} for number, title in enumerate(actions, start=1)]
    keys = {"stage": stage.value, "at": "2026-03-14T12:00:00Z", "title": "A failure", "severity": "major"}
    said = IncidentKeys.model_validate(keys | ({"action_items": items} if items else {}))
    update = Update("01-x", 1, "x/01-x.md", {}, said, said, text, 1)
    return Subject(settings(), POLICY, Incident("x", "x", (update,)), update, None)


def reports(real_data: Path) -> Iterator[tuple[str, Subject]]:
    """The public reports, each with its short name; the items of their list of actions become facts."""
    for file in sorted((real_data / "postmortems").glob("PM*.md")):
        text = file.read_text(encoding="utf-8")
        yield file.name.split(" ")[0], subject(text, Stage.POSTMORTEM, tuple(_actions(text)))


def _actions(text: str) -> Iterator[str]:
    listed = False
    for line in text.split("\n"):
        if line.startswith("#"):
            listed = "action" in line.casefold()
        elif listed and (match := re.match(r"[-*] (.+)", line)):
            yield match[1].replace("**", "").split(": ")[0]


@cache
def updates(real_data: Path, stage: Stage) -> tuple[tuple[str, Subject], ...]:
    """Public updates, each once, judged at the stage: as investigating all that are open, as a report the last ones."""
    told: set[str] = set()
    found = []
    with (real_data / "github-incidents" / "parsed" / "incidents.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            incident = json.loads(line)
            for number, update in enumerate(incident["updates"], start=1):
                is_last = update["status"] == "Resolved"
                if update["message"] not in told and is_last is (stage is Stage.POSTMORTEM):
                    told.add(update["message"])
                    found.append((f"{incident['id']}/{number}", subject(update["message"], stage)))
    return tuple(found)


def hits(rule: Rule, subjects: Iterable[tuple[str, Subject]]) -> list[Hit]:
    """All that the rule finds."""
    return [(rule.code, source, _quoted(found.sentence)) for source, one in subjects for found in rule.find(one)]


def _quoted(sentence: str) -> str:
    match = re.search(r"'(.+?)'(?!\w)", sentence)
    return " ".join(match[1].split()[:6]) if match else ""

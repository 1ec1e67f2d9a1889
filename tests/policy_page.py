"""Reads the page "How we communicate" back into the policy that it tells of."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from factory import POLICY, library
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, Policy
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity, Stage
from statusladder.outputs.how_we_communicate import OUTPUT
from statusladder.publish.theme import find_theme
from statusladder.views.policy import build_policy
from statusladder.views.policy_words import FACTS
from statusladder.views.snapshot import take
from statusladder.views.wording import capitalise
from statusladder.voice.voice import english

SETTINGS = library().settings
NOW = datetime(2026, 3, 14, tzinfo=UTC)
SNAPSHOT = take(library(), NOW)
VOICE = english(ZoneInfo("UTC"), NOW)
THEME = find_theme(Path(__file__), "default")

WAITS = "Longest time between updates, by stage and severity"
SEVERITY_NAMES = {VOICE.say(f"severity_in_text.{severity}"): severity for severity in Severity}
STAGE_NAMES = {VOICE.say(f"stage.{stage}"): stage for stage in POLICY_STAGES}


def page(policy: Policy = POLICY, settings: Settings = SETTINGS, theme: str = "default") -> str:
    snapshot = replace(SNAPSHOT, settings=settings, policy=build_policy(settings, policy, VOICE))
    chosen = THEME if theme == "default" else find_theme(Path(__file__), theme)
    (artifact,) = OUTPUT.produce(snapshot, chosen)
    return artifact.data.decode()


def sections(text: str) -> dict[str, str]:
    """The HTML of each section, by its anchor."""
    return dict(re.findall(r'<section aria-labelledby="([a-z-]+)">(.*?)</section>', text, re.DOTALL))


def words(part: str) -> str:
    without_inline = re.sub(r"</?(?:a|b|bdi|span|time)\b[^>]*>", "", part)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without_inline)).split())


def items(part: str) -> list[str]:
    return [words(item) for item in re.findall(r"<li[^>]*>(.*?)</li>", part, re.DOTALL)]


def named(listing: str) -> list[str]:
    """The names in `a`, `a and b` or `a, b and c`."""
    return listing.replace(" and ", ", ").split(", ")


def table(part: str, caption: str) -> dict[str, list[str]]:
    """The rows of a table by their heads; the head of the table is the row of its first cell."""
    body = re.split(rf"<caption[^>]*>{re.escape(caption)}</caption>", part)[1].split("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    cells = [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]
    return {row[0]: row[1:] for row in cells}


def told(text: str) -> dict[tuple[FactName, Stage, Severity], Demand]:
    """What the page says that each stage wants of each fact, for each severity."""
    facts = {capitalise(VOICE.say(f"policy.fact.{fact}")): fact for fact in FACTS}
    demands = {VOICE.say(f"policy.wanted.{demand}"): demand for demand in Demand}
    rows = table(sections(text)["stages"], "All facts, by stage")
    stages = [STAGE_NAMES[name] for name in rows.pop("An update includes")]
    found = {}
    for fact, cells in rows.items():
        for stage, cell in zip(stages, cells, strict=True):
            for wanted, _, some in (part.partition(" (") for part in cell.split("; ")):
                for severity in map(SEVERITY_NAMES.get, named(some.rstrip(")"))) if some else Severity:
                    assert severity is not None
                    assert (facts[fact], stage, severity) not in found
                    found[facts[fact], stage, severity] = demands[wanted]
    return found


def answers(text: str) -> dict[tuple[Stage, Severity], list[str]]:
    """What the page says of who answers for an update of a stage, and who approves it."""
    found: dict[tuple[Stage, Severity], list[str]] = {}
    for stages, rules in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", sections(text)["who"], re.DOTALL):
        for rule in items(rules):
            some, _, said = rule.rpartition(": ")
            for severity in [SEVERITY_NAMES[name.lower()] for name in named(some)] if some else Severity:
                for stage in named(stages):
                    said = f"{said[0].lower()}{said[1:]}"
                    found.setdefault((STAGE_NAMES[stage], severity), []).append(said)
    return found

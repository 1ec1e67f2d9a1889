"""Small sites of our own words, built in a test, and what their pages state."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import statement_phrases as phrases
from statement_readers import statements_of
from statement_rows import facts
from statement_site import PublishedSite, text, with_class
from statements import Kind, Statement, Value, contradictions, report
from statusladder.content.writer import Written, front_matter_text
from statusladder.publish.pipeline import publish_site
from told_incidents import Beat, files

COMPONENTS: Sequence[Mapping[str, Written]] = (
    {"id": "website", "name": "Website", "since": "2024-01-01"},
    {"id": "api", "name": "API", "since": "2024-01-01"},
)
BY_HAND = "worked out by hand"


def at(stamp: str) -> datetime:
    """`2026-03-10 09:00`, in UTC."""
    return datetime.fromisoformat(f"{stamp}:00+00:00")


def beat(stamp: str, stage: str, words: str = "Words for those who read this page.", **keys: Any) -> Beat:
    return Beat(at(stamp), stage, keys, words)


def first(stamp: str, stage: str = "investigating", state: str = "degraded_performance", **keys: Any) -> Beat:
    """The first word on an incident of the website."""
    start: dict[str, Any] = {"title": "Pages load slowly", "severity": "minor", "components": {"website": state}}
    return beat(stamp, stage, **(start | keys))


def built(
    folder: Path,
    now: str,
    stories: Mapping[str, Sequence[Beat]],
    components: Sequence[Mapping[str, Written]] = COMPONENTS,
    timezone: str = "UTC",
) -> PublishedSite:
    """The site of these stories, by their folders below `content/`, as it is published at a moment."""
    site: Written = {"name": "Tern status", "url": "https://status.tern.example", "timezone": timezone}
    told = {"site.yaml": front_matter_text({"site": site, "components": list(components)})}
    for path, beats in stories.items():
        told |= files(path, beats)
    for name, content in told.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    publication = publish_site(folder, folder / "public", at(now), None, lambda count: None)
    assert publication.outcome, publication.problems
    return PublishedSite(folder / "public")


def assert_says(site: PublishedSite, *expected: tuple[str, Kind, Value]) -> None:
    """No page contradicts another, nor what was worked out by hand; and each of that is said somewhere."""
    told = statements_of(site.public)
    by_hand = [Statement(subject, kind, value, BY_HAND, BY_HAND) for subject, kind, value in expected]
    found = report(contradictions([*by_hand, *told]))
    assert not found, found
    said = {(one.subject, one.kind) for one in told}
    silent = {Kind.LENGTH, Kind.CLOSED_AFTER, Kind.UPTIME}
    unsaid = [one for one in by_hand if one.kind not in silent and (one.subject, one.kind) not in said]
    assert unsaid == [], f"no page says anything of {unsaid}"


def labels(site: PublishedSite, subject: str) -> set[str]:
    """What the page of an incident has a fact about, at its head or in its panel."""
    page = site.page(subject)
    blocks = [*with_class(page, "glance", "dl"), *with_class(page, "facts")]
    return {about for block in blocks for about, value in facts(block) if text(value)}


def claims_no_workaround(site: PublishedSite, page: str) -> bool:
    return bool(phrases.NO_WORKAROUND.search(text(site.page(page).xpath("//main")[0])))


def answers(site: PublishedSite, page: str, about: str) -> str:
    """The words of one fact of a page; empty where it has none."""
    found = [
        text(value) for block in site.page(page).xpath("//main//dl") for name, value in facts(block) if name == about
    ]
    return " ".join(found)

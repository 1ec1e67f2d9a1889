"""`/api/v2/status.json`: what Statuspage clients and our own pages ask to learn how things stand."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from some_outputs import publish_some
from statusladder.ladder.standing import Indicator
from statusladder.model.vocabulary import ComponentState
from statusladder.views.statuspage import API_HEADLINES, Headline, choose_headline
from statusladder.views.statuspage_ids import derive_id
from statusladder.voice.catalogue import ENGLISH, read_strings

SITES = Path(__file__).parent.parent / "sites"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
Published = Callable[[str, datetime], Path]
SCHEMA = json.loads((Path(__file__).parent / "schema" / "statuspage-v2" / "status.json").read_text(encoding="utf-8"))


def _status(public: Path) -> Any:
    return json.loads((public / "api/v2/status.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("site", "indicator", "description", "updated_at"),
    [
        ("calm", "none", "All Systems Operational", "2025-09-23T09:00:00.000Z"),
        ("storm", "critical", "Major System Outage", "2026-06-10T11:30:00.000Z"),
        ("sixty-components", "major", "Partial System Outage", "2026-06-10T11:40:00.000Z"),
    ],
)
def test_the_answer_is_of_the_strict_profile_and_agrees_with_the_page(
    published_at: Published, site: str, indicator: str, description: str, updated_at: str
) -> None:
    public = published_at(site, NOW)
    answer = _status(public)

    assert list(Draft202012Validator(SCHEMA).iter_errors(answer)) == []
    assert answer["status"] == {"indicator": indicator, "description": description}
    assert answer["page"]["updated_at"] == updated_at
    home = (public / "index.html").read_text(encoding="utf-8")
    assert f'data-seen="{updated_at} {indicator}"' in home


def test_time_alone_changes_neither_the_id_nor_the_answer_of_a_calm_site(
    published_at: Published, tmp_path: Path
) -> None:
    later = publish_some(SITES / "calm", tmp_path, datetime(2026, 12, 10, 12, tzinfo=UTC), "statuspage_api")

    assert _status(published_at("calm", NOW)) == _status(later)


WELL, SLOW, PART, DOWN = (
    ComponentState.OPERATIONAL,
    ComponentState.DEGRADED_PERFORMANCE,
    ComponentState.PARTIAL_OUTAGE,
    ComponentState.MAJOR_OUTAGE,
)


@pytest.mark.parametrize(
    ("indicator", "states", "words"),
    [
        ("none", [WELL, WELL], "All Systems Operational"),
        ("maintenance", [WELL], "Service Under Maintenance"),
        ("minor", [WELL, SLOW], "Partially Degraded Service"),
        ("minor", [SLOW, SLOW], "Degraded System Service"),
        ("minor", [WELL, WELL], "Minor Service Outage"),
        ("major", [WELL, DOWN], "Partial System Outage"),
        ("major", [PART, PART], "Partial System Outage"),
        ("critical", [DOWN, DOWN], "Major System Outage"),
    ],
)
def test_the_headline_is_one_that_clients_know(indicator: str, states: list[ComponentState], words: str) -> None:
    assert API_HEADLINES[choose_headline(Indicator(indicator), states)] == words


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_id_has_twelve_digits_or_consonants_and_depends_on_every_name(first: str, second: str) -> None:
    assert re.fullmatch(r"[0-9b-df-hj-np-tv-z]{12}", derive_id("incident", first, second))
    assert derive_id("incident", first, second) == derive_id("incident", first, second)
    assert derive_id("incident", first, second) != derive_id("component", first, second)
    assert derive_id("incident", first, second + "x") != derive_id("incident", first, second)


def test_a_badge_says_in_english_what_the_api_says() -> None:
    texts = read_strings(ENGLISH)

    assert {headline: texts[f"headline.{headline}"] for headline in Headline} == API_HEADLINES

"""No fact that a stage requires is on the page alone: it is in the feed, the API and the banner too, or says why not.

One incident goes through every stage, with a word of its own in each fact, and is published at each.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import lxml.etree
import pytest

from built_once import built_once
from statusladder.content.reader import read_library
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, Policy
from statusladder.model.vocabulary import REPORT_STAGES, Severity, Stage
from statusladder.publish.pipeline import publish_site

ROOT = Path(__file__).resolve().parents[2]
ID = "2026-03-14-wagtail"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  support: https://help.tern.example/report-ringlet
components:
  - {id: kestrel, name: Kestrel}
banner: {notice: true}
"""
START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
AT = {stage: START + timedelta(minutes=30 * number) for number, stage in enumerate(POLICY_STAGES)}

FACTS: Mapping[FactName, tuple[str, str]] = {
    FactName.TITLE: ("title: Wagtail calls fail", "Wagtail"),
    FactName.SEVERITY: ("severity: critical", "critical"),
    FactName.COMPONENTS: ("components: {kestrel: major_outage}", "Kestrel"),
    FactName.POTENTIAL_IMPACT: ("potential_impact: Plover may fail", "Plover"),
    FactName.SYMPTOM: ("  symptom: A dunlin page", "dunlin"),
    FactName.SHARE: ("  share: 37-41%", "37–41%"),
    FactName.STARTED_AT: ('started_at: "2026-03-14T08:53:00Z"', "08:53"),
    FactName.KNOWN: ("known: Curlew is safe", "Curlew"),
    FactName.UNKNOWN: ("unknown: Where godwit is", "godwit"),
    FactName.ACTIONS: ("actions: Moving whimbrel", "whimbrel"),
    FactName.WORKAROUNDS: ("workarounds: Use knot", "knot"),
    FactName.CUSTOMER_ACTIONS: ("customer_actions: Look at sanderling", "sanderling"),
    FactName.ETA: (
        'eta: {from: "2026-03-14T13:17:00Z", to: "2026-03-14T13:43:00Z", confidence: low, basis: a guess}',
        "13:17 to 13:43",
    ),
    FactName.PROGRESS: ("progress: {percent: 51, of: turnstones moved, basis: measured}", "turnstones"),
    FactName.MITIGATED_AT: ('mitigated_at: "2026-03-14T10:47:00Z"', "10:47"),
    FactName.RESOLVED_AT: ('resolved_at: "2026-03-14T11:11:00Z"', "11:11"),
    FactName.MONITORING_UNTIL: ('monitoring_until: "2026-03-14T12:31:00Z"', "12:31"),
    FactName.EXIT_CRITERION: ("exit_criterion: no avocet for an hour", "avocet"),
    FactName.DATA_LOSS: ("data_loss: confirmed", "Data was lost"),
    FactName.REMAINING: ("remaining: Dotterel is late", "Dotterel"),
    FactName.CONTACTS: ("contacts: Lapwing desk", "Lapwing"),
    FactName.HOW_TO_REPORT: ("", "ringlet"),
    FactName.APOLOGY: ("", "sorry for the trouble"),
    FactName.VERSION: ("version: final", "Postmortem"),
    FactName.TRIGGER: ("trigger: A stilt fell", "stilt"),
    FactName.CONTRIBUTING_FACTORS: ("contributing_factors: A phalarope was full", "phalarope"),
    FactName.APPROVED_BY: ("approved_by: [incident_commander, executive_sponsor]", "Executive sponsor"),
    FactName.NEXT_UPDATE: ("next_update: 29m", ""),
}
"""Of each fact that some stage requires: how a file states it, and the word by which outputs are searched for it."""

SHORT = "The banner has 140 characters: stage, title, components and next update, and the way to the page."
OVER = "The banner is gone once the incident is over."
REPORT = (
    "A postmortem is a page of its own. Its entry in the feed leads to it, and the API has its words, not its keys."
)
GOVERNANCE = "Who approved the words says nothing about the incident."
REPORTING = (
    "How to report what you see is the same at any time; pages and `/how-we-communicate/` say it, contacts are in all."
)
BANNER = frozenset({FactName.TITLE, FactName.SEVERITY, FactName.COMPONENTS, FactName.NEXT_UPDATE})
LEFT_OUT: Mapping[tuple[str, FactName], str] = {
    **{("banner", fact): SHORT for fact in FACTS if fact not in BANNER},
    **{
        (output, fact): REPORT
        for output in ("feed", "API")
        for fact in (FactName.TRIGGER, FactName.CONTRIBUTING_FACTORS)
    },
    **{(output, FactName.APPROVED_BY): GOVERNANCE for output in ("feed", "API")},
    **{(output, FactName.HOW_TO_REPORT): REPORTING for output in ("feed", "API")},
}
"""Why an output leaves out a fact that a stage requires; docs/explanation/agreement.md repeats each reason."""


def _required(policy: Policy, stage: Stage) -> list[FactName]:
    return [fact for fact in FactName if policy.demand(fact, stage, Severity.CRITICAL) is Demand.REQUIRED]


def _text(policy: Policy, stage: Stage) -> str:
    keys = [FACTS[fact][0] for fact in _required(policy, stage) if FACTS[fact][0]]
    parts = [key for key in keys if key.startswith("  ")]
    impact = ["impact:", *parts, "  basis: measured"] if parts else []
    if stage is Stage.NOTICE:
        keys.append("components: {kestrel: affected}")
    lines = [
        f"stage: {stage.value}",
        f"at: {AT[stage].isoformat()}",
        *(key for key in keys if key not in parts),
        *impact,
    ]
    return "---\n" + "\n".join(lines) + "\n---\nWe are sorry for the trouble.\n"


def _publish_all(folder: Path) -> None:
    policy = read_library(ROOT).library
    assert policy is not None
    site = folder / "site"
    (site / "content/incidents" / ID).mkdir(parents=True)
    (site / "site.yaml").write_text(SITE)
    for number, stage in enumerate(POLICY_STAGES, 1):
        file = site / "content/incidents" / ID / f"{number:02}-{stage.value}.md"
        file.write_text(_text(policy.policy, stage))
        publication = publish_site(site, folder / stage.value, AT[stage], None, lambda count: None)
        assert publication.outcome, publication.problems


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The incident as it is published at each stage, in a folder of the stage's name."""
    return built_once(tmp_path_factory, "an-incident-of-every-fact", _publish_all)


@pytest.fixture(scope="module")
def policy() -> Policy:
    library = read_library(ROOT).library
    assert library is not None
    return library.policy


def _outputs(public: Path, stage: Stage) -> Iterator[tuple[str, str]]:
    """What each output says of the newest update of the incident."""
    page = public / "incidents" / ID
    yield "page", "".join(unescape(file.read_text()) for file in page.rglob("index.html"))
    feed = lxml.etree.fromstring((page / "feed.atom").read_bytes())
    entry = next(iter(feed.iter(f"{ATOM}entry")))
    yield "feed", unescape(" ".join(str(text) for text in entry.itertext()))
    (incident,) = json.loads((public / "api/v2/incidents.json").read_text())["incidents"]
    yield "API", " ".join([incident["name"], incident["impact"], incident["incident_updates"][0]["body"]])
    rows = json.loads((public / "embed/banner.json").read_text())["banners"]
    assert bool(rows) == (stage not in (Stage.RESOLVED, *REPORT_STAGES)), OVER
    if rows:
        yield "banner", f"{rows[0]['text']} {rows[0]['level']}"


def _word(fact: FactName, stage: Stage) -> str:
    return f"{AT[stage] + timedelta(minutes=29):%H:%M}" if fact is FactName.NEXT_UPDATE else FACTS[fact][1]


@pytest.mark.parametrize("stage", POLICY_STAGES)
def test_each_fact_that_a_stage_requires_is_in_every_output_or_says_why_not(
    stage: Stage, lived: Path, policy: Policy
) -> None:
    missing = [
        (output, fact.value)
        for output, text in _outputs(lived / stage.value, stage)
        for fact in _required(policy, stage)
        if (output, fact) not in LEFT_OUT and _word(fact, stage).casefold() not in text.casefold()
    ]
    assert missing == []


def test_every_fact_that_a_stage_requires_is_planted(policy: Policy) -> None:
    assert {fact for stage in POLICY_STAGES for fact in _required(policy, stage)} == set(FACTS)


def test_what_is_left_out_is_missing_somewhere_and_its_reason_is_documented(lived: Path, policy: Policy) -> None:
    lacking = {
        (output, fact)
        for stage in POLICY_STAGES
        for output, text in _outputs(lived / stage.value, stage)
        for fact in FACTS
        if _word(fact, stage).casefold() not in text.casefold()
    }
    explained = (ROOT / "docs/explanation/agreement.md").read_text(encoding="utf-8")

    assert set(LEFT_OUT) <= lacking
    assert [reason for reason in {*LEFT_OUT.values(), OVER} if reason not in explained] == []
    assert not any(output == "page" for output, _ in LEFT_OUT)

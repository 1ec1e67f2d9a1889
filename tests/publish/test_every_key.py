"""Every key does what its name says: readers find what it says on a page, or there is a reason why not.

`key_readers` decides on texts, `VALUES` and `ACTS` here on times, figures, choices and flags. A new key of the model
that none of them names fails the first tests.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from canaries import found_in, text_paths, value_paths
from canary_site import BEFORE, SETTINGS, WORK, every_path, every_text, said_in, said_in_public, write_site
from key_readers import ELSEWHERE, HIDDEN, INTERNAL_FILES, NAMES, NOT_OF_A_MAINTENANCE, SHOWN, SILENT, named
from reported_site import words
from statusladder.model import schema
from statusladder.model.settings import LimitsKeys, PagesKeys
from statusladder.model.site import Settings
from statusladder.model.update import MaintenanceKeys
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site

OPEN, NOTICE, UNKNOWN, WATCHED, OVER, TOLD_LATER = (
    f"incidents/2026-03-{name}" for name in ("14-open", "14-notice", "14-unknown", "14-watched", "02-over", "03-later")
)
PLANNED, UNSURE = "maintenance/2026-04-02-planned", "maintenance/2026-04-03-unsure"

FILES = {
    f"{OPEN}/01-investigating.md": """\
stage: investigating
at: 2026-03-14T08:02:00Z
title: Sign-in fails
severity: critical
components: unknown
next_update: 47m
""",
    f"{OPEN}/02-identified.md": """\
stage: mitigating
at: 2026-03-14T08:49:00Z
components:
  sign-in: {status: partial_outage, recovered: 37}
started_at: {at: 2026-03-14T07:11:00Z, estimated: true}
first_report_at: {at: 2026-03-14T07:12:00Z, estimated: true}
detected_at: {at: 2026-03-14T07:13:00Z, estimated: true}
detection: third_party
impact: {share: 11-19%, accounts: 340-350, basis: measured}
eta: {from: 2026-03-14T13:21:00Z, to: 2026-03-14T13:48:00Z, confidence: low, basis: half is moved}
progress: {percent: 63, of: accounts moved, basis: estimated}
milestones:
  - {name: Standby started, done_at: 2026-03-14T08:33:00Z}
  - {name: Queue empty, target: 2026-03-14T13:31:00Z}
concessions:
  - {offer: 10% credit, until: 2026-04-29}
workarounds:
  - {text: Stay signed in, verified_at: 2026-03-14T08:35:00Z}
data_loss: suspected
corrections:
  - {at: 2026-03-14T08:48:00Z, field: title, was: Search, now: Sign-in, why: a slip}
next_update: 2026-03-14T12:44:00Z
""",
    f"{NOTICE}/01-notice.md": """\
stage: notice
at: 2026-03-14T08:02:00Z
title: A certificate is odd
kind: security
embargoed_until: none
severity: info
watch_until: 2026-03-14T14:14:00Z
""",
    f"{UNKNOWN}/01-investigating.md": """\
stage: investigating
at: 2026-03-14T08:02:00Z
title: Exports are slow
severity: minor
components: unknown
eta: unknown
eta_review_at: 2026-03-14T12:52:00Z
""",
    f"{WATCHED}/01-monitoring.md": """\
stage: monitoring
at: 2026-03-14T08:02:00Z
title: Search was slow
severity: minor
components: {search: degraded_performance}
mitigated_at: {at: 2026-03-14T08:01:00Z, estimated: true}
monitoring_until: 2026-03-14T15:15:00Z
""",
    f"{OVER}/01-investigating.md": """\
stage: investigating
at: 2026-03-02T09:00:00Z
title: Search failed
severity: major
components: {search: major_outage}
""",
    f"{OVER}/02-resolved.md": """\
stage: resolved
at: 2026-03-02T11:18:00Z
resolved_at: {at: 2026-03-02T11:17:00Z, estimated: true}
""",
    f"{OVER}/03-postmortem.md": """\
stage: postmortem
at: 2026-03-09T09:00:00Z
version: preliminary
timeline:
  - {at: 2026-03-02T06:06:00Z, what: A server was restarted, estimated: true}
action_items:
  - {id: AI-1, title: Copy more, type: process, effect: detects, priority: P2, due: 2027-01-05, status: in_progress}
  - id: AI-2
    title: Look twice
    due: 2026-03-07
    due_history:
      - {was: 2026-03-06, why: illness}
    done_at: 2026-03-04
    status: verified
    verification: {method: test, criterion: it holds, verify_by: 2027-02-07, verified_at: 2026-03-08}
  - {id: AI-3, title: Ask twice, verification: {method: test, criterion: it holds, verify_by: 2027-02-11}}
improvement_targets:
  - {metric: time to first notice, baseline: 9 min, target: 5 min, by: 2027-03-09}
review: {held_at: 2026-03-10T12:00:00Z, roles: [scribe], outcome: accepted}
""",
    f"{TOLD_LATER}/01-resolved.md": """\
stage: resolved
at: 2026-03-03T09:00:00Z
title: Exports were late
severity: minor
backfilled: true
components: {exports: operational}
""",
    f"{PLANNED}/01-scheduled.md": """\
stage: scheduled
at: 2026-03-10T09:00:00Z
title: Database upgrade
window: {from: 2026-04-02T01:05:00Z, to: 2026-04-02T02:35:00Z}
expected:
  sign-in: {status: degraded_performance, recovered: 41}
point_of_no_return_at: 2026-04-02T01:55:00Z
auto_complete: true
""",
    f"{UNSURE}/01-scheduled.md": """\
stage: scheduled
at: 2026-03-10T09:00:00Z
title: Cable work
window: {from: 2026-04-03T01:05:00Z, to: 2026-04-03T02:35:00Z}
expected: unknown
""",
}
SITE = """\
site: {name: Tern, url: https://status.tern.example}
components:
  - {id: sign-in, name: Sign-in}
  - {id: exports, name: Exports}
  - {id: search, name: Search}
  - {id: fax, name: Fax, until: 2026-02-17}
ladder:
  cadence: {minor: {identified: 7h}}
  facts: {impact.share: {investigating: required}}
  components_unknown_for: 17m
  first_notice: {major: {target: 11m, latest: 19m}}
  relaxation: {stages: [mitigating], with_reason_after: 5h, never_within: 3h}
  no_change_limit: 7
  reports:
    minor: {preliminary: 6d, final: 9d, review: 8d}
    major: {reason_if_none: true}
  escalation: {E14: {longer: 21m}}
  maintenance: {lead: 5d, lead_if_long: 10d, lead_if_breaking: 25d, long: 4h, reminders: [31h]}
  policy_version: "1"
  review_by: 2027-05-06
  changelog:
    - {version: "1", date: 2026-01-23, what: The first rules}
metrics:
  partial_weight: 0.45
  targets:
    - {metric: availability, component: sign-in, target: 99.93%, by: 2027-08-09}
"""
NOW = "2026-03-14T12:00:00Z"
REPORT = f"{OVER}/postmortem"

VALUES: Mapping[str, tuple[str, str]] = {
    "stage": (WATCHED, "Monitoring"),
    "at": (OPEN, "08:49 UTC"),
    "kind": (NOTICE, "Security incident"),
    "severity": (OPEN, "critical"),
    "components.unknown": (UNKNOWN, "Components: not known yet"),
    "components.states.*.status": (OPEN, "Partial outage"),
    "components.states.*.recovered": (OPEN, "37% recovered"),
    "started_at.at": (OPEN, "07:11 UTC"),
    "started_at.estimated": (OPEN, "07:11 UTC, 14 March 2026 (estimated)"),
    "first_report_at.at": (OPEN, "07:12 UTC"),
    "first_report_at.estimated": (OPEN, "07:12 UTC, 14 March 2026 (estimated)"),
    "detected_at.at": (OPEN, "07:13 UTC"),
    "detected_at.estimated": (OPEN, "07:13 UTC, 14 March 2026 (estimated)"),
    "detection": (OPEN, "by a third party"),
    "mitigated_at.at": (WATCHED, "08:01 UTC"),
    "mitigated_at.estimated": (WATCHED, "08:01 UTC, 14 March 2026 (estimated)"),
    "resolved_at.at": (OVER, "11:17 UTC"),
    "resolved_at.estimated": (OVER, "11:17 UTC, 2 March 2026 (estimated)"),
    "impact.share": (OPEN, "11–19%"),
    "impact.accounts": (OPEN, "340–350"),
    "impact.basis": (OPEN, "340–350 accounts, measured"),
    "watch_until": (NOTICE, "14:14 UTC"),
    "eta.unknown": (UNKNOWN, "Recovery Unknown. We will give an estimate by"),
    "eta.from": (OPEN, "13:21 to"),
    "eta.to": (OPEN, "to 13:48 UTC"),
    "eta.confidence": (OPEN, "low confidence"),
    "eta_review_at": (UNKNOWN, "12:52 UTC"),
    "progress.percent": (OPEN, "63%"),
    "progress.basis": (OPEN, "accounts moved, estimated"),
    "milestones.target": (OPEN, "13:31 UTC"),
    "milestones.done_at": (OPEN, "08:33 UTC"),
    "next_update": (OPEN, "12:44 UTC"),
    "concessions.until": (OPEN, "10% credit until 29 April 2026"),
    "workarounds.verified_at": (OPEN, "08:35 UTC"),
    "data_loss": (OPEN, "suspect"),
    "monitoring_until": (WATCHED, "15:15 UTC"),
    "corrections.at": (OPEN, "08:48 UTC"),
    "backfilled": (TOLD_LATER, "Published afterwards"),
    "version": (REPORT, "Preliminary"),
    "timeline.at": (REPORT, "06:06 UTC"),
    "timeline.estimated": (REPORT, "06:06 UTC (estimated)"),
    "action_items.type": (REPORT, "Process Copy more"),
    "action_items.effect": (REPORT, "Faster detection"),
    "action_items.priority": (REPORT, "P2"),
    "action_items.due": (REPORT, "5 January 2027"),
    "action_items.due_history.was": (REPORT, "6 March 2026"),
    "action_items.status": (REPORT, "In progress"),
    "action_items.done_at": (REPORT, "4 March 2026"),
    "action_items.verification.verify_by": (REPORT, "11 February 2027"),
    "action_items.verification.verified_at": (REPORT, "8 March 2026"),
    "improvement_targets.by": (REPORT, "9 March 2027"),
    "review.held_at": (REPORT, "10 March 2026"),
    "window.from": (PLANNED, "01:05 to"),
    "window.to": (PLANNED, "to 02:35 UTC, 2 April 2026"),
    "expected.unknown": (UNSURE, "Components: not known yet"),
    "expected.states.*.status": (PLANNED, "Degraded"),
    "expected.states.*.recovered": (PLANNED, "41% recovered"),
    "point_of_no_return_at": (PLANNED, "01:55 UTC, 2 April 2026"),
    "auto_complete": (PLANNED, "Automatic at 02:35 UTC, 2 April 2026"),
    f"{SETTINGS}/components.until": ("components/fax", "17 February 2026"),
    f"{SETTINGS}/ladder.cadence.*.*": ("how-we-communicate", "7 h"),
    f"{SETTINGS}/ladder.facts.*.*.*": ("how-we-communicate", "how many customers are affected"),
    f"{SETTINGS}/ladder.components_unknown_for": ("how-we-communicate", "In the first 17 minutes of an incident"),
    f"{SETTINGS}/ladder.first_notice.*.target": ("how-we-communicate", "Major 11 min"),
    f"{SETTINGS}/ladder.first_notice.*.latest": ("how-we-communicate", "11 min 19 min"),
    f"{SETTINGS}/ladder.relaxation.stages": ("how-we-communicate", "During Mitigating, or once"),
    f"{SETTINGS}/ladder.relaxation.with_reason_after": ("how-we-communicate", "has lasted 5 hours, updates may be"),
    f"{SETTINGS}/ladder.relaxation.never_within": ("how-we-communicate", "before an incident has lasted 3 hours"),
    f"{SETTINGS}/ladder.no_change_limit": ("how-we-communicate", "posting 7 such notes"),
    f"{SETTINGS}/ladder.reports.*.preliminary": ("how-we-communicate", "preliminary report within 6 days"),
    f"{SETTINGS}/ladder.reports.*.final": ("how-we-communicate", "final report within 9 days"),
    f"{SETTINGS}/ladder.reports.*.review": ("how-we-communicate", "review within another 8 days"),
    f"{SETTINGS}/ladder.reports.*.reason_if_none": (
        "how-we-communicate",
        "The final report within 14 days and a review within another 14 days; if there is none, we say why",
    ),
    f"{SETTINGS}/ladder.escalation.*.numbers.*": ("how-we-communicate", "takes more than 21 minutes longer"),
    f"{SETTINGS}/ladder.maintenance.lead": ("how-we-communicate", "at least 5 days in advance"),
    f"{SETTINGS}/ladder.maintenance.lead_if_long": ("how-we-communicate", "business hours: 10 days in advance"),
    f"{SETTINGS}/ladder.maintenance.lead_if_breaking": ("how-we-communicate", "has to change: 25 days in advance"),
    f"{SETTINGS}/ladder.maintenance.long": ("how-we-communicate", "takes longer than 4 hours"),
    f"{SETTINGS}/ladder.maintenance.reminders": ("how-we-communicate", "post reminders 1 day 7 hours before"),
    f"{SETTINGS}/ladder.changelog.date": ("how-we-communicate", "23 January 2026"),
    f"{SETTINGS}/ladder.review_by": ("how-we-communicate", "6 May 2027"),
    f"{SETTINGS}/metrics.partial_weight": (".", "45%"),
    f"{SETTINGS}/metrics.targets.metric": ("reliability", "Uptime of Sign-in"),
    f"{SETTINGS}/metrics.targets.target": ("reliability", "at least 99.93%"),
    f"{SETTINGS}/metrics.targets.by": ("reliability", "9 August 2027"),
}
"""Where each value is said, and in which words."""

ACTS: Mapping[str, str] = {
    "no_change": "rules count such notes, so that three in a row are noticed",
    "notify": "false keeps the update out of all feeds but that of its incident, and its notifications out of the API",
    "draft": "the update is left out of every build",
    "embargoed_until": "it decides when there is a page",
    "roles.executive_sponsor.consented": "it decides whether the name is shown",
    "action_items.public": "it decides whether the item is shown",
    "decisions.at": "for the team, as the decision",
    "contacts.severity": "it decides whether the contact is shown",
    f"{SETTINGS}/contacts.severity": "it decides whether the contact is shown",
    f"{SETTINGS}/site.repository": "it decides what may lie in the repository",
    f"{SETTINGS}/channels.kind": "it decides at which severities the channel is named, and what it is called",
    f"{SETTINGS}/channels.when": "it decides at which updates the channel speaks",
    f"{SETTINGS}/channels.quiet": "it decides at which hours the channel speaks",
    f"{SETTINGS}/components.priority": "it decides the order of what is affected",
    f"{SETTINGS}/banner.notice": "it decides whether early notices are in the banner",
    f"{SETTINGS}/audiences.public": "it decides whether there is a page",
    f"{SETTINGS}/ladder.escalation.*.off": "it takes a criterion away",
    f"{SETTINGS}/ladder.preset": "it decides the rules, which a page says one by one",
    **{f"{SETTINGS}/pages.{name}": "it decides whether there is a page" for name in PagesKeys.names()},
    f"{SETTINGS}/drills.every": "for the team: when a drill is due",
    **{f"{SETTINGS}/limits.{name}": "for the team: what a text is held to" for name in LimitsKeys.model_fields},
    "feedback/kind": "it decides what is counted",
    "feedback/at": "answers count from this time on",
    "feedback/question": "answers are counted for each question",
    "feedback/answer": "answers are counted",
    "signals/at": "for the team: signals count from this time on",
    "signals/count": "for the team: what is asked most is what most ask",
    "signals/mood": "for the team: internal pages show it",
    "signals/source": "for the team: internal pages show it",
}
"""What a value changes instead of being said."""


def _publish(site: Path, now: str) -> Path:
    public = site.parent / "public"
    publication = publish_site(site, public, parse_moment(now), None, lambda count: None)
    assert publication.outcome is not None, publication.problems
    return public


def _on_pages(public: Path) -> set[str]:
    return {word for page in public.rglob("*.html") for word in found_in(page.read_bytes())}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every word of the canaries' site that stands on a page."""
    return _on_pages(_publish(write_site(tmp_path_factory.mktemp("texts") / "site"), BEFORE))


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a site that gives every other kind of value."""
    site = tmp_path_factory.mktemp("values") / "site"
    for name, text in {"site.yaml": SITE, **{f"content/{name}": text for name, text in FILES.items()}}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text if name == SETTINGS else f"---\n{text}---\nWords.\n")
    return _publish(site, NOW)


def test_somebody_decided_for_every_text_who_reads_it() -> None:
    groups = [SHOWN, NAMES, *(set(paths) for group in (ELSEWHERE, SILENT, HIDDEN) for paths in group.values())]

    assert {path for group in groups for path in group} & every_text() == every_text()
    assert len([path for group in groups for path in group if path in every_text()]) == len(every_text())


def test_somebody_decided_for_every_other_value_what_it_does() -> None:
    decided = [*VALUES, *ACTS, *(path for path in named(ELSEWHERE) if path not in every_text())]

    assert sorted(decided) == sorted(every_path(value_paths))


def test_every_kind_of_file_that_an_editor_knows_is_decided_on() -> None:
    """A new kind of file has to join `every_path`, or the kinds of which nothing is published."""
    kinds = {"incident", "maintenance", "page", "site", "feedback"}

    assert set(schema.SCHEMAS) - kinds == {"playbook"}
    assert "PlaybookKeys" in INTERNAL_FILES


def test_every_text_that_is_shown_stands_on_a_page(pages: set[str]) -> None:
    told = said_in_public()

    assert sorted(SHOWN - {told[word] for word in pages if word in told}) == []


def test_every_text_of_a_maintenance_stands_on_a_page(pages: set[str]) -> None:
    told = said_in(WORK)
    shown = (text_paths(MaintenanceKeys) & SHOWN) - named(NOT_OF_A_MAINTENANCE)

    assert sorted(shown - {told[word] for word in pages if word in told}) == []


@pytest.mark.parametrize("path", VALUES)
def test_every_value_is_said_on_a_page(path: str, values: Path) -> None:
    page, said = VALUES[path]

    assert said in words(values / page / "index.html").replace(" %", "%")


def test_the_site_gives_a_value_for_every_setting_that_is_shown() -> None:
    """The counter-proof for site.yaml, whose values a preset could give as well."""
    shown = {path.removeprefix(f"{SETTINGS}/") for path in VALUES if path.startswith(SETTINGS)}

    assert shown <= value_paths(Settings)
    assert {path.split(".")[0] for path in shown} == {"components", "ladder", "metrics"}

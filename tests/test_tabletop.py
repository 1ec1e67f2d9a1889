"""A night at the table: one incident from an early notice over minor and major to critical and back, step by step.

At each step the page, the table of How we communicate, `nudge`, the banner and the preview of the change say the same
of what comes next, when, and who hears of it. Each time is worked out beside its step.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from policy_page import sections, table
from statusladder.content.reader import read_library
from statusladder.model.files import ChangedFile, Fate
from statusladder.views.preview import Proposal, preview_text
from writing_site import attempt

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
    priority: 1
  - id: exports
    name: Exports
    priority: 4
channels:
  - id: app
    kind: banner
  - id: list
    kind: email
    name: Email list
  - id: sms
    kind: sms
  - id: accounts
    kind: accounts
"""
HEAD = "title: Sign-in fails\nseverity: minor\npotential_impact: Signing in may fail\n"
FILES = (
    ("09:00", "notice", HEAD),
    ("09:20", "investigating", "components: {sign-in: degraded_performance}\n"),
    (
        "09:40",
        "investigating",
        "components: {sign-in: partial_outage}\nimpact: {share: 10-20%}\nimpact_reason: Wider.\n",
    ),
    ("10:30", "investigating", "severity: major\nseverity_reason: Many cannot sign in.\n"),
    ("10:40", "investigating", "components: {sign-in: major_outage}\nimpact_reason: Nobody can sign in.\n"),
    ("11:15", "identified", "severity: critical\nseverity_reason: Nobody can sign in.\n"),
    ("12:00", "monitoring", "components: {sign-in: operational}\n"),
    ("12:20", "monitoring", "severity: minor\nseverity_reason: Only some need to sign in again.\n"),
)
HOURLY = "If it becomes major: updates at least every 1 h."
MAJOR_THEN = (
    "If it becomes major: updates at least every 30 min; updates also by Email list; updates approved by the incident"
    " commander if there is time."
)
CRITICAL_THEN = (
    "If it becomes critical: updates at least every 15 min; updates also by SMS; updates approved by the executive"
    " sponsor if there is time."
)
NO_CAUSE = "If no cause is identified by {} UTC, we review the severity."
MANY = "If this many customers are still affected at {} UTC, we review the severity."
STILL_MANY = "This many customers were still affected at 10:20 UTC, so the severity is due for review."
NOT_OVER = "If the outage is not over by 11:10 UTC, we review the severity."
WAS_NOT_OVER = "The outage was not over by 11:10 UTC, so the severity is due for review."


@dataclass(frozen=True)
class Step:
    """So many files, a moment, and what everybody says: whom else it reaches, what comes next, and what that changes.

    `code` and `at` are the criterion and the time of the next rung; `is_due` when it is past, so that `nudge` reminds
    of it. `banner` is whether other pages show the incident.
    """

    files: int
    now: str
    also_to: str | None
    next: str | None = None
    then: str | None = None
    code: str | None = None
    at: str | None = None
    severity: str | None = None
    is_due: bool = False
    banner: bool = True


BANNER, EMAIL = "Updates also go to: in-app banner.", "Updates also go to: in-app banner, Email list."
EVERYBODY = "Updates also go to: in-app banner, Email list, SMS."
STEPS = {
    # 09:00 and the 4 h that a minor incident may be open. At this stage a major one has an update an hour.
    "early notice": Step(1, "09:05", None, NO_CAUSE.format("13:00"), HOURLY, "E06", "13:00", "major", banner=False),
    # The same 4 h, from 09:20, when customers were first affected.
    "minor": Step(2, "09:25", BANNER, NO_CAUSE.format("13:20"), MAJOR_THEN, "E06", "13:20", "major"),
    # More than 5% of customers, for an hour from 09:20.
    "minor, wider": Step(3, "09:45", BANNER, MANY.format("10:20"), MAJOR_THEN, "E03", "10:20", "major"),
    "minor for too long": Step(3, "10:25", BANNER, STILL_MANY, MAJOR_THEN, "E03", "10:20", "major", is_due=True),
    # 09:20 and the 2 h of a major one.
    "major": Step(4, "10:35", EMAIL, NO_CAUSE.format("11:20"), CRITICAL_THEN, "E06", "11:20", "critical"),
    # Fully down at 10:40, and 30 min of that.
    "major, all down": Step(5, "10:45", EMAIL, NOT_OVER, CRITICAL_THEN, "E02", "11:10", "critical"),
    "major for too long": Step(5, "11:12", EMAIL, WAS_NOT_OVER, CRITICAL_THEN, "E02", "11:10", "critical", is_due=True),
    # Nothing is above critical.
    "critical": Step(6, "11:20", EVERYBODY),
    # Whoever was told is told how it ends, and what is only watched gets no worse by itself.
    "minor again, watched": Step(8, "12:25", EVERYBODY),
}


@pytest.fixture(params=STEPS)
def step(request: pytest.FixtureRequest) -> Step:
    return STEPS[request.param]


@pytest.fixture
def site(step: Step, tmp_path: Path) -> Path:
    home = tmp_path / "content" / "incidents" / "2026-03-14-sign-in"
    home.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(SITE)
    for number, (clock, stage, keys) in enumerate(FILES[: step.files], start=1):
        text = f"---\nstage: {stage}\nat: 2026-03-14T{clock}:00Z\n{keys}next_update: 4h\n---\nSome cannot sign in.\n"
        (home / f"{number:02}-{stage}.md").write_text(text)
    return tmp_path


def test_at_every_step_everybody_says_the_same_of_what_comes_next(site: Path, step: Step) -> None:
    now = f"2026-03-14T{step.now}:00Z"
    built = attempt(site, now, "build", "-o", str(site / "public"))
    assert built.code == 0, built.err

    said = [line for line in (step.also_to, step.next, step.then) if line is not None]
    page = (site / "public/incidents/2026-03-14-sign-in/index.html").read_text()
    assert _lines_of_reach(page) == said

    banners = json.loads((site / "public/embed/banner.json").read_text())["banners"]
    assert [row["ahead"] for row in banners] == ([step.next] if step.banner else [])

    told = json.loads(attempt(site, now, "nudge", "--format", "json").out)
    ahead = [(one["code"], one["at"], one["severity"], one["text"], one["then"]) for one in told["ahead"]]
    due = {one["code"] for one in told["nudges"] if one["matter"] == "escalation"}
    rung = (step.code, f"2026-03-14T{step.at}:00Z", step.severity, step.next, step.then)
    assert ahead == ([rung] if step.code is not None and not step.is_due else [])
    assert (step.code in due) == step.is_due


@pytest.mark.parametrize("step", [STEPS["minor"]], ids=["minor"])
@pytest.mark.parametrize(
    ("demand", "said"),
    [
        ("required", "; updates approved by the incident commander."),
        ("recommended", "; updates approved by the incident commander if there is time."),
        ("optional", "."),
    ],
)
def test_an_approval_is_announced_as_far_as_the_policy_asks_for_it(site: Path, demand: str, said: str) -> None:
    (site / "site.yaml").write_text(f"{SITE}ladder: {{facts: {{approved_by: {{investigating: {demand}}}}}}}\n")
    built = attempt(site, "2026-03-14T09:25:00Z", "build", "-o", str(site / "public"))
    assert built.code == 0, built.err

    *_, then = _lines_of_reach((site / "public/incidents/2026-03-14-sign-in/index.html").read_text())
    assert then == f"If it becomes major: updates at least every 30 min; updates also by Email list{said}"


def test_the_preview_of_an_update_says_what_its_page_will(site: Path, step: Step) -> None:
    library = read_library(site).library
    assert library is not None
    newest = library.incidents[0].latest
    proposal = Proposal("main", (ChangedFile(newest.path, Fate.ADDED, None),), (), ())

    text = preview_text(library, proposal, datetime.fromisoformat(f"2026-03-14T{step.now}:00Z"))

    assert f"\n\n{_goes_to(step)}" in text
    # As of the update itself: what was ahead then may be due by now.
    if not step.is_due:
        assert [line for line in (step.next, step.then) if line is not None] == _ahead_in(text)


def test_the_table_of_the_policy_says_who_hears_of_each_severity_how_often_and_who_signs(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(SITE)
    assert attempt(tmp_path, "2026-03-14T09:00:00Z", "build", "-o", str(tmp_path / "public")).code == 0
    page = (tmp_path / "public/how-we-communicate/index.html").read_text()

    rows = table(sections(page)["reach"], "Who is told, where, how often, and who signs")

    writer = "Communications lead"
    commander = "approved by the incident commander first if there is time"
    both = "approved by the incident commander and the executive sponsor first if there is time"
    everyday = "Status page, feeds, in-app banner"
    assert rows == {
        "Incident": ["Who we tell", "Where", "How often", "Who writes and approves"],
        "Early notice": ["Visitors to this page", "Status page, feeds", "Every 30 min to 4 h", writer],
        "Informational": ["Everyone using the product", everyday, "Every 4 h to 1 d", writer],
        "Minor": ["Everyone using the product", everyday, "Every 1 h to 2 h", writer],
        "Major": [
            "Subscribers and affected accounts, individually",
            f"{everyday}, Email list",
            "Every 30 min to 1 h",
            f"{writer}, {commander}; Resolved: approved by the incident commander before it is published",
        ],
        "Critical": [
            "Everyone we can reach and affected accounts, individually",
            f"{everyday}, Email list, SMS",
            "Every 15 min to 1 h",
            f"{writer}, {both}; Resolved: approved by the incident commander and the executive sponsor before it is"
            " published",
        ],
        **_reports(writer),
    }


def _reports(writer: str) -> dict[str, list[str]]:
    subscribers, everywhere = "Subscribers and affected accounts, individually", "Status page, feeds, Email list"
    commander = f"{writer}, approved by the incident commander before it is published"
    both = f"{writer}, approved by the incident commander and the executive sponsor before it is published"
    return {
        "Postmortem (critical)": [subscribers, everywhere, "–", both],
        "Postmortem (major)": [subscribers, everywhere, "–", commander],
        "Postmortem (minor)": ["Visitors to this page", "Status page, feeds", "–", writer],
    }


def _lines_of_reach(page: str) -> list[str]:
    """What the page says below the next update of whom else it reaches and what comes next."""
    below = re.findall(r'<p class="small soft reached"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in below]


def _goes_to(step: Step) -> str:
    names = ["status page", "feeds"]
    if step.also_to is not None:
        names += step.also_to.removeprefix("Updates also go to: ").removesuffix(".").split(", ")
    return f"Goes to {', '.join(names[:-1])} and " if len(names) < 3 else f"Goes to {names[0]}, {names[1]}"


def _ahead_in(text: str) -> list[str]:
    plain = text.replace("\\", "").rstrip()
    return [
        line
        for line in plain.split("\n\n")
        if line.endswith("we review the severity.") or line.startswith("If it becomes")
    ]

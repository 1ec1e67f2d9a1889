"""`/api/v2/`: nine endpoints of the strict profile, and for an imported page the answers that the original gave."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from night import in_ci, some
from some_outputs import publish_some
from statusladder.content.receive import plan_reception, write_reception
from statusladder.importers.statuspage import read_statuspage
from statusladder.views.statuspage_ids import derive_id

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SITES = ("calm", "legal-and-right", "sixty-components", "storm")
SITES_NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
SCHEMAS = {
    file.stem: Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))
    for file in (HERE / "schema" / "statuspage-v2").glob("*.json")
}
SITE_YAML = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
    group: Access
    since: 2026-01-01
  - id: exports
    name: Exports
  - id: dashboards
    name: Dashboards
    group: Access
"""
NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)


def publish(site: Path, target: Path, now: datetime) -> dict[str, Any]:
    """Every answer of the built site by its path below `api/v2/`, without `.json`."""
    return answers_of(publish_some(site, target, now, "statuspage_api"))


def answers_of(public: Path) -> dict[str, Any]:
    folder = public / "api" / "v2"
    return {
        file.relative_to(folder).as_posix().removesuffix(".json"): json.loads(file.read_text(encoding="utf-8"))
        for file in folder.rglob("*.json")
    }


def schema_of(path: str) -> Draft202012Validator:
    name, _, rest = path.partition("/")
    if rest.startswith("page-") or not rest:
        return SCHEMAS[name]
    return SCHEMAS.get(f"{name}-{rest}", SCHEMAS["incident"])


def faults(answers: dict[str, Any]) -> list[str]:
    return [f"{path}: {fault.message}" for path, one in answers.items() for fault in schema_of(path).iter_errors(one)]


@pytest.mark.parametrize("name", ["demo", *SITES])
def test_every_answer_is_of_the_strict_profile(
    name: str, demo: Path, published_at: Callable[[str, datetime], Path]
) -> None:
    answers = answers_of(demo if name == "demo" else published_at(name, SITES_NOW))

    assert set(SCHEMAS) - {"incident"} <= {path.replace("/", "-") for path in answers}
    assert faults(answers) == []


def write(site: Path, folder: str, *updates: str) -> None:
    (site / "content" / folder).mkdir(parents=True)
    for number, update in enumerate(updates, 1):
        stage = update.split("\n")[0].removeprefix("stage: ")
        file = site / "content" / folder / f"{number:02}-{stage.replace('_', '-')}.md"
        file.write_text(f"---\n{update}\n---\nWords {number} with a [link](https://tern.example/a) & <b>.\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "site.yaml").write_text(SITE_YAML)
    return tmp_path / "site"


def opening(stage: str, day: int, title: str, severity: str, *more: str) -> str:
    keys = (f"stage: {stage}", f"at: 2026-07-{day:02}T10:00:00Z", f"title: {title}", f"severity: {severity}")
    return "\n".join((*keys, "next_update: 30m", *more))


DONE = (
    opening("investigating", 6, "Done", "major", "started_at: 2026-07-06T09:50:00Z",
            "components:\n  exports: partial_outage\n  dashboards: affected"),
    "stage: monitoring\nat: 2026-07-06T10:30:00Z\nmitigated_at: 2026-07-06T10:20:00Z\nnext_update: 30m\n"
    "components:\n  exports: operational",
    "stage: resolved\nat: 2026-07-06T11:00:00Z\nresolved_at: 2026-07-06T10:55:00Z",
    "stage: postmortem\nat: 2026-07-07T11:00:00Z\nversion: final",
    "stage: follow_up\nat: 2026-07-08T11:00:00Z",
)  # fmt: skip
SLOW = opening("investigating", 2, "Slow", "minor", "components:\n  exports: degraded_performance")
FALSE = "stage: retracted\nat: 2026-07-07T10:30:00Z\nretracted: It was a false alarm"
OVER = "stage: resolved\nat: 2026-07-09T10:20:00Z\nresolved_at: 2026-07-09T10:15:00Z"
AT_RISK = "stage: notice\nat: 2026-07-09T10:40:00Z\nreopened: The disk fills again\nnext_update: 30m"
SAME = "stage: merged\nat: 2026-07-08T10:10:00Z\nmerged_into: 2026-07-06-done"
INCIDENTS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "2026-07-01-risk": ((opening("notice", 1, "A risk", "major"),), "investigating", "none"),
    "2026-07-02-open": ((SLOW,), "investigating", "minor"),
    "2026-07-03-info": ((opening("identified", 3, "A note", "info"),), "identified", "none"),
    "2026-07-04-better": ((opening("mitigating", 4, "Better", "critical"),), "identified", "critical"),
    "2026-07-05-watch": ((opening("monitoring", 5, "Watch", "major"),), "monitoring", "major"),
    "2026-07-06-done": (DONE, "postmortem", "major"),
    "2026-07-07-false": ((opening("notice", 7, "False", "major"), FALSE), "resolved", "none"),
    "2026-07-08-same": ((opening("investigating", 8, "Same", "minor"), SAME), "resolved", "minor"),
    "2026-07-09-again": ((opening("investigating", 9, "Again", "major"), OVER, AT_RISK), "investigating", "none"),
}


def test_stages_and_severities_become_the_statuses_and_impacts_of_the_api(site: Path, tmp_path: Path) -> None:
    for name, (updates, _, _) in INCIDENTS.items():
        write(site, f"incidents/{name}", *updates)

    answers = publish(site, tmp_path / "public", NOON)

    assert faults(answers) == []
    told = {
        row["shortlink"].split("/")[-2]: (row["status"], row["impact"]) for row in answers["incidents"]["incidents"]
    }
    assert told == {name: (status, impact) for name, (_, status, impact) in INCIDENTS.items()}
    assert [row["name"] for row in answers["incidents"]["incidents"]][:3] == ["Again", "Same", "False"]
    still_open = {row["name"] for row in answers["incidents/unresolved"]["incidents"]}
    assert still_open == {"A risk", "Slow", "A note", "Better", "Watch", "Again"}
    assert answers["summary"]["incidents"] == answers["incidents/unresolved"]["incidents"]


def test_an_incident_tells_its_times_its_words_and_what_each_update_changed(site: Path, tmp_path: Path) -> None:
    write(site, "incidents/2026-07-06-done", *DONE)

    answers = publish(site, tmp_path / "public", NOON)

    row = answers["incidents"]["incidents"][0]
    assert {key: row[key] for key in row if key.endswith("_at") or key in ("shortlink", "name")} == {
        "name": "Done",
        "created_at": "2026-07-06T10:00:00.000Z",
        "started_at": "2026-07-06T09:50:00.000Z",
        "monitoring_at": "2026-07-06T10:20:00.000Z",
        "resolved_at": "2026-07-06T10:55:00.000Z",
        "updated_at": "2026-07-08T11:00:00.000Z",
        "shortlink": "https://status.tern.example/incidents/2026-07-06-done/",
    }
    told = row["incident_updates"]
    assert [one["status"] for one in told] == ["postmortem", "postmortem", "resolved", "monitoring", "investigating"]
    assert told[4]["body"] == (
        "Words 1 with a link (https://tern.example/a) & <b>.\n\nStatus: Investigating, partial outage\n"
        "Severity: Major\nAffected components: Exports (partial outage), Dashboards (affected)\n"
        "Impact began: 09:50 UTC, 6 July 2026\nNext update by 10:30 UTC"
    )
    changed = [[(one["name"], one["old_status"], one["new_status"]) for one in update["affected_components"] or []]
               for update in told]  # fmt: skip
    assert changed == [
        [],
        [],
        [("Exports", "operational", "operational"), ("Dashboards", "degraded_performance", "operational")],
        [("Exports", "partial_outage", "operational"), ("Dashboards", "degraded_performance", "degraded_performance")],
        [("Exports", "operational", "partial_outage"), ("Dashboards", "operational", "degraded_performance")],
    ]
    assert [one["name"] for one in row["components"]] == ["Dashboards", "Exports"]
    assert answers[f"incidents/{row['id']}"]["incident"] == row
    assert {one["incident_id"] for one in told} == {row["id"]}
    assert row["id"] == derive_id("incident", "status.tern.example", "2026-07-06-done")


WINDOW = "window:\n  from: 2026-07-14T{}:00Z\n  to: 2026-07-14T{}:00Z\n"
FIRST = "stage: scheduled\nat: 2026-07-01T10:00:00Z\ntitle: Work\nexpected:\n  exports: under_maintenance\n"
LATER = f"stage: rescheduled\nat: 2026-07-02T10:00:00Z\n{WINDOW.format('14:00', '16:00')}"
LONGER = f"stage: extended\nat: 2026-07-14T10:50:00Z\n{WINDOW.format('10:00', '13:00')}"


@pytest.mark.parametrize(
    ("window", "more", "status", "endpoint"),
    [
        (("14:00", "15:00"), [], "scheduled", "upcoming"),
        (("14:00", "15:00"), [LATER], "scheduled", "upcoming"),
        (("11:00", "13:00"), [], "in_progress", "active"),
        (("10:00", "11:00"), [], "in_progress", "active"),
        (("11:00", "13:00"), ["stage: in_progress\nat: 2026-07-14T11:00:00Z"], "in_progress", "active"),
        (("10:00", "11:00"), [LONGER], "in_progress", "active"),
        (("11:00", "13:00"), ["stage: verifying\nat: 2026-07-14T11:30:00Z"], "verifying", "active"),
        (("10:00", "11:00"), ["stage: completed\nat: 2026-07-14T11:00:00Z"], "completed", None),
        (("14:00", "15:00"), ["stage: cancelled\nat: 2026-07-03T10:00:00Z"], "completed", None),
    ],
)
def test_a_maintenance_is_where_the_clock_and_its_updates_say(
    window: tuple[str, str], more: list[str], status: str, endpoint: str | None, site: Path, tmp_path: Path
) -> None:
    write(site, "maintenance/2026-07-14-work", FIRST + WINDOW.format(*window), *more)

    answers = publish(site, tmp_path / "public", NOON)

    assert faults(answers) == []
    (row,) = answers["scheduled-maintenances"]["scheduled_maintenances"]
    assert (row["status"], row["impact"]) == (status, "maintenance")
    assert row["scheduled_for"] == f"2026-07-14T{window[0]}:00.000Z"
    for name in ("upcoming", "active"):
        listed = answers[f"scheduled-maintenances/{name}"]["scheduled_maintenances"]
        assert listed == ([row] if name == endpoint else [])
    assert answers["summary"]["scheduled_maintenances"] == ([row] if endpoint else [])
    exports = next(one for one in answers["components"]["components"] if one["name"] == "Exports")
    assert exports["status"] == ("under_maintenance" if endpoint == "active" else "operational")


def test_components_have_their_groups_their_order_and_their_dates(site: Path, tmp_path: Path) -> None:
    write(site, "incidents/2026-07-02-open", SLOW)

    rows = publish(site, tmp_path / "public", NOON)["summary"]["components"]

    group, sign_in, dashboards, exports = rows
    assert [(row["name"], row["position"], row["group"], row["status"]) for row in rows] == [
        ("Access", 1, True, "operational"),
        ("Sign-in", 1, False, "operational"),
        ("Dashboards", 2, False, "operational"),
        ("Exports", 2, False, "degraded_performance"),
    ]
    assert group["components"] == [sign_in["id"], dashboards["id"]]
    assert sign_in["group_id"] == dashboards["group_id"] == group["id"]
    assert exports["group_id"] is None
    assert [row["start_date"] for row in rows] == [None, "2026-01-01", None, "2026-07-02"]
    assert exports["updated_at"] == "2026-07-02T10:00:00.000Z"


@in_ci
def test_history_goes_on_after_fifty_incidents(site: Path, tmp_path: Path) -> None:
    beginning = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(120):
        at = beginning + timedelta(days=number)
        key = f"stage: notice\nat: {at:%Y-%m-%dT%H:%M:%SZ}\ntitle: Number {number}\nseverity: minor\nnext_update: 30m"
        write(site, f"incidents/{at:%Y-%m-%d}-number", key)

    answers = publish(site, tmp_path / "public", NOON)

    pages = [answers[path]["incidents"] for path in ("incidents", "incidents/page-2", "incidents/page-3")]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [row["name"] for page in pages for row in page] == [f"Number {number}" for number in reversed(range(120))]
    assert "incidents/page-4" not in answers
    assert faults(answers) == []


REAL = {
    "discord-2022": (
        "discord-2022-*.json",
        {"a silent closing has an update": 2, "maintenance has its own impact": 1, "created when first shown": 1},
    ),
    "github-2024": ("github-2024-*.json", {}),
    "emma-2019": ("emma-2019-*.json", {"created when first shown": 1, "monitored long before its update": 1}),
}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _apart(one: str | None, other: str | None) -> bool:
    """Whether two times differ by more than the milliseconds between an event and the update that tells it."""
    a, b = _moment(one), _moment(other)
    return (a is None) is not (b is None) or (a is not None and b is not None and abs(a - b) > timedelta(seconds=1))


def _differences(real: dict[str, Any], ours: dict[str, Any]) -> Iterator[str]:
    """In which way our answer is another one, in the words of why."""
    for key in ("name", "status", "impact"):
        if real[key] != ours[key]:
            yield "maintenance has its own impact" if ours[key] == "maintenance" else key
    times = ("started_at", "monitoring_at", "resolved_at", "scheduled_for", "scheduled_until")
    for key in times:
        if key in real and _apart(real[key], ours[key]):
            # Such a time fits no update, so the import left it out and said so.
            yield "monitored long before its update" if key == "monitoring_at" and real[key] < ours[key] else key
    first_shown = min(one["display_at"] for one in ours["incident_updates"])
    if _apart(real["created_at"], ours["created_at"]):
        yield "created when first shown" if ours["created_at"] == first_shown else "created_at"
    known = {one["id"]: one for one in real["incident_updates"]}
    for update in ours["incident_updates"]:
        before = known.pop(update["id"], None)
        if before is None:
            yield "a silent closing has an update" if not update["body"] else "update"
        elif (update["status"], _moment(update["display_at"])) != (before["status"], _moment(before["display_at"])):
            yield "update"
        else:
            yield from _states(before, update)
    yield from ("update" for _ in known)


def _states(real: dict[str, Any], ours: dict[str, Any]) -> Iterator[str]:
    """The original names only the components that were chosen for an update; ours all that the incident affects."""
    told = {one["code"]: one["new_status"] for one in real["affected_components"] or [] if "code" in one}
    found = {one["code"]: one["new_status"] for one in ours["affected_components"] or []}
    yield from ("state" for code, status in told.items() if found.get(code) != status)


@pytest.mark.parametrize("name", some([*REAL], by_day=1, in_ci=len(REAL)))
def test_a_real_page_that_was_imported_answers_as_it_did(name: str, real_data: Path, tmp_path: Path) -> None:
    pattern, expected = REAL[name]
    source, site = tmp_path / "source", tmp_path / "site"
    for folder in (source, site):
        folder.mkdir()
    (site / "site.yaml").write_text(
        "site:\n  name: P\n  url: https://p.example\ncomponents:\n  - id: ours\n    name: Ours\n"
    )
    rows: dict[str, dict[str, Any]] = {}
    for file in (real_data / "statuspage-v2").glob(pattern):
        shutil.copy(file, source)
        answer = json.loads(file.read_text(encoding="utf-8"))
        rows |= {row["id"]: row for key in ("incidents", "scheduled_maintenances") for row in answer.get(key, [])}
    reception = plan_reception(site, read_statuspage(source))
    write_reception(site, reception)

    answers = publish(site, tmp_path / "public", datetime(2026, 7, 14, tzinfo=UTC))

    assert faults(answers) == []
    ours = {row["id"]: row for key in ("incidents", "scheduled_maintenances") for path in answers
            for row in answers[path].get(key, [])}  # fmt: skip
    assert set(ours) == set(rows)
    found = Counter(difference for one in rows for difference in _differences(rows[one], ours[one]))
    assert found == expected

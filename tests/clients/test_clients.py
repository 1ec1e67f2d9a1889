"""Programs of others, made for pages of Statuspage or for feeds, read ours: each runs as it is, on this machine."""

import calendar
import json
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from night import ALL, in_ci, some
from static_host import serving
from statusladder.publish.pipeline import publish_site

SITES = Path(__file__).parent.parent / "sites"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
PATIENCE = 60
"""Seconds after which a client that has not answered is ended, and its test fails."""

COMPONENTS = {
    "Access": "major_outage",
    "Sign-in": "major_outage",
    "Mobile app": "operational",
    "Core": "partial_outage",
    "Bookings": "operational",
    "Search": "degraded_performance",
    "Exports": "under_maintenance",
    "Messages": "partial_outage",
}
"""What the site "storm" says at NOW, groups and the parts in them."""

OPEN = {
    "Search leaves out results in Arabic and Hebrew, and sometimes in mixed lists too": ("investigating", "minor"),
    "Nobody can sign in with a password": ("identified", "critical"),
    "Some messages arrive twice": ("monitoring", "major"),
}
OVER = ["Bookings may be slow this morning", "Bookings take longer than ten seconds"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sites "storm" and "calm" are served, each in a folder of its name."""
    folder = tmp_path_factory.mktemp("sites")
    for name in ("storm", "calm"):
        assert publish_site(SITES / name, folder / name, NOW, None, lambda count: None).outcome
    with serving(folder) as found:
        yield found


def _environment(**more: str) -> dict[str, str]:
    """That of this process, in which no proxy stands between a client and the site."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**kept, "NO_PROXY": "127.0.0.1", **more}


def _ask_statuspage_io(clients: Path, page: str) -> Any:
    done = subprocess.run(
        ["node", "ask.js", page],
        cwd=clients, env=_environment(), capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@in_ci
def test_the_npm_client_statuspage_io_reads_a_page_in_a_storm(node_clients: Path, address: str) -> None:
    status, summary, components, all_incidents, unresolved, upcoming = _ask_statuspage_io(
        node_clients, f"{address}storm"
    )

    assert status["status"] == {"indicator": "critical", "description": "Major System Outage"}
    assert summary["status"] == status["status"]
    assert {one["name"]: one["status"] for one in components["components"]} == COMPONENTS
    assert summary["components"] == components["components"]
    assert {one["name"]: (one["status"], one["impact"]) for one in unresolved["incidents"]} == OPEN
    assert summary["incidents"] == unresolved["incidents"]
    assert [one["name"] for one in all_incidents["incidents"]] == [*OPEN, *OVER]
    assert [one["name"] for one in upcoming["scheduled_maintenances"]] == ["Search moves to faster machines"]


def test_the_npm_client_statuspage_io_reads_a_calm_page(node_clients: Path, address: str) -> None:
    status, summary, _, all_incidents, unresolved, _ = _ask_statuspage_io(node_clients, f"{address}calm")

    assert status["status"] == {"indicator": "none", "description": "All Systems Operational"}
    assert {one["status"] for one in summary["components"]} == {"operational"}
    assert unresolved["incidents"] == []
    assert [(one["name"], one["status"]) for one in all_incidents["incidents"]] == [("Exports arrive late", "resolved")]


@pytest.fixture(scope="module")
def metrics(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What statuspage-prometheus-exporter, watching both sites, tells Prometheus after its first round."""
    folder = tmp_path_factory.mktemp("exporter")
    watched = {name: {"url": f"{address}{name}/api/v2/summary.json", "name": name} for name in ("storm", "calm")}
    (folder / "services.json").write_text(json.dumps(watched))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    exporter = subprocess.Popen(
        [sys.executable, "-m", "statuspage_prometheus_exporter.status_monitoring"],
        cwd=folder, env=_environment(METRICS_PORT=str(port)), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    too_late = threading.Timer(PATIENCE, exporter.kill)
    too_late.start()
    assert exporter.stderr is not None
    try:
        said = []
        for line in exporter.stderr:
            said.append(line)
            if "Starting scheduler" in line:
                break
        else:
            pytest.fail("the exporter ended before its first round: " + "".join(said))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE) as answer:
            yield answer.read().decode()
    finally:
        too_late.cancel()
        exporter.kill()
        exporter.wait()
        exporter.stderr.close()


def _told(metrics: str, name: str, service: str) -> Iterator[tuple[dict[str, str], float]]:
    for labels, value in re.findall(rf"^statuspage_{name}\{{(.*)\}} (\S+)$", metrics, re.MULTILINE):
        found = dict(re.findall(r'(\w+)="([^"]*)"', labels))
        if found.pop("service_name") == service:
            yield found, float(value)


@pytest.mark.parametrize(("service", "well"), [("storm", 0), ("calm", 1)])
def test_the_prometheus_exporter_tells_whether_all_is_well(metrics: str, service: str, well: int) -> None:
    assert list(_told(metrics, "probe_check", service)) == [({}, 1)]
    assert list(_told(metrics, "service_status", service)) == [({}, well)]


def test_the_prometheus_exporter_tells_the_state_of_every_component(metrics: str) -> None:
    storm = {found["component_name"]: value for found, value in _told(metrics, "component_status", "storm")}
    calm = [value for _, value in _told(metrics, "component_status", "calm")]

    assert storm == {name: state == "operational" for name, state in COMPONENTS.items()}
    assert calm == [1] * len(COMPONENTS)


def test_the_prometheus_exporter_tells_open_incidents_with_their_impact_and_their_page(metrics: str) -> None:
    found = [labels for labels, value in _told(metrics, "incident_info", "storm") if value == 1]

    assert {one["incident_name"]: one["impact"] for one in found} == {
        name: impact for name, (_, impact) in OPEN.items()
    }
    (worst,) = [one for one in found if one["impact"] == "critical"]
    assert worst["shortlink"] == "https://status.tern.example/incidents/2026-06-10-sign-in-fails/"
    assert worst["started_at"] == "2026-06-10T08:58:00Z"
    assert worst["affected_components"] == "Sign-in"
    assert [value for _, value in _told(metrics, "incident_info", "calm")] == [0]


def test_the_prometheus_exporter_tells_maintenance_to_come_and_running(metrics: str) -> None:
    found = {labels["maintenance_name"]: labels for labels, _ in _told(metrics, "maintenance_info", "storm")}

    assert set(found) == {"Search moves to faster machines", "Storage exchange"}
    assert found["Storage exchange"]["affected_components"] == "Exports"


@pytest.mark.parametrize("kind", some(["atom", "rss"], by_day=1, in_ci=ALL))
def test_a_reader_in_javascript_sees_every_entry_as_one_in_python_does(
    kind: str, node_clients: Path, tmp_path: Path
) -> None:
    assert publish_site(SITES / "storm", tmp_path, NOW, None, lambda count: None).outcome
    feeds = sorted(tmp_path.rglob(f"*.{kind}"))
    done = subprocess.run(
        ["node", "read_feeds.js", *map(str, feeds)],
        cwd=node_clients, env=_environment(), capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

    for feed, read in zip(feeds, json.loads(done.stdout), strict=True):
        parsed = feedparser.parse(feed.read_bytes())
        published = [(entry.id, _moment(entry.published_parsed)) for entry in parsed.entries]
        assert [(entry, datetime.fromisoformat(date)) for entry, date in read] == published, feed
        assert len({entry for entry, _ in published}) == len(published)
    assert sum(map(len, json.loads(done.stdout))) > 20


def _moment(parsed: Any) -> datetime:
    """The moment in the form of Python's own time module, which feedparser keeps."""
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)

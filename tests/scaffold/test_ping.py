"""The hub is told of what was published: of each feed that names it, once the page is live."""

import json
import subprocess
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer

from in_process import run
from night import ALL, in_ci, some
from runner import NewHost, git
from statusladder.outputs.page import FEEDS
from statusladder.views import urls

NOT_TOLD = (
    "error: the hub was not told: {}\n  the page is published, and feed readers find the news when they next ask\n"
)
TOLD_OF = sorted([*FEEDS, urls.HISTORY_ATOM, urls.HISTORY_RSS])
"""The feeds that name the hub: those that every page announces, and the history."""


@pytest.fixture
def site(tmp_path: Path, served: tuple[Path, str]) -> Path:
    """The folder of a site, with the address of what is published; its settings begin with a byte order mark."""
    folder = tmp_path / "site"
    folder.mkdir()
    settings = f"\ufeffsite: {{name: Ferry, url: '{served[1]}/'}}\ncomponents: [{{id: website, name: Website}}]\n"
    (folder / "site.yaml").write_text(settings, encoding="utf-8")
    return folder


def _ping(site: Path) -> subprocess.CompletedProcess[str]:
    return run("ping", cwd=site)


def _publish(served: tuple[Path, str], hub: str) -> None:
    (served[0] / "updates.json").write_text(json.dumps({"hubs": [{"type": "WebSub", "url": hub}]}))


def _told(hub: HTTPServer) -> list[dict[str, list[str]]]:
    return [parse_qs(request.get_data(as_text=True)) for request, _ in hub.log]


def test_the_hub_that_the_published_feed_names_is_told_of_each_feed_that_names_it(
    site: Path, served: tuple[Path, str], httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hub", method="POST").respond_with_data(status=204)
    _publish(served, httpserver.url_for("/hub"))

    pinged = _ping(site)

    assert (pinged.returncode, pinged.stderr) == (0, f"Told {httpserver.url_for('/hub')}.\n")
    assert {tuple(form["hub.mode"]) for form in _told(httpserver)} == {("publish",)}
    assert sorted(form["hub.url"][0] for form in _told(httpserver)) == [f"{served[1]}/{feed}" for feed in TOLD_OF]


def test_without_a_hub_there_is_nothing_to_do(site: Path, served: tuple[Path, str]) -> None:
    (served[0] / "updates.json").write_text(json.dumps({"items": []}))

    pinged = _ping(site)

    assert (pinged.returncode, pinged.stderr) == (0, "The feeds name no hub; nothing to do.\n")


def test_a_hub_that_refuses_is_said_in_a_sentence(site: Path, served: tuple[Path, str], httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hub").respond_with_data(status=503)
    _publish(served, httpserver.url_for("/hub"))

    pinged = _ping(site)

    assert (pinged.returncode, pinged.stderr) == (1, NOT_TOLD.format("HTTP Error 503: SERVICE UNAVAILABLE"))


def test_a_page_that_is_not_there_is_said_in_a_sentence(site: Path) -> None:
    pinged = _ping(site)

    assert (pinged.returncode, pinged.stderr) == (1, NOT_TOLD.format("HTTP Error 404: File not found"))


def _name_a_hub(author: Path, hub: str) -> None:
    settings = author / "site.yaml"
    settings.write_text(settings.read_text().replace("feeds:\n", f"feeds:\n  hub: {hub}\n", 1))
    git(author, "commit", "--quiet", "--all", "--message", "A hub")
    git(author, "push", "--quiet", "origin", "main")


@in_ci
@pytest.mark.parametrize("status", some([503, 204], by_day=1, in_ci=ALL))
def test_a_workflow_tells_the_hub_after_it_has_published_whatever_the_hub_says(
    status: int, new_host: NewHost, author: Path, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hub").respond_with_data(status=status)
    host = new_host("github-pages")
    _name_a_hub(author, httpserver.url_for("/hub"))

    host.run_workflow("publish.yml")

    assert (host.live / "index.html").exists()
    assert len(_told(httpserver)) == (len(TOLD_OF) if status == 204 else 1)


def test_a_workflow_of_a_site_without_a_hub_asks_nobody(new_host: NewHost) -> None:
    host = new_host("github-pages")

    host.run_workflow("publish.yml")

    assert [entry for entry in host.log if "statusladder ping" in entry] == []


@in_ci
def test_a_pipeline_on_gitlab_tells_the_hub(
    new_host: NewHost, author: Path, tmp_path: Path, served: tuple[Path, str], httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/hub").respond_with_data(status=204)
    host = new_host("gitlab-pages")
    _publish(served, httpserver.url_for("/hub"))
    place = tmp_path / "machine"
    place.mkdir()
    host.checkout(place)

    code = host.run_script(host.workflow(".gitlab-ci.yml")["ping"], place)

    assert code == 0, host.log
    assert len(_told(httpserver)) == len(TOLD_OF)

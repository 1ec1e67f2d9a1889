"""From a push to a message that somebody receives: the generated workflows publish, see the page, and announce."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from host_schemas import assert_read
from night import ALL, in_ci, some
from runner import INCIDENT, SECOND_UPDATE, Host, NewHost, git
from statusladder.content.settings import read_settings
from statusladder.discovery import find_members
from statusladder.model.reach import Channel, ChannelKind, variable_of
from statusladder.model.settings import SiteKeys
from statusladder.model.site import Component, Settings
from statusladder.scaffold.choice import files_for, make_sets, paths_of
from statusladder.scaffold.hosts import ANNOUNCERS
from statusladder.scaffold.interface import Scaffold

PUBLISHED = "incidents/2026-03-14-example/index.html"
CHANNELS = """\
channels:
  - {id: partners, kind: webhook}
  - {id: in-app, kind: banner}
ladder:
  reach: {minor: {investigating: webhook, identified: webhook}}
"""
PUBLISH, PIPELINE = ".github/workflows/publish.yml", ".gitlab-ci.yml"
HOSTS = [one for one in find_members("statusladder.scaffold", "SCAFFOLD", Scaffold) if one.is_host]
ON_GITHUB = [one for one in HOSTS if one.name != "gitlab-pages"]


def _settings(*channels: Channel) -> Settings:
    return Settings(
        site=SiteKeys(name="Ferry status", url="https://status.example.com"),
        components=(Component(id="website", name="Website"),),
        channels=channels,
    )


CONNECTED = _settings(
    Channel(id="partners", kind=ChannelKind.WEBHOOK),
    Channel(id="our list", kind=ChannelKind.EMAIL),
    Channel(id="in-app", kind=ChannelKind.BANNER),
    Channel(id="desk", kind=ChannelKind.SUPPORT),
)
SECRETS = ["STATUSLADDER_CHANNEL_PARTNERS", "STATUSLADDER_CHANNEL_OUR_LIST"]


def _commit(author: Path, subject: str) -> None:
    git(author, "add", "--all")
    git(author, "commit", "--quiet", "--message", subject)
    git(author, "push", "--quiet", "origin", "main")


def _add_channels(author: Path, name: str) -> None:
    """What people do: channels in site.yaml, then `upgrade`, which writes the workflows for them."""
    settings = author / "site.yaml"
    settings.write_text(settings.read_text() + CHANNELS)
    read, problems = read_settings(author)
    assert read is not None, problems
    given = files_for(make_sets(read), name, cms=False)
    for path in (PUBLISH if name != "gitlab-pages" else PIPELINE, ANNOUNCERS):
        (author / path).write_text(given[path])
    _commit(author, "Channels")


def _write_second_update(author: Path) -> None:
    (author / INCIDENT / "02-identified.md").write_text(SECOND_UPDATE)
    _commit(author, "Identified")


class Receiver:
    """Somebody who is told, and looks at the page at once."""

    def __init__(self, server: HTTPServer, live: Path) -> None:
        self.address, self.pages, self.status = server.url_for("/hook"), list[str](), 200
        self._live = live
        server.expect_request("/hook", method="POST").respond_with_handler(self._receive)

    def _receive(self, request: Request) -> Response:
        assert request.get_json()
        self.pages.append((self._live / PUBLISHED).read_text())
        return Response(status=self.status)


@pytest.fixture
def receiver(httpserver: HTTPServer, served: tuple[Path, str]) -> Receiver:
    return Receiver(httpserver, served[0])


@pytest.fixture
def told(new_host: NewHost, author: Path, receiver: Receiver) -> Host:
    """A site that was published once, with a channel whose address is a secret."""
    host = new_host("github-pages")
    _add_channels(author, "github-pages")
    host.given = {**host.given, f"secrets.{SECRETS[0]}": receiver.address}
    host.run_workflow("publish.yml")
    return host


def test_a_push_is_published_and_then_announced_once_the_page_shows_it(
    told: Host, author: Path, receiver: Receiver
) -> None:
    _write_second_update(author)

    told.run_workflow("publish.yml")

    (page,) = receiver.pages
    assert "making room" in page


def test_a_first_publication_announces_nothing_and_says_so(told: Host, receiver: Receiver) -> None:
    assert receiver.pages == []
    assert any("Nothing was published at this address before" in entry for entry in told.log)
    assert (told.live / PUBLISHED).exists()


def test_a_page_that_has_nothing_new_is_published_without_the_job_that_announces(told: Host) -> None:
    told.log.clear()

    told.run_workflow("publish.yml")

    assert any("statusladder messages" in entry for entry in told.log)
    assert not any("statusladder announce" in entry for entry in told.log)


def test_a_live_manifest_that_cannot_be_read_fails_the_announcement_and_not_the_page(
    told: Host, author: Path, receiver: Receiver
) -> None:
    (told.live / "manifest.json").write_text("<p>Please sign in</p>")
    _write_second_update(author)

    with pytest.raises(AssertionError, match=r"(?s)is no manifest of a site.*::error::The page is published, but"):
        told.run_workflow("publish.yml")

    assert "making room" in (told.live / PUBLISHED).read_text()
    assert receiver.pages == []


def test_a_run_of_the_last_job_alone_sends_only_what_did_not_arrive(
    told: Host, author: Path, receiver: Receiver
) -> None:
    receiver.status = 400
    _write_second_update(author)
    with pytest.raises(AssertionError, match="1 message of 1 did not arrive"):
        told.run_workflow("publish.yml")
    receiver.status = 200

    told.run_again("publish.yml", "announce")
    told.run_again("publish.yml", "announce")

    assert len(receiver.pages) == 2
    assert "sent before" in "".join(told.log)


def test_without_a_secret_nothing_is_sent_and_nothing_fails(told: Host, author: Path, receiver: Receiver) -> None:
    told.given = {name: value for name, value in told.given.items() if name != f"secrets.{SECRETS[0]}"}
    _write_second_update(author)

    told.run_workflow("publish.yml")

    assert receiver.pages == []
    assert f"no address ({SECRETS[0]} is not set)" in told.log[-2]


def test_one_chat_channel_speaks_in_slack_and_in_teams_as_each_takes_it(
    told: Host, author: Path, httpserver: HTTPServer
) -> None:
    for service in ("slack", "teams"):
        httpserver.expect_request(f"/{service}", method="POST").respond_with_data()
    settings = author / "site.yaml"
    settings.write_text(settings.read_text().replace("id: partners, kind: webhook", "id: partners, kind: chat"))
    settings.write_text(settings.read_text().replace("identified: webhook", "identified: chat"))
    addresses = (f"{service}+{httpserver.url_for(service)}" for service in ("/slack", "/teams"))
    named = " ".join(one.replace("/", "", 1) for one in addresses)
    told.given = {**told.given, f"secrets.{SECRETS[0]}": named}
    _write_second_update(author)

    told.run_workflow("publish.yml")

    received = {request.path: request.get_json() for request, _ in httpserver.log}
    assert "making room" in str(received["/slack"]["blocks"])
    assert "making room" in str(received["/teams"]["attachments"])


@pytest.mark.parametrize("is_readable", some([True, False], by_day=2, in_ci=ALL))
def test_a_pipeline_of_gitlab_announces_what_its_page_shows(
    is_readable: bool, new_host: NewHost, author: Path, receiver: Receiver, tmp_path: Path
) -> None:
    host = new_host("gitlab-pages")
    _add_channels(author, "gitlab-pages")
    jobs = host.workflow(PIPELINE)
    secret = {SECRETS[0]: receiver.address}
    codes = []
    for number in (1, 2):
        place = tmp_path / f"machine-{number}"
        place.mkdir()
        host.checkout(place, depth=0)
        assert host.run_script(jobs["pages"], place, CI_PIPELINE_SOURCE="push") == 0, host.log
        host.deploy(place / "public")
        codes.append(host.run_script(jobs["announce"], place, **secret))
        if not is_readable:
            (host.live / "manifest.json").write_text("<p>Please sign in</p>")
        if number == 1:
            _write_second_update(author)

    assert codes == ([0, 0] if is_readable else [0, 1])
    assert ["making room" in page for page in receiver.pages] == ([True] if is_readable else [])


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_a_site_without_a_channel_to_send_to_has_no_step_more(host: Scaffold) -> None:
    quiet = host.make(_settings(*(Channel(id=kind.value, kind=kind) for kind in (ChannelKind.BANNER,))))

    assert quiet == host.make(_settings())
    assert "announce" not in str([text for path, text in quiet.items() if "requirements" not in path])
    assert host.make(CONNECTED).keys() - quiet.keys() == {ANNOUNCERS}


def test_an_upgrade_after_the_last_channel_knows_the_list_as_ours() -> None:
    assert ANNOUNCERS in paths_of(make_sets(_settings()))


@pytest.mark.parametrize("host", ON_GITHUB, ids=lambda host: host.name)
def test_addresses_are_near_the_command_that_sends_and_nothing_else(host: Scaffold) -> None:
    workflow = yaml.safe_load(host.make(CONNECTED)[PUBLISH])
    jobs = workflow["jobs"]
    sends = [step for step in jobs["announce"]["steps"] if "secrets." in str(step)]

    assert [variable_of(channel) for channel in ("partners", "our list")] == SECRETS
    assert [step["env"] for step in sends] == [{name: f"${{{{ secrets.{name} }}}}" for name in SECRETS}]
    assert "pip" not in sends[0]["run"]
    assert "STATUSLADDER_CHANNEL" not in str({name: job for name, job in jobs.items() if name != "announce"})
    assert (jobs["announce"]["permissions"], jobs["announce"]["environment"]) == ({"contents": "read"}, "announce")
    assert jobs["announce"]["needs"] == ["build", "deploy"]
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_no_two_pipelines_of_gitlab_publish_and_announce_at_the_same_time() -> None:
    (gitlab,) = (host for host in HOSTS if host.name == "gitlab-pages")
    jobs = yaml.safe_load(gitlab.make(CONNECTED)[PIPELINE])

    assert jobs["pages"]["resource_group"] == jobs["announce"]["resource_group"] == "publish"
    assert {"messages", "messages-incomplete"} < set(jobs["pages"]["artifacts"]["paths"])
    assert jobs["announce"]["environment"]["name"] == "announce"


@in_ci
def test_hosts_and_auditors_read_the_workflows_with_channels(tmp_path: Path) -> None:
    for host in HOSTS:
        for path, text in host.make(CONNECTED).items():
            file = tmp_path / host.name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    assert_read("github-workflows", sorted(tmp_path.glob("*/.github/workflows/*.yml")))
    assert_read("gitlab-ci", sorted(tmp_path.glob("*/.gitlab-ci.yml")), "--data-transform", "gitlab-ci")
    zizmor = str(Path(sys.executable).parent / "zizmor")
    options = ("--offline", "--persona", "pedantic", "--min-severity", "low", ".")
    done = subprocess.run([zizmor, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

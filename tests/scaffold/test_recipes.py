"""The recipes of the how-to pages, run as they are written: publishing when the usual way is closed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_httpserver import HTTPServer

from night import in_ci
from runner import INCIDENT, SECOND_UPDATE, Host, NewHost, git
from statusladder.delivery.addresses import read_addresses
from statusladder.delivery.posting import SIGNATURE, post
from statusladder.delivery.relaying import find_apprise

PUBLISHED = "incidents/2026-03-14-example/index.html"


Desk = tuple[Callable[[str], None], Host, Path]
"""What follows a recipe, the usual host, and the folder of the site on the laptop."""


def _recipe(page: str, heading: str) -> str:
    """The commands below a heading, as one script."""
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```console\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    return "\n".join(line.removeprefix("$ ") for block in blocks for line in block.splitlines())


@pytest.fixture
def desk(new_host: NewHost, how_to: Callable[[str], str], tmp_path: Path) -> Desk:
    """Runs recipes of one page in a folder, with the addresses of the recipes leading to repositories on this disk."""
    host = new_host("rsync")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "second.git")
    page = how_to("publish-when-the-git-host-is-down.md")
    laptop = tmp_path / "laptop"
    laptop.mkdir()
    leads = {
        f"url.{host.origin}.insteadOf": "git@git.example.net:ferry/status.git",
        f"url.{tmp_path / 'second.git'}.insteadOf": "git@second.example.org:ferry/status.git",
    }
    environment = {"GIT_CONFIG_COUNT": str(len(leads))}
    for number, (key, value) in enumerate(leads.items()):
        environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}

    def follow(heading: str) -> None:
        place = laptop / "status" if (laptop / "status").exists() else laptop
        code = host.bash(_recipe(page, heading), place, environment)
        assert code == 0, host.log[-1]

    return follow, host, laptop / "status"


def test_a_laptop_publishes_without_the_git_host(desk: Desk, rsync: str) -> None:
    follow, host, site = desk
    follow("Before: a laptop that can publish")
    host.origin.rename(host.folder / "gone")
    (site / INCIDENT / "02-identified.md").write_text(SECOND_UPDATE)

    follow("During: publish from a laptop")
    (host.folder / "gone").rename(host.origin)
    follow("After")

    assert "making room" in (host.live / PUBLISHED).read_text()
    assert "making room" in host.log[-2]  # the preview, before it was built
    assert git(host.origin, "log", "-1", "--format=%s") == "Sign-in fails"


@in_ci
def test_a_second_git_host_publishes_what_the_first_cannot(desk: Desk, tmp_path: Path) -> None:
    follow, host, site = desk
    follow("Before: a laptop that can publish")
    follow("Before: a second host")
    host.origin.rename(host.folder / "gone")
    (site / INCIDENT / "02-identified.md").write_text(SECOND_UPDATE)
    git(site, "add", "content")
    git(site, "commit", "--quiet", "--message", "Identified")

    follow("During: publish by the second Git host")

    second = tmp_path / "second-clone"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "second.git"), str(second))
    pipeline = yaml.safe_load((second / ".gitlab-ci.yml").read_text())
    code = host.run_script(pipeline["pages"], second, CI_PIPELINE_SOURCE="push")
    assert code == 0, host.log[-1]
    assert "making room" in (second / "public" / PUBLISHED).read_text()


@in_ci
def test_a_server_builds_by_itself_though_the_git_host_is_gone(
    new_host: NewHost, how_to: Callable[[str], str], tmp_path: Path
) -> None:
    host = new_host("none")
    git(tmp_path, "clone", "--quiet", str(host.origin), "site")
    page = how_to("publish.md")
    (line,) = re.findall(r"^\*/5 \* \* \* \*  (cd /srv/site .*statusladder build.*)$", page, re.MULTILINE)
    command = line.replace("/srv/site", str(tmp_path / "site")).replace("/srv/www/status", str(tmp_path / "www"))
    host.origin.rename(tmp_path / "gone")

    # As cron does it: one line to a shell that does not stop at what fails.
    code = host.bash(f"sh -c '{command}'", tmp_path, {})

    assert code == 0, host.log[-1]
    assert (tmp_path / "www" / "index.html").exists()


def test_what_a_trigger_sends_is_what_the_workflow_listens_to(new_host: NewHost, how_to: Callable[[str], str]) -> None:
    page = how_to("publish.md")
    workflow = new_host("s3").workflow(".github/workflows/publish.yml")
    listens = workflow[True]  # to YAML, the word `on` is a yes

    assert re.findall(r'"event_type": "(\w+)"', page) == listens["repository_dispatch"]["types"]
    assert "workflow_dispatch" in listens
    assert "/actions/workflows/publish.yml/dispatches" in page


def _addresses(page: str) -> list[str]:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if re.match(r"[a-z+]+://", line)]


@pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning")
def test_announce_finds_the_service_in_each_address_of_the_recipes(how_to: Callable[[str], str]) -> None:
    given = _addresses(how_to("send-to-channels.md"))
    found = read_addresses(["desk"], {"STATUSLADDER_CHANNEL_DESK": " ".join(given)})["desk"]
    relayed = [one for one in found if one.file is None]

    assert [one.scheme for one in found] == [line.partition("://")[0] for line in given]
    assert {one.file for one in found} == {"slack.json", "teams.json", "message.eml", "webhook.json", None}
    services = [type(find_apprise().Apprise.instantiate(one.url)).__name__ for one in relayed]
    assert services == ["NotifyMastodon", "NotifyBlueSky", "NotifyTwilio"]


def test_the_check_of_a_signature_takes_what_announce_posts_and_nothing_else(
    how_to: Callable[[str], str], httpserver: HTTPServer
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", how_to("send-to-channels.md"), re.MULTILINE | re.DOTALL)
    receiver: dict[str, Any] = {}
    exec(code, receiver)
    httpserver.expect_request("/hook", method="POST").respond_with_data()
    address = httpserver.url_for("/hook?secret=harbour")
    ((address_read,),) = read_addresses(["desk"], {"STATUSLADDER_CHANNEL_DESK": address}).values()

    post(address_read, b'{"id": "02-identified"}', "key")

    ((request, _),) = httpserver.log
    body, signature = request.get_data(), request.headers[SIGNATURE]
    assert receiver["is_genuine"]("harbour", body, signature)
    assert not receiver["is_genuine"]("harbor", body, signature)
    assert not receiver["is_genuine"]("harbour", body + b" ", signature)
    assert "harbour" not in request.url

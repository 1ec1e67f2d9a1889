"""The recipes of the how-to pages, run as they are written: publishing when the usual way is closed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from runner import INCIDENT, SECOND_UPDATE, Host, git

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
PUBLISHED = "incidents/2026-03-14-example/index.html"


def _recipe(page: str, heading: str) -> str:
    """The commands below a heading, as one script."""
    section = (HOW_TO / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```console\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    return "\n".join(line.removeprefix("$ ") for block in blocks for line in block.splitlines())


@pytest.fixture
def desk(new_host: Callable[[str], Host], tmp_path: Path) -> tuple[Callable[[str], None], Host, Path]:
    """Runs recipes of one page in a folder, with the addresses of the recipes leading to repositories on this disk."""
    host = new_host("rsync")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "second.git")
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
        code = host.bash(_recipe("publish-when-the-git-host-is-down.md", heading), place, environment)
        assert code == 0, host.log[-1]

    return follow, host, laptop / "status"


def test_a_laptop_publishes_without_the_git_host(desk: tuple[Callable[[str], None], Host, Path], rsync: str) -> None:
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


def test_a_second_git_host_publishes_what_the_first_cannot(
    desk: tuple[Callable[[str], None], Host, Path], tmp_path: Path
) -> None:
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


def test_a_server_builds_by_itself_though_the_git_host_is_gone(new_host: Callable[[str], Host], tmp_path: Path) -> None:
    host = new_host("none")
    git(tmp_path, "clone", "--quiet", str(host.origin), "site")
    page = (HOW_TO / "publish.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\*/5 \* \* \* \*  (cd /srv/site .*statusladder build.*)$", page, re.MULTILINE)
    command = line.replace("/srv/site", str(tmp_path / "site")).replace("/srv/www/status", str(tmp_path / "www"))
    host.origin.rename(tmp_path / "gone")

    # As cron does it: one line to a shell that does not stop at what fails.
    code = host.bash(f"sh -c '{command}'", tmp_path, {})

    assert code == 0, host.log[-1]
    assert (tmp_path / "www" / "index.html").exists()


def test_what_a_trigger_sends_is_what_the_workflow_listens_to(new_host: Callable[[str], Host]) -> None:
    page = (HOW_TO / "publish.md").read_text(encoding="utf-8")
    workflow = new_host("s3").workflow(".github/workflows/publish.yml")
    listens = workflow[True]  # to YAML, the word `on` is a yes

    assert re.findall(r'"event_type": "(\w+)"', page) == listens["repository_dispatch"]["types"]
    assert "workflow_dispatch" in listens
    assert "/actions/workflows/publish.yml/dispatches" in page


def test_the_key_of_a_server_can_write_to_one_folder_only(
    new_host: Callable[[str], Host], rsync: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (HOW_TO / "publish.md").read_text(encoding="utf-8")
    (forced,) = re.findall(r'^command="(.*?)",restrict ', page, re.MULTILINE)
    (target,) = re.findall(r"`RSYNC_TARGET` is `(\S+)`", page)
    host = new_host("rsync")
    host.given = {**host.given, "vars.RSYNC_TARGET": target}
    monkeypatch.setenv("FORCED_COMMAND", forced.replace("/srv/status", str(host.live)))

    host.run_workflow("publish.yml")

    assert (host.live / "index.html").exists()

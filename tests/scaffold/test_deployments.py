"""Each host serves what was built and nothing else, whatever it served before."""

import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from night import in_ci, some
from runner import Host, NewHost

FIRST = {
    "index.html": "All is well",
    "404.html": "Not here",
    ".well-known/security.txt": "Contact: tel:+351-210-000-000",
    "history/index.html": "Nothing yet",
    "incidents/a/index.html": "Slow",
}
SECOND = {**FIRST, "index.html": "Pages are slow", "incidents/b/index.html": "Slower"}
del SECOND["history/index.html"]

HOSTS = ["cloudflare", "github-pages", "netlify", "rsync", "s3"]


def _deploy(host: Host, files: dict[str, str]) -> None:
    """Runs the job that deploys, with these files as what the job before it has built, a day ago."""
    with tarfile.open(host.folder / "artifact.tar", "w") as archive:
        for name, text in files.items():
            file = host.folder / "built" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            os.utime(file, (host.moment, host.moment))
            archive.add(file, name)
    host.run_workflow("publish.yml", only="deploy")


def _live(host: Host) -> dict[str, str]:
    return {path.relative_to(host.live).as_posix(): path.read_text() for path in _paths(host) if path.is_file()}


def _paths(host: Host) -> list[Path]:
    return sorted(host.live.rglob("*"))


@pytest.mark.parametrize("name", some(HOSTS, by_day=1, in_ci=len(HOSTS)))
def test_what_is_served_is_what_was_built(name: str, new_host: NewHost, request: pytest.FixtureRequest) -> None:
    if name == "rsync":
        request.getfixturevalue("rsync")
    host = new_host(name)
    _deploy(host, FIRST)
    first = _live(host)
    # As long as what was built, and newer, as after somebody else's hand.
    (host.live / "404.html").write_text("not HERE")

    _deploy(host, SECOND)

    assert (first, _live(host)) == (FIRST, SECOND)


@in_ci
def test_a_copy_to_a_server_sends_only_what_changed_and_its_key_is_for_one_pair_of_eyes(
    new_host: NewHost, rsync: str
) -> None:
    host = new_host("rsync")
    _deploy(host, FIRST)
    before = {path: path.stat().st_ino for path in _paths(host)}

    _deploy(host, {**FIRST, "index.html": "Pages are slow"})

    after = {path: path.stat().st_ino for path in _paths(host)}
    assert [path.name for path in before if before[path] != after[path]] == ["index.html"]
    assert {path.stat().st_mode & 0o777 for path in _paths(host)} == {0o644, 0o755}
    assert set(host.asked.read_text().splitlines()) == {"ssh with a key of mode 600"}


@in_ci
def test_a_key_that_can_write_to_one_folder_only_is_enough(
    new_host: NewHost, rsync: str, how_to: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    host = new_host("rsync")
    page = how_to("publish.md")
    forced = page.split('command="')[1].split('",restrict ')[0]
    host.given = {**host.given, "vars.RSYNC_TARGET": page.split("`RSYNC_TARGET` is `")[1].split("`")[0]}
    monkeypatch.setenv("FORCED_COMMAND", forced.replace("/srv/status", str(host.live)))
    _deploy(host, FIRST)

    _deploy(host, SECOND)

    assert _live(host) == SECOND


@in_ci
def test_the_home_page_goes_up_after_the_pages_that_it_links_to(new_host: NewHost) -> None:
    host = new_host("s3")

    _deploy(host, FIRST)

    assert host.asked.read_text().splitlines()[-1] == "upload index.html"

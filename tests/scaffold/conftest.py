"""A repository with a new site, on a host of its own, and a server that shows what is published there."""

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from built_once import built_once
from runner import Host, NewHost, git
from statusladder.cli.main import statusladder

SECRETS = {
    "github.token": "t0ken",
    "github.repository": "ferry/status",
    "secrets.CLOUDFLARE_API_TOKEN": "t0ken",
    "secrets.CLOUDFLARE_ACCOUNT_ID": "acc0unt",
    "vars.CLOUDFLARE_PROJECT": "ferry-status",
    "secrets.NETLIFY_TOKEN": "t0ken",
    "vars.NETLIFY_PROJECT_ID": "ferry-status",
    "secrets.SSH_KEY": "a private key",
    "secrets.SSH_KNOWN_HOSTS": "web.example.net ssh-ed25519 AAAA",
    "vars.S3_BUCKET": "status-bucket",
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the output belongs to the test."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder that is live, and the address at which it is served."""
    live = tmp_path / "host" / "live"
    live.mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(live)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield live, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def new_host(tmp_path: Path, served: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> NewHost:
    """Makes a site for the named host, and commits and pushes it from the folder `author`."""

    def make(name: str) -> Host:
        live, address = served
        pushed = built_once(tmp_path_factory, f"site-for-{name}", lambda folder: _push_site(folder, name))
        author = Path(shutil.copytree(pushed / "author", tmp_path / "author"))
        shutil.copytree(pushed / "origin.git", live.parent / "origin.git")
        settings = author / "site.yaml"
        settings.write_text(settings.read_text().replace("https://status.example.com", address))
        host = Host(live.parent, {**SECRETS, "vars.RSYNC_TARGET": f"status@web.example.net:{live}/"})
        git(author, "commit", "--quiet", "--all", "--amend", "--no-edit")
        git(author, "remote", "add", "origin", str(host.origin))
        git(author, "push", "--quiet", "--force", "origin", "main")
        return host

    return make


def _push_site(folder: Path, name: str) -> None:
    """A new site in `author` and its one commit in `origin.git`, both as small and quick as git can keep them."""
    author, origin = folder / "author", folder / "origin.git"
    made = CliRunner().invoke(statusladder, ["init", str(author), "--host", name, "--now", "2026-03-14T10:05:00Z"])
    assert made.exit_code == 0, made.stderr
    git(author, "init", "--quiet", "--initial-branch", "main")
    git(author, "add", ".")
    git(author, "commit", "--quiet", "--message", "A site of our own")
    git(folder, "clone", "--quiet", "--bare", "--no-hardlinks", str(author), str(origin))
    git(origin, "remote", "remove", "origin")
    for repository in (author, origin):
        git(repository, "gc", "--quiet")


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """The folder in which somebody writes; `new_host` makes it."""
    return tmp_path / "author"


@pytest.fixture
def how_to(repo_root: Path) -> Callable[[str], str]:
    """The text of a page of docs/how-to/."""
    return lambda name: (repo_root / "docs" / "how-to" / name).read_text(encoding="utf-8")

"""Names and values that pass our forms, at their oddest, come out of real servers as they were meant."""

import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from statusladder.model.addresses import base_address_of
from statusladder.model.settings import Redirect
from statusladder.outputs.header_rules import HeaderRule, Hosting
from statusladder.outputs.host_snippets import SNIPPETS
from web_servers import served

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "serve-it-yourself.md"
BASE = "/~if.v1-_x/set/"
VALUE = "a \"b\" 'c' \\d; } # {e} %{f}e %20 \\"
SITE = Hosting(
    BASE,
    (HeaderRule(("*",), {"X-Told": VALUE}), HeaderRule(("feed.atom",), {"Content-Type": "application/atom+xml"})),
    (
        Redirect.model_validate({"from": "/~return/x_y-z", "to": "/a.b~c/#d.e_f-"}),
        Redirect.model_validate({"from": "/old.html", "to": "/"}),
    ),
)


def test_the_path_is_one_that_a_site_may_have() -> None:
    assert base_address_of(f"https://status.tern.example{BASE}") == f"https://status.tern.example{BASE.rstrip('/')}"


@pytest.mark.parametrize(
    ("server", "program"), [("nginx", "nginx"), ("apache", "apache2"), ("htaccess", "apache2"), ("caddy", "caddy")]
)
def test_a_server_takes_every_value_whole(server: str, program: str, needs: Callable[[str], None]) -> None:
    if program == "caddy" and shutil.which(program) is None:
        pytest.skip("caddy is not installed")
    needs(program)

    def publish(root: Path) -> None:
        folder = root / BASE.strip("/")
        folder.mkdir(parents=True)
        for name in ("index.html", "404.html", "feed.atom"):
            (folder / name).write_text(name)

    snippet = SNIPPETS["apache" if server == "htaccess" else server].make(SITE)
    with served(server, snippet, publish) as port, closing(HTTPConnection("127.0.0.1", port)) as connection:

        def get(path: str) -> tuple[int, dict[str, str], str]:
            connection.request("GET", BASE + path)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read().decode()

        status, headers, _ = get("feed.atom")
        assert (status, headers["X-Told"], headers["Content-Type"]) == (200, VALUE, "application/atom+xml")
        status, headers, text = get("nothing")
        assert (status, headers["X-Told"], text) == (404, VALUE, "404.html")
        for old, new in (("~return/x_y-z", "a.b~c/#d.e_f-"), ("~return/x_y-z/", "a.b~c/#d.e_f-"), ("old.html", "")):
            status, headers, _ = get(old)
            assert (status, re.sub(r"^http://[^/]+", "", headers["Location"])) == (301, BASE + new)


@pytest.mark.parametrize(("printed", "kept"), [(SNIPPETS["nginx"].make(SITE), False), ('location "/" {', True)])
def test_the_chain_of_the_docs_replaces_nothing_by_what_nginx_refuses(
    tmp_path: Path, needs: Callable[[str], None], printed: str, kept: bool
) -> None:
    needs("nginx")
    chain, tried = re.findall(r"```\n((?:statusladder build|events).*?)```", GUIDE.read_text(), re.DOTALL)
    (tmp_path / "printed").write_text(printed)
    (tmp_path / "status.conf").write_text("in force")
    (tmp_path / "status.test").write_text(tried.replace("/etc/nginx", str(tmp_path)))
    for command, instead in (
        ("statusladder build --quiet -o /srv/www", "true"),
        ("statusladder headers nginx --quiet", f"cat {tmp_path}/printed"),
        ("nginx -s reload", f"touch {tmp_path}/reloaded"),
        ("/etc/nginx", str(tmp_path)),
    ):
        assert command in chain
        chain = chain.replace(command, instead)

    done = subprocess.run(["bash", "-c", chain], capture_output=True, check=False)

    assert (done.returncode != 0) is kept
    assert (tmp_path / "status.conf").read_text() == ("in force" if kept else printed)
    assert (tmp_path / "reloaded").exists() is not kept

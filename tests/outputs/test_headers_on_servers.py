"""Real servers answer every file of a site with the headers of the table, at the root of a host and below a path."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from click.testing import CliRunner

from built_once import a_copy
from night import ALL, some
from statusladder.cli.main import statusladder
from statusladder.outputs.header_rules import HeaderRule, make_header_rules
from statusladder.publish.pipeline import publish_site
from statusladder.publish.theme import find_theme
from web_servers import served

CALM = Path(__file__).parent.parent / "sites" / "calm"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
TABLE = make_header_rules(find_theme(CALM, "default"))
NAMES = {name for rule in TABLE for name in rule.headers}
OLD = """\
redirects:
  - from: /incidents/abc123
    to: /incidents/2025-09-22-exports-late/#02-resolved
  - from: /old.html
    to: /history/
security:
  contact: mailto:security@tern.example
  expires: 2027-01-31
"""
PROGRAMS = {"nginx": "nginx", "apache": "apache2", "htaccess": "apache2", "caddy": "caddy"}
"""What is needed, by what is tried. Continuous integration has to have all but Caddy, which is large."""


@pytest.fixture(scope="module", params=PROGRAMS)
def server(request: pytest.FixtureRequest, needs: Callable[[str], None]) -> str:
    name = str(request.param)
    if name == "caddy" and shutil.which(name) is None:
        pytest.skip("caddy is not installed")
    needs(PROGRAMS[name])
    return name


@pytest.fixture(scope="module", params=some(["/", "/status/"], by_day=1, in_ci=ALL))
def base(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(base: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Path(shutil.copytree(CALM, tmp_path_factory.mktemp("site") / "site"))
    settings = (site / "site.yaml").read_text()
    address = "url: https://status.tern.example"
    assert address in settings
    (site / "site.yaml").write_text(settings.replace(address, address + base.rstrip("/")) + OLD)
    return site


@pytest.fixture(scope="module")
def public(site: Path) -> Path:
    """What the site publishes."""
    assert publish_site(site, site.parent / "public", NOW, None, lambda count: None).outcome
    return site.parent / "public"


@pytest.fixture(scope="module")
def host(server: str, base: str, site: Path, public: Path) -> Iterator["Host"]:
    printed = CliRunner().invoke(
        statusladder, ["headers", "apache" if server == "htaccess" else server, "--site", str(site)]
    )
    assert printed.exit_code == 0, printed.output

    def publish(root: Path) -> None:
        a_copy(public, root / base.strip("/"))
        (root / "other.txt").write_text("Not of the site")

    with served(server, printed.stdout, publish) as port, closing(HTTPConnection("127.0.0.1", port)) as connection:
        yield Host(connection, base)


class Host:
    """Asks for one address after another; `text` is what was answered last."""

    def __init__(self, connection: HTTPConnection, base: str) -> None:
        self._connection = connection
        self.base = base
        self.text = ""

    def get(self, path: str) -> HTTPResponse:
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        self.text = answer.read().decode()
        return answer


def expected(path: str) -> Mapping[str, str]:
    """The headers of an address below the site, as the table reads."""
    return {name: value for rule in TABLE if _fits(rule, path) for name, value in rule.headers.items()}


def _fits(rule: HeaderRule, path: str) -> bool:
    forms = (re.escape(pattern).replace(r"\*", ".*").replace(":id", "[^/]+") for pattern in rule.patterns)
    return any(re.fullmatch(form, path) for form in forms)


def check(answer: HTTPResponse, path: str) -> None:
    wanted = expected(path)
    for name in NAMES - {"Content-Type"} | wanted.keys():
        told = answer.headers.get_all(name) or []
        assert told == [wanted[name]] if name in wanted else told == [], (path, name)


def test_every_file_is_answered_with_the_headers_of_the_table(host: Host, public: Path) -> None:
    files = [file.relative_to(public) for file in sorted(public.rglob("*")) if file.is_file()]
    paths = [path for file in files if not (path := file.as_posix().removesuffix("index.html")).startswith("_")]
    old = {"incidents/abc123/", "old.html"}
    assert {"", "404.html", ".well-known/security.txt", "calendar.ics", "embed/banner.js", *old} <= set(paths)

    for path in set(paths) - old:
        answer = host.get(host.base + path)
        assert answer.status == 200, path
        check(answer, path)


def test_an_address_without_a_file_is_answered_by_the_sites_own_page(host: Host) -> None:
    for path in ("nothing-here", "incidents/nothing-here/", "api/v2/nothing-here.json"):
        answer = host.get(host.base + path)
        assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (404, "text/html"), path
        assert "Tern status" in host.text, path
        told = answer.headers.get_all("Content-Security-Policy")
        assert told == [expected("")["Content-Security-Policy"]], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("incidents/abc123", "incidents/2025-09-22-exports-late/#02-resolved"),
        ("incidents/abc123/", "incidents/2025-09-22-exports-late/#02-resolved"),
        ("old.html", "history/"),
    ],
)
def test_an_old_address_leads_on_for_good(host: Host, old: str, new: str) -> None:
    answer = host.get(host.base + old)

    assert answer.status == 301
    # Without it a browser would never ask again, whatever site.yaml says by then.
    assert answer.headers.get_all("Cache-Control") == ["public, max-age=60"]
    assert re.sub(r"^http://[^/]+", "", answer.headers["Location"]) == host.base + new


def test_what_lies_beside_the_site_is_left_alone(host: Host) -> None:
    told = {name.lower() for name in host.get("/other.txt").headers}
    assert ("content-security-policy" in told) is (host.base == "/")
    assert "access-control-allow-origin" not in told

    assert host.get("/nothing-beside").status == 404
    assert ("Tern status" in host.text) is (host.base == "/")

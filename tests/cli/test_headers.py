"""`headers`: data on standard output, where it goes on standard error, and nothing of what is not public."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusladder.cli.main import statusladder
from statusladder.outputs.host_snippets import SNIPPETS

CALM = Path(__file__).parent.parent / "sites" / "calm"
OLD = """\
redirects:
  - from: /incidents/abc123
    to: /incidents/2025-09-22-exports-late/
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = Path(shutil.copytree(CALM, tmp_path / "site"))
    with (site / "site.yaml").open("a") as settings:
        settings.write(OLD)
    return site


def run(site: Path, server: str, *arguments: str) -> Result:
    return CliRunner().invoke(statusladder, ["headers", server, "--site", str(site), *arguments])


def test_where_it_goes_is_said_beside_it(site: Path) -> None:
    told = run(site, "nginx")

    assert (told.exit_code, told.stderr) == (0, "Include it in the server block whose root holds the site at /.\n")
    assert 'location ~ "^/incidents/abc123/?$" { return 301 "/incidents/2025-09-22-exports-late/"; }' in told.stdout
    quiet = run(site, "nginx", "--quiet")
    assert (quiet.stdout, quiet.stderr) == (told.stdout, "")


@pytest.mark.parametrize("server", sorted(SNIPPETS.keys() - {"cloudfront", "cloudflare"}))
def test_an_old_address_of_what_is_embargoed_is_not_told(server: str, site: Path) -> None:
    first = site / "content" / "incidents" / "2025-09-22-exports-late" / "01-investigating.md"
    assert "abc123" in run(site, server, "--now", "2026-03-14T10:05:00Z").stdout
    first.write_text(first.read_text().replace("---\n", "---\nembargoed_until: 2026-03-15T00:00:00Z\n", 1))

    hidden = run(site, server, "--now", "2026-03-14T10:05:00Z")

    assert hidden.exit_code == 0
    assert "abc123" not in hidden.stdout
    assert "abc123" in run(site, server, "--now", "2026-03-15T00:00:00Z").stdout


def test_a_site_that_cannot_be_built_prints_nothing(site: Path) -> None:
    (site / "site.yaml").write_text("site:\n  name: Tern\n")

    told = run(site, "caddy")

    assert (told.exit_code, told.stdout) == (1, "")
    assert "what the server is told cannot be made" in told.stderr

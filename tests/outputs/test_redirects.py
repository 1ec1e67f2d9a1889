"""The page at an old address: small, whole without script or style, and on its way to the new one."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from some_outputs import publish_some

SITE = Path(__file__).parent.parent / "sites" / "legal-and-right"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
MOST_BYTES = 400
"""Of a page at an old address, without what differs by site: name, language and both forms of the new address."""

REDIRECTS = """\
redirects:
  - from: /incidents/abc
    to: /incidents/2026-03-10-quoted/
  - from: /old/status.html
    to: /history/
"""


@pytest.fixture(scope="module", params=["https://status.tern.example", "https://tern.example/status"])
def public(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The pages at old addresses and the address of the site: one at `/` and one below a path."""
    site = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("moved") / "site"))
    text = (site / "site.yaml").read_text().replace("https://status.tern.example", request.param, 1)
    (site / "site.yaml").write_text(f"{text.rstrip()}\n{REDIRECTS}")
    return publish_some(site, site.parent / "public", NOW, "redirects"), request.param


@pytest.mark.parametrize(
    ("file", "link", "target"),
    [
        ("incidents/abc/index.html", "../2026-03-10-quoted/", "incidents/2026-03-10-quoted/"),
        ("old/status.html", "../history/", "history/"),
    ],
)
def test_it_leads_on_at_once_and_by_a_link(public: tuple[Path, str], file: str, link: str, target: str) -> None:
    folder, address = public
    page = (folder / file).read_text(encoding="utf-8")

    assert f'<meta http-equiv="refresh" content="0; url={link}">' in page
    assert f'<link rel="canonical" href="{address}/{target}">' in page
    assert f'<p>This page has moved to <a href="{link}">a new address</a>.</p>' in page
    assert re.findall("<title>(.*?)</title>", page) == ["Moved · Tern status"]


def test_it_is_small_and_needs_nothing_else(public: tuple[Path, str]) -> None:
    page = (public[0] / "incidents/abc/index.html").read_bytes()

    told = "Tern status", "en", "../2026-03-10-quoted/" * 2, f"{public[1]}/incidents/2026-03-10-quoted/"
    assert len(page) - len("".join(told)) <= MOST_BYTES
    assert not re.findall(rb"<(?:script|style|img)|\bstyle=|rel=\"(?:stylesheet|manifest)", page)
    assert b"content=\"default-src 'none'\"" in page
    assert b'<meta name="color-scheme" content="light dark">' in page


def test_what_a_site_is_called_ends_no_element_and_no_value(tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITE, tmp_path / "site"))
    text = re.sub(r"(?m)^  name: .*$", "  name: '<\"&> status'", (site / "site.yaml").read_text(), count=1)
    (site / "site.yaml").write_text(f"{text.rstrip()}\n{REDIRECTS}")

    public = publish_some(site, tmp_path / "public", NOW, "redirects")

    page = (public / "incidents/abc/index.html").read_text(encoding="utf-8")

    assert "<title>Moved · &lt;&#34;&amp;&gt; status</title>" in page

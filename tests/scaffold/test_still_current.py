"""The question to the published page: only a page that surely needs no change is left as it is."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusladder.cli.main import statusladder

BUILT = "2026-03-14T10:05:00Z"
NOW = "2026-03-14T10:30:00Z"
AHEAD = "2090-01-01T00:00:00+01:00"
CURRENT = "The page is what it should be; nothing to do.\n"
SITE = """\
site:
  name: Ferry
  url: {url}
components:
  - id: website
    name: Website
"""


@pytest.fixture
def site(tmp_path: Path, served: tuple[Path, str]) -> Path:
    """The folder of a site, with the address of what is published; nothing there changes by itself."""
    folder = tmp_path / "site"
    (folder / "content" / "incidents" / "2026-03-14-hole").mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE.format(url=served[1]))
    _publish(served, next_change_at=AHEAD)
    return folder


def _publish(served: tuple[Path, str], **keys: object) -> None:
    manifest = {"generator": "statusladder 0", "now": BUILT, "updated_at": None, "policy_version": None, **keys}
    (served[0] / "manifest.json").write_text(json.dumps(manifest))


def _ask(site: Path, now: str = NOW) -> Result:
    return CliRunner().invoke(statusladder, ["still-current", "--site", str(site), "--now", now])


def test_a_page_that_time_does_not_change_yet_is_left_as_it_is(site: Path) -> None:
    asked = _ask(site)

    assert (asked.exit_code, asked.stderr) == (0, CURRENT)


@pytest.mark.parametrize(
    "settings",
    [
        "\ufeff" + SITE,
        SITE.replace("url:", '"url":'),
        SITE.replace("\n", "\r\n"),
        "site: {{name: Ferry, url: '{url}/'}}\ncomponents: [{{id: website, name: Website}}]\n",
        "contacts:\n  - text: Help\n    url: https://help.example.com\nsite: # who we are\n\n"
        "  # the address\n  url: '{url}/' # public\n  name: 'url: not here'\n"
        "components: [{{id: website, name: Website}}]\n",
    ],
)
def test_the_address_is_the_one_that_a_build_reads(settings: str, site: Path, served: tuple[Path, str]) -> None:
    (site / "site.yaml").write_bytes(settings.format(url=served[1]).encode())

    asked = _ask(site)

    assert (asked.exit_code, asked.stderr) == (0, CURRENT)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-03-14T11:00:00+01:00", 0),
        ("2026-03-14T10:05:01z", 1),
        ("'2026-03-14 10:06:00+00:00'", 1),
        ("2089-12-31T00:00:00Z", 0),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_end_of_an_embargo_is_not_missed(mark: str, until: str, code: int, site: Path) -> None:
    notice = site / "content" / "incidents" / "2026-03-14-hole" / "01-notice.md"
    notice.write_text(
        f"{mark}---\nstage: notice\nat: 2026-03-14T09:00:00Z\ntitle: A hole in the sign-in page\nkind: security\n"
        f"severity: minor\nembargoed_until: {until}\n---\nA hole in the sign-in page.\n"
    )

    assert _ask(site).exit_code == code


@pytest.mark.parametrize("settings", ["site: {name: Ferry}\n", "contacts:\n  - url: http://127.0.0.1:1\n", ""])
def test_a_site_whose_address_is_not_found_is_built(settings: str, site: Path) -> None:
    (site / "site.yaml").write_text(settings)

    asked = _ask(site)

    assert (asked.exit_code, asked.stderr) == (1, "Build: site.yaml cannot be read.\n")


def test_a_page_that_should_have_changed_is_built(site: Path, served: tuple[Path, str]) -> None:
    _publish(served, next_change_at=NOW)

    asked = _ask(site)

    assert (asked.exit_code, asked.stderr) == (1, "Build: the page should have changed by now.\n")


@pytest.mark.parametrize("manifest", [None, "{", "[]", "{}"])
def test_a_page_without_a_manifest_that_can_be_read_is_built(
    manifest: str | None, site: Path, served: tuple[Path, str]
) -> None:
    (served[0] / "manifest.json").unlink()
    if manifest is not None:
        (served[0] / "manifest.json").write_text(manifest)

    asked = _ask(site)

    assert asked.exit_code == 1
    assert asked.stderr.startswith(f"Build: {served[1]}/manifest.json?asked=1773484200 ")


@pytest.mark.parametrize("keys", [{"next_change_at": "soon"}, {"now": "then", "next_change_at": AHEAD}])
def test_a_manifest_with_a_time_that_is_none_means_build(
    keys: dict[str, object], site: Path, served: tuple[Path, str]
) -> None:
    _publish(served, **keys)

    asked = _ask(site)

    assert asked.exit_code == 1
    assert asked.stderr.startswith("Build: its manifest names a time that is none (")


def test_a_host_that_does_not_answer_means_build(site: Path) -> None:
    (site / "site.yaml").write_text(SITE.format(url="http://127.0.0.1:1"))

    assert _ask(site).exit_code == 1

"""The question to the published page: only a page that surely needs no change is left as it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from statusladder.scaffold.shared import common_files

BUILT = "2026-03-14T10:05:00Z"
AHEAD = json.dumps({"now": BUILT, "next_change_at": "2999-01-01T00:00:00+01:00"})
NEVER = json.dumps({"now": BUILT, "next_change_at": None})


@pytest.fixture
def site(tmp_path: Path, served: tuple[Path, str]) -> Path:
    """The folder of a site, with the address of what is published."""
    folder = tmp_path / "site"
    for name, text in common_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "site.yaml").write_text(f"site:\n  name: Ferry\n  url: {served[1]}\n")
    (folder / "content" / "incidents" / "2026-03-14-hole").mkdir(parents=True)
    return folder


def _ask(site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ".statusladder/still_current.py"]
    return subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("manifest", [AHEAD, NEVER])
def test_a_page_that_time_does_not_change_yet_is_left_as_it_is(
    manifest: str, site: Path, served: tuple[Path, str]
) -> None:
    (served[0] / "manifest.json").write_text(manifest)

    asked = _ask(site)

    assert (asked.returncode, asked.stdout) == (0, "The page is what it should be; nothing to do.\n"), asked.stderr


@pytest.mark.parametrize(
    "settings",
    [
        "# Ours\ncontacts:\n  - text: Help\n    url: https://help.example.com\nsite: # who we are\n\n"
        "  # the address\n  url: '{url}/' # public\n  name: Ferry\n",
        'site:\r\n  name: "url: not here"\r\n  url: "{url}"\r\n',
    ],
)
def test_the_address_is_that_of_the_site(settings: str, site: Path, served: tuple[Path, str]) -> None:
    (served[0] / "manifest.json").write_text(AHEAD)
    (site / "site.yaml").write_bytes(settings.format(url=served[1]).encode())

    asked = _ask(site)

    assert asked.returncode == 0, asked.stderr


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-03-14T11:00:00+01:00", 0),
        ("2026-03-14T10:05:01z", 1),
        ("'2026-03-14 10:06:00+00:00'", 1),
        ("2998-12-31T00:00:00Z", 0),
    ],
)
def test_the_end_of_an_embargo_is_not_missed(until: str, code: int, site: Path, served: tuple[Path, str]) -> None:
    (served[0] / "manifest.json").write_text(AHEAD)
    notice = site / "content" / "incidents" / "2026-03-14-hole" / "01-notice.md"
    notice.write_text(f"---\nkind: security\nembargoed_until: {until}\n---\nA hole in the sign-in page.\n")

    assert _ask(site).returncode == code


@pytest.mark.parametrize("settings", ["site: {name: Ferry}\n", "contacts:\n  - url: http://127.0.0.1:1\n", ""])
def test_a_site_whose_address_is_not_found_is_built(settings: str, site: Path) -> None:
    (site / "site.yaml").write_text(settings)

    asked = _ask(site)

    assert (asked.returncode, asked.stderr) == (1, "Build: site.yaml does not say where the site is.\n")


@pytest.mark.parametrize(
    "manifest",
    [
        None,
        "{",
        "[]",
        "{}",
        f'{{"now": "{BUILT}", "next_change_at": "soon"}}',
        f'{{"now": "{BUILT}", "next_change_at": 7}}',
        f'{{"now": "{BUILT}", "next_change_at": "{BUILT}"}}',
        '{"now": "then", "next_change_at": null}',
    ],
)
def test_whatever_is_in_doubt_is_built(manifest: str | None, site: Path, served: tuple[Path, str]) -> None:
    if manifest is not None:
        (served[0] / "manifest.json").write_text(manifest)

    asked = _ask(site)

    assert asked.returncode == 1
    assert asked.stderr.startswith("Build: the page ")


def test_a_host_that_does_not_answer_means_build(site: Path) -> None:
    (site / "site.yaml").write_text("site:\n  url: http://127.0.0.1:1\n")

    assert _ask(site).returncode == 1

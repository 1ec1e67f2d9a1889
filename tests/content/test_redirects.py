"""`content/redirects.yaml`: where imports keep old addresses, read together with those of site.yaml."""

import shutil
from pathlib import Path

import pytest

from night import in_ci
from statusladder.content.reader import read_library
from statusladder.content.settings import read_settings

SITE = Path(__file__).parent.parent / "sites" / "legal-and-right"
OWN = "redirects:\n  - from: /old\n    to: /history/\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose site.yaml redirects /old."""
    folder = Path(shutil.copytree(SITE, tmp_path / "site"))
    settings = (folder / "site.yaml").read_text(encoding="utf-8")
    assert "redirects:" not in settings
    (folder / "site.yaml").write_text(settings.rstrip("\n") + f"\n{OWN}", encoding="utf-8")
    return folder


def _add(site: Path, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (site / "content" / "redirects.yaml").write_bytes(data)


def _problems(site: Path) -> list[str]:
    return [f"{one.place}: {one.code} {one.sentence}" for one in read_library(site).problems]


def test_both_files_are_read_and_each_redirect_says_where_it_stands(site: Path) -> None:
    _add(site, "\ufeffredirects:\r\n  - from: /older\r\n    to: /history/2026-03/\r\n")

    settings, problems = read_settings(site)

    assert settings is not None
    assert problems == []
    assert [(one.file, one.from_, one.to) for one in settings.redirects] == [
        ("site.yaml", "/old", "/history/"),
        ("content/redirects.yaml", "/older", "/history/2026-03/"),
    ]
    assert _problems(site) == []


def test_a_site_without_the_file_has_those_of_site_yaml(site: Path) -> None:
    settings, problems = read_settings(site)

    assert settings is not None
    assert ([one.from_ for one in settings.redirects], problems) == (["/old"], [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (OWN, ":2: D013 the address '/old' is redirected twice"),
        (
            "redirects:\n  - from: /api\n    to: /x/\n",
            ":2: D010 redirects.from: '/api' is an address of the site itself",
        ),
        (
            "redirects:\n  - from: /incidents/2026-03-10-quoted\n    to: /x/\n",
            ":1: D013 the redirect from '/incidents/2026-03-10-quoted' hides a page of the site",
        ),
        ("redirect: []\n", ":1: D008 no key is called 'redirect' here"),
        (b"redirects: \xff\n", ":1: D001 the byte 0xff is not UTF-8"),
    ],
)
def test_what_is_wrong_in_it_is_said_with_its_place(site: Path, text: str | bytes, problem: str) -> None:
    _add(site, text)

    assert _problems(site) == [f"content/redirects.yaml{problem}"]


def test_a_folder_of_that_name_is_said(site: Path) -> None:
    (site / "content" / "redirects.yaml").mkdir()

    assert "content/redirects.yaml:1: D001 the file cannot be read (Is a directory)" in _problems(site)


@in_ci
def test_a_long_history_has_more_old_addresses_than_a_settings_file_may_hold(site: Path) -> None:
    rows = "".join(
        f"  - from: /incidents/{number:012}\n    to: /incidents/2020-01-01-{number:0>60}/\n" for number in range(10_000)
    )
    _add(site, f"redirects:\n{rows}")

    settings, problems = read_settings(site)

    assert len(rows) > 1024 * 1024
    assert settings is not None
    assert (len(settings.redirects), problems) == (10_001, [])

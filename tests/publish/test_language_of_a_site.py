"""A site in a language that pages are not written in, or in one of a country: what is marked, and what `check` says."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from night import ALL, some
from statusladder.cli.main import statusladder
from statusladder.publish.pipeline import publish_site

NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
SETTINGS = """\
site:
  name: Merituuli
  url: https://tila.merituuli.example
  language: {language}
components:
  - id: haku
    name: Haku
audiences:
  - id: kehittajat
    name: Kehittäjät
redirects:
  - from: /vanha/
    to: /history/
"""
NOTICE = """\
---
stage: investigating
at: 2026-03-14T10:00:00Z
title: Haku on hidas
severity: minor
components: {haku: degraded_performance}
impact: {symptom: Haku vastaa hitaasti}
next_update: 1h
audiences:
  kehittajat: Rajapinta toimii.
  developers: Rajapinta toimii.
---
Selvitämme, miksi haku on hidas.
"""
UNTRANSLATED = """\
site.yaml:4: D026 warning: there is no translation into 'fi': pages show your texts with English labels
  run 'statusladder strings fi --missing' to start a translation (available: """


def _site(folder: Path, language: str) -> Path:
    incident = folder / "content/incidents/2026-03-14-haku/01-investigating.md"
    incident.parent.mkdir(parents=True)
    incident.write_text(NOTICE.replace("  developers: Rajapinta toimii.\n", ""), encoding="utf-8")
    (folder / "site.yaml").write_text(SETTINGS.format(language=language), encoding="utf-8")
    return folder


def _check(site: Path) -> str:
    return CliRunner().invoke(statusladder, ["check", "--site", str(site), "--now", NOW.isoformat()]).stderr


@pytest.fixture(scope="module")
def finnish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finnish")
    assert publish_site(_site(folder / "site", "fi"), folder / "public", NOW, None, lambda count: None).outcome
    return folder / "public"


def _read(public: Path, path: str) -> str:
    return (public / path).read_text(encoding="utf-8")


def test_pages_are_in_english_and_the_texts_of_the_company_are_marked(finnish: Path) -> None:
    assert (finnish / "vanha/index.html").is_file()
    for page in finnish.rglob("*.html"):
        assert '<html lang="en"' in page.read_text(encoding="utf-8"), page

    story = _read(finnish, "incidents/2026-03-14-haku/index.html")
    assert '<h1 dir="auto" lang="fi">Haku on hidas</h1>' in story
    assert re.search(r'<div class="words" lang="fi">\s*<p[^>]*>Selvitämme', story)
    assert re.search(r'<div lang="fi">\s*<p[^>]*>Rajapinta toimii', story)
    assert '<h1 dir="auto" lang="fi">Kehittäjät</h1>' in _read(finnish, "audiences/kehittajat/index.html")
    assert 'lang="fi"' not in _read(finnish, "api/index.html")


def test_feeds_say_the_language_of_what_the_company_wrote(finnish: Path) -> None:
    assert json.loads(_read(finnish, "updates.json"))["language"] == "fi"
    assert 'xml:lang="fi"' in _read(finnish, "updates.atom")
    assert "<language>fi</language>" in _read(finnish, "updates.rss")


def test_one_warning_at_its_line_says_that_there_is_no_translation_and_how_to_begin_one(tmp_path: Path) -> None:
    told = _check(_site(tmp_path, "fi"))

    assert told.count("D026") == 1
    assert UNTRANSLATED in told


def test_the_warning_stops_nothing(tmp_path: Path) -> None:
    site = _site(tmp_path / "site", "fi")
    built = CliRunner().invoke(
        statusladder, ["build", "--site", str(site), "-o", str(tmp_path / "public"), "--now", NOW.isoformat()]
    )

    assert built.exit_code == 0
    assert built.stderr.count("D026 warning") == 1


def test_a_tag_with_parts_names_its_language_in_the_warning(tmp_path: Path) -> None:
    told = _check(_site(tmp_path, "Fi-FI"))

    assert "no translation into 'Fi-FI'" in told
    assert "'statusladder strings fi --missing'" in told


@pytest.mark.parametrize(
    "tag", some(["en", "EN-gb", "en-US", "en-Latn-GB-oxendict", "en-u-nu-latn", "en-x-harbour"], by_day=2, in_ci=ALL)
)
def test_a_tag_of_a_language_that_is_spoken_is_that_of_the_page(tag: str, tmp_path: Path) -> None:
    site = _site(tmp_path / "site", tag)
    assert "D026" not in _check(site)
    assert publish_site(site, tmp_path / "public", NOW, None, lambda count: None).outcome

    story = _read(tmp_path / "public", "incidents/2026-03-14-haku/index.html")
    assert f'<html lang="{tag}"' in story
    assert '<h1 dir="auto">Haku on hidas</h1>' in story


@pytest.mark.parametrize(
    "tag", ["suomi-", "fi_FI", "f", "fi-", "en-x", "en-a", "en-GB-GB", "suomenkieli", "fi FI", "12"]
)
def test_what_is_no_tag_of_bcp_47_is_an_error(tag: str, tmp_path: Path) -> None:
    told = _check(_site(tmp_path, f'"{tag}"'))

    assert f"site.yaml:4: D010 site.language: '{tag}' is not a language tag\n  write it as en, or pt-BR\n" in told

"""Durations are skewed: neither what we publish nor what we print or teach knows a mean of them, or an "MTTR"."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusladder.cli.main import statusladder

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)

MEANS = re.compile(
    r"\bmtt[a-z]\b|\bmtbf\b|\b(?:mean|average)s? (?:of|time|duration|length|downtime)|\btime (?:on|in) average\b", re.I
)
ALLOWED = ('Never a mean of durations, never "MTTR"',)
"""Sentences that say that we do not."""


def _found(text: str) -> list[str]:
    for sentence in ALLOWED:
        text = text.replace(sentence, "")
    return MEANS.findall(text)


@pytest.mark.parametrize(
    "text", ["MTTR", "our MTTD is", "mean time to restore", "The average duration", "mean of durations"]
)
def test_the_grep_finds_them(text: str) -> None:
    assert _found(text)


def test_no_page_and_no_file_that_is_published_knows_a_mean(demo: Path) -> None:
    files = [path for path in demo.rglob("*") if path.suffix in (".html", ".json", ".csv", ".xml", ".atom", ".rss")]

    assert len(files) > 50
    assert {path.name: found for path in files if (found := _found(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize("words", [["--period", "all"], ["--format", "json"], ["--help"]])
def test_the_command_prints_none(words: list[str]) -> None:
    told = CliRunner().invoke(statusladder, ["stats", "--site", str(ROOT), "--now", NOW.isoformat(), *words])

    assert told.exit_code == 0
    assert _found(told.output) == []


def test_no_document_and_no_template_teaches_them() -> None:
    texts = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("themes/**/*.html"),
        *ROOT.glob("content/**/*.md"),
    ]

    assert {path.name: found for path in texts if (found := _found(path.read_text(encoding="utf-8")))} == {}


def test_no_module_computes_one() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py")]

    assert not any(re.search(r"\bf?mean\(|import statistics\b", text) for text in code)

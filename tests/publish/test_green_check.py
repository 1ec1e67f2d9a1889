"""What passes `check` is built: whatever keeps a file of the site from being made is a Problem at its place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from night import ALL, some
from statusladder.cli.main import statusladder
from statusladder.outputs import feeds
from statusladder.views.feeds import build_feeds as feed_views
from statusladder.views.snapshot import Snapshot

NOW = "2026-03-14T12:00:00Z"
SITE = "site: {name: Tern, url: https://status.tern.example}\ncomponents: [{id: search, name: Search}]\n"
FIRST = "stage: investigating\nat: 2026-03-14T09:00:00Z\ntitle: Search is slow\nseverity: minor\nnext_update: 30m\n"
SECOND = "stage: identified\nat: 2026-03-14T09:20:00Z\ncause: A disk is full.\nnext_update: 30m\n"
MEND = "  take out what is unusual in it, and report this as a fault of statusladder\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three incidents of two updates each, and a page; the words of each file end with its own."""
    root = tmp_path / "site"
    for day in ("12", "13", "14"):
        folder = root / f"content/incidents/2026-03-{day}-search"
        folder.mkdir(parents=True)
        (folder / "01-investigating.md").write_text(f"---\n{FIRST}---\nSearch is slow. {day}-first\n")
        (folder / "02-identified.md").write_text(f"---\n{SECOND}---\nWe found it. {day}-second\n")
    (root / "content/pages").mkdir()
    (root / "content/pages/help.md").write_text("---\ntitle: Help\n---\nWrite to us.\n")
    (root / "site.yaml").write_text(SITE)
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(statusladder, [*arguments, "--now", NOW], catch_exceptions=False)


def _of_d022(result: Result) -> str:
    lines = result.stderr.splitlines(keepends=True)
    return "".join(lines[at] + lines[at + 1] for at, line in enumerate(lines) if " D022 " in line)


def _failing_on(word: str) -> Callable[[str], str]:
    def printable(text: str) -> str:
        if word in text:
            raise ValueError("cannot write it")
        return text

    return printable


@pytest.mark.parametrize("day", some(["12", "13", "14"], by_day=1))
@pytest.mark.parametrize(
    ("words", "file"), some([("first", "01-investigating"), ("second", "02-identified")], by_day=1, in_ci=ALL)
)
def test_an_output_that_fails_is_told_at_the_update_that_it_fails_on(
    day: str, words: str, file: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = site / "public"
    assert _run("build", "--site", str(site)).exit_code == 0
    before = {path: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    monkeypatch.setattr(feeds, "_printable", _failing_on(f"{day}-{words}"))

    checked, built = _run("check", "--site", str(site)), _run("build", "--site", str(site))

    place = f"content/incidents/2026-03-{day}-search/{file}.md:1"
    assert _of_d022(checked).startswith(f"{place}: D022 no site can be made of this (ValueError: cannot write it; ")
    assert _of_d022(checked).endswith(MEND)
    assert _of_d022(built) == _of_d022(checked)
    assert (checked.exit_code, built.exit_code) == (1, 1)
    assert "nothing was published" in built.stderr
    assert {path: path.read_bytes() for path in public.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("is_bad", "place"),
    some(
        [
            (lambda snapshot: True, "site.yaml:1"),
            (lambda snapshot: len(snapshot.incidents) == 3, "site.yaml:1"),
            (lambda snapshot: bool(snapshot.pages), "content/pages/help.md:1"),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_what_no_single_update_is_to_blame_for_is_told_where_it_can_be(
    is_bad: Callable[[Snapshot], bool], place: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def failing(snapshot: Snapshot) -> object:
        if is_bad(snapshot):
            raise KeyError("heron")
        return feed_views(snapshot)

    monkeypatch.setattr(feeds, "build_feeds", failing)

    assert _of_d022(_run("check", "--site", str(site))).startswith(f"{place}: D022 no site can be made of this (")


def test_the_pages_for_the_team_alone_are_not_quoted_where_they_fail(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: object) -> object:
        raise ValueError("the secret")

    monkeypatch.setattr("statusladder.publish.pipeline.look_inside", failing)

    built = _run("build", "--internal", "--site", str(site))

    assert _of_d022(built).startswith("site.yaml:1: D022 the pages for the team alone cannot be made of this (ValueErr")
    assert "secret" not in built.stderr + built.stdout
    assert built.exit_code == 1
    assert not (site / "private").exists()
    assert _run("check", "--site", str(site)).stderr.count("D022") == 0


def test_a_theme_that_is_not_there_stops_check_as_it_stops_a_build(site: Path) -> None:
    (site / "site.yaml").write_text(f"{SITE}theme: heron\n")

    assert _run("check", "--site", str(site)).exit_code == 1
    assert "no theme is called 'heron'" in _run("check", "--site", str(site)).stderr


def test_check_writes_nothing(site: Path) -> None:
    before = sorted(site.rglob("*"))

    _run("check", "--site", str(site))

    assert sorted(site.rglob("*")) == before

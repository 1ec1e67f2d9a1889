"""An internal build: the public site byte for byte, what is for the team alone below one folder, and never mixed up."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from night import ALL, in_ci, some
from statusladder.cli.main import statusladder
from statusladder.publish.error import PublishError
from statusladder.publish.pipeline import publish_site
from statusladder.publish.writer import Outcome

SITES = Path(__file__).parent.parent / "sites"
SITE = SITES / "legal-and-right"
NOW = datetime(2026, 3, 14, 10, 5, tzinfo=UTC)
STORM_NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
SECRET = """\
---
stage: identified
at: 2026-03-12T10:00:00Z
title: Keys of plovers in logs
kind: security
severity: major
embargoed_until: 2026-04-01T00:00:00Z
components: {sign-in: operational}
next_update: 2h
---
Keys were written to a log.
"""


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _publish(site: Path, target: Path, now: datetime = NOW, *, internal: bool = True) -> Outcome:
    publication = publish_site(site, target, now, None, lambda count: None, internal=internal)
    assert publication.problems == ()
    assert publication.outcome is not None
    return publication.outcome


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a security incident that the public may not see yet."""
    copy = Path(shutil.copytree(SITE, tmp_path / "site"))
    (copy / "content/incidents/2026-03-12-plover").mkdir()
    (copy / "content/incidents/2026-03-12-plover/01-identified.md").write_text(SECRET)
    return copy


@pytest.mark.parametrize(("name", "now"), [("legal-and-right", NOW), ("storm", STORM_NOW)])
def test_its_public_part_is_the_public_build_and_the_rest_lies_in_one_folder(
    tmp_path: Path, name: str, now: datetime
) -> None:
    _publish(SITES / name, tmp_path / "public", now, internal=False)
    _publish(SITES / name, tmp_path / "private", now)

    public, private = _tree(tmp_path / "public"), _tree(tmp_path / "private")
    assert {path: data for path, data in private.items() if not path.startswith("internal/")} == public
    assert len(private) > len(public)


def test_it_knows_what_is_embargoed_but_no_draft_no_drill_and_nothing_dated_ahead(site: Path, tmp_path: Path) -> None:
    folder = site / "content/incidents/2026-03-12-plover"
    (folder / "02-resolved.md").write_text(
        "---\nstage: resolved\nat: 2026-03-13T10:00:00Z\ndraft: true\n---\nCurlew.\n"
    )

    _publish(site, tmp_path / "private")

    index = (tmp_path / "private/internal/index.html").read_text(encoding="utf-8")
    assert "Keys of plovers in logs" in index
    assert "2026-02-01-restore" not in index
    before = datetime(2026, 3, 12, 9, tzinfo=UTC)
    _publish(site, tmp_path / "private", before)
    assert "Keys of plovers in logs" not in (tmp_path / "private/internal/index.html").read_text(encoding="utf-8")


def test_every_internal_page_says_what_it_is_to_people_and_to_search_engines(site: Path, tmp_path: Path) -> None:
    _publish(site, tmp_path / "private")

    pages = sorted((tmp_path / "private/internal").rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<b>Internal: never publish</b>" in text, page
        assert '<meta name="robots" content="noindex, nofollow">' in text, page
        assert 'rel="canonical"' not in text, page


@in_ci
def test_a_second_internal_build_writes_nothing(tmp_path: Path) -> None:
    _publish(SITE, tmp_path / "private")

    again = _publish(SITE, tmp_path / "private")

    assert (again.written, again.removed) == (0, 0)


@pytest.mark.parametrize("first", some([True, False], by_day=1, in_ci=ALL))
def test_neither_kind_of_build_goes_where_the_other_was(tmp_path: Path, first: bool) -> None:
    _publish(SITE, tmp_path / "public", internal=first)
    before = _tree(tmp_path)

    with pytest.raises(PublishError, match="must not be mixed with it; the site there is as it was") as caught:
        _publish(SITE, tmp_path / "public", internal=not first)

    assert caught.value.fix == "choose another folder with -o"
    assert _tree(tmp_path) == before


@in_ci
def test_an_internal_build_does_not_go_among_files_that_no_ledger_explains(tmp_path: Path) -> None:
    _publish(SITE, tmp_path / "public", internal=False)
    (tmp_path / ".public.statusladder-ledger.json").unlink()
    before = _tree(tmp_path)

    with pytest.raises(PublishError, match="no ledger says that an internal build wrote them"):
        _publish(SITE, tmp_path / "public")

    assert _tree(tmp_path) == before


def test_an_internal_build_fills_a_folder_that_is_there_and_empty(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()

    assert _publish(SITE, tmp_path / "private").written > 10


def test_the_command_builds_beside_the_public_folder_and_says_whom_it_is_for(tmp_path: Path) -> None:
    site = shutil.copytree(SITE, tmp_path / "site")
    arguments = ["build", "--site", str(site), "--now", "2026-03-14T10:05:00Z"]

    public = CliRunner().invoke(statusladder, arguments)
    private = CliRunner().invoke(statusladder, [*arguments, "--internal"])

    assert (public.exit_code, private.exit_code) == (0, 0)
    assert not (site / "public/internal").exists()
    assert (site / "private/internal/index.html").is_file()
    assert f"This is for your team alone: never publish {site / 'private'}.\n" in private.stderr
    assert "never publish" not in public.stderr


def test_no_old_address_leads_into_the_internal_part(tmp_path: Path) -> None:
    site = shutil.copytree(SITE, tmp_path / "site")
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(f"{settings}redirects:\n  - from: /internal/old\n    to: /\n")

    publication = publish_site(site, tmp_path / "public", NOW, None, lambda count: None)

    assert publication.outcome is None
    assert [problem.code for problem in publication.problems] == ["D010"]
    assert "is an address of the site itself" in publication.problems[0].sentence

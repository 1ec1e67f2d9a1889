"""No page of a generated site contradicts another, or the content, whenever one looks: during, just after, much later.

Independent readers (`statement_readers.py`) gather what the published bytes state of each incident, component, action
item and day; what follows from the scripted part of the content is gathered as one page more. A failure names both
pages, and keeps the first site of each kind. `make test` looks at 4 sites, `make night` at 200, each at three moments.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, seed, settings

from conftest import DEMO_NOW
from generated_courses import KnownSite, known_sites
from generated_sites import large
from night import examples, in_ci, some
from statement_readers import contradictions_of, statements_of
from statement_site import moment
from statements import Contradiction, contradictions, report
from statusladder.publish.pipeline import publish_site

SLICES = examples(by_night=8, by_day=2)
"""The sites are drawn in slices, which several processes can take; the first of each is the smallest that there is."""


@in_ci
@pytest.mark.parametrize("number", range(SLICES))
def test_no_page_of_a_generated_site_contradicts_another(number: int, tmp_path: Path) -> None:
    found: list[Contradiction] = []

    @seed(number)
    @settings(large, max_examples=examples(by_night=200, by_day=4) // SLICES, database=None)
    @given(known_sites())
    def look(site: KnownSite) -> None:
        for now in site.moments:
            folder = tmp_path / "looked at"
            shutil.rmtree(folder, ignore_errors=True)
            site.at(now).write(folder)
            publication = publish_site(folder, folder / "public", now, None, lambda count: None)
            assert publication.outcome, publication.problems
            told = [*statements_of(folder / "public"), *site.expected(now)]
            for contradiction in contradictions(told):
                kept = tmp_path / contradiction.kind
                if not kept.exists():
                    shutil.copytree(folder, kept)
                found.append(contradiction)

    look()
    assert not found, f"{report(found)}\nThe first site of each kind is kept in {tmp_path}."


MOMENTS = ["2026-03-14T10:05:00Z", "2026-04-02T01:30:00Z", "2026-06-30T12:00:00Z"]


@pytest.mark.parametrize("now", some(MOMENTS, by_day=1, in_ci=2))
def test_no_page_of_the_demo_contradicts_another(now: str, demo: Path, repo_root: Path, tmp_path: Path) -> None:
    """While an incident is open, while a maintenance runs by the clock alone, and long after anybody wrote."""
    public = demo
    if moment(now) != DEMO_NOW:
        public = tmp_path / "public"
        publication = publish_site(repo_root, public, moment(now), None, lambda count: None)
        assert publication.outcome, publication.problems
    found = contradictions_of(public)
    assert not found, report(found)

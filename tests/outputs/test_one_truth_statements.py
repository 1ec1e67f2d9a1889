"""No page of a generated site contradicts another, or the content, whenever one looks: during, just after, much later.

Independent readers (`statement_readers.py`) gather what the published bytes state of each incident, component, action
item and day; what follows from the scripted part of the content is gathered as one page more. A failure names both
pages, and keeps the first site of each kind.
"""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, seed, settings

from generated_courses import KnownSite, known_sites
from generated_sites import examples, large
from statement_readers import statements_of
from statements import Contradiction, contradictions, report
from statusladder.publish.pipeline import publish_site

SLICES = 8
"""The sites are drawn in slices, which several processes can take."""


@pytest.mark.parametrize("number", range(SLICES))
def test_no_page_of_a_generated_site_contradicts_another(number: int, tmp_path: Path) -> None:
    found: list[Contradiction] = []

    @seed(number)
    @settings(large, max_examples=examples(by_night=200, by_day=24) // SLICES, database=None)
    @given(known_sites())
    def look(site: KnownSite) -> None:
        for moment in site.moments:
            folder = tmp_path / "looked at"
            shutil.rmtree(folder, ignore_errors=True)
            site.at(moment).write(folder)
            publication = publish_site(folder, folder / "public", moment, None, lambda count: None)
            assert publication.outcome, publication.problems
            told = [*statements_of(folder / "public"), *site.expected(moment)]
            for contradiction in contradictions(told):
                kept = tmp_path / contradiction.kind
                if not kept.exists():
                    shutil.copytree(folder, kept)
                found.append(contradiction)

    look()
    assert not found, f"{report(found)}\nThe first site of each kind is kept in {tmp_path}."

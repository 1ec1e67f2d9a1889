"""Whatever stands in a site, what `check` lets pass is built, is of bounded size, and shows nothing that is hidden."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import Phase, given, seed, settings

from canaries import found_in
from generated_sites import large
from hostile_sites import MOMENT, HostileSite, hostile_sites
from night import examples, in_ci
from statusladder.model.problem import Gate
from statusladder.model.values import parse_moment
from statusladder.publish.judgement import judge_site
from statusladder.publish.live import judge_build
from statusladder.publish.pipeline import publish_site

NOW = parse_moment(MOMENT)
MOST_TIMES, MOST_BESIDES = 50, 5 * 2**20
"""Bytes of a site for each byte of its content, and bytes that any site may have."""


def _outcome(site: HostileSite) -> str:
    """Whether it passes, and that it then builds; facts and wording, which stop no build, are passed over here."""
    with tempfile.TemporaryDirectory() as folder:
        # Apart, since links lead to all that is around the site.
        root, public = Path(folder) / "checkout" / "site", Path(folder) / "public"
        root.mkdir(parents=True)
        site.write(root)
        judged = judge_build(root, judge_site(root, NOW, Gate.CHECK), NOW)
        is_green = not judged.blocking(Gate.BUILD)
        publication = publish_site(root, public, NOW, NOW, lambda count: None)
        assert "D022" not in {problem.code for problem in judged.problems}
        assert (publication.outcome is not None) is is_green, (publication.problems, judged.problems)
        files = [path for path in public.rglob("*") if path.is_file()] if is_green else []
        shown = {path.relative_to(public).as_posix(): path.read_bytes() for path in files}
        assert {path: found_in(data) for path, data in shown.items() if found_in(data)} == {}
        assert sum(map(len, shown.values())) <= MOST_TIMES * site.size + MOST_BESIDES
        return "passes" if is_green else "is refused"


@settings(large, max_examples=examples(by_night=400, by_day=4, in_ci=15))
@given(hostile_sites())
def test_what_passes_check_builds_and_hides_what_is_hidden(site: HostileSite) -> None:
    _outcome(site)


@in_ci
def test_some_of_these_sites_pass_and_some_do_not() -> None:
    seen: Counter[str] = Counter()

    @seed(7)
    @settings(large, max_examples=8, database=None, phases=[Phase.generate])
    @given(hostile_sites())
    def look(site: HostileSite) -> None:
        seen[_outcome(site)] += 1

    look()

    assert min(seen["passes"], seen["is refused"]) > 0

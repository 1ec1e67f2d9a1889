"""Whatever is edited, a build that takes from its cache publishes what one without a cache does, byte for byte."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cached_site import NOW, OVER, SECOND, Writers, incident_text, write_files
from night import examples, in_ci
from published_site import Git
from statusladder.publish import pipeline
from statusladder.publish.cache import cache_of
from statusladder.publish.pipeline import Publication, publish_site


class _Twins:
    """One site that is published twice after each edit, beside each other: with a cache, and without."""

    def __init__(self, folder: Path) -> None:
        self.site, self.warm, self.cold = folder / "site", folder / "warm" / "public", folder / "cold" / "public"
        self.warm.parent.mkdir()

    def publish(self, now: datetime, *, frozen: bool = True, keeps_going: bool = False) -> Publication:
        """Builds both and holds them against each other; what the warm one came to."""
        warm, cold = (
            publish_site(
                self.site,
                target,
                now,
                None if frozen else now,
                lambda count: None,
                frozen,
                keeps_going=keeps_going,
                keep_in=keep_in,
            )
            for target, keep_in in ((self.warm, cache_of(self.warm)), (self.cold, None))
        )
        assert warm.problems == cold.problems
        assert warm.outcome == cold.outcome
        assert (warm.gaps, warm.has_gaps) == (cold.gaps, cold.has_gaps)
        self._compare()
        return warm

    def publish_afresh(self, now: datetime) -> None:
        """As `publish`, but the one without a cache into a new folder."""
        shutil.rmtree(self.cold.parent, ignore_errors=True)
        keep_in = cache_of(self.warm)
        warm = publish_site(self.site, self.warm, now, None, lambda count: None, keep_in=keep_in)
        cold = publish_site(self.site, self.cold, now, None, lambda count: None)
        assert warm.problems == cold.problems
        self._compare()

    def _compare(self) -> None:
        warm, cold = _tree(self.warm.parent), _tree(self.cold.parent)
        warm.pop(cache_of(self.warm).name, None)
        assert warm.keys() == cold.keys()
        assert [path for path in warm if warm[path] != cold[path]] == []


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", range(examples(by_night=6, by_day=1)))
def test_no_edit_makes_a_warm_build_differ_from_a_cold_one(
    tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    twins = _Twins(tmp_path)
    writers = Writers(twins.site, seed)
    has_history = seed % 2 == 0
    if has_history:
        git(twins.site, "init", "--quiet", "--initial-branch", "main")
    done, stopped = [], 0
    for _ in range(examples(by_night=100, by_day=3, in_ci=16)):
        done.append(writers.next())
        if has_history:
            git(twins.site, "add", "--all")
            git(twins.site, "commit", "--quiet", "--allow-empty", "-m", "Next")
        monkeypatch.setattr(pipeline, "make_salt", lambda: f"program {writers.program}")
        try:
            publication = twins.publish(writers.now, frozen=writers.frozen, keeps_going=writers.keeps_going)
        except AssertionError as differs:
            raise AssertionError(f"after {done}, at {writers.now}: {differs}") from differs
        if publication.outcome is None:
            writers.undo()
            stopped += 1
    assert stopped < len(done) / 3


def test_a_drill_that_a_sound_incident_names_by_chance_stops_the_build(tmp_path: Path) -> None:
    """What was judged before there was such a drill is judged again."""
    twins = _Twins(tmp_path)
    writers = Writers(twins.site, 0)
    named = twins.site / f"content/incidents/{OVER}/01-investigating.md"
    named.write_text(named.read_text().replace("It fails.", "It fails as in 2026-02-01-drill."))
    assert twins.publish(writers.now).outcome is not None

    drill = incident_text("investigating", "2026-02-01T09:00:00Z", "title: Practice\nseverity: major\n")
    write_files(twins.site, {"content/drills/2026-02-01-drill/01-investigating.md": drill})
    stopped = twins.publish(writers.now)

    assert stopped.outcome is None
    assert [problem.code for problem in stopped.problems] == ["G004"]


def test_a_file_that_cannot_be_read_is_told_of_beside_files_that_were_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is not taken for what it was before that file was added."""
    twins = _Twins(tmp_path)
    writers = Writers(twins.site, 0)
    twins.publish(writers.now)
    more = twins.site / f"content/incidents/{SECOND}/03-follow-up.md"
    more.write_text(incident_text("follow_up", "2026-02-12T12:00:00Z"))
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == more.name:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    stopped = twins.publish(writers.now)

    assert stopped.outcome is None
    assert [(problem.place.path, problem.code) for problem in stopped.problems] == [
        (f"content/incidents/{SECOND}/03-follow-up.md", "D001")
    ]


@in_ci
def test_a_warm_build_is_what_a_build_into_a_new_folder_is_at_any_moment(tmp_path: Path) -> None:
    """Hours, days and months forth and back again, so that what is kept is asked for at other moments than its own."""
    twins = _Twins(tmp_path)
    Writers(twins.site, 0)
    step = examples(by_night=1, by_day=2)
    for hours in (0, 1, 30, 146, 147, 24 * 31, 24 * 400, 24 * 31, 1, -24 * 20, 0)[::step]:
        twins.publish_afresh(NOW + timedelta(hours=hours))


@in_ci
def test_a_report_that_the_site_takes_away_is_taken_away_from_what_was_kept(tmp_path: Path) -> None:
    """The two settings hold the same values, of which only the second states none."""
    twins = _Twins(tmp_path)
    Writers(twins.site, 0)
    settings = (twins.site / "site.yaml").read_text()
    for due in ("{}", "{final: none, review: none}"):
        write_files(twins.site, {"site.yaml": f"{settings}ladder:\n  reports: {{major: {due}}}\n"})
        twins.publish(NOW)

"""A day of serving: each save is built, and what a build has made is let go of."""

import gc
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from night import examples, in_ci
from statusladder.publish.pipeline import publish_site

STORM = Path(__file__).parent.parent / "sites" / "storm"
BEGIN = datetime(2026, 6, 10, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
SAVES = examples(by_night=288, by_day=5, in_ci=24)


@in_ci
def test_the_objects_of_a_day_of_serving_do_not_add_up(tmp_path: Path) -> None:
    """Of edits that are all different, since what is remembered of a text must be bounded too."""
    root = tmp_path / "site"
    shutil.copytree(STORM, root)
    file = sorted((root / "content" / "incidents").glob("*/*.md"))[-1]
    text = file.read_text(encoding="utf-8")
    alive = []
    for save in range(SAVES):
        now = BEGIN + DAY * (save / SAVES)
        file.write_text(f"{text}\nSaved {save} times.\n", encoding="utf-8")
        made = publish_site(
            root,
            tmp_path / "shown",
            now,
            now,
            lambda count: None,
            with_drafts=True,
            present=now,
            keep_in=tmp_path / "kept",
        )
        assert made.outcome is not None
        del made
        gc.collect()
        alive.append(len(gc.get_objects()))

    assert alive[-1] < 1.05 * alive[SAVES // 4]

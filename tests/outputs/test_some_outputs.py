"""What tests make of some outputs alone is what a whole build makes of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from night import in_ci
from some_outputs import publish_some
from statusladder.discovery import find_members
from statusladder.outputs.interface import Output

STORM = Path(__file__).parent.parent / "sites" / "storm"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
OF_ALL = {"sitemap.xml", "manifest.json", "manifest/2025.json", "manifest/2026.json"}
"""What a build makes of all that it published; no output makes it."""


def _files(public: Path) -> dict[str, bytes]:
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*") if path.is_file()}


@in_ci
def test_each_output_alone_makes_its_files_of_a_whole_build_and_together_they_make_all(
    published_at: Callable[[str, datetime], Path], tmp_path: Path
) -> None:
    whole = _files(published_at("storm", NOW))
    names = [output.name for output in find_members("statusladder.outputs", "OUTPUT", Output)]

    for name in ("feeds", "home", "statuspage_api"):
        assert _files(publish_some(STORM, tmp_path / name, NOW, name)).items() <= whole.items(), name
    together = _files(publish_some(STORM, tmp_path / "all", NOW, *names))

    assert together.items() <= whole.items()
    assert whole.keys() - together.keys() <= OF_ALL

"""More than a hundred affected components fold, so that they do not bury what follows."""

from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from some_outputs import publish_some
from statusladder.views.timeline import MANY_AFFECTED

INCIDENT = "incidents/2026-03-14-all-down"
NOW = datetime.fromisoformat("2026-03-14T10:00:00Z")


class _Shown(HTMLParser):
    """The words of a page that stand in no closed `details`, and the summaries of those."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.closed, self.in_summary = 0, False
        self.words: list[str] = []
        self.summaries: list[str] = []
        self.feed(page.read_text().partition("<main")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.closed += tag == "details" and "open" not in dict(attrs)
        if tag == "summary":
            self.in_summary = True
            self.summaries.append("")

    def handle_endtag(self, tag: str) -> None:
        self.closed -= tag == "details"
        self.in_summary &= tag != "summary"

    def handle_data(self, data: str) -> None:
        if self.in_summary:
            self.summaries[-1] += data
        elif not self.closed:
            self.words.append(data)


def _publish(root: Path, count: int) -> Path:
    """An incident of so many components, in a site of ten more."""
    names = [f"c{number}" for number in range(count + 10)]
    site = root / "site"
    folder = site / "content" / INCIDENT
    folder.mkdir(parents=True)
    rows = "".join(f"  - {{id: {name}, name: Part {name}, group: Parts}}\n" for name in names)
    (site / "site.yaml").write_text(f"site: {{name: Tern, url: https://status.tern.example}}\ncomponents:\n{rows}")
    states = "".join(f"  {name}: major_outage\n" for name in names[:count])
    (folder / "01-investigating.md").write_text(
        "---\nstage: investigating\nat: 2026-03-14T09:00:00Z\ntitle: Nothing works\nseverity: critical\n"
        f"components:\n{states}next_update: 90m\n---\nNothing works.\n"
    )
    return publish_some(site, root / "public", NOW, "home", "stories")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _publish(tmp_path_factory.mktemp("many"), MANY_AFFECTED + 1)


def test_on_the_incident_page_they_fold_where_they_stand_and_where_they_changed(many: Path) -> None:
    page = _Shown(many / INCIDENT / "index.html")

    assert page.summaries == ["101 components", "101 components, worst state: major outage"]
    assert sum("Part c" in words for words in page.words) <= 10
    assert "Severity: " in page.words


def test_on_the_home_page_each_group_folds_to_its_worst_state_and_their_number(many: Path) -> None:
    page = _Shown(many / "index.html")

    assert [" ".join(summary.split()) for summary in page.summaries] == ["Parts Major outage 101 of 111"]
    assert sum("Part c" in words for words in page.words) <= 3


def test_every_one_of_them_is_still_named(many: Path) -> None:
    for page in ("index.html", f"{INCIDENT}/index.html"):
        text = (many / page).read_text()
        assert all(f"Part c{number}<" in text for number in range(MANY_AFFECTED + 1)), page


def test_a_hundred_are_listed_openly(tmp_path: Path) -> None:
    public = _publish(tmp_path, MANY_AFFECTED)

    assert _Shown(public / INCIDENT / "index.html").summaries == []
    assert _Shown(public / "index.html").summaries == []

"""Promises, the rhythm, the record and the ways to answer on the pages themselves, in each theme."""

import html
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statusladder.publish.pipeline import publish_site

ROOT = Path(__file__).parent.parent.parent
STORM = ROOT / "tests" / "sites" / "storm"
NOW = datetime(2026, 6, 10, 12, 6, tzinfo=UTC)
FEEDBACK = """\
feedback:
  report: https://help.tern.example/report?incident={incident}&component={component}
  rating: https://help.tern.example/rate?about={incident}/{update}&{question}={answer}
"""
OPEN, AGAIN, OVER = "2026-06-10-sign-in-fails", "2026-06-09-messages-twice", "2026-05-20-bookings-slow"


@pytest.fixture(scope="module", params=["default", "beacon"])
def public(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site "storm" with addresses for answers, in a theme."""
    site = tmp_path_factory.mktemp("storm") / "site"
    shutil.copytree(STORM, site)
    with open(site / "site.yaml", "a", encoding="utf-8") as settings:
        settings.write(f"{FEEDBACK}theme: {request.param}\n")
    assert publish_site(site, site / "public", NOW, None, lambda count: None).outcome
    return site / "public"


def _words(page: Path) -> str:
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def _links(page: Path) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'<a href="([^"]+)"', page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", ["", f"incidents/{AGAIN}/", "components/messages/"])
def test_the_promise_its_zone_and_the_rhythm_stand_wherever_the_incident_is_told(public: Path, page: str) -> None:
    words = _words(public / page / "index.html")

    assert "Next update by 14:00 UTC" in words
    assert (
        "At this stage we post at least every hour; this update will take longer: "
        "“Messages are few at this hour, so we watch and write again by 14:00 UTC.”"
    ) in words


def test_each_past_rung_says_in_a_shape_and_a_word_what_became_of_its_promise(public: Path) -> None:
    text = (public / f"incidents/{AGAIN}/index.html").read_text(encoding="utf-8")

    told = re.findall(r'<p class="word small soft([^"]*)">(<svg.*?</svg>)?(.*?)</p>', text)
    assert [(bool(shape), broken.strip(), words) for broken, shape, words in told] == [
        (False, "", "Next update promised by 14:00 UTC (longer than our usual 1 h, as explained above)"),
        (True, "", "Next update promised by 08:30 UTC (longer than our usual 30 min) – on time"),
        (True, "broken", "Next update promised by 14:30 UTC – 40 min late"),
    ]
    assert told[1][1] != told[2][1]


def test_the_record_stands_on_the_page_of_an_incident_open_or_over(public: Path) -> None:
    assert "1 of 2 promised updates on time, longest gap between updates so far 3 h 46 min." in _words(
        public / f"incidents/{AGAIN}/index.html"
    )
    record = _words(public / f"incidents/{OVER}/index.html")
    assert re.search(r"Resolved after .* longest gap between updates \d+ min\.", record)


def test_what_readers_see_is_told_with_the_incident_and_its_component(public: Path) -> None:
    link = f"https://help.tern.example/report?incident={OPEN}&component=sign-in"

    assert link in _links(public / "index.html")
    assert link in _links(public / f"incidents/{OPEN}/index.html")
    assert not [one for one in _links(public / f"incidents/{OVER}/index.html") if "/report?" in one]


def test_each_update_of_an_incident_can_be_rated_and_nothing_else(public: Path) -> None:
    rated = {page.relative_to(public).as_posix(): _links(page) for page in public.rglob("*.html")}
    per_page = {path: sum("/rate?" in link for link in links) for path, links in rated.items()}

    assert {path for path, count in per_page.items() if count} == {
        path for path in per_page if re.fullmatch(r"incidents/[^/]+/index\.html", path)
    }
    assert per_page[f"incidents/{OPEN}/index.html"] == 2 * 3 * 5
    assert f"https://help.tern.example/rate?about={OPEN}/02-identified&tone=4" in rated[f"incidents/{OPEN}/index.html"]


def test_no_way_to_answer_needs_a_form_or_a_script(public: Path) -> None:
    for page in public.rglob("*.html"):
        assert "<form" not in page.read_text(encoding="utf-8")

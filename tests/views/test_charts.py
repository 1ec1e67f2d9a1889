"""Charts say the same as their numbers: where a mark stands, what shape it has, and the words that stand for it."""

import math
import re
import xml.etree.ElementTree as etree
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from statusladder.ladder.availability import Day
from statusladder.model.vocabulary import ComponentState, Severity
from statusladder.views.charts import MOST_TICKS, draw_bars, draw_day_links, draw_tick_strip
from statusladder.views.charts_dots import Mark, MarkRow, draw_dot_plot, duration_ticks, ratio_ticks
from statusladder.voice.voice import english

VOICE = english(ZoneInfo("UTC"), datetime(2026, 3, 14, tzinfo=UTC))
DURATION_TICKS, RATIO_TICKS = duration_ticks(VOICE), ratio_ticks(VOICE)


def _row(*minutes: float, severity: Severity = Severity.MAJOR, hollow: int = 0) -> MarkRow:
    dots = tuple(Mark(value, is_open=number < hollow) for number, value in enumerate(minutes))
    return MarkRow(severity, f"Row: {len(dots)}", dots)


def _marks(drawing: str, shape: str) -> list[tuple[float, float, bool]]:
    """Place, height and hollowness of each mark of a shape; that before the words of a row is in pixels."""
    found = []
    for mark in etree.fromstring(drawing).iter("use"):
        if mark.attrib["href"] == f"#{shape}" and mark.attrib["x"].endswith("%"):
            found.append((float(mark.attrib["x"][:-1]), float(mark.attrib["y"]), mark.get("class") == "open"))
    return found


def _ticks(drawing: str) -> list[str]:
    return re.findall(r'<text class="soft"[^>]*>(.*?)</text>', drawing)


def test_a_chart_is_one_picture_with_a_title_a_description_and_nothing_inline() -> None:
    for drawing in (
        draw_dot_plot("a", "Sign-in & more", "3 of <5>", [_row(5)], DURATION_TICKS),
        draw_tick_strip("b", "Sign-in & more", "3 of <5>", [True, False], ("1 May", "2 May")),
    ):
        root = etree.fromstring(drawing)
        named = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}

        assert root.attrib["role"] == "img"
        assert named[root.attrib["aria-labelledby"]] == "Sign-in & more"
        assert named[root.attrib["aria-describedby"]] == "3 of <5>"
        assert not any("style" in element.attrib for element in root.iter())


def test_places_are_those_of_a_log_scale_between_the_ticks_that_the_values_need() -> None:
    drawing = draw_dot_plot("a", "t", "d", [_row(12, 60, 300)], DURATION_TICKS)

    assert _ticks(drawing) == ["10 min", "1 h", "6 h"]
    expected = [4 + 92 * math.log(value / 10) / math.log(36) for value in (12, 60, 300)]
    assert [place for place, _, _ in _marks(drawing, "a-major")] == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("minutes", "ticks"),
    [
        ((), ["1 min", "10 min"]),
        ((0.2,), ["1 min", "10 min"]),
        ((10,), ["10 min", "1 h"]),
        ((9.9, 10.1), ["1 min", "10 min", "1 h"]),
        ((60, 525_600), ["1 h", "6 h", "1 d", "1 w", "30 d", "1 y"]),
        ((900_000,), ["30 d", "1 y"]),
    ],
)
def test_the_scale_reaches_from_the_tick_below_to_the_tick_above(minutes: tuple[float, ...], ticks: list[str]) -> None:
    drawing = draw_dot_plot("a", "t", "d", [_row(*minutes)], DURATION_TICKS)

    assert _ticks(drawing) == ticks
    assert all(4 <= place <= 96 for place, _, _ in _marks(drawing, "a-major"))


def test_what_is_not_over_is_hollow() -> None:
    drawing = draw_dot_plot("a", "t", "d", [_row(30, 90, hollow=1)], DURATION_TICKS)

    assert [hollow for _, _, hollow in _marks(drawing, "a-major")] == [True, False]


def test_an_estimate_has_a_line_through_its_mark() -> None:
    row = MarkRow(Severity.MAJOR, "w", (Mark(30, is_about=True), Mark(90)))
    drawing = draw_dot_plot("a", "t", "d", [row], DURATION_TICKS)

    (line,) = _marks(drawing, "a-about")
    assert line == _marks(drawing, "a-major")[0]


def test_each_severity_has_a_shape_and_a_row_of_its_own() -> None:
    rows = [_row(30, severity=severity) for severity in Severity]
    drawing = draw_dot_plot("a", "t", "d", rows, DURATION_TICKS)

    shapes = re.findall(r'<path id="a-(?!about)\w+" d="(.*?)"/>', drawing)
    heights = [_marks(drawing, f"a-{severity}")[0][1] for severity in Severity]
    assert len(set(shapes)) == len(Severity)
    assert heights == sorted(set(heights))


def test_no_dot_hides_another_and_a_tall_stack_stays_in_its_row() -> None:
    few = _marks(draw_dot_plot("a", "t", "d", [_row(*[30.0] * 4, 31)], DURATION_TICKS), "a-major")
    many = draw_dot_plot("a", "t", "d", [_row(*[30.0] * 819)], DURATION_TICKS)

    assert len({(place, height) for place, height, _ in few}) == 5
    assert len(_marks(many, "a-major")) == 819
    assert float(etree.fromstring(many).attrib["height"]) < 120
    assert all(0 < height < 90 for _, height, _ in _marks(many, "a-major"))


def test_the_median_and_its_interval_are_drawn_where_they_are_given_and_the_limit_through_all_rows() -> None:
    row = MarkRow(Severity.MAJOR, "w", (Mark(0.25), Mark(1), Mark(4)), median=1, interval=(0.25, 4))
    drawing = draw_dot_plot("a", "t", "d", [row], RATIO_TICKS, limit=1)
    bare = draw_dot_plot("a", "t", "d", [_row(0.5)], RATIO_TICKS)

    lines = dict(re.findall(r'<line class="(\w+)" x1="([\d.]+)%"', drawing))
    assert lines["median"] == lines["limit"] == "50.0"
    assert '<rect class="range" x="4.0%" width="92.0%"' in drawing
    assert not re.search('class="(?:median|limit|range)"', bare)


def test_kept_promises_stand_above_the_line_and_broken_ones_hang_below_in_their_order() -> None:
    drawing = draw_tick_strip("p", "t", "d", [True, False, True, True], ("1 May", "2 May"))

    assert [place for place, _, _ in _marks(drawing, "p-kept")] == [12.5, 62.5, 87.5]
    assert [place for place, _, _ in _marks(drawing, "p-broken")] == [37.5]
    assert _ticks(drawing) == ["1 May", "2 May"]
    assert len(set(re.findall(r'<path id="p-\w+" d="(.*?)"/>', drawing))) == 2


def test_of_many_promises_the_newest_are_drawn() -> None:
    drawing = draw_tick_strip("p", "t", "d", [False] * 100 + [True] * MOST_TICKS, ("1 May", "2 May"))

    assert len(_marks(drawing, "p-kept")) == MOST_TICKS
    assert _marks(drawing, "p-broken") == []


def _day(number: int, is_measured: bool = True) -> Day:
    return Day(date(2026, 3, number), ComponentState.DEGRADED_PERFORMANCE, {}, ("one",), is_measured)


def test_the_outline_of_a_day_that_cannot_be_measured_is_as_wide_on_every_screen() -> None:
    measured, unsure = etree.fromstring(draw_bars([_day(1), _day(2, is_measured=False)]))

    assert "vector-effect" not in measured.attrib
    assert unsure.attrib["vector-effect"] == "non-scaling-stroke"


def test_what_shows_the_focus_of_a_day_lies_above_its_bar() -> None:
    (link,) = etree.fromstring(
        draw_day_links([(_day(1), "1 March 2026: Degraded, 1 h", "#d-2026-03-01")], "Status of each day")
    )

    assert "pointer-events" in link[-1].attrib

"""The reliability page, its charts, its tables and its files tell the same figures, whether there are many or none."""

import csv
import gzip
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from factory import POLICY, incident, settings
from night import in_ci
from some_outputs import publish_some
from statusladder.ladder.course import Courses
from statusladder.ladder.reliability import Selection, measure_reliability
from statusladder.model.communication import Incident
from statusladder.model.site import Library
from statusladder.outputs.reliability import _cell
from statusladder.views.reliability import INCIDENT_COLUMNS, MOST_ROWS, ReliabilityView, build_reliability
from statusladder.voice.voice import english

ROOT = Path(__file__).parent.parent.parent
STORM_NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
FORMULA = "=HYPERLINK(1)"

Rows = list[list[str]]


@pytest.fixture(scope="module")
def built(
    demo: Path, published_at: Callable[[str, datetime], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The demo, a storm, one incident whose title is a formula, and a site that never had any."""
    folder = tmp_path_factory.mktemp("built")
    for name in ("one", "none"):
        shutil.copytree(ROOT / "tests" / "sites" / "calm", folder / f"{name}-site")
    shutil.rmtree(folder / "none-site" / "content")
    (first,) = (folder / "one-site").glob("content/incidents/*/01-*.md")
    first.write_text(re.sub("(?m)^title: .*", f'title: "{FORMULA}, \\"x\\""', first.read_text()))
    return {
        "demo": demo,
        "storm": published_at("storm", STORM_NOW),
        "one": publish_some(folder / "one-site", folder / "one", STORM_NOW, "reliability"),
        "none": publish_some(folder / "none-site", folder / "none", STORM_NOW, "reliability", "improvements"),
    }


def _page(public: Path, path: str = "reliability") -> str:
    return (public / path / "index.html").read_text(encoding="utf-8")


def _data(public: Path) -> Any:
    return json.loads((public / "reliability.json").read_text(encoding="utf-8"))


def _section(page: str, anchor: str) -> str:
    (found,) = re.findall(rf'<section aria-labelledby="{anchor}">(.*?)</section>', page, re.DOTALL)
    return str(found)


def _table(part: str) -> Rows:
    """The rows of the one table in a part of a page, without their markup."""
    (body,) = re.findall("<tbody>(.*?)</tbody>", part, re.DOTALL)
    return [
        [unescape(re.sub("<.*?>", "", cell)).replace("\N{NO-BREAK SPACE}", " ") for cell in re.findall(CELL, row)]
        for row in re.findall("<tr>(.*?)</tr>", body, re.DOTALL)
    ]


CELL = r"<(?:th|td)\b[^>]*>(.*?)</(?:th|td)>"
LENGTHS = {"first-notice": "time_to_first_notice", "restore": "time_to_restore", "open": "time_open"}
WORDS = {"critical": "Critical", "major": "Major", "minor": "Minor", "info": "Informational"}


def _drawn(part: str, mark: str) -> int:
    """Marks of a kind in the chart of a part of a page; that before the words of a row is none."""
    return len(re.findall(rf'<use href="#{mark}"[^>]*? x="[\d.]+%"', part))


@pytest.mark.parametrize("name", ["demo", "storm", "one"])
@pytest.mark.parametrize(("anchor", "key"), LENGTHS.items())
def test_a_chart_of_lengths_its_table_and_the_data_tell_the_same(
    built: dict[str, Path], name: str, anchor: str, key: str
) -> None:
    data, part = _data(built[name]), _section(_page(built[name]), anchor)
    known = {severity: of_it["lengths_in_minutes"][key] for severity, of_it in data["by_severity"].items()}
    drawn = {severity: _drawn(part, f"{anchor}-{severity}") for severity in known}

    assert drawn == {
        severity: sum(row[key] is not None for row in data["incidents"] if row["severity"] == severity)
        for severity in known
    }
    hollow = sum(row[f"{key}_is"] == "running" for row in data["incidents"])
    assert part.count('class="open"') == hollow == data["figures"]["lengths_in_minutes"][key]["running"]
    if any(drawn.values()):
        table = {row[0]: row[1:] for row in _table(part)}
        assert {WORDS[severity]: str(one["n"]) for severity, one in known.items()}.items() <= {
            label: cells[0] for label, cells in table.items()
        }.items()
        assert table["All"][0] == str(data["figures"]["lengths_in_minutes"][key]["n"])


@pytest.mark.parametrize("name", ["demo", "storm", "one"])
def test_the_strip_of_promises_its_table_and_the_data_tell_the_same(built: dict[str, Path], name: str) -> None:
    told, part = _data(built[name]), _section(_page(built[name]), "promises")
    kept = told["figures"]["promises_kept"]

    assert _drawn(part, "promises-kept") == kept["hits"]
    assert _drawn(part, "promises-broken") == kept["n"] - kept["hits"]
    rows = {row[0]: row[1:3] for row in _table(part)}
    assert rows["All"] == [str(kept["n"]), str(kept["hits"])]
    for severity, of_it in told["by_severity"].items():
        if (one := of_it["promises_kept"])["n"]:
            assert rows[WORDS[severity]] == [str(one["n"]), str(one["hits"])]


@pytest.mark.parametrize("name", ["demo", "storm", "one"])
def test_the_chart_of_silences_has_a_mark_for_each_incident_that_is_measured(built: dict[str, Path], name: str) -> None:
    told, part = _data(built[name]), _section(_page(built[name]), "silence")
    measured = [row["severity"] for row in told["incidents"] if row["pauses"]]

    assert [_drawn(part, f"silence-{severity}") for severity in WORDS] == [measured.count(one) for one in WORDS]
    silences = told["figures"]["pauses_within_cadence"]
    assert _table(part)[-1][:3] == ["All", str(silences["n"]), str(silences["hits"])]


def test_the_headlines_are_those_of_the_data(built: dict[str, Path]) -> None:
    headline = _data(built["demo"])["headline"]
    told = dict(re.findall(r'<dt>(.*?)</dt><dd><b class="figure">(.*?)</b>', _page(built["demo"])))

    assert told["Time to first notice"] == f"{headline['time_to_first_notice']['median']}\N{NO-BREAK SPACE}min"
    for label, key in (("Updates on time", "promises_kept"), ("Action items verified", "action_items_verified")):
        assert told[label] == f"{headline[key]['hits']} of {headline[key]['n']}"


def test_availability_is_the_same_on_the_page_the_component_the_home_page_and_in_the_data(
    built: dict[str, Path],
) -> None:
    page, home = _table(_section(_page(built["demo"]), "availability")), _page(built["demo"], ".")
    for told, row in zip(_data(built["demo"])["components"], page, strict=True):
        shares = [f"{window['availability']:.2f}%".replace("100.00", "100") for window in told["windows"]]
        own = _page(built["demo"], f"components/{told['id']}")

        assert row[:4] == [told["name"], *shares]
        assert [cells[1] for cells in _table(_section(own, "windows"))] == shares
        assert f'<b class="whole"><data value="{shares[1][:-1]}">{shares[1]}</data></b>' in own
        assert re.search(rf'href="components/{told["id"]}/">.*?<span class="pct soft">{shares[1]}</span>', home)


def test_the_page_says_the_period_what_counts_and_by_which_rules(built: dict[str, Path]) -> None:
    page, data = unescape(_page(built["demo"])), _data(built["demo"])

    assert "From 15 March 2025 to 14 March 2026: 12 incidents, 1 still open." in page
    assert data["rules"]["included"] in page
    assert data["rules"]["left_out"] in page
    assert data["rules"]["sla"] in page
    assert f"version {data['rules']['policy_version']}" in page
    assert "Excluded: 1 false alarm." in page
    assert "a minute of partial outage as 30%" in page


def test_a_site_without_incidents_says_so_and_draws_nothing(built: dict[str, Path]) -> None:
    page = _page(built["none"])

    assert "to 10 June 2026: no incident.</p>" in page
    assert 'class="plot"' not in page
    assert _data(built["none"])["incidents"] == []
    assert _csv(built["none"]) == [list(INCIDENT_COLUMNS)]


def _csv(public: Path) -> Rows:
    return list(csv.reader(io.StringIO((public / "reliability.csv").read_bytes().decode(), newline="")))


@pytest.mark.parametrize("name", ["demo", "storm", "one"])
def test_the_table_to_download_has_the_rows_of_the_data(built: dict[str, Path], name: str) -> None:
    columns, *rows = _csv(built[name])
    data = _data(built[name])["incidents"]

    assert columns == list(data[0]) == list(INCIDENT_COLUMNS)
    for row, told in zip(rows, data, strict=True):
        written = {**told, "title": f"'{told['title']}" if told["title"].startswith("=") else told["title"]}
        assert row == [_as_text(written[column]) for column in columns]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_title_that_is_a_formula_stays_a_text_in_a_spreadsheet(built: dict[str, Path]) -> None:
    raw = (built["one"] / "reliability.csv").read_bytes()

    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    assert f'"\'{FORMULA}, ""x"""'.encode() in raw


def test_every_page_links_to_it(built: dict[str, Path]) -> None:
    for file in built["demo"].rglob("*.html"):
        assert re.search(r'<a href="[^"]*(?:reliability/|\./)">Reliability</a>', file.read_text()), file


def _told(*incidents: Incident, now: datetime = STORM_NOW) -> ReliabilityView:
    library = Library(settings(), POLICY, incidents)
    return build_reliability(
        measure_reliability(Courses(library, now), Selection()), english(library.settings.zone, now)
    )


def _incident(number: int, dark: int, **more: Any) -> Incident:
    at = STORM_NOW - timedelta(hours=8 * number + 8)
    first = {
        "stage": "investigating",
        "severity": ("minor", "major")[number % 2],
        "title": "Slow",
        "components": {"exports": "partial_outage"},
        "at": at.isoformat(),
        "started_at": (at - timedelta(minutes=dark)).isoformat(),
        "next_update": "30m",
    }
    end = {"stage": "resolved", "at": (at + timedelta(minutes=20 + number % 50)).isoformat(), **more}
    return incident(first, end, name=f"{at:%Y-%m-%d}-{number}")


@in_ci
def test_hundreds_of_incidents_make_a_page_that_is_still_read_and_still_light() -> None:
    view = _told(*(_incident(number, 3 + number % 40) for number in range(819)))
    drawn = "".join(figure.picture or "" for figure in view.figures)

    assert view.incidents is not None
    assert (len(view.incidents.rows), view.left_out, len(view.rows)) == (MOST_ROWS, 819 - MOST_ROWS, 819)
    assert drawn.count("<use href") > 3 * 819
    assert len(gzip.compress(drawn.encode())) < 60_000
    assert "Showing the newest 60 of 819." in view.figures[1].key


def test_an_improvement_target_is_compared_from_eight_incidents_on_each_side_on() -> None:
    target = {"improvement_targets": [_target("time to first notice")]}
    few = _told(*(_incident(number, 10) for number in range(7)), _incident(7, 30, **target))
    many = _told(
        *(_incident(number, 5 + number) for number in range(8)),
        _incident(8, 40, **target),
        *(_incident(number, 40 + number) for number in range(9, 17)),
    )

    assert few.targets[0].says == "Too few incidents to compare."
    assert few.targets[0].table is not None
    # 5 to 12 minutes afterwards; before 40, and 49 to 56: 8.5 against 52.
    assert (many.targets[0].says or "").startswith(
        "The median is 43\N{NO-BREAK SPACE}min shorter; a difference this large would occur by chance in 0."
    )
    assert many.targets[0].table is not None
    assert [cell.text for cell in many.targets[0].table.rows[1]][1:3] == ["8", "8\N{NO-BREAK SPACE}min"]


def test_the_targets_of_the_demo_stand_in_one_table(built: dict[str, Path]) -> None:
    page = re.sub(r"<svg.*?</svg>", "", _page(built["demo"]), flags=re.DOTALL)
    (table,) = re.findall(r"<table[^>]*>\s*<caption>Targets, .*?</table>", page, re.DOTALL)
    cells = [
        [
            " ".join(unescape(re.sub("<[^>]+>", "", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]
    told = [(one["verdict"], one["metric"]) for one in _data(built["demo"])["targets"]]

    assert cells[0] == ["Target", "This period", "Previous period", "By"]
    assert [row[0] for row in cells[1:]] == [
        "Updates on time: at least 95%",
        "Uptime of Sign-in: at least 99.5%",
        "Median time to first notice: at most 10 min",
    ]
    assert [row[1].split(":")[0] for row in cells[1:]] == ["Met", "Met", "Missed"]
    assert told == [("met", "promises_kept"), ("met", "availability"), ("not_met", "time_to_first_notice")]


def test_what_is_promised_leads_to_the_targets(built: dict[str, Path]) -> None:
    assert re.search(
        r'<a href="[^"]*reliability/#targets">Improvement targets</a>', _page(built["demo"], "improvements")
    )


@pytest.mark.parametrize("name", ["storm", "none"])
def test_a_site_without_targets_says_nothing_of_them(name: str, built: dict[str, Path]) -> None:
    assert 'id="targets"' not in _page(built[name])
    assert "#targets" not in _page(built[name], "improvements")
    assert _data(built[name])["targets"] == []


def test_a_target_of_a_postmortem_says_what_it_comes_to(built: dict[str, Path]) -> None:
    report = _page(built["demo"], "incidents/2026-02-10-card-payments-declined/postmortem")
    page = _page(built["demo"])

    assert re.search(r'<a href="[^"]*reliability/#targets">Current figures</a>', report)
    assert re.search(r"<p>Not met yet: 18\s?min, median of 11 \(95% interval: [^)]+\) in this period\.</p>", page)


def test_a_target_that_is_measured_but_no_length_is_not_said_to_be_unmeasured() -> None:
    view = _told(_incident(1, 10, improvement_targets=[_target("promises kept")]))

    assert (view.targets[0].says, view.targets[0].measured) == (None, "1 of 1, 100% (20–100%) in this period.")


def test_a_target_that_nobody_measures_says_so() -> None:
    view = _told(_incident(1, 10, improvement_targets=[_target("happiness of the team")]))

    assert (view.targets[0].says, view.targets[0].table) == ("Not measured on this site.", None)


def _target(metric: str) -> dict[str, str]:
    return {"metric": metric, "baseline": "40 min", "target": "10 min", "by": "2026-12-31"}


def test_what_readers_answered_is_told_with_n_and_never_as_a_share_of_few(built: dict[str, Path]) -> None:
    given: dict[str, list[int]] = {}
    for file in (ROOT / "content" / "feedback").glob("*.yaml"):
        for answer in yaml.safe_load(file.read_text(encoding="utf-8")).get("feedback", ()):
            if answer["kind"] == "rating":
                given.setdefault(answer["question"], []).append(answer["answer"])

    ratings, page = _data(built["demo"])["ratings"], _page(built["demo"])

    assert {question: one["n"] for question, one in ratings.items()} == {
        question: len(answers) for question, answers in given.items()
    }
    assert 'id="ratings"' in page
    for question, answers in given.items():
        good = sum(answer >= 4 for answer in answers)
        assert ratings[question]["hits"] == good
        told = f"{good} of {len(answers)} gave 4 or 5 out of 5" if len(answers) >= 5 else "too few for a percentage"
        assert told in page
    assert 'id="ratings"' not in _page(built["storm"])


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff0b1", "'\uff0b1"),
        ("\u22121", "'\u22121"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\t'=1"),
        (" =1", " '=1"),
        ("Sign-in;=1+1", "Sign-in;'=1+1"),
        ('Sign-in;"=1+1', "Sign-in;\"'=1+1"),
        ("Sign-in\n=1", "Sign-in\n'=1"),
        ("Exports, API – EU-west", "Exports, API – EU-west"),
        ("2026-03-14", "2026-03-14"),
    ],
)
def test_no_cell_is_a_formula_in_the_spreadsheet_of_any_country(typed: str, cell: str) -> None:
    assert _cell(typed) == cell

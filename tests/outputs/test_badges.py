"""`/badges/`: pictures that say a state in words, to eyes that see no colours and to ears."""

import xml.etree.ElementTree as etree
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from coloraide import Color

from some_outputs import publish_some
from statusladder.cli.main import statusladder
from statusladder.ladder.standing import Indicator
from statusladder.views.embeds import INDICATOR_COLOURS, LABEL, RETIRED_COLOUR, STATE_COLOURS, draw_badge
from statusladder.voice.catalogue import shipped
from statusladder.voice.voice import Voice, english

SVG = "{http://www.w3.org/2000/svg}"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
VOICE = english(ZoneInfo("UTC"), NOW)


GROUNDS = {LABEL, RETIRED_COLOUR, *STATE_COLOURS.values(), *INDICATOR_COLOURS.values()}


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_white_words_can_be_read_on_every_ground(ground: str) -> None:
    assert Color("white").contrast(ground, method="wcag21") >= 4.5


def test_there_is_a_ground_for_each_indicator() -> None:
    assert set(INDICATOR_COLOURS) == set(Indicator)


def words_of(data: bytes) -> tuple[str, list[str]]:
    root = etree.fromstring(data)
    title = root.findtext(f"{SVG}title")
    assert title == root.get("aria-label")
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    return str(title), [str(text.text) for text in root.iter(f"{SVG}text")]


def test_a_badge_says_in_its_title_what_it_shows() -> None:
    assert words_of(draw_badge("A & <B>", "Operational", LABEL, VOICE)) == (
        "A & <B>: Operational",
        ["A & <B>", "Operational"],
    )
    assert words_of(draw_badge(None, "Operational", LABEL, VOICE)) == ("Operational", ["Operational"])


def test_words_lie_within_their_fields_and_wide_letters_get_more_room() -> None:
    narrow, wide = (etree.fromstring(draw_badge(label, "ok", LABEL, VOICE)) for label in ("abcd", "予約予約"))

    assert int(str(wide.get("width"))) > int(str(narrow.get("width")))
    for picture in (narrow, wide):
        texts = list(picture.iter(f"{SVG}text"))
        ends = [int(str(text.get("x"))) + int(str(text.get("textLength"))) for text in texts]
        assert ends[0] < int(str(texts[1].get("x")))
        assert ends[1] < int(str(picture.get("width")))


def test_a_badge_from_right_to_left_begins_on_the_right_and_does_not_tear_letters_apart() -> None:
    arabic = Voice(shipped("ar"), "ar", ZoneInfo("UTC"), NOW)
    picture = etree.fromstring(draw_badge("الدفع", "يعمل", LABEL, arabic))
    state, label = picture.iter(f"{SVG}text")
    marked = etree.fromstring(draw_badge("الدَفع", "\u200fيعمل", LABEL, arabic))

    assert (state.text, label.text) == ("يعمل", "الدفع")
    assert int(str(state.get("x"))) < int(str(label.get("x")))
    assert picture[1].get("direction") == "rtl"
    assert {text.get("lengthAdjust") for text in (state, label)} == {"spacingAndGlyphs"}
    assert marked.get("width") == picture.get("width")


def test_a_site_has_one_of_each_shape_for_itself_and_for_each_component(
    published_at: Callable[[str, datetime], Path],
) -> None:
    public = published_at("storm", NOW)
    components = {folder.name for folder in (public / "components").iterdir()}

    found = {path.relative_to(public / "badges").as_posix().removesuffix(".svg"): path.read_bytes()
             for path in (public / "badges").rglob("*.svg")}  # fmt: skip

    assert set(found) == {
        "status",
        "state/status",
        *components,
        *(f"state/{one}" for one in components),
        *(f"uptime/{one}" for one in components),
    }
    assert words_of(found["state/status"]) == ("Major System Outage", ["Major System Outage"])
    assert words_of(found["status"])[0].endswith(": Major System Outage")
    for name in components:
        assert words_of(found[name])[1][1:] == words_of(found[f"state/{name}"])[1]
        assert words_of(found[f"uptime/{name}"])[1][1].endswith(("over 90 days", "less than 90 days of data"))


def test_a_component_called_as_the_sites_own_badge_has_others_and_is_told_so(tmp_path: Path) -> None:
    (site := tmp_path / "site").mkdir()
    keys = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n  - id: status\n    name: Other\n"
    (site / "site.yaml").write_text(keys)

    checked = CliRunner().invoke(statusladder, ["check", "--site", str(site)])
    public = publish_some(site, tmp_path / "public", NOW, "badges")

    badges = {path.relative_to(public / "badges").as_posix(): words_of(path.read_bytes())[0]
              for path in (public / "badges").rglob("*.svg")}  # fmt: skip
    assert badges == {
        "status.svg": "Tern: All Systems Operational",
        "state/status.svg": "All Systems Operational",
        "component-status.svg": "Other: Operational",
        "state/component-status.svg": "Operational",
        "uptime/component-status.svg": "Other: less than 90 days of data",
    }
    assert checked.exit_code == 0
    assert checked.stderr.startswith(
        "site.yaml:5: D017 warning: the badge of 'status' is badges/component-status.svg: badges/status.svg is that of"
        " the whole site\n  use that address, or give it another id before it is published\n"
    )

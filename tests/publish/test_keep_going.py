"""One slip never silences the rest: `build --keep-going` publishes all that is sound, and claims no calm over a gap."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from night import ALL, some
from published_site import FIRST, FOLDER, ONE, RESOLVED, SECOND, THREE, TWO, Git, commit, edit, published_site, write
from reported_site import words
from writing_site import Attempt, attempt, files

NOW = "2026-07-14T12:00:00Z"
OTHER = "content/incidents/2026-07-14-search-fails/01-investigating.md"
OTHER_NOTICE = FIRST.replace("Exports are late", "Search fails").replace("exports: degraded", "search: degraded")
PAGE = "content/pages/how-to-reach-us.md"
WINDOW = """\
---
stage: scheduled
at: 2026-07-13T09:00:00Z
title: New disks
window:
  from: 2026-07-20T09:00:00Z
  to: 2026-07-20T10:00:00Z
expected:
  search: under_maintenance
---
We put new disks in.
"""
_GAP = re.compile(r"One of our updates[^.]* cannot be shown right now, so this page[^.]*\. ")
_CALM_DAY = 'class="b-ok"'
LEAK = "\n-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n\n"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    """A published site with two components, one open incident, and its history."""
    site = published_site(tmp_path / "repository", git)
    edit(site, "site.yaml", "contacts:", "  - id: search\n    name: Search\ncontacts:")
    commit(site, git)
    return site


def _build(site: Path, *flags: str, now: str = NOW) -> Attempt:
    return attempt(site, now, "build", "--keep-going", *flags)


def _api(site: Path, name: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads((site / f"public/api/v2/{name}.json").read_text())
    return answer


def _states(site: Path) -> dict[str, str]:
    rows = _api(site, "components")["components"]
    assert isinstance(rows, list)
    return {row["name"]: row["status"] for row in rows}


def test_a_sound_site_is_built_as_without_it(site: Path, tmp_path: Path) -> None:
    assert attempt(site, NOW, "build", "-o", str(tmp_path / "plain")).code == 0
    assert _build(site).code == 0

    assert files(site / "public") == files(tmp_path / "plain")


def test_a_broken_folder_is_as_it_was_at_the_newest_sound_commit_and_the_rest_as_it_is(site: Path, git: Git) -> None:
    edit(site, TWO, "3-5%", "4-5%")
    commit(site, git)
    edit(site, TWO, "stage: identified", "stage: identifed")
    commit(site, git)
    write(site, {OTHER: OTHER_NOTICE})

    built = _build(site)

    assert built.code == 3
    assert f"{TWO}:2: D010 no stage is called 'identifed'" in built.err
    assert f"{FOLDER} is shown as it was at commit " in built.err
    assert built.err.endswith(
        "error: published with gaps: not all of the content is shown as it stands\n  fix it and build again\n"
    )
    assert "4–5%" in words(site / "public/incidents/2026-07-14-exports-late/index.html")
    assert "Search fails" in words(site / "public/index.html")


def test_without_it_one_slip_stops_all(site: Path) -> None:
    edit(site, TWO, "stage: identified", "stage: identifed")

    built = attempt(site, NOW, "build")

    assert built.code == 1
    assert not (site / "public").exists()


def test_all_problems_are_told(site: Path) -> None:
    edit(site, TWO, "stage: identified", "stage: identifed")
    write(site, {OTHER: OTHER_NOTICE.replace("severity: minor", "severity: minr")})

    told = _build(site).err

    assert f"{TWO}:2: D010" in told
    assert f"{OTHER}:5: D010" in told


SLIPS = {
    "form": (TWO, "next_update: 30m", "next_update 30m"),
    "step": (TWO, "stage: identified", "stage: verifying"),
    "time": (TWO, "09:30:00Z", "08:30:00Z"),
    "name": (TWO, "impact:", "components:\n  exprots: operational\nimpact:"),
    "leak": (TWO, "A queue is full, so", f"{LEAK}A queue is full, so"),
}


@pytest.mark.parametrize("slip", some([*SLIPS], by_day=2, in_ci=len(SLIPS)))
def test_whatever_stops_a_build_stops_its_own_folder_alone(slip: str, site: Path) -> None:
    write(site, {OTHER: OTHER_NOTICE})
    sound = attempt(site, NOW, "build", "-o", str(site / "before"))
    path, was, now = SLIPS[slip]
    edit(site, path, was, now)

    built = _build(site)

    page = "incidents/2026-07-14-exports-late/index.html"
    assert (sound.code, built.code) == (0, 3), built.err
    assert _GAP.sub("", words(site / "public" / page)) == words(site / "before" / page)
    assert "Search fails" in words(site / "public/index.html")
    assert "PRIVATE KEY" not in "".join(file.read_text() for file in (site / "public").rglob("*.html"))


def test_equal_numbers_in_an_order_that_the_ladder_does_not_have_stop_that_incident_alone(site: Path) -> None:
    write(
        site, {f"{FOLDER}/02-investigating.md": SECOND.replace("identified", "investigating").replace("09:30", "09:40")}
    )
    write(site, {OTHER: OTHER_NOTICE})

    built = _build(site)

    assert built.code == 3
    assert "C004 the step 'identified' → 'investigating' gives no reason" in built.err
    assert "Search fails" in words(site / "public/index.html")


def test_a_first_notice_that_was_never_sound_leaves_the_site_without_a_claim(site: Path, git: Git) -> None:
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)
    assert _build(site).code == 0
    assert "All systems are operating normally" in words(site / "public/index.html")
    assert _CALM_DAY in (site / "public/components/search/index.html").read_text()
    write(site, {OTHER: OTHER_NOTICE.replace("severity: minor", "severity: minr")})
    commit(site, git)

    built = _build(site)

    assert built.code == 3
    assert "content/incidents/2026-07-14-search-fails is left out: it was never sound." in built.err
    home = words(site / "public/index.html")
    assert home.startswith(
        "An update could not be shown One of our updates about Search cannot be shown right now, so this page may "
        "be missing a problem."
    )
    assert "All systems" not in home
    assert "Search Unknown" in home
    assert "Exports Operational" in home
    assert "No incident" not in home
    assert _api(site, "status")["status"] == {"indicator": "minor", "description": "An update could not be shown"}
    assert _states(site) == {"Exports": "operational", "Search": "degraded_performance"}
    assert "An update could not be shown" in (site / "public/badges/status.svg").read_text()
    assert "Unknown" in (site / "public/badges/search.svg").read_text()
    (banner,) = json.loads((site / "public/embed/banner.json").read_text())["banners"]
    assert banner["text"] == "An update could not be shown. There may be other problems."
    component = words(site / "public/components/search/index.html")
    assert "Search Unknown" in component
    assert "; an update could not be shown." in component
    assert _CALM_DAY not in (site / "public/components/search/index.html").read_text()
    assert "2026-07-14-search-fails" not in "".join(file.read_text() for file in (site / "public").rglob("*.*"))


@pytest.mark.parametrize(
    "notice",
    some(
        [
            OTHER_NOTICE.replace("next_update: 30m", "next_update\t30m"),
            OTHER_NOTICE.replace("search: degraded", "serch: degraded"),
            OTHER_NOTICE.replace("components:\n  search: degraded_performance\n", "").replace(
                "severity: minor", "severity: m"
            ),
            OTHER_NOTICE.removesuffix(OTHER_NOTICE[OTHER_NOTICE.rindex("---") :]),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_what_cannot_be_read_may_be_about_anything(notice: str, site: Path, git: Git) -> None:
    write(site, {THREE: RESOLVED.format(keys=""), OTHER: notice})

    assert _build(site).code == 3
    assert _states(site) == dict.fromkeys(("Exports", "Search"), "degraded_performance")
    assert "One of our updates cannot be shown" in words(site / "public/index.html")


@pytest.mark.parametrize(
    "name", ["content/incidents/2026-7-14-search/01-investigating.md", "content/incidnets/x/01-a.md"]
)
def test_a_folder_with_a_name_that_is_none_is_a_gap(name: str, site: Path) -> None:
    write(site, {THREE: RESOLVED.format(keys=""), name: OTHER_NOTICE})

    assert _build(site).code == 3
    assert words(site / "public/index.html").startswith("An update could not be shown")


def test_beside_an_open_incident_the_gap_is_told_too(site: Path) -> None:
    write(site, {OTHER: OTHER_NOTICE.replace("severity: minor", "severity: minr")})

    assert _build(site).code == 3
    home = words(site / "public/index.html")
    assert home.startswith("One of our updates about Search cannot be shown")
    assert "Exports are late" in home
    assert _api(site, "status")["status"] == {"indicator": "minor", "description": "Partially Degraded Service"}


def test_the_pages_that_a_gap_is_about_say_so(site: Path) -> None:
    edit(site, TWO, "stage: identified", "stage: identifed")
    edit(site, TWO, "next_update:", "components:\n  search: major_outage\nnext_update:")

    assert _build(site).code == 3
    for page in ("incidents/2026-07-14-exports-late", "components/exports", "components/search"):
        assert (
            "One of our updates about Exports and Search cannot be shown right now, so this page may be "
            "missing a problem."
        ) in words(site / "public" / page / "index.html")


def test_a_page_that_no_gap_is_about_says_nothing_of_one(site: Path) -> None:
    write(site, {OTHER: OTHER_NOTICE.replace("severity: minor", "severity: minr")})

    assert _build(site).code == 3
    for page in ("incidents/2026-07-14-exports-late", "components/exports"):
        assert "cannot be shown" not in words(site / "public" / page / "index.html")


def test_a_maintenance_that_is_not_as_it_was_written_says_so(site: Path, git: Git) -> None:
    window = "content/maintenance/2026-07-20-new-disks/01-scheduled.md"
    write(site, {window: WINDOW})
    commit(site, git)
    edit(site, window, "stage: scheduled", "stage: schedulled")

    assert _build(site).code == 3
    page = words(site / "public/maintenance/2026-07-20-new-disks/index.html")
    assert "One of our updates about Search cannot be shown right now" in page


def test_several_gaps_are_not_called_one(site: Path) -> None:
    edit(site, TWO, "stage: identified", "stage: identifed")
    write(site, {OTHER: OTHER_NOTICE.replace("severity: minor", "severity: minr")})

    assert _build(site).code == 3
    home = words(site / "public/index.html")
    assert home.startswith("Some of our updates about Exports and Search cannot be shown right now")


def test_a_closed_incident_whose_reopening_cannot_be_read_is_no_calm(site: Path, git: Git) -> None:
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)
    reopened = SECOND.replace("09:30", "11:30").replace("stage: identified", "stage: investigatin")
    write(site, {f"{FOLDER}/04-investigating.md": reopened})

    assert _build(site).code == 3
    assert _api(site, "status")["status"] == {"indicator": "minor", "description": "An update could not be shown"}
    assert _states(site) == {"Exports": "degraded_performance", "Search": "operational"}


@pytest.mark.parametrize("stage", ["postmortem", "resolved"])
def test_a_slip_in_how_something_ended_leaves_the_rest_of_the_page_as_it_is(stage: str, site: Path, git: Git) -> None:
    write(site, {THREE: RESOLVED.format(keys="")})
    commit(site, git)
    report = f"---\nstage: {stage}\nat: 2026-07-14T11:30:00Z\nsumary: x\n---\nIt is over.\n"
    write(site, {f"{FOLDER}/04-{stage}.md": report})

    assert _build(site).code == 3
    assert "All systems are operating normally" in words(site / "public/index.html")


@pytest.mark.parametrize(
    "key",
    some(["draft: true", "embargoed_until: 2026-07-15T00:00:00Z", "kind: security", "kind: data"], by_day=1, in_ci=ALL),
)
def test_nobody_hears_of_what_is_not_public_yet(key: str, site: Path) -> None:
    write(
        site, {THREE: RESOLVED.format(keys=""), OTHER: OTHER_NOTICE.replace("severity: minor", f"severity: m\n{key}")}
    )

    assert _build(site).code == 3
    assert "All systems are operating normally" in words(site / "public/index.html")


@pytest.mark.parametrize("now", [b"another", None], ids=["changed", "deleted"])
def test_a_picture_that_is_no_longer_as_it_was_stops_nobody(now: bytes | None, site: Path, git: Git) -> None:
    picture = site / FOLDER / "load.png"
    Image.new("L", (3, 2)).save(picture)
    edit(site, TWO, "A queue is full, so exports wait.", "![Load times rise](load.png)")
    commit(site, git)
    edit(site, TWO, "stage: identified", "stage: identifed")
    assert _build(site).code == 3
    shown = site / "public/incidents/2026-07-14-exports-late/load.png"
    assert shown.is_file()

    picture.unlink() if now is None else picture.write_bytes(now)

    assert _build(site).code == 3
    assert not shown.exists()
    assert "Load times rise" in words(site / "public/incidents/2026-07-14-exports-late/index.html")


def test_a_page_and_a_maintenance_are_kept_as_they_were(site: Path, git: Git) -> None:
    planned = "content/maintenance/2026-07-20-new-disks/01-scheduled.md"
    write(site, {PAGE: "---\ntitle: How to reach us\n---\nBy carrier pigeon.\n", planned: WINDOW})
    commit(site, git)
    edit(site, PAGE, "title:", "titel:")
    edit(site, planned, "window:", "windw:")
    commit(site, git)

    built = _build(site)

    assert built.code == 3
    assert f"{PAGE} is shown as it was at commit " in built.err
    assert "By carrier pigeon." in words(site / "public/pages/how-to-reach-us/index.html")
    assert "New disks" in words(site / "public/index.html")


def test_a_page_that_was_never_sound_is_left_out_and_says_nothing_of_the_state(site: Path) -> None:
    write(site, {PAGE: "---\ntitel: How to reach us\n---\nx\n", THREE: RESOLVED.format(keys="")})

    built = _build(site)

    assert built.code == 3
    assert f"{PAGE} is left out: it was never sound." in built.err
    assert "All systems are operating normally" in words(site / "public/index.html")


@pytest.mark.parametrize(
    "path",
    ["content/drills/2026-07-14-x/01-investigating.md", "content/playbooks/x.md", "content/feedback/2026-07.yaml"],
)
def test_a_slip_in_what_nobody_reads_leaves_no_gap(path: str, site: Path) -> None:
    write(site, {path: "---\nnothing: x\n---\n", THREE: RESOLVED.format(keys="")})

    built = _build(site)

    assert built.code == 3
    assert "All systems are operating normally" in words(site / "public/index.html")


def test_an_answer_that_cannot_be_read_stops_nobody_who_names_it(site: Path) -> None:
    because = "ladder:\n  policy_version: '1'\n  changelog:\n    - version: '1'\n      date: 2026-07-01\n"
    change = f"{because}      what: We write sooner\n      because: feedback-1\ncontacts:"
    edit(site, "site.yaml", "contacts:", change)
    write(site, {"content/feedback/2026-07.yaml": "feedback: [\n"})

    built = _build(site)

    assert built.code == 3, built.err
    assert "D011 no feedback is called 'feedback-1'" in built.err


def test_an_incident_may_name_another_one_that_cannot_be_read(site: Path, git: Git) -> None:
    write(site, {OTHER: OTHER_NOTICE.replace("severity: minor", "severity: minr")})
    edit(site, TWO, "next_update", "related: 2026-07-14-search-fails\nnext_update")

    built = _build(site)

    assert built.code == 3
    assert "D011" not in built.err
    page = (site / "public/incidents/2026-07-14-exports-late/index.html").read_text()
    assert "A queue is full" in page
    assert "2026-07-14-search-fails" not in page


SITE_FAULTS = {
    "that cannot be read": ("name: Tern status", "nmae: Tern status"),
    "that takes a component away which was published": ("  - id: exports\n    name: Exports\n", ""),
}


@pytest.mark.parametrize("fault", some([*SITE_FAULTS], by_day=1, in_ci=len(SITE_FAULTS)))
def test_a_site_yaml_stops_all(fault: str, site: Path) -> None:
    assert _build(site).code == 0
    before = files(site / "public")
    edit(site, "site.yaml", *SITE_FAULTS[fault])

    assert _build(site).code == 1
    assert files(site / "public") == before


def test_a_theme_that_is_not_there_stops_all(site: Path) -> None:
    edit(site, "site.yaml", "components:", "theme: nightfall\ncomponents:")

    built = _build(site)

    assert built.code == 1
    assert "site.yaml:" in built.err
    assert "D011 no theme is called 'nightfall'" in built.err
    assert not (site / "public").exists()


def test_without_git_what_is_unsound_is_left_out(site: Path, tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").rename(tmp_path / "elsewhere")
    edit(site, ONE, "severity: minor", "severity: minr")

    built = _build(site)

    assert built.code == 3
    sentence = f"{FOLDER} is left out: git has no older version of it here (check out the whole history).\n"
    assert sentence in built.err
    assert words(site / "public/index.html").startswith("An update could not be shown")


def test_a_short_history_is_named_as_the_reason(site: Path, git: Git, tmp_path: Path) -> None:
    edit(site, ONE, "severity: minor", "severity: minr")
    commit(site, git)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}/repository", "clone")

    built = _build(tmp_path / "clone" / "status")

    assert built.code == 3
    assert "(check out the whole history)" in built.err


def test_two_folders_with_one_id_leave_the_other_out(site: Path, git: Git) -> None:
    write(site, {f"content/maintenance/{FOLDER.rpartition('/')[2]}/01-scheduled.md": WINDOW})
    commit(site, git)

    built = _build(site)

    assert built.code == 3
    assert "Exports are late" in words(site / "public/index.html")
    assert "New disks" not in words(site / "public/index.html")


def test_what_was_merged_is_sound_as_main_had_it(site: Path, git: Git) -> None:
    git(site, "checkout", "--quiet", "-b", "side")
    edit(site, TWO, "A queue is full, so", "A queue is very full, so")
    commit(site, git)
    edit(site, TWO, "stage: identified", "stage: identifed")
    commit(site, git)
    git(site, "checkout", "--quiet", "change")
    git(site, "merge", "--quiet", "--no-ff", "-m", "Merged", "side")

    assert _build(site).code == 3
    assert "A queue is full, so" in words(site / "public/incidents/2026-07-14-exports-late/index.html")


_WATCHED = "  - id: search\n    name: Search\n    since: 2026-01-01\n"


def _windows(site: Path) -> dict[str, list[float | None]]:
    data = json.loads((site / "public/reliability.json").read_text())
    return {row["name"]: [window["availability"] for window in row["windows"]] for row in data["components"]}


def test_no_percentage_is_told_over_a_gap(site: Path) -> None:
    edit(site, "site.yaml", "  - id: search\n    name: Search\n", _WATCHED)
    edit(site, "site.yaml", "    name: Exports\n", "    name: Exports\n    since: 2026-01-01\n")
    write(site, {THREE: RESOLVED.format(keys="")})
    assert _build(site).code == 0
    before = _windows(site)
    assert before["Search"] == [100, 100, 100]
    unknown = OTHER_NOTICE.replace("severity: minor", "severity: minr").replace("2026-07-14T0", "2026-07-12T0")
    write(site, {OTHER: unknown})

    assert _build(site).code == 3

    assert _windows(site) == {"Exports": before["Exports"], "Search": [None, None, None]}
    component = words(site / "public/components/search/index.html")
    assert "Uptime: not measured (1 incident without a recorded state)" in component
    assert "No disruption in the last 87 days; an update could not be shown." in component
    home = words(site / "public/index.html")
    assert "Search Unknown No disruption in the last 87 days; an update could not be shown not measured" in home
    assert "not measured over 90 days" in (site / "public/badges/uptime/search.svg").read_text()
    told = words(site / "public/reliability/index.html")
    assert "Search not measured not measured not measured" in told
    assert "Not measured, because incidents have no recorded state or length: Search 1." in told
    assert "100%" not in component


SINCE = {
    "by its times": (OTHER_NOTICE.replace("2026-07-14T0", "2026-07-11T0"), 4),
    "by its estimated start": (
        OTHER_NOTICE.replace(
            "started_at: 2026-07-14T08:50:00Z", "started_at: {at: 2026-07-10T08:50:00Z, estimated: true}"
        ),
        5,
    ),
    "by its folder": (OTHER_NOTICE.replace("at: 2026-07-14T0", "at: noon, 0"), 1),
    "by what is left of it": ("nothing of it can be read\n", 1),
}


@pytest.mark.parametrize("told", some([*SINCE], by_day=1, in_ci=len(SINCE)))
def test_the_days_of_a_gap_are_outlined_and_claim_nothing(told: str, site: Path) -> None:
    edit(site, "site.yaml", "  - id: search\n    name: Search\n", _WATCHED)
    notice, days = SINCE[told]
    write(site, {THREE: RESOLVED.format(keys=""), OTHER: notice.replace("severity: minor", "severity: minr")})

    assert _build(site).code == 3
    page = (site / "public/components/search/index.html").read_text()
    assert page.count('<path class="b-none unsure"') == days
    assert page.count('<path class="b-ok"') == 90 - days


def test_a_day_of_which_more_is_known_shows_that_and_is_outlined(site: Path) -> None:
    write(site, {THREE: RESOLVED.format(keys="")})
    write(site, {OTHER: OTHER_NOTICE.replace("search: degraded", "exports: degraded").replace("minor", "minr")})

    assert _build(site).code == 3
    assert 'class="b-degraded unsure"' in (site / "public/components/exports/index.html").read_text()

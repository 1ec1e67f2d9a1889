"""What the internal pages and files say, and that no word of it is in a public build of the same site."""

import html
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from statusladder.cli.main import statusladder
from statusladder.publish.pipeline import publish_site

SITE = Path(__file__).parent.parent / "sites" / "owned"
SCHEMA = json.loads((Path(__file__).parent / "schema" / "internal-ownership.json").read_text(encoding="utf-8"))
INCIDENT = "incidents/2026-03-14-sign-in-fails"
NOW = datetime(2026, 3, 14, 9, 50, tzinfo=UTC)


def _build(target: Path, now: datetime = NOW, *, internal: bool = True) -> Path:
    publication = publish_site(SITE, target, now, None, lambda count: None, internal=internal)
    assert publication.problems == ()
    return target


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("owned") / "private")


def _words(page: Path) -> str:
    """The page's main part without its tags, each line trimmed."""
    main = page.read_text(encoding="utf-8").split("<main")[1].split("</main>")[0].partition(">")[2]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def _data(private: Path) -> Any:
    return json.loads((private / "internal/ownership.json").read_text(encoding="utf-8"))


def test_no_internal_word_is_in_a_public_build(tmp_path: Path) -> None:
    public = _build(tmp_path / "public", internal=False)

    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 20
    for path in written:
        assert b"heron" not in path.read_bytes().lower(), path
        assert b"internal" not in path.relative_to(tmp_path).as_posix().encode(), path
    assert not (public / "internal").exists()


def test_every_internal_word_is_in_an_internal_build(private: Path) -> None:
    words = _words(private / f"internal/{INCIDENT}/index.html")

    for told in (
        "The heron cluster is down; see heron-7",
        "Heron block.",
        "ticket: HERON-12",
        "graphs / latency: Heron <script>",
        "graphs / errors: Heron two",
        "for Support desk Heron macro for the desk",
        "Sign-in: Identity Heron",
        "operations lead: Reports Heron",
    ):
        assert told in words
    assert "Heron has the keys." in _words(private / "internal/maintenance/2026-03-20-database/index.html")
    assert "Tokens keep working" not in words


def test_decisions_stand_in_the_order_in_which_they_were_made(private: Path) -> None:
    words = _words(private / f"internal/{INCIDENT}/index.html")

    first = words.index("09:01 UTC, 14 March 2026 Heron first of all scribe")
    assert first < words.index("09:05 UTC, 14 March 2026 Heron decides to switch to the standby incident commander")


def test_each_update_says_who_approved_it_who_has_not_and_who_has_read_it(private: Path) -> None:
    words = _words(private / f"internal/{INCIDENT}/index.html")

    assert "09:00 UTC, 14 March 2026 recommended – incident commander, executive sponsor scribe" in words
    told = "09:20 UTC, 14 March 2026 recommended incident commander executive sponsor customer advocate, executive"
    assert told in words


def test_debt_and_a_broken_promise_are_told(private: Path) -> None:
    words = _words(private / f"internal/{INCIDENT}/index.html")

    assert "Next update promised by 09:40 UTC, 14 March 2026 : overdue by 10 min" in words
    assert "09:15 UTC, 14 March 2026 : Late by 5 min" in words
    assert "F005: 'unknown' is not told; what is known" in words
    assert f"content/{INCIDENT}/02-identified.md:1" in words


def test_what_was_owed_before_is_told_at_an_earlier_moment(tmp_path: Path) -> None:
    private = _build(tmp_path / "private", datetime(2026, 3, 14, 9, 10, tzinfo=UTC))

    words = _words(private / f"internal/{INCIDENT}/index.html")
    assert "Heron decides" in words
    assert "Debt" not in words
    assert "HERON-12" not in words


def test_the_index_shows_what_is_open_with_its_clock_and_its_debt(private: Path) -> None:
    words = _words(private / "internal/index.html")

    assert "Identified Critical 09:20 UTC, 14 March 2026 09:40 UTC, 14 March 2026 Overdue by 10 min – 7" in words
    assert "A larger database for exports Scheduled" in words


def test_the_map_names_the_owner_of_each_component_and_the_team_of_each_role(private: Path) -> None:
    words = _words(private / "internal/ownership/index.html")

    assert "Sign-in Identity Heron incident commander Exports Reports Heron Maps nobody Roles" in words
    assert "communications lead writes the updates Care Heron" in words
    assert "translator Puts it into other languages –" in words


def test_stages_with_the_same_decision_rights_are_told_as_one(private: Path) -> None:
    rights = _words(private / "internal/ownership/index.html").split("Informed")[1]

    lead, commander, sponsor = "communications lead", "incident commander", "executive sponsor"
    owner = f" Early notice all {lead} {lead} {commander}, operations lead customer advocate, scribe"
    assert rights.startswith(owner)
    stages = "Investigating, Identified, Mitigating, Monitoring, Resolved"
    assert f"{stages} critical {lead} {commander}, {sponsor} operations lead customer advocate, scribe" in rights
    assert f"{stages} minor, informational {lead} {lead} {commander}" in rights
    assert rights.count("Postmortem") == 3


def test_severities_are_defined_in_the_words_of_the_team(tmp_path: Path) -> None:
    site = shutil.copytree(SITE, tmp_path / "site")
    own = "{severities: {minor: [workaround, {customers: Menus are odd, internal: CSS is stale}]}}"
    settings = (site / "site.yaml").read_text()
    assert "ladder:" not in settings
    (site / "site.yaml").write_text(f"{settings}ladder: {own}\n")
    private = tmp_path / "private"
    assert publish_site(site, private, NOW, None, lambda count: None, internal=True).problems == ()

    inside = _words(private / "internal/ownership/index.html").split("Severity levels")[1]
    outside = _words(private / "how-we-communicate/index.html")

    assert "Minor There is a good workaround. CSS is stale Informational Nothing has stopped working." in inside
    assert "Minor There is a good workaround. Menus are odd Informational Nothing has stopped working." in outside
    assert "CSS" not in outside


def test_the_map_as_data_is_of_its_schema(private: Path) -> None:
    data = _data(private)

    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
    assert [(one["id"], one["components"], one["roles"]) for one in data["teams"]] == [
        ("identity", ["sign-in"], ["incident_commander"]),
        ("reports", ["exports"], []),
        ("care", [], ["communications_lead"]),
    ]
    assert data["components"][2] == {"id": "maps", "name": "Maps", "team": None}
    assert {
        "stage": "resolved",
        "severities": ["major"],
        "responsible": ["communications_lead"],
        "accountable": ["incident_commander"],
        "consulted": ["operations_lead"],
        "informed": ["customer_advocate", "scribe", "executive_sponsor", "translator"],
    } in data["decision_rights"]


def test_the_command_prints_the_same_map(private: Path) -> None:
    printed = CliRunner().invoke(statusladder, ["owners", "--format", "json", "--site", str(SITE)])

    assert json.loads(printed.stdout) == _data(private)


def test_every_link_of_an_internal_page_leads_to_a_file(private: Path) -> None:
    for page in sorted((private / "internal").rglob("*.html")):
        for link in re.findall(r'<a [^>]*href="([^"#:]*)"', page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            assert (target / "index.html").is_file() or target.is_file(), (page, link)


def test_time_alone_changes_no_record_of_what_is_over(tmp_path: Path) -> None:
    calm = SITE.parent / "calm"
    trees = []
    for name, day in (("a", 10), ("b", 11)):
        now = datetime(2026, 6, day, 12, tzinfo=UTC)
        assert publish_site(calm, tmp_path / name, now, None, lambda count: None, internal=True).outcome
        trees.append((tmp_path / name / "internal/incidents/2025-09-22-exports-late/index.html").read_bytes())

    assert trees[0] == trees[1]

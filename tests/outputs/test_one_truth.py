"""One truth under all outputs: home, pages, API, feeds, badges, banner and calendar of a site tell the same facts.

Each reader below knows one output and nothing of the code that made it. What they read is compared.
"""

import json
import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import lxml.etree
import lxml.html
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from generated_sites import GeneratedSite, large, sites
from night import examples
from statusladder.discovery import find_members
from statusladder.ladder.publication import public_part_of
from statusladder.model.problem import Gate
from statusladder.outputs.interface import Output
from statusladder.publish.judgement import judge_site
from statusladder.publish.pipeline import publish_site
from statusladder.publish.theme import find_theme
from statusladder.views.snapshot import take

SCHEMAS = {
    file.stem: Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))
    for file in (Path(__file__).parent / "schema" / "statuspage-v2").glob("*.json")
}
ATOM = "{http://www.w3.org/2005/Atom}"
STATES = {
    "Operational": "operational",
    "Under maintenance": "under_maintenance",
    "Affected": "degraded_performance",
    "Maintenance past its scheduled end": "",
    "Degraded": "degraded_performance",
    "Partial outage": "partial_outage",
    "Major outage": "major_outage",
}
ADDRESS = "https://status.tern.example/"
HIDDEN_WORDS = ("Ask the storage team before anybody", "2026-02-01-restore")
"""The internal blocks of generated sites, and the id of their drill."""


class Api:
    """What the Statuspage API says, by the addresses of our pages."""

    def __init__(self, public: Path) -> None:
        self.answers = {
            file.relative_to(public / "api/v2").as_posix().removesuffix(".json"): json.loads(file.read_text("utf-8"))
            for file in (public / "api" / "v2").rglob("*.json")
        }
        single = [one["incident"] for one in self.answers.values() if "incident" in one]
        self.incidents = {_page(row): row for row in single}
        self.maintenances = {
            _page(row): row for row in self.answers["scheduled-maintenances"]["scheduled_maintenances"]
        }
        self.unresolved = {_page(row) for row in self.answers["incidents/unresolved"]["incidents"]}
        self.active = {_page(row) for row in self.answers["scheduled-maintenances/active"]["scheduled_maintenances"]}
        self.upcoming = {
            _page(row) for row in self.answers["scheduled-maintenances/upcoming"]["scheduled_maintenances"]
        }
        rows = self.answers["components"]["components"]
        self.components = {row["name"]: row["status"] for row in rows if not row["group"]}
        self.groups = [row for row in rows if row["group"]]
        self.by_id = {row["id"]: row["status"] for row in rows}


def _page(row: dict[str, Any]) -> str:
    return str(row["shortlink"]).removeprefix(ADDRESS)


def _html(file: Path) -> Any:
    return lxml.html.fromstring(file.read_bytes())


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def home_components(public: Path) -> dict[str, str]:
    rows = _html(public / "index.html").xpath("//ul[@class='components']/li")
    return {_text(row.find("a")): STATES[_text(row.xpath("./span[contains(@class,'state')]")[0])] for row in rows}


def component_pages(public: Path) -> dict[str, str]:
    pages = [_html(page / "index.html") for page in (public / "components").iterdir()]
    state = ".//p[@class='lede']/span[contains(@class,'state')]"
    return {_text(page.find(".//h1")): STATES[_text(page.xpath(state)[0])] for page in pages}


def badges(public: Path) -> dict[str, str]:
    found = {}
    for file in (public / "badges").glob("*.svg"):
        name, _, state = str(lxml.etree.fromstring(file.read_bytes())[0].text).rpartition(": ")
        if file.stem != "status":
            found[name] = STATES[state]
    return found


def home_stories(public: Path) -> tuple[set[str], set[str], set[str]]:
    """The pages of what is open, of running maintenance, and of what is planned, as the home page links to them."""
    home = _html(public / "index.html")
    first = home.xpath("//p[@class='cta']/a[1]/@href")
    others = home.xpath("//section[@class='also']/h2/a/@href")
    listed = [
        {str(href) for href in home.xpath(f"//section[@aria-labelledby='{name}']//p[@class='entry']/a/@href")}
        for name in ("running", "planned")
    ]
    return {*map(str, first), *map(str, others)}, listed[0], listed[1]


def banner_pages(public: Path) -> set[str]:
    rows = json.loads((public / "embed" / "banner.json").read_text("utf-8"))["banners"]
    return {str(row["url"]).removeprefix(ADDRESS) for row in rows}


def early_notices(public: Path, pages: set[str]) -> set[str]:
    """Those of the pages that never had another stage than that of an early notice, which banners leave out.

    What was in the banner once stays there until it is over, whatever its stage.
    """
    return {page for page in pages if all(name.endswith("-notice") for name, _ in page_updates(public / page))}


def page_updates(page: Path) -> list[tuple[str, str]]:
    """The anchor and the time of each update on a page, newest first."""
    rungs = _html(page / "index.html").xpath("//li[@id and .//div[@class='when']]")
    return [(rung.get("id"), rung.xpath(".//div[@class='when']/time/@datetime")[0]) for rung in rungs]


def feed_entries(file: Path) -> list[tuple[str, str, str]]:
    """Id, address below the site and time of publication of each entry."""
    root = lxml.etree.fromstring(file.read_bytes())
    return [
        (
            str(entry.findtext(f"{ATOM}id")),
            str(entry.xpath("string(*[local-name()='link']/@href)")).removeprefix(ADDRESS),
            str(entry.findtext(f"{ATOM}published")),
        )
        for entry in root.iter(f"{ATOM}entry")
    ]


def _same_moment(one: str, other: str) -> bool:
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)).total_seconds() < 1


def _assert_components_agree(public: Path, api: Api) -> None:
    shown = home_components(public)
    # Of maintenance past its scheduled end pages say just that, whichever state was expected of it.
    assert {name: state or api.components[name] for name, state in shown.items()} == api.components
    assert component_pages(public) == shown
    assert badges(public) == shown
    for group in api.groups:
        worst = max((api.by_id[one] for one in group["components"]), key=list(STATES.values()).index)
        assert group["status"] == worst
    summary = api.answers["summary"]
    assert summary["components"] == api.answers["components"]["components"]
    assert summary["status"] == api.answers["status"]["status"]
    badge = str(lxml.etree.fromstring((public / "badges/state/status.svg").read_bytes())[0].text)
    assert badge == summary["status"]["description"]


def _assert_what_goes_on_agrees(public: Path, api: Api) -> None:
    still, running, planned = home_stories(public)
    assert still == api.unresolved
    assert running == api.active
    assert planned == api.upcoming
    assert banner_pages(public) == (api.unresolved - early_notices(public, still)) | api.active
    assert {_page(row) for row in api.answers["summary"]["incidents"]} == api.unresolved
    worst = api.answers["status"]["status"]["indicator"]
    down = set(api.components.values()) - {"operational"}
    telling = [page for page in api.unresolved if api.incidents[page]["impact"] != "none"]
    assert (worst == "none") is (not down and not telling and not api.active)


def _assert_each_story_agrees(public: Path, api: Api) -> None:
    known = {f"incidents/{page.name}/" for page in (public / "incidents").glob("20*")}
    known |= {f"maintenance/{page.name}/" for page in (public / "maintenance").glob("20*")}
    rows = api.incidents | api.maintenances
    assert known == set(rows)
    for page, row in rows.items():
        assert _text(_html(public / page / "index.html").find(".//h1")) == " ".join(row["name"].split())
        told = page_updates(public / page)
        entries = [one for one in feed_entries(public / page / "feed.atom") if "/correction-" not in one[0]]
        assert [f"{page}#{anchor}" for anchor, _ in told] == [address for _, address, _ in entries]
        assert len(row["incident_updates"]) == len(told)
        for (_, stamp), (_, _, published), update in zip(told, entries, row["incident_updates"], strict=True):
            assert _same_moment(stamp, update["display_at"])
            # Of two updates of one minute the later has a second more in feeds.
            later = datetime.fromisoformat(published) - datetime.fromisoformat(stamp)
            assert timedelta(seconds=-1) < later < timedelta(minutes=1)
    histories = {address for _, address, _ in feed_entries(public / "history.atom")}
    assert histories <= known
    assert len(histories) == min(25, len(known))


def _assert_windows_agree(public: Path, api: Api) -> None:
    events = {
        f"maintenance/{str(event['uid']).partition('@')[0]}/": event
        for event in icalendar.Calendar.from_ical((public / "calendar.ics").read_bytes()).walk("VEVENT")
    }
    assert set(events) == set(api.maintenances)
    for page, event in events.items():
        row = api.maintenances[page]
        assert datetime.fromisoformat(row["scheduled_for"]) == event.decoded("dtstart")
        assert datetime.fromisoformat(row["scheduled_until"]) == event.decoded("dtend")
        if str(event["status"]) == "CANCELLED":
            assert row["status"] == "completed"


def _assert_nothing_hidden_is_in_any_byte(site: GeneratedSite, public: Path, api: Api) -> None:
    folders = {path.split("/")[2] for path in site.files if re.match(r"content/(incidents|maintenance)/", path)}
    told = {page.split("/")[1] for page in (*api.incidents, *api.maintenances)}
    secrets = [secret.encode() for secret in (*HIDDEN_WORDS, *(folders - told))]
    for file in (path for path in public.rglob("*") if path.is_file()):
        data = file.read_bytes()
        assert [secret for secret in secrets if secret in data] == [], file


def _schema_of(path: str) -> Draft202012Validator:
    name, _, rest = path.partition("/")
    return SCHEMAS[name] if not rest else SCHEMAS.get(f"{name}-{rest}", SCHEMAS["incident"])


@settings(large, max_examples=examples(by_night=200, by_day=3, in_ci=8))
@given(sites())
def test_every_answer_of_a_generated_site_is_of_the_strict_profile(site: GeneratedSite) -> None:
    """Made without a page, so that more than twice as many sites cost what whole ones do."""
    with site.written() as root:
        library = judge_site(root, site.moment, Gate.BUILD).library
        assert library is not None
        snapshot = take(public_part_of(library, site.moment), site.moment)
        theme = find_theme(root, "default", None)
        (member,) = [
            one for one in find_members("statusladder.outputs", "OUTPUT", Output) if one.name == "statuspage_api"
        ]
        for artifact in member.produce(snapshot, theme):
            path = artifact.path.removeprefix("api/v2/").removesuffix(".json")
            assert list(_schema_of(path).iter_errors(json.loads(artifact.data))) == []


@settings(large, max_examples=examples(by_night=60, by_day=2, in_ci=4))
@given(sites())
def test_every_output_of_a_generated_site_tells_the_same_and_nothing_hidden(site: GeneratedSite) -> None:
    with site.written() as root, tempfile.TemporaryDirectory() as folder:
        public = Path(folder) / "public"
        publication = publish_site(root, public, site.moment, None, lambda count: None)
        assert publication.outcome, publication.problems
        api = Api(public)
        _assert_components_agree(public, api)
        _assert_what_goes_on_agrees(public, api)
        _assert_each_story_agrees(public, api)
        _assert_windows_agree(public, api)
        _assert_nothing_hidden_is_in_any_byte(site, public, api)

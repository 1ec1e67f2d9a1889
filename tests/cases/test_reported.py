"""Small sites that people reported, each with its README on what is right; not ours, they lie beside the data.

Every test runs the real command on a copy of the site and reads what is published, as a customer's program would.
"""

import ast
import io
import itertools
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import urllib.request
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import pytest
from PIL import Image

from in_process import run
from night import ALL, by_night, in_ci, some
from preview_process import LONGEST, previewing
from static_host import serving

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # feedparser's own use of a deprecated module
    import feedparser

NOW = "2026-03-14T10:00:00Z"
SLOW = "2026-03-14-slow-pages"
UPDATE = f"content/incidents/{SLOW}/01-investigating.md"
LATER = f"content/incidents/{SLOW}/02-investigating.md"
PAGE = f"incidents/{SLOW}/index.html"
FEEDS = ("updates.atom", "updates.rss", "history.atom", "history.rss", f"incidents/{SLOW}/feed.atom")
FIRST_WORDS = "Pages take longer than usual to load. The API answers as usual. We are finding out why."


@dataclass(frozen=True)
class Case:
    """A copy of the folder of a reported site, which is published to `public` in it."""

    site: Path

    @property
    def public(self) -> Path:
        return self.site / "public"

    def check(self, *more: str, now: str = NOW) -> "subprocess.CompletedProcess[str]":
        return run("check", "--site", str(self.site), "--now", now, "--quiet", *more)

    def build(self, *more: str, now: str = NOW) -> "subprocess.CompletedProcess[str]":
        return run("build", "--site", str(self.site), "--now", now, "--quiet", *more)

    def published(self, now: str = NOW) -> None:
        """Publishes the site, which has to go well and in silence."""
        built = self.build(now=now)
        assert (built.returncode, built.stderr) == (0, "")

    def page(self, path: str = PAGE) -> Any:
        """The main part of a page."""
        (main,) = lxml.html.fromstring((self.public / path).read_text()).iter("main")
        return main

    def words(self, path: str = PAGE) -> str:
        return words(self.page(path))

    def json(self, path: str) -> Any:
        return json.loads((self.public / path).read_bytes())

    def told(self) -> dict[str, Any]:
        """The HTML in which each page and feed tells the first update, by its address."""
        found = {PAGE: self.page()}
        for path in FEEDS:
            (entry,) = feedparser.parse((self.public / path).read_bytes()).entries
            found[path] = lxml.html.fromstring(entry.content[0].value if "content" in entry else entry.summary)
        (item,) = self.json("updates.json")["items"]
        return found | {"updates.json": lxml.html.fromstring(item["content_html"])}

    def api_body(self) -> str:
        (incident,) = self.json("api/v2/incidents.json")["incidents"]
        return str(incident["incident_updates"][0]["body"])

    def files_with(self, text: str) -> list[str]:
        """The published files in which that text stands."""
        return sorted(
            path.relative_to(self.public).as_posix()
            for path in self.public.rglob("*")
            if path.is_file() and text.encode() in path.read_bytes()
        )

    def say_later(self, text: str) -> None:
        """Writes a second update, which is in no hurry: the words begin on line 8."""
        head = "stage: investigating\nat: 2026-03-14T09:30:00Z\nnext_update: 60m\nunknown: [Why]\nactions: [Looking]"
        (self.site / LATER).write_text(f"---\n{head}\n---\n{text}\n")

    def edit(self, path: str, was: str, now: str) -> None:
        text = (self.site / path).read_text(encoding="utf-8")
        assert was in text
        (self.site / path).write_text(text.replace(was, now, 1), encoding="utf-8")


def new_site(folder: Path) -> Path:
    """A site as `init` makes it."""
    made = run("init", str(folder), "--host", "none", "--now", NOW)
    assert made.returncode == 0, made.stderr
    return folder


def ids(public: Path) -> list[str]:
    """The ids of all feed entries."""
    return [entry.id for path in FEEDS for entry in feedparser.parse((public / path).read_bytes()).entries]


def badge(public: Path, name: str) -> str:
    """What a badge says to those who cannot see it."""
    return str(lxml.etree.fromstring((public / f"badges/{name}.svg").read_bytes()).get("aria-label"))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def lists(element: Any) -> list[Any]:
    """The items of a list, each with its own words, and the list in it where there is one."""
    rows: list[Any] = []
    for item in element.findall("li"):
        rows.append(" ".join("".join([item.text or "", *(p.text or "" for p in item.findall("p"))]).split()))
        rows.extend(lists(inner) for inner in item if inner.tag in ("ul", "ol"))
    return rows


def holding(root: Any, tag: str, item: str) -> Any:
    """The list of that kind with an item of its own that begins with those words."""
    (found,) = root.xpath(f".//{tag}[li[starts-with(normalize-space(.), '{item}')]]")
    return found


@pytest.fixture
def case(request: pytest.FixtureRequest, reported_cases: Path, tmp_path: Path) -> Case:
    folder = reported_cases / request.param
    return Case(Path(shutil.copytree(folder, tmp_path / "site", ignore=shutil.ignore_patterns("README.md"))))


def reported(folder: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Runs a test on a copy of that folder."""
    mark: Callable[[Callable[..., None]], Callable[..., None]]
    mark = pytest.mark.parametrize("case", [folder], indirect=True)
    return mark


def test_every_reported_site_has_a_test(reported_cases: Path) -> None:
    folders = {path.parent.name for path in reported_cases.glob("*/README.md")}
    calls = (node for node in ast.walk(ast.parse(Path(__file__).read_text())) if isinstance(node, ast.Call))
    tested = {ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "reported"}

    assert tested == folders


@reported("01-conflict-markers")
def test_lines_of_an_unresolved_merge_stop_both_gates(case: Case) -> None:
    told = (
        f"{UPDATE}:10: D019 an unresolved merge begins here\n"
        "  keep one side and delete the marks, or take a whole file: 'git checkout --ours FILE' or '--theirs'\n"
    )
    checked, built = case.check(), case.build()

    assert (checked.returncode, checked.stderr) == (1, told)
    assert built.returncode == 1
    assert built.stderr == f"{told}error: 1 problem, nothing was published\n  fix them and build again\n"
    assert not case.public.exists()


@reported("02-html-comment")
def test_words_in_a_comment_are_published_nowhere(case: Case) -> None:
    assert case.check().returncode == 0
    case.published()

    assert FIRST_WORDS in case.words()
    for hidden in ("The work is done since", "Final message", "everything is normal again", "&lt;!--"):
        assert case.files_with(hidden) == [], hidden


@reported("04-nested-list-two-spaces")
def test_lists_nest_as_in_the_pull_request(case: Case) -> None:
    case.published()

    for path, told in case.told().items():
        bullets, numbers = holding(told, "ul", "Europe"), holding(told, "ol", "Europe")
        assert lists(bullets) == [
            "Europe",
            ["Signing in fails", "Searching fails"],
            "United States",
            ["Everything works"],
        ], path
        assert lists(numbers) == ["Europe", ["Signing in", "Searching"], "United States"], path


@reported("05-code-block-in-list")
def test_a_block_of_code_stays_one_in_its_item(case: Case) -> None:
    case.published()

    for path, told in case.told().items():
        first, second = holding(told, "ol", "Run this").findall("li")
        (block,) = first.iter("pre")
        assert block.text_content().strip("\n") == "export REGION=us-east\nkestrel sync --force", path
        assert words(second) == "Then sign in again.", path
        assert "bash" not in words(told), path
    assert "export REGION=us-east\n" in case.api_body()
    assert "bash" not in case.api_body()


@reported("07-strikethrough")
def test_a_struck_out_time_is_struck_out(case: Case) -> None:
    case.published()

    for path, told in case.told().items():
        assert [words(struck) for struck in told.xpath(".//del | .//s")] == ["Over by 10:00 UTC at the latest."], path
        assert "Still slow at 11:00 UTC." in words(told), path
    assert case.files_with("~~") == []


@reported("09-list-with-brackets")
def test_a_list_numbered_with_brackets_is_a_list(case: Case) -> None:
    case.published()

    for path, told in case.told().items():
        assert lists(holding(told, "ol", "Open the settings")) == ["Open the settings", "Choose another region"], path
        assert "1)" not in words(told), path


@reported("10-picture-blocked")
def test_a_picture_of_another_host_is_named_and_no_browser_is_asked_to_show_it(case: Case) -> None:
    checked = case.check()
    case.published()

    assert checked.stderr == (
        f"{UPDATE}:12: I002 the picture 'https://cdn.kestrel.example/graph.png' is on another host, so readers see a "
        "link in its place\n  put the picture beside the update and write ![what it shows](name.png)\n"
    )
    assert checked.returncode == 0, "a first notice waits for no picture"
    for path, told in case.told().items():
        assert told.xpath(".//img[contains(@src, 'cdn.kestrel.example')]") == [], path
        assert told.xpath("string(.//a[@href='https://cdn.kestrel.example/graph.png'])") == "Load times", path


@reported("10-picture-blocked")
def test_a_picture_of_another_host_in_a_later_update_stops_check(case: Case) -> None:
    case.say_later("Still slow.\n\n![Load times](https://cdn.kestrel.example/graph.png)")
    checked = case.check()

    assert checked.returncode == 1
    assert f"{LATER}:10: I002 the picture" in checked.stderr


@reported("10-picture-blocked")
def test_a_picture_beside_the_update_is_published_and_may_be_shown(case: Case) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (3, 2)).save(picture, "PNG")
    (case.site / UPDATE).with_name("graph.png").write_bytes(picture.getvalue())
    case.edit(UPDATE, "https://cdn.kestrel.example/graph.png", "graph.png")
    checked = case.check()
    case.published()

    assert (checked.returncode, checked.stderr) == (0, "")
    assert case.page().xpath(".//img/@src") == ["graph.png"]
    with Image.open(case.public / PAGE.replace("index.html", "graph.png")) as published:
        assert published.size == (3, 2)
    assert "img-src 'self' data:" in (case.public / "_headers").read_text()


@reported("12-dead-link")
def test_links_within_the_site_that_lead_nowhere_are_named_and_hold_up_no_first_notice(case: Case) -> None:
    checked, built = case.check(), case.build()

    fix = "correct it or take it out; what is not public yet has no address"
    told = (
        f"{UPDATE}:12: C019 the link '../2026-03-13-never-was/' leads nowhere: the site has no "
        f"'/incidents/2026-03-13-never-was/'\n  {fix}\n"
        f"{UPDATE}:12: C019 the link '../runbook.md' leads nowhere: the site has no '/incidents/runbook.md'\n  {fix}\n"
        f"{UPDATE}:14: C019 '[^1]' is a footnote, which is not shown as one\n"
        "  write what it says where it is read, in brackets\n"
    )
    assert (checked.returncode, checked.stderr) == (0, told)
    assert (built.returncode, built.stderr) == (0, told)
    assert FIRST_WORDS in case.words()


@reported("12-dead-link")
@pytest.mark.parametrize(
    "link",
    some(["[it](../runbook.md)", "[it](../2026-03-13-never-was/)", "it[^1]\n\n[^1]: Estimated"], by_day=1, in_ci=ALL),
)
def test_a_link_that_leads_nowhere_in_a_later_update_stops_check(link: str, case: Case) -> None:
    case.say_later(f"Still slow, see {link}")
    checked = case.check()

    assert checked.returncode == 1
    assert f"{LATER}:{8 + link.count(chr(10))}: C019 " in checked.stderr


@reported("13-non-breaking-space")
def test_a_space_that_nobody_can_tell_is_named(case: Case) -> None:
    checked = case.check()

    assert (checked.returncode, checked.stderr) == (
        1,
        f"{UPDATE}:7: D005 the character U+00A0 NO-BREAK SPACE only looks like a space\n"
        "  put a plain space in its place\n",
    )


@reported("16-component-removed")
def test_a_component_that_was_switched_off_is_retired_and_kept_in_old_incidents(case: Case) -> None:
    told = (
        "content/incidents/2025-02-03-fax/01-investigating.md:7: D011 no component is called 'fax'\n"
        "  add 'fax' to 'components' in site.yaml, with 'until: DATE' if it was retired\n"
    )
    for refused in (case.check(), case.build()):
        assert refused.returncode == 1
        assert refused.stderr.startswith(told)

    case.edit("site.yaml", "contacts:", "  - id: fax\n    name: Fax\n    until: 2025-06-01\ncontacts:")
    assert " D0" not in case.check().stderr
    case.published()

    assert "Fax" not in case.words("index.html")
    assert [row["name"] for row in case.json("api/v2/components.json")["components"]] == ["Website", "API"]
    old = case.words("incidents/2025-02-03-fax/index.html")
    assert "Fax sending is slow" in old
    assert "Fax: Degraded" in old
    assert "Fax is sent at once again." in old


@by_night
@reported("18-everything-is-down")
def test_a_total_outage_costs_no_more_than_ten_times_a_small_one(case: Case) -> None:
    def cost() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "statusladder", "build", "--site", str(case.site), "--now", NOW]
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    total = cost()
    assert len(case.json("api/v2/incidents.json")["incidents"][0]["components"]) == 500
    text = (case.site / UPDATE).read_text()
    (case.site / UPDATE).write_text(re.sub(r"  svc-[1-9]\d*: partial_outage\n", "", text))
    shutil.rmtree(case.public)
    small = cost()

    assert len(case.json("api/v2/incidents.json")["incidents"][0]["components"]) == 1
    assert total <= 10 * small


@reported("19-maintenance-never-closed")
def test_a_maintenance_that_nobody_closed_has_one_truth(case: Case) -> None:
    case.published()

    past = "Maintenance past its scheduled end"
    troubled = "Disrupted on 2 days in the last 5 days, worst state: maintenance past its scheduled end"
    (row,) = case.page("index.html").xpath(".//li[.//a[contains(@href, 'components/website')]]")
    page = case.words("components/website/index.html")
    assert words(row) == f"Website{past}{troubled}–"
    assert troubled in page
    assert f"14 March 2026{past}" in page
    assert f"13 March 2026{past}" in page
    assert badge(case.public, "website") == f"Website: {past}"
    # Five days are no 90, so nothing says a figure.
    assert badge(case.public, "uptime/website") == "Website: less than 90 days of data"
    assert not re.search(r"\d ?%", words(row) + page)
    assert case.json("api/v2/components.json")["components"][0]["status"] == "under_maintenance"


@reported("19-maintenance-never-closed")
def test_a_maintenance_closes_at_the_end_of_its_window_by_itself_where_it_says_so(case: Case) -> None:
    update = "content/maintenance/2026-03-12-db-upgrade/01-scheduled.md"
    case.edit(update, "expected:", "auto_complete: true\nexpected:")
    case.published()

    (maintenance,) = case.json("api/v2/scheduled-maintenances.json")["scheduled_maintenances"]
    assert (maintenance["status"], maintenance["resolved_at"]) == ("completed", "2026-03-13T02:00:00.000Z")
    assert case.json("api/v2/components.json")["components"][0]["status"] == "operational"
    assert badge(case.public, "website") == "Website: Operational"
    (row,) = case.page("index.html").xpath(".//li[.//a[contains(@href, 'components/website')]]")
    assert words(row) == "WebsiteOperationalNo disruption in the last 5 days–"


@reported("20-reopened-length")
def test_the_length_of_a_reopened_incident_leaves_out_its_rest(case: Case) -> None:
    case.published()

    for path in ("index.html", "history/2026-03/index.html", "incidents/2026-03-10-a/index.html"):
        assert "Resolved. Impact lasted 30 min in 2 periods." in case.words(path), path
        assert not re.search(r"after 2 d\b", case.words(path)), path


@reported("24-clock-and-byte-order-mark")
@pytest.mark.parametrize("form", some(["as it is", '"url":', "site: {…}"], by_day=1, in_ci=ALL))
def test_the_clock_reads_the_address_that_a_build_reads(form: str, case: Case) -> None:
    case.public.mkdir()
    with serving(case.public) as address:
        case.edit("site.yaml", "https://status.kestrel.example", address)
        if form == '"url":':
            case.edit("site.yaml", "url:", '"url":')
        if form == "site: {…}":
            head = f"site:\n  name: Kestrel status\n  url: {address}\n  timezone: UTC\n"
            case.edit("site.yaml", head, f"site: {{name: Kestrel status, url: '{address}', timezone: UTC}}\n")
        assert (case.site / "site.yaml").read_bytes().startswith(b"\xef\xbb\xbf")
        case.published("2026-03-14T09:30:00Z")

        asked = run("still-current", "--site", str(case.site), "--now", "2026-03-14T09:31:00Z")

    assert (asked.returncode, asked.stderr) == (0, "The page is what it should be; nothing to do.\n")


@in_ci
@reported("25-moved-to-another-host")
def test_a_move_to_another_host_is_told_what_it_does_to_subscribers(case: Case) -> None:
    case.published()
    manifest = str(case.public / "manifest.json")
    before = ids(case.public)
    moved = (case.site / "site-after.yaml").read_text()
    told = (
        "site.yaml:3: C020 warning: feed entries were published with ids of 'status.kestrel.example' and would get "
        "others, of 'kestrel-status.example': every subscriber would get all entries anew\n"
        "  write 'authority: status.kestrel.example' below 'feeds', which keeps the ids\n"
    )

    (case.site / "site.yaml").write_text(moved)
    assert case.check().stderr == told
    refused = case.check("--published", manifest)
    assert refused.returncode == 1, "the API has ids of that name in its addresses too"
    assert refused.stderr.endswith(told)

    (case.site / "site.yaml").write_text(f"{moved}feeds:\n  authority: status.kestrel.example\n")
    case.published()
    assert ids(case.public) == before

    (case.site / "site.yaml").write_text(moved)
    built = case.build()
    assert (built.returncode, built.stderr) == (0, told)


@in_ci
@reported("25-moved-to-another-host")
def test_a_new_site_that_moves_keeps_the_ids_it_has_from_the_start(case: Case, tmp_path: Path) -> None:
    new = new_site(tmp_path / "new")
    shutil.copytree(case.site / "content", new / "content", dirs_exist_ok=True)
    assert run("build", "--site", str(new), "--now", NOW).returncode == 0
    before = ids(new / "public")
    settings = (new / "site.yaml").read_text()
    assert "url: https://status.example.com" in settings
    (new / "site.yaml").write_text(settings.replace("url: https://status.example.com", "url: https://moved.example"))

    built = run("build", "--site", str(new), "--now", NOW, "--quiet")
    assert "C020" not in built.stderr
    assert ids(new / "public") == before


@reported("26-two-people-same-number")
def test_two_updates_of_one_number_stand_in_the_order_of_their_times(case: Case) -> None:
    built, checked = case.build(), case.check()

    told = (
        f"{LATER}:1: D013 warning: the number 02 is also that of 02-identified.md, so 'at' orders the two\n"
        f"  run 'statusladder renumber {SLOW}' before both are published; a published name stays\n"
    )
    assert (built.returncode, built.stderr) == (0, told)
    assert told in checked.stderr
    assert set(re.findall(r" ([A-Z]\d{3}) (?!warning)", checked.stderr)) == {"F001", "F005"}, "owed facts alone"
    assert "The API does not answer" in case.words("index.html")
    updates = case.json("api/v2/incidents.json")["incidents"]
    (slow,) = [incident for incident in updates if incident["name"] == "Pages load slowly"]
    assert [(one["status"], one["display_at"][11:16]) for one in slow["incident_updates"]] == [
        ("identified", "09:30"),
        ("investigating", "09:28"),
        ("investigating", "09:00"),
    ]


@reported("27-stray-files")
def test_files_of_the_desktop_are_passed_over(case: Case) -> None:
    checked = case.check()
    assert (checked.returncode, checked.stderr) == (0, "")
    case.published()

    assert FIRST_WORDS in case.words()
    for name in ("Thumbs.db", "desktop.ini", "*.orig"):
        assert not list(case.public.rglob(name)), name


@reported("27-stray-files")
def test_git_ignores_files_of_the_desktop_in_a_new_site(case: Case, tmp_path: Path, git: Callable[..., None]) -> None:
    new = new_site(tmp_path / "new")
    shutil.copytree(case.site / "content", new / "content", dirs_exist_ok=True)
    git(new, "init", "--quiet")
    git(new, "add", "--all", ".")

    tracked = subprocess.run(["git", "ls-files"], cwd=new, capture_output=True, text=True, check=True).stdout
    assert UPDATE in tracked.splitlines()
    assert not re.search(r"Thumbs\.db|desktop\.ini|\.orig", tracked)


@in_ci
@reported("28-output-not-utf-8")
@pytest.mark.parametrize(
    ("command", "encoding"),
    some([*itertools.product(("stats", "policy show", "owners", "playbooks"), ("cp1252", "ascii"))], by_day=1, in_ci=3),
)
def test_characters_that_an_encoding_lacks_are_replaced(command: str, encoding: str, case: Case) -> None:
    command_line = [sys.executable, "-m", "statusladder", *command.split(), "--site", str(case.site)]
    done = subprocess.run(
        command_line, env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)


@in_ci
@reported("28-output-not-utf-8")
def test_a_full_disk_is_told_in_a_sentence(case: Case) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "statusladder", "policy", "show", "--site", str(case.site)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr == (
        "error: the output cannot be written: No space left on device\n  free some space, or send it elsewhere\n"
    )


@reported("31-a-day-that-never-was")
def test_a_day_that_the_zone_left_out_has_no_bar(case: Case) -> None:
    case.published("2012-01-02T12:00:00Z")

    for path in ("index.html", "components/website/index.html"):
        text = (case.public / path).read_text()
        assert not re.search(r"30 Dec(ember)?\b|2011-12-30", text), path
        assert "Disrupted on 2 days in the last 5 days" in text, path
    page = case.words("components/website/index.html")
    assert "29 December 2011: Degraded, 14 h" in page
    assert "31 December 2011: Degraded, 23 h 28 min" in page


@in_ci
@reported("32-serve-in-a-container")
def test_a_preview_is_reached_from_outside_and_sees_changes_without_inotify(case: Case) -> None:
    with previewing(case.site, "--now", NOW, "--host", "0.0.0.0", "--poll") as preview:
        preview.until(lambda state: state["build"] > 0)
        assert not preview.is_told_of_changes()
        # Another address of this machine is to this one what the network of a container is to its own.
        other = urlsplit(preview.address)._replace(netloc=f"127.0.0.2:{urlsplit(preview.address).port}").geturl()
        with urllib.request.urlopen(f"{other}incidents/{SLOW}/", timeout=LONGEST) as answer:
            assert (answer.status, b"finding out why" in answer.read()) == (200, True)
        preview.after(lambda: case.edit(UPDATE, "finding out why", "reading the logs"))

        assert "We are reading the logs." in preview.text(f"incidents/{SLOW}/")


@reported("33-title-in-brackets")
@pytest.mark.parametrize("title", ["[EU] Sign-in fails", "*.example.com cannot be reached"])
def test_a_title_that_begins_with_a_sign_of_yaml_is_to_be_put_in_quotes(title: str, case: Case) -> None:
    case.edit(UPDATE, "[EU] Sign-in fails", title)
    checked = case.check()

    assert (checked.returncode, checked.stderr) == (
        1,
        f"{UPDATE}:4: D002 '{title[0]}' at the beginning of a value is a sign of YAML\n"
        f'  put the value in quotes: title: "{title}"\n',
    )

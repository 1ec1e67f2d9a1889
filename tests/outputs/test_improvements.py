"""`/improvements/`: every public action item of every incident, and its days of proof as a calendar."""

from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest
import vobject

from reported_site import FILES, INCIDENT, NOW, published, reported_site, words
from some_outputs import publish_some
from statusladder.publish.pipeline import publish_site

SECRET = "heronbox"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its report, as it is published."""
    return published(reported_site(tmp_path_factory.mktemp("reported") / "site"))


def _promised(site: Path, now: datetime = NOW) -> Path:
    """The page and the calendar, and the pages of the incidents."""
    return publish_some(site, site.parent / "public", now, "improvements", "calendar", "stories")


def test_what_is_overdue_comes_first_and_the_rest_by_type_and_day(public: Path, tmp_path: Path) -> None:
    now = words(public / "improvements/index.html")
    june = datetime.fromisoformat("2026-06-01T10:00:00Z")
    later = words(_promised(reported_site(tmp_path / "site"), june) / "improvements/index.html")

    order = ["Bug fixes Check the index", "Infrastructure Copy the index", "Rent a second hall"]
    assert "Overdue" not in now
    assert [now.index(words) for words in order] == sorted(now.index(words) for words in order)
    assert "As of 12 April 2026 1 of 3 promised changes verified, 1 of them by the original due date" in now
    assert "1 planned or in progress 1 dropped" in now
    assert "1 overdue" in later
    copied = f"Copy the index each hour {INCIDENT}/AI-2"
    overdue = later.index(f"Overdue {copied} Planned, overdue: due on 31 May 2026")
    assert overdue < later.index("Bug fixes")
    assert later.count("Copy the index each hour") == 1


FEEDBACK = """\
feedback:
  - {id: feedback-17, kind: message, at: 2026-03-14T11:00:00Z, incident: 2026-03-14-search-fails, text: Where is it}
  - {id: feedback-18, kind: message, at: 2026-03-14T12:00:00Z, incident: 2026-03-14-search-fails, text: Still gone}
"""


def test_a_change_says_what_it_answers_and_names_no_reader(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site")
    (site / "content/feedback").mkdir()
    (site / "content/feedback/2026-03.yaml").write_text(FEEDBACK)
    report = site / f"content/incidents/{INCIDENT}/05-postmortem.md"
    first, second = "    title: Check the index", "    title: Copy the index"
    text = report.read_text().replace(first, f"    source: [factor-2, feedback-17, feedback-18]\n{first}")
    report.write_text(text.replace(second, f"    source: feedback-18\n{second}"))

    public = _promised(site)

    for page in ("improvements/index.html", f"incidents/{INCIDENT}/postmortem/index.html"):
        told = words(public / page)
        assert "Because of: contributing factor 2 , feedback from 2 readers" in told
        assert "Because of: feedback from one reader" in told
        assert "feedback-1" not in told


def test_an_item_leads_to_its_report_and_to_what_it_answers(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site")
    (site / "content/feedback").mkdir()
    (site / "content/feedback/2026-03.yaml").write_text(FEEDBACK)
    report = site / f"content/incidents/{INCIDENT}/05-postmortem.md"
    title = "    title: Check the index"
    source = "    source: [factor-2, feedback-17, audit]\n"
    answered = "feedback_answered:\n  - {you_said: Nobody knew, we_did: A banner}\n"
    text = report.read_text().replace(title, f"{source}{title}")
    report.write_text(text.replace("action_items:\n", f"{answered}action_items:\n"))

    public = published(site)

    page, there = (public / "improvements/index.html").read_text(), f"../incidents/{INCIDENT}/postmortem/"
    assert f'<a class="soft small" href="{there}#item-AI-1">{INCIDENT}/AI-1</a>' in page
    linked = f'<a href="{there}#factor-2">contributing factor 2</a>, audit, <a href="{there}#you-told-us">feedback'
    assert linked in page
    told = (public / f"incidents/{INCIDENT}/postmortem/index.html").read_text()
    assert '<a class="soft small whole" href="#item-AI-1">AI-1</a>' in told
    assert '<a href="#factor-2">contributing factor 2</a>' in told
    assert all(f'id="{anchor}"' in told for anchor in ("item-AI-1", "factor-1", "factor-2", "you-told-us"))


def test_what_is_not_public_is_in_no_byte(public: Path) -> None:
    telling = [path for path in public.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]

    assert telling == []


def test_a_site_that_promised_nothing_says_so_and_leads_nobody_there(tmp_path: Path) -> None:
    public = published(reported_site(tmp_path / "site", last="03-resolved.md"))

    assert "No changes promised yet." in words(public / "improvements/index.html")
    assert "improvements/" not in (public / "index.html").read_text()


def test_pages_and_the_map_of_the_site_lead_there(public: Path) -> None:
    assert '<a href="improvements/">Improvements</a>' in (public / "index.html").read_text()
    report = (public / f"incidents/{INCIDENT}/postmortem/index.html").read_text()
    assert '<a href="../../../improvements/">All promised changes</a>' in report
    assert "https://status.tern.example/improvements/</loc>" in (public / "sitemap.xml").read_text()


def test_days_of_proof_are_a_calendar_that_two_parsers_read_alike(public: Path) -> None:
    data = (public / "improvements/calendar.ics").read_bytes()
    one = {str(event["uid"]): event for event in icalendar.Calendar.from_ical(data).walk("VEVENT")}
    other = {event.uid.value: event for event in vobject.readOne(data.decode()).vevent_list}
    first, last = (f"{INCIDENT}/{name}@status.tern.example" for name in ("AI-1", "AI-4"))

    assert one.keys() == other.keys() == {first, last}
    assert (one[first].decoded("dtstart"), one[first].decoded("dtend")) == (date(2026, 4, 10), date(2026, 4, 11))
    assert (other[first].dtstart.value, other[first].dtend.value) == (date(2026, 4, 10), date(2026, 4, 11))
    assert str(one[first]["summary"]) == "Verified: Check the index after each restart"
    assert (int(str(one[first]["sequence"])), str(one[first]["status"])) == (1, "CONFIRMED")
    assert (int(str(one[last]["sequence"])), str(one[last]["status"])) == (0, "CANCELLED")
    assert one[first].decoded("dtstamp") == datetime.fromisoformat("2026-04-11T10:00:00Z")


def test_an_event_keeps_its_id_while_its_sequence_rises(public: Path, tmp_path: Path) -> None:
    before = _promised(reported_site(tmp_path / "site", last="05-postmortem.md"))

    def numbers(public: Path) -> dict[str, int]:
        events = icalendar.Calendar.from_ical((public / "improvements/calendar.ics").read_bytes()).walk("VEVENT")
        return {str(event["uid"]): int(str(event["sequence"])) for event in events}

    assert numbers(before).keys() == numbers(public).keys()
    assert (sorted(numbers(before).values()), sorted(numbers(public).values())) == ([0, 0], [0, 1])


@pytest.mark.parametrize("path", ["/improvements", "/improvements/calendar.html"])
def test_an_old_address_cannot_take_its_place(tmp_path: Path, path: str) -> None:
    site = reported_site(tmp_path / "site")
    with (site / "site.yaml").open("a") as file:
        file.write(f"redirects:\n  - from: {path}\n    to: /\n")

    publication = publish_site(site, tmp_path / "public", NOW, None, lambda count: None)

    assert [problem.sentence for problem in publication.problems] == [
        f"redirects.from: '{path}' is an address of the site itself"
    ]


TEAMS = """\
teams:
  - {id: search-team, name: Finders, codeowners: "@tern/finders"}
  - {id: legal-team, name: Lawyers}
  - {id: idle-team, name: Dreamers}
roles:
  - {id: storage_keeper, name: Keeper of storage, team: idle-team}
"""


def test_owners_are_named_and_nothing_else_of_teams_is_published(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site")
    with (site / "site.yaml").open("a") as file:
        file.write(TEAMS)
    report = site / f"content/incidents/{INCIDENT}/05-postmortem.md"
    report.write_text(report.read_text().replace("storage-team", "storage_keeper"))

    public = published(site)

    for page in ("improvements/index.html", f"incidents/{INCIDENT}/postmortem/index.html"):
        assert "Owner: Finders · Due 25 March 2026" in words(public / page)
        assert "Owner: Keeper of storage" in words(public / page)
    events = icalendar.Calendar.from_ical((public / "improvements/calendar.ics").read_bytes()).walk("VEVENT")
    assert {str(event["description"]).split("\n\n")[1] for event in events} == {
        "Owner: Finders",
        "Owner: Keeper of storage",
    }
    told = b"".join(path.read_bytes() for path in public.rglob("*") if path.is_file())
    inside = (b"search-team", b"@tern/finders", b"storage_keeper", b"idle-team", b"legal-team", b"Lawyers", b"Dreamers")
    assert [words for words in inside if words in told] == []


def test_a_role_of_the_policy_is_named_in_words(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site")
    report = site / f"content/incidents/{INCIDENT}/05-postmortem.md"
    report.write_text(report.read_text().replace("search-team", "incident_commander"))

    assert "Owner: Incident commander" in words(_promised(site) / "improvements/index.html")


def test_items_of_two_incidents_with_one_id_are_told_apart(tmp_path: Path) -> None:
    site = reported_site(tmp_path / "site")
    other = site / "content/incidents/2026-03-12-search-slow"
    other.mkdir()
    for name in ("01-investigating.md", "02-monitoring.md", "03-resolved.md", "05-postmortem.md"):
        text = FILES[name].replace("title: Search fails", "title: Search is slow").replace("2026-03-14", "2026-03-12")
        (other / name).write_text(text)

    public = _promised(site)

    page = words(public / "improvements/index.html")
    for incident, title in (("2026-03-12-search-slow", "Search is slow"), (INCIDENT, "Search fails")):
        (item,) = page.split(f"Check the index after each restart {incident}/AI-1")[1:]
        assert item.partition("Promised after: ")[2].startswith(title)
    uids = [
        str(event["uid"])
        for event in icalendar.Calendar.from_ical((public / "improvements/calendar.ics").read_bytes()).walk("VEVENT")
    ]
    assert len(uids) == len(set(uids)) == 4

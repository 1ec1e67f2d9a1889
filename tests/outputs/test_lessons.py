"""The lessons of final reports by tag, with feed and licence; what happened before; how readers rated our words."""

import html
import re
import xml.etree.ElementTree as etree
from datetime import UTC, datetime
from pathlib import Path

import pytest

from some_outputs import publish_some
from statusladder.publish.pipeline import publish_site

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = """\
site:
  name: Tern
  url: https://status.tern.example
  licence:
    text: CC BY 4.0
    url: https://cc.example/by
components:
  - id: sign-in
    name: Sign-in
  - id: exports
    name: Exports
"""


def _incident(site: Path, day: str, slug: str, report: str = "", *, title: str = "") -> str:
    """An incident of sign-in with a report that says this, in the keys behind its version."""
    name = f"{day}-{slug}"
    folder = site / "content" / "incidents" / name
    folder.mkdir(parents=True)
    title = title or f"Sign-in fails: {slug}"
    first = f"stage: investigating\nat: {day}T09:00:00Z\ntitle: '{title}'\nseverity: minor\n"
    files = {
        "01-investigating": f"{first}components:\n  sign-in: partial_outage\nnext_update: 1h\n",
        "02-resolved": f"stage: resolved\nat: {day}T10:00:00Z\n",
    }
    if report:
        files["03-postmortem"] = f"stage: postmortem\nat: {day}T12:00:00Z\n{report}"
    for stem, keys in files.items():
        (folder / f"{stem}.md").write_text(f"---\n{keys}---\nWords.\n")
    return name


def _part(site: Path, *names: str, settings: str = SITE) -> Path:
    """What the outputs of these names publish."""
    (site / "site.yaml").write_text(settings)
    return publish_some(site, site / "public", NOW, *names)


def _build(site: Path) -> Path:
    (site / "site.yaml").write_text(SITE)
    publication = publish_site(site, site / "public", NOW, None, lambda count: None)
    assert [str(problem) for problem in publication.problems] == []
    return site / "public"


def _text(page: Path) -> str:
    return re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def _words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def _topics(public: Path) -> dict[str, str]:
    """The words of each topic, by its heading."""
    parts = _text(public / "lessons" / "index.html").split("<section")[1:]
    return {_words(re.findall(r"<h2[^>]*>(.*?)</h2>", part)[0]): _words(f"<{part}") for part in parts}


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """A site of five reports: two tags, none, a preliminary one, and one that only answers readers."""
    old = _incident(
        tmp_path,
        "2025-03-02",
        "cache",
        "version: final\nlessons: A cache hides what it holds\ntags:\n  - Caches & co\n  - deploys\n",
    )
    _incident(
        tmp_path,
        "2026-04-02",
        "queue",
        f"version: final\nlessons:\n  - Queues <grow>\n  - Watch them\ntags: deploys\nrelated: {old}\n",
    )
    _incident(tmp_path, "2025-08-02", "disk", "lessons: Disks fill\n")
    _incident(tmp_path, "2025-09-02", "early", "version: preliminary\nlessons: Nobody knows yet\n")
    answer = "feedback_answered:\n  - you_said: You were silent\n    we_did: We write twice as often\n"
    _incident(tmp_path, "2025-10-02", "asked", f"version: final\n{answer}")
    return tmp_path


def test_lessons_stand_by_tag_newest_first_and_those_without_one_last(taught: Path) -> None:
    topics = _topics(_part(taught, "lessons"))

    assert list(topics) == ["Caches & co", "deploys", "Other", "You said, we did"]
    assert re.findall(r"Sign-in fails: \w+", topics["deploys"]) == [
        "Sign-in fails: queue",
        "Sign-in fails: cache",
        "Sign-in fails: cache",
    ]
    assert "Queues <grow> Watch them Related: Sign-in fails: cache" in topics["deploys"]
    assert "Disks fill" in topics["Other"]
    assert "asked “You were silent” – We write twice as often" in topics["You said, we did"]
    assert not any("Nobody knows yet" in words for words in topics.values())


def test_every_link_of_the_page_leads_somewhere(taught: Path) -> None:
    public = _build(taught)
    text = _text(public / "lessons" / "index.html")
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', text.partition("<main")[2])]

    assert "../incidents/2026-04-02-queue/postmortem/" in links
    for link in links:
        path, _, anchor = link.partition("#")
        target = public / "lessons" / path / ("index.html" if path.endswith("/") or not path else "")
        assert path.startswith("https://") or target.is_file(), link
        assert not anchor or f'id="{re.sub("%26", "&amp;", anchor)}"' in text


def test_the_page_says_under_which_licence_and_is_found_from_everywhere(taught: Path) -> None:
    public = _build(taught)

    assert 'under <a href="https://cc.example/by" dir="auto">CC BY 4.0</a>' in _text(public / "lessons/index.html")
    assert '<a href="lessons/">Lessons</a>' in _text(public / "index.html")
    assert '<a href="../lessons.atom">Atom feed for this page</a>' in _text(public / "lessons/index.html")
    assert "https://status.tern.example/lessons.atom" in _text(public / "subscribe/index.html")
    report = _text(public / "incidents/2025-08-02-disk/postmortem/index.html")
    assert '<a href="../../../lessons/">Lessons from other incidents</a>' in report
    assert "<loc>https://status.tern.example/lessons/</loc>" in (public / "sitemap.xml").read_text()
    assert "/lessons.atom\n  Access-Control-Allow-Origin: *" in (public / "_headers").read_text()


def test_the_feed_has_an_entry_a_report_with_its_lessons_its_tags_and_the_licence(taught: Path) -> None:
    settings = f"{SITE}feeds:\n  hub: https://hub.tern.example/\n"
    feed = etree.parse(_part(taught, "feeds", settings=settings) / "lessons.atom").getroot()

    entries = feed.findall(f"{ATOM}entry")
    assert "hub" not in {link.get("rel") for link in feed.findall(f"{ATOM}link")}
    assert feed.findtext(f"{ATOM}rights") == "CC BY 4.0 https://cc.example/by"
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        "tag:status.tern.example,2026-04-02:lessons/2026-04-02-queue",
        "tag:status.tern.example,2025-08-02:lessons/2025-08-02-disk",
        "tag:status.tern.example,2025-03-02:lessons/2025-03-02-cache",
    ]
    assert entries[0].findtext(f"{ATOM}content") == "<ul><li>Queues &lt;grow&gt;</li><li>Watch them</li></ul>"
    assert [one.get("term") for one in entries[2].findall(f"{ATOM}category")] == ["Caches & co", "deploys"]
    assert entries[0].findtext(f"{ATOM}updated") == "2026-04-02T12:00:00+00:00"


def test_where_no_report_taught_anything_there_is_no_page_no_feed_and_no_link(tmp_path: Path) -> None:
    _incident(tmp_path, "2025-09-02", "early", "version: preliminary\nlessons: Nobody knows yet\n")

    public = _build(tmp_path)

    assert not (public / "lessons").exists()
    assert not [path for path in public.rglob("*") if path.is_file() and b"lessons/" in path.read_bytes()]
    assert not (public / "lessons.atom").exists()


def test_without_a_licence_readers_are_asked_to_ask(taught: Path) -> None:
    settings = SITE.replace("  licence:\n    text: CC BY 4.0\n    url: https://cc.example/by\n", "")
    public = _part(taught, "lessons", "feeds", settings=settings)

    assert "To use these lessons elsewhere, ask us first." in _words(_text(public / "lessons/index.html"))
    assert b"<rights>" not in (public / "lessons.atom").read_bytes()


def test_an_incident_tells_what_happened_before_and_where(tmp_path: Path) -> None:
    days = ("2026-03-01", "2026-03-20", "2026-04-02")
    names = [_incident(tmp_path, day, "again", title=f"Of {day}") for day in days]

    public = _part(tmp_path, "stories")

    last = _text(public / "incidents" / names[2] / "index.html")
    told = last.partition('<h2 id="before">')[2].partition("</section>")[0]
    assert _words(told) == (
        "Similar incidents Third incident affecting Sign-in in 90 days. Earlier:"
        " Of 2026-03-20 , 20 March 2026 Of 2026-03-01 , 1 March 2026"
    )
    assert f'<a href="../{names[0]}/"' in told
    assert "Similar incidents" not in _text(public / "incidents" / names[0] / "index.html")


def test_many_of_them_are_named_in_part_with_the_way_to_the_rest(tmp_path: Path) -> None:
    for day in range(1, 23):
        _incident(tmp_path, f"2026-03-{day:02}", "again")

    text = _text(_part(tmp_path, "stories") / "incidents/2026-03-22-again/index.html")

    assert "22nd incident affecting Sign-in in 90 days." in text
    assert '<li><a href="../../components/sign-in/">16 more</a></li>' in text


def _feedback(site: Path, incident: str, answers: int) -> None:
    rows = "".join(
        f"  - id: feedback-{number}\n    kind: rating\n    at: 2026-04-03T00:00:00Z\n    incident: {incident}\n"
        f"    question: clarity\n    answer: {5 if number else 1}\n"
        for number in range(answers)
    )
    message = f"  - id: feedback-m1\n    kind: message\n    at: 2026-04-03T00:00:00Z\n    incident: {incident}\n"
    (site / "content/feedback").mkdir()
    (site / "content/feedback/2026-04.yaml").write_text(f"feedback:\n{rows}{message}    text: Plover was late.\n")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (6, "Was it clear? 5 of 6 gave 4 or 5 out of 5: 83% (95% interval 44–97%)."),
        (4, "Was it clear? 4 answers, too few for a percentage."),
    ],
)
def test_ratings_stand_on_the_page_of_an_incident_that_is_over_and_no_message_does(
    tmp_path: Path, answers: int, words: str
) -> None:
    name = _incident(tmp_path, "2026-04-02", "queue")
    _feedback(tmp_path, name, answers)

    public = _build(tmp_path)

    told = _words(_text(public / "incidents" / name / "index.html"))
    assert words in told
    assert "from readers who chose to answer" in told
    found = [path for path in public.rglob("*") if path.is_file() and b"Plover" in path.read_bytes()]
    assert found == []


def test_while_an_incident_is_open_its_ratings_wait(tmp_path: Path) -> None:
    name = _incident(tmp_path, "2026-04-02", "queue")
    _feedback(tmp_path, name, 6)
    (tmp_path / "content/incidents" / name / "02-resolved.md").unlink()

    public = _part(tmp_path, "stories")

    assert "How readers rated" not in _text(public / "incidents" / name / "index.html")


def test_the_report_says_when_it_was_reviewed_by_whom_and_with_which_outcome(tmp_path: Path) -> None:
    roles = "  roles:\n    - incident_commander\n    - customer_advocate\n"
    review = f"review:\n  held_at: 2026-04-05T10:00:00Z\n{roles}  outcome: accepted with two changes\n"
    name = _incident(tmp_path, "2026-04-02", "queue", f"version: final\n{review}")

    text = _words(_text(_part(tmp_path, "stories") / "incidents" / name / "postmortem/index.html"))

    assert (
        "Review Reviewed on 5 April 2026 by the incident commander and the customer advocate: "
        "accepted with two changes." in text
    )

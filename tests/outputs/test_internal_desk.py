"""Internal pages say first what to do now, then what comes next; none of it changes a byte of the public part."""

import html
import re
from pathlib import Path

import pytest

from night import in_ci
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  language: {language}
components:
  - id: sign-in
    name: Sign-in
"""
FIRST = """\
---
stage: investigating
at: 2026-03-14T09:00:00Z
title: Sign-in fails
severity: major
components:
  sign-in: major_outage
playbook: sso
next_update: 15m
---
Signing in returns an error. We are finding out why.
"""
PLAYBOOK = """\
---
title: Heron sign-in
severity: major
incident_title: Sign-in {{what}}
questions:
  - Do all heron accounts fail?
owner: heron-team
version: "1"
review_by: 2027-01-01
variables:
  - {name: what, ask: What does it do?, default: fails}
prompts:
  investigating:
    - Since when has the heron failed?
  monitoring:
    - Is the heron back?
qa:
  - q: Is my heron safe?
    a: It {{what}} safely.
avoid:
  - heron cluster
exit_checks:
  - The heron sings
---
Look at the heron first.
"""
SIGNALS = """\
signals:
  - {at: 2026-03-14T09:05:00Z, incident: INCIDENT, source: tickets, count: 41, mood: -2, theme: When is heron back?}
  - {at: 2026-03-14T09:15:00Z, incident: INCIDENT, source: calls, count: 1, theme: when is heron back}
  - {at: 2026-03-14T09:15:00Z, incident: INCIDENT, source: social, count: 7, mood: 1, theme: Is my heron safe?}
"""
FILES = {
    "content/incidents/2026-03-14-sign-in/01-investigating.md": FIRST,
    "content/playbooks/sso.md": PLAYBOOK,
    "content/feedback/2026-03.yaml": SIGNALS.replace("INCIDENT", "2026-03-14-sign-in"),
}
PAGE = "internal/incidents/2026-03-14-sign-in/index.html"


def _build(root: Path, now: str = "09:20", language: str = "en", *, internal: bool = True, bare: bool = False) -> Path:
    for path, text in {"site.yaml": SITE.format(language=language), **FILES}.items():
        if bare and not path.startswith(("site", "content/incidents")):
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("playbook: sso\n", "") if bare else text)
    moment = parse_moment(f"2026-03-14T{now}:00Z")
    publication = publish_site(root, root.parent / "built", moment, None, lambda count: None, internal=internal)
    assert publication.problems == ()
    return root.parent / "built"


def _words(page: Path) -> str:
    main = page.read_text(encoding="utf-8").split("<main")[1].split("</main>")[0].partition(">")[2]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("desk") / "site")


@pytest.mark.parametrize("page", ["internal/index.html", PAGE])
def test_the_first_section_says_what_to_do_now_the_most_urgent_first(private: Path, page: str) -> None:
    first = _words(private / page).split("Do now")[1]

    update = first.index("Write it now, and say in it that it is late")
    asked = "41 tickets and 1 call are about \"when is heron back\", and no 'qa' answers it"
    assert update < first.index("the promised update is overdue") < first.index(asked)
    prepared = '7 posts are about "Is my heron safe?", and the page does not answer it'
    assert first.index(asked) < first.index("The playbook 'sso' has an answer") < first.index(prepared)
    text = (private / page).read_text(encoding="utf-8")
    assert text.index("Do now") == text.index("<h2>") + len("<h2>")


def test_what_may_wait_is_folded_below_what_may_not(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _build(site)
    playbook = site / "content/playbooks/sso.md"
    playbook.write_text(PLAYBOOK.replace("2027-01-01", "2026-01-01"))

    publish_site(
        site, tmp_path / "built", parse_moment("2026-03-14T09:20:00Z"), None, lambda count: None, internal=True
    )

    folded = _words(tmp_path / "built/internal/index.html").split("1 thing that can wait until nothing is open")
    assert "Write it now" in folded[0]
    assert folded[1].startswith(
        " Read it again, and set 'version' and 'review_by' sso : the playbook is past its review"
    )


def test_the_start_page_leads_from_each_reminder_to_its_incident(private: Path) -> None:
    assert '<a href="incidents/2026-03-14-sign-in/">2026-03-14-sign-in</a>' in (
        private / "internal/index.html"
    ).read_text(encoding="utf-8")


def test_criteria_that_the_clock_will_make_hold_are_told_with_their_minute(private: Path) -> None:
    ahead = _words(private / PAGE).split("Escalations ahead")[1].split("Playbook")[0]

    assert "Unless an update is published before then." in ahead
    assert "09:30 UTC, 14 March 2026 : E02 severity critical (Sign-in is fully down)" in ahead
    assert ahead.index("E02") < ahead.index("E06")


def test_what_the_stage_recommends_and_nobody_said_is_named(private: Path) -> None:
    wanted = _words(private / PAGE).split("Recommended at this stage and not said yet")[1].split("Playbook")[0]

    assert {"unknown", "actions"} <= set(re.findall(r"[\w.]+", wanted))


def test_the_playbook_says_what_this_stage_asks_with_its_places_filled(private: Path) -> None:
    guide = _words(private / PAGE).split("Playbook: Heron sign-in")[1].split("What customers ask")[0]

    assert "What this update should answer Since when has the heron failed?" in guide
    assert "When customers ask Is my heron safe? It fails safely." in guide
    assert "Words to avoid heron cluster" in guide
    assert "Before you resolve it The heron sings" in guide
    assert "Is the heron back?" not in guide


def test_signals_are_a_table_by_theme_and_a_picture_with_each_count_in_words(private: Path) -> None:
    text = (private / PAGE).read_text(encoding="utf-8")
    told = _words(private / PAGE).split("What customers ask")[1]

    assert "when is heron back 42 41 tickets, 1 call angry no" in told
    assert "Is my heron safe? 7 7 posts content playbook only" in told
    assert '<title id="signals-picture-title">Questions over time</title>' in text
    assert "09:05 UTC, 14 March 2026: 41; 09:15 UTC, 14 March 2026: 1;" in text


def test_what_is_counted_on_later_is_not_there_yet(tmp_path: Path) -> None:
    assert "What customers ask" not in _words(_build(tmp_path / "site", "09:04") / PAGE)


def test_where_nothing_is_due_it_says_so(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _build(site, "09:04")
    (site / "content/incidents/2026-03-14-sign-in/01-investigating.md").write_text(FIRST.replace("major", "minor", 1))

    publish_site(
        site, tmp_path / "built", parse_moment("2026-03-14T09:04:00Z"), None, lambda count: None, internal=True
    )

    assert "Do now Nothing is due." in _words(tmp_path / "built" / PAGE)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_in_another_language_reminders_are_marked_as_english(tmp_path: Path, language: str) -> None:
    page = (_build(tmp_path / "site", language=language) / PAGE).read_text(encoding="utf-8")

    assert '<b lang="en" dir="ltr">Write it now, and say in it that it is late</b>' in page


@in_ci
def test_neither_signals_nor_playbook_change_a_byte_of_the_public_part(tmp_path: Path) -> None:
    def tree(folder: Path) -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    private = tree(_build(tmp_path / "private" / "site"))
    public = tree(_build(tmp_path / "public" / "site", internal=False))
    bare = tree(_build(tmp_path / "bare" / "site", internal=False, bare=True))

    assert {path: data for path, data in private.items() if not path.startswith("internal/")} == public == bare
    assert not any(b"heron" in data.lower() for data in public.values())

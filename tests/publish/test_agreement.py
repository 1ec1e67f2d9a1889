"""What would contradict the facts of an update is never published; each contradiction names both files and the fact."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factory import at, course, incident, settings, stamp
from night import ALL, some
from statusladder.model.problem import Gate
from statusladder.model.site import Settings
from statusladder.publish.judgement import judge_site
from statusladder.publish.normalising import Strange
from statusladder.publish.pipeline import publish_site
from statusladder.views import embeds
from statusladder.views.core_lines import CoreFact, CoreLine, build_core_lines
from statusladder.views.embeds import Banner
from statusladder.views.story import Story
from statusladder.voice.voice import Voice, english

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 14, 9, 45, tzinfo=UTC)
FOLDER = "content/incidents/2026-03-14-sign-in"
PAGE, FEED, MANIFEST = "incidents/2026-03-14-sign-in/index.html", "incidents/2026-03-14-sign-in/feed.atom", "2026.json"
TEMPLATE = "themes/ours/templates/story.html:1"
SITE = """\
site: {name: Tern status, url: https://status.tern.example}
theme: ours
components:
  - {id: sign-in, name: Sign-in}
contacts:
  - {text: Desk, url: "https://help.tern.example/"}
"""
FIRST = """\
stage: investigating
at: 2026-03-14T09:01:00Z
title: Sign-in fails
severity: minor
components: {sign-in: major_outage}
started_at: 2026-03-14T08:55:00Z
impact: {symptom: An error page, share: 5-10%, basis: estimated}
customer_actions: none
workarounds: none
eta: unknown
next_update: 30m
"""
SECOND = """\
stage: identified
at: 2026-03-14T09:30:00Z
eta: {from: "2026-03-14T10:00:00Z", to: "2026-03-14T10:30:00Z", confidence: low, basis: a restart}
eta_reason: the cause is known
known: Passwords are safe
unknown: Why it fills up
actions: We move it
next_update: 30m
"""
THIRD = "stage: mitigating\nat: 2026-03-14T09:40:00Z\nprogress: {percent: 50, of: servers back}\nnext_update: 30m\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a theme of its own whose page of an incident is that of the default theme."""
    folder = tmp_path / "site"
    for number, (stage, keys) in enumerate(
        (("investigating", FIRST), ("identified", SECOND), ("mitigating", THIRD)), 1
    ):
        _write(folder / FOLDER / f"{number:02}-{stage}.md", f"---\n{keys}---\nWords.\n")
    _write(folder / "site.yaml", SITE)
    _write(folder / "themes/ours/theme.yaml", "name: ours\nextends: default\n")
    (folder / "themes/ours/templates").mkdir()
    shutil.copy(ROOT / "themes/default/templates/story.html", folder / "themes/ours/templates")
    return folder


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _disagreements(site: Path) -> list[str]:
    """What stops a build because files disagree; nothing is published then."""
    publication = publish_site(site, site.parent / "public", NOW, None, lambda count: None)
    found = [problem for problem in publication.problems if problem.code == "C023"]
    assert (publication.outcome is None) == bool(found)
    assert (site.parent / "public").exists() == (publication.outcome is not None)
    return [f"{problem.place} {problem.sentence}" for problem in sorted(found)]


def _change(site: Path, old: str, new: str) -> None:
    template = site / "themes/ours/templates/story.html"
    text = template.read_text(encoding="utf-8")
    assert old in text
    template.write_text(text.replace(old, new), encoding="utf-8")


def test_a_copy_of_the_default_template_agrees(site: Path) -> None:
    assert _disagreements(site) == []


DIGEST = ' data-facts="{{ story.digests[rung.id] }}"'
UPDATES = ("01-investigating", "02-identified", "03-mitigating")


@pytest.mark.parametrize("instead", some(["", ' data-facts=""', ' data-facts="{{ rung.id }}"'], by_day=1, in_ci=ALL))
def test_a_template_that_drops_the_digest_is_found(instead: str, site: Path) -> None:
    _change(site, DIGEST, instead)

    assert [line.partition(" ")[0] for line in _disagreements(site)] == [TEMPLATE] * 3


def test_what_a_template_drops_is_named_with_both_files(site: Path) -> None:
    _change(site, DIGEST, "")

    assert _disagreements(site) == [
        f"{TEMPLATE} {PAGE} lacks the digest of facts that manifest/2026.json has of '{name}'" for name in UPDATES
    ]


def test_a_template_with_the_digest_of_another_update_is_found(site: Path) -> None:
    _change(site, "story.digests[rung.id]", "story.digests[story.rungs[0].id]")

    assert _disagreements(site) == [
        f"{TEMPLATE} {PAGE} and manifest/2026.json have different digests of facts of '{name}'" for name in UPDATES[:2]
    ]


@pytest.mark.parametrize(
    "text", some(['{{ rung.at.text | replace("09:", "10:") }}', "9:15", "<b>15:00</b> UTC"], by_day=1, in_ci=ALL)
)
def test_a_template_that_shows_another_time_than_it_states_is_found(text: str, site: Path) -> None:
    _change(site, "{{ moment(rung.at) }}", f'<time datetime="{{{{ rung.at.stamp }}}}">{text}</time>')

    found = _disagreements(site)
    assert len(found) == 3
    assert all(line.startswith(f"{TEMPLATE} {PAGE} says '") for line in found)
    assert [line.partition("' of a time that is ")[2] for line in found] == [
        f"{time} UTC, as manifest/2026.json has it" for time in ("09:01", "09:30", "09:40")
    ] or text.startswith("{{")


def test_a_template_that_states_another_time_than_the_fact_is_found(site: Path) -> None:
    _change(site, "{{ moment(rung.at) }}", '<time datetime="2026-03-14T10:00:00Z">10:00 UTC</time>')

    assert _disagreements(site) == [
        f"{TEMPLATE} {PAGE} does not give {time} UTC, 14 March 2026 as the time of '{name}', as {FEED} does"
        for name, time in zip(UPDATES, ("09:01", "09:30", "09:40"), strict=True)
    ]


@pytest.mark.parametrize(
    "shown",
    some(
        [
            "{{ rung.full_at }}",
            "<time datetime={{ rung.at.stamp }}>{{ rung.full_at }}</time>",
            "<TIME title='x' datetime='{{ rung.at.stamp }}'><b>{{ rung.at.text }}</b></TIME>",
            '<time datetime="{{ rung.at.stamp }}">then</time>',
            "",
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_template_may_show_a_time_in_its_own_way(shown: str, site: Path) -> None:
    _change(site, "{{ moment(rung.at) }}", shown)
    if not shown:
        _change(site, "<li class=\"{{ 'rung'", "{{ moment(rung.at) }}<li class=\"{{ 'rung'")

    assert _disagreements(site) == []


def test_a_template_with_another_next_update_than_the_fact_is_found(site: Path) -> None:
    promise = '<time datetime="2026-03-14T11:00:00Z">Next update by 11:00 UTC</time>'
    _change(site, "{{ promise(story) }}", promise)
    _change(site, '<h3 class="soft">{{ story.next_update.text }}</h3>', "")

    assert _disagreements(site) == [
        f"{TEMPLATE} {PAGE} does not say 'Next update by 10:10 UTC', which embed/banner.json and the API do"
    ]


def test_updates_may_begin_with_the_oldest_but_are_in_one_order(site: Path) -> None:
    _change(
        site, "{{ told(story.rungs[0], true) }}", "{{ told(story.rungs[1], true) }}{{ told(story.rungs[0], true) }}"
    )
    _change(site, "{% for rung in story.rungs[1:] %}", "{% for rung in story.rungs[2:] %}")

    assert _disagreements(site) == [f"{TEMPLATE} {PAGE} has the updates in another order than {FEED}"]


@pytest.mark.parametrize(
    ("key", "text", "strange"),
    some(
        [
            ("core.recovery", "Recovery expected at 11:00 UTC: {estimate}", "11:00"),
            ("core.size", "Affected (of 99%): {size}", "99"),
            ("core.size", "Affected, 24/7: {size}", None),
            ("advice.none_at_all", "nothing for now; article 12 says how to prepare", None),
        ],
        by_day=1,
        in_ci=ALL,
    ),
)
def test_a_string_with_a_time_or_share_of_its_own_is_found(
    key: str, text: str, strange: str | None, site: Path
) -> None:
    with (site / "site.yaml").open("a") as opened:
        opened.write(f"strings:\n  {key}: '{text}'\n")

    found = _disagreements(site)
    assert bool(found) == (strange is not None)
    assert all(f"with '{strange}', which the facts of" in line and FEED in line for line in found)


@pytest.mark.parametrize(
    ("note", "key"),
    [
        ("We expect to be back between 12:00 and 13:00 UTC.", "eta"),
        ("Calls fail for 40 % of customers.", "impact.share"),
        ("Sign-in is slow.", "components.sign-in"),
    ],
)
def test_a_note_for_an_audience_that_differs_from_the_core_stops_a_check(note: str, key: str, site: Path) -> None:
    _write(site / FOLDER / "04-mitigating.md", f"---\n{THIRD.replace(':40:', ':44:')}{_note(note)}---\nWords.\n")

    problems = judge_site(site, NOW, Gate.CHECK).blocking(Gate.CHECK)

    (found,) = [problem for problem in problems if problem.code == "C010"]
    assert "in the note for 'developers' contradicts" in found.sentence
    assert f"'{key}'" in found.sentence


def _note(text: str) -> str:
    return f"audiences:\n  developers: {json.dumps(text)}\n"


def test_a_banner_of_older_facts_is_found(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(story: Story, known: Settings, voice: Voice) -> Banner:
        return replace(embeds.build_banner(story, known, voice), facts=story.digests["02-identified"])

    monkeypatch.setattr("statusladder.outputs.banner.build_banner", stale)

    assert _disagreements(site) == [
        "site.yaml:1 embed/banner.json and manifest/2026.json have different digests of facts of "
        "incidents/2026-03-14-sign-in/"
    ]


def test_a_theme_that_contradicts_the_facts_stops_all_even_where_the_rest_is_published(site: Path) -> None:
    _change(site, DIGEST, "")

    publication = publish_site(site, site.parent / "public", NOW, None, lambda count: None, keeps_going=True)

    assert publication.outcome is None
    assert {problem.code for problem in publication.problems} == {"C023"}


OPENING = {
    "stage": "investigating",
    "at": stamp("09:00"),
    "title": "Signing in fails",
    "severity": "major",
    "components": {"sign-in": "major_outage", "exports": "degraded_performance"},
    "impact": {"symptom": "An error", "share": "5-12%", "accounts": "1200", "basis": "measured"},
    "eta": {"from": stamp("09:30"), "to": stamp("10:00"), "confidence": "low", "basis": "a restart"},
    "contacts": ["Line 4, 07:00 to 19:00"],
    "next_update": "30m",
}


def _strange(*changed: CoreLine) -> list[tuple[str, str]]:
    """What is found in the core lines of an update, some of them changed."""
    (then,) = course(incident(OPENING), at("09:10")).as_published()
    voice = english(then.zone, then.now)
    instead = {line.fact: line for line in changed}
    core: Sequence[CoreLine] = [instead.get(line.fact, line) for line in build_core_lines(then, settings(), voice)]
    (update,) = then.communication.updates
    found = Strange(settings(), voice).find([update], {update.id: core})
    return [(line.fact.value, strange) for _, line, strange in found]


def test_core_lines_of_the_facts_have_nothing_strange() -> None:
    assert _strange() == []


def test_a_name_that_a_list_joins_to_its_and_is_no_strange_word(tmp_path: Path) -> None:
    """Arabic writes its word for and together with the name that follows it."""
    _write(
        tmp_path / "site/site.yaml",
        "site: {name: الحالة, url: https://status.tern.example, language: ar}\n"
        "components: [{id: a, name: الدخول}, {id: b, name: واجهة البرمجة}]\n",
    )
    notice = (
        "---\nstage: notice\nat: 2026-03-14T09:01:00Z\ntitle: بطء محتمل\nseverity: minor\n"
        "potential_impact: قد يبطئ كل شيء\ncomponents: {a: affected, b: affected}\n"
        "next_update: 30m\n---\nنراقب.\n"
    )
    _write(tmp_path / "site" / FOLDER / "01-notice.md", notice)

    assert _disagreements(tmp_path / "site") == []


@pytest.mark.parametrize(
    ("fact", "text", "strange"),
    [
        (CoreFact.STAGE, "Status: Monitoring, major outage", "Monitoring"),
        (CoreFact.STAGE, "Status: Investigating, partial outage", "partial"),
        (CoreFact.COMPONENTS, "Affected components: Sign-In (operational)", "operational"),
        (CoreFact.COMPONENTS, "Affected components: Search (major outage)", "Search"),
        (CoreFact.SIZE, "Affected: 5–13% of customers, measured", "13"),
        (CoreFact.SIZE, "Affected: 1,300 accounts, measured", "1,300"),
        (CoreFact.RECOVERY, "Recovery expected: 09:30 to 10:30 UTC, low confidence", "10:30"),
        (CoreFact.RECOVERY, "Recovery expected: 09:30 UTC, 15 March 2026", "15"),
        (CoreFact.NEXT_UPDATE, "Next update by 9:30 UTC", "9:30"),
        (CoreFact.CONTACT, "Urgent? Line 6, 07:00 to 19:00", "6"),
    ],
)
def test_a_figure_component_or_state_that_is_no_fact_is_found(fact: CoreFact, text: str, strange: str) -> None:
    assert (fact.value, strange) in _strange(CoreLine(fact, text))

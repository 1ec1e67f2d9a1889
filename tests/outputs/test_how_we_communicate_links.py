"""What the page "How we communicate" takes from site.yaml, how it is made, and where it is linked."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from night import in_ci
from policy_page import VOICE, WAITS, answers, items, page, sections, table, told, words
from some_outputs import publish_some
from statusladder.content.policies import read_preset
from statusladder.model.policy import POLICY_STAGES, Demand, FactName, Preset
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity, Stage
from statusladder.views.policy_words import say_language

ROOT = Path(__file__).parent.parent.parent
CHANGELOG = [
    {"version": "1", "date": "2025-06-02", "what": "The first rules"},
    {"version": "3", "date": "2026-02-09", "what": "Twice as often", "because": "Silence <hurts>"},
    {"version": "2", "date": "2025-11-30", "what": "Reports."},
]


def settings(site: dict[str, Any] | None = None, **parts: Any) -> Settings:
    rows = {"site": {"name": "Tern", "url": "https://status.tern.example", **(site or {})}, "components": []}
    return Settings.model_validate({**rows, **parts})


def test_the_changes_of_the_rules_are_told_newest_first() -> None:
    text = page(settings=settings(ladder={"policy_version": "3", "changelog": CHANGELOG, "review_by": "2026-09-01"}))

    changes = words(sections(text)["changes"].partition("<dl")[2])
    assert changes.partition("> ")[2] == (
        "3 9 February 2026 Twice as often. Why: Silence <hurts>."
        " 2 30 November 2025 Reports. 1 2 June 2025 The first rules."
    )
    assert "Version 3 of our communication policy, 9 February 2026. Next review: 1 September 2026." in words(text)


def test_a_change_that_readers_caused_says_by_how_many_of_them_and_names_no_message() -> None:
    because = "feedback-3, feedback-4 and feedback-9 in May"
    changelog = [{"version": "1", "date": "2025-06-02", "what": "Twice as often", "because": because}]

    text = page(settings=settings(ladder={"policy_version": "1", "changelog": changelog}))

    assert "Twice as often. Why: Feedback from 3 readers in May." in words(text)
    assert "feedback-" not in text


def test_a_site_that_states_nothing_has_a_page_without_gaps() -> None:
    text = page(settings=settings())

    parts = sections(text)
    assert "changes" not in parts
    assert "of our communication policy" not in words(text)
    assert words(parts["reach-us"]) == "How to reach us Get updates without checking this page: Subscribe."
    assert "ask us first" in parts["reports"]
    assert not re.findall(r"<(ul|dl|ol|p|dd|li)\b[^>]*>\s*</\1>", text)


def test_customers_read_how_to_reach_us_and_under_which_terms_the_lessons_are() -> None:
    site = {"support": "https://help.tern.example/", "licence": {"text": "CC BY 4.0", "url": "https://cc.example/by"}}
    contacts = [{"text": "Urgent desk", "url": "tel:+351 210 000"}, "Your account manager"]
    text = sections(page(settings=settings(site, contacts=contacts)))

    assert items(text["reach-us"]) == ["Urgent desk", "Your account manager"]
    assert '<a href="tel:+351 210 000" dir="auto">Urgent desk</a>' in text["reach-us"]
    assert '<a href="https://help.tern.example/">Tell us what you see</a>' in text["reach-us"]
    assert 'under <a href="https://cc.example/by" dir="auto">CC BY 4.0</a>.' in text["reports"]
    plain = sections(page(settings=settings({"licence": "the terms of our wiki"})))["reports"]
    assert "lessons under the terms of our wiki." in words(plain)


def test_the_table_of_reach_is_followed_by_which_channels_say_less_and_when() -> None:
    channels = [
        {"id": "list", "kind": "email", "name": "Email list"},
        {"id": "texts", "kind": "sms", "quiet": "22:00-07:00"},
        {"id": "room", "kind": "chat", "when": "severity", "quiet": "20:00-08:00 Europe/Lisbon"},
        {"id": "posts", "kind": "social", "audience": "staff", "quiet": "01:00-02:00"},
        {"id": "desk", "kind": "accounts"},
        # Its line is there while the incident is open, whenever it speaks.
        {"id": "app", "kind": "banner", "when": "stage", "quiet": "01:00-02:00"},
    ]
    audiences = [{"id": "staff", "name": "Staff", "public": False}]

    told = words(sections(page(settings=settings(channels=channels, audiences=audiences)))["reach"])

    assert told.endswith(
        "An incident follows the row of its current severity. When severity goes up."
        " Anyone told about an incident is kept informed until it ends, even if its severity goes down."
        " Scheduled maintenance: status page, feeds, Email list and chat."
        " SMS: only the first and last updates, and those that change the stage."
        " Chat: only the first and last updates, and those that change the severity."
        " SMS: no updates from 22:00 to 07:00 (minor and informational)."
        " Chat: no updates from 20:00 to 08:00, Europe/Lisbon (minor and informational)."
    )


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((), "status page and feeds"),
        (("sms", "desk"), "status page, feeds and texts to your phone"),
        (("posts",), "status page and feeds"),
    ],
)
def test_customers_read_where_maintenance_is_announced_and_nothing_of_what_only_some_may_know(
    named: tuple[str, ...], said: str
) -> None:
    channels = [
        {"id": "texts", "kind": "sms", "name": "texts to your phone"},
        {"id": "desk", "kind": "support"},
        {"id": "posts", "kind": "social", "audience": "staff"},
    ]
    whole = settings(channels=channels, audiences=[{"id": "staff", "name": "Staff", "public": False}])
    policy = read_preset(Preset.STATUSLADDER).model_copy(update={"maintenance_reach": named})

    assert f" Scheduled maintenance: {said}." in words(sections(page(policy, settings=whole))["reach"])


def test_the_table_of_reach_says_at_which_stages_others_sign() -> None:
    owners: dict[Stage, dict[Severity, str | None]] = {
        stage: dict.fromkeys(Severity, "scribe" if stage is Stage.MONITORING else "communications_lead")
        for stage in POLICY_STAGES
    }
    policy = read_preset(Preset.STATUSLADDER).model_copy(update={"owners": owners})

    rows = table(sections(page(policy))["reach"], "Who is told, where, how often, and who signs")

    assert rows["Minor"][-1] == "Communications lead; Monitoring: Scribe"
    assert rows["Major"][-1] == (
        "Communications lead, approved by the incident commander first if there is time;"
        " Monitoring: Scribe, approved by the incident commander first if there is time;"
        " Resolved: approved by the incident commander before it is published"
    )


def test_people_who_talk_to_an_audience_that_is_not_public_are_not_among_those_who_are_told() -> None:
    def told(**audience: str) -> str:
        channels = [{"id": "desk", "kind": "accounts", **audience}]
        audiences = [{"id": "staff", "name": "Staff", "public": False}]
        return sections(page(settings=settings(channels=channels, audiences=audiences)))["reach"]

    assert "affected accounts" in told()
    assert "affected accounts" not in told(audience="staff")


def test_roles_are_called_as_the_site_calls_them() -> None:
    roles = [{"id": "scribe", "name": "note keeper"}, {"id": "duty", "name": "Duty lead"}]

    told = items(sections(page(settings=settings(roles=roles)))["who"])

    assert told[-3:] == [
        "Note keeper: keeps the record",
        "Executive sponsor: signs updates on critical incidents, and is named only with consent",
        "Duty lead",
    ]


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "English"), ("pt-BR", "Portuguese (pt-BR)"), ("de", "German"), ("gsw", "gsw"), ("gsw-CH", "gsw-CH")],
)
def test_the_language_is_called_by_its_name(tag: str, name: str) -> None:
    assert say_language(tag, VOICE) == name
    assert f"We write in {name}." in sections(page(settings=settings({"language": tag})))["language"]


@pytest.mark.parametrize("preset", [Preset.SMALL_TEAM, Preset.TINY])
def test_where_nobody_approves_and_no_role_is_named_the_page_says_that_and_names_none(preset: Preset) -> None:
    text = sections(page(read_preset(preset)))["who"]

    assert items(text) == ["Written by the responder.", "No approval needed."]
    assert text.count("<dt>") == 1
    for key in ("policy.roles", "policy.roles_speak"):
        assert f">{VOICE.say(key)}<" not in text


OWN_RULES = """\
site: {name: Tern, url: "https://status.tern.example"}
components: []
ladder:
  cadence:
    major: {investigating: 25m}
  facts:
    cause:
      identified: {critical: required}
  owners:
    notice: {minor: scribe}
  approvers:
    resolved: {major: none}
"""


def test_what_a_site_states_in_its_settings_is_on_its_page(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(OWN_RULES)
    publish_some(tmp_path, tmp_path / "x", datetime(2026, 3, 14, tzinfo=UTC), "how_we_communicate")
    text = (tmp_path / "x/how-we-communicate/index.html").read_text()

    cause, both = FactName.CAUSE, (Severity.CRITICAL, Severity.MAJOR)
    assert table(sections(text)["how-often"], WAITS)["Investigating"] == ["15 min", "25 min", "1 h", "4 h"]
    demands = [told(text)[cause, Stage.IDENTIFIED, severity] for severity in both]
    assert demands == [Demand.REQUIRED, Demand.RECOMMENDED]
    assert answers(text)[Stage.NOTICE, Severity.MINOR][0] == "written by the scribe."
    assert answers(text)[Stage.NOTICE, Severity.MAJOR][0] == "written by the communications lead."
    assert answers(text)[Stage.RESOLVED, Severity.MAJOR][1] == "no approval needed."


@pytest.mark.parametrize("theme", ["default", "beacon"])
def test_tables_say_what_they_are_and_no_key_of_the_policy_is_shown(theme: str) -> None:
    text = page(theme=theme)

    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    assert [table.count("<caption") for table in tables] == [1] * 5
    assert all(f"<t{part}" not in table.replace('<th scope="', "") for table in tables for part in ("h>", "h "))
    seen = words(re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL))
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b|\bE\d\d\b|\bimpact\.|\bNone\b|timedelta", seen)


def test_another_theme_changes_no_word_of_the_rules() -> None:
    assert sections(page(theme="beacon")) == sections(page())


def test_every_page_leads_there_and_an_open_incident_beside_its_promise(demo: Path) -> None:
    for path in demo.rglob("index.html"):
        footer = path.read_text().partition("<footer>")[2]
        assert re.search(r'<a href="[./]*(how-we-communicate/)?">How we communicate</a>', footer), path
    incidents = {path.parent.name: path.read_text() for path in demo.glob("incidents/*/index.html")}
    assert [name for name, text in incidents.items() if "#how-often" in text] == ["2026-03-14-sign-in-fails"]
    promise = incidents["2026-03-14-sign-in-fails"].partition('<li class="next">')[2].partition("</li>")[0]
    assert '<a href="../../how-we-communicate/#how-often">How often we post updates</a>' in promise
    assert "https://status.harbourline.example/how-we-communicate/" in (demo / "sitemap.xml").read_text()


@in_ci
def test_the_page_is_the_same_whatever_the_clock_says(demo: Path, tmp_path: Path) -> None:
    publish_some(ROOT, tmp_path / "x", datetime(2026, 3, 20, tzinfo=UTC), "how_we_communicate")

    def main(folder: Path) -> str:
        return (folder / "how-we-communicate/index.html").read_text().partition("<main")[2].partition("</main>")[0]

    assert main(tmp_path / "x") == main(demo)
    assert "Version 2026-01 of our communication policy" in main(demo)

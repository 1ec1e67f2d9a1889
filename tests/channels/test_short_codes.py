"""A message that is too long, or lacks what each has to say, has a problem of its own and is not to be sent."""

import json
from pathlib import Path

import pytest

from in_process import run

SITE = """
site: {{name: {name}, url: "{url}", language: {language}}}
components: [{{id: cards, name: Card payments}}]
ladder: {{reach: {{critical: {{investigating: [sms, social, webhook]}}}}}}
channels:
  - {{id: sms, kind: sms}}
  - {{id: social, kind: social}}
  - {{id: push, kind: webhook}}
strings: {{{strings}}}
"""
UPDATE = """---
title: {title}
severity: critical
stage: investigating
at: 2026-03-14T09:00:00Z
next_update: 2026-03-14T09:15:00Z
components: {{cards: major_outage}}
impact: {{symptom: Every card payment is declined}}
---
Every card payment is declined. We are looking for the cause.
"""
NOW = "2026-03-14T09:05:00Z"


def messages_of(
    folder: Path,
    *,
    name: str = "Tern",
    url: str = "https://status.tern.example",
    title: str = "No card can be charged",
    strings: str = "",
    language: str = "en",
) -> tuple[str, dict[str, str]]:
    """What `messages` says of a site in which cards cannot be charged, and the files by their names."""
    incident = folder / "content" / "incidents" / "2026-03-14-cards"
    incident.mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE.format(name=name, url=url, strings=strings, language=language))
    (incident / "01-investigating.md").write_text(UPDATE.format(title=title))
    done = run("messages", "--incident", "2026-03-14-cards", "-o", "out", "--now", NOW, cwd=folder)
    files = {file.name: file.read_text() for file in (folder / "out").rglob("*.*")}
    assert done.returncode == (1 if "X00" in done.stderr else 0), done.stderr
    return done.stderr, files


def silenced(files: dict[str, str]) -> dict[str, object]:
    return {row["channel"]: row["silent"] for row in json.loads(files["routes.json"])["routes"] if row["silent"]}


def test_a_short_site_has_no_problem(tmp_path: Path) -> None:
    said, files = messages_of(tmp_path)

    assert "X0" not in said
    assert silenced(files) == {}
    assert files["sms.txt"].split("\n") == [
        "Tern",
        "Investigating: No card can be charged",
        "Affected components: Card payments (major outage)",
        "Next update by 09:15 UTC",
        "https://status.tern.example/",
    ]


def test_a_name_of_a_site_that_leaves_no_room_makes_every_short_text_too_long(tmp_path: Path) -> None:
    said, files = messages_of(tmp_path, name="Tern " * 150)

    assert [code for code in ("X001", "X002", "X003", "X004") if code in said] == ["X001", "X002", "X003", "X004"]
    assert "the post counts" in said
    assert silenced(files) == {"sms": "beyond_limit", "social": "beyond_limit"}
    assert "2026-03-14-cards/01-investigating: push.\n" in said


@pytest.mark.parametrize(
    ("strings", "sentence"),
    [
        (f"stage.investigating: {'Looking ' * 7}", "the title of the notification has 55 characters, of 50 at most"),
        (
            f"next_update.by: '{{time}} {'or so ' * 30}'",
            "the text of the notification has 189 characters, of 178 at most",
        ),
    ],
)
def test_a_string_of_a_site_can_make_a_notification_too_long(tmp_path: Path, strings: str, sentence: str) -> None:
    said, files = messages_of(tmp_path, strings=strings)

    assert "X008" in said
    assert sentence in said
    assert silenced(files)["push"] == "beyond_limit"


def test_an_address_that_fills_the_payload_makes_a_notification_too_long(tmp_path: Path) -> None:
    said, files = messages_of(tmp_path, url=f"https://status.tern.example/{'a' * 4000}")

    assert "X008" in said
    assert len(files["push.json"].encode()) > 4096


@pytest.mark.parametrize(
    ("strings", "what"),
    [
        ("message.lead: '{title}'", "the word of its stage"),
        ("next_update.by: We will be back soon", "the time that counts"),
    ],
)
def test_a_string_that_has_lost_a_value_is_missed_in_every_short_text(tmp_path: Path, strings: str, what: str) -> None:
    said, files = messages_of(tmp_path, strings=strings)

    assert f"the short text does not say {what}" in said
    assert silenced(files) == {"sms": "beyond_limit", "social": "beyond_limit", "push": "beyond_limit"}


def test_a_lead_without_a_title_is_missed_where_no_component_is_named(tmp_path: Path) -> None:
    said, _ = messages_of(tmp_path, strings="message.lead: '{stage}', core.components.now: Something")

    assert "X009" in said
    assert "the short text does not say what is affected" in said


@pytest.mark.parametrize(
    ("language", "lead"),
    [("en", "Investigating: No card"), ("de", "Wird untersucht: No card"), ("ar", "قيد التحقيق: No card")],
)
def test_a_text_in_each_language_says_what_it_has_to(tmp_path: Path, language: str, lead: str) -> None:
    said, files = messages_of(tmp_path, language=language)

    assert "X0" not in said
    assert lead in files["x.txt"].translate(dict.fromkeys(range(0x2066, 0x206A)))
    assert "09:15 UTC" in files["x.txt"]
    assert "09:15 UTC" in json.loads(files["push.json"])["body"]

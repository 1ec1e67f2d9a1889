"""A correction is a message of its own: chats say what was wrong and what is right, and programs learn its kind."""

import json
from email import message_from_bytes
from pathlib import Path

import pytest

import in_process
from published_site import CORRECTION, FIRST, NOW, ONE, SITE, write

CHANNELS = """\
channels:
  - {id: slack, kind: chat}
  - {id: hook, kind: webhook}
  - {id: board, kind: executive}
  - {id: texts, kind: sms, when: every}
  - {id: list, kind: email}
ladder:
  reach:
    major: {investigating: [chat, webhook, executive, sms, email]}
"""
WRONG = CORRECTION.format(field="impact.share", was="5-9%", now="2-3%")
SAID = "corrected the share affected from “5-9%” to “2-3%”"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The messages about an update and its correction."""
    folder = tmp_path_factory.mktemp("corrected")
    first = FIRST.replace("severity: minor", "severity: major").replace(
        "late\nunknown", "late\n  share: 2-3%\n  basis: measured\nunknown"
    )
    write(folder, {"site.yaml": SITE + CHANNELS, ONE: first.replace("eta: unknown\n", f"eta: unknown\n{WRONG}")})
    return _messages(folder, "out")


def _messages(site: Path, into: str) -> Path:
    command = ("messages", "--incident", "exports-late", "--now", NOW, "--site", str(site), "-o", str(site / into))
    done = in_process.run(*command)
    assert done.returncode == 0, done.stderr
    return site / into


def _folder(corrected: Path, channel: str) -> Path:
    (found,) = corrected.glob(f"*/*correction*/{channel}")
    return found


@pytest.mark.parametrize("name", ["slack/slack.json", "slack/teams.json", "slack/chat.md", "board/brief.md"])
def test_each_message_says_what_was_wrong_and_what_is_right(corrected: Path, name: str) -> None:
    channel, file = name.split("/")
    text = (_folder(corrected, channel) / file).read_text(encoding="utf-8").replace("\\", "")

    assert "Correction: Exports are late" in text
    assert SAID in text
    assert "We had counted some twice" in text


def test_a_correction_asks_executives_for_no_decision(corrected: Path) -> None:
    brief = (_folder(corrected, "board") / "brief.md").read_text(encoding="utf-8")

    assert "## Impact" in brief
    assert "Decisions" not in brief
    assert "approv" not in brief


def test_programs_learn_that_it_is_a_correction_of_which_update(corrected: Path) -> None:
    payload = json.loads((_folder(corrected, "hook") / "webhook.json").read_text(encoding="utf-8"))

    assert payload["type"] == "correction"
    assert payload["update"] == "01-investigating"
    assert payload["id"] != payload["update"]
    assert SAID in payload["text"]


def test_a_text_message_takes_another_part_to_say_what_is_corrected(corrected: Path) -> None:
    text = (_folder(corrected, "texts") / "sms.txt").read_text(encoding="utf-8")

    assert SAID.translate({ord(sign): '"' for sign in "“”"}) in text


def test_an_email_keeps_its_id_when_an_older_correction_joins(corrected: Path) -> None:
    site = corrected.parent
    text = (site / ONE).read_text(encoding="utf-8")
    added = CORRECTION.format(field="impact.symptom", was="Exports fail", now="Exports come late")
    older = added.removeprefix("corrections:\n").replace("11:00", "09:30")
    assert older != added
    (site / ONE).write_text(text.replace("corrections:\n", f"corrections:\n{older}"), encoding="utf-8")

    ids = {path: message_from_bytes(path.read_bytes())["Message-ID"] for path in corrected.glob("*/*/list/message.eml")}
    later = [message_from_bytes(path.read_bytes()) for path in _messages(site, "later").glob("*/*/list/message.eml")]

    assert len(ids) == 2
    assert set(ids.values()) < {mail["Message-ID"] for mail in later}
    assert len({mail["Message-ID"] for mail in later}) == len(later) == 3

"""A correction is a message of its own: chats say what was wrong and what is right, and programs learn its kind."""

import json
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
ladder:
  reach:
    major: {investigating: [chat, webhook, executive, sms]}
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
    done = in_process.run(
        *("messages", "--incident", "exports-late", "--now", NOW, "--site", str(folder), "-o", str(folder / "out"))
    )
    assert done.returncode == 0, done.stderr
    return folder / "out"


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

"""Cards of chat messages are read from the files that are sent; what is of another make is shown as it is."""

import json

import pytest

from statusladder.publish.message_cards import Card, Piece, read_card

LINK = "https://status.tern.example/?a=1&b=2"
SLACK = {
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Identified: A &amp; B"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "First &lt;line&gt;\n*Next update by 10:00 UTC*"}},
        {"type": "divider"},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": f"<{LINK.replace('&', '&amp;')}|View &gt;>"}]},
        {"type": "context", "elements": [{"type": "plain_text", "text": "*Tern* status"}]},
    ]
}
TEAMS = {
    "attachments": [
        {
            "content": {
                "body": [
                    {"type": "Container", "items": [{"type": "TextBlock", "text": "Identified"}]},
                    {
                        "type": "RichTextBlock",
                        "inlines": [
                            {"type": "TextRun", "text": "See ", "weight": "Bolder"},
                            {"type": "TextRun", "text": "here", "selectAction": {"url": "javascript:alert(1)"}},
                        ],
                    },
                    {"type": "FactSet", "facts": [{"title": "Severity", "value": "Major"}]},
                ],
                "actions": [{"type": "Action.OpenUrl", "title": "View", "url": LINK}],
            }
        }
    ]
}


def test_a_message_for_slack_is_read_as_slack_shows_it() -> None:
    assert read_card("slack.json", json.dumps(SLACK).encode()) == Card(
        "Slack",
        "Identified: A & B",
        (
            (Piece("First <line>"),),
            (Piece("Next update by 10:00 UTC", is_strong=True),),
            (Piece("View >", LINK),),
        ),
        ((Piece("*Tern* status"),),),
    )


def test_a_message_for_teams_is_read_as_teams_shows_it() -> None:
    assert read_card("teams.json", json.dumps(TEAMS).encode()) == Card(
        "Microsoft Teams",
        "Identified",
        (
            (Piece("See ", is_strong=True), Piece("here", "javascript:alert(1)")),
            (Piece("Severity ", is_strong=True), Piece("Major")),
            (Piece("View", LINK, is_strong=True),),
        ),
    )


def test_only_addresses_of_the_web_become_links() -> None:
    assert (Piece("here", "javascript:alert(1)").link, Piece("here").link, Piece("here", LINK).link) == (
        None,
        None,
        LINK,
    )


@pytest.mark.parametrize("name", ["slack.json", "teams.json", "push.json"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"null", b"{}", b'{"blocks": 1}', b'{"attachments": []}', b'{"title": 1, "body": 2}']
)
def test_what_is_of_another_make_has_no_card(name: str, data: bytes) -> None:
    assert read_card(name, data) is None


def test_what_is_no_message_of_a_chat_has_none_either() -> None:
    assert read_card("webhook.json", json.dumps(SLACK).encode()) is None

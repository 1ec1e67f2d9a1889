"""What each channel says at each stage and severity is as somebody read it last: a change of it is a diff to be read.

`make golden` writes the files anew. Short because the files say all else.
"""

import json

import pytest

from golden_messages import FOLDER, golden_messages

REFRESH = "run `make golden` and read the difference"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return golden_messages()


def test_every_message_of_the_demo_is_as_it_was_read(made: dict[str, bytes]) -> None:
    kept = {file.relative_to(FOLDER).as_posix(): file.read_bytes() for file in FOLDER.rglob("*") if file.is_file()}

    assert sorted(kept) == sorted(made), REFRESH
    assert [path for path in made if made[path] != kept[path]] == [], REFRESH


def test_each_kind_of_update_of_the_demo_is_among_them(made: dict[str, bytes]) -> None:
    kinds = {path.partition("/")[0] for path in made}
    severe = {f"{stage}-critical" for stage in ("investigating", "identified", "mitigating", "monitoring", "resolved")}

    assert severe | {"scheduled-maintenance", "completed-maintenance"} <= kinds
    assert json.loads(made["identified-critical/webhook/push.json"])["stage"] == "identified"


@pytest.mark.parametrize("name", ["sms/sms.txt", "social/x.txt", "social/bluesky.txt", "webhook/push.json"])
def test_while_we_only_watch_a_short_text_says_when_the_impact_ended(name: str, made: dict[str, bytes]) -> None:
    assert b"Impact ended: 13:52 UTC" in made[f"monitoring-critical/{name}"]
    assert b"30\xe2\x80\x9340%" not in made[f"monitoring-critical/{name}"]

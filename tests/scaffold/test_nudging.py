"""The workflow that reminds the team: one issue as long as there is anything, and no word of what is embargoed."""

import json
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from night import in_ci
from runner import INCIDENT, STAND_INS, Host, NewHost, git

NOTICE = f"{INCIDENT}/01-investigating.md"
"""The example begins at 10:05 on 14 March 2026, and promises the next update within an hour."""

PLAYBOOK = """\
---
title: Search
severity: minor
incident_title: Search finds nothing
questions: Does it find anything?
owner: platform
version: "1"
review_by: 2026-03-01
---
Ask first.
"""


@pytest.fixture
def host(new_host: NewHost) -> Host:
    return new_host("github-pages")


def _run(host: Host, clock: str) -> None:
    host.moment = int(datetime.fromisoformat(f"2026-03-14T{clock}:00Z").timestamp())
    host.run_workflow("nudge.yml")


def _issues(host: Host) -> list[dict[str, Any]]:
    store = host.folder / "issues.json"
    issues: list[dict[str, Any]] = json.loads(store.read_text()) if store.exists() else []
    return issues


def _publish(author: Path, name: str, text: str) -> None:
    (author / name).parent.mkdir(parents=True, exist_ok=True)
    (author / name).write_text(text)
    git(author, "add", ".")
    git(author, "commit", "--quiet", "--message", "Told")
    git(author, "push", "--quiet", "origin", "main")


def _clear_debt(author: Path) -> None:
    """The example, with nothing that it still owes."""
    text = (author / NOTICE).read_text()
    _publish(author, NOTICE, text.replace("next_update", "eta: unknown\nunknown:\n  - Why\nnext_update"))


def test_no_issue_is_opened_while_nothing_is_late(host: Host, author: Path) -> None:
    _clear_debt(author)

    _run(host, "10:30")

    assert _issues(host) == []
    assert "waiting  2026-03-14-example  next update promised for 11:05 UTC" in host.summary.read_text()


def test_a_late_update_opens_one_issue_that_stays_one(host: Host, author: Path) -> None:
    _clear_debt(author)

    for clock in ("11:10", "11:20"):
        _run(host, clock)

    (issue,) = _issues(host)
    assert (issue["title"], issue["state"]) == ("Status page reminders", "open")
    assert "the promised update is overdue, since 11:05 UTC, 14 March 2026." in issue["body"]
    assert issue["comments"] == []
    assert sum("issue edit" in line for line in host.asked.read_text().splitlines()) == 0


@in_ci
def test_what_comes_to_it_is_a_comment_and_the_body_is_all_of_it(host: Host, author: Path) -> None:
    _clear_debt(author)
    _run(host, "11:10")

    _run(host, "12:10")  # twice the hour has passed

    (issue,) = _issues(host)
    assert "by more than a whole interval" in issue["body"]
    assert len(issue["comments"]) == 1
    assert "E09 2 updates in a row are overdue" in issue["comments"][0]
    assert "### Overdue" not in issue["comments"][0]  # it was there before


TEAMS = """
teams:
  - {id: care, name: Customer care, codeowners: "@tern/care"}
  - {id: platform, name: Platform, codeowners: "@tern/platform"}
roles:
  - {id: communications_lead, name: Communications lead, team: care}
  - {id: incident_commander, name: Incident commander, team: platform}
"""


@in_ci
def test_the_issue_mentions_who_has_to_act_and_a_comment_only_who_has_something_new(host: Host, author: Path) -> None:
    _clear_debt(author)
    _publish(author, "site.yaml", (author / "site.yaml").read_text() + TEAMS)
    _run(host, "11:10")
    opened = _issues(host)[0]["body"]

    for clock in ("12:10", "12:20"):  # at the first, two updates are missing
        _run(host, clock)

    (issue,) = _issues(host)
    (comment,) = issue["comments"]
    assert "(Customer care, @tern/care)" in opened
    assert "@tern/platform" not in opened
    assert "E09 2 updates in a row are overdue" in comment
    assert "(Platform, @tern/platform)" in comment


@in_ci
def test_what_is_no_longer_waited_for_notifies_nobody(host: Host, author: Path) -> None:
    _clear_debt(author)
    _publish(author, "site.yaml", (author / "site.yaml").read_text() + TEAMS)
    _publish(author, "content/playbooks/old.md", PLAYBOOK)
    _run(host, "11:10")
    assert "@tern/platform" in _issues(host)[0]["body"]

    _publish(author, "content/playbooks/old.md", PLAYBOOK.replace("2026-03-01", "2027-03-01"))
    _run(host, "11:20")

    (issue,) = _issues(host)
    assert "@tern/platform" not in issue["body"]
    assert issue["comments"] == []


def test_markup_and_commands_in_a_title_stay_text(host: Host, author: Path) -> None:
    _clear_debt(author)
    title = "Ask @tern/all ::error::now <details> ``` [x](https://evil.example) $(id)"
    _publish(author, "content/playbooks/old.md", PLAYBOOK.replace("owner: platform", f"owner: '{title}'"))

    _run(host, "11:10")

    (issue,) = _issues(host)
    assert "@tern/all" not in issue["body"]
    assert r"::error::now \<details\> \`\`\` \[x\]" in issue["body"]
    assert not any(line.startswith("::") for line in issue["body"].splitlines())
    assert "::error::now" not in host.log[-1]


@in_ci
def test_the_issue_closes_when_nothing_is_left_and_another_opens_later(host: Host, author: Path) -> None:
    _clear_debt(author)
    _run(host, "11:10")
    text = "---\nstage: investigating\nat: 2026-03-14T11:15:00Z\nno_change: true\nnext_update: 60m\n---\n"
    text += "We promised this for 11:05 UTC and are late. We ruled out the network.\n"
    _publish(author, f"{INCIDENT}/02-investigating.md", text)

    _run(host, "11:20")
    closed = _issues(host)
    _run(host, "12:20")

    assert [(issue["state"], issue["comments"]) for issue in closed] == [
        ("closed", ["Nothing is late, owed or past its day."])
    ]
    assert [issue["state"] for issue in _issues(host)] == ["closed", "open"]


@in_ci
def test_content_that_cannot_be_read_fails_the_run_and_leaves_the_issue(host: Host, author: Path) -> None:
    _clear_debt(author)
    _run(host, "11:10")
    _publish(author, "site.yaml", "site: [\n")

    with pytest.raises(AssertionError, match="nothing can be told"):
        _run(host, "11:20")

    assert [issue["state"] for issue in _issues(host)] == ["open"]


def test_in_a_public_repository_nothing_embargoed_is_named(host: Host, author: Path) -> None:
    _clear_debt(author)
    settings = (author / "site.yaml").read_text()
    _publish(author, "site.yaml", settings.replace("site:\n", "site:\n  repository: public\n"))
    hole = "content/incidents/2026-03-14-hole/01-investigating.md"
    (author / hole).parent.mkdir()
    text = (author / NOTICE).read_text().replace("Example: pages load slowly", "A hole in the sign-in page")
    _publish(author, hole, text.replace("severity", "kind: security\nembargoed_until: 2026-03-20T00:00:00Z\nseverity"))

    _run(host, "11:10")

    (issue,) = _issues(host)
    assert "2026-03-14-example" in issue["body"]
    assert "Not named, since the repository is public: 1." in issue["body"].replace("\r\n", " ")
    told = issue["body"] + host.summary.read_text() + host.asked.read_text()
    assert "hole" not in told


def _publish_hole(author: Path, name: str) -> str:
    """An embargoed incident, whose next update is promised for 11:05; the path of its folder."""
    folder = f"content/incidents/2026-03-14-{name}"
    text = (author / NOTICE).read_text().replace("Example: pages load slowly", f"A hole: {name}")
    embargo = "kind: security\nembargoed_until: 2026-03-20T00:00:00Z\nseverity"
    _publish(author, f"{folder}/01-investigating.md", text.replace("severity", embargo))
    return folder


@in_ci
def test_more_that_may_not_be_named_is_news_and_less_is_none(host: Host, author: Path) -> None:
    _clear_debt(author)
    settings = (author / "site.yaml").read_text()
    _publish(author, "site.yaml", settings.replace("site:\n", "site:\n  repository: public\n"))
    hole = _publish_hole(author, "hole")
    _run(host, "11:10")

    _publish_hole(author, "gap")
    _run(host, "11:12")
    (comment,) = _issues(host)[0]["comments"]
    text = (
        "---\nstage: investigating\nat: 2026-03-14T11:13:00Z\nno_change: true\nnext_update: 60m\n---\nStill looking.\n"
    )
    _publish(author, f"{hole}/02-investigating.md", text)
    _run(host, "11:15")

    (issue,) = _issues(host)
    assert comment.strip() == "Not named, since the repository is public: 2."
    assert "Not named, since the repository is public: 1." in issue["body"]
    assert issue["comments"] == [comment]


@in_ci
@pytest.mark.parametrize(("clock", "calls"), [("10:30", False), ("11:10", True)])
def test_a_machine_of_ones_own_calls_somebody_when_something_is_late(
    clock: str, calls: bool, host: Host, author: Path, how_to: Callable[[str], str], tmp_path: Path
) -> None:
    (line,) = re.findall(r"^\*/2 \* \* \* \*  (.*)$", how_to("keep-the-promises.md"), re.MULTILINE)
    command = line.replace("/srv/site", str(author)).replace("/tmp/due.txt", str(tmp_path / "due.txt"))
    called = tmp_path / "bin" / "page-on-call"
    called.parent.mkdir()
    called.write_text(f"#!/bin/sh\ncat > {tmp_path / 'call.txt'}\n")
    called.chmod(0o755)
    host.moment = int(datetime.fromisoformat(f"2026-03-14T{clock}:00Z").timestamp())

    path = os.pathsep.join([str(called.parent), str(STAND_INS), os.environ["PATH"]])
    code = host.bash(f"sh -c '{command}'", tmp_path, {"PATH": path})

    assert code == 0, host.log[-1]
    assert (tmp_path / "call.txt").exists() == calls
    assert not calls or "late by 5 min" in (tmp_path / "call.txt").read_text()

"""`playbooks` as a person runs it: to look one up at night, to see which are due for review, to make one their own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusladder.cli.main import statusladder

BEFORE, AFTER = "2026-12-01T00:00:00Z", "2027-03-16T00:00:00Z"
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
  timezone: Pacific/Auckland
components:
  - id: api
    name: API
audiences:
  - id: developers
    name: Developers
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text(SITE)
    return tmp_path


def _run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(statusladder, ["playbooks", "--site", str(root), *arguments])


def _break(root: Path, name: str) -> None:
    (root / "content" / "playbooks").mkdir(parents=True, exist_ok=True)
    (root / "content" / "playbooks" / f"{name}.md").write_text("---\ntitle: Ours\n---\n")


def test_the_list_says_whose_each_is_and_which_are_past_review(root: Path) -> None:
    _run(root, "api-errors", "--copy")

    early, late = _run(root, "--now", BEFORE), _run(root, "--now", AFTER)

    rows = {line.split()[0]: line for line in early.stdout.splitlines()}
    assert early.exit_code == 0
    assert rows["api-errors"].split()[1:6] == ["major", "platform-team", "1", "2027-04-12", "own"]
    assert rows["sign-in"].split()[1:6] == ["major", "identity-team", "1", "2027-03-15", "shipped"]
    assert rows["sign-in"].endswith("Sign-in fails")
    assert "past" not in early.stdout
    assert "2027-03-15 (past)" in late.stdout
    assert "2027-04-12 (past)" not in late.stdout


def test_the_day_of_review_is_one_of_the_sites_own_calendar(root: Path) -> None:
    rows = json.loads(_run(root, "--now", "2027-03-15T12:00:00Z", "--format", "json").stdout)["playbooks"]
    (sign_in,) = (row for row in rows if row["name"] == "sign-in")

    assert sign_in == {
        "name": "sign-in",
        "title": "Sign-in fails",
        "severity": "major",
        "owner": "identity-team",
        "version": "1",
        "review_by": "2027-03-15",
        "past_review": True,  # In Auckland, the sixteenth has begun.
        "shipped": True,
    }


def test_one_is_printed_whole_for_people(root: Path) -> None:
    printed = _run(root, "security-exposure", "--now", BEFORE)

    assert (printed.exit_code, printed.stderr) == (0, "")
    assert "speaks of an invented company" in printed.stdout
    for heading in (
        "REACH FOR IT WHEN",
        "ANSWER IN THE FIRST TEN MINUTES",
        "FIRST NOTICE",
        "PLACES TO FILL",
        "THE FIRST HOUR",
        "USUALLY STILL WORKS",
        "WORDS TO AVOID",
        "STAGE INVESTIGATING",
        "STAGE RESOLVED",
        "FOR SOME READERS",
        "WHEN CUSTOMERS ASK",
        "BEFORE IT IS RESOLVED",
        "DRILL",
    ):
        assert f"\n{heading}" in printed.stdout
    assert "- kind: security, so it must say embargoed_until\n- api: operational\n\n" in printed.stdout
    assert "- {{act}}: What must customers do" in printed.stdout
    assert "- at the beginning: A researcher" in printed.stdout
    assert "- after 1 h: Customers get fake messages" in printed.stdout
    assert max(len(line) for line in printed.stdout.splitlines()) <= 88


def test_one_of_ones_own_says_why_its_version_is_other_than_the_one_before(root: Path) -> None:
    _run(root, "api-errors", "--copy")
    file = root / "content/playbooks/api-errors.md"
    file.write_text(file.read_text().replace("version: 1\n", "version: 2\nbecause: feedback-7 missed a question\n"))

    assert "Why this version: feedback-7 missed a question\n" in _run(root, "api-errors", "--now", BEFORE).stdout


def test_one_is_printed_as_data_with_keys_and_words(root: Path) -> None:
    printed = json.loads(_run(root, "sign-in", "--format", "json", "--now", BEFORE).stdout)

    assert printed["keys"]["components"] == {"sign-in": "partial_outage"}
    assert printed["keys"]["drill"][1]["after"] == "5m"
    assert "Take a breath" in printed["body"]


def test_one_can_be_read_while_the_site_is_broken(root: Path) -> None:
    (root / "site.yaml").write_text("site: [")
    _break(root, "network")

    listed, printed = _run(root), _run(root, "sign-in")

    assert (listed.exit_code, printed.exit_code, printed.stderr) == (1, 0, "")
    assert "sign-in" in listed.stdout
    assert "site.yaml:1: D002" in listed.stderr
    assert "content/playbooks/network.md" in listed.stderr
    assert "- sign-in: partial outage\n" in printed.stdout


def test_a_broken_one_of_ones_own_is_told_instead_of_the_shipped_one(root: Path) -> None:
    _break(root, "sign-in")
    _break(root, "network")

    printed = _run(root, "sign-in")

    assert (printed.exit_code, printed.stdout) == (1, "")
    assert "content/playbooks/sign-in.md:2: D009 the key 'severity' is missing" in printed.stderr
    assert "network" not in printed.stderr


def test_a_copy_is_the_sites_own_and_checks(root: Path) -> None:
    copied = _run(root, "api-errors", "--copy")
    checked = CliRunner().invoke(statusladder, ["check", "--site", str(root), "--now", BEFORE])
    text = (root / "content" / "playbooks" / "api-errors.md").read_text()

    assert (copied.exit_code, copied.stdout) == (0, "")
    assert copied.stderr.startswith(f"Wrote {root / 'content' / 'playbooks' / 'api-errors.md'}\nNext: ")
    assert checked.exit_code == 0
    assert "components:\n  api: degraded_performance\n" in text
    assert "audiences:\n  developers: " in text
    assert "enterprise:" not in text


def test_a_copy_leaves_out_components_that_the_site_does_not_have(root: Path) -> None:
    _run(root, "sign-in", "--copy")

    assert "\ncomponents: {}\n" in (root / "content" / "playbooks" / "sign-in.md").read_text()


@pytest.mark.parametrize("is_broken", [True, False])
def test_a_copy_overwrites_nothing(root: Path, is_broken: bool) -> None:
    file = root / "content" / "playbooks" / "api-errors.md"
    _run(root, "api-errors", "--copy")
    if is_broken:
        _break(root, "api-errors")
    before = file.read_bytes()

    again = _run(root, "api-errors", "--copy")

    assert again.exit_code == 1
    assert file.read_bytes() == before


def test_a_copy_needs_a_site(tmp_path: Path) -> None:
    refused = _run(tmp_path, "sign-in", "--copy")

    assert refused.exit_code == 1
    assert "there is no site.yaml here" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_cannot_be_written_is_said_in_words(root: Path) -> None:
    (root / "content").write_text("a file")

    refused = _run(root, "sign-in", "--copy")

    assert refused.exit_code == 1
    assert "cannot be written (" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["signin"], "no playbook is called 'signin'; did you mean 'sign-in'?"),
        (["--copy"], "say which playbook to copy"),
    ],
)
def test_wrong_usage_leaves_with_2(root: Path, arguments: list[str], words: str) -> None:
    wrong = _run(root, *arguments)

    assert wrong.exit_code == 2
    assert words in wrong.stderr

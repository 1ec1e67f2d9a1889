"""The rules of safety look at all that becomes public, wherever it stands, and at nothing that does not."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from rule_examples import INCIDENT, SITE
from statusladder.content.reader import read_library
from statusladder.lint import credentials, governance, network_names
from statusladder.lint.judge import lint
from statusladder.lint.texts import Form
from statusladder.model import addresses
from statusladder.model.problem import Gate, Kind, Level, Problem, blocks

HEAD = """\
---
stage: investigating
at: 2026-03-14T09:01:00Z
title: Bookings cannot be saved
severity: minor
components:
  sign-in: partial_outage
next_update: 1h
"""
REPORT = """\
---
stage: postmortem
at: 2026-03-16T09:01:00Z
version: final
"""
WINDOW = """\
---
stage: scheduled
at: 2026-03-14T09:01:00Z
title: Moving the archive
window:
  from: 2026-03-20T09:00:00Z
  to: 2026-03-20T10:00:00Z
"""
RESOLVED = "---\nstage: resolved\nat: 2026-03-14T10:01:00Z\n---\nIt is over.\n"
LEAK = "db-prod-7"


def _found(root: Path, files: dict[str, str], gate: Gate = Gate.BUILD, settings: str = SITE) -> list[Problem]:
    """What the rules of safety find in a site of these files, by their paths below `content`."""
    (root / "site.yaml").write_text(settings)
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    reading = read_library(root)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.library is not None
    return [problem for problem in lint(reading.library, gate) if problem.code.startswith("S")]


def _places(problems: list[Problem]) -> list[str]:
    return [f"{problem.place.path.rpartition('/')[2]}:{problem.place.line} {problem.code}" for problem in problems]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (f"known:\n  - The disk of {LEAK} is full\n", 9),
        (f"impact:\n  symptom: The server {LEAK} refuses writes\n", 10),
        (f"qa:\n  - q: Is it {LEAK}?\n    a: Yes\n", 9),
        (f"audiences:\n  developers: Retry calls to {LEAK}\n", 10),
        (f"workarounds:\n  - text: Use the app\n    ends_when: '{LEAK} is back'\n", 9),
        (f"contacts:\n  - text: Desk beside {LEAK}\n", 9),
    ],
)
def test_facts_are_looked_at(more: str, line: int, tmp_path: Path) -> None:
    found = _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}{more}---\nWords.\n"})

    assert _places(found) == [f"01-first.md:{line} S001"]


@pytest.mark.parametrize(
    "hidden",
    [
        f"internal: Restart {LEAK}\n",
        f"decisions:\n  - at: 2026-03-14T09:00:00Z\n    what: Restart {LEAK}\n    by_role: commander\n",
        f"audiences:\n  internal: Restart {LEAK}\n",
        f"lint_ignore:\n  - rule: F002\n    reason: It is {LEAK}\n",
        f"x-note: Restart {LEAK}\n",
    ],
)
def test_what_no_customer_reads_is_not(hidden: str, tmp_path: Path) -> None:
    body = f"Words.\n\n::: internal\nRestart {LEAK}\n:::\n"

    assert _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}{hidden}---\n{body}"}) == []


def test_the_title_and_every_line_of_the_body_are_looked_at_code_and_links_too(tmp_path: Path) -> None:
    text = HEAD.replace("Bookings", "On db-prod-1 bookings")
    body = "First db-prod-2.\n\n```\nssh db-prod-3\n```\n\n> db-prod-4\n\n[here](https://db-prod-5.tern.example/)\n"

    found = _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{text}---\n{body}"})

    assert [(one.place.line, one.sentence.split("'")[1]) for one in found] == [
        (4, "db-prod-1"),
        (10, "db-prod-2"),
        (13, "db-prod-3"),
        (16, "db-prod-4"),
        (18, "db-prod-5.tern.example"),
    ]


def test_reports_maintenance_and_pages_are_looked_at(tmp_path: Path) -> None:
    files = {
        f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\nWords.\n",
        f"incidents/{INCIDENT}/02-over.md": RESOLVED,
        f"incidents/{INCIDENT}/03-report.md": f"{REPORT}lessons:\n  - Watch {LEAK}\n---\nWords.\n",
        "maintenance/2026-03-20-move/01-plan.md": f"{WINDOW}---\nWe move {LEAK}.\n",
        "pages/words.md": f"---\ntitle: Words\nsummary: About {LEAK}\n---\nOur {LEAK} is a server.\n",
    }

    found = _found(tmp_path, files)

    assert _places(found) == ["03-report.md:5 S001", "01-plan.md:9 S001", "words.md:3 S001", "words.md:5 S001"]


def test_action_items_that_are_not_public_are_not_looked_at(tmp_path: Path) -> None:
    items = "action_items:\n  - id: AI-1\n    title: Replace db-prod-1\n  - id: AI-2\n    title: Replace db-prod-2\n"
    files = {
        f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\nWords.\n",
        f"incidents/{INCIDENT}/02-over.md": RESOLVED,
        f"incidents/{INCIDENT}/03-report.md": f"{REPORT}{items}    public: 'false'\n---\nWords.\n",
    }

    assert [one.sentence.split("'")[1] for one in _found(tmp_path, files)] == ["db-prod-1"]


def test_a_drill_may_say_what_it_likes(tmp_path: Path) -> None:
    assert _found(tmp_path, {"drills/2026-03-14-restore/01-first.md": f"{HEAD}---\nRestart {LEAK}.\n"}) == []


def test_it_stops_a_build_but_in_a_draft_only_asks(tmp_path: Path) -> None:
    file = f"incidents/{INCIDENT}/01-first.md"

    (found,) = _found(tmp_path, {file: f"{HEAD}---\nRestart {LEAK}.\n"})
    (drafted,) = _found(tmp_path, {file: f"{HEAD}draft: true\n---\nRestart {LEAK}.\n"})

    assert blocks(found, Gate.BUILD)
    assert drafted.level is Level.WARNING
    assert not blocks(drafted, Gate.BUILD)


def test_links_and_machine_output_stop_no_build(tmp_path: Path) -> None:
    body = "See https://tern.slack.com/archives/C012 and /var/log/tern/app.log.\n"
    file = f"incidents/{INCIDENT}/01-first.md"

    told = _found(tmp_path, {file: f"{HEAD}---\n{body}"}, Gate.CHECK)

    assert [(one.code, one.kind, one.level) for one in told] == [
        ("S005", Kind.WORDING, Level.ERROR),
        ("S009", Kind.WORDING, Level.WARNING),
    ]
    assert _found(tmp_path, {file: f"{HEAD}---\n{body}"}) == []


def test_a_secret_is_not_printed_in_full(tmp_path: Path) -> None:
    body = "It said password=Hunter2Harbour9 there.\n"

    (found,) = _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\n{body}"})

    assert found.sentence == "'pass…' looks like a password or key with its value"
    assert "Hunter2" not in found.fix


def test_site_yaml_says_what_is_internal_and_what_may_be_told(tmp_path: Path) -> None:
    own = (
        "lint:\n  internal_hosts: [.tern-net.example]\n  allow:\n    - Press@harbour.net\n    - s3://tern-open-data/\n"
    )
    body = "Ask ops.tern-net.example or press@harbour.net or dana@harbour.net; take s3://tern-open-data/x.csv\n"

    found = _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\n{body}"}, settings=SITE + own)

    assert [one.sentence.split("'")[1] for one in found] == [
        "ops.tern-net.example",
        "s3://tern-open-data/x.csv",
        "dana@harbour.net",
    ]


def test_an_allowed_text_covers_what_lies_within_it_and_no_more(tmp_path: Path) -> None:
    own = "lint:\n  allow:\n    - the network 10.2.0.0/16 of our users\n    - db-prod-7\n"
    body = "We allow the network 10.2.0.0/16 of our users, not 10.2.0.0/16 alone; db-prod-7, not db-prod-77.\n"

    found = _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\n{body}"}, settings=SITE + own)

    assert [one.sentence.split("'")[1] for one in found] == ["10.2.0.0/16", "db-prod-77"]


def test_what_the_site_shows_to_all_is_no_leak(tmp_path: Path) -> None:
    own = "lint:\n  internal_hosts: .tern.example\n"
    shown = SITE.replace("- id: exports\n", "- id: api-node-2\n")
    body = (
        "api-node-2 is full: see https://help.tern.example/ and https://status.tern.example/, not wiki.tern.example\n"
    )

    found = _found(tmp_path, {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\n{body}"}, settings=shown + own)

    assert [one.sentence.split("'")[1] for one in found] == ["wiki.tern.example"]


def test_messages_of_readers_are_looked_through_for_what_is_theirs_and_keep_no_notice_back(tmp_path: Path) -> None:
    about = f"kind: message\n    at: 2026-03-14T10:00:00Z\n    incident: {INCIDENT}"
    texts = (
        "Write to jo@posteo.net",
        f"The server {LEAK} is yours?",
        "I use postgres://me:k7-Harbour-92@db.tern.example",
    )
    rows = [f"  - id: feedback-{number}\n    {about}\n    text: '{text}'\n" for number, text in enumerate(texts)]
    first = {f"incidents/{INCIDENT}/01-first.md": f"{HEAD}---\nWords.\n"}

    files = {**first, "feedback/2026-03.yaml": f"feedback:\n{''.join(rows)}"}
    found = _found(tmp_path, files, Gate.CHECK)

    assert _places(found) == ["2026-03.yaml:2 S002", "2026-03.yaml:12 S003"]
    assert {one.level for one in found} == {Level.WARNING}
    assert not any(blocks(one, gate) for one in found for gate in Gate)
    assert {one.fix for one in found} == {"take it out of the message: nobody needs it to learn from what was said"}


def _forms() -> list[tuple[str, Form]]:
    """Every pattern that is searched for only where a text holds its signs."""
    own = {"hosts with a suffix of the site": network_names._host_names((".corp-net", "Office"))}
    for module in (credentials, governance, network_names):
        own |= {f"{module.__name__}.{name}": one for name, one in vars(module).items() if isinstance(one, Form)}
    return sorted(own.items())


@pytest.mark.parametrize(("name", "form"), _forms(), ids=[name for name, _ in _forms()])
@settings(max_examples=examples(by_night=25, by_day=3, in_ci=8))
@given(data=st.data())
def test_every_match_of_a_form_holds_one_of_its_signs(name: str, form: Form, data: st.DataObject) -> None:
    # Without what it looks for ahead and behind, a pattern matches more, and texts for it are found sooner.
    wider = re.compile(re.sub(r"\(\?<?[=!][^()]*\)", "", form.pattern.pattern), form.pattern.flags)
    text = data.draw(st.from_regex(wider, alphabet=st.characters(codec="ascii")))
    assert any(sign in text.lower() for sign in form.signs)


@settings(max_examples=examples(by_night=25, by_day=3, in_ci=8))
@given(data=st.data())
def test_every_telephone_number_has_the_signs_of_one(data: st.DataObject) -> None:
    text = data.draw(st.from_regex(addresses._TELEPHONE, alphabet=st.characters(codec="ascii")))
    assert addresses._DIALLED.search(text)


@pytest.mark.parametrize("form", credentials._TOKENS.values(), ids=credentials._TOKENS)
@settings(max_examples=examples(by_night=25, by_day=3, in_ci=8))
@given(data=st.data())
def test_no_token_is_shorter_than_the_words_that_are_passed_over(form: str, data: st.DataObject) -> None:
    token = data.draw(st.from_regex(form, fullmatch=True, alphabet=st.characters(codec="ascii")))
    assert credentials._TOKEN.match(token)


@pytest.mark.parametrize("pattern", [credentials._TOKEN, credentials._DISORDERLY], ids=["token", "disorder"])
@settings(max_examples=examples(by_night=25, by_day=3, in_ci=8))
@given(data=st.data())
def test_secrets_are_found_within_long_words_as_in_all_of_a_text(pattern: re.Pattern[str], data: st.DataObject) -> None:
    secret = st.from_regex(pattern.pattern, alphabet=st.characters(codec="ascii"))
    between = st.sampled_from([" ", "\n", "\u00a0", "\u2003", "", "=", "@", ".", "-", "a", "(", ")"])
    text = "".join(data.draw(st.lists(secret | between, max_size=6)))

    within = [match.span() for match in credentials._within_long_words(pattern, text)]
    assert within == [match.span() for match in pattern.finditer(text)]

"""No message tells readers what is not for them, in whichever field of whichever file it stands.

Every text that the model can hold is a canary of its own (`canaries`, `canary_site`). A route whose audience is none or
public is read by anybody; what is for a private audience is in the channels of that audience alone.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from canaries import canary, found_in
from canary_site import (
    AFTER,
    BEFORE,
    EMBARGOED,
    EMBARGOED_OPEN,
    EMBARGOED_WORK,
    OPEN,
    SECRET,
    SETTINGS,
    hidden_audience,
    said_in,
    said_in_public,
    write_site,
)
from key_readers import ELSEWHERE, SHOWN, SILENT, named
from statusladder.model.values import parse_moment
from statusladder.publish.messages import write_messages
from statusladder.publish.news import News

ONCE_EMBARGOED = (EMBARGOED, EMBARGOED_OPEN, EMBARGOED_WORK)
MAILBOXES = {"site.yaml/channels.sender", "site.yaml/channels.to"}
READABLE = SHOWN | named(ELSEWHERE, SILENT) | MAILBOXES | {"body", "roles.key"}
OUR_CONTACT, OUR_CHANNEL, OUR_NAME = (
    canary(SETTINGS + SECRET, path) for path in ("contacts.text", "channels.name", "audiences.name")
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("whole") / "site")


@cache
def _written(site: Path, now: str) -> Path:
    """All messages about all that the site ever said, in a folder."""
    out = site.parent / f"messages of {now[:10]}"
    written = write_messages(site, out, parse_moment(now), None, lambda library: News({}))
    assert written.outcome is not None, [str(problem) for problem in written.problems]
    return out


def _rows(out: Path, *, private: bool) -> Iterator[dict[str, Any]]:
    """The routes to a private audience, or those to everybody."""
    rows = json.loads((out / "routes.json").read_text("utf-8"))["routes"]
    return (row for row in rows if (row["audience"] == hidden_audience()) == private)


def _said(out: Path, rows: Iterable[dict[str, Any]]) -> set[str]:
    """Every canary in the files of some routes."""
    return {word for row in rows for name in row["files"] for word in found_in((out / name).read_bytes())}


def _names(now: str) -> set[str]:
    """The names of folders that were embargoed."""
    return {word for folder in ONCE_EMBARGOED for word in found_in(folder.encode()) if now == AFTER}


def _hidden(site: Path, key: str) -> set[str]:
    """The canaries of a key in the hidden part of every file of an update."""
    files = (*site.glob("content/incidents/*/*.md"), *site.glob("content/maintenance/*/*.md"))
    return {canary(f"{file.relative_to(site).as_posix()}{SECRET}", key) for file in files}


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_messages_to_everybody_say_nothing_that_is_not_public(now: str, site: Path) -> None:
    told = said_in_public()
    if now == AFTER:
        told |= {word: path for folder in ONCE_EMBARGOED for word, path in said_in(folder).items()}
    out = _written(site, now)

    found = _said(out, _rows(out, private=False))

    assert len(found) > 50
    assert sorted(word for word in found - _names(now) if told.get(word) not in READABLE) == []


def test_what_is_embargoed_is_not_even_named_in_the_routes(site: Path) -> None:
    before, after = (_in(_written(site, now) / "routes.json") for now in (BEFORE, AFTER))

    assert before & _names(AFTER) == set()
    assert after & _names(AFTER) == _names(AFTER)


def test_a_channel_of_a_private_audience_says_what_is_for_it_and_for_no_other(site: Path) -> None:
    out, told = _written(site, BEFORE), said_in_public()
    ours = _hidden(site, "audiences of ours") | {OUR_CONTACT, OUR_CHANNEL, OUR_NAME}

    found = _said(out, _rows(out, private=True))

    assert {canary(f"{OPEN}/01-investigating.md{SECRET}", "audiences of ours"), OUR_CONTACT} <= found
    assert sorted(word for word in found - ours if told.get(word) not in READABLE) == []


@pytest.mark.parametrize("key", ["internal", "x-note", "block", "comment", "audiences", "contacts.text", "playbook"])
def test_nothing_internal_is_in_any_file(key: str, site: Path) -> None:
    everything = {word for file in _written(site, AFTER).rglob("*") if file.is_file() for word in _in(file)}

    assert everything & _hidden(site, key) == set()


@cache
def _in(file: Path) -> set[str]:
    return found_in(file.read_bytes())


def test_who_sends_emails_and_the_list_that_they_go_to_are_in_emails_alone(site: Path) -> None:
    out = _written(site, BEFORE)
    mailboxes = {canary(SETTINGS, path.partition("/")[2]) for path in MAILBOXES}

    files = (file for file in out.rglob("*") if file.is_file() and mailboxes & _in(file))

    assert {file.suffix for file in files} == {".eml"}

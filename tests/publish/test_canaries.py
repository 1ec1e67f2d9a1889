"""Nothing that is not public reaches a public build, in whichever field of whichever file it stands.

Every text that the model can hold is a canary of its own (`canaries`, `canary_site`); `key_readers` says who may read
it, and `test_every_key` that it says so of every key.
"""

import base64
import shutil
from functools import cache
from pathlib import Path

import pytest

from canaries import canary, found_in
from canary_site import (
    AFTER,
    BEFORE,
    EMBARGOED,
    EMBARGOED_ID,
    EMBARGOED_OPEN,
    EMBARGOED_WORK,
    FEEDBACK,
    HIDDEN_FEEDBACK,
    OPEN,
    PUBLIC,
    RETRACTED,
    SECRET,
    SETTINGS,
    WORK,
    every_text,
    merge_into_the_embargoed,
    said_in,
    said_in_public,
    secret_id,
    write_site,
)
from key_readers import ELSEWHERE, SHOWN, SILENT, named
from night import in_ci
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site

WORDS = {"body", "page/body"}
PUBLISHED = (SHOWN | named(ELSEWHERE)) & every_text()
READABLE = PUBLISHED | named(SILENT) | WORDS | {"roles.key"}

NAMED_WITH_IT = (("embargoed", "id"), ("embargoed, open", "id"), ("embargoed work", "id"), (SETTINGS, "redirects.from"))
"""Names that show with what is embargoed: of its folders, and the old address that leads there."""


@cache
def _build(site: Path, now: str, *, with_drafts: bool = False) -> dict[str, bytes]:
    """Every file of the build, and what it left beside it, by its path; once for each site and moment."""
    public = site.parent / f"public of {site.name}" / "public"
    shutil.rmtree(public.parent, ignore_errors=True)
    publication = publish_site(site, public, parse_moment(now), None, lambda count: None, with_drafts=with_drafts)
    assert [str(problem) for problem in publication.problems] == []
    files = (path for path in public.parent.rglob("*") if path.is_file())
    return {path.relative_to(public.parent).as_posix(): path.read_bytes() for path in files}


@cache
def _canaries(site: Path, now: str, *, with_drafts: bool = False) -> frozenset[str]:
    """Those in that build, or in the name of any file of it."""
    tree = _build(site, now, with_drafts=with_drafts)
    return frozenset(word for path, data in tree.items() for word in found_in(data) | found_in(path.encode()))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("whole") / "site")


def test_only_what_is_public_is_found_in_any_byte_and_all_that_is_shown(site: Path) -> None:
    told = said_in_public()

    found = _canaries(site, BEFORE)

    assert sorted(word for word in found if told.get(word) not in READABLE) == []
    assert sorted((PUBLISHED | WORDS) - {told[word] for word in found}) == []


@in_ci  # That no hidden word is in any byte is seen by day.
def test_what_is_hidden_changes_no_byte(site: Path, tmp_path: Path) -> None:
    without = write_site(tmp_path / "site", hidden=False)
    assert len(list(site.rglob("*"))) > len(list(without.rglob("*"))) + 30

    whole, bare = _build(site, BEFORE), _build(without, BEFORE)

    assert whole.keys() == bare.keys()
    assert [path for path in whole if whole[path] != bare[path]] == []


@in_ci
def test_readers_are_counted_and_no_word_of_theirs_is_found_in_any_byte(site: Path) -> None:
    told = (site / FEEDBACK).read_text() + (site / HIDDEN_FEEDBACK).read_text()
    words = found_in(told.encode()) - found_in(EMBARGOED_ID.encode())
    assert len(words) == 6 + 2 * 2 + 2

    tree = _build(site, AFTER)

    assert _canaries(site, AFTER) & words == set()
    assert b"6 of 6 gave 4 or 5 out of 5: 100%" in tree[f"public/{PUBLIC.removeprefix('content/')}/index.html"]


def test_the_end_of_an_embargo_shows_what_is_shown_of_any_other_incident_and_no_more(site: Path) -> None:
    names = {canary(where + SECRET, path) for where, path in NAMED_WITH_IT}
    like_it = {PUBLIC: EMBARGOED, OPEN: EMBARGOED_OPEN, WORK: EMBARGOED_WORK}
    told = said_in_public()
    for embargoed in like_it.values():
        told |= said_in(embargoed)

    tree = _build(site, AFTER)
    found = _canaries(site, AFTER)

    assert sorted(word for word in found - names if told.get(word) not in READABLE) == []
    assert sorted(names - found) == []
    for other, embargoed in like_it.items():
        shown = {path for word, path in said_in(other).items() if word in found}
        assert {path for word, path in said_in(embargoed).items() if word in found} == shown
    assert EMBARGOED_ID.encode() in tree[f"public/{PUBLIC.removeprefix('content/')}/index.html"]


def test_the_state_that_an_embargoed_incident_gives_a_component_shows_when_it_is_over(site: Path) -> None:
    page = "public/components/exports/index.html"

    assert b"operational. No disruption in the last" in _build(site, BEFORE)[page]
    assert b"major outage. Disrupted on 3 days" in _build(site, AFTER)[page]


@pytest.fixture(scope="module")
def merged(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with an incident that went on in an embargoed one, and an executive who has not consented."""
    merged = Path(shutil.copytree(site, tmp_path_factory.mktemp("merged") / "site"))
    for file in merged.glob("content/*/*/*.md"):
        file.write_text(file.read_text().replace("consented: true", "consented: false"))
    merge_into_the_embargoed(merged)
    return merged


@in_ci
def test_an_incident_that_went_on_in_an_embargoed_one_does_not_name_it(merged: Path) -> None:
    assert EMBARGOED_ID in (merged / "content/incidents/2026-02-11-merged/02-merged.md").read_text()

    name = canary("embargoed" + SECRET, "id")
    tree = _build(merged, BEFORE)

    assert b"merged" in tree["public/incidents/2026-02-11-merged/index.html"].lower()
    assert name not in _canaries(merged, BEFORE)
    assert name in found_in(_build(merged, AFTER)["public/incidents/2026-02-11-merged/index.html"])


def test_an_executive_who_has_not_consented_is_not_named(merged: Path) -> None:
    told, found = said_in_public(), _canaries(merged, BEFORE)

    paths = {told.get(word, "") for word in found}
    assert {path for path in paths if path.startswith("roles.executive_sponsor")} == set()


def test_a_preview_shows_drills_and_drafts_but_nothing_that_is_internal_or_embargoed(site: Path) -> None:
    found = _canaries(site, BEFORE, with_drafts=True)

    drill = f"content/drills/{secret_id('2026-02-16', 'drill')}"
    script = f"{drill}/script.md"
    embargoed = {*said_in(EMBARGOED), *said_in(EMBARGOED_OPEN), *said_in(EMBARGOED_WORK)}
    internal = {canary(f"{drill}/02-investigating.md{SECRET}", key) for key in ("internal", "x-note", "block")}
    assert canary(f"{drill}/02-investigating.md", "body") in found
    assert not found & (embargoed | internal)
    assert not found & {canary(script + SECRET, key) for key in ("injects.inject", "injects.covers", "body")}


_HERON = canary("anywhere", "at all")


@pytest.mark.parametrize(
    "disguised",
    [
        _HERON.encode(),
        _HERON.upper().encode(),
        _HERON.title().encode(),
        _HERON.encode("utf-16-le"),
        b"?" + _HERON.encode("utf-16-be"),
        "".join(f"%{ord(letter):02X}" for letter in _HERON).encode(),
        "".join(f"&#{ord(letter)};" for letter in _HERON).encode(),
        "".join(f"&#x{ord(letter):x};" for letter in _HERON).encode(),
        "".join(f"\\u{ord(letter):04x}" for letter in _HERON).encode(),
        _HERON.encode().hex().encode(),
        *(base64.b64encode(b"x" * before + _HERON.encode() + b"tail") for before in range(3)),
        *(b'src="data:,' + base64.urlsafe_b64encode(b"\xff" * before + _HERON.encode()) + b'"' for before in range(3)),
    ],
)  # fmt: skip
def test_a_canary_is_found_in_any_disguise(disguised: bytes) -> None:
    assert found_in(b"<p>before " + disguised + b" after</p>") == {_HERON}
    assert found_in(b"<p>before after</p>") == set()


def test_what_the_hidden_files_say_would_be_found(site: Path) -> None:
    """The counter-proof: made public, the same words are there."""
    opened = _canaries(site, AFTER, with_drafts=True)

    assert canary(f"{RETRACTED}/01-notice.md", "body") in opened
    assert canary("draft" + SECRET, "id") in opened
    assert canary("drill" + SECRET, "id") in opened

"""What is kept beside the published site may travel further than the content: nothing is in it that is not public."""

import sqlite3
from contextlib import closing
from pathlib import Path

from cached_site import NOW, OVER, SECOND, Writers, incident_text, write_files
from canaries import found_in
from canary_site import AFTER, BEFORE, every_text, said_in_public, write_site
from key_readers import ELSEWHERE, SHOWN, SILENT, named
from night import in_ci
from statusladder.model.values import parse_moment
from statusladder.publish.cache import cache_of
from statusladder.publish.pipeline import publish_site

READABLE = ((SHOWN | named(ELSEWHERE)) & every_text()) | named(SILENT) | {"body", "page/body", "roles.key"}


def _kept(site: Path, now: str) -> bytes:
    """What a build keeps, and what it leaves in its published folder too."""
    public = site.parent / "public"
    publication = publish_site(site, public, parse_moment(now), None, lambda count: None, keep_in=cache_of(public))
    assert publication.outcome is not None
    return cache_of(public).read_bytes()


def _canaries(file: Path) -> set[str]:
    """Those in whatever is kept; of the file itself pages may cut a word in two."""
    with closing(sqlite3.connect(file)) as kept:
        values = [*kept.execute("SELECT key, value FROM entries"), *kept.execute("SELECT digest, data FROM files")]
    return {word for key, value in values for word in found_in(key.encode() + b" " + value)}


@in_ci
def test_no_canary_that_nobody_may_read_is_kept_and_what_an_embargo_hid_is_from_its_end_on(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    everywhere = {word for file in site.rglob("*.*") if file.is_file() for word in found_in(file.read_bytes())}
    told = said_in_public()
    secret = {word for word in everywhere if told.get(word) not in READABLE}

    raw = _kept(site, BEFORE)

    kept = _canaries(cache_of(tmp_path / "public"))
    assert len(kept) > 100
    assert len(secret) > 100
    assert sorted(kept & secret) == []
    assert [word for word in sorted(secret) if word.encode() in raw] == []

    _kept(site, AFTER)

    assert len(_canaries(cache_of(tmp_path / "public"))) > len(kept)


SECRETS = {
    "plover": ("", "It fails.\n\n::: internal\nplover\n:::"),
    "dunlin": ("internal: dunlin\n", "It fails."),
    "curlew": (
        "decisions:\n  - at: 2026-01-01T12:00:00Z\n    what: curlew\n    by_role: incident_commander\n",
        "It fails.",
    ),
    "godwit": ("draft: true\ncause: godwit\n", "It fails."),
    "avocet": ("embargoed_until: 2026-03-20T12:00:00Z\ncause: avocet\n", "It fails."),
    "turnstone": ("roles:\n  incident_commander: turnstone\n", "It fails."),
    "whimbrel": ("audiences:\n  inside: whimbrel\n", "It fails."),
}
"""A word in a note and a key for the team, a decision, a draft, an embargo, a role, and to an audience not public."""


def test_a_folder_with_something_that_is_not_public_is_read_anew_each_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    Writers(site, 0)
    settings = (site / "site.yaml").read_text()
    settings = settings.replace("audiences:\n", "audiences:\n  - id: inside\n    name: Team\n    public: false\n")
    opening = "title: Search fails\nseverity: major\ncomponents:\n  search: major_outage\n"
    write_files(site, {"site.yaml": settings})
    for number, (keys, words) in enumerate(SECRETS.values()):
        more = {
            "01-investigating.md": incident_text("investigating", "2026-01-01T09:00:00Z", opening),
            "02-resolved.md": incident_text("resolved", "2026-01-01T11:00:00Z"),
            "03-follow-up.md": incident_text("follow_up", "2026-01-01T12:00:00Z", keys, words),
        }
        write_files(site / f"content/incidents/2026-01-01-case-{number}", more)

    kept = _kept(site, f"{NOW:%Y-%m-%dT%H:%M:%SZ}")

    assert [secret for secret in SECRETS if secret.encode() in kept] == []


def test_an_update_that_is_dated_ahead_is_not_kept_before_its_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    Writers(site, 0)
    more = incident_text("follow_up", "2026-03-15T12:00:00Z", words="The plover sings.")
    write_files(site, {f"content/incidents/{OVER}/04-follow-up.md": more})

    assert b"plover" not in _kept(site, "2026-03-14T12:00:00Z")
    assert b"plover" in _kept(site, "2026-03-16T12:00:00Z")


def test_of_what_was_taken_down_no_byte_stays(tmp_path: Path) -> None:
    """Neither in what is kept nor in the free pages of the file."""
    site = tmp_path / "site"
    Writers(site, 0)
    file = site / f"content/incidents/{SECOND}/02-resolved.md"
    sound = file.read_text()
    file.write_text(sound.replace("It fails.", "The plover sings. " * 2000))
    assert b"plover" in _kept(site, "2026-03-14T12:00:00Z")

    file.write_text(sound)

    assert b"plover" not in _kept(site, "2026-03-14T12:00:00Z")

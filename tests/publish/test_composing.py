"""What each channel says is composed in one way, whoever asks: `messages`, a preview, or `check` of some updates."""

import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest

from messaging_site import FIRST, INCIDENT, NOW, RESOLVED, SITE, write_site
from statusladder.content.reader import read_library
from statusladder.ladder.publication import preview_part_of, public_part_of
from statusladder.model.site import Library
from statusladder.publish.composing import Composer, Message, find_beyond_limits
from statusladder.publish.theme import find_theme

SITES = Path(__file__).parent.parent / "sites"
STORM_NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
DRAFT = RESOLVED.replace("stage: resolved\n", "stage: resolved\ndraft: true\n")
EVERYWHERE = """
channels:
  - {id: texts, kind: sms, when: every}
ladder:
  reach:
    major: {investigating: [sms], identified: [sms], mitigating: [sms], resolved: [sms]}
    minor: {investigating: [sms], identified: [sms], mitigating: [sms], resolved: [sms]}
"""
LONG = SITE.replace("name: Tern status", f"name: {'Tern ' * 120}status")


def _read(site: Path) -> Library:
    library = read_library(site).library
    assert library is not None
    return library


def _all_of(composer: Composer, only: Collection[str] | None = None) -> list[Message]:
    return [
        message
        for story in composer.shown.stories
        if only is None or story.id in only
        for told in story.announcements
        for message in composer.compose(story.id, told.anchor)
    ]


def _said(message: Message) -> tuple[object, ...]:
    told = message.bulletin
    return message.folder, message.silence, message.files, message.place, told.html, told.core, told.thread, told.facts


def test_what_some_updates_say_does_not_depend_on_the_others_being_there(tmp_path: Path) -> None:
    site = Path(shutil.copytree(SITES / "storm", tmp_path / "site"))
    text = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(f"{text}{EVERYWHERE}", encoding="utf-8")
    library, theme = _read(site), find_theme(site, "default")
    public = public_part_of(library, STORM_NOW)
    together = Composer(public, STORM_NOW, theme, whole=library)
    ids = [story.id for story in together.shown.stories]

    assert sum(bool(message.files) for message in _all_of(together)) > 3
    for one in ids:
        alone = Composer(public, STORM_NOW, theme, whole=library, only=[one])
        assert list(map(_said, _all_of(alone))) == [_said(message) for message in _all_of(together, [one])]


def test_a_preview_speaks_through_no_channel_that_the_public_may_not_know_and_says_what_drafts_say(
    tmp_path: Path,
) -> None:
    site = write_site(tmp_path / "site", FIRST, DRAFT)
    library, theme = _read(site), find_theme(site, "default")

    seen = Composer(preview_part_of(library, NOW), NOW, theme)
    all_there_is = Composer(public_part_of(library, NOW), NOW, theme, whole=library)

    assert [(one.channel.id, one.bulletin.update) for one in _all_of(seen) if one.files] == [
        ("texts", "02-resolved"),
        ("texts", "01-investigating"),
    ]
    assert [(one.channel.id, one.bulletin.update) for one in _all_of(all_there_is) if one.files] == [
        ("texts", "01-investigating"),
        ("heron", "01-investigating"),
    ]


@pytest.mark.parametrize(
    ("updates", "files", "found"),
    [
        ((FIRST,), None, ["01-investigating.md"]),
        ((FIRST, RESOLVED), None, []),
        ((FIRST, RESOLVED), ["02-resolved.md"], ["02-resolved.md"]),
        ((FIRST, RESOLVED), ["01-investigating.md"], ["01-investigating.md"]),
        ((FIRST, DRAFT), ["02-resolved.md"], []),
        ((FIRST,), [], []),
    ],
)
def test_only_the_updates_that_are_asked_for_are_held_to_limits_else_the_newest_of_what_is_open(
    tmp_path: Path, updates: tuple[str, ...], files: list[str] | None, found: list[str]
) -> None:
    site = write_site(tmp_path / "site", *updates, settings=LONG)
    library, theme = _read(site), find_theme(site, "default")
    folder = f"content/incidents/{INCIDENT}"
    asked = [f"{folder}/{name}" for name in files] if files is not None else None

    problems = set(find_beyond_limits(public_part_of(library, NOW), library, NOW, theme, asked))

    assert [(one.code, str(one.place)) for one in problems] == [("X001", f"{folder}/{name}:1") for name in found]


def test_a_draft_is_not_there_for_whoever_has_channels_of_their_own(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FIRST, DRAFT)
    library, theme = _read(site), find_theme(site, "default")

    said = _all_of(Composer(preview_part_of(library, NOW), NOW, theme, whole=library))

    assert {one.bulletin.update for one in said if one.channel.id == "texts"} == {"01-investigating", "02-resolved"}
    assert {one.bulletin.update for one in said if one.channel.id == "heron"} == {"01-investigating"}


def test_a_correction_is_the_same_where_others_are_seen_that_the_public_does_not_see(tmp_path: Path) -> None:
    fix = "  - {{at: 2026-07-14T09:0{minute}:00Z, field: {field}, was: A, now: B, why: it was wrong}}\n"
    fixes = fix.format(minute=3, field="audiences.internal") + fix.format(minute=5, field="impact.symptom")
    first = FIRST.replace("eta: unknown\n", f"eta: unknown\naudiences:\n  internal: B\ncorrections:\n{fixes}")
    site = write_site(tmp_path / "site", first, settings=SITE.replace("kind: sms", "kind: sms, when: every"))
    library, theme = _read(site), find_theme(site, "default")
    composer = Composer(public_part_of(library, NOW), NOW, theme, whole=library)
    (public,) = (one for one in composer.shown.stories[0].announcements if one.correction is not None)

    said = {one.channel.id: one for one in composer.compose(INCIDENT, public.anchor)}

    assert public.correction is not None
    assert said["heron"].correction == said["texts"].correction == public.correction.mark

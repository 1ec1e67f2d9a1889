"""What its writer may take for hidden or unfinished is not published, in whichever disguise and wherever it stands.

Each disguise with a canary is put into each place of a small site: either the build stops, or no byte holds the word.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from canaries import canary, found_in
from night import some
from statusladder.content.writer import Written, document_text, front_matter_text
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import Publication, publish_site

NOW = parse_moment("2026-03-14T10:00:00Z")
WORD = canary("disguise", "word")
PUBLIC = canary("disguise", "public")

CUT_OUT = [f"::: internal\n{WORD}\n:::", f"  :::Internal\n{WORD}\n  :::"]
"""True blocks of a body; in a value they are as much a disguise as the others."""
COMMENT = f"It fails. <!-- {WORD} -->"
"""Left out where Markdown is read; in a text of one line a disguise."""
BLOCKS = [
    f"::: internal\n{WORD}",
    f"> ::: internal\n> {WORD}\n> :::",
    f"- ::: internal\n  {WORD}\n  :::",
    f"1. > ::: internal\n   > {WORD}\n   > :::",
    f"：：：internal\n{WORD}\n：：：",
    f"::\u200b: inter\u00adnal\n{WORD}\n:::",
    f"!!! internal\n    {WORD}",
    f"> [!internal]\n> {WORD}",
    f"> [!INTERNAL] {WORD}",
    f"::: internal {WORD} :::",
    f"It fails. ::: internal {WORD} :::",
    f"::: {{.internal}}\n{WORD}\n:::",
    f"```internal\n{WORD}\n```",
    f"::: note\n{WORD}\n:::",
    f"::: internal\nx\n::: internal\ny\n:::\n{WORD}\n:::",
    f"<!-- {WORD}",
]
MERGE = f"<<<<<<< HEAD\n{WORD}\n=======\nIt fails.\n>>>>>>> other"
UNFINISHED = [
    f"It fails for <{WORD.upper()}>.",
    f"It fails for [insert {WORD}].",
    f"It fails for {{{{{WORD}}}}}.",
    f"TODO: {WORD}",
    f"{WORD} (edited)",
    f"It fails.\u202e{WORD}",
    f"It fails.\u2067{WORD}",
    f"It fails.&#8238;{WORD}",
]

KEYS: dict[str, Written] = {
    "stage": "investigating",
    "at": "2026-03-14T09:01:00Z",
    "title": "Sign-in fails",
    "severity": "minor",
    "components": {"sign-in": "partial_outage"},
    "next_update": "2h",
}
SITE: dict[str, Written] = {
    "site": {"name": "Tern status", "url": "https://status.tern.example"},
    "components": [{"id": "sign-in", "name": "Sign-in"}],
    "audiences": [{"id": "developers", "name": "Developers"}],
}
Write = Callable[[str], dict[str, str]]
UPDATE = "content/incidents/2026-03-14-sign-in/01-investigating.md"
PAGE = "content/pages/help.md"


def _in_key(key: str, value: Callable[[str], Written]) -> Write:
    return lambda words: {UPDATE: document_text({**KEYS, key: value(words)}, PUBLIC)}


PLACES: dict[str, Write] = {
    "title": _in_key("title", str),
    "summary": _in_key("summary", str),
    "an item of a list": _in_key("known", lambda words: ["It fails", words]),
    "a fact in a fact": _in_key("impact", lambda words: {"symptom": words}),
    "a question": _in_key("qa", lambda words: [{"q": words, "a": "Yes"}]),
    "an answer": _in_key("qa", lambda words: [{"q": "Why?", "a": words}]),
    "words for an audience": _in_key("audiences", lambda words: {"developers": words}),
    "the title of a page": lambda words: {PAGE: document_text({"title": words}, PUBLIC)},
}
BODIES: dict[str, Write] = {
    "a body": lambda words: {UPDATE: document_text(KEYS, f"{PUBLIC}\n\n{words}\n")},
    "a body, alone": lambda words: {UPDATE: document_text(KEYS, f"{words}\n")},
    "a page": lambda words: {PAGE: document_text({"title": "Help"}, f"{PUBLIC}\n\n{words}\n")},
}


DISGUISED = [(place, words) for place in (*PLACES, *BODIES) for words in (*BLOCKS, *UNFINISHED)]
DISGUISED += [(place, MERGE) for place in BODIES]  # a value is not a line of its own, so git leaves no mark in one


def _published(site: Path, files: dict[str, str]) -> tuple[Publication, set[str]]:
    """What came of a build of the site with these files, and the canaries in its bytes."""
    sound = {"site.yaml": front_matter_text(SITE), UPDATE: document_text(KEYS, PUBLIC)}
    for path, text in {**sound, **files}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    public = site.parent / "public"
    publication = publish_site(site, public, NOW, None, lambda count: None)
    found = [found_in(path.read_bytes()) for path in public.rglob("*") if path.is_file()]
    return publication, set().union(*found)


@pytest.mark.parametrize(("place", "words"), some(DISGUISED, by_day=80, in_ci=len(DISGUISED)))
def test_a_disguise_stops_a_build(place: str, words: str, tmp_path: Path) -> None:
    publication, found = _published(tmp_path / "site", (PLACES | BODIES)[place](words))

    assert publication.outcome is None
    assert publication.problems
    assert found == set()


@pytest.mark.parametrize("words", CUT_OUT)
@pytest.mark.parametrize("place", BODIES)
def test_a_true_block_is_cut_out_and_the_rest_is_published(place: str, words: str, tmp_path: Path) -> None:
    publication, found = _published(tmp_path / "site", BODIES[place](words))

    assert publication.problems == ()
    assert found == ({PUBLIC} if place != "a body, alone" else set())


@pytest.mark.parametrize("place", some([*PLACES, *BODIES], by_day=4, in_ci=len(PLACES) + len(BODIES)))
def test_a_comment_is_left_out_or_stops_a_build(place: str, tmp_path: Path) -> None:
    publication, found = _published(tmp_path / "site", (PLACES | BODIES)[place](COMMENT))

    assert WORD not in found
    assert (publication.outcome is not None) == (place in (*BODIES, "words for an audience"))


@pytest.mark.parametrize("words", CUT_OUT)
@pytest.mark.parametrize("place", PLACES)
def test_in_a_value_a_true_block_is_a_disguise_too(place: str, words: str, tmp_path: Path) -> None:
    publication, found = _published(tmp_path / "site", PLACES[place](words))

    assert publication.outcome is None
    assert found == set()


@pytest.mark.parametrize("words", [*CUT_OUT, *BLOCKS, COMMENT])
def test_in_the_settings_a_block_is_a_disguise_too(words: str, tmp_path: Path) -> None:
    settings = {**SITE, "site": {"name": "Tern", "url": "https://status.tern.example", "description": words}}

    publication, found = _published(tmp_path / "site", {"site.yaml": front_matter_text(settings)})

    assert publication.outcome is None
    assert found == set()


@pytest.mark.parametrize("place", some([*PLACES, *BODIES], by_day=4, in_ci=len(PLACES) + len(BODIES)))
def test_without_its_disguise_the_word_would_be_published(place: str, tmp_path: Path) -> None:
    """The counter-proof."""
    publication, found = _published(tmp_path / "site", (PLACES | BODIES)[place](f"It fails: {WORD}"))

    assert publication.outcome is not None
    assert WORD in found

"""English is said in the field's own terms: none of the words that once read as translated comes back.

Read are the catalogue, all that the demo's company wrote, the themes, and every file that the demo publishes, for
the public and internally.
"""

import re
from pathlib import Path

import pytest

from conftest import DEMO_NOW
from night import in_ci
from statusladder.publish.pipeline import publish_site
from statusladder.voice.catalogue import ENGLISH, shipped

NEVER = re.compile(
    r"""(?ix)
    \b mend (?: s | ed | ing )? \b     # fix
    | \b engine \s room \b             # internal jargon
    | \b ways? \s around \s it \b      # workaround
    | \b hear \s of \s it \b           # subscribe
    | \b told \s o[nf] \b              # updates continue in
    | \b silences? \b                  # gap between updates
    | \b days? \s of \s proof \b       # verification date
    | \b by \s customers \s hit \b     # weighted by customers affected
    | \d [\ \u00a0\u202f] % (?! \} | \s \d )  # no space before it in English; templates and scripts have it elsewhere
    | \b (?-i: Recovering ) \b         # Mitigating
    | \b incident \s reports? \b       # postmortem
    """
)

_NOT_READ = re.compile(
    r"<(script|style)\b.*?</\1>| (?:id|class|href|aria-(?:labelled|described)by)=\"[^\"]*\"", re.DOTALL
)
_NO_TEXT = frozenset({".png", ".woff2", ".ico", ".zip"})


def _said(text: str) -> list[str]:
    return [match[0] for match in NEVER.finditer(_NOT_READ.sub("", text))]


def _said_in(folder: Path) -> dict[str, list[str]]:
    """The files below a folder with what is never said in them."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix not in _NO_TEXT]
    assert files
    said = {file.relative_to(folder).as_posix(): _said(file.read_text(encoding="utf-8")) for file in sorted(files)}
    return {name: words for name, words in said.items() if words}


@pytest.mark.parametrize(
    "planted",
    [
        "The mend is in place", "We are mending it", "There is no way around it.", "Words of the engine room",
        "Hear of it", "Told on from here", "longest silence 28 min", "Days of proof", "By customers hit",
        "95 % certain", "12\u00a0% of customers", "<b>Recovering</b>", '<a title="Incident report">',
    ],
)  # fmt: skip
def test_what_is_planted_is_found(planted: str) -> None:
    assert len(_said(planted)) == 1


@pytest.mark.parametrize("fine", ["We recommend 12% of it.", "Service is recovering", '<section id="silence">'])
def test_what_only_looks_like_it_is_not(fine: str) -> None:
    assert _said(fine) == []


def test_the_catalogue_never_says_it() -> None:
    said = {
        key: found
        for key, message in shipped(ENGLISH).messages.items()
        for parts in message.forms.values()
        if (found := _said("1".join(parts[::2])))
    }

    assert said == {}


def test_the_company_and_its_themes_never_say_it(repo_root: Path) -> None:
    assert _said((repo_root / "site.yaml").read_text(encoding="utf-8")) == []
    assert _said_in(repo_root / "content") == {}
    assert _said_in(repo_root / "themes") == {}


def test_no_page_feed_calendar_badge_or_answer_says_it(demo: Path) -> None:
    assert _said_in(demo) == {}


@in_ci
def test_no_internal_page_says_it(repo_root: Path, tmp_path: Path) -> None:
    publication = publish_site(repo_root, tmp_path / "all", DEMO_NOW, None, lambda count: None, internal=True)

    assert publication.outcome is not None
    # All that is not below it is what everybody may read, byte for byte.
    assert _said_in(tmp_path / "all" / "internal") == {}

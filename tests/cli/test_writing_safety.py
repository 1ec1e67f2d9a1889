"""What must not become public is refused before it stands in a file, not only when the site is built."""

from pathlib import Path

from writing_site import attempt, content, new_site, unfinished

NOW = "2026-03-14T09:01:00Z"
SAYING = ["new", "--title", "Search finds nothing", "--severity", "minor", "--set", "search=partial_outage"]


def test_a_leak_is_not_written_and_the_words_are_kept(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")

    refused = attempt(site, NOW, *SAYING, "-m", "The server db-prod-7 is full.")

    assert refused.code == 1
    assert "S001 'db-prod-7' looks like the name of a single machine" in refused.err
    assert content(site) == {}
    assert "db-prod-7" in "".join(unfinished(site))


def test_a_draft_may_hold_it_until_it_is_published(tmp_path: Path) -> None:
    site = new_site(tmp_path / "site")

    assert attempt(site, NOW, *SAYING, "-m", "The server db-prod-7 is full.", "--draft").code == 0
    assert len(content(site)) == 1

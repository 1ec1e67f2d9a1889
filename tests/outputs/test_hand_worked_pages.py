"""The page of each incident that was worked out by hand marks its promises and gaps as the table has them."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest

from hand_worked import ALL, Worked, write_site
from some_outputs import publish_some
from statusladder.cli.words import say_duration


@pytest.fixture(scope="module", params=ALL, ids=lambda worked: worked.id)
def worked(request: pytest.FixtureRequest) -> Worked:
    found: Worked = request.param
    return found


@pytest.fixture(scope="module")
def words(worked: Worked, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The words of its page at the last of its moments, without the marks of HTML."""
    folder = tmp_path_factory.mktemp("worked")
    now = datetime.fromisoformat(worked.looks[-1].now)
    public = publish_some(write_site(folder / "site", worked), folder / "public", now, "stories")
    page = (public / "incidents" / worked.id / "index.html").read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_page_marks_as_many_promises_kept_as_the_table(worked: Worked, words: str) -> None:
    look = worked.looks[-1]
    marks = re.findall(
        r"Next update promised by \d\d:\d\d UTC(?:, \d+ \w+ \d{4})?(?: \([^)]{1,90}\))?"
        r" – (on time|.{1,20}? late|overdue)",
        words,
    )

    assert (marks.count("on time"), len(marks)) == (look.kept, look.made)


def test_the_longest_gap_on_the_page_is_the_silence_of_the_table(worked: Worked, words: str) -> None:
    look = worked.looks[-1]
    gaps = re.findall(r"(?:(\d+) h )?(?:(\d+) min )?after the previous update", words)
    longest = max(timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) for hours, minutes in gaps)
    silence = timedelta(minutes=look.silence)

    # A silence that still lasts is no gap between two updates yet, and the page says so by the promise that is late.
    assert longest == silence or (look.late and "UTC is late" in words and longest < silence)
    assert look.late or f"{say_duration(silence)} after the previous update" in words


def test_the_page_tells_the_record_of_the_table(worked: Worked, words: str) -> None:
    look = worked.looks[-1]
    silence = say_duration(timedelta(minutes=look.silence))

    assert f"{look.kept} of {look.made} promised updates on time" in words
    assert re.search(rf"(?i)longest gap between updates(?: so far)? {silence}\b", words)

"""Which incident is meant, and the life of a maintenance: what a person may leave out, and what is said then."""

from pathlib import Path

import pytest

from writing_site import attempt, content, new_site, reading_problems

NOON = "2026-03-14T12:00:00Z"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return new_site(tmp_path / "site")


def _begin(site: Path, title: str, now: str = "2026-03-14T11:00:00Z", *more: str) -> None:
    begun = attempt(
        site, now, "new", title, "--severity", "minor", "--set", "search=partial_outage", "-m", "It fails.", *more
    )
    assert begun.code == 0, begun.err


def _placed(site: Path, *words: str, now: str = NOON) -> str:
    """Where the command's file came to, below the content of the site."""
    done = attempt(site, now, *words)
    assert (done.code, reading_problems(site)) == (0, []), done.err
    return done.out.strip().removeprefix(f"{site}/content/")


def _refused(site: Path, *words: str, now: str = NOON) -> str:
    before = content(site)
    refused = attempt(site, now, *words)
    assert (refused.code, refused.out, content(site)) == (1, "", before)
    return refused.err


@pytest.mark.parametrize("named", ["2026-03-14-search-fails", "search", "03-14-sea", "fails", "SEARCH"])
def test_any_part_of_the_name_will_do(site: Path, named: str) -> None:
    _begin(site, "Search fails")
    _begin(site, "Sign-in is slow")

    assert _placed(site, "update", named, "-m", "x") == "incidents/2026-03-14-search-fails/02-investigating.md"


def test_an_exact_name_is_never_ambiguous(site: Path) -> None:
    _begin(site, "Search")
    _begin(site, "Search fails")

    assert _placed(site, "update", "2026-03-14-search", "-m", "x").startswith("incidents/2026-03-14-search/02")
    assert _placed(site, "update", "search", "-m", "x").startswith("incidents/2026-03-14-search/03")


def test_a_part_that_fits_several_names_them(site: Path) -> None:
    _begin(site, "Search fails")
    _begin(site, "Search is slow")

    said = _refused(site, "update", "search", "-m", "My words")

    assert "2026-03-14-search-fails" in said
    assert "2026-03-14-search-is-slow" in said
    assert "'My words'" in said


def test_the_only_open_one_needs_no_name(site: Path) -> None:
    _begin(site, "Search fails")
    _begin(site, "Sign-in is slow")
    _placed(site, "update", "slow", "--stage", "resolved", "-m", "Over.")

    assert _placed(site, "update", "-m", "x") == "incidents/2026-03-14-search-fails/02-investigating.md"


def test_without_a_name_several_open_ones_are_named(site: Path) -> None:
    _begin(site, "Search fails")
    _begin(site, "Sign-in is slow")

    said = _refused(site, "update", "-m", "x")

    assert "2026-03-14-search-fails, 2026-03-14-sign-in-is-slow" in said


def test_a_near_miss_is_named(site: Path) -> None:
    _begin(site, "Search fails")

    assert "did you mean 'search-fails'?" in _refused(site, "update", "serch-fails", "-m", "x")


def test_a_site_with_nothing_open_says_how_to_begin(site: Path) -> None:
    said = _refused(site, "update", "-m", "x")

    assert "no incident is open" in said
    assert "statusladder new" in said


def test_the_only_resolved_one_without_a_report_needs_no_name(site: Path) -> None:
    _begin(site, "Search fails")
    _placed(site, "update", "--stage", "resolved", "-m", "Over.")

    assert _placed(site, "postmortem", "-m", "Why.").endswith("/03-postmortem.md")
    assert _placed(site, "postmortem", "--version", "final", "-m", "Why, in full.").endswith("/04-postmortem.md")
    assert _placed(site, "follow-up", "-m", "Done.").endswith("/05-follow-up.md")


def test_a_progress_report_does_not_shut_out_the_final_report(site: Path) -> None:
    _begin(site, "Search fails")
    _placed(site, "update", "--stage", "resolved", "-m", "Over.")
    _placed(site, "postmortem", "-m", "Why, as far as we know.")
    before = content(site)

    refused = attempt(site, NOON, "follow-up", "-m", "Done.")

    assert (refused.code, content(site)) == (2, before)
    assert "postmortem --version final" in refused.err


def test_the_only_maintenance_needs_no_name_while_no_incident_is_open(site: Path) -> None:
    window = ["--from", "2026-03-14T11:30Z", "--to", "2026-03-14T13:00Z"]
    _placed(site, "maintenance", "Move", *window, "-m", "We move.", now="2026-03-12T12:00:00Z")

    assert _placed(site, "update", "--stage", "in_progress", "-m", "It has begun.").startswith("maintenance/")
    _begin(site, "Search fails")
    assert _placed(site, "update", "-m", "x").startswith("incidents/")


def test_nobody_is_told_of_a_promise_that_only_a_draft_makes(site: Path) -> None:
    _begin(site, "Search fails")

    said = attempt(site, NOON, "update", "--stage", "identified", "-m", "Not yet.", "--draft").err

    assert "customers read nothing of it until its line 'draft: true' is deleted" in said
    assert "are promised" not in said


def test_a_draft_is_marked_and_built_into_nothing(site: Path) -> None:
    _begin(site, "Search fails")
    path = _placed(site, "update", "--stage", "identified", "-m", "Not for anybody yet.", "--draft")

    assert "stage: identified\nat: 2026-03-14T12:00:00Z\ndraft: true\n" in (site / "content" / path).read_text()
    assert attempt(site, NOON, "build").code == 0
    assert not any(b"Not for anybody yet" in page.read_bytes() for page in (site / "public").rglob("*.html"))


def test_a_step_that_the_ladder_lacks_names_those_it_has(site: Path) -> None:
    _begin(site, "Search fails")
    _placed(site, "update", "--stage", "mitigating", "-m", "Restarting.")
    before = content(site)

    refused = attempt(site, NOON, "update", "--stage", "investigating", "-m", "x")

    assert (refused.code, content(site)) == (2, before)
    assert "did you mean" not in refused.err
    for stage in ("identified", "monitoring", "resolved"):
        assert stage in refused.err


def test_the_life_of_a_maintenance(site: Path) -> None:
    def at(day: str, *words: str) -> str:
        return _placed(site, *words, now=f"2026-03-{day}:00Z")

    announced = ("maintenance", "New index", "--from", "2026-03-20T22:00Z", "--to", "2026-03-21T00:00Z")
    folder = "maintenance/2026-03-20-new-index"
    assert (
        at("10T09:00", *announced, "--set", "search=under_maintenance", "-m", "A new index.")
        == f"{folder}/01-scheduled.md"
    )
    moved = ("--from", "2026-03-21T22:00Z", "--to", "2026-03-21T23:00Z", "-m", "A day later.")
    assert at("11T09:00", "update", "index", "--stage", "rescheduled", *moved) == f"{folder}/02-rescheduled.md"
    assert (
        at("21T22:00", "update", "index", "--stage", "in_progress", "-m", "It begins.") == f"{folder}/03-in-progress.md"
    )
    longer = ("--to", "30m", "-m", "It takes longer.")
    assert at("21T22:50", "update", "index", "--stage", "extended", *longer) == f"{folder}/04-extended.md"
    assert at("21T23:10", "update", "index", "--stage", "completed", "-m", "It is done.") == f"{folder}/05-completed.md"

    window = b"window:\n  from: 2026-03-21T22:00:00Z\n  to: 2026-03-21T23:%s:00Z\n"
    assert window.replace(b"23:%s", b"23:00") in content(site)[f"{folder}/02-rescheduled.md"]
    assert window % b"20" in content(site)[f"{folder}/04-extended.md"]
    assert b"expected:\n  search: under_maintenance\n" in content(site)[f"{folder}/01-scheduled.md"]


def test_an_announced_maintenance_can_be_cancelled(site: Path) -> None:
    _placed(
        site, "maintenance", "Disks", "--from", "2h", "--to", "3h", "--set", "search=under_maintenance", "-m", "Disks."
    )

    assert _placed(site, "update", "disks", "--stage", "cancelled", "-m", "Not now.").endswith("/02-cancelled.md")
    assert "no incident is open" in _refused(site, "update", "-m", "x")


def test_an_emergency_says_why_and_may_begin_at_once(site: Path) -> None:
    path = _placed(site, "maintenance", "Disk", "--from", "12:55", "--to", "1h", "--set", "search=major_outage",
                   "--emergency", "A disk is failing", "-m", "We replace a disk.")  # fmt: skip

    assert b"emergency: A disk is failing\n" in content(site)[path]


def test_a_window_without_its_end_is_wrong_usage(site: Path) -> None:
    missing = attempt(
        site, NOON, "maintenance", "Disks", "--from", "2h", "--set", "search=under_maintenance", "-m", "x"
    )

    assert missing.code == 2
    assert "--to" in missing.err
    assert content(site) == {}


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("../../../evil", "evil"),
        ("Two Words", "two-words"),
        ("a/b", "a-b"),
        ("..", "search-fails"),
        ("", "search-fails"),
    ],
)
def test_a_slug_names_a_folder_and_nothing_else(site: Path, slug: str, name: str) -> None:
    _begin(site, "Search fails", NOON, "--slug", slug)

    assert list(content(site)) == [f"incidents/2026-03-14-{name}/01-investigating.md"]
    assert reading_problems(site) == []


def test_a_folder_that_cannot_be_read_is_said_and_no_word_is_lost(site: Path) -> None:
    _begin(site, "Search fails")
    (site / "content/incidents/2026-03-14-search-fails/02-identified.md").write_text("half a fi")

    said = _refused(site, "update", "search", "-m", "My words")

    assert "02-identified.md:1: " in said
    assert "-m 'My words'" in said


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Вход не работает", "vkhod-ne-rabotaet"),
        ("登录失败", "deng-lu-shi-bai"),
        ("Σφάλμα σύνδεσης", "sfalma-syndesis"),
        ("ログインできない", "roguindekinai"),
        ("تعذر تسجيل الدخول", "tdhr-tsjyl-ldkhwl"),
        ("🎈🔥", "balloon-fire"),
        ("Überweisungen größer als 10 €", "uberweisungen-grosser-als-10-eur"),
        ("GitHub's webhooks", "githubs-webhooks"),
    ],
)
def test_a_title_in_any_script_names_a_folder_that_can_be_read(site: Path, title: str, name: str) -> None:
    _begin(site, title)

    assert _placed(site, "update", "-m", "x") == f"incidents/2026-03-14-{name}/02-investigating.md"


def test_titles_of_which_nothing_can_be_read_are_counted(site: Path) -> None:
    for title in ("…", "¿?", "!!!"):
        _begin(site, title)

    folders = sorted(folder.name for folder in (site / "content" / "incidents").iterdir())
    assert folders == ["2026-03-14-incident", "2026-03-14-incident-2", "2026-03-14-incident-3"]

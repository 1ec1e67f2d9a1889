"""`messages`: which updates are news, where each is said, and what is left in the folder that is written."""

import json
import socket
from pathlib import Path

import pytest

from published_site import CORRECTION, FOLDER, NOW, ONE, RESOLVED, THREE, TWO, Git, commit, edit, note, write
from statusladder.model.values import parse_moment
from statusladder.publish.pipeline import publish_site
from told_by_messages import STORY, site_with_channels, tell

FOURTH = f"{FOLDER}/04-identified.md"


@pytest.fixture
def site(tmp_path: Path, git: Git) -> Path:
    return site_with_channels(tmp_path / "repository", git)


def correct(site: Path, path: str = TWO) -> None:
    """Corrects the share that an update gave."""
    fix = CORRECTION.format(field="impact.share", was="3-5%", now="2-4%")
    edit(site, path, "impact:\n  share: 3-5%", f"{fix}impact:\n  share: 3-5%")


# --- what is new since a revision ---


def test_nothing_is_new_where_nothing_changed(site: Path) -> None:
    told = tell(site, "--since", "main")

    assert told.done.returncode == 0, told.done.stderr
    assert told.done.stderr == "No new updates, so no messages.\n"
    assert told.rows == []


def test_an_added_file_is_news_and_what_was_there_is_not(site: Path) -> None:
    write(site, {THREE: RESOLVED.format(keys="")})

    assert tell(site, "--since", "main").news == ["03-resolved"]


def test_a_correction_that_is_added_to_a_published_file_is_news_and_its_update_is_not(site: Path) -> None:
    correct(site)

    told = tell(site, "--since", "main")

    (name,) = told.news
    assert name.startswith("02-identified-correction-")
    assert {row["update"] for row in told.rows} == {"02-identified"}


def test_a_file_that_becomes_no_draft_any_more_is_news(site: Path, git: Git) -> None:
    write(site, {FOURTH: note("10:30").replace("---\n", "---\ndraft: true\n", 1)})
    assert tell(site, "--since", "main").news == []
    commit(site, git)
    edit(site, FOURTH, "draft: true\n", "")

    assert tell(site, "--since", "change").news == ["04-identified"]


def test_a_renamed_folder_tells_nobody_again(site: Path, git: Git) -> None:
    (site / FOLDER).rename(site / FOLDER.replace("late", "slow"))
    git(site, "add", "--all", ".")

    assert tell(site, "--since", "main").news == []


def test_a_folder_that_is_renamed_and_goes_on_tells_what_is_new(site: Path, git: Git) -> None:
    renamed = FOLDER.replace("late", "slow")
    (site / FOLDER).rename(site / renamed)
    write(site, {f"{renamed}/03-identified.md": note("10:30")})
    git(site, "add", "--all", ".")

    assert tell(site, "--since", "main").news == ["03-identified"]


def test_a_renamed_file_tells_nobody_again(site: Path, git: Git) -> None:
    (site / TWO).rename(site / FOLDER / "05-identified.md")
    git(site, "add", "--all", ".")

    assert tell(site, "--since", "main").news == []


def test_what_is_written_aside_of_updates_is_no_news(site: Path) -> None:
    edit(site, TWO, "Heron", "Grebe")
    write(site, {"content/pages/about.md": "---\ntitle: About us\n---\nWe write.\n"})

    assert tell(site, "--since", "main").news == []


# --- what a live site does not have ---


@pytest.fixture
def live(site: Path) -> str:
    assert publish_site(site, site.parent / "live", parse_moment(NOW), None, lambda count: None).outcome
    return str(site.parent / "live" / "manifest.json")


def test_what_is_live_is_no_news(site: Path, live: str) -> None:
    assert tell(site, "--published", live).news == []


def test_an_update_and_a_correction_that_are_not_live_are_news_oldest_first(site: Path, live: str) -> None:
    correct(site)
    write(site, {FOURTH: note("11:30"), THREE: note("10:30")})

    told = tell(site, "--published", live)

    first, second, third = told.news
    assert (first, third) == ("03-resolved", "04-identified")
    assert second.startswith("02-identified-correction-")
    assert [row["at"] for row in told.rows] == sorted(row["at"] for row in told.rows)


def test_a_folder_that_is_renamed_after_it_was_live_tells_nobody_again(site: Path, live: str) -> None:
    (site / FOLDER).rename(site / FOLDER.replace("late", "slow"))

    assert tell(site, "--published", live).news == []


def test_a_file_that_is_renamed_after_it_was_live_tells_nobody_again(site: Path, live: str) -> None:
    (site / TWO).rename(site / FOLDER / "05-identified.md")
    write(site, {FOLDER + "/06-identified.md": note("10:30")})

    assert tell(site, "--published", live).news == ["06-identified"]


def test_an_embargo_that_has_not_ended_and_a_file_of_tomorrow_are_no_news(site: Path, live: str) -> None:
    secret = FOLDER.replace("exports-late", "keys-in-a-log")
    embargo = "kind: security\nembargoed_until: 2026-07-15T09:00:00Z\nseverity: minor"
    first = (site / ONE).read_text().replace("severity: minor", embargo)
    write(site, {f"{secret}/01-investigating.md": first})
    write(site, {FOURTH: note("10:30").replace("07-14", "07-15")})

    told = tell(site, "--published", live)

    assert told.rows == []
    assert b"keys-in-a-log" not in b"".join(told.files.values())


def test_a_manifest_without_updates_of_a_site_that_has_some_is_refused(site: Path, live: str) -> None:
    kept = json.loads(Path(live).read_text())
    Path(live).write_text(json.dumps({**kept, "shards": {}}))

    told = tell(site, "--published", live)

    assert told.done.returncode == 1
    assert "the live manifest lists incidents without their updates" in told.done.stderr
    assert not told.folder.exists()


# --- one incident ---


def test_an_incident_that_is_named_by_a_part_of_its_id_is_told_whole_oldest_first(site: Path) -> None:
    assert tell(site, "--incident", "exports").news == ["01-investigating", "02-identified"]


def test_of_what_is_new_only_the_named_incident_is_told(site: Path, live: str) -> None:
    other = FOLDER.replace("exports-late", "search-slow")
    write(site, {f"{other}/01-investigating.md": (site / ONE).read_text(), THREE: note("10:30")})

    told = tell(site, "--published", live, "--incident", "search")

    assert {row["incident"] for row in told.rows} == {"2026-07-14-search-slow"}


# --- usage ---


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say what is new with one of --live, --published and --since, or name an --incident"),
        (
            ("--since", "main", "--published", "manifest.json"),
            "say what is new with one of --live, --published and --since",
        ),
        (("--incident", "2026"), "'2026' could be 2026-07-14-exports-late or 2026-07-14-search-slow"),
        (("--incident", "2026-07-14-export-late"), "2026-07-14-exports-late"),
        (("--since", "nowhere"), "nowhere"),
        (("--published", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(arguments: tuple[str, ...], says: str, site: Path) -> None:
    write(site, {f"{FOLDER.replace('exports-late', 'search-slow')}/01-x.md": (site / ONE).read_text()})

    told = tell(site, *arguments)

    assert told.done.returncode in (1, 2)
    assert says in " ".join(told.done.stderr.split())
    assert not told.folder.exists()


# --- what stops a build ---


def test_an_incident_that_stops_a_build_is_left_out_and_silences_no_other(site: Path) -> None:
    other = FOLDER.replace("exports-late", "search-slow")
    write(site, {THREE: note("10:30").replace("next_update", "next_updte")})
    write(site, {f"{other}/01-investigating.md": (site / ONE).read_text()})

    told = tell(site, "--since", "main")

    assert told.done.returncode == 1
    assert "next_updte" in told.done.stderr
    assert {row["incident"] for row in told.rows} == {"2026-07-14-search-slow"}
    assert any(row["speaks"] for row in told.rows)


@pytest.mark.parametrize("name", [STORY, "exports"])
def test_an_incident_that_is_named_and_cannot_be_read_is_said_to_be_there(name: str, site: Path) -> None:
    write(site, {THREE: note("10:30").replace("next_update", "next_updte")})

    told = tell(site, "--incident", name)

    assert told.done.returncode == 1
    assert f"{FOLDER} cannot be read, so no message is written about it" in told.done.stderr
    assert "statusladder check" in told.done.stderr
    assert not told.folder.exists()


def test_a_fault_in_the_settings_stops_the_messages_of_all(site: Path) -> None:
    write(site, {THREE: note("10:30")})
    with (site / "site.yaml").open("a") as settings:
        settings.write("colour: red\n")

    told = tell(site, "--since", "main")

    assert told.done.returncode == 1
    assert "1 problem, no messages were written" in told.done.stderr
    assert not told.folder.exists()


def test_a_theme_that_is_broken_stops_the_messages_of_all(site: Path) -> None:
    write(site, {"themes/ours/theme.yaml": "name: ours\nextends: default\ncolour: red\n", THREE: note("10:30")})
    with (site / "site.yaml").open("a") as settings:
        settings.write("theme: ours\n")

    told = tell(site, "--since", "main")

    assert told.done.returncode == 1
    assert "themes/ours/theme.yaml" in told.done.stderr
    assert not told.folder.exists()


# --- the folder ---


def test_a_second_run_into_the_same_folder_replaces_what_the_first_one_wrote(site: Path) -> None:
    first = tell(site, "--incident", "exports")
    assert [path for path in first.files if path.startswith(f"{STORY}/01-investigating/")] != []
    write(site, {THREE: RESOLVED.format(keys="")})

    second = tell(site, "--since", "main")

    assert set(second.files) == {"routes.json", *(name for row in second.rows for name in row["files"])}
    assert {path.split("/")[1] for path in second.files if "/" in path} == {"03-resolved"}


def test_every_file_is_in_a_route_and_every_route_has_its_files(site: Path) -> None:
    told = tell(site, "--incident", "exports")

    named = [name for row in told.rows for name in row["files"]]
    assert sorted([*named, "routes.json"]) == sorted(told.files)
    for row in told.rows:
        assert all(name.startswith(f"{STORY}/{row['id']}/{row['channel']}/") for name in row["files"])
        assert not (row["files"] and row["silent"])


def test_a_folder_of_somebody_else_is_never_written_to(site: Path) -> None:
    write(site.parent / "out", {"routes.json": "{}", "notes.txt": "Mine."})

    told = tell(site, "--incident", "exports")

    assert told.done.returncode == 1
    assert told.files == {"routes.json": b"{}", "notes.txt": b"Mine."}


def test_a_published_site_is_no_folder_for_messages(site: Path, live: str) -> None:
    before = Path(live).read_bytes()

    told = tell(site, "--incident", "exports", into="live")

    assert told.done.returncode == 1
    assert Path(live).read_bytes() == before
    assert not (site.parent / "live" / "routes.json").exists()


def test_the_same_tree_at_the_same_moment_gives_the_same_bytes(site: Path) -> None:
    correct(site)

    one, other = (tell(site, "--incident", "exports", into=folder).files for folder in ("one", "other"))

    assert len(one) > 1
    assert one == other


def test_no_network_is_asked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"asks {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    told = tell(site, "--incident", "exports")

    assert told.done.returncode == 0, told.done.stderr
    assert told.rows != []


def test_the_digest_of_every_route_is_that_of_its_update_in_the_manifest(site: Path) -> None:
    correct(site)
    write(site, {THREE: RESOLVED.format(keys="")})
    assert publish_site(site, site.parent / "live", parse_moment(NOW), None, lambda count: None).outcome
    marks = json.loads((site.parent / "live/manifest/2026.json").read_text())["updates"][f"incidents/{STORY}/"]

    told = tell(site, "--incident", "exports")

    assert {row["update"]: row["facts"] for row in told.rows} == {name: mark["facts"] for name, mark in marks.items()}
    addresses = (site.parent / "live" / f"incidents/{STORY}/index.html").read_text()
    for row in told.rows:
        page, _, anchor = row["permalink"].partition("#")
        assert page == f"https://status.tern.example/incidents/{STORY}/"
        assert f'id="{anchor}"' in addresses

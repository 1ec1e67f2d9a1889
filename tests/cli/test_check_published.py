"""`check --published`: the content held to what is live, from a file or its address, as `--since` holds it to git."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_httpserver import HTTPServer

from built_once import a_copy, built_once
from in_process import run
from night import ALL, in_ci, some
from published_site import (
    CORRECTION,
    FOLDER,
    NOW,
    ONE,
    PUT_BACK,
    RENAME_BACK,
    RESOLVED,
    SITE,
    THREE,
    TWO,
    Checked,
    Git,
    as_one_file,
    c006,
    check,
    edit,
    published_site,
    write,
    write_later,
)
from rule_examples import of_structure
from statusladder.cli.main import statusladder
from statusladder.history.manifest import ManifestError, read_manifest
from statusladder.publish.pipeline import publish_site

AT = datetime(2026, 7, 14, 12, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was published from the commit that it stands at."""

    def make(folder: Path) -> None:
        site = published_site(folder / "repository", git)
        write(site, {"content/pages/about.md": "---\ntitle: About us\n---\nWe write.\n"})
        publish(site)

    return a_copy(built_once(tmp_path_factory, "site-that-is-live", make), tmp_path) / "repository" / "status"


def publish(site: Path) -> None:
    assert publish_site(site, site.parent / "live", AT, None, lambda count: None).outcome


def held(site: Path, *arguments: str, now: str = NOW) -> Checked:
    live = str(site.parent / "live" / "manifest.json")
    done = CliRunner().invoke(
        statusladder, ["check", "--site", str(site), "--published", live, "--now", now, *arguments]
    )
    return Checked(done.exit_code, done.stdout, of_structure(done.stderr))


def asked(site: Path, source: object, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("check", "--site", str(site), "--published", str(source), "--now", NOW, *arguments)


def test_what_is_live_as_it_stands_here_is_well_now_and_in_a_year(site: Path) -> None:
    for now in (NOW, "2027-07-14T12:00:00Z"):
        assert held(site, "--quiet", now=now) == Checked(0, "", "")


def test_a_silent_edit_is_told_at_its_line(site: Path) -> None:
    edit(site, TWO, "share: 3-5%", "share: 4-5%")
    edit(site, TWO, "cause: A queue is full\n", "")
    edit(site, TWO, "3 to 5 %", "4 to 5 %")
    edit(site, ONE, "started_at: 2026-07-14T08:50:00Z", "started_at: 2026-07-14T08:50:00Z\ndata_loss: none")

    checked = held(site, "--quiet")

    assert checked.exit_code == 1
    assert checked.stderr == (
        c006(ONE, 10, "data_loss came after this was published, and no correction says so", write_later("data_loss"))
        + c006(TWO, 1, "cause went after this was published, and no correction says so", write_later("cause"))
        + c006(TWO, 4, "impact is not what is published, and no correction says so", write_later("impact"))
        + c006(TWO, 12, "the words are not what is published, and no correction says so", write_later("body"))
    )


def test_a_rename_is_told_with_both_names(site: Path) -> None:
    other = TWO.replace("02-", "03-")
    (site / TWO).rename(site / other)

    sentence = f"the published update '{TWO}' is called '{other}' now, so its address changes"
    assert held(site, "--quiet").stderr == c006(other, 1, sentence, RENAME_BACK)


def test_a_renamed_folder_is_told_once(site: Path) -> None:
    other = FOLDER.replace("late", "slow")
    (site / FOLDER).rename(site / other)

    sentence = f"the published folder '{FOLDER}' is called '{other}' now, so its address changes"
    assert held(site, "--quiet").stderr == c006(other, 1, sentence, RENAME_BACK)


def test_a_deletion_is_told(site: Path) -> None:
    (site / TWO).unlink()

    assert held(site, "--quiet").stderr == c006(TWO, 1, "this update was published and is deleted", PUT_BACK)


@pytest.mark.parametrize("in_the_same_file", [True, False])
def test_a_correction_that_tells_of_the_edit_makes_it_legitimate(in_the_same_file: bool, site: Path) -> None:
    correction = CORRECTION.format(field="cause", was="A queue is full", now="A queue is slow")
    edit(site, TWO, "cause: A queue is full", "cause: A queue is slow")
    if in_the_same_file:
        edit(site, TWO, "next_update", f"{correction}next_update")
    else:
        write(site, {THREE: RESOLVED.format(keys=correction)})

    checked = held(site)

    assert checked.exit_code == 0
    assert checked.stderr.startswith("What is not live yet makes 1 correction that readers will see.\nAll is well: ")


def test_a_correction_that_names_another_value_tells_nothing(site: Path) -> None:
    edit(site, ONE, "severity: minor", "severity: major")
    edit(site, ONE, "next_update", f"{CORRECTION.format(field='severity', was='info', now='major')}next_update")
    sentence = "severity is not what is published, and the correction says otherwise"
    assert c006(ONE, 5, sentence, write_later("severity")) in held(site, "--quiet").stderr

    edit(site, ONE, "was: info", "was: minor")
    assert "C006" not in held(site, "--quiet").stderr


def test_a_published_correction_has_to_stay(site: Path) -> None:
    correction = CORRECTION.format(field="cause", was="A queue is lost", now="A queue is full")
    edit(site, TWO, "next_update", f"{correction}next_update")
    publish(site)
    assert held(site, "--quiet").exit_code == 0

    edit(site, TWO, "we had counted some twice", "we had counted some three times")

    sentence = "a correction that was published is gone or reads otherwise"
    assert c006(TWO, 11, sentence, "put it back as it was, and add another one") in held(site, "--quiet").stderr


def _delete_component(site: Path) -> None:
    extra = "components:\n  - id: api\n    name: API\n"
    write(site, {"site.yaml": SITE.replace("components:\n", extra)})
    publish(site)
    write(site, {"site.yaml": SITE})


def _delete_page(site: Path) -> None:
    (site / "content/pages/about.md").unlink()


@pytest.mark.parametrize(
    ("drop", "address"),
    some([(_delete_component, "components/api/"), (_delete_page, "pages/about/")], by_day=1, in_ci=ALL),
)
def test_an_address_that_would_be_gone_is_told_once_and_a_redirect_keeps_it(
    drop: Callable[[Path], None], address: str, site: Path
) -> None:
    drop(site)

    assert held(site, "--quiet").stderr == (
        f"site.yaml:1: C014 the published address '/{address}' would be gone\n"
        f"  put back what stood there, or redirect it with 'redirects': from /{address}\n"
    )

    write(site, {"site.yaml": f"{SITE}redirects:\n  - from: /{address}\n    to: /\n"})
    assert held(site, "--quiet").stderr == ""


def test_an_address_is_missed_only_where_a_build_would_succeed(site: Path) -> None:
    _delete_page(site)
    edit(site, TWO, "stage: identified", "stage: identifid")

    assert "C014" not in held(site, "--quiet").stderr


def _shown_alike(site: Path) -> None:
    edit(site, TWO, "We are making room:", "We are making room:".replace(" ", "\n"))
    edit(site, TWO, "Heron", "Grey heron")
    edit(site, TWO, "stage: identified\n", "# said by the lead\nstage: identified\n")


_EDITS: dict[str, Callable[[Path], None]] = {
    "nothing": lambda site: None,
    "white space, a comment and an internal note": _shown_alike,
    "an embargo": lambda site: edit(
        site, ONE, "severity: minor", "severity: minor\nembargoed_until: 2026-08-01T00:00Z"
    ),
    "a draft": lambda site: edit(site, TWO, "stage: identified", "stage: identified\ndraft: true"),
    "a later time": lambda site: edit(site, TWO, "at: 2026-07-14T09:30:00Z", "at: 2026-07-14T12:30:00Z"),
    "another promise": lambda site: edit(site, TWO, "next_update: 30m", "next_update: 60m"),
    "a list in another order": lambda site: edit(
        site, TWO, "  - No export is lost\n  - Dashboards work\n", "  - Dashboards work\n  - No export is lost\n"
    ),
    "another title": lambda site: edit(site, ONE, "title: Exports are late", "title: Exports are slow"),
    "one word": lambda site: edit(site, ONE, "Some exports", "All exports"),
}


@in_ci
@pytest.mark.parametrize("change", list(_EDITS))
def test_git_and_the_live_site_agree_on_what_was_taken_back(change: str, site: Path) -> None:
    _EDITS[change](site)

    by_git, by_manifest = (_taken_back(checked.stdout) for checked in _both(site))

    assert by_manifest == by_git
    assert bool(by_git) is (change not in list(_EDITS)[:2])


def _both(site: Path) -> tuple[Checked, Checked]:
    return check(site, "--format", "json"), held(site, "--format", "json")


def _taken_back(answer: str) -> set[tuple[str, int]]:
    problems: list[dict[str, Any]] = json.loads(answer)["problems"]
    return {(one["path"], 0 if one["line"] >= 12 else one["line"]) for one in problems if one["code"] == "C006"}


def test_both_may_be_asked_at_once(site: Path) -> None:
    (site / TWO).unlink()

    live = str(site.parent / "live" / "manifest.json")
    assert check(site, "--published", live).stderr == c006(TWO, 1, "this update was published and is deleted", PUT_BACK)


def test_the_live_manifest_is_read_from_its_address(site: Path, httpserver: HTTPServer) -> None:
    for path in ("manifest.json", "manifest/2026.json"):
        data = (site.parent / "live" / path).read_bytes()
        httpserver.expect_request(f"/status/{path}").respond_with_data(data)
    (site / TWO).unlink()

    done = asked(site, httpserver.url_for("/status/manifest.json"))

    assert done.returncode == 1
    assert "this update was published and is deleted" in done.stderr


def test_a_year_that_is_missing_is_no_year_without_updates(site: Path) -> None:
    year = site.parent / "live" / "manifest" / "2026.json"
    year.unlink()

    done = asked(site, site.parent / "live" / "manifest.json")

    sentence = f"{year} cannot be read (No such file or directory)"
    fix = "put the folder 'manifest' of the same build beside manifest.json"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"error: {sentence}\n  {fix}\n")


@in_ci
@pytest.mark.parametrize("change", ["nothing", "another title"])
def test_what_an_older_version_wrote_as_one_file_is_held_alike(change: str, site: Path) -> None:
    _EDITS[change](site)
    of_years = held(site)
    live = site.parent / "live"

    (live / "manifest.json").write_text(json.dumps(as_one_file(live)))
    (live / "manifest" / "2026.json").unlink()

    assert held(site) == of_years


def test_what_is_no_manifest_is_said_in_words(site: Path, httpserver: HTTPServer, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html>")
    (tmp_path / "other.json").write_text('{"addresses": 1}')
    httpserver.expect_request("/broken").respond_with_data(b"", status=503)
    sources = {
        str(tmp_path / "page.html"): "is no manifest of a site",
        str(tmp_path / "other.json"): "is no manifest of a site",
        str(tmp_path / "none.json"): "cannot be read (No such file or directory)",
        str(tmp_path): "cannot be read (Is a directory)",
        httpserver.url_for("/broken"): "cannot be read (SERVICE UNAVAILABLE)",
        "http://127.0.0.1:1/manifest.json": "cannot be read ([Errno 111] Connection refused)",
    }

    for source, words in sources.items():
        done = asked(site, source)
        assert done.returncode == 1
        assert f"{source} {words}" in done.stderr


def test_an_older_manifest_holds_no_marks_and_a_hostile_one_does_no_harm(site: Path, tmp_path: Path) -> None:
    live = as_one_file(site.parent / "live")
    hostile = live | {
        "addresses": ["../../etc/passwd", ""],
        "updates": {"../../x": {}, "incidents/x/": {"../y": {"facts": "", "said": {"stage": "0"}}}},
    }
    older = {key: live[key] for key in ("generator", "now", "updated_at", "policy_version", "next_change_at")}
    for name, manifest in (("hostile", hostile), ("older", older)):
        (tmp_path / name).write_text(json.dumps(manifest))
    edit(site, ONE, "Some exports", "All exports")

    answers = {name: asked(site, tmp_path / name, "--quiet") for name in ("hostile", "older")}

    assert of_structure(answers["older"].stderr) == ""
    assert "content/incidents/x" in answers["hostile"].stderr
    assert "'/../../etc/passwd' would be gone" in answers["hostile"].stderr


def test_a_name_that_no_file_can_have_is_that_of_one_that_is_gone(site: Path) -> None:
    file = site.parent / "live" / "manifest.json"
    manifest = as_one_file(file.parent)
    manifest["updates"][f"{FOLDER.removeprefix('content/')}/"]["a" * 300] = {"facts": "", "said": {}}
    file.write_text(json.dumps(manifest))

    done = held(site, "--quiet")

    assert done.exit_code == 1
    assert f"{FOLDER}/{'a' * 300}.md" in done.stderr


def _of_version_1(site: Path, marks: dict[str, str]) -> None:
    """Makes of the live manifest what an older version would have written for the first update of each page."""
    file = site.parent / "live" / "manifest.json"
    manifest = as_one_file(file.parent)
    manifest["digests"] = 1
    for updates in manifest["updates"].values():
        next(iter(updates.values()))["said"] |= marks
    file.write_text(json.dumps(manifest))


def test_a_manifest_of_the_first_kind_is_compared_but_for_what_no_page_shows(site: Path) -> None:
    _of_version_1(site, {"roles": "abcdef", "embargoed_until": "123456", "notify": "123456", "no_change": "123456"})

    assert held(site, "--quiet") == Checked(0, "", "")

    edit(site, TWO, "cause: A queue is full\n", "")
    assert [line.split(" ", 2)[1:] for line in held(site, "--quiet").stderr.splitlines()[:1]] == [
        ["C006", "cause went after this was published, and no correction says so"]
    ]


@pytest.mark.parametrize("unfit", ["\x1b[31m", "\n::error::", "\u2028"])
@pytest.mark.parametrize("where", ["addresses", "updates", "authority"])
def test_a_manifest_whose_names_hold_what_cannot_be_shown_is_none(where: str, unfit: str, site: Path) -> None:
    file = site.parent / "live" / "manifest.json"
    manifest = as_one_file(file.parent)
    name = f"a{unfit}b/"
    manifest[where] = {"addresses": [name], "updates": {name: {}}, "authority": name}[where]
    file.write_text(json.dumps(manifest))

    with pytest.raises(ManifestError, match="is no manifest of a site"):
        read_manifest(str(file))

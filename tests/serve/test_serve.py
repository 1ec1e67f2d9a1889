"""`serve` and `build --watch` as a person runs them: real processes, real saves, and what both say about them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from night import ALL, in_ci, some
from preview_process import LONGEST, Preview, previewing
from warm_start import run_warm

SITE = Path(__file__).parent.parent / "sites" / "calm"
NOW = "2026-06-10T12:00:00Z"
INCIDENT = "content/incidents/2025-09-22-exports-late"
SECRET = """\
---
stage: investigating
at: 2026-06-10T11:00:00Z
title: Heron is not to be told
severity: major
kind: security
embargoed_until: 2026-06-11T11:00:00Z
internal: Curlew is the team's own
---
Heron.
"""
DRAFT = """\
---
stage: investigating
at: 2026-06-10T11:00:00Z
title: Exports come late again
severity: minor
draft: true
internal: Curlew is the team's own
---
Avocet is being written.
"""
NEXT_DRAFT = "---\nstage: identified\nat: 2026-06-10T13:00:00Z\ndraft: true\n---\nDunlin comes later.\n"
DRILL = """\
---
stage: investigating
at: 2026-02-01T10:00:00Z
title: Restore
severity: minor
---
Kittiwake is practised.
"""


def _start(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """For what the whole life of a process shows, from its first byte on."""
    command = [sys.executable, "-m", "statusladder", *arguments]
    return subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE, text=True)


def _write(site: Path, path: str, text: str) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Preview]]:
    """A site with a draft, a drill and an embargoed incident, and its preview."""
    site = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("unpublished") / "site"))
    _write(site, "content/incidents/2026-06-10-secret/01-investigating.md", SECRET)
    _write(site, "content/incidents/2026-06-10-exports/01-investigating.md", DRAFT)
    _write(site, "content/incidents/2026-06-10-exports/02-identified.md", NEXT_DRAFT)
    _write(site, "content/drills/2026-02-01-restore/01-investigating.md", DRILL)
    temporary = site.parent / "temporary"
    temporary.mkdir()
    with previewing(site, "--now", NOW, TMPDIR=str(temporary)) as preview:
        preview.until(lambda state: state["build"] == 1)
        yield temporary, preview


def test_pages_are_served_fresh_with_the_script_that_follows_builds(unpublished: tuple[Path, Preview]) -> None:
    home = unpublished[1].ask("/")
    script = unpublished[1].ask("/__statusladder/live.js")

    assert (home.status, home.headers["Cache-Control"], home.headers["Content-Type"]) == (
        200,
        "no-store",
        "text/html; charset=utf-8",
    )
    base = urlsplit(unpublished[1].address).path
    assert unpublished[1].text("").count(f'<script src="{base}__statusladder/live.js" data-version="') == 1
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")


def test_nothing_of_the_preview_is_in_the_built_files(unpublished: tuple[Path, Preview]) -> None:
    (folder,) = unpublished[0].glob("statusladder-*/site")
    built = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert "index.html" in built
    assert not any(b"__statusladder" in data or b"script-src 'self'" in data for data in built.values())
    for path, data in built.items():
        if not path.endswith(".html"):
            assert unpublished[1].get(path) == (200, data)


@pytest.mark.parametrize("path", ["nowhere", "nowhere/", "../site.yaml", "%2e%2e/site.yaml", "a//b", "%00", "%5c.."])
def test_an_address_that_leads_nowhere_gets_the_page_for_it(unpublished: tuple[Path, Preview], path: str) -> None:
    status, page = unpublished[1].get(path)

    assert status == 404
    assert b"Page not found" in page or b"404" in page
    assert b"__statusladder/live.js" in page


def test_a_folder_is_led_to_its_page(unpublished: tuple[Path, Preview]) -> None:
    answer = unpublished[1].ask("/history")

    assert (answer.status, answer.headers["Location"]) == (301, f"{urlsplit(unpublished[1].address).path}history/")
    assert unpublished[1].ask("/history/", "HEAD").status == 200


def test_a_name_of_the_open_web_reads_nothing(unpublished: tuple[Path, Preview]) -> None:
    refused = unpublished[1].ask("/", Host="rebound.example:8000")

    assert refused.status == 403
    assert b"Avocet" not in refused.body  # type: ignore[attr-defined]
    assert unpublished[1].ask("/", Host="localhost:8000").status == 200


@pytest.mark.parametrize("name", ["127.0.0.1.rebound.example", "192.0.2.7:8000", "[::1]:8000", "", "[", "localhost@x"])
def test_only_the_usual_names_of_this_machine_are_answered(unpublished: tuple[Path, Preview], name: str) -> None:
    assert unpublished[1].ask("/", Host=name).status == 403


def test_a_preview_for_others_answers_to_addresses_and_to_no_name_of_the_open_web(site: Path) -> None:
    with previewing(site, "--now", NOW, "--host", "0.0.0.0") as preview:
        preview.until(lambda state: state["build"] == 1)
        preview.hear(
            lambda line: line.endswith(" to all who reach 0.0.0.0, drafts and drills included. Stop with Ctrl-C.")
        )
        hosts = ("localhost:8000", "192.0.2.7:8000", "[2001:db8::1]:8000", "rebound.example:8000", "status")

        assert [preview.ask("/", Host=host).status for host in hosts] == [200, 200, 200, 403, 403]


def test_an_address_that_this_machine_does_not_have_is_one_sentence(site: Path) -> None:
    refused = run_warm(["serve", "--host", "192.0.2.7"], site)

    assert refused.returncode == 1
    assert refused.stderr == (
        "error: 192.0.2.7 is nothing to listen on (Cannot assign requested address)\n"
        "  name an address of this machine, or 0.0.0.0 for all it has\n"
    )


@in_ci
def test_a_folder_that_reports_no_changes_is_looked_at(site: Path) -> None:
    update = site / INCIDENT / "02-resolved.md"
    with previewing(site, "--now", NOW, "--poll") as preview:
        preview.until(lambda state: state["build"] == 1)
        assert not preview.is_told_of_changes()
        preview.after(lambda: update.write_text(f"{update.read_text()}\nSandpiper.\n"))

        assert "Sandpiper." in preview.text(INCIDENT.removeprefix("content/") + "/")


@pytest.mark.parametrize("body", ["yesterday", "2026-06-10T12:00:00", "x" * 5000])
def test_a_moment_that_is_none_is_refused(unpublished: tuple[Path, Preview], body: str) -> None:
    assert unpublished[1].ask("/__statusladder/at", "POST", body).status == 400


def test_a_draft_stands_in_its_place_and_says_what_it_is(unpublished: tuple[Path, Preview]) -> None:
    page = unpublished[1].text("incidents/2026-06-10-exports/")

    assert "<b>Draft.</b> Not published." in page
    assert "Avocet is being written." in page
    assert "Dunlin" not in page, "it is dated ahead: its moment has not come"
    assert "Draft. Avocet is being written." in unpublished[1].text("")


def test_a_drill_is_named_as_one(unpublished: tuple[Path, Preview]) -> None:
    page = unpublished[1].text("incidents/2026-02-01-restore/")

    assert '<h1 dir="auto">Drill: Restore</h1>' in page
    assert "<b>Drill.</b> Not published." in page
    assert "Kittiwake is practised." in page


def test_what_is_embargoed_or_internal_stays_hidden_from_who_looks_on(unpublished: tuple[Path, Preview]) -> None:
    (folder,) = unpublished[0].glob("statusladder-*/site")
    shown = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert b"Heron" not in shown
    assert b"Curlew" not in shown
    assert b"Avocet" in shown


def test_another_moment_is_built_when_it_is_chosen(unpublished: tuple[Path, Preview]) -> None:
    preview = unpublished[1]
    answer = preview.after(lambda: preview.ask("/__statusladder/at", "POST", "2026-06-10T13:00:00Z"))

    assert (answer["now"], answer["chosen"]) == ("2026-06-10T13:00:00+00:00", True)
    assert "2026-06-10T13:00:00+00:00" in answer["moments"]
    assert "Dunlin comes later." in preview.text("incidents/2026-06-10-exports/")
    assert 'data-now="2026-06-10T13:00:00Z"' in preview.text("")
    answer = preview.after(lambda: preview.ask("/__statusladder/at", "POST"))
    assert answer["now"] == answer["present"]
    assert not answer["chosen"]
    assert "data-now" not in preview.text("")
    preview.after(lambda: preview.ask("/__statusladder/at", "POST", NOW))


def test_no_moment_shows_what_is_embargoed_now(site: Path) -> None:
    secret = SECRET.replace("embargoed_until: 2026-06-11T11:00:00Z", "embargoed_until: 2099-06-11T11:00:00Z")
    _write(site, "content/incidents/2026-06-10-secret/01-investigating.md", secret)
    temporary = site.parent / "temporary"
    temporary.mkdir()
    with previewing(site, "--now", "2099-06-12T00:00:00Z", TMPDIR=str(temporary)) as preview:
        state = preview.until(lambda state: state["build"] == 1)
        assert not any(moment.startswith("2026-06-10") for moment in state["moments"]), "not even when it was written"
        preview.after(lambda: preview.ask("/__statusladder/at", "POST", "2099-07-01T00:00:00Z"))
        shown = b"".join(path.read_bytes() for path in temporary.rglob("*") if path.is_file())

    assert b"Heron" not in shown
    assert b"2026-06-10-secret" not in shown


def test_problems_are_said_here_and_there_and_the_page_stays(site: Path) -> None:
    update = site / INCIDENT / "01-investigating.md"
    good = update.read_text()
    with previewing(site, "--now", NOW) as preview:
        before = preview.after(lambda: update.write_text(good + "\nMore.\n"), lambda state: not state["faults"])
        state = preview.after(lambda: update.write_text(good.replace("severity: ", "severity: x")))
        place = f"{INCIDENT}/01-investigating.md:5"

        assert [(fault["place"], fault["code"]) for fault in state["faults"]] == [(place, "D010")]
        assert state["version"] == before["version"]
        preview.hear(lambda line: line.startswith(f"{place}: D010 no severity is called 'x"))
        preview.hear(lambda line: line == "error: 1 problem, nothing was published")
        assert preview.get("")[0] == 200
        assert preview.after(lambda: update.write_text(good))["faults"] == []


def _break_settings(site: Path) -> None:
    (site / "site.yaml").write_text("site: [")


def _make_settings_a_folder(site: Path) -> None:
    (site / "site.yaml").unlink()
    (site / "site.yaml").mkdir()


def _break_theme(site: Path) -> None:
    _write(site, "themes/own/theme.yaml", "name: Own\nextends: default\n")
    _write(site, "themes/own/templates/home.html", "{% nonsense %}")
    settings = (SITE / "site.yaml").read_text()
    (site / "site.yaml").write_text(f"{settings}theme: own\n")


BREAKS: tuple[tuple[Callable[[Path], object], str], ...] = (
    (_break_settings, "YAML"),
    (lambda site: (site / "site.yaml").unlink(), "there is no site.yaml here"),
    (_make_settings_a_folder, "D001"),
    (shutil.rmtree, "there is no site.yaml here"),
    (lambda site: (site / INCIDENT / "02-resolved.md").write_bytes(b"\xff\x00"), "D001"),
    (lambda site: (site / INCIDENT / "03-x.md").mkdir(), "D012"),
    (lambda site: (site / "content/incidents/2026-01-01-x").mkdir(), "D012"),
    (_break_theme, "home.html:1"),
)
"""What happens to a site, and what is said of it."""


@in_ci
def test_whatever_is_broken_is_said_and_fixed(site: Path) -> None:
    with previewing(site, "--now", NOW) as preview:
        for break_it, words in BREAKS:
            _break_and_fix(site, preview, break_it, words)


def _break_and_fix(site: Path, preview: Preview, break_it: Callable[[Path], object], words: str) -> None:
    before = len(preview.said)
    state = preview.after(lambda: break_it(site), lambda state: bool(state["faults"]))
    preview.hear(lambda line: words in line, before)
    assert preview.get("")[0] == 200, "the last good site stays"

    shutil.rmtree(site, ignore_errors=True)
    fixed = preview.after(lambda: shutil.copytree(SITE, site), lambda state: not state["faults"])
    assert fixed["build"] > state["build"]


@pytest.mark.parametrize("break_it", some([_break_settings, shutil.rmtree, _break_theme], by_day=1, in_ci=2))
def test_a_site_that_is_broken_at_first_is_served_once_it_is_fixed(
    site: Path, break_it: Callable[[Path], object]
) -> None:
    break_it(site)
    with previewing(site, "--now", NOW) as preview:
        assert preview.until(lambda state: state["build"] == 1)["faults"]
        status, page = preview.get("")
        assert status == 503
        assert b"__statusladder/live.js" in page

        shutil.rmtree(site, ignore_errors=True)
        preview.after(lambda: shutil.copytree(SITE, site), lambda state: not state["faults"])
        assert preview.get("")[0] == 200


def test_a_port_that_is_taken_is_one_sentence(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run_warm(["serve", "--port", port], site)

    assert refused.returncode == 1
    assert refused.stderr == (
        f"error: port {port} cannot be used (Address already in use)\n"
        "  choose another with --port, or any that is free with --port 0\n"
    )


@pytest.mark.parametrize("how", some([signal.SIGINT, signal.SIGTERM], by_day=1, in_ci=ALL))
def test_it_ends_without_a_trace(site: Path, tmp_path: Path, how: signal.Signals) -> None:
    before = sorted(site.rglob("*"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = _start("serve", "--site", str(site), "--port", "0", TMPDIR=str(temporary))
    assert process.stderr is not None
    preview = Preview(process, process.stderr)
    preview.until(lambda state: state["build"] == 1)

    assert preview.end(how) == 0
    assert not any("Traceback" in line for line in preview.said)
    assert list(temporary.iterdir()) == []
    assert sorted(site.rglob("*")) == before


@in_ci
def test_build_watches_until_it_is_stopped(site: Path) -> None:
    update = site / INCIDENT / "02-resolved.md"
    good = update.read_text()
    home = site / "public" / INCIDENT.removeprefix("content/") / "index.html"
    process = _start("build", "--watch", "--site", str(site), "--now", NOW)
    assert process.stderr is not None
    with process.stderr as said:
        assert next(said).startswith("Watching ")
        assert next(said).startswith("Wrote ")
        update.write_text(good.replace("stage: resolved", "stage: resolve"))
        assert "D010 no stage is called 'resolve'" in next(said)
        assert next(said).strip() == "did you mean 'resolved'?"
        assert next(said) == "error: 1 problem, nothing was published\n"
        assert next(said).strip() == "fix them and build again"
        update.write_text(f"{good}\nSandpiper.\n")
        assert next(said).startswith("Wrote ")
        assert "Sandpiper." in home.read_text()
        process.send_signal(signal.SIGINT)
        assert said.read() == ""
    assert process.wait(LONGEST) == 0

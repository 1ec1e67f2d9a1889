"""An upgrade shows what it would renew, writes all of it or nothing, and leaves alone what was changed in the site."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from night import ALL, in_ci, some
from statusladder import __version__
from statusladder.cli.commands import init, upgrade
from statusladder.cli.console import Console
from statusladder.cli.main import statusladder
from statusladder.content.write_together import write_together
from statusladder.model.settings import SiteKeys
from statusladder.model.site import Component, Settings
from statusladder.scaffold import choice
from statusladder.scaffold.hosts import make_common_files
from statusladder.scaffold.interface import Scaffold
from statusladder.scaffold.renewal import digest_of
from terminal import at_a_terminal

RECORD = ".statusladder/written.json"
CLOCK = ".github/workflows/clock.yml"
HOSTS = [name for name in choice.find_host_names() if name != "none"]
SETTINGS = Settings(
    site=SiteKeys(name="Ferry status", url="https://status.example.com"),
    components=(Component(id="website", name="Website"),),
)


def _everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _package(version: str) -> dict[str, str | bytes]:
    """What a checkout of this version gives a site: a stand-in for its wheel, and the list that names it by hash."""
    wheel, path = f"PK\0{version}\r\n".encode(), f"vendor/statusladder-{version}-py3-none-any.whl"
    own = f"./{path} \\\n    --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n"
    return {path: wheel, "requirements.txt": f"# All\n{own}{make_common_files()['requirements.txt']}"}


def _pinned(version: str) -> dict[str, str | bytes]:
    """What a release of this version gives a site."""
    own = f"statusladder=={version} \\\n    --hash=sha256:{hashlib.sha256(version.encode()).hexdigest()}\n"
    return {"requirements.txt": f"# All\n{own}{make_common_files()['requirements.txt']}"}


def _bring(monkeypatch: pytest.MonkeyPatch, package: Mapping[str, str | bytes]) -> None:
    for command in (init, upgrade):
        monkeypatch.setattr(command, "make_own_package", lambda say: package)


def _older(member: Scaffold) -> Scaffold:
    """The member as it was when pip was not isolated yet."""
    return replace(member, make=lambda settings: {
        path: text.replace("python -I -m pip", "python -m pip") for path, text in member.make(settings).items()
    })  # fmt: skip


def _offer(monkeypatch: pytest.MonkeyPatch, members: Mapping[str, Scaffold]) -> None:
    for module in (choice, init):
        monkeypatch.setattr(module, "find_sets", lambda: members)


def _invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(statusladder, list(map(str, arguments)))


def _made(
    folder: Path, host: str, options: tuple[str, ...], package: Mapping[str, str | bytes], *, isolated: bool
) -> Path:
    """A new site, as a version with or without isolated pip makes it."""
    with pytest.MonkeyPatch.context() as then:
        _bring(then, package)
        if not isolated:
            _offer(then, {name: _older(member) for name, member in choice.find_sets().items()})
        made = _invoke("init", folder, "--host", host, "--now", "2026-03-14T10:05:00Z", *options)
    assert made.exit_code == 0, made.stderr
    shutil.rmtree(folder / "public")
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a site once: `sites(isolated, host, *options)`."""
    home = tmp_path_factory.mktemp("sites")

    @cache
    def make(isolated: bool, host: str, *options: str) -> Path:
        name = f"{host}-{len(options)}-{isolated}"
        return _made(home / name, host, options, _package(__version__ if isolated else "0.0.9"), isolated=isolated)

    return make


@pytest.fixture
def older(sites: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Makes the site that an older version wrote for a host; this version then runs."""

    def make(host: str = "github-pages", *options: str) -> Path:
        _bring(monkeypatch, _package(__version__))
        return Path(shutil.copytree(sites(False, host, *options), tmp_path / "site"))

    return make


@pytest.fixture
def newest(sites: Callable[..., Path]) -> Callable[..., dict[str, bytes]]:
    """What this version writes for a new site of a host."""
    return lambda host, *options: _everything(sites(True, host, *options))


def _upgrade(site: Path, *arguments: str) -> Result:
    return _invoke("upgrade", "--site", site, *arguments)


def _without_record(site: Path) -> None:
    (site / RECORD).unlink()


@pytest.mark.parametrize("host", some(HOSTS, by_day=1, in_ci=2))
def test_a_site_of_each_host_becomes_what_init_writes_today(
    host: str, older: Callable[..., Path], newest: Callable[..., dict[str, bytes]]
) -> None:
    site = older(host, "--cms")
    before = _everything(site)

    shown = _upgrade(site)
    unchanged = _everything(site)
    written = _upgrade(site, "--yes")
    again = _upgrade(site)

    assert (shown.exit_code, written.exit_code, again.exit_code) == (1, 0, 0)
    assert unchanged == before
    assert _everything(site) == newest(host, "--cms") != before
    assert shown.stdout == written.stdout
    assert f"Nothing was written. To write it: statusladder upgrade --site={site} --yes\n" in shown.stderr
    assert again.stdout == ""
    assert again.stderr.endswith("Nothing to do.\n")


@in_ci
def test_what_would_change_is_shown_line_by_line(older: Callable[..., Path]) -> None:
    shown = _upgrade(older()).stdout

    assert (
        f"Renew {CLOCK}\n--- a/{CLOCK}\n+++ b/{CLOCK}\n@@ -27,8 +27,8 @@\n"
        "           cache-dependency-path: requirements*.txt\n       - name: Install\n         run: |\n"
        "-          python -m pip install --require-hashes --requirement requirements-build.txt\n"
    ) in shown
    assert "Remove vendor/statusladder-0.0.9-py3-none-any.whl: it is of no use any more\n" in shown
    assert f"Add vendor/statusladder-{__version__}-py3-none-any.whl\n" in shown
    assert "-./vendor/statusladder-0.0.9-py3-none-any.whl \\\n" in shown
    assert "site.yaml" not in shown
    assert "schema.json" not in shown


@in_ci
def test_a_release_is_pinned_anew(older: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    site = older("gitlab-pages")
    _bring(monkeypatch, _pinned("0.1.0"))
    assert _upgrade(site, "--yes").exit_code == 0
    _bring(monkeypatch, _pinned("0.2.0"))

    written = _upgrade(site, "--yes")

    assert "-statusladder==0.1.0 \\\n" in written.stdout
    assert (site / "requirements.txt").read_text() == _pinned("0.2.0")["requirements.txt"]
    assert list((site / "vendor").iterdir()) == []


def test_what_was_changed_in_the_site_stays_until_it_is_named(older: Callable[..., Path]) -> None:
    site = older()
    ours = (site / CLOCK).read_text().replace("2-57/5", "17")
    (site / CLOCK).write_text(ours)

    written = _upgrade(site, "--yes")
    kept = (site / CLOCK).read_text()
    again = _upgrade(site)
    named = _upgrade(site, CLOCK, "--yes")

    assert f"Keep {CLOCK}: it was changed in this site. The newer text would be:\n--- a/{CLOCK}\n" in written.stdout
    command = f"statusladder upgrade --site={site} {CLOCK}"
    assert f"1 file of yours will not be written. To take ours: {command}\n" in written.stderr
    assert kept == ours
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr.endswith(f"Nothing to do; changed in this site: {CLOCK}.\n")
    assert named.exit_code == 0
    assert "python -I -m pip" in (site / CLOCK).read_text()
    assert _upgrade(site).stderr.endswith("Nothing to do.\n")


def test_what_is_named_is_written_alone(older: Callable[..., Path]) -> None:
    site = older()
    before = _everything(site)

    written = _upgrade(site, "./.github/workflows/", "--yes")

    after = _everything(site)
    changed = {path for path in before if before[path] != after.get(path)}
    names = ("check", "clock", "nudge", "publish")
    assert written.exit_code == 0
    assert changed == {RECORD, *(f".github/workflows/{name}.yml" for name in names)}
    assert _upgrade(site).stdout.startswith("Renew requirements.txt\n")


def test_a_name_that_is_none_of_ours_is_wrong_usage(older: Callable[..., Path]) -> None:
    site = older()

    near, far = _upgrade(site, "requirement.txt"), _upgrade(site, "content")

    assert (near.exit_code, far.exit_code) == (2, 2)
    assert "upgrade writes no 'requirement.txt'; did you mean 'requirements.txt'?" in near.stderr
    assert "upgrade writes no 'content'\n" in far.stderr


def test_what_was_deleted_in_the_site_is_not_brought_back_unless_it_is_named(older: Callable[..., Path]) -> None:
    site = older()
    nudge = site / ".github" / "workflows" / "nudge.yml"
    nudge.unlink()

    shown = _upgrade(site, "--yes").stdout
    is_back = nudge.exists()
    named = _upgrade(site, ".github/workflows/nudge.yml", "--yes")

    assert "Leave out .github/workflows/nudge.yml: it is not in this site\n" in shown
    assert not is_back
    assert (named.exit_code, nudge.exists()) == (0, True)


def test_a_file_that_a_newer_version_adds_is_added(older: Callable[..., Path]) -> None:
    site = older()
    record = json.loads((site / RECORD).read_text())
    del record["files"][".statusladder/page.schema.json"]
    (site / RECORD).write_text(json.dumps(record))
    (site / ".statusladder" / "page.schema.json").unlink()

    shown = _upgrade(site, "--yes").stdout

    assert "Add .statusladder/page.schema.json\n--- /dev/null\n+++ b/.statusladder/page.schema.json\n" in shown
    assert (site / ".statusladder" / "page.schema.json").exists()


@in_ci
def test_the_team_that_keeps_its_list_keeps_the_wheel_that_the_list_names(older: Callable[..., Path]) -> None:
    site = older()
    with open(site / "requirements.txt", "a") as file:
        file.write("apprise==1.9.0 \\\n    --hash=sha256:00\n")
    before = _everything(site)

    kept = _upgrade(site, "--yes")
    after = _everything(site)
    again = _upgrade(site)
    named = _upgrade(site, "requirements.txt", "--yes")

    in_question = ("requirements.txt", *(path for path in before | after if path.startswith("vendor/")))
    assert [after.get(path) for path in in_question] == [before.get(path) for path in in_question]
    assert "machines install the version that it names: take that one first." in kept.stderr
    assert again.exit_code == 0
    assert named.exit_code == 0
    assert [path.name for path in (site / "vendor").iterdir()] == [f"statusladder-{__version__}-py3-none-any.whl"]


@pytest.mark.parametrize("host", some(HOSTS, by_day=1, in_ci=2))
def test_without_a_record_all_that_differs_counts_as_changed(
    host: str, older: Callable[..., Path], newest: Callable[..., dict[str, bytes]]
) -> None:
    site = older(host)
    _without_record(site)
    before = _everything(site)

    kept = _upgrade(site, "--yes")
    after = _everything(site)
    again = _upgrade(site)
    taken = _upgrade(site, ".", "--yes")

    assert f"for the host '{host}'.\n" in kept.stderr
    assert "Renew" not in kept.stdout
    assert {path: after[path] for path in before} == before
    assert after.keys() - before.keys() == {RECORD}
    assert again.exit_code == 0
    assert taken.exit_code == 0
    assert _everything(site) == newest(host)


def test_without_a_record_the_wheel_is_known_by_the_list_that_names_it(older: Callable[..., Path]) -> None:
    site = older()
    _without_record(site)

    assert _upgrade(site, "requirements.txt", "--yes").exit_code == 0

    assert [path.name for path in (site / "vendor").iterdir()] == [f"statusladder-{__version__}-py3-none-any.whl"]


def test_what_was_left_out_before_there_was_a_record_stays_out(older: Callable[..., Path]) -> None:
    site = older()
    _without_record(site)
    nudge = site / ".github" / "workflows" / "nudge.yml"
    nudge.unlink()

    assert _upgrade(site, CLOCK, "--yes").exit_code == 0
    assert _upgrade(site, "--yes").exit_code == 0

    assert not nudge.exists()


def test_a_file_that_differs_in_its_line_ends_alone_was_not_changed(older: Callable[..., Path]) -> None:
    site = older()
    for path, data in _everything(site).items():
        if not path.endswith(".whl"):
            (site / path).write_bytes(data.replace(b"\n", b"\r\n"))

    written = _upgrade(site, "--yes")
    again = _upgrade(site)

    assert "Keep" not in written.stdout
    assert "\r" not in written.stdout
    clock = (site / CLOCK).read_bytes()
    assert b"python -I -m pip" in clock
    assert clock.count(b"\n") == clock.count(b"\r\n")
    assert again.stderr.endswith("Nothing to do.\n")


@in_ci
def test_snippets_follow_the_components_of_the_site(older: Callable[..., Path]) -> None:
    site = older("none")
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(settings.replace("id: api", "id: maps"))

    written = _upgrade(site, "--yes")

    assert "for the host 'none'.\n" in written.stderr
    assert "website,maps" in (site / ".vscode" / "statusladder.code-snippets").read_text()
    assert not (site / "requirements.txt").exists()


def test_a_site_that_moves_to_another_host_loses_what_the_old_one_needed(
    older: Callable[..., Path], newest: Callable[..., dict[str, bytes]]
) -> None:
    site = older("cloudflare")

    written = _upgrade(site, "--host", "gitlab-pages", "--yes")

    assert "Remove .github/wrangler/package-lock.json: it is of no use any more\n" in written.stdout
    assert _everything(site) == newest("gitlab-pages")


def test_what_is_of_no_use_any_more_stays_where_it_was_changed(older: Callable[..., Path]) -> None:
    site = older("cloudflare")
    package = site / ".github" / "wrangler" / "package.json"
    package.write_text("{}\n")

    written = _upgrade(site, "--host", "s3", "--yes")
    again = _upgrade(site)

    told = "Keep .github/wrangler/package.json: it is of no use any more, but was changed in this site\n"
    assert told in written.stdout
    assert (
        f"To take ours: statusladder upgrade --site={site} --host=s3 .github/wrangler/package.json\n" in written.stderr
    )
    assert package.read_text() == "{}\n"
    assert again.stderr.endswith("Nothing to do.\n")


def test_every_path_that_was_ever_written_is_known() -> None:
    """A path that leaves this list would stay in sites for good: put it into RETIRED instead."""
    workflows = [f".github/workflows/{name}.yml" for name in ("check", "clock", "nudge", "publish")]
    locks = [f".github/wrangler/{name}" for name in ("package.json", "package-lock.json")]
    kinds = ("feedback", "incident", "maintenance", "page", "playbook", "site")
    schemas = [f".statusladder/{kind}.schema.json" for kind in kinds]
    editors = [f".vscode/{name}" for name in ("settings.json", "extensions.json", "statusladder.code-snippets")]
    others = ["requirements.txt", "requirements-build.txt", ".github/dependabot.yml", ".gitlab-ci.yml", "renovate.json"]
    forms = ["admin/index.html", "admin/config.yml"]
    scripts = [".statusladder/still_current.py", ".statusladder/ping.py"]
    ever = {*workflows, *locks, *schemas, *editors, *others, *forms, *scripts, ".idea/jsonSchemas.xml"}

    assert ever <= choice.paths_of(choice.make_sets(SETTINGS))


def test_scripts_of_the_first_sites_are_named_and_stay(older: Callable[..., Path]) -> None:
    site = older()
    _without_record(site)
    (site / ".statusladder" / "ping.py").write_text("print('ours')\n")

    kept = _upgrade(site, "--yes")

    assert "Keep .statusladder/ping.py: it is of no use any more, but was changed in this site\n" in kept.stdout
    assert (site / ".statusladder" / "ping.py").exists()
    assert _upgrade(site).exit_code == 0


def test_two_hosts_in_one_site_are_told_apart_by_the_record_or_by_hand(
    older: Callable[..., Path], sites: Callable[..., Path]
) -> None:
    site = older("netlify")
    shutil.copy(sites(True, "gitlab-pages") / ".gitlab-ci.yml", site)

    by_record = _upgrade(site)
    _without_record(site)
    in_doubt = _upgrade(site)
    by_hand = _upgrade(site, "--host", "netlify")

    assert "for the host 'netlify'.\n" in by_record.stderr
    assert str(in_doubt.exception) == "the site has workflows for gitlab-pages and netlify"
    assert "for the host 'netlify'.\n" in by_hand.stderr


@pytest.mark.parametrize(
    "path",
    some([
        "../victim", "/etc/hostname", "site.yaml", ".git/hooks/pre-commit", "content/incidents/x.md", "README.md",
        "themes/own/theme.yaml", ".github/workflows/../../victim", "vendor/../site.yaml", ".GIT/config", "a\0b", "",
    ], by_day=4, in_ci=ALL),
)  # fmt: skip
def test_a_record_that_names_what_is_not_ours_removes_and_overwrites_nothing(
    path: str, older: Callable[..., Path], tmp_path: Path
) -> None:
    site = older()
    (tmp_path / "victim").write_text("theirs\n")
    for name in (".git/hooks/pre-commit", "content/incidents/x.md", "README.md", "themes/own/theme.yaml"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("theirs\n")
    record = json.loads((site / RECORD).read_text())
    record["files"][path] = digest_of("theirs\n")
    (site / RECORD).write_text(json.dumps(record))
    others = {name: data for name, data in _everything(tmp_path).items() if b"theirs\n" in data}

    written = _upgrade(site, "--yes")

    after = _everything(tmp_path)
    assert written.exit_code == 0, written.output
    assert {name: after.get(name) for name in others} == others
    assert path not in json.loads((site / RECORD).read_text())["files"]


@pytest.mark.parametrize(
    "text",
    some([
        "", "{", "[]", "null", '{"version": "0.1.0"}', '{"version": "0.1.0", "host": [], "files": {}}', "[" * 100_000,
        '{"version": "0.1.0", "host": "none", "files": {"requirements.txt": 1}}', "\ufeff{}", "9" * 5000,
    ], by_day=3, in_ci=ALL),
)  # fmt: skip
def test_a_record_that_is_none_stops_the_upgrade(text: str, older: Callable[..., Path]) -> None:
    site = older()
    (site / RECORD).write_text(text)
    before = _everything(site)

    stopped = _upgrade(site, "--yes")

    assert str(stopped.exception) == f"{RECORD} is not what init and upgrade write there"
    assert _everything(site) == before


def test_a_record_of_another_host_does_not_take_the_workflows_away(older: Callable[..., Path]) -> None:
    site = older()
    record = (site / RECORD).read_text().replace('"github-pages"', '"none"')
    (site / RECORD).write_text(record)

    assert "for the host 'github-pages'.\n" in _upgrade(site).stderr


def test_a_site_of_a_newer_version_is_not_made_older(older: Callable[..., Path]) -> None:
    site = older()
    (site / RECORD).write_text((site / RECORD).read_text().replace(f'"{__version__}"', '"0.10.0"'))
    before = _everything(site)

    stopped = _upgrade(site, "--yes")

    assert str(stopped.exception) == f"version 0.10.0 wrote this site, and this is the older {__version__}"
    assert _everything(site) == before


@pytest.mark.parametrize(
    "path", some([CLOCK, ".github", ".statusladder/written.json", ".vscode", "vendor"], by_day=2, in_ci=ALL)
)
def test_no_symbolic_link_is_followed(path: str, older: Callable[..., Path], tmp_path: Path) -> None:
    site = older()
    (site / path).rename(tmp_path / "elsewhere")
    (site / path).symlink_to(tmp_path / "elsewhere")
    before = _everything(tmp_path)

    stopped = _upgrade(site, "--yes")

    assert str(stopped.exception) == f"{site / path} is a symbolic link, and upgrade follows none"
    assert _everything(tmp_path) == before


@pytest.mark.parametrize(("path", "is_folder"), [(CLOCK, True), (".vscode", False), (CLOCK, None)])
def test_what_stands_in_the_way_stops_the_upgrade(
    path: str, is_folder: bool | None, older: Callable[..., Path], tmp_path: Path
) -> None:
    site = older()
    (site / path).rename(tmp_path / "elsewhere")
    if is_folder is None:
        os.mkfifo(site / path)
    else:
        (site / path).mkdir() if is_folder else (site / path).touch()

    stopped = _upgrade(site, "--yes")

    assert str(stopped.exception).startswith(f"{site / path} is in the way of {path}")


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_upgrade_that_is_interrupted_leaves_the_site_as_it_was(
    failure: BaseException, older: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = older()
    before = _everything(site)
    real, done = Path.replace, []

    def third_time_fails(self: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == 3:
            raise failure
        return real(self, target)

    monkeypatch.setattr(Path, "replace", third_time_fails)
    stopped = _upgrade(site, "--yes")

    assert stopped.exit_code == 1
    assert len(done) == 3
    assert _everything(site) == before


def test_a_full_disk_leaves_the_site_as_it_was(older: Callable[..., Path], small_disk: Path) -> None:
    site = Path(shutil.copytree(older(), small_disk / "site"))
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * (free - 3 * os.sysconf("SC_PAGE_SIZE")))
    before = _everything(site)

    stopped = _upgrade(site, "--yes")

    assert stopped.exit_code == 1
    assert "cannot be written (No space left on device)\n  nothing was changed; fix that first\n" in stopped.stderr
    assert _everything(site) == before


def test_a_file_that_changes_while_somebody_reads_is_not_overwritten(
    older: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = older()

    def read_and_edit(console: Console, text: str) -> None:
        (site / CLOCK).write_text("mine\n")

    monkeypatch.setattr(Console, "data", read_and_edit)
    stopped = _upgrade(site, "--yes")

    assert str(stopped.exception) == f"{site / CLOCK} was changed meanwhile, so nothing was written"
    assert (site / CLOCK).read_text() == "mine\n"


@pytest.mark.parametrize(("answer", "code"), some([("y", 0), ("", 1), ("no", 1)], by_day=1, in_ci=ALL))
def test_at_a_terminal_it_asks(answer: str, code: int, older: Callable[..., Path], repo_root: Path) -> None:
    site = older("none")
    settings = (site / "site.yaml").read_text()
    (site / "site.yaml").write_text(settings.replace("id: api", "id: maps"))
    before = _everything(site)

    seen = at_a_terminal(
        ["upgrade"], [("Write this? (y/N)", answer)], site, {"PYTHONPATH": str(repo_root / "generator")}
    )

    assert seen.code == code, seen.screen
    assert (_everything(site) == before) == (code == 1)


def test_a_site_yaml_that_cannot_be_read_stops_it(older: Callable[..., Path]) -> None:
    site = older()
    (site / "site.yaml").write_text("site: [\n")

    stopped = _upgrade(site, "--yes")

    assert stopped.exit_code == 1
    assert "nothing was written" in stopped.stderr


def test_no_link_beside_a_file_is_written_through(tmp_path: Path) -> None:
    site, victim = tmp_path / "site", tmp_path / "victim"
    site.mkdir()
    victim.write_text("theirs\n")
    (site / "site.yaml").write_text("old\n")
    (site / "site.yaml").chmod(0o640)
    (site / ".site.yaml.new").symlink_to(victim)

    write_together(site, {"site.yaml": "new\n"}, {})

    assert (victim.read_text(), (site / "site.yaml").read_text()) == ("theirs\n", "new\n")
    assert (site / "site.yaml").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in site.iterdir()) == [".site.yaml.new", "site.yaml"]

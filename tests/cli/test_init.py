"""A new site: complete or not there at all, over nothing that was there before, and ready to publish itself."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner import run
from statusladder.cli.commands import init
from statusladder.cli.main import statusladder
from statusladder.scaffold import choice
from statusladder.scaffold.choice import make_first_files
from statusladder.scaffold.interface import Scaffold

NOW = "2026-03-14T10:05:00Z"


def _init(*arguments: str | Path) -> Result:
    return CliRunner().invoke(statusladder, ["init", "--now", NOW, *map(str, arguments)])


def _everything(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder, with the bytes of files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def test_a_site_publishes_itself_with_github_pages_unless_told_otherwise(tmp_path: Path) -> None:
    assert _init(tmp_path / "mine").exit_code == 0

    workflow = (tmp_path / "mine" / ".github" / "workflows" / "publish.yml").read_text()
    assert "uses: actions/deploy-pages@" in workflow


@pytest.mark.parametrize(
    ("host", "file"), [("gitlab-pages", ".gitlab-ci.yml"), ("s3", ".github/workflows/publish.yml"), ("none", None)]
)
def test_the_host_is_chosen_by_name(host: str, file: str | None, tmp_path: Path) -> None:
    assert _init(tmp_path / "mine", "--host", host).exit_code == 0

    written = _everything(tmp_path / "mine")
    assert [path for path in (".gitlab-ci.yml", ".github/workflows/publish.yml") if path in written] == [
        path for path in [file] if path
    ]


def test_an_unknown_host_is_wrong_usage_that_names_those_there_are(tmp_path: Path) -> None:
    refused = _init(tmp_path / "mine", "--host", "gitub-pages")

    assert refused.exit_code == 2
    assert "'github-pages'" in refused.stderr
    assert not (tmp_path / "mine").exists()


def test_help_lists_what_may_be_written() -> None:
    said = _init("--help").output

    assert "--host gitlab-pages  GitLab Pages, by GitLab CI" in said
    assert "--host none          nothing that publishes" in said


def test_editors_are_led_from_a_file_to_its_schema(tmp_path: Path) -> None:
    _init(tmp_path)

    settings = (tmp_path / "site.yaml").read_text().splitlines()
    notice = (tmp_path / "content/incidents/2026-03-14-example/01-investigating.md").read_text().splitlines()
    assert settings[0] == "# yaml-language-server: $schema=.statusladder/site.schema.json"
    assert len(settings) == 16
    assert notice[1] == "# yaml-language-server: $schema=../../../.statusladder/incident.schema.json"


def test_a_site_begins_in_a_repository_and_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / ".github" / "ISSUE_TEMPLATE").mkdir(parents=True)
    (tmp_path / "README.md").write_text("Ours\n")
    (tmp_path / ".gitignore").write_text("*.log\n")
    before = _everything(tmp_path)

    made = _init(tmp_path)

    assert made.exit_code == 0
    assert before.items() <= _everything(tmp_path).items()
    assert (tmp_path / ".github" / "workflows" / "check.yml").exists()
    ignored = "/public/, /.public.statusladder*, /private/ and /.private.statusladder*"
    assert f"Add these lines to {tmp_path / '.gitignore'}: {ignored}" in made.stderr


def test_git_ignores_what_desktops_editors_and_merges_leave_behind_and_nobodys_words(tmp_path: Path) -> None:
    left = ["Thumbs.db", "desktop.ini", "._x", ".DS_Store", "01.md.orig", "01.md.rej", "~$x", "#x#", ".#x", "x~"]
    ours = ["01-investigating.md", "Icons", "icon1.png", "picture.png", "notes.txt", "site.yaml", ".github"]
    (tmp_path / ".gitignore").write_text(make_first_files(datetime(2026, 3, 14, tzinfo=UTC))[".gitignore"])
    run(["git", "init", "--quiet"], tmp_path)

    told = run(["git", "check-ignore", *left, "Icon\r", *ours], tmp_path).stdout

    assert told.splitlines() == [*left, r'"Icon\r"']


def test_git_ignores_what_a_build_writes_and_all_that_it_keeps_beside_that(tmp_path: Path) -> None:
    kept = ["-cache", "-ledger.json", ".lock", "-staging/site/index.html"]
    written = [
        *("public/index.html", *(f".public.statusladder{name}" for name in kept)),
        *("private/index.html", *(f".private.statusladder{name}" for name in kept)),
    ]
    (tmp_path / ".gitignore").write_text(make_first_files(datetime(2026, 3, 14, tzinfo=UTC))[".gitignore"])
    run(["git", "init", "--quiet"], tmp_path)

    told = run(["git", "check-ignore", *written, "static/public/index.html"], tmp_path).stdout

    assert told.splitlines() == written


def test_the_example_is_not_to_be_published(tmp_path: Path) -> None:
    said = _init(tmp_path / "mine").stderr

    assert f"delete the example in {tmp_path / 'mine' / 'content'}, then commit all of it." in said


@pytest.mark.parametrize(
    ("folder", "host", "is_told"),
    [(".", "github-pages", False), ("ops/status", "github-pages", True), ("ops/status", "none", False)],
)
def test_who_begins_below_the_root_of_a_repository_is_told_that_hosts_look_there_only(
    folder: str, host: str, is_told: bool, tmp_path: Path, git: Callable[..., None]
) -> None:
    git(tmp_path, "init", "work")

    said = _init(tmp_path / "work" / folder, "--host", host).stderr

    assert ("Git hosts read .github and .gitlab-ci.yml at the root of a repository only" in said) == is_told


@pytest.mark.parametrize(
    "taken", ["site.yaml", ".github/workflows/clock.yml", ".github", "public/index.html", "content"]
)
def test_nothing_is_written_when_anything_is_in_the_way(taken: str, tmp_path: Path) -> None:
    (tmp_path / taken).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / taken).write_text("ours\n")
    before = _everything(tmp_path)

    refused = _init(tmp_path)

    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"error: already there: {tmp_path / taken.removesuffix('/index.html')}\n")
    assert _everything(tmp_path) == before


def test_all_that_is_in_the_way_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("ours\n")
    (tmp_path / "requirements.txt").symlink_to("nowhere")

    refused = _init(tmp_path)

    assert f"already there: {tmp_path / 'requirements.txt'}, {tmp_path / 'site.yaml'}\n" in refused.stderr


def test_a_folder_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "incidents").mkdir()
    (tmp_path / "file").write_text("ours\n")
    before = _everything(tmp_path)

    refused = _init(tmp_path / "file" / "mine")

    assert refused.exit_code == 1
    assert "Traceback" not in refused.stderr
    assert _everything(tmp_path) == before


def test_a_full_disk_leaves_nothing_behind(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(b"x" * (4 * 1024 * 1024 - 5 * os.sysconf("SC_PAGE_SIZE")))
    before = _everything(small_disk)

    refused = _init(small_disk / "new" / "mine")

    assert refused.exit_code == 1
    assert "cannot be written (No space left on device)" in refused.stderr
    assert _everything(small_disk) == before


def test_content_that_does_not_build_is_told_and_kept(tmp_path: Path) -> None:
    notice = tmp_path / "content" / "incidents" / "2026-03-01-old" / "01-investigating.md"
    notice.parent.mkdir(parents=True)
    notice.write_text("no front matter\n")

    made = _init(tmp_path)

    assert made.exit_code == 1
    assert "2026-03-01-old/01-investigating.md:1: " in made.stderr
    assert "the site is written but not built" in made.stderr


FORMS = Scaffold("cms", "forms in a browser", is_host=False, make=lambda settings: {"admin/index.html": "forms"})
SNIPPETS = Scaffold("editors", "snippets", is_host=False, make=lambda settings: {"snippets.txt": settings.site.url})


def _offer(monkeypatch: pytest.MonkeyPatch, *members: Scaffold) -> None:
    for module in (init, choice):
        monkeypatch.setattr(module, "find_sets", lambda: {member.name: member for member in members})


def test_forms_are_written_when_asked_for_and_what_every_site_is_given_always(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _offer(monkeypatch, FORMS, SNIPPETS)

    assert _init(tmp_path / "plain", "--host", "none").exit_code == 0
    assert _init(tmp_path / "forms", "--host", "none", "--cms").exit_code == 0

    plain, forms = (_everything(tmp_path / name).keys() for name in ("plain", "forms"))
    assert (tmp_path / "plain" / "snippets.txt").read_text() == "https://status.example.com"
    assert forms - plain == {"admin", "admin/index.html"}


def test_forms_that_are_not_there_are_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _offer(monkeypatch, SNIPPETS)

    refused = _init(tmp_path / "mine", "--host", "none", "--cms")

    assert refused.exit_code == 2
    assert "there is no web editor to add; there is editors" in refused.stderr
    assert not (tmp_path / "mine").exists()

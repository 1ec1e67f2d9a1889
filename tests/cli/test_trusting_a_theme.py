"""What is proposed is judged with the shipped theme: nothing of a theme that came with it is rendered unasked."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from built_once import a_copy, built_once
from night import ALL, some
from published_site import Git
from statusladder.cli.main import statusladder
from statusladder.publish.pipeline import publish_site
from statusladder.theming.sandbox import ThemeEnvironment

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: api
    name: API
"""
PAGE = "---\ntitle: About\n---\nSee [the past](../../reliability/#availability) and [a picture](../../x.png).\n"
STANDS_IN = "The shipped theme stands in for '{}', which only --trust-theme renders.\n"


@pytest.fixture
def site(tmp_path: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is published, and a page whose links have to be looked for in the pages that a build makes."""
    made = built_once(tmp_path_factory, "site-whose-theme-is-trusted", lambda folder: _publish(folder, git))
    return a_copy(made, tmp_path) / "site"


def _publish(folder: Path, git: Git) -> None:
    root = folder / "site"
    (root / "content" / "pages").mkdir(parents=True)
    (root / "site.yaml").write_text(SITE)
    (root / "content" / "pages" / "about.md").write_text(PAGE.replace(" and [a picture](../../x.png)", ""))
    assert publish_site(root, folder / "live", NOW, None, lambda count: None).outcome
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A site")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The file names of all templates that anything is rendered of."""
    seen: list[str] = []
    load = ThemeEnvironment._load_template

    def spy(self: ThemeEnvironment, name: str, values: object) -> object:
        found = load(self, name, values)
        seen.append(str(found.filename))
        return found

    monkeypatch.setattr(ThemeEnvironment, "_load_template", spy)
    return seen


def _bring_theme(root: Path, name: str = "ours", extends: str = "extends: default\n") -> None:
    folder = root / "themes" / name
    (folder / "templates").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "theme.yaml").write_text(f"name: Ours\n{extends}")
    (folder / "templates" / "hostile.html").write_text("{{ 1 / 0 }}")
    (folder / "templates" / "reliability.html").write_text('{% include "hostile.html" %}')
    with (root / "site.yaml").open("a") as settings:
        settings.write(f"theme: {name}\n")


def _run(root: Path, command: str, *arguments: str) -> Result:
    words = [command, "--site", str(root), "--now", NOW.isoformat(), *arguments]
    return CliRunner().invoke(statusladder, words)


@pytest.mark.parametrize(
    "words",
    some(
        [
            ("check",),
            ("check", "--published", "LIVE"),
            ("check", "--since", "HEAD"),
            ("check", "--since", "HEAD", "--published", "LIVE"),
            ("preview", "--since", "HEAD"),
        ],
        by_day=3,
        in_ci=ALL,
    ),
)
@pytest.mark.parametrize(
    ("name", "extends"), some([("ours", "extends: default\n"), ("default", "")], by_day=1, in_ci=ALL)
)
def test_nothing_of_a_theme_that_is_proposed_is_rendered_unless_it_is_trusted(
    site: Path, rendered: list[str], words: tuple[str, ...], name: str, extends: str
) -> None:
    _bring_theme(site, name, extends)
    (site / "content" / "pages" / "about.md").write_text(PAGE)
    command, *arguments = (word.replace("LIVE", str(site.parent / "live" / "manifest.json")) for word in words)

    judged = _run(site, command, *arguments)

    assert rendered, "the site was made, so that its links could be looked for"
    assert "hostile.html" not in "".join(rendered)
    assert STANDS_IN.format(name) in judged.stderr
    assert "D025" not in judged.output
    rendered.clear()
    trusted = _run(site, command, *arguments, "--trust-theme")
    assert "stands in" not in trusted.stderr
    if command == "check":
        assert "D025" in trusted.output


def test_a_build_renders_the_theme_of_its_site_and_tells_where_it_fails(site: Path) -> None:
    _bring_theme(site)

    built = _run(site, "build")

    assert built.exit_code == 1
    assert built.stderr == (
        "themes/ours/templates/hostile.html:1: D025 the template fails: division by zero\n  fix the template\n"
        "error: 1 problem, nothing was published\n  fix them and build again\n"
    )
    assert not (site / "public").exists()


def test_a_theme_that_is_installed_needs_no_trust(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write("theme: beacon\n")

    checked = _run(site, "check")

    assert (checked.exit_code, "stands in" in checked.stderr) == (0, False)


def test_a_theme_that_cannot_be_read_stops_a_change_though_it_is_not_rendered(site: Path) -> None:
    _bring_theme(site)
    (site / "themes" / "ours" / "templates" / "hostile.html").write_text("<p>\n{{ ''.__class__ }}")

    checked = _run(site, "check")

    assert checked.exit_code == 1
    assert "themes/ours/templates/hostile.html:2: D025 " in checked.stderr


@pytest.mark.parametrize("place", ["theme", "themes", "templates", "assets", "style", "logo"])
def test_a_file_outside_of_the_theme_is_in_no_byte_of_the_site(site: Path, place: str) -> None:
    secret = "planted-4711"
    outside = site.parent / "outside"
    for folder in ("templates", "assets"):
        (outside / "ours" / folder).mkdir(parents=True)
    (outside / "ours" / "theme.yaml").write_text(f"name: Ours\nextends: default\nstrings:\n  status: {secret}\n")
    (outside / "ours" / "templates" / "404.html").write_text(secret)
    (outside / "ours" / "assets" / "style.css").write_text(f"p {{ --x: {secret} }}")
    (outside / "ours" / "assets" / "logo.svg").write_text(f"<svg>{secret}</svg>")
    (site / "themes").mkdir()
    own = site / "themes" / "ours"
    if place == "themes":
        (site / "themes").rmdir()
        (site / "themes").symlink_to(outside)
    elif place == "theme":
        own.symlink_to(outside / "ours")
    else:
        own.mkdir()
        (own / "theme.yaml").write_text("name: Ours\nextends: default\nlogo: logo.svg\n")
        for folder in {"templates", "assets"} - {place}:
            (own / folder).mkdir()
        if place in ("templates", "assets"):
            (own / place).symlink_to(outside / "ours" / place)
        if place != "assets":
            name = {"style": "style.css"}.get(place, "logo.svg")
            (own / "assets" / name).symlink_to(outside / "ours" / "assets" / name)
    with (site / "site.yaml").open("a") as settings:
        settings.write("theme: ours\n")

    for words in (["build"], ["check"], ["check", "--trust-theme"], ["preview", "--since", "HEAD"]):
        done = _run(site, *words)
        assert done.exit_code == (0 if words[0] == "preview" else 1)
        assert secret not in done.output
    assert not (site / "public").exists()

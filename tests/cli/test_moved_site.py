"""A site that moves to another host keeps the ids of its feeds, or is told what it costs to lose them."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from built_once import a_copy, built_once
from published_site import Git, commit, published_site
from statusladder.cli.main import statusladder
from statusladder.content.settings import UNUSED_HOST
from statusladder.scaffold.choice import SITE_YAML

NOW = ["--now", "2026-07-14T12:00:00Z"]
OLD, NEW = "https://status.tern.example", "https://tern-status.example"
WARNED = (
    "site.yaml:{line}: C020 warning: feed entries were published with ids of 'status.tern.example' and would get "
    "others, of '{now}': every subscriber would get all entries anew\n"
    "  write 'authority: status.tern.example' below 'feeds', which keeps the ids\n"
)


@pytest.fixture
def site(tmp_path: Path, git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was published to `public` and to `live`."""

    def make(folder: Path) -> None:
        site = published_site(folder / "work", git)
        for target in (site / "public", site.parent / "live"):
            assert _run("build", site, "-o", str(target)).exit_code == 0

    return a_copy(built_once(tmp_path_factory, "site-that-moves", make), tmp_path) / "work" / "status"


def _run(command: str, site: Path, *more: str) -> Result:
    return CliRunner().invoke(statusladder, [command, "--site", str(site), *NOW, *more])


def _move(site: Path, more: str = "") -> None:
    file = site / "site.yaml"
    file.write_text(file.read_text().replace(OLD, NEW) + more)


def _ids(public: Path) -> list[str]:
    return [item["id"] for item in json.loads((public / "updates.json").read_text())["items"]]


def test_a_build_into_what_was_published_under_another_name_says_what_it_costs(site: Path) -> None:
    before = _ids(site / "public")
    assert "C020" not in _run("build", site).stderr
    _move(site)

    built = _run("build", site)

    assert built.exit_code == 0
    assert built.stderr.startswith(WARNED.format(line=3, now="tern-status.example"))
    assert set(_ids(site / "public")).isdisjoint(before)


@pytest.mark.parametrize("arguments", [[], ["--published", "LIVE"], ["--since", "main"]])
def test_check_says_so_before_it_is_published(site: Path, arguments: list[str], git: Git) -> None:
    live = str(site.parent / "live" / "manifest.json")
    _move(site)
    if "--since" in arguments:
        commit(site, git)

    checked = _run("check", site, *(live if one == "LIVE" else one for one in arguments))

    assert WARNED.format(line=3, now="tern-status.example") in checked.stderr
    assert "C006" not in checked.stderr


def test_the_old_name_as_authority_keeps_every_id(site: Path) -> None:
    before = _ids(site / "public")
    _move(site, "feeds:\n  authority: status.tern.example\n")

    built = _run("build", site)

    assert "C020" not in built.stderr + _run("check", site).stderr
    assert _ids(site / "public") == before


def test_another_authority_costs_as_much_as_another_host(site: Path) -> None:
    _move(site, "feeds:\n  authority: tern.example\n")

    line = (site / "site.yaml").read_text().splitlines().index("  authority: tern.example") + 1
    assert WARNED.format(line=line, now="tern.example") in _run("check", site).stderr


def test_of_what_an_older_version_published_nothing_is_claimed(site: Path) -> None:
    manifest = site / "public" / "manifest.json"
    written = json.loads(manifest.read_text())
    del written["authority"]
    manifest.write_text(json.dumps(written))
    _move(site)

    assert "C020" not in _run("check", site).stderr
    manifest.write_text("no manifest")
    assert "C020" not in _run("build", site).stderr


def test_a_new_site_has_its_authority_from_the_start_and_may_take_its_own_name(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    made = CliRunner().invoke(statusladder, ["init", str(folder), *NOW])
    settings = folder / "site.yaml"

    assert made.exit_code == 0
    assert "feeds:\n  # The host of your url" in settings.read_text()
    assert re.findall(r"  (?:url: https://|authority: )(.*)", SITE_YAML)[:2] == [UNUSED_HOST, UNUSED_HOST]
    settings.write_text(settings.read_text().replace(UNUSED_HOST, "status.tern.example"))
    assert "C020" not in _run("build", folder).stderr
    assert all(name.startswith("tag:status.tern.example,") for name in _ids(folder / "public"))

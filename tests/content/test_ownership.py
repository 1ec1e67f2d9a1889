"""Who owns what in site.yaml: a component that nobody owns is told once somebody owns another."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from published_site import Git, check, commit, published_site
from statusladder.cli.main import statusladder
from statusladder.content.reader import read_library
from statusladder.content.settings import read_settings
from statusladder.ladder.publication import public_part_of

SITE = """\
site:
  name: Tern status
  url: https://status.tern.example
components:
  - id: sign-in
    name: Sign-in
{first}  - id: exports
    name: Exports
"""
ROLE = "roles:\n  - {id: scribe, name: Scribe, team: web}\n"


def _check(root: Path, text: str) -> tuple[int, str]:
    (root / "site.yaml").write_text(text)
    done = CliRunner().invoke(statusladder, ["check", "--site", str(root), "--quiet"])
    return done.exit_code, done.stderr


def test_where_no_team_is_named_nobody_has_to_own_anything(tmp_path: Path) -> None:
    assert _check(tmp_path, SITE.format(first="")) == (0, "")


def test_with_one_team_a_component_of_nobody_is_a_warning(tmp_path: Path) -> None:
    words = "site.yaml:8: G006 warning: no team owns the component 'exports'\n"
    fix = "  add 'owner: …' to it; write one of identity\n"

    assert _check(tmp_path, SITE.format(first="    owner: identity\n")) == (0, words + fix)


@pytest.mark.parametrize("second", [ROLE, "teams:\n  - {id: identity, name: Identity}\n  - {id: web, name: Web}\n"])
def test_with_two_teams_it_stops_the_pull_request_and_no_build(tmp_path: Path, second: str) -> None:
    words = "site.yaml:8: G006 no team owns the component 'exports'\n"
    fix = "  add 'owner: …' to it; write one of identity, web\n"

    assert _check(tmp_path, SITE.format(first="    owner: identity\n") + second) == (1, words + fix)
    built = CliRunner().invoke(statusladder, ["build", "--site", str(tmp_path)])
    assert (built.exit_code, "G006" in built.stderr) == (0, False)


def test_a_first_notice_never_waits_until_somebody_owns_a_component(tmp_path: Path, git: Git) -> None:
    site = published_site(tmp_path / "repository", git)
    settings = site / "site.yaml"
    owned = settings.read_text().replace(
        "components:\n", "components:\n  - {id: a, name: A, owner: x}\n  - {id: b, name: B, owner: y}\n"
    )
    settings.write_text(owned)
    commit(site, git)

    assert check(site).stderr.startswith("site.yaml:8: G006 no team owns the component 'exports'\n")
    assert check(site, since="HEAD").stderr == ""


def test_a_team_is_called_as_the_code_host_calls_it_or_by_several_names(tmp_path: Path) -> None:
    teams = 'teams:\n  - {id: one, name: One, codeowners: "@tern/identity"}\n'
    teams += "  - id: two\n    name: Two\n    codeowners:\n      - '@ann_tern'\n      - bo@tern.example\n"
    (tmp_path / "site.yaml").write_text(SITE.format(first="") + teams)

    settings, problems = read_settings(tmp_path)

    assert settings is not None
    assert problems == []
    assert [team.codeowners for team in settings.teams] == [("@tern/identity",), ("@ann_tern", "bo@tern.example")]


def test_no_team_is_in_what_the_public_is_shown(tmp_path: Path) -> None:
    teams = "teams:\n  - {id: identity, name: Heron, codeowners: '@heron/identity'}\n  - {id: web, name: Heron}\n"
    (tmp_path / "site.yaml").write_text(SITE.format(first="    owner: identity\n") + ROLE + teams)
    library = read_library(tmp_path).library
    assert library is not None

    settings = public_part_of(library, datetime(2026, 3, 14, tzinfo=UTC)).settings

    assert settings.all_teams == ()
    assert [role.name for role in settings.roles] == ["Scribe"]


RESOLVED = """\
---
stage: resolved
at: 2026-03-14T10:30:00Z
backfilled: true
title: Sign-in fails
severity: minor
components: {sign-in: operational}
data_loss: none
---
Signing in works again.
"""
ITEM = "---\nstage: {stage}\nat: 2026-03-{day}T10:00:00Z\naction_items:\n  - id: AI-1\n{keys}---\nWords.\n"
TEAMS = "teams:\n  - {id: identity, name: Identity}\n"


def _owners(root: Path, site: str, *reports: str) -> list[str]:
    folder = root / "content" / "incidents" / "2026-03-14-sign-in"
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(SITE.format(first="    owner: identity\n") + site)
    for number, text in enumerate((RESOLVED, *reports), start=1):
        (folder / f"{number:02}-file.md").write_text(text)
    return [f"{one.place} {one.sentence}; {one.fix}" for one in read_library(root).problems if one.code == "D011"]


def _report(*keys: str, stage: str = "postmortem", day: int = 20) -> str:
    return ITEM.format(stage=stage, day=day, keys="".join(f"    {key}\n" for key in keys))


@pytest.mark.parametrize("owner", ["identity", "incident_commander", "duty_manager"])
def test_an_action_item_belongs_to_a_team_or_a_role(owner: str, tmp_path: Path) -> None:
    roles = "roles:\n  - {id: duty_manager, name: Duty manager}\n"

    assert _owners(tmp_path, TEAMS + roles, _report(f"owner: {owner}")) == []


def test_a_misspelt_owner_is_found_where_it_was_stated_last(tmp_path: Path) -> None:
    files = (
        _report("owner: identity"),
        _report("owner: identty", stage="follow_up", day=21),
        _report("due: 2026-04-30", stage="follow_up", day=22),
    )

    (problem,) = _owners(tmp_path, TEAMS, *files)

    assert problem == (
        "content/incidents/2026-03-14-sign-in/03-file.md:4 no team or role is called 'identty', the owner of AI-1; "
        "did you mean 'identity'?"
    )


def test_a_team_that_is_gone_leaves_its_finished_work_behind(tmp_path: Path) -> None:
    files = (_report("owner: gone"), _report("status: verified", stage="follow_up", day=21))

    assert len(_owners(tmp_path / "to do", TEAMS, *files[:1])) == 1
    assert _owners(tmp_path / "verified", TEAMS, *files) == []
    assert _owners(tmp_path / "given away", TEAMS, files[0], _report("owner: identity", stage="follow_up")) == []


def test_where_no_teams_are_listed_every_owner_is_one(tmp_path: Path) -> None:
    assert _owners(tmp_path, "", _report("owner: anybody")) == []

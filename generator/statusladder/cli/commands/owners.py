"""Print who owns components, fills roles and approves updates."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from statusladder.cli.console import Console
from statusladder.cli.desk import stop
from statusladder.cli.options import quiet_option, site_option
from statusladder.cli.tables import in_columns, in_parts
from statusladder.content.playbooks import read_own_playbooks
from statusladder.content.policies import policy_in_force
from statusladder.content.settings import SETTINGS_FILE, read_settings
from statusladder.content.tree import PLAYBOOKS
from statusladder.history.git import GitError, folder_in_repository
from statusladder.ladder.ownership import DecisionRight, Ownership, ownership_of
from statusladder.model.playbook import Playbook
from statusladder.model.policy import POLICY_STAGES
from statusladder.model.site import Settings
from statusladder.model.vocabulary import Severity
from statusladder.views.ownership import ownership_as_data, say_purpose
from statusladder.views.wording import BEGINNING
from statusladder.voice.voice import Voice, english


@click.command("owners", help=__doc__)
@click.option("--codeowners", "for_host", is_flag=True, help="Print the lines of a CODEOWNERS file instead.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@site_option
@quiet_option
def COMMAND(for_host: bool, form: str, root: Path, quiet: bool) -> None:
    if for_host and form != "text":
        raise click.UsageError("a CODEOWNERS file has one form: leave out --format")
    console = Console(quiet)
    settings, problems = read_settings(root)
    if settings is None or problems:
        stop(console, problems, "who owns what cannot be told")
    ownership = ownership_of(settings, policy_in_force(settings.ladder))
    voice = english(settings.zone, BEGINNING)  # nothing of it is said of a moment
    if for_host:
        _print_codeowners(console, root, settings, ownership)
    elif form == "json":
        console.data(json.dumps(ownership_as_data(ownership, settings, voice), indent=2))
    else:
        console.data(ownership_text(ownership, voice))


def _print_codeowners(console: Console, root: Path, settings: Settings, ownership: Ownership) -> None:
    """The lines on standard output, and to people what has none; it is no fault while there is any line."""
    playbooks, problems = read_own_playbooks(root, settings)
    if problems:
        stop(console, problems, "who keeps these playbooks cannot be told")
    try:
        folder = folder_in_repository(root)
    except GitError:
        folder = ""
    codeowners = find_codeowners(ownership, playbooks, folder)
    for gap in codeowners.gaps:
        console.say(f"No line for {gap}.")
    if not codeowners.text:
        fix = "list 'teams' with 'codeowners' in site.yaml, and name below 'roles' the teams that fill them"
        console.fault("nobody can be asked to review anything", fix)
        raise click.exceptions.Exit(1)
    console.data(codeowners.text)


_HEADING = (
    "# Who is asked to review what: made by 'statusladder owners --codeowners'.",
    "# The last line that fits a path decides.",
)

_ROLES = {SETTINGS_FILE: "incident_commander", "content/": "communications_lead"}
"""Paths and the roles whose teams are asked, the widest path first: later lines win."""


@dataclass(frozen=True)
class CodeOwners:
    """The file's text, empty where nobody can be asked about anything, and for each path without a line the reason."""

    text: str
    gaps: tuple[str, ...]


def find_codeowners(ownership: Ownership, playbooks: Iterable[Playbook], folder: str) -> CodeOwners:
    """Whom a code host asks to review which files; `folder` is where the site lies in its repository, empty or with `/`
    at its end, and the playbooks are the site's own.

    A folder of an incident is no component's, and its files are the same people's work whatever has failed. So content
    goes to who writes, playbooks to the teams that keep them, and site.yaml, which says all of this, to who decides.
    """
    accounts = {holding.team.id: " ".join(holding.team.codeowners) for holding in ownership.holdings}
    asked: dict[str, str | None] = {path: ownership.team_of(role) for path, role in _ROLES.items()}
    asked |= {f"{PLAYBOOKS}/{playbook.name}.md": playbook.said.owner for playbook in playbooks}
    rows: list[tuple[str, str]] = []
    gaps: list[str] = []
    for path, team in asked.items():
        if team is None:
            gaps.append(f"{path}: no team fills the role {_ROLES[path]}")
        elif team not in accounts:
            gaps.append(f"{path}: no team of {SETTINGS_FILE} is called '{team}'")
        elif not accounts[team]:
            gaps.append(f"{path}: the team '{team}' has no 'codeowners' in {SETTINGS_FILE}")
        else:
            rows.append((f"/{_escaped(folder + path)}", accounts[team]))
    lines = [*_HEADING, *in_columns(rows)] if rows else []
    return CodeOwners("\n".join(lines), tuple(gaps))


def _escaped(path: str) -> str:
    """A path as a pattern that fits nothing else: all that a pattern reads otherwise is escaped."""
    return "".join(f"\\{letter}" if letter in " \\#*?[]!" else letter for letter in path)


_NOBODY = "–"
_LEGEND = (
    "R writes and answers for it, A has to agree (where nobody is A, R is), C is asked before, I is told.",
    f"One letter for every severity, or four: {', '.join(Severity)}.",
)


def ownership_text(ownership: Ownership, voice: Voice) -> str:
    """The whole map: a table each for components, roles and decision rights."""
    roles_of = {holding.team.id: ", ".join(holding.roles) for holding in ownership.holdings}
    components = [["component", "team", "roles of this team"]]
    for component, _, team in ownership.components:
        components.append([component, team or "nobody", roles_of.get(team or "") or _NOBODY])
    roles = [["role", "what for", "team"]]
    roles += [[role.id, say_purpose(role, voice), role.team or _NOBODY] for role in ownership.roles]
    rights = [["", *POLICY_STAGES]]
    rights += [[role.id, *_letters(role.id, ownership.decision_rights)] for role in ownership.roles]
    decisions = [*_LEGEND, *in_columns(rights)]
    return in_parts(
        [("Components", in_columns(components)), ("Roles", in_columns(roles)), ("Decision rights", decisions)]
    )


def _letters(role: str, rights: Sequence[DecisionRight]) -> list[str]:
    """For each stage what the role does: one letter where that is the same for every severity, else four."""
    cells = []
    for stage in POLICY_STAGES:
        letters = [_letter(role, right) for right in rights if right.stage is stage for _ in right.severities]
        cells.append(letters[0] if len(set(letters)) == 1 else "".join(letters))
    return cells


def _letter(role: str, right: DecisionRight) -> str:
    does = {
        "R": right.responsible,
        "A": right.accountable,
        "C": right.consulted,
        "I": right.informed,
    }
    return next((letter for letter, roles in does.items() if role in roles), _NOBODY)

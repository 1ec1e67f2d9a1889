"""Whom a code host asks to review which files of a site, as lines of a CODEOWNERS file.

A folder of an incident is no component's, and its files are the same people's work whatever has failed. So content goes
to who writes, playbooks to the teams that keep them, and site.yaml, which says all of this, to who decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from statusladder.cli.console import in_columns
from statusladder.content.settings import SETTINGS_FILE
from statusladder.content.tree import PLAYBOOKS
from statusladder.ladder.ownership import Ownership
from statusladder.model.playbook import Playbook

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


def codeowners(told: Ownership, playbooks: Iterable[Playbook], folder: str) -> CodeOwners:
    """Of the site's own playbooks; `folder` is where the site lies in its repository, empty or with `/` at its end."""
    accounts = {holding.team.id: " ".join(holding.team.codeowners) for holding in told.holdings}
    asked: dict[str, str | None] = {path: told.team_of(role) for path, role in _ROLES.items()}
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

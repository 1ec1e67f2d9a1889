"""The ownership map as text for a terminal: a table each for components, roles and decision rights."""

from collections.abc import Sequence

from statusladder.cli.console import in_columns
from statusladder.ladder.ownership import DecisionRight, Ownership
from statusladder.model.policy import POLICY_STAGES
from statusladder.model.vocabulary import Severity

_NOBODY = "–"
_LEGEND = (
    "R writes and answers for it, A has to agree (where nobody is A, R is), C is asked before, I is told.",
    f"One letter for every severity, or four: {', '.join(Severity)}.",
)


def ownership_text(told: Ownership) -> str:
    """The whole map."""
    roles_of = {holding.team.id: ", ".join(holding.roles) for holding in told.holdings}
    components = [["component", "team", "roles of this team"]]
    for component, _, team in told.components:
        components.append([component, team or "nobody", roles_of.get(team or "") or _NOBODY])
    roles = [["role", "what for", "team"]]
    roles += [[role.id, role.purpose, role.team or _NOBODY] for role in told.roles]
    rights = [["", *POLICY_STAGES]]
    rights += [[role.id, *_letters(role.id, told.decision_rights)] for role in told.roles]
    parts: dict[str, Sequence[str]] = {
        "Components": in_columns(components),
        "Roles": in_columns(roles),
        "Decision rights": [*_LEGEND, *in_columns(rights)],
    }
    return "\n\n".join("\n".join([heading.upper(), *lines]) for heading, lines in parts.items())


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

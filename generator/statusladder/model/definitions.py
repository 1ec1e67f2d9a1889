"""What the policy says in sentences: what gives an incident its severity, and what a good update of a stage does.

The sentences are shipped (DefinitionName) or the site's own, which may have another wording for its team.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from statusladder.model.facts import Fact, none_is_empty
from statusladder.model.keys import INTERNAL, key
from statusladder.model.values import Text, refuse


class DefinitionName(StrEnum):
    """The shipped definitions of severities, whose texts are below `preset.criterion`."""

    DOWN_FOR_HALF = "down_for_half"
    DATA_LOST = "data_lost"
    DOWN_FOR_SOME = "down_for_some"
    DATA_SUSPECTED = "data_suspected"
    NO_WORKAROUND = "no_workaround"
    FEW_AFFECTED = "few_affected"
    SLOWER = "slower"
    NOT_CORE = "not_core"
    WORKAROUND = "workaround"
    NOTHING_STOPPED = "nothing_stopped"


class Wording(Fact):
    """A text of the site: as customers read it, and as the team does where its own wording differs."""

    customers: Text
    """As customers read it."""
    internal: Text | None = key(marks=INTERNAL)
    """As your team reads it, where that differs; never published."""

    @property
    def for_team(self) -> str:
        return self.internal or self.customers


def _for_customers(value: object) -> object:
    return {"customers": value} if isinstance(value, str) else value


_Wording = Annotated[Wording, BeforeValidator(_for_customers, json_schema_input_type=Wording | str)]


class Definition(Wording):
    """What gives an incident its severity: in the site's own words, or the name of a shipped definition."""

    @property
    def name(self) -> DefinitionName | None:
        """Which shipped definition it is; None where it is the site's own."""
        is_shipped = self.internal is None and self.customers in list(DefinitionName)
        return DefinitionName(self.customers) if is_shipped else None


def _keep_some(texts: tuple[Any, ...]) -> tuple[Any, ...]:
    if not texts:
        raise refuse("nothing says when an incident has this severity", "write at least one definition")
    return texts


Definitions = Annotated[
    tuple[Annotated[Definition, BeforeValidator(_for_customers, json_schema_input_type=Definition | str)], ...],
    BeforeValidator(none_is_empty, json_schema_input_type=list[Definition | str] | str),
    AfterValidator(_keep_some),
]


class Guidance(Fact):
    """What a good update of a stage does, and its tone."""

    what: _Wording | None = None
    """What a good update of the stage does."""
    tone: _Wording | None = None
    """The tone of such an update."""

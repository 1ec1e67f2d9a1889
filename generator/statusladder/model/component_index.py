"""Components by their ids, and what each is called: made once, since a build asks for each of them many times."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """What is known of a component here."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def group(self) -> str | None: ...


C = TypeVar("C", bound=Named)


@dataclass(frozen=True)
class ComponentIndex(Generic[C]):
    """Some components by their ids, and what each is called where it stands alone."""

    components: tuple[C, ...]
    by_id: Mapping[str, C]
    names: Mapping[str, str]

    @classmethod
    def of(cls, components: tuple[C, ...]) -> "ComponentIndex[C]":
        """The index of components; of two with one id, which is a Problem of its own, the first counts."""
        alike: dict[str, list[str | None]] = {}
        for component in components:
            alike.setdefault(component.name.casefold(), []).append(component.group)
        names: dict[str, str] = {}
        for component in components:
            names.setdefault(component.id, _name(component, alike[component.name.casefold()]))
        return cls(components, {component.id: component for component in reversed(components)}, names)


def _name(component: Named, groups: list[str | None]) -> str:
    """The name of a component, `groups` being those of all that have it too."""
    if groups.count(component.group) > 1:
        return f"{component.name} ({component.id})"
    return f"{component.name} ({component.group})" if len(groups) > 1 and component.group else component.name

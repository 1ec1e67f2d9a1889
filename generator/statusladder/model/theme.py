"""The settings of a theme (theme.yaml): what it is called, which theme it builds on, and what it re-brands."""

from pydantic import Field

from statusladder.model.facts import Fact
from statusladder.model.values import Text


class ThemeKeys(Fact):
    """`tokens` replace CSS custom properties, `strings` replace words of the interface; the rest is inherited."""

    name: Text
    extends: Text | None = None
    tokens: dict[str, Text] = Field(default_factory=dict)
    strings: dict[str, Text] = Field(default_factory=dict)

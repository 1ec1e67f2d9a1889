"""The settings of a theme (theme.yaml): what it is called, which theme it builds on, and what it re-brands."""

from collections.abc import Mapping

from pydantic import Field

from statusladder.model.facts import Fact
from statusladder.model.values import Line, Text


class Fonts(Fact):
    """Font stacks of fonts that readers have; nothing is downloaded."""

    heading: Line | None = None
    text: Line | None = None


class ThemeKeys(Fact):
    """`accent` colours links and focus, `logo` is a picture in the theme's assets; the rest is inherited.

    `tokens` replace CSS custom properties, `strings` replace words of the interface.
    """

    name: Line
    extends: Line | None = None
    logo: Line | None = None
    accent: Line | None = None
    fonts: Fonts = Fonts.model_construct()
    tokens: dict[str, Text] = Field(default_factory=dict)
    strings: dict[str, Text] = Field(default_factory=dict)

    @property
    def all_tokens(self) -> Mapping[str, str]:
        """The tokens with those that have a key of their own."""
        own = {"link": self.accent, "serif": self.fonts.heading, "sans": self.fonts.text}
        return {key: value for key, value in own.items() if value is not None} | self.tokens

"""Patterns that are compiled when they are first looked for.

Short because every room may look for patterns, and what is needed for it needs no room.
"""

import re
from functools import cached_property
from typing import Any, cast


class LatePattern:
    """Stands for a pattern until something is asked of it, and hands that on from then."""

    def __init__(self, text: str, flags: int) -> None:
        self._written = text, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._written)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._compiled, name)
        setattr(self, name, value)  # asked again, it is found without this detour
        return value


def compile_late(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, compiled at its first use: a command loads far more patterns than it looks for.

    It has the methods and attributes of a pattern, but no function of `re` takes it in the place of one.
    """
    return cast("re.Pattern[str]", LatePattern(text, flags))

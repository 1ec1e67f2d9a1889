"""Codes and rules in words: for `explain`, and for the page of the reference that is made from it."""

from collections.abc import Iterator

from statusladder.lint.interface import Example, Rule
from statusladder.lint.judge import all_rules
from statusladder.model.problem import CODES, Code, Gate, Lane, Place, Problem, blocks


def known_codes() -> dict[str, Code]:
    """Every code and what it means, of structure and of the rules, in order."""
    found = CODES | {code: rule.about for code, rule in all_rules().items()}
    return dict(sorted(found.items()))


def as_listed(code: str, about: Code) -> str:
    return f"{code}  {about.level:<8} {about.kind:<8} {about.meaning}"


def as_told(code: str) -> str:
    """All that is known of a code; of a rule with its reason and its examples."""
    about = known_codes()[code]
    lines = [f"{code}: {about.meaning}", f"{about.level}, {about.kind}: {stops(about)}"]
    rule = all_rules().get(code)
    return "\n".join([*lines, *(_rule(rule) if rule is not None else ())])


def stops(about: Code) -> str:
    """What a problem of this code stops, in words."""
    problem = Problem(Place(""), "", "", "", about)
    if blocks(problem, Gate.BUILD, Lane.FAST):
        return "stops check and build, also in the fast lane"
    return "stops check, but for the fast lane" if blocks(problem, Gate.CHECK) else "stops nothing"


def _rule(rule: Rule) -> Iterator[str]:
    yield ""
    yield rule.why
    yield from _example("Not so:", rule.bad)
    yield from _example("But so:", rule.good)


def _example(heading: str, example: Example) -> Iterator[str]:
    """The last file of an example: the one that is judged."""
    yield ""
    yield heading
    yield from (f"    {line}".rstrip() for line in example[-1].rstrip("\n").split("\n"))

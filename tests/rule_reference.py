"""Writes docs/reference/rules.md from the rules themselves: run it after a change of a rule."""

from pathlib import Path

from statusladder.cli.problem_formats import say_stopped
from statusladder.lint.judge import find_rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "rules.md"
HEAD = """\
# Rules

What a careful editor would say of an update. `statusladder check` runs them after it has read the files; form and
structure have [codes of their own](problem-codes.md). An **error** stops the proposed change, a **warning** asks for a
second look, an **info** only tells. In the fast lane – the first file of an incident, and every file of a critical or
major one while it is open – facts and wording stop nothing: what is owed is listed until a later update tells it.

A rule that does not fit one file is silenced there, with a reason:

```yaml
lint_ignore:
  - rule: F002
    reason: The failure has no component of ours
```

`statusladder explain CODE` tells the same in a terminal. [Rules of your own](../how-to/rules-of-your-own.md) can join
these. This page is made from the rules.
"""


def page() -> str:
    """The page as it should be."""
    parts = [HEAD]
    for code, rule in sorted(find_rules().items()):
        parts.append(f"\n## {code}\n\n{rule.about.meaning[0].upper()}{rule.about.meaning[1:]}. ")
        parts.append(
            f"**{rule.about.level.capitalize()}**, {rule.about.kind}; {say_stopped(rule.about)}.\n\n{rule.why}\n\n"
        )
        parts.append(f"Not so:\n\n```markdown\n{rule.bad[-1].rstrip()}\n```\n\n")
        parts.append(f"But so:\n\n```markdown\n{rule.good[-1].rstrip()}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

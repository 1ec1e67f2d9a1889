"""What two readers said of findings in real texts: three files of labels, read here for the tests and the page."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "lint" / "data"
LANGUAGE, TIME, POSTMORTEM = (DATA / f"labels-{name}.json" for name in ("language", "time", "postmortem"))


@dataclass(frozen=True)
class Label:
    """A finding that was read, what each reader said of it, the first reader first, and what stands."""

    rule: str
    source: str
    words: str
    verdict: str
    readers: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """How the finding is known again."""
        return self.rule, self.source, self.words


def kept(file: Path) -> dict[str, Any]:
    """A file of labels as it is."""
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def labels(*files: Path) -> list[Label]:
    """The labels of the files."""
    return [
        Label(one["rule"], one["source"], one["words"], one["verdict"], tuple(one.get("readers", ())))
        for file in files
        for one in kept(file)["labels"]
    ]


def agreement(read: list[Label]) -> tuple[int, int, float]:
    """How many findings both read, on how many they said the same, and Cohen's kappa."""
    pairs = Counter(label.readers for label in read if len(label.readers) == 2)
    both = pairs.total()
    same = sum(count for (first, second), count in pairs.items() if first == second)
    acted = [sum(count for pair, count in pairs.items() if pair[one] == "act") / both for one in (0, 1)]
    chance = acted[0] * acted[1] + (1 - acted[0]) * (1 - acted[1])
    return both, same, (same / both - chance) / (1 - chance)

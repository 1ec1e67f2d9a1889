"""What the lint costs for each update beside reading it, so that a rule that slows everybody down is seen.

`PYTHONPATH=generator python benchmarks/lint.py [INCIDENTS]` writes its own sites, the same ones at each run, and prints
a table. Only the ratio can be compared between machines.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from statusladder.content.reader import read_library
from statusladder.lint.judge import lint
from statusladder.model.problem import Gate
from statusladder.model.site import Library

RUNS = 5
BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PARTS = ("sign-in", "exports", "search", "payments")
SITE = "site:\n  name: Tern\n  url: https://status.tern.example\ncomponents:\n" + "".join(
    f"  - id: {part}\n    name: {part.title()}\n" for part in PARTS
)
STAGES = ("investigating", "identified", "mitigating", "monitoring", "resolved")

CLEAN = (
    "Exports that you started after 09:00 UTC wait in line, and none of them is lost.",
    "Signing in takes up to a minute for about one in ten of you.",
    "One of three database servers refuses writes, and we move its work to the other two.",
    "Pages that you saved before the change are complete.",
    "If an export is urgent, start it again and choose a single month.",
    "We compare every copy with its source before you get it back.",
)
POOR = (
    "We are aware of a minor issue and apologise for any inconvenience this may have caused.",
    "A fix will be deployed shortly, and kafka-prod-3 is catching up.",
    "Some users may experience intermittent errors since 9:30 this morning.",
    "It was determined that this was probably caused by one of our vendors.",
    "Please contact jane.doe@tern.example; the log is at /var/log/tern/export.log.",
    "This will never happen again, as we take reliability very seriously.",
)


def main(incidents: int) -> None:
    print(f"{incidents} incidents of {len(STAGES)} updates, median of {RUNS} runs, CPU time")
    print(f"{'words':<8}{'lint ÷ reading':>16}{'lint ms/update':>16}{'reading ms/update':>19}{'findings/update':>17}")
    for name, sentences in (("clean", CLEAN), ("mixed", CLEAN + POOR), ("poor", POOR)):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            updates = _write_site(root, incidents, sentences)
            library = _read(root)
            findings = len(lint(library, Gate.CHECK))
            reading = _cpu(partial(_read, root)) / updates
            linting = _cpu(partial(lint, library, Gate.CHECK)) / updates
        row = f"{linting * 1000:>16.2f}{reading * 1000:>19.2f}{findings / updates:>17.1f}"
        print(f"{name:<8}{linting / reading:>16.2f}{row}")


def _write_site(root: Path, incidents: int, sentences: tuple[str, ...]) -> int:
    drawn = random.Random(7)
    (root / "site.yaml").write_text(SITE, encoding="utf-8")
    for number in range(incidents):
        begin = BEGIN + timedelta(hours=7 * number)
        folder = root / "content" / "incidents" / f"{begin:%Y-%m-%d}-case-{number}"
        folder.mkdir(parents=True)
        for count, (stage, text) in enumerate(_updates(drawn, begin, sentences), start=1):
            (folder / f"{count:02}-{stage}.md").write_text(text, encoding="utf-8")
    return incidents * len(STAGES)


def _updates(drawn: random.Random, begin: datetime, sentences: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    part = drawn.choice(PARTS)
    for count, stage in enumerate(STAGES):
        keys = [f"stage: {stage}", f"at: {begin + timedelta(minutes=30 * count):%Y-%m-%dT%H:%M:%SZ}"]
        if count == 0:
            keys += [f"title: {part.title()} answers slowly", "severity: minor"]
            keys += ["components:", f"  {part}: degraded_performance"]
            keys += ["impact:", "  symptom: Pages take up to a minute to open"]
        if stage != "resolved":
            keys.append("next_update: 30m")
        paragraphs = (" ".join(drawn.choices(sentences, k=drawn.randint(2, 4))) for _ in range(drawn.randint(1, 3)))
        yield stage, "\n".join(("---", *keys, "---", "\n\n".join(paragraphs), ""))


def _read(root: Path) -> Library:
    library = read_library(root).library
    assert library is not None
    return library


def _cpu(work: Callable[[], object]) -> float:
    return median(_once(work) for _ in range(RUNS))


def _once(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

"""Writes docs/explanation/precision.md from the labels; with a folder of real data, first counts the findings anew.

Run `PYTHONPATH=generator:tests python tests/precision_page.py [REAL_DATA]` after a change of a rule of wording.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from real_updates import Hit, hits, real_subjects, weighs
from statusladder.lint.judge import all_rules

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "lint" / "data" / "labels-language.json"
PAGE = ROOT / "docs" / "explanation" / "precision.md"
HEAD = """\
# How often a rule of wording is right

A linter that cries wolf at 3 a.m. is switched off. So every rule that asks for a second look at words was read
against what status pages really said: {subjects} public updates and incident reports of other companies, which are
not kept here. Of what a rule found, thirty findings, drawn by a fixed seed, were read one by one, or all where there
were fewer. The question was: **would a careful editor act on it**, for a reader who uses the product and did not
build it? At least nineteen of twenty must be yes. A rule that was wrong was narrowed, and what it finds now was read
anew. The findings that were wrong are kept as well, and must not be found again.

| rule | level | found | read | acted on | share | narrowed by |
|---|---|--:|--:|--:|--:|--:|
"""
TAIL = """
*Found* counts errors and warnings; infos are not judged. *Narrowed by* is the number of wrong findings that made the
rule what it is now. A rule without findings has met nothing of its kind in these updates: its share is not known, and
its tests hold it to near misses instead. Imported updates state few facts, so rules that compare words with facts
(`L005`, `L010`) meet little there.

What the reading changed:

- `L002` warns from school grade 16 on, and informs from 10 on. Between these, counting syllables says too little: names
  of the product are long words that nobody can shorten. One sentence alone is left to `L003`.
- `L003` counts the words between two rests: a colon, a semicolon or a dash lets readers breathe as well.
- `L001` leaves out `backend`, `4xx` and `5xx`, which many readers know, and says nothing of reports.
- `L006` is quiet where a figure stands in the same sentence.
- `L009` leaves thanks for patience alone.
- `A002` asks less of an open incident than of its end: while it is open, any act of yours will do.
- `A003` and `A007` are quiet where an update says that nobody was hit.

The verdicts are one reader's. The texts were written for developers; where words are right for them and wrong for
others, the verdict is that of the others. The labels are in `tests/lint/data/labels-language.json`.
"""


def labels() -> dict[str, Any]:
    """What was counted and judged."""
    read: dict[str, Any] = json.loads(LABELS.read_text(encoding="utf-8"))
    return read


def page() -> str:
    """The page as it should be."""
    told = labels()
    verdicts = Counter((label["rule"], label["verdict"]) for label in told["labels"])
    rules = all_rules()
    rows = []
    for code, found in sorted(told["found"].items()):
        acted, narrowed = verdicts[code, "act"], verdicts[code, "narrowed"]
        read = acted + verdicts[code, "leave"]
        share = f"{100 * acted / read:.0f} %" if read else "–"
        rows.append(f"| `{code}` | {rules[code].about.level} | {found} | {read} | {acted} | {share} | {narrowed} |\n")
    return HEAD.format(subjects=f"{told['subjects']:,}") + "".join(rows) + TAIL


def weighing_hits(code: str, subjects: list[Any]) -> list[Hit]:
    """The findings of a rule that ask for something: no infos."""
    rule = all_rules()[code]
    return [hit for hit in hits(rule, subjects) if weighs(rule, hit.finding)]


def _count_anew(real_data: Path) -> None:
    told = labels()
    with TemporaryDirectory() as scratch:
        subjects = real_subjects(real_data, Path(scratch))
    told["subjects"] = len(subjects)
    told["found"] = {code: len(weighing_hits(code, subjects)) for code in told["found"]}
    rows = ",\n".join(f"    {json.dumps(label, ensure_ascii=False)}" for label in told["labels"])
    head = f'{{\n  "subjects": {told["subjects"]},\n  "found": {json.dumps(told["found"])},\n  "labels": [\n'
    LABELS.write_text(f"{head}{rows}\n  ]\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _count_anew(Path(sys.argv[1]))
    PAGE.write_text(page(), encoding="utf-8")

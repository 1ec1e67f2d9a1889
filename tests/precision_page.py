"""Writes docs/explanation/precision.md from the labels; with a folder of real data, first counts the findings anew.

Run `PYTHONPATH=generator:tests python tests/precision_page.py [REAL_DATA]` after a change of a rule of wording.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from precision_labels import LANGUAGE, POSTMORTEM, TIME, Label, agreement, kept, labels
from real_updates import Hit, hits, real_subjects, weighs
from statusladder.lint.judge import find_rules

ROOT = Path(__file__).resolve().parent.parent
FILES = (LANGUAGE, TIME, POSTMORTEM)
PAGE = ROOT / "docs" / "explanation" / "precision.md"
HEAD = """\
# How often a rule of wording is right

A linter that cries wolf at 3 a.m. is switched off. So every rule that asks for a second look at words was read
against what status pages really said: {subjects} public updates and incident reports of other companies, which are
not kept here. Of what a rule found, thirty findings, drawn by a fixed seed, were read one by one, or all where there
were fewer. The question was: **would a careful editor act on it**, for a reader who uses the product and did not
build it? At least nineteen of twenty must be yes. A rule that was wrong was narrowed, and what it finds now was read
anew. The findings that were wrong are kept as well, and must not be found again.

| rule | level | found | read | acted on | share | both said the same | narrowed by |
|---|---|--:|--:|--:|--:|--:|--:|
"""
TAIL = """
*Found* counts errors and warnings; infos are not judged. *Both said the same* counts the findings that two readers
read, also those that the rule no longer makes. *Narrowed by* is the number of wrong findings that made the rule what
it is now. A rule without findings has met nothing of its kind in these updates: its share is not known, and its tests
hold it to sentences of our own, near misses among them. Imported updates state few facts, so rules that compare words
with facts (`L005`, `L010`, `C008`, `C015`) meet little there, and no update has a note for one audience (`C010`);
`T012` has the promises that an import reads in the words. The `T` rules, `F004`, `F006`, `F011`
and `F012` were held to two status pages; `P008` and `P009` read plain updates too, as if they were reports or notices.

A second reader read every finding anew without its first verdict in view, yet knew the rules, how often the first
reader had said yes, and about thirty of the verdicts. Of {both} findings, the two said the same of {same}; as nearly
all answers are yes, most of that could be chance, and Cohen's kappa is {kappa:.2f}. Where the two differ, the finding
counts as wrong. The second reading also showed that thirty findings can be one text: 28 of the thirty of `A007` were
the same five words. Since then, each text that one of the `A` and `L` rules finds is read once; the findings that took
the place of copies, or of findings that a rule no longer makes, were read by the second reader alone, and those of
`T012` by one reader.

What the reading changed:

- `L002` warns from school grade 16 on, and informs from 10 on. Between these, counting syllables says too little: names
  of the product are long words that nobody can shorten. One sentence alone is left to `L003`.
- `L003` counts the words between two rests: a colon, a semicolon or a dash lets readers breathe as well.
- `L001` leaves out `backend`, `4xx` and `5xx`, which many readers know, and says nothing of reports.
- `L006` is quiet where a figure stands in the same sentence.
- `L009` leaves thanks for patience alone.
- `A002` asks less of an open incident than of its end: while it is open, any act of yours will do.
- `A002` and `L008` leave alone what tells readers to use something else, and what is being looked into.
- `A003` and `A007` are quiet where an update says that nobody was hit, `A007` also where it points to another summary.
- `L004` leaves a passive alone whose doer stands behind it, `L006` how something was mitigated, and `P008` a root cause
  that is a combination, or another incident.

The texts were written for developers; where words are right for them and wrong for others, the verdict is that of the
others. The labels are in `tests/lint/data/`.
"""


def page() -> str:
    """The page as it should be."""
    read = labels(*FILES)
    both, same, kappa = agreement(read)
    found = {code: count for file in FILES for code, count in kept(file)["found"].items()}
    rows = [_row(code, count, [label for label in read if label.rule == code]) for code, count in sorted(found.items())]
    head = HEAD.format(subjects=f"{kept(LANGUAGE)['subjects']:,}")
    return head + "".join(rows) + TAIL.format(both=both, same=same, kappa=kappa)


def _row(code: str, found: int, told: list[Label]) -> str:
    verdicts = Counter(label.verdict for label in told)
    acted, read = verdicts["act"], verdicts["act"] + verdicts["leave"]
    share = f"{100 * acted / read:.0f} %" if read else "–"
    both = [label.readers for label in told if len(label.readers) == 2]
    same = f"{sum(first == second for first, second in both)} of {len(both)}" if both else "–"
    level = find_rules()[code].about.level
    return f"| `{code}` | {level} | {found} | {read} | {acted} | {share} | {same} | {verdicts['narrowed']} |\n"


def weighing_hits(code: str, subjects: list[Any]) -> list[Hit]:
    """The findings of a rule that ask for something: no infos."""
    rule = find_rules()[code]
    return [hit for hit in hits(rule, subjects) if weighs(rule, hit.finding)]


def texts(found: list[Hit]) -> int:
    """How many different texts the findings stand in; a text that is quoted at two places counts twice."""
    return len({(hit.words, " ".join(hit.subject.update.body.split())) for hit in found})


def _count_anew(real_data: Path) -> None:
    told = kept(LANGUAGE)
    with TemporaryDirectory() as scratch:
        subjects = real_subjects(real_data, real_data / "github-incidents" / "parsed", Path(scratch))
    found = {code: weighing_hits(code, subjects) for code in told["found"]}
    counts: dict[str, Any] = {
        "subjects": len(subjects),
        "found": {code: len(some) for code, some in found.items()},
        "texts": {code: texts(some) for code, some in found.items()},
    }
    head = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in counts.items())
    rows = ",\n".join(f"    {json.dumps(label, ensure_ascii=False)}" for label in told["labels"])
    LANGUAGE.write_text(f'{{\n{head}  "labels": [\n{rows}\n  ]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _count_anew(Path(sys.argv[1]))
    PAGE.write_text(page(), encoding="utf-8")

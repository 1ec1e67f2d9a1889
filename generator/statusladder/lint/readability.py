"""How hard a text is to read, by two formulas that only count: no dictionary, no corpus.

Flesch-Kincaid grade: Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas, Naval Technical
Training Command, 1975. Automated Readability Index: Smith and Senter, Automated Readability Index, Aerospace Medical
Research Laboratories, 1967. Both give a school grade of the United States.

Syllables are estimated from spelling: each group of vowel letters is one; two vowels that are spoken apart (`create`,
`reliable`) are two; a final `e` and the `e` of a final `es` or `ed` are silent where English leaves them so; a word has
at least one. It counts a few words wrongly (`business` as three), which a grade over 30 words hardly shows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from statusladder.model.pattern import compile_late

_WORD = compile_late(r"[^\W_]+(?:['’.,:/&@-][^\W_]+)*")
_VOWELS = compile_late(r"[aeiouy]+")
_APART = compile_late(
    r"(?<![tscgx])(?<!ll)i[ao]"  # reliable, period, various; not station, special, region, million
    r"|(?<![tc])ie(?=t\b|nt|nc)|\bscie|ium"  # client, quiet, experience, science, medium; not patient
    r"|(?<=cr)ea(?=t)|[rd]ea\b|eo\b"  # create, area, idea, video
    r"|[eouy]ing|(?<![qg])u(?:a|ou|el|enc)"  # being, trying, manual, continuous, fuel, influence; not quality
)
_SILENT = compile_late(
    r"(?<![aeiouy])(?<![^aeiouylr][lr])e\b"  # late, rule; not table, centre
    r"|(?<![aeiouytd])(?<![^aeiouylr][lr])ed\b"  # failed, filled; not started, needed, handled
    r"|(?<![aeiouyszxcg])(?<![sc]h)(?<![^aeiouylr][lr])es\b"  # times, rules; not releases, changes, tables
    r"|(?<![aeiou])e(?=(?:ly|ments?|ful|less)\b)"  # likely, statement
)


@dataclass(frozen=True)
class Counted:
    """What both formulas stand on."""

    sentences: int
    words: int
    letters: int
    syllables: int

    @property
    def flesch_kincaid(self) -> float:
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def automated_index(self) -> float:
        return 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43

    @property
    def grade(self) -> float:
        """The lower of the two: a text is called hard only where both formulas find it so."""
        return min(self.flesch_kincaid, self.automated_index)


def words_in(text: str) -> list[str]:
    """The words of a text; a number, a time and a word with a hyphen are one each."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)
def syllables_in(word: str) -> int:
    """The estimated number of syllables; what holds no letter counts as one."""
    count = 0
    for part in re.split(r"[^a-z']+", word.lower().replace("’", "'")):
        if part:
            count += max(1, len(_VOWELS.findall(part)) + len(_APART.findall(part)) - len(_SILENT.findall(part)))
    return max(1, count)


def count(sentences: Iterable[str]) -> Counted:
    """Counts sentences that were told apart already; those without a word are none."""
    split = [words for sentence in sentences if (words := words_in(sentence))]
    flat = [word for words in split for word in words]
    letters = sum(character.isalnum() for word in flat for character in word)
    return Counted(len(split), len(flat), letters, sum(map(syllables_in, flat)))

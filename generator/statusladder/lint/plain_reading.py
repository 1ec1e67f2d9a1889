"""How much a tired reader has to hold in mind: school grade, length of sentences, length of an update.

The grade is that of two formulas that only count: no dictionary, no corpus. Flesch-Kincaid grade: Kincaid, Fishburne,
Rogers and Chissom, Derivation of New Readability Formulas, Naval Technical Training Command, 1975. Automated
Readability Index: Smith and Senter, Automated Readability Index, Aerospace Medical Research Laboratories, 1967. Both
give a school grade of the United States.

Syllables are estimated from spelling: each group of vowel letters is one; two vowels that are spoken apart (`create`,
`reliable`) are two; a final `e` and the `e` of a final `es` or `ed` are silent where English leaves them so; a word has
at least one. It counts a few words wrongly (`business` as three), which a grade over 30 words hardly shows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject, make_notice
from statusladder.lint.texts import Words
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.vocabulary import REPORT_STAGES, Stage

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


def count_sentences(sentences: Iterable[str]) -> Counted:
    """Counts sentences that were told apart already; those without a word are none."""
    split = [words for sentence in sentences if (words := words_in(sentence))]
    flat = [word for words in split for word in words]
    letters = sum(character.isalnum() for word in flat for character in word)
    return Counted(len(split), len(flat), letters, sum(map(syllables_in, flat)))


HARD_UPDATE, HARDEST_UPDATE, HARD_SUMMARY = 9, 15, 11
"""School grades. Between the first two, counting says too little of one text to ask for a second look at it."""

FEWEST_WORDS = 30
"""A grade of fewer words says more about one long word than about the text."""

LONG_SENTENCE, LONGEST_SENTENCE, LONGEST_BODY = 25, 35, 150

_REST = compile_late(r"[:;](?=\s)|\s[–—-]{1,2}\s")


def _grade(subject: Subject) -> Iterator[Finding]:
    report = subject.update.stage is Stage.POSTMORTEM
    if subject.update.stage is Stage.FOLLOW_UP or not subject.in_english:
        return
    texts = [words for words in (_summary(subject) if report else subject.body) if not _is_table(words)]
    names = _names(tuple(component.name for component in subject.settings.components))
    counted = count_sentences(names.sub("it", sentence) for words in texts for _, sentence in words.sentences)
    kind, most = ("summary", HARD_SUMMARY) if report else ("update", HARD_UPDATE)
    if counted.words >= FEWEST_WORDS and (grade := round(counted.grade)) > most:
        weighs = not report and grade > HARDEST_UPDATE and counted.sentences > 1
        sentence = f"the {kind} reads at school grade {grade}, above {most}"
        yield Finding(
            texts[0].place(),
            sentence,
            "use shorter sentences, and everyday words for long ones",
            Level.WARNING if weighs else Level.INFO,
        )


def _is_table(words: Words) -> bool:
    return words.text.startswith("|")


@lru_cache(maxsize=8)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    """What the product calls its parts: readers know these words, however long they are."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b", re.IGNORECASE)


def _summary(subject: Subject) -> tuple[Words, ...]:
    """What stands below the heading 'Summary' of a report, up to the next heading."""
    lines = subject.update.body.split("\n")
    headings = [index for index, line in enumerate(lines) if line.startswith("#")]
    starts = [index for index in headings if lines[index].strip("# ").casefold() == "summary"]
    if not starts:
        return ()
    start = subject.update.body_line + starts[0]
    end = subject.update.body_line + next((index for index in headings if index > starts[0]), len(lines))
    return tuple(words for words in subject.body if start < words.place().line < end)


def _long_sentences(subject: Subject) -> Iterator[Finding]:
    for words in subject.words:
        for offset, text in () if _is_table(words) else words.sentences:
            if (length := _longest_run(text)) > LONG_SENTENCE:
                sentence = f"a sentence of {length} words: '{' '.join(text.split()[:4])} …'"
                level = Level.WARNING if length > LONGEST_SENTENCE else Level.INFO
                yield Finding(words.place(offset), sentence, "split it: one thought a sentence", level)


def _longest_run(sentence: str) -> int:
    """Words without a rest: readers breathe at a colon, a semicolon and a dash as well."""
    return max(len(words_in(part)) for part in _REST.split(sentence))


def _long_body(subject: Subject) -> Iterator[Finding]:
    if subject.update.stage in REPORT_STAGES:
        return
    texts = subject.body
    if (length := sum(len(words_in(words.text)) for words in texts)) > LONGEST_BODY:
        sentence = f"the update has {length} words, more than {LONGEST_BODY}"
        yield Finding(
            texts[0].place(), sentence, "keep what readers need now; the rest belongs to the report", Level.INFO
        )


def _length(subject: Subject) -> Iterator[Finding]:
    yield from _long_sentences(subject)
    yield from _long_body(subject)


_HARD = (
    "Authentication functionality is experiencing intermittent unavailability following implementation of "
    "infrastructure modifications. Remediation activities necessitate additional investigation. Organisations "
    "utilising federated authentication configurations are recommended to temporarily utilise alternative "
    "authentication mechanisms. Restoration timelines remain undetermined."
)
_EASY = (
    "Signing in fails for about one in six of you. It began when we moved our servers this morning. We do not know yet "
    "what went wrong, and are looking at each step of the move. If you sign in through your company, please use your "
    "password until we tell you more."
)
_LONG = (
    "Signing in has failed for some accounts since nine, and while we look for the reason, which may take a while "
    "since "
    "there are many parts to look at, those who are signed in should stay so, because a new sign-in may fail."
)

RULES = Family(
    "plain reading",
    (
        Rule(
            "L002",
            Code(Kind.WORDING, "an update that is hard to read", Level.WARNING),
            Scope.FILE,
            "Readers are in a hurry, upset, and often read a language that is not theirs (GOV.UK aims at a reading "
            "age of nine; WCAG 3.1.5: lower "
            "secondary). The grade is the lower one of Flesch-Kincaid and the Automated Readability Index.",
            (make_notice(_HARD),),
            (make_notice(_EASY),),
            _grade,
        ),
        Rule(
            "L003",
            Code(
                Kind.WORDING,
                "a sentence of more than 35 words; above 25, and for an update of more than 150, an info",
                Level.WARNING,
            ),
            Scope.FILE,
            "Who has to read a sentence twice does so at the worst moment (GOV.UK: 25 words; Plain English Campaign: "
            "15 to 20 on average).",
            (make_notice(_LONG),),
            (
                make_notice(
                    "Signing in fails for some accounts since 09:00 UTC. Please stay signed in: a new sign-in may fail."
                ),
            ),
            _length,
        ),
    ),
)

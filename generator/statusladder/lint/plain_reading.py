"""How much a tired reader has to hold in mind: school grade, length of sentences, length of an update."""

import re
from collections.abc import Iterator
from functools import lru_cache

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject
from statusladder.lint.readability import count, words_in
from statusladder.lint.specimens import notice
from statusladder.lint.words import Words
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level
from statusladder.model.vocabulary import REPORT_STAGES, Stage

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
    counted = count(names.sub("it", sentence) for words in texts for _, sentence in words.sentences)
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
            (notice(_HARD),),
            (notice(_EASY),),
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
            (notice(_LONG),),
            (
                notice(
                    "Signing in fails for some accounts since 09:00 UTC. Please stay signed in: a new sign-in may fail."
                ),
            ),
            _length,
        ),
    ),
)

"""Claims about a component, about data loss or about the incident itself that contradict a stated fact.

Only plain statements count: a condition, a guess, or a qualifier after the claim can be true together with the fact.
"""

import re
from collections.abc import Iterator

from statusladder.lint.figures import find_wrong_figures, keep_present
from statusladder.lint.interface import Subject
from statusladder.lint.voices import Contradiction, Sentence, Voice
from statusladder.model.pattern import compile_late
from statusladder.model.vocabulary import OPEN_STAGES, ComponentState, DataLoss, Stage

_OPEN_QUESTION = compile_late(
    r"\b(?:if|when|once|until|till|while|whether|unless|as soon as|after|before|should|will|would|could|may|might"
    r"|hope|believe|assum\w+|expect\w*|so far|not|cannot|can['’]t|yet|ensure|make sure|await\w*)\b|\?$",
    re.IGNORECASE,
)
_END = r"(?=\s*(?:[.,;:!)–—]|$)|\s+(?:and|but)\b)"
_STILL = r"(?:(?:still|now|again|currently|all|completely|fully)\s+)*"
_CLAIMS = (
    (
        rf"(?:is|are) {_STILL}(?:down|unavailable|offline|unreachable)",
        {ComponentState.OPERATIONAL, ComponentState.DEGRADED_PERFORMANCE},
    ),
    (
        rf"(?:is|are) {_STILL}(?:operational|available|unaffected|working|up(?: and running)?|back(?: to normal)?)"
        rf"(?: (?:normally|again|as usual))?|{_STILL}works?(?: (?:normally|again|as usual))?|keeps? working",
        {ComponentState.MAJOR_OUTAGE},
    ),
    (
        rf"(?:is|are) {_STILL}(?:slow|degraded)",
        {ComponentState.OPERATIONAL, ComponentState.MAJOR_OUTAGE},
    ),
)
"""Claims about a component, and the states that contradict them."""

_OVER = compile_late(
    rf"\b(?:the|this) (?:incident|outage|issue|problem|disruption) (?:is|has been|was) {_STILL}"
    rf"(?:resolved|solved|fixed|over){_END}",
    re.IGNORECASE,
)
_FAILING = (Stage.NOTICE, Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING)

_LOSSES = (
    (
        compile_late(
            r"\b(?:no (?:customer |user )?data (?:was|were|is|has been|have been|got) lost|there (?:was|is|has been) no"
            rf" (?:data loss|loss of data)){_END}",
            re.IGNORECASE,
        ),
        (DataLoss.SUSPECTED, DataLoss.CONFIRMED, DataLoss.UNKNOWN),
    ),
    (
        compile_late(
            rf"(?<!no )\b(?:some|your|customer) data (?:was|were|is|has been|have been|got) lost{_END}", re.IGNORECASE
        ),
        (DataLoss.NONE,),
    ),
)


def find_contradictions(subject: Subject, voice: Voice) -> Iterator[Contradiction]:
    """Everything in a text that cannot be true together with the facts after this file."""
    yield from find_wrong_figures(subject, voice)
    plain = tuple(one for one in keep_present(voice.sentences) if not _OPEN_QUESTION.search(one.text))
    yield from _losses(subject, plain)
    # In the update itself, L010 judges whether words match the states.
    if voice.key and subject.update.stage in OPEN_STAGES:
        yield from _states(subject, plain)
    if voice.key and subject.incident is not None and subject.update.stage in _FAILING:
        for one in plain:
            for match in _OVER.finditer(one.text):
                yield _contradiction(one, match, "stage", subject.update.stage)


def _losses(subject: Subject, sentences: tuple[Sentence, ...]) -> Iterator[Contradiction]:
    loss = subject.update.facts.data_loss
    for pattern, denied in _LOSSES:
        if loss in denied:
            for one in sentences:
                for match in pattern.finditer(one.text):
                    yield _contradiction(one, match, "data_loss", str(loss))


def _states(subject: Subject, sentences: tuple[Sentence, ...]) -> Iterator[Contradiction]:
    components = subject.update.facts.components
    for name, fact in (components.states if components is not None else {}).items():
        known = subject.settings.component(name)
        if known is None:
            continue
        subject_of_it = rf"(?:^|[,;:–—]\s+|\b(?:the|our|and|but)\s+){re.escape(known.name)}\s+"
        for claim, denied in _CLAIMS:
            if fact.status in denied:
                pattern = re.compile(rf"{subject_of_it}(?P<claim>{claim}){_END}", re.IGNORECASE)
                for one in sentences:
                    for match in pattern.finditer(one.text):
                        yield _contradiction(one, match, f"components.{name}", fact.status)


def _contradiction(sentence: Sentence, match: re.Match[str], key: str, fact: str) -> Contradiction:
    words = match[0].strip(" ,;:–—")
    offset = match.start() + match[0].index(words)
    return Contradiction(sentence.words, sentence.start + offset, words, key, fact)

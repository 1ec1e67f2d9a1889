"""Figures and requests of an update that can mislead: percentages of nothing, empty notes, half-told duties."""

import re
from collections.abc import Iterator

from statusladder.lint.interface import AnyUpdate, Finding, Subject
from statusladder.lint.texts import Words
from statusladder.model.facts import Range
from statusladder.model.keys import INTERNAL, NO_FACT, keys_marked
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Level
from statusladder.model.update import UpdateKeys
from statusladder.model.vocabulary import REPORT_STAGES, Basis, Severity, Stage

_FALSELY_PRECISE = compile_late(
    r"(?i)(?:\b(?:about|around|roughly|approximately|approx\.?|circa|some)\s+|~\s?)(?:[1-9]\d*\.\d{2,}\s?(?:%|percent))"
)
_SHARES_JUDGED = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MITIGATING, Stage.MONITORING, Stage.RESOLVED)


def find_doubtful_extent(subject: Subject) -> Iterator[Finding]:
    """F004."""
    update, impact = subject.update, subject.update.facts.impact
    if subject.incident is None or update.stage not in _SHARES_JUDGED:
        return
    if impact is not None:
        for figure in (impact.share, impact.accounts):
            if figure is not None:
                yield from _doubts(subject, figure, impact.basis, is_share=figure is impact.share)
    for words in subject.words:
        for match in _FALSELY_PRECISE.finditer(words.text):
            sentence = f"'{match[0]}' is a guess to the hundredth"
            yield Finding(words.place(match.start()), sentence, "round it, or give the range that you are sure of")


def _doubts(subject: Subject, figure: Range, basis: Basis | None, is_share: bool) -> Iterator[Finding]:
    key = "share" if is_share else "accounts"
    place = subject.update.place(f"impact.{key}")
    if basis is None:
        sentence = f"nothing says how the {key} is known" if is_share else "nothing says how the accounts were counted"
        yield Finding(place, sentence, "add 'basis: measured' or 'basis: estimated' below 'impact:'")
    elif basis is Basis.ESTIMATED and subject.update.stage is Stage.RESOLVED:
        grave = subject.incident is not None and subject.incident.severity in (Severity.CRITICAL, Severity.MAJOR)
        sentence = "the incident is over, and its extent is still an estimate"
        yield Finding(
            place, sentence, "count what was affected and write 'basis: measured'", Level.ERROR if grave else None
        )
    elif is_share and basis is Basis.ESTIMATED and figure.low == figure.high and 0 < figure.low < 100:
        sentence = f"{figure.low:g} % is a single figure, and an estimate"
        yield Finding(place, sentence, "give the range that you are sure of, as 'share: 5-12%'")
    if is_share and any(one >= 1 and round(one, 1) != one for one in (figure.low, figure.high)):
        yield Finding(place, "the share is given to the hundredth", "round it to whole percent")


_BARE = compile_late(
    r"(?i)^(?:and |now |so far,? |currently |at the moment,? )*+(?:(?:we|it|this|things)(?: are| is|['’]re|['’]s))?"
    r"(?:\s?(?:now|about|around|roughly|approximately|already|currently|at|some))*\s*"
    r"(?P<figure>\d+(?:\.\d+)?\s?(?:%|percent)) (?:done|complete|completed|finished|there|recovered|restored|fixed)\b"
    r"(?! (?:for|of|in|on|across|with)\b)"
)
_DENOMINATOR = compile_late(r"(?i)\b\d[\d,.]{0,30} (?:of|out of) \d")
_MORE_THAN_ALL = compile_late(
    r"(?i)\b(?P<figure>[1-9]\d{2,}(?:\.\d+)?)\s?(?:%|percent) of (?:our |all |the |active )*"
    r"(?:users?|customers?|accounts?|visitors?|guests?|organi[sz]ations?|tenants?)\b"
)
_EXPLAINS_A_FALL = compile_late(
    r"(?i)\b(?:fell|fall\w*|dropp\w*|lower|back|again|fewer|less|restart\w*|recount\w*|correct\w*|wrong|slower|repeat\w*"
    r"|mistak\w*|instead|started over|more than|lost|undone|undid|revert\w*)\b"
)


def find_doubtful_percents(subject: Subject) -> Iterator[Finding]:
    """F006."""
    for words in subject.words:
        for start, sentence in words.sentences:
            if (match := _BARE.match(sentence)) and not _DENOMINATOR.search(sentence):
                told = f"'{match['figure']}' does not say of what"
                yield Finding(words.place(start), told, "name both numbers, as '412 of 515 sites (80 %)'")
            for match in _MORE_THAN_ALL.finditer(sentence):
                if float(match["figure"]) > 100:
                    told = f"'{match[0]}' is more than there are"
                    yield Finding(words.place(start + match.start()), told, "check the figure and what it counts")
    yield from _unexplained_fall(subject)


def _unexplained_fall(subject: Subject) -> Iterator[Finding]:
    told, before = subject.update.said.progress, subject.before.facts.progress if subject.before else None
    if told is None or before is None or told.of != before.of or told.percent >= before.percent:
        return
    text = " ".join(words.text for words in subject.body)
    if subject.update.said.regression is None and not _EXPLAINS_A_FALL.search(text):
        sentence = f"progress falls from {before.percent} to {told.percent} %, and the words do not say why"
        yield Finding(
            subject.update.place("progress.percent"), sentence, "say in a sentence what was lost or recounted"
        )


_NO_NEWS = frozenset(
    re.findall(
        r"\w+",
        """a actively additional all and any apologies apologise apologize are as at available be bear being by can
        changes close closely complete continue continues continuing current currently due engineer engineers for from
        further give hard has have i in incident inconvenience information inform informed into investigate investigated
        investigating investigation is issue issues it keep keeping know later ll look looking matter moment monitor
        monitored monitoring more new news next no now of on ongoing our patience please possible post posted problem
        problems progress provide quickly re reports resolution resolve resolved resolving s share shortly situation
        solution solve some soon sorry still team teams thank thanks that the there these this time to towards under
        underway until update updated updates us ve way we when while will with within work working you your""",
    )
)
"""Words that could stand in any update of any incident: one that has no other word tells nothing."""

_NO_FACTS = keys_marked(UpdateKeys, NO_FACT | INTERNAL)


def find_empty_note(subject: Subject) -> Iterator[Finding]:
    """F011: a note in the same stage that states no fact and whose every word could stand in any update."""
    update, before = subject.update, subject.before
    if subject.incident is None or before is None:
        return
    place = update.place("no_change")
    row = _row_without_change(subject)
    if row >= subject.policy.no_change_limit:
        sentence = f"this is update {row} in a row without a change"
        yield Finding(place, sentence, "say what would change it: a decision, its time, or who else joins")
    if update.stage is before.stage and update.stage not in REPORT_STAGES and not _states_facts(update):
        body = subject.body
        if body and all(_is_no_news(words) for words in body):
            sentence = f"'{body[0].text}' tells nothing that readers did not know"
            yield Finding(
                body[0].place(), sentence, "say what you tried or ruled out, and what is decided next and when"
            )


def _states_facts(update: AnyUpdate) -> bool:
    return bool(update.said.model_fields_set - _NO_FACTS)


def _is_no_news(words: Words) -> bool:
    return all(word in _NO_NEWS for word in re.findall(r"\w+", words.text.casefold()))


def _row_without_change(subject: Subject) -> int:
    """How many updates up to this one, without a break, are marked as bringing nothing new."""
    row = 0
    for update in subject.communication.updates:
        row = row + 1 if update.said.no_change else 0
        if update is subject.update:
            return row
    return row


_DUTY = compile_late(
    r"(?i)(?<!\()\b(?:you|(?:(?:some|affected|all|many|most) )?(?:users|customers|people|accounts)) "
    r"(?:(?:may|might|could|will|would) (?:also |still |then |first )?(?:need|have) to|need to|must)\s+"
    r"(?!(?:wait|do nothing|not|see|be|experience|have|notice|expect|only)\b)[\w-]+"
)
_HEDGED = compile_late(r"\b(?:may|might|could) (?:need|have) to\b", re.IGNORECASE)
_CONDITION = compile_late(r"\b(?:if|when|where|who|whose|unless|once)\b", re.IGNORECASE)


def find_half_told_duty(subject: Subject) -> Iterator[Finding]:
    """F012: the words ask customers to act and `customer_actions` lists nothing, or it lists a duty of nobody."""
    if subject.incident is None:
        return
    fix = "list under 'customer_actions' who must do what, where, and by when"
    if not subject.update.facts.customer_actions:
        for words in subject.body:
            for match in _DUTY.finditer(words.text):
                sentence = f"'{match[0]} …' asks customers to act, and 'customer_actions' lists nothing"
                yield Finding(words.place(match.start()), sentence, fix)
    for item in subject.update.said.customer_actions or ():
        conditions = list(_CONDITION.finditer(item))
        if hedge := _HEDGED.search(item, conditions[-1].end() if conditions else 0):
            sentence = f"'{hedge[0]}' leaves open who has to act"
            yield Finding(subject.update.place("customer_actions"), sentence, fix)

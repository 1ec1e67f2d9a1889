"""Figures in prose beside the facts of the same kind: where both are certain and differ, one of them is wrong.

Whatever the words leave open is no contradiction: figures of the past, of a part of the customers, of another window.
And where one figure of the text agrees with the fact, the others are about something else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from statusladder.lint.interface import Subject
from statusladder.lint.voices import Contradiction, Sentence, Voice, key_words_in
from statusladder.model.facts import Eta, Range
from statusladder.model.pattern import compile_late
from statusladder.model.vocabulary import OPEN_STAGES

_DIGIT = compile_late(r"\d|\b(?:an?|one|two|three) (?:minute|hour)")
_PAST = compile_late(
    r"\b(?:instead|rather than|earlier|previous\w*|former\w*|originally|initially|at first|first|not|no longer|up from"
    r"|down from|(?:had|have|has) (?:said|told|promised|expected|planned|announced|estimated)"
    r"|(?:we|you were) (?:said|told|promised|wrote|thought|expected|planned|named|announced|estimated|believed)"
    r"|peak\w*|worst|height|rose|fell|dropped|grew|until|was due|another|second)\b",
    re.IGNORECASE,
)
_HARM = compile_late(
    r"\b(?:fail\w*|errors?|affected|cannot|could not|can't|unable|slow\w*|declin\w*|delay\w*|late|lack\w*|miss\w*"
    r"|los[et]|down|unavailable|do(?:es)? not (?:load|work|arrive|open))\b",
    re.IGNORECASE,
)
_WELL = compile_late(
    r"\b(?:again|recover\w*|restored|works?|working|normal\w*|back|not affected|unaffected|succe\w*|complete\w*)\b",
    re.I,
)
_CLOCK = r"(?P<{0}>[01]?\d|2[0-3]):(?P<{0}m>[0-5]\d)"
_A_CLOCK = compile_late(r"\b\d{1,2}:\d\d\b")
_PART = compile_late(
    r"\bin (?:the |our )?(?:[A-Z]|one\b|two\b|three\b|first\b|third\b|other\b|some\b)|\bof (?:these|them)\b"
)
_HEDGE = (
    r"(?P<hedge>about|around|roughly|approximately|nearly|almost|some|up to|at most|less than|fewer than|under|below"
)
_HEDGE += r"|more than|over|at least|above)?\s*"
_SHARE = compile_late(
    _HEDGE + r"(?:between\s+)?(?<![\d.,])(?P<low>\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)?"
    r"(?:\s*(?:-|–|to|and)\s*(?P<high>\d{1,3}(?:\.\d+)?))?\s*(?:%|per ?cent)\s+of\s+(?:all |our |your |the )*"
    r"(?:customers|users|accounts|you)\b(?! (?:who|whose|that|which|with|using|on|of)\b)",
    re.IGNORECASE,
)
_ACCOUNTS = compile_late(
    r"(?<!of )(?<![\d.,])" + _HEDGE + r"(?<!of )(?<![\d.,])(?P<low>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?:\s*(?:-|–|to)\s*(?P<high>\d{1,3}(?:,\d{3})+|\d+))?\s+(?:customer )?accounts\b(?! of\b)",
    re.IGNORECASE,
)
_ABOUT, _AT_MOST = (
    ("about", "around", "roughly", "approximately", "nearly", "almost", "some"),
    (*("up to", "at most", "less than", "fewer than", "under", "below"),),
)


_OUR_READERS_OWN = compile_late(r"\byour\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Figure:
    sentence: Sentence
    offset: int
    text: str
    agrees: bool


def find_wrong_figures(subject: Subject, voice: Voice) -> Iterator[Contradiction]:
    """Each figure in a text that cannot be true together with the facts after this file."""
    sentences = tuple(one for one in voice.sentences if _DIGIT.search(one.text))
    now = keep_present(sentences)
    impact = subject.update.facts.impact
    if impact is not None and impact.share is not None:
        found = _sizes(now, _SHARE, impact.share, impact.regions, 0.5)
        if voice.is_overlay:
            found = (figure for figure in found if not _OUR_READERS_OWN.search(figure.text))
        yield from _at_odds(found, "impact.share", _percent(impact.share))
    if impact is not None and impact.accounts is not None:
        yield from _at_odds(
            _sizes(now, _ACCOUNTS, impact.accounts, impact.regions, 0), "impact.accounts", _span(impact.accounts)
        )
    yield from _promise(subject, now)
    yield from _estimate(subject, sentences)
    yield from _bounds(subject, now)
    yield from _progress(subject, now)


def keep_present(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences about the present, without those about what was true or announced before."""
    return tuple(one for one in sentences if not _PAST.search(one.text))


def _at_odds(figures: Iterable[_Figure], key: str, fact: str) -> Iterator[Contradiction]:
    found = list(figures)
    if not any(figure.agrees for figure in found):
        for figure in found:
            yield Contradiction(figure.sentence.words, figure.offset, figure.text, key, fact)


_Sentences = tuple[Sentence, ...]


def _sizes(
    sentences: _Sentences, pattern: re.Pattern[str], fact: Range, regions: tuple[str, ...] | None, slack: float
) -> Iterator[_Figure]:
    """How many the sentences say are affected, where they speak of all customers."""
    for one in sentences:
        whole = not _PART.search(one.text) or (len(regions or ()) == 1 and (regions or ("",))[0] in one.text)
        if not _HARM.search(one.in_full) or _WELL.search(one.text) or _A_CLOCK.search(one.text) or not whole:
            continue
        for match in pattern.finditer(one.text):
            low, high = _bounds_of(match)
            agrees = low <= fact.high + slack and fact.low <= high + slack
            shown = match[0].strip()
            yield _Figure(one, one.start + match.start() + match[0].index(shown), shown, agrees)


def _bounds_of(match: re.Match[str]) -> tuple[float, float]:
    low = float(match["low"].replace(",", ""))
    high = float(match["high"].replace(",", "")) if match["high"] else low
    hedge = (match["hedge"] or "").casefold()
    if hedge in _AT_MOST:
        return 0, high
    if hedge in _ABOUT:
        return low * 0.8, high * 1.2
    return (low, float("inf")) if hedge else (low, high)


_ANNOUNCES = (
    r"\b(?:next update|another update|update you|write again|report again|tell you more|post again)\b[^.;:]{0,30}?"
)
_UPDATE_AT = compile_late(
    _ANNOUNCES + r"\b(?:at|by|before)\s+" + _CLOCK.format("a") + r"\s*(?P<zone>(?-i:[A-Z]{1,5}\b))?", re.IGNORECASE
)
_UPDATE_IN = compile_late(
    _ANNOUNCES + r"\b(?P<how>in|within)\s+(?:the next )?(?P<count>\d{1,3}|an?|one|two|three)\s+"
    r"(?P<unit>minutes?|min|hours?)\b(?! of\b)",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_NEAR = timedelta(minutes=5)
_STEP_OF_ZONES = 15
"""Minutes of which the offset of every zone is a multiple."""


def _promise(subject: Subject, sentences: _Sentences) -> Iterator[Contradiction]:
    promised = subject.update.said.promised_at
    if promised is not None:
        shown = promised.strftime("%H:%M UTC")
        yield from _at_odds(_promises(subject, sentences, promised), "next_update", shown)


def _promises(subject: Subject, sentences: _Sentences, promised: datetime) -> Iterator[_Figure]:
    for one in sentences:
        if match := _UPDATE_AT.search(one.text):
            agrees = _same_clock(match, "a", promised)
            yield _Figure(one, one.start + match.start(), match[0].strip(), agrees)
        elif match := _UPDATE_IN.search(one.text):
            count = _COUNTS.get(match["count"].casefold()) or int(match["count"])
            wait = timedelta(hours=count) if match["unit"].startswith("h") else timedelta(minutes=count)
            gap = promised - subject.update.at
            agrees = gap <= wait + _NEAR and (match["how"].casefold() == "within" or gap >= wait - _NEAR)
            yield _Figure(one, one.start + match.start(), match[0].strip(), agrees)


def _same_clock(match: re.Match[str], name: str, moment: datetime) -> bool:
    """Whether a clock time can be the moment. Without a zone of ours it can, if any zone there is makes it so."""
    apart = int(match[name]) * 60 + int(match[f"{name}m"]) - moment.hour * 60 - moment.minute
    return apart == 0 if match["zone"] in ("UTC", "GMT", "Z") else apart % _STEP_OF_ZONES == 0 or bool(match["zone"])


_WINDOW = compile_late(
    r"\b(?:between |from )?" + _CLOCK.format("a") + r"(?: UTC)?\s*(?:-|–|and|to)\s*" + _CLOCK.format("b")
    + r"\s*(?P<zone>(?-i:[A-Z]{1,5}\b))?"
)  # fmt: skip
_EXPECTS = compile_late(r"\b(?:expect\w*|estimat\w*|should)\b", re.IGNORECASE)
_RECOVERY = compile_late(
    r"\b(?:recover\w*|normal\w*|back|restor\w*|fixed|finish\w*|resolved|working|works?|be over|be done)\b",
    re.IGNORECASE,
)


def _estimate(subject: Subject, sentences: _Sentences) -> Iterator[Contradiction]:
    eta = subject.update.facts.eta
    if eta is None or subject.update.stage not in OPEN_STAGES:
        return
    shown = "unknown" if eta.from_ is None or eta.to is None else f"{eta.from_:%H:%M} to {eta.to:%H:%M UTC}"
    yield from _at_odds(_windows(eta, sentences), "eta", shown)


def _windows(eta: Eta, sentences: _Sentences) -> Iterator[_Figure]:
    for one in sentences:
        past = _PAST.search(one.text)
        present = one.text[: past.start()] if past else one.text
        spoken_of = f"{one.asked} {present}"
        if not _EXPECTS.search(spoken_of) or not _RECOVERY.search(spoken_of):
            continue
        for match in _WINDOW.finditer(present):
            agrees = eta.from_ is not None and _same_clock(match, "a", eta.from_)
            agrees = agrees and eta.to is not None and _same_clock(match, "b", eta.to)
            yield _Figure(one, one.start + match.start(), match[0].strip(), agrees)


_WHOLE = r"\b(?:the (?:incident|outage|disruption|failure)|it)\s+"
_BEGAN = compile_late(
    _WHOLE + r"(?:began|started)\s+at\s+" + _CLOCK.format("a") + r"\s*(?P<zone>(?-i:[A-Z]{1,5}\b))?", re.I
)
_ENDED = compile_late(
    _WHOLE
    + r"(?:ended|was over|was (?:fully )?resolved)\s+at\s+"
    + _CLOCK.format("a")
    + r"\s*(?P<zone>(?-i:[A-Z]{1,5}\b))?",
    re.IGNORECASE,
)


def _bounds(subject: Subject, sentences: _Sentences) -> Iterator[Contradiction]:
    """When it began and ended; an incident that came back has more than one of each, and is left alone."""
    incident, facts = subject.incident, subject.update.facts
    if incident is None or any(one.said.reopened or one.said.regression for one in incident.updates):
        return
    ends = [time for time in (facts.mitigated_at, facts.resolved_at) if time is not None]
    for key, pattern, times in (("started_at", _BEGAN, [facts.started_at]), ("resolved_at", _ENDED, ends)):
        known = [time.at for time in times if time is not None and not time.estimated]
        if known:
            figures = (
                _Figure(
                    one,
                    one.start + match.start(),
                    match[0].strip(),
                    any(_same_clock(match, "a", at) for at in known),
                )
                for one in sentences
                for match in pattern.finditer(one.text)
            )
            yield from _at_odds(figures, key, known[-1].strftime("%H:%M UTC"))


_COUNTED = compile_late(r"(?<![\d.,])(\d[\d,]*) of (\d[\d,]*)\b")
_DONE = compile_late(r"(?<![\d.,])(?P<low>\d{1,3})\s*(?:%|per ?cent)\s+of\s+(?P<of>[^.;:,]+)", re.IGNORECASE)


def _progress(subject: Subject, sentences: _Sentences) -> Iterator[Contradiction]:
    progress = subject.update.said.progress
    if progress is None:
        return
    of = key_words_in(progress.of)
    shares = (
        _Figure(one, one.start + match.start(), match[0].strip(), abs(int(match["low"]) - progress.percent) <= 1)
        for one in sentences
        for match in _DONE.finditer(one.text)
        if len(of & key_words_in(match["of"])) > 1
    )
    yield from _at_odds(shares, "progress.percent", f"{progress.percent} %")
    if fact := _COUNTED.search(progress.of):
        counts = (
            _Figure(one, one.start + match.start(), match[0], match[1] == fact[1])
            for one in sentences
            for match in _COUNTED.finditer(one.text)
            if match[2] == fact[2]
        )
        yield from _at_odds(counts, "progress.of", fact[0])


def _percent(share: Range) -> str:
    return f"{_span(share)} %"


def _span(span: Range) -> str:
    return f"{span.low:g}" if span.low == span.high else f"{span.low:g}-{span.high:g}"

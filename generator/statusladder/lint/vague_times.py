"""Words for times that readers elsewhere, or tomorrow, cannot place: soon, at 9:30, this morning, 8 pm CST."""

from collections.abc import Iterator

from statusladder.lint.interface import Finding, Subject
from statusladder.lint.voices import OVERLAY
from statusladder.markup.clock import find_times_of_day, says_when, says_zone
from statusladder.model.pattern import compile_late

_AFTER_OR_BEFORE = r"(?!\s+(?:after|before|there|follow|enough|as\b))"
_SOON = compile_late(
    rf"(?i)\b(?:(?:very |quite )?(?<!too )(?<!how )(?:soon|shortly){_AFTER_OR_BEFORE}|asap|a\.s\.a\.p\."
    r"|as soon as (?:possible|we (?:can|could|are able|have|know|learn)\b"
    r"|(?:(?:it|this|that|more|further|additional|new|details?|information|news)\b\W*){1,3}(?:is|are|becomes?|comes?)\b)"
    r"|in due (?:course|time)|before long|in a (?:bit|while|moment|little while)|in the near future"
    r"|any (?:moment|minute) now|momentarily|at a later (?:time|date|point|stage)"
    r"|later (?:today|tonight|this week|on today))\b"
)
_TO_COME = compile_late(
    r"(?i)\b(?:will|shall|going to|to be|expect\w*|should|hope|plan\w*|aim|anticipat\w+|estimat\w+|intend"
    r"|are (?:working|deploying|rolling|preparing|about)|is (?:working|deploying|rolling|being|coming))\b|[’']ll\b"
)
_ALWAYS_TO_COME = compile_late(r"(?i)^(?:(?:very |quite )?(?:soon|shortly)|asap|in due|any |later |at a later)")
_DAY = compile_late(
    r"(?i)(?:^today\b(?!['’]s)|\b(?:(?:earlier|later|until|by the end of) today"
    r"|(?<!today and )(?<!today or )tomorrow|yesterday|tonight|last night"
    r"|(?:this|tomorrow|yesterday) (?:morning|afternoon|evening)"
    r"|overnight(?! (?:\w+ )?(?:jobs?|batch\w*|exports?|runs?|deliver\w+|shipping|reports?|process\w*|backups?)\b))\b)"
)
"""`today` in the middle of a sentence mostly means the day of the update, which stands beside it."""

_AMBIGUOUS = r"(?:[ECMAPIBGS]ST|WST|AMT|ECT)"
_AMBIGUOUS_ZONE = compile_late(
    rf"(?:\b\d{{1,2}}:\d\d|\b\d{{1,2}})\s?(?:[aApP]\.?[mM]\.?)?\s?\(?(?P<zone>{_AMBIGUOUS})\b(?![+-]\d)"
)


def find_missing_time(subject: Subject) -> Iterator[Finding]:
    """T001."""
    for words in subject.words:
        for start, sentence in words.sentences:
            found = list(_SOON.finditer(sentence))
            is_to_come = bool(found) and _TO_COME.search(sentence) is not None
            for match in found if found and not says_when(sentence) else ():
                if is_to_come or _ALWAYS_TO_COME.match(match[0]):
                    told = f"'{match[0]}' is no time"
                    yield Finding(words.place(start + match.start()), told, "say when, as 'next update 10:45 UTC'")


def find_missing_zone(subject: Subject) -> Iterator[Finding]:
    """T002: one zone holds for all the words of a file; title and summary go out alone and need their own.

    What is said to one audience is read with the words to all, and by nobody else.
    """
    timed = [(words, times) for words in subject.words if (times := tuple(find_times_of_day(words.text)))]
    with_zone = {words.key for words in subject.words if says_zone(words.text)} if timed else set()
    for_all = any(not key.startswith(OVERLAY) for key in with_zone)
    for words, times in timed:
        alone = words.key in ("title", "summary")
        if says_zone(words.text) or (not alone and (for_all or words.key in with_zone)):
            continue
        for start, time in times:
            told = f"'{time}' has no zone"
            yield Finding(words.place(start), told, f"write the zone behind it, as '{time} UTC'")


def find_missing_date(subject: Subject) -> Iterator[Finding]:
    """T010: a day's name beside a clock time or a date is only a courtesy."""
    for words in subject.words:
        for start, sentence in words.sentences:
            match = _DAY.search(sentence)
            if match and not says_when(sentence):
                told = f"'{match[0]}' is another time for each reader"
                fix = "write times with their zone and date, as 'from 07:10 to 08:25 UTC on 14 March'"
                yield Finding(words.place(start + match.start()), told, fix)


def find_ambiguous_zone(subject: Subject) -> Iterator[Finding]:
    """T011."""
    for words in subject.words:
        for start, sentence in words.sentences:
            for match in _AMBIGUOUS_ZONE.finditer(sentence):
                if "UTC" not in sentence and "GMT" not in sentence:
                    told = f"'{match['zone']}' means different times in different countries"
                    yield Finding(words.place(start + match.start("zone")), told, "give the time in UTC")

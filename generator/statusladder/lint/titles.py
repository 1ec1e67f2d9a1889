"""Headlines: what every channel repeats is to name what customers notice."""

from collections.abc import Iterator

from statusladder.lint.interface import Family, Finding, Rule, Scope, Subject, make_notice
from statusladder.lint.phrases import engine_room_in
from statusladder.model.pattern import compile_late
from statusladder.model.problem import Code, Kind, Level

_MACHINE = compile_late(
    r"\b[a-z]{2,}(?:-[a-z0-9]+){0,6}-(?:prod|staging|stg|int)(?:-[a-z0-9]+)*\b"  # kafka-prod-3
    r"|\b(?:db|web|app|srv|server|node|host|worker|cache|lb|proxy)(?:-[a-z]+){0,6}-\d+\b"  # db-7
)
"""Names that only a machine has; `macos-15` can be what customers choose."""


def _internal_part(subject: Subject) -> Iterator[Finding]:
    for words in subject.words:
        if words.key not in ("title", "summary"):
            continue
        names = engine_room_in(words.text, subject.settings)
        machine = _MACHINE.search(words.text)
        if machine and not names:
            names = [(machine.start(), machine[0])]
        for offset, name in names[:1]:
            sentence = f"the {words.key} names an internal part, '{name}', and not what customers notice"
            yield Finding(
                words.place(offset), sentence, "name the symptom, as 'Notifications arrive up to 40 minutes late'"
            )


RULES = Family(
    "titles",
    (
        Rule(
            "F003",
            Code(Kind.WORDING, "a title or summary that names an internal part instead of a symptom", Level.WARNING),
            Scope.FILE,
            "The title is all that most people read: in a feed, in a list, on a phone. They know it by what they "
            "notice (GOV.UK; PagerDuty).",
            (make_notice("Notifications arrive late.", title="kafka-prod-3 consumer lag"),),
            (make_notice("Notifications arrive late.", title="Notifications arrive up to 40 minutes late"),),
            _internal_part,
        ),
    ),
)

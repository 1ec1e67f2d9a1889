"""Everything that has to be known of a key stands on its field: one that lacks something is named here."""

import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from statusladder.authoring.questions import BY_KEY, questions_of
from statusladder.model.definitions import Definition, Guidance, Wording
from statusladder.model.facts import Fact
from statusladder.model.feedback import AnswerKeys, FeedbackFile, SignalKeys
from statusladder.model.forms import Form, Kind, forms_of
from statusladder.model.keys import CLAIM, KEEP, PROSE, REASON, UNASKED, UNJUDGED, key, sentences_of
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.policy import Announcement, FirstNotice, LadderKeys, Relaxation, ReportDue
from statusladder.model.site import PageKeys, Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys, UpdateKeys
from statusladder.model.values import Line, Text
from statusladder.model.vocabulary import INCIDENT_STAGES

ROOT = Path(__file__).parent.parent.parent
FILES = (PageKeys, PlaybookKeys, FeedbackFile, AnswerKeys, SignalKeys, LadderKeys, Settings)
RULES = (FirstNotice, Relaxation, Definition, Wording, ReportDue, Announcement, Guidance)
UPDATES = (IncidentKeys, MaintenanceKeys)


def untold(model: type[BaseModel]) -> Iterator[str]:
    """The keys without the sentence that editors and forms show."""
    yield from (f"{name}: no sentence below it" for name, told in sentences_of(model).items() if not told.endswith("."))


def undecided(model: type[BaseModel]) -> Iterator[str]:
    """The keys of an update of which something is not said that those who go through all keys have to know."""
    yield from untold(model)
    for name, form in forms_of(model).items():
        known, parts = form.key, form.inner.values()
        is_asked = any(one.ask is not None for one in (known, *(part.key for part in parts)))
        if known.carried is None:
            yield f"{name}: no carry rule"
        if is_asked == bool(known.marks & UNASKED):
            yield f"{name}: either a question, or UNASKED"
        if _holds_text(form) and not (form.is_marked(CLAIM | PROSE | UNJUDGED)):
            yield f"{name}: CLAIM, PROSE or UNJUDGED"
        if len(known.marks & (CLAIM | PROSE | UNJUDGED)) > 1:
            yield f"{name}: one of CLAIM, PROSE and UNJUDGED"


def _holds_text(form: Form) -> bool:
    whole = form.item or form
    free = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAMED_TEXTS)
    return whole.kind in free or any(_holds_text(part) for part in form.inner.values())


@pytest.mark.parametrize("model", [*FILES, *RULES])
def test_every_key_has_its_sentence(model: type[BaseModel]) -> None:
    missing = list(untold(model))

    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("model", UPDATES)
def test_everything_is_decided_of_every_key_of_an_update(model: type[BaseModel]) -> None:
    missing = list(undecided(model))

    assert not missing, "\n".join(missing)


class Grown(Fact):
    """Two keys of which something is missing, and two of which nothing is."""

    mood: Line | None = None
    weather: Text | None = key(KEEP, CLAIM | PROSE, ask="What did the sky look like?")
    """What the sky looked like."""
    moon: Text | None = key(KEEP, PROSE, ask="Was there a moon?")
    """The moon."""
    stars: bool = key(KEEP, UNASKED, default=False)
    """Whether there were any."""


def test_a_key_that_was_only_added_is_named_with_all_that_is_missing() -> None:
    assert list(undecided(Grown)) == [
        "mood: no sentence below it",
        "mood: no carry rule",
        "mood: either a question, or UNASKED",
        "mood: CLAIM, PROSE or UNJUDGED",
        "weather: one of CLAIM, PROSE and UNJUDGED",
    ]


def test_the_example_for_who_adds_a_key_is_one_of_ours() -> None:
    example = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]

    assert example in inspect.getsource(UpdateKeys)


@pytest.mark.parametrize("model", UPDATES)
def test_a_flag_fills_one_key(model: type[UpdateKeys]) -> None:
    """The flag of a reason fills what the step needs, and the one of components what the kind of file has."""
    flags = Counter(BY_KEY[name].flag for name in questions_of(model, report=True) if name != "expected")

    assert {flag for flag, times in flags.items() if times > 1} == {REASON}


def test_what_a_key_means_holds_for_those_who_declare_it_anew() -> None:
    told = sentences_of(IncidentKeys, INCIDENT_STAGES)

    assert told["stage"] == "The rung of the ladder that this update stands on."
    assert told["cause"] == "The cause as far as it is known; from identified on."

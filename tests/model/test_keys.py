"""Everything that has to be known of a key stands on its field: one that lacks something is named here."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from statusladder.model.facts import Fact
from statusladder.model.feedback import AnswerKeys, FeedbackFile
from statusladder.model.keys import KEEP, key, keys_of
from statusladder.model.playbook import PlaybookKeys
from statusladder.model.policy import LadderKeys
from statusladder.model.schema import LADDER_KEYS
from statusladder.model.site import PageKeys, Settings
from statusladder.model.update import IncidentKeys, MaintenanceKeys

FILES = (PageKeys, PlaybookKeys, FeedbackFile, AnswerKeys, Settings)
UPDATES = (IncidentKeys, MaintenanceKeys)


def untold(model: type[BaseModel]) -> Iterator[str]:
    """The keys without the sentence that editors and forms show."""
    yield from (f"{name}: no sentence" for name, known in keys_of(model).items() if not known.told.endswith("."))


def undecided(model: type[BaseModel]) -> Iterator[str]:
    """The keys of an update of which something is not said that everybody who reads it has to know."""
    yield from untold(model)
    for name, known in keys_of(model).items():
        if known.carried is None:
            yield f"{name}: no carry rule"


@pytest.mark.parametrize("model", FILES)
def test_every_key_has_its_sentence(model: type[BaseModel]) -> None:
    assert list(untold(model)) == []


def test_every_key_of_the_ladder_has_its_sentence() -> None:
    assert set(LADDER_KEYS) == set(LadderKeys.model_fields)


@pytest.mark.parametrize("model", UPDATES)
def test_everything_is_decided_of_every_key_of_an_update(model: type[BaseModel]) -> None:
    assert list(undecided(model)) == []


def test_a_key_that_was_only_added_is_named_with_all_that_is_missing() -> None:
    class Grown(Fact):
        mood: str | None = None
        weather: str | None = key("What the sky looked like.", KEEP)

    assert list(undecided(Grown)) == ["mood: no sentence", "mood: no carry rule"]

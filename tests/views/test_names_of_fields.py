"""Fields are named before readers by strings called after them: one that has no string is named here."""

import pytest

from statusladder.model.differences import BODY
from statusladder.model.forms import key_at
from statusladder.model.keys import Key
from statusladder.model.update import IncidentKeys
from statusladder.views.corrections import NAMED
from statusladder.views.revisions import COMPARED, label_of
from statusladder.voice.catalogue import ENGLISH, shipped


@pytest.mark.parametrize("field", COMPARED)
def test_every_field_that_versions_of_a_report_are_compared_by_has_its_string(field: str) -> None:
    assert isinstance(key_at(IncidentKeys, field), Key)
    assert label_of(field) in shipped(ENGLISH).messages


@pytest.mark.parametrize("field", sorted(NAMED))
def test_every_field_that_corrections_name_in_words_has_its_string(field: str) -> None:
    assert field == BODY or isinstance(key_at(IncidentKeys, field), Key)
    assert f"correction.field.{field.rpartition('.')[2]}" in shipped(ENGLISH).messages

"""The catalogue: its files, the strings that a site replaces, and which language a tag is spoken in."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
import yaml
from babel import Locale

from statusladder.ladder.steps import LABELS
from statusladder.voice.catalogue import (
    CATEGORIES,
    COUNT,
    ENGLISH,
    LANGUAGES,
    OTHER,
    Catalogue,
    message_of,
    read_strings,
    shipped,
    shipped_languages,
    spoken,
)

OTHERS = [language for language in shipped_languages() if language != ENGLISH]
ORDINALS = frozenset({"recurrence.in_figures"})
"""Strings whose forms are those of numbers that count in order."""
LATE = {"one": "{n} hour late", "other": "{n} hours late"}
SMALL = Catalogue(
    "en",
    {
        "a.one": message_of("One"),
        "a.late": message_of(LATE),
        "a.parts": message_of("in %|by %|@"),
        "time.pattern.day": message_of("d MMMM"),
    },
)


def _keys(node: yaml.Node | None, above: str = "") -> Iterator[str]:
    assert isinstance(node, yaml.MappingNode)
    for name, value in node.value:
        yield f"{above}{name.value}"
        if isinstance(value, yaml.MappingNode):
            yield from _keys(value, f"{above}{name.value}.")


@pytest.mark.parametrize("language", shipped_languages())
def test_a_language_names_each_key_once_and_none_that_english_lacks(language: str) -> None:
    text = (LANGUAGES / f"{language}.yaml").read_text(encoding="utf-8")
    root = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    keys = list(_keys(root))

    assert len(keys) == len(set(keys))
    assert read_strings(language).keys() <= read_strings(ENGLISH).keys()
    # A value that YAML takes for something else than a text is lost.
    assert sum(key.rpartition(".")[2] not in CATEGORIES for key in keys) >= len(read_strings(language))
    assert all(isinstance(leaf.value, str) for leaf in _leaves(root))
    assert {leaf.tag for leaf in _leaves(root)} == {"tag:yaml.org,2002:str"}


def _leaves(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _leaves(value)
    else:
        assert isinstance(node, yaml.ScalarNode)
        yield node


@pytest.mark.parametrize("language", shipped_languages())
def test_a_language_fills_the_places_that_english_has(language: str) -> None:
    english = shipped(ENGLISH)
    for key, said in read_strings(language).items():
        for text in (said,) if isinstance(said, str) else said.values():
            assert list(english.find_faults(key, text)) == []
        if not isinstance(said, str):
            # Where a number stands, another language may need forms though English needs none.
            assert english.messages[key].is_plural or COUNT in english.messages[key].values, key
            assert "other" in said, key


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_all_that_english_says(language: str) -> None:
    assert sorted(read_strings(ENGLISH).keys() - read_strings(language).keys()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_string_with_plural_forms_has_those_that_whole_numbers_ask_for(language: str) -> None:
    locale = Locale.parse(language, sep="-")
    for key, said in read_strings(language).items():
        if not isinstance(said, str):
            rule = locale.ordinal_form if key in ORDINALS else locale.plural_form
            assert {rule(number) for number in range(1000)} <= said.keys() <= {*rule.tags, OTHER}, key


@pytest.mark.parametrize("language", OTHERS)
def test_each_form_has_every_place_and_one_of_a_single_number_needs_not_show_it(language: str) -> None:
    english, locale = shipped(ENGLISH).messages, Locale.parse(language, sep="-")
    stands_for = Counter(locale.plural_form(number) for number in range(1000))
    for key, said in read_strings(language).items():
        for category, parts in message_of(said).forms.items():
            is_single = not isinstance(said, str) and stands_for[category] == 1
            assert english[key].values - set(parts[1::2]) <= ({COUNT} if is_single else set()), (key, category)


def test_german_percent_signs_keep_to_their_numbers() -> None:
    """With a narrow space that does not break, or in a compound with a hyphen that does not."""
    said = "\n".join(
        text for one in read_strings("de").values() for text in ([one] if isinstance(one, str) else one.values())
    )
    assert set(re.findall(r"[0-9}](\W?)%", said)) == {"\u202f", "\u2011"}


def test_a_string_is_replaced_and_one_of_its_forms() -> None:
    ours = SMALL.over({"a.one": "Uno", "a.late.one": "an hour late"})

    assert ours.messages["a.one"] == message_of("Uno")
    assert ours.messages["a.late"] == message_of({"one": "an hour late", "other": "{n} hours late"})
    assert SMALL.over({"a.late": "late"}).messages["a.late"] == message_of("late")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.one", "{n} left", "'a.one' has no value called '{n}'"),
        ("a.late", "{hours} late", "'a.late' has no value called '{hours}', it has {n}"),
        ("a.late.one", "one {hour}", "'a.late.one' has no value called '{hour}', it has {n}"),
        ("a.one", "One {", "a brace in 'a.one' stands for no value"),
        ("a.one", "One | two", "'a.one' has a '|', which it must not"),
        ("a.parts", "in %", "'a.parts' needs 2 times '|'"),
    ],
)
def test_what_a_string_cannot_be_is_said_and_not_used(name: str, text: str, fault: str) -> None:
    assert list(SMALL.find_faults(name, text)) == [fault]
    assert SMALL.over({name: text}) is SMALL


@pytest.mark.parametrize("name", ["a.one.other", "a.one.one", "time.pattern.day", "a"])
def test_no_form_of_a_string_that_has_one_no_pattern_and_no_section_is_replaced(name: str) -> None:
    assert not SMALL.knows(name)
    assert SMALL.over({name: "x"}) is SMALL


def test_a_key_that_is_not_there_replaces_nothing() -> None:
    assert not SMALL.knows("a.two")
    assert not SMALL.knows("a.one.one.one")
    assert SMALL.over({"a.two": "Two"}) is SMALL


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("EN", "en"), ("en-GB", "en"), ("en-Latn-US", "en"), ("de-AT", "de"), ("tlh", None), ("e", None)],
)
def test_a_tag_is_spoken_in_its_language(tag: str, language: str | None) -> None:
    assert spoken(tag) == language


def test_stages_are_called_on_pages_as_they_are_in_a_terminal() -> None:
    assert {stage: read_strings(ENGLISH)[f"stage.{stage.value}"] for stage in LABELS} == LABELS

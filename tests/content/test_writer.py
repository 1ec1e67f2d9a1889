"""Front matter that is written is read back exactly, whatever stands in it."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from night import examples
from statusladder.content.front_matter import read_document
from statusladder.content.strict_yaml import LOADERS, as_plain, read_mapping
from statusladder.content.writer import document_text, front_matter_text
from statusladder.model.characters import make_value
from statusladder.model.imported import PlainValue

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(make_value) | st.sampled_from(
    ["a #b", "a: b", "no", "10:15", "- x", "", "x ", "a, b", "true", "1e3", "2026-03-14T09:01Z", "?", "a:", '"', "'",
     "---", "...", "é: x", "a\n\n b", "!x", "&a", "*b", "{", "@", "`", "%", "|", ">", "~", "x #", "12-18%",
     "it's", "30m"]
)  # fmt: skip
_KEY = _TEXT.filter(lambda key: key != "<<")
_VALUE = st.recursive(
    _TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEY, inner, max_size=3), max_leaves=8
)


@settings(max_examples=examples(by_night=300, by_day=100))
@given(st.dictionaries(_KEY, _VALUE, min_size=1, max_size=4))
def test_what_is_written_is_read_back(keys: dict[str, PlainValue]) -> None:
    for loader in LOADERS:
        tree, problems = read_mapping(front_matter_text(keys), "x.md", loader=loader)

        assert problems == []
        assert tree is not None
        assert as_plain(tree) == keys


def test_it_is_written_as_a_person_would() -> None:
    keys: dict[str, PlainValue] = {
        "stage": "identified",
        "title": "Sign-in fails: some accounts",
        "components": {"sign-in": "partial_outage"},
        "known": ["Sessions stay open", "Passwords are safe #1"],
        "milestones": [{"name": "Half", "done_at": "2026-03-14T09:01:00Z"}],
        "workarounds": [],
    }

    assert document_text(keys, "Words.\n") == (
        "---\n"
        "stage: identified\n"
        'title: "Sign-in fails: some accounts"\n'
        "components:\n"
        "  sign-in: partial_outage\n"
        "known:\n"
        "  - Sessions stay open\n"
        '  - "Passwords are safe #1"\n'
        "milestones:\n"
        "  - name: Half\n"
        "    done_at: 2026-03-14T09:01:00Z\n"
        "workarounds: []\n"
        "---\n"
        "Words.\n"
    )


def test_words_may_begin_and_end_as_they_like() -> None:
    document, problems = read_document(document_text({"a": "b"}, "---\n\n- x").encode(), "x.md")

    assert problems == []
    assert document is not None
    assert (document.body, document.body_line) == ("---\n\n- x\n", 4)


def test_flags_and_numbers_are_written_for_programs_that_read_them_as_such() -> None:
    text = front_matter_text({"create": True, "delete": False, "max": 100, "items": [False, 0]})

    assert text == "create: true\ndelete: false\nmax: 100\nitems:\n  - false\n  - 0\n"
    assert yaml.safe_load(text) == {"create": True, "delete": False, "max": 100, "items": [False, 0]}

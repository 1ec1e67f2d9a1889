"""A pattern that is compiled late does what one does that was compiled at once."""

import re

import pytest

from statusladder.model.pattern import compile_late


def test_it_finds_what_the_pattern_finds() -> None:
    late, at_once = compile_late(r"(?P<word>\w+) again", re.IGNORECASE), re.compile(r"(?P<word>\w+) again", re.I)
    text = "Once again, TWICE AGAIN"

    for _ in range(2):
        assert [match["word"] for match in late.finditer(text)] == ["Once", "TWICE"]
        assert late.sub("-", text) == at_once.sub("-", text) == "-, -"
        assert late.search("never") is None
    assert (late.pattern, late.flags, late.groupindex) == (at_once.pattern, at_once.flags, at_once.groupindex)


def test_it_is_compiled_once_and_not_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def count(text: str, flags: int) -> re.Pattern[str]:
        compiled.append(text)
        return compile_now(text, flags)

    monkeypatch.setattr(re, "compile", count)

    late = compile_late("a+")
    assert compiled == []

    assert late.fullmatch("aaa")
    assert late.search("baa")
    assert compiled == ["a+"]


def test_a_name_that_no_pattern_has_is_a_mistake_as_with_any() -> None:
    with pytest.raises(AttributeError, match=r"'re\.Pattern' object has no attribute 'find'"):
        compile_late("a").find  # type: ignore[attr-defined]  # noqa: B018

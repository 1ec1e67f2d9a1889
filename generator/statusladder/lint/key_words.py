"""The words that carry a sentence's meaning, so that two sentences can be asked whether they speak of one thing."""

from statusladder.model.pattern import compile_late

_WORD = compile_late(r"[^\W\d_]{3,}")
_EMPTY = compile_late(
    "about|above|after|again|all|also|and|any|are|been|before|being|both|but|can|cannot|could|does|done|down|each|few"
    "|for|from|had|has|have|how|into|its|last|less|made|make|many|may|more|most|much|not|now|off|one|only|other|our|out"
    "|over|own|same|see|should|since|some|still|such|than|that|the|their|them|then|there|these|they|this|those|two"
    "|under|until|very|was|well|were|what|when|where|whether|which|while|who|why|will|with|would|you|your"
)
_STEM = 4


def key_words(text: str) -> frozenset[str]:
    """The beginnings of the words that mean something: `signing` and `signs` are one."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:_STEM] for word in words if not _EMPTY.fullmatch(word))

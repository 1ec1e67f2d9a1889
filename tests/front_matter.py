"""Front matter as a tired person or a broken tool might leave it, for tests that no reader throws on any of it."""

from collections.abc import Sequence

from hypothesis import strategies as st

ODD = [
    "none", "unknown", "30m", "0m", "12-18%", "2026-03-14T09:01:00Z", "2026-03-14T09:01:00", "2027-03-01", "true", "-1",
    "", "1e999", "~", "'", '"a"', "&a b", "*a", "!t x", "a: b", "a #b", "{}", "[]", "|",
]  # fmt: skip
"""Values that mean something to some key, and what YAML makes surprises of."""


def odd_values(words: Sequence[str], keys: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One of `words`, something odd or any text, or lists and mappings of these, as YAML in one line."""
    return st.recursive(
        st.sampled_from([*words, *ODD]) | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
            | st.dictionaries(keys, inner, max_size=3).map(
                lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
            )
        ),
        max_leaves=6,
    )

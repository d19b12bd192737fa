"""Texts edited at random: what laws about changes and collations draw from."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

Edits = Sequence[tuple[str, int]]
KINDS = ("drop", "add", "replace", "mark", "spell", "join")
NEW = "ابتجدهو"  # a letter for each edit, so that no two make the same word


def edits(first: int, last: int, most: int, kinds: Sequence[str] = KINDS) -> st.SearchStrategy[Edits]:
    """Up to `most` edits of the words `first` to `last`."""
    return st.lists(st.tuples(st.sampled_from(kinds), st.integers(first, last)), max_size=most)


def edited(text: str, made: Edits) -> str:
    words = text.split()
    for (kind, at), new in zip(made, NEW, strict=False):
        if kind == "drop":
            words[at] = ""
        elif kind == "add":
            words[at] += f" زيادة{new}"
        elif kind == "replace":
            words[at] = f"بديل{new}"
        elif kind == "mark":
            words[at] += "،"
        elif kind == "spell" and words[at]:
            words[at] = words[at][0] + "ـ" + words[at][1:]
        elif kind == "join":
            words[at] += words[at + 1]
            words[at + 1] = ""
    return " ".join(w for w in words if w)

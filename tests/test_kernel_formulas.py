"""Formulas: the kernel marks the words that a slow matcher, written here, marks."""

from __future__ import annotations

import types

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naql import align, jit
from naql.kernel import FORMULA, KEY


@pytest.fixture(scope="module")
def compiled() -> types.SimpleNamespace:
    return jit.compiled()


def rows_of(keys: list[int]) -> np.ndarray:
    """Words that have these keys, and nothing else."""
    w = np.zeros((len(keys), 4), np.uint64)
    w[:, KEY] = keys
    return w


# ---------------------------------------------------------------- formulas


def match_ends(keys: list[int], place: int, formula: list[int]) -> set[int]:
    """Every place where a formula that begins at `place` may end; 0 is one to three words."""
    if not formula:
        return {place}
    if formula[0] == 0:
        steps = [n for n in (1, 2, 3) if place + n <= len(keys)]
    else:
        steps = [1] if place < len(keys) and keys[place] == formula[0] else []
    return {end for n in steps for end in match_ends(keys, place + n, formula[1:])}


def formula_words(keys: list[int], formulas: list[list[int]]) -> list[int]:
    marked = [0] * len(keys)
    for place in range(len(keys)):
        for formula in formulas:
            end = max(match_ends(keys, place, formula), default=place)
            marked[place:end] = [1] * (end - place)
    return marked


FORMULAS = st.lists(
    st.tuples(st.integers(1, 4), st.lists(st.integers(0, 4), max_size=5)).map(lambda f: [f[0], *f[1]]),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(1, 5), max_size=20), max_size=3), FORMULAS)
@example([[1, 9, 2, 9, 9, 9, 2]], [[1, 0, 2], [1, 0, 2, 0, 2]])
@example([[1, 2], [3, 1]], [[1, 2, 3], [2, 3]])  # never over the end of a text
@example([[1, 5]], [[1, 0]])
def test_formulas_are_marked_as_by_hand(
    compiled: types.SimpleNamespace, texts: list[list[int]], formulas: list[list[int]]
) -> None:
    formulas.sort()
    w = rows_of([value for keys in texts for value in keys])
    keys = np.array([value for f in formulas for value in f], np.uint64)
    offsets = np.cumsum([0, *map(len, formulas)])
    heads = np.array([f[0] for f in formulas], np.uint64)
    expected = [mark for t in texts for mark in formula_words(t, formulas)]
    for kernels in (jit.plain(), compiled):
        p = np.zeros((len(w), 4), np.int32)
        kernels.mark_texts(w, p, np.cumsum([0, *map(len, texts)]), keys, offsets, heads)
        assert p[:, FORMULA].tolist() == expected


def test_the_formulas_of_the_language_are_marked_in_a_text() -> None:
    sentence = "وزار صاحب السمو الملكي الأمير أوس المدينة القديمة أمس"
    with np.errstate(over="ignore"):
        found = align.read_words(align.texts_array([sentence]), jit.plain())
    printed = [sentence[s:e] for s, e, _, formula in found.p[: found.offsets[-1]].tolist() if formula]
    assert printed[:4] == ["صاحب", "السمو", "الملكي", "الأمير"]
    assert "وزار" not in printed
    assert "أمس" not in printed

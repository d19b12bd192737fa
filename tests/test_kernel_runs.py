"""Runs: which blocks moved, words written together and apart, the names of operations."""

from __future__ import annotations

import types
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql import align, jit
from naql.kernel_runs import JOIN_MAX, OPS


@pytest.fixture(scope="module")
def compiled() -> types.SimpleNamespace:
    return jit.compiled()


@pytest.fixture(autouse=True)
def _wrapping() -> Iterator[None]:
    """Uncompiled, the hashes wrap around as they should."""
    with np.errstate(over="ignore"):
        yield


# ---------------------------------------------------------------- moved


def heaviest(blocks: list[tuple[int, int, int, int, int]]) -> int:
    """The most words of any set of blocks in which each pair rises, over all sets."""
    best = 0
    for size in range(1, len(blocks) + 1):
        for chosen in combinations(blocks, size):
            if all(in_order(one, two) for one, two in combinations(chosen, 2)):
                best = max(best, sum(b[4] for b in chosen))
    return best


def in_order(one: tuple[int, int, int, int, int], two: tuple[int, int, int, int, int]) -> bool:
    return all(x < y for x, y in zip(one[:4], two[:4], strict=True))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40), st.integers(0, 10), st.integers(0, 40), st.integers(0, 10), st.integers(1, 30)
        ),
        max_size=8,
    )
)
def test_unmoved_blocks_are_the_heaviest_that_rise(
    compiled: types.SimpleNamespace, rows: list[tuple[int, int, int, int, int]]
) -> None:
    blocks = sorted((a, a + la, b, b + lb, weight) for a, la, b, lb, weight in rows)
    starts = np.array([(b[0], b[2]) for b in blocks], np.int64).reshape(-1, 2)
    ends = np.array([(b[1], b[3]) for b in blocks], np.int64).reshape(-1, 2)
    weights = np.array([b[4] for b in blocks], np.int64)
    moved = jit.plain().mark_moved(starts, ends, weights).tolist()
    assert moved == compiled.mark_moved(starts, ends, weights).tolist()
    kept = [block for block, out in zip(blocks, moved, strict=True) if not out]
    assert all(in_order(one, two) for one, two in combinations(kept, 2))
    assert sum(b[4] for b in kept) == heaviest(blocks)


# ---------------------------------------------------------------- joins


def join(one: str, other: str) -> tuple[int, int]:
    words = align.read_words(align.texts_array([one, other]), jit.plain())
    n, m = words.offsets[1], words.offsets[2]
    wa, pa, wb, pb = words.w[:n], words.p[:n], words.w[n:m], words.p[n:m]
    found = jit.plain().join_at(wa, pa, 0, len(wa), wb, pb, 0, len(wb))
    return int(found[0]), int(found[1])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("عبد الله", "عبدالله", (2, 1)),
        ("عبدالله", "عبد الله", (1, 2)),
        ("لـ«وقف» تقدم", "لوقف تقدم", (2, 1)),
        ("ال أمم المتحدة", "الأمم المتحدة", (2, 1)),
        ("ان شاء الله", "إنشاءالله", (3, 1)),
        ("أبو ظبي", "أبوظبي", (2, 1)),
        ("عبد الله", "عب دالله", (2, 2)),
        ("عبد الله", "عبد اللطيف", (0, 0)),
        ("قال", "قال", (0, 0)),  # one word and one word are no join
        ("", "قال", (0, 0)),
        ("ا ب ج د", "ابجد", (0, 0)),  # four words are too many
    ],
)
def test_words_written_together_and_apart(one: str, other: str, expected: tuple[int, int]) -> None:
    assert join(one, other) == expected


@settings(max_examples=200, deadline=None)
@given(st.text("ابجدهوز", min_size=3, max_size=12), st.data())
def test_any_word_split_in_two_or_three_is_joined(word: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(1, len(word) - 1), min_size=1, max_size=2, unique=True))
    parts = [word[i:j] for i, j in pairwise([0, *sorted(cuts), len(word)])]
    assert join(" ".join(parts), word) == (len(parts), 1)
    assert len(parts) <= JOIN_MAX


def test_the_names_of_operations_are_those_of_runs() -> None:
    assert OPS == ("same", "spelling", "punctuation", "reworded", "added", "dropped")

"""The kernels over two texts, each held against a slow, obvious twin, and compiled against uncompiled."""

from __future__ import annotations

import random
import types
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from naql import align, jit
from naql.kernel import KEY
from naql.kernel_align import (
    BOTH,
    CORE,
    DRIFT_COST,
    EXTENSION,
    GAIN,
    GAP_COST,
    LOOK_BACK,
    MATCH,
    ONE_SIDE,
    SEED_CAP,
)

Pairs = list[tuple[int, int]]


@pytest.fixture(scope="module")
def compiled() -> types.SimpleNamespace:
    return jit.compiled()


@pytest.fixture(autouse=True)
def _wrapping() -> Iterator[None]:
    """Uncompiled, the hashes wrap around as they should."""
    with np.errstate(over="ignore"):
        yield


def rows_of(keys: list[int]) -> np.ndarray:
    """Words that have these keys, and nothing else."""
    w = np.zeros((len(keys), 4), np.uint64)
    w[:, KEY] = keys
    return w


# ---------------------------------------------------------------- seeds


def maximal_runs(a: list[int], b: list[int], k: int) -> list[tuple[int, int, int]]:
    """Every diagonal, word by word: (place in a, place in b, words), by place in b."""
    found = []
    for diagonal in range(-len(b) + 1, len(a)):
        length = 0
        for j in range(max(0, -diagonal), min(len(b), len(a) - diagonal) + 1):
            i = j + diagonal
            if i < len(a) and j < len(b) and a[i] == b[j]:
                length += 1
                continue
            if length >= k:
                found.append((i - length, j - length, length))
            length = 0
    return sorted(found, key=lambda run: (run[1], run[0]))


def segments(
    a: list[int], b: list[int], k: int, kernels: types.SimpleNamespace
) -> list[tuple[int, int, int]]:
    rows, n = kernels.find_segments(rows_of(a), rows_of(b), k)
    return [(int(x), int(y), int(z)) for x, y, z in rows[:n]]


WORD_LISTS = st.one_of(
    st.lists(st.integers(1, 5), max_size=40),
    st.lists(st.integers(1, 40), max_size=40),
)


@settings(max_examples=200, deadline=None)
@given(WORD_LISTS, WORD_LISTS, st.integers(1, 4))
@example([1, 2, 3, 9, 1, 2, 3], [1, 2, 3], 3)
@example([1, 2], [1, 2, 3], 3)
def test_segments_are_all_maximal_equal_runs(a: list[int], b: list[int], k: int) -> None:
    repeats = Counter(tuple(a[i : i + k]) for i in range(len(a) - k + 1))
    assume(max(repeats.values(), default=0) <= SEED_CAP)
    assert segments(a, b, k, jit.plain()) == maximal_runs(a, b, k)


def test_a_repeated_ngram_is_tried_a_bounded_number_of_times() -> None:
    found = segments([1, 2, 3, 4] * 60, [1, 2, 3, 4] * 60, 3, jit.plain())
    by_place = Counter(j for _, j, _ in found)
    assert max(by_place.values()) <= SEED_CAP
    assert set(found) <= set(maximal_runs([1, 2, 3, 4] * 60, [1, 2, 3, 4] * 60, 3))
    assert (0, 0, 240) in found


# ---------------------------------------------------------------- chains


def link_cost(one: tuple[int, int, int], two: tuple[int, int, int], gap: int) -> float | None:
    """What two segments in a chain cost: words counted twice, drift and distance; None: not in a chain."""
    gap_a, gap_b = two[0] - one[0] - one[2], two[1] - one[1] - one[2]
    overlap = max(0, -gap_a, -gap_b)
    widest = max(gap_a, gap_b) + overlap
    if widest > gap or two[0] <= one[0] or two[1] <= one[1] or overlap >= two[2]:
        return None
    return overlap + DRIFT_COST * abs(gap_a - gap_b) + GAP_COST * widest


def best_chain_to(last: int, rows: list[tuple[int, int, int]], gap: int) -> float:
    """The best score of all chains that end in a segment, tried one by one."""
    best = float(rows[last][2])
    for size in range(1, last + 1):
        for chosen in combinations(range(last), size):
            chain = [rows[i] for i in (*chosen, last)]
            costs = [link_cost(one, two, gap) for one, two in pairwise(chain)]
            if None not in costs:
                best = max(best, sum(s[2] for s in chain) - sum(c for c in costs if c is not None))
    return best


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(3, 9)), max_size=7),
    st.integers(0, 15),
)
def test_a_chain_is_the_best_of_all(rows: list[tuple[int, int, int]], gap: int) -> None:
    rows.sort(key=lambda row: (row[1], row[0]))
    assert len(rows) < LOOK_BACK
    table = np.array(rows, np.int64).reshape(-1, 3)
    score, before = jit.plain().chain_segments(table, len(rows), gap)
    for q in range(len(rows)):
        assert score[q] == pytest.approx(best_chain_to(q, rows, gap))
        if before[q] >= 0:
            cost = link_cost(rows[before[q]], rows[q], gap)
            assert cost is not None
            assert score[q] == pytest.approx(score[before[q]] + rows[q][2] - cost)


# ---------------------------------------------------------------- gaps


def common_length(a: list[int], b: list[int]) -> int:
    """The textbook recursion for the longest common subsequence."""

    @cache
    def length(i: int, j: int) -> int:
        if i == len(a) or j == len(b):
            return 0
        if a[i] == b[j]:
            return 1 + length(i + 1, j + 1)
        return max(length(i + 1, j), length(i, j + 1))

    return length(0, 0)


def rises(pairs: Pairs) -> bool:
    return all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))


GAP_LISTS = st.lists(st.integers(1, 4), max_size=15)


@settings(max_examples=200, deadline=None)
@given(GAP_LISTS, GAP_LISTS, st.integers(0, 5), st.integers(0, 5))
def test_a_gap_is_filled_with_a_longest_common_subsequence(
    compiled: types.SimpleNamespace, a: list[int], b: list[int], before_a: int, before_b: int
) -> None:
    wa, wb = rows_of([9] * before_a + a + [9] * 3), rows_of([9] * before_b + b + [9] * 3)
    results = []
    for kernels in (jit.plain(), compiled):
        pairs, dp = np.zeros((30, 3), np.int64), np.empty((17, 17), np.int64)
        m = kernels.fill_gap(wa, before_a, before_a + len(a), wb, before_b, before_b + len(b), pairs, 2, dp)
        results.append(pairs[2:m].tolist())
    found = [(i - before_a, j - before_b) for i, j, _ in results[0]]
    assert results[0] == results[1]
    assert len(found) == common_length(a, b)
    assert rises(found)
    assert all(0 <= i < len(a) and 0 <= j < len(b) and a[i] == b[j] for i, j in found)
    assert all(kind == CORE for _, _, kind in results[0])


# ---------------------------------------------------------------- extension


def best_gain(a: list[int], b: list[int]) -> int:
    """The most that any pair of prefixes gains: matches less the words passed over."""

    @cache
    def gain(i: int, j: int) -> int:
        best = 0
        for x in range(i, len(a)):
            for y in range(j, len(b)):
                if a[x] == b[y]:
                    best = max(best, MATCH - ONE_SIDE * (x - i + y - j) + gain(x + 1, y + 1))
        return best

    return gain(0, 0)


def gain_of(pairs: Pairs) -> int:
    """What matches at these distances from the start win; words passed over in both cost two single ones."""
    assert BOTH == 2 * ONE_SIDE
    total, i, j = 0, 0, 0
    for x, y in pairs:
        total += MATCH - ONE_SIDE * (x - i + y - j)
        i, j = x + 1, y + 1
    return total


@settings(max_examples=200, deadline=None)
@given(WORD_LISTS, WORD_LISTS, st.data())
def test_an_extension_stays_inside_and_pays(
    compiled: types.SimpleNamespace, a: list[int], b: list[int], data: st.DataObject
) -> None:
    i, j = data.draw(st.integers(-1, len(a))), data.draw(st.integers(-1, len(b)))
    step = data.draw(st.sampled_from([1, -1]))
    if step > 0:
        i, j = max(i, 0), max(j, 0)
    else:
        i, j = min(i, len(a) - 1), min(j, len(b) - 1)
    width = data.draw(st.sampled_from([1, 3, 15]))
    results = []
    for kernels in (jit.plain(), compiled):
        pairs, dp = np.zeros((100, 3), np.int64), np.empty((52, 52), np.int64)
        m = kernels.extend(rows_of(a), rows_of(b), i, j, step, width, pairs, 1, dp)
        results.append(pairs[1:m].tolist())
    assert results[0] == results[1]
    found = [((x - i) * step, (y - j) * step) for x, y, _ in results[0]]
    assert rises(found)
    assert all(x >= 0 and y >= 0 for x, y in found)
    assert all(0 <= x < len(a) and 0 <= y < len(b) and a[x] == b[y] for x, y, _ in results[0])
    assert all(kind == EXTENSION for _, _, kind in results[0])
    assert not found or gain_of(found) >= GAIN


SIX_WORDS = st.lists(st.integers(1, 6), min_size=4, max_size=25)


@settings(max_examples=150, deadline=None)
@given(SIX_WORDS, SIX_WORDS, st.sampled_from([1, -1]))
def test_an_extension_that_sees_everything_gains_the_most(a: list[int], b: list[int], step: int) -> None:
    pairs, dp = np.zeros((100, 3), np.int64), np.empty((52, 52), np.int64)
    i, j = (0, 0) if step > 0 else (len(a) - 1, len(b) - 1)
    m = jit.plain().extend(rows_of(a), rows_of(b), i, j, step, 50, pairs, 0, dp)
    best = best_gain(a[::step], b[::step])
    assert gain_of([((x - i) * step, (y - j) * step) for x, y, _ in pairs[:m].tolist()]) == (
        best if best >= GAIN else 0
    )


# ---------------------------------------------------------------- blocks


def blocks_of(a: list[int], b: list[int], min_words: int, kernels: types.SimpleNamespace) -> list[Pairs]:
    blocks, pairs, n = kernels.find_blocks(
        rows_of(a), rows_of(b), align.SEED_WORDS, align.GAP_WORDS, min_words, align.DENSITY
    )
    return [[(int(i), int(j)) for i, j, _ in pairs[first:last]] for first, last in blocks[:n]]


@st.composite
def related(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Two word lists made of the same stretches, in any order, with words of their own between."""
    stretches = draw(st.lists(st.lists(st.integers(1, 60), min_size=4, max_size=25), min_size=1, max_size=3))
    sides: list[list[int]] = []
    for _ in range(2):
        side: list[int] = []
        for stretch in draw(st.lists(st.sampled_from(stretches), max_size=4)):
            side += draw(st.lists(st.integers(61, 90), max_size=5))
            side += [w for w in stretch if draw(st.integers(0, 9)) > 0]
        sides.append(side)
    return sides[0], sides[1]


@settings(max_examples=150, deadline=None)
@given(st.one_of(related(), st.tuples(WORD_LISTS, WORD_LISTS)), st.sampled_from([3, 8]))
def test_blocks_match_rise_and_are_dense(
    compiled: types.SimpleNamespace, sides: tuple[list[int], list[int]], min_words: int
) -> None:
    a, b = sides
    found = blocks_of(a, b, min_words, jit.plain())
    assert found == blocks_of(a, b, min_words, compiled)
    for block in found:
        assert len(block) >= min_words
        assert rises(block)
        assert all(a[i] == b[j] for i, j in block)
        longer = 1 + max(block[-1][0] - block[0][0], block[-1][1] - block[0][1])
        assert len(block) >= align.DENSITY * longer
        for one, two in pairwise(block):
            assert two[0] - one[0] - 1 <= align.GAP_WORDS
            assert two[1] - one[1] - 1 <= align.GAP_WORDS


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 2**63), min_size=8, max_size=40, unique=True), st.data())
def test_a_stretch_of_distinct_words_is_one_exact_block(shared: list[int], data: st.DataObject) -> None:
    own = iter(range(10_000, 20_000))  # words that stand nowhere else
    around = [[next(own) for _ in range(data.draw(st.integers(0, 20)))] for _ in range(4)]
    assume(not set(shared) & set(range(10_000, 20_000)))
    a, b = around[0] + shared + around[1], around[2] + shared + around[3]
    whole = [(len(around[0]) + i, len(around[2]) + i) for i in range(len(shared))]
    assert blocks_of(a, b, 8, jit.plain()) == [whole]


@pytest.mark.parametrize("length", [40, 300])
def test_a_repeated_stretch_is_not_aligned_crosswise_as_well(
    compiled: types.SimpleNamespace, length: int
) -> None:
    stretch, other = list(range(1, length + 1)), list(range(1001, 1021))
    a = [*stretch, *other, *stretch]
    for kernels in (jit.plain(), compiled):
        assert blocks_of(a, a, 8, kernels) == [[(i, i) for i in range(len(a))]]


@pytest.mark.parametrize("seed", [0, 54])
def test_long_edited_repetition_compiled_and_not(compiled: types.SimpleNamespace, seed: int) -> None:
    """Uncompiled, sums of bytes over more than 127 word pairs must not wrap around."""
    rng = random.Random(seed)
    stretch = [rng.randint(1, 100) for _ in range(300)]
    a, b = ([w for _ in range(3) for w in edited(stretch, rng, 0.2)] for _ in "ab")
    assert blocks_of(a, b, 8, jit.plain()) == blocks_of(a, b, 8, compiled)


def edited(keys: list[int], rng: random.Random, share: float) -> list[int]:
    """Words replaced or left out."""
    drawn = [(key, rng.random()) for key in keys]
    return [rng.randint(1, 300) if r < share else key for key, r in drawn if r < share or r > share * 1.3]

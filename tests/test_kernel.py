"""The kernels over words, each held against a slow, obvious twin, and compiled against uncompiled."""

from __future__ import annotations

import types
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naql import align, jit, text
from naql.kernel import END, FOLDED, GAP, KEY, LETTERS, PRINTED, START

GRAM, WINDOW = 5, 8
GRAM_BASE, LOW = 0xD6E8FEB86659FD93, (1 << 64) - 1


@pytest.fixture(scope="module")
def compiled() -> types.SimpleNamespace:
    return jit.compiled()


# ---------------------------------------------------------------- words

ARABIC = ["قال", "وقال", "الجيش", "جيش", "مُحَمَّد", "لـ", "الـ48", "و9", "مسو\u0654ول", "مسؤول", "رئيس", "شيء"]
LIGATURES = ["ﷺ", "ﷲ", "ﻻ", "ﺍﻟﺠﻴﺶ", "\ufe76", "\ufe77", "ﷻ", "كﷺ", "صلى الله عليه وسلم", "ﬁve"]
NUMBERS = ["1,000", "1٬000", "٣٫٥", "3.5", "۱۲", "1", "12", ".", ",", "٫", "٬"]
FOREIGN = ["é", "e\u0301", "É", "straße", "STRASSE", "İ", "ŉ", "한국", "गांव"]
UNSPACED = ["漢字", "กำ", "が", "か\u3099", "\U00020000", "豈"]
MARKS = [
    "\u0301",
    "\u064b",
    "\u0654",
    "\u0640",
    "\u200b",
    "\u200c",
    "\u200f",
    "\ufeff",
    "\ufe0f",
    "\U000e0101",
]
ODD = ["😀", "𝒳", "𐌰", "\U0010ffff", "\x00", "\u00ad"]
GAPS = [" ", "\n", "«", "» ", "“", '"', "، ", "-"]
PIECES = st.sampled_from(ARABIC + LIGATURES + NUMBERS + FOREIGN + UNSPACED + MARKS + ODD + GAPS)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=30))


def read(texts: list[str], kernels: types.SimpleNamespace) -> align.Words:
    with np.errstate(over="ignore"):
        return align.read_words(align.texts_array(texts), kernels)


def correspond(pairs: Iterable[tuple[Hashable, Hashable]]) -> bool:
    """Whether equal left sides go with equal right sides, and the other way round."""
    pairs = set(pairs)
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=5))
@example([])
@example(["", "", ""])
@example(["ﷺ" * 40])  # more words than characters
@example(["قالﷺ قال", "قال ﷺقال", "قالصلى الله عليه وسلم قال"])
@example(["و\u0654", "ؤ", "ؤ،و", "\u0654و", "ﷺ\u0654"])
@example(["1,000 1٬000 1.000 1,00 1,0000 1,\u064b000", "2017,", "1.", "1..5", "1.a"])
def test_the_kernel_finds_the_words_of_the_text_module(texts: list[str]) -> None:
    found = read(texts, jit.plain())
    expected = [list(text.words(t)) for t in texts]
    assert found.offsets.tolist() == [sum(map(len, expected[:i])) for i in range(len(texts) + 1)]
    flat = [word for ws in expected for word in ws]
    w, p = found.w[: len(flat)].tolist(), found.p[: len(flat)].tolist()
    assert [(r[START], r[END], r[LETTERS]) for r in p] == [(x.start, x.end, len(x.folded)) for x in flat]
    assert correspond((x.folded, r[FOLDED]) for x, r in zip(flat, w, strict=True))
    assert correspond((x.key, r[KEY]) for x, r in zip(flat, w, strict=True))
    assert correspond(((x.folded, x.printed), (r[FOLDED], r[PRINTED])) for x, r in zip(flat, w, strict=True))
    gaps = []
    for t, ws, begin in zip(texts, expected, found.offsets.tolist(), strict=False):
        for i, (word, after) in enumerate(pairwise(ws)):
            gaps.append((t[word.end : after.start], w[begin + i][GAP]))
        if ws:
            assert w[begin + len(ws) - 1][GAP] == 0
    assert correspond(gaps)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=5))
@example(["ﷺ" * 40])
def test_compiled_words_are_the_uncompiled_ones(compiled: types.SimpleNamespace, texts: list[str]) -> None:
    one, other = read(texts, jit.plain()), read(texts, compiled)
    n = one.offsets[-1]
    assert one.offsets.tolist() == other.offsets.tolist()
    assert one.w[:n].tolist() == other.w[:n].tolist()
    assert one.p[:n].tolist() == other.p[:n].tolist()


def test_each_text_of_a_slice_is_read_from_its_own_bytes() -> None:
    whole = align.texts_array(["قال الوزير", "ﷺ", "😀 ليل", "نهار"])
    with np.errstate(over="ignore"):
        part = align.read_words(whole.slice(1, 2), jit.plain())
    alone = read(["ﷺ", "😀 ليل"], jit.plain())
    assert part.offsets.tolist() == alone.offsets.tolist() == [0, 4, 5]
    assert part.w[:5].tolist() == alone.w[:5].tolist()


# ---------------------------------------------------------------- fingerprints


def rows_of(keys: list[int]) -> np.ndarray:
    """Words that have these keys, and nothing else."""
    w = np.zeros((len(keys), 4), np.uint64)
    w[:, KEY] = keys
    return w


def spread(h: int) -> int:
    """MurmurHash3's finaliser on Python integers."""
    h ^= h >> 33
    h = h * 0xFF51AFD7ED558CCD & LOW
    h ^= h >> 33
    h = h * 0xC4CEB9FE1A85EC53 & LOW
    return h ^ (h >> 33)


def gram_hash(keys: list[int]) -> int:
    h = 0
    for value in keys:
        h = (h * GRAM_BASE + value) & LOW
    return spread(h)


def winnowed(keys: list[int], k: int, window: int) -> list[list[int]]:
    """All windows one by one: the rightmost minimum of each, once, unless an equal row stands already."""
    grams = [gram_hash(keys[i : i + k]) for i in range(len(keys) - k + 1)]
    if not grams:
        return []
    chosen = []
    for first in range(max(1, len(grams) - window + 1)):
        inside = range(first, min(first + window, len(grams)))
        lowest = min(grams[i] for i in inside)
        chosen.append(max(i for i in inside if grams[i] == lowest))
    rows: list[list[int]] = []
    for place in sorted(set(chosen)):
        around = []
        for start in range(place - 5, place + 1):
            fits = start >= 0 and start + k + 5 <= len(keys)
            around.append(gram_hash(keys[start : start + k + 5]) | 1 if fits else 0)
        row = [grams[place], place, *around]
        if all(row[0] != r[0] or row[2:] != r[2:] for r in rows):
            rows.append(row)
    return rows


def fingerprints(keys: list[int], kernels: types.SimpleNamespace, k: int, window: int) -> list[list[int]]:
    out = np.zeros((max(1, len(keys)), 8), np.uint64)
    with np.errstate(over="ignore"):
        n = kernels.fingerprints(rows_of(keys), 0, len(keys), k, window, out)
    return [[int(x) for x in row] for row in out[:n]]


KEYS = st.one_of(
    st.lists(st.integers(1, 3), max_size=60),  # repetitive
    st.lists(st.integers(0, LOW), max_size=60),
)


@settings(max_examples=200, deadline=None)
@given(KEYS, st.integers(1, 6), st.integers(1, 9))
@example([7] * 60, GRAM, WINDOW)
@example([1, 2, 3, 4, 5], GRAM, WINDOW)
@example([1, 2, 3, 4], GRAM, WINDOW)
def test_fingerprints_are_those_of_every_window(keys: list[int], k: int, window: int) -> None:
    assert fingerprints(keys, jit.plain(), k, window) == winnowed(keys, k, window)


@pytest.mark.parametrize("length", range(14))
def test_a_short_text_keeps_its_minimum_and_under_five_words_has_none(length: int) -> None:
    keys = [spread(i + 1) for i in range(length)]
    found = fingerprints(keys, jit.plain(), GRAM, WINDOW)
    if length < GRAM:
        assert found == []
    elif length <= GRAM + WINDOW - 1:
        grams = [gram_hash(keys[i : i + GRAM]) for i in range(length - GRAM + 1)]
        assert [row[0] for row in found] == [min(grams)]
    else:
        assert len(found) >= 1


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.lists(st.integers(1, 4), min_size=12, max_size=12),
        st.lists(st.integers(1, LOW), min_size=12, max_size=12),
    ),
    *[st.lists(st.integers(1, 6), max_size=25) for _ in range(4)],
)
def test_twelve_shared_words_share_a_fingerprint_and_the_words_around_it(
    shared: list[int], before_a: list[int], after_a: list[int], before_b: list[int], after_b: list[int]
) -> None:
    one = fingerprints(before_a + shared + after_a, jit.plain(), GRAM, WINDOW)
    other = fingerprints(before_b + shared + after_b, jit.plain(), GRAM, WINDOW)
    assert any(
        a[0] == b[0] and any(x == y != 0 for x, y in zip(a[2:], b[2:], strict=True))
        for a in one
        for b in other
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(KEYS, max_size=5))
def test_fingerprints_of_many_texts_compiled_and_not(
    compiled: types.SimpleNamespace, texts: list[list[int]]
) -> None:
    w = rows_of([value for keys in texts for value in keys])
    offsets = np.cumsum([0, *map(len, texts)])
    expected = [(n, row) for n, keys in enumerate(texts) for row in winnowed(keys, GRAM, WINDOW)]
    for kernels in (jit.plain(), compiled):
        with np.errstate(over="ignore"):
            rows, numbers = kernels.fingerprint_texts(w, offsets, GRAM, WINDOW)
        assert list(zip(numbers.tolist(), rows.tolist(), strict=True)) == expected


# ---------------------------------------------------------------- components


def smallest_reached(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """Breadth first from each node in turn."""
    near = defaultdict(set)
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    result = [-1] * count
    for start in range(count):
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if result[node] < 0:
                result[node] = start
                queue.extend(near[node])
    return result


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 30).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40)
        )
    )
)
@example((5, [(4, 3), (3, 2), (2, 1), (1, 0)]))
def test_union_find_names_the_smallest_node_reached(
    compiled: types.SimpleNamespace, graph: tuple[int, list[tuple[int, int]]]
) -> None:
    count, edges = graph
    one, other = (np.array([e[side] for e in edges], np.int64) for side in (0, 1))
    expected = smallest_reached(count, edges)
    assert jit.plain().union_find(one, other, count).tolist() == expected
    assert compiled.union_find(one, other, count).tolist() == expected

"""The hot loop over formulas: which words of a text stand in one. Same conventions as `naql.kernel`."""

from __future__ import annotations

from typing import Any

import numpy as np

from naql.kernel import FORMULA, KEY, ONE, ZERO

Array = Any
Int = Any

FILTER = np.uint64((1 << 14) - 1)


def head_filter(heads: Array) -> Array:
    """A table by low bits of a key: 0 where no formula can begin. Spares nearly every binary search."""
    table = np.zeros(1 << 14, np.uint8)
    for h in heads:
        table[np.int64(h & FILTER)] = 1
    return table


def mark_formulas(
    w: Array, p: Array, begin: Int, end: Int, keys: Array, offsets: Array, heads: Array, may_begin: Array
) -> None:
    """Set p[., FORMULA] for the words of rows [begin, end) that stand in a formula.

    Formula f is `keys[offsets[f]:offsets[f + 1]]`; 0 stands for one to three words. `heads` is the
    first key of each, sorted, `may_begin` their `head_filter`. Positions reached are kept as bits, so
    it costs one pass a formula.
    """
    for i in range(begin, end):
        if may_begin[np.int64(w[i, KEY] & FILTER)] == 0:
            continue
        f = np.searchsorted(heads, w[i, KEY])
        while f < len(heads) and heads[f] == w[i, KEY]:
            reached = ONE << ONE  # bit x: x words read
            low, high = 1, 1  # no bit is set outside them
            for e in range(offsets[f] + 1, offsets[f + 1]):
                following = ZERO
                if keys[e] == ZERO:
                    following = (reached << ONE) | (reached << np.uint64(2)) | (reached << np.uint64(3))
                else:
                    for x in range(low, min(high + 1, min(60, end - i))):
                        if (reached >> np.uint64(x)) & ONE != ZERO and w[i + x, KEY] == keys[e]:
                            following |= ONE << np.uint64(x + 1)
                low += 1
                high += 1 if keys[e] != ZERO else 3
                reached = following
                if reached == ZERO:
                    break
            longest = min(high, min(60, end - i)) if reached != ZERO else 0
            for x in range(longest, 0, -1):
                if (reached >> np.uint64(x)) & ONE != ZERO:
                    for y in range(x):
                        p[i + y, FORMULA] = 1
                    break
            f += 1


def mark_texts(w: Array, p: Array, text_offsets: Array, keys: Array, offsets: Array, heads: Array) -> None:
    """`mark_formulas` for every text."""
    if len(heads) > 0:
        may_begin = head_filter(heads)
        for t in range(len(text_offsets) - 1):
            mark_formulas(w, p, text_offsets[t], text_offsets[t + 1], keys, offsets, heads, may_begin)

"""The hot loops over a block: from matched words to runs that tile it on both sides.

Printed, folded and key are told apart here, words written together or apart are matched, and the
characters between words get runs of their own. Same conventions as `naql.kernel`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from naql.kernel import END, FOLDED, FORMULA, GAP, LETTERS, PRINTED, START, ZERO, power_of
from naql.kernel_align import find_blocks, longer

Array = Any
Int = Any

SAME, SPELLING, PUNCTUATION, REWORDED, ADDED, DROPPED_RUN = (np.int64(op) for op in range(6))
OPS = ("same", "spelling", "punctuation", "reworded", "added", "dropped")
JOIN_MAX = 3  # words that may be written as one: «عبد الله» / «عبدالله», «لـ«وقف»» / «لوقف»


def at(p: Array, row: Int, column: Int) -> Int:
    """A cell of p as int64, so that each kernel is compiled for one type only."""
    return np.int64(p[row, column])


def mark_moved(starts: Array, ends: Array, weights: Array) -> Array:
    """1 for each block outside the heaviest chain of blocks that rise in both texts.

    `starts[r]`, `ends[r]` hold a block's first and last word in both; blocks sorted by a.
    """
    n = len(weights)
    best, before = np.empty(n, np.int64), np.full(n, -1, np.int64)
    top = -1
    for q in range(n):
        best[q] = weights[q]
        for r in range(q):
            rises = True
            for side in range(2):
                if starts[r, side] >= starts[q, side] or ends[r, side] >= ends[q, side]:
                    rises = False
            if rises and best[r] + weights[q] > best[q]:
                best[q], before[q] = best[r] + weights[q], r
        if top < 0 or best[q] > best[top]:
            top = q
    moved = np.ones(n, np.uint8)
    while top >= 0:
        moved[top] = 0
        top = before[top]
    return moved


def joined(w: Array, p: Array, begin: Int, end: Int) -> Any:
    """The folded hash of words [begin, end) written as one word."""
    h = ZERO
    for i in range(begin, end):
        h = h * power_of(p[i, LETTERS]) + w[i, FOLDED]
    return h


def put(runs: Array, n: Int, floor: Int, op: Int, a0: Int, a1: Int, b0: Int, b1: Int) -> tuple[Array, Int]:
    """Append a run, or lengthen the last one of the same kind (from row `floor` on); never an empty one."""
    if a0 == a1 and b0 == b1:
        return runs, n
    if n > floor and runs[n - 1, 0] == op and runs[n - 1, 2] == a0 and runs[n - 1, 4] == b0:
        runs[n - 1, 2], runs[n - 1, 4] = a1, b1
        return runs, n
    if n == len(runs):
        runs = longer(runs, n, 2 * n + 8)
    runs[n, 0], runs[n, 1], runs[n, 2], runs[n, 3], runs[n, 4] = op, a0, a1, b0, b1
    return runs, n + 1


def join_at(
    wa: Array, pa: Array, x: Int, x_end: Int, wb: Array, pb: Array, y: Int, y_end: Int
) -> tuple[Int, Int]:
    """How many words from x and from y make the same word when written together; (0, 0) if none do."""
    for m in range(1, JOIN_MAX + 1):
        for n in range(1, JOIN_MAX + 1):
            if m + n < 3 or x + m > x_end or y + n > y_end:
                continue
            if joined(wa, pa, x, x + m) == joined(wb, pb, y, y + n):
                return m, n
    return 0, 0


def next_sync(
    wa: Array, pa: Array, x: Int, x_end: Int, wb: Array, pb: Array, y: Int, y_end: Int
) -> tuple[Int, Int]:
    """The nearest place at or after (x, y), before (x_end, y_end), where a join stands; else the ends."""
    for total in range(1, 9):
        for dx in range(total + 1):
            dy = total - dx
            if x + dx < x_end and y + dy < y_end:
                m, _ = join_at(wa, pa, x + dx, x_end, wb, pb, y + dy, y_end)
                if m > 0:
                    return x + dx, y + dy
    return x_end, y_end


def block_pieces(
    wa: Array, pa: Array, wb: Array, pb: Array, pairs: Array, first: Int, last: Int
) -> tuple[Array, Int]:
    """A block as pieces (op, words of a [x0, x1), words of b [y0, y1)), in order and without gaps.

    Pairs equal when folded are fixed; pairs equal in key only («وقال», «قال») give way where words
    joined or split explain more.
    """
    pieces = np.empty((4 * (last - first) + 4, 5), np.int64)
    n = 0
    x, y = pairs[first, 0], pairs[first, 1]
    t = first
    while t < last:
        i, j = pairs[t, 0], pairs[t, 1]
        if i < x or j < y:  # a key pair that a join has taken
            t += 1
            continue
        fixed = wa[i, FOLDED] == wb[j, FOLDED]
        if x < i or y < j or not fixed:
            # words up to the pair, with it when it is not fixed
            x_end, y_end = (i, j) if fixed else (i + 1, j + 1)
            m, k = join_at(wa, pa, x, x_end, wb, pb, y, y_end)
            if m > 0:
                pieces[n, 0], pieces[n, 1], pieces[n, 2], pieces[n, 3], pieces[n, 4] = (
                    SPELLING,
                    x,
                    x + m,
                    y,
                    y + k,
                )
                n += 1
                x += m
                y += k
                continue
            if x < i or y < j:
                to_x, to_y = next_sync(wa, pa, x, x_end, wb, pb, y, y_end)
                to_x, to_y = min(to_x, i), min(to_y, j)
                op = REWORDED
                if to_x == x:
                    op = ADDED
                elif to_y == y:
                    op = DROPPED_RUN
                pieces[n, 0], pieces[n, 1], pieces[n, 2], pieces[n, 3], pieces[n, 4] = op, x, to_x, y, to_y
                n += 1
                x, y = to_x, to_y
                continue
        op = REWORDED
        if fixed:
            op = SAME if wa[i, PRINTED] == wb[j, PRINTED] else SPELLING
        pieces[n, 0], pieces[n, 1], pieces[n, 2], pieces[n, 3], pieces[n, 4] = op, i, i + 1, j, j + 1
        n += 1
        x, y = i + 1, j + 1
        t += 1
    return pieces, n


def within_character(p: Array, row: Int) -> bool:
    """Whether words row - 1 and row come out of one printed character («ﷺ» is four words)."""
    return bool(0 < row < len(p) and p[row, START] < p[row - 1, END])


def whole_characters(pa: Array, pb: Array, pieces: Array, m: Int) -> Int:
    """Merge pieces between which a printed character would be cut, so that runs never overlap.

    «ﷺ» / «صلى الله عليه وسلم» is one `SPELLING`. Returns how many pieces are left.
    """
    n = 0
    for r in range(1, m):
        if within_character(pa, pieces[r, 1]) or within_character(pb, pieces[r, 3]):
            if pieces[r, 0] != pieces[n, 0]:
                both = pieces[r, 0] <= SPELLING and pieces[n, 0] <= SPELLING
                pieces[n, 0] = SPELLING if both else REWORDED
            pieces[n, 2], pieces[n, 4] = pieces[r, 2], pieces[r, 4]
        else:
            n += 1
            for x in range(5):
                pieces[n, x] = pieces[r, x]
    # a block that begins or ends inside a character shares only a part of it
    if within_character(pa, pieces[0, 1]) or within_character(pb, pieces[0, 3]):
        pieces[0, 0] = SAME if pieces[0, 0] == SAME else REWORDED
    if within_character(pa, pieces[n, 2]) or within_character(pb, pieces[n, 4]):
        pieces[n, 0] = SAME if pieces[n, 0] == SAME else REWORDED
    return n + 1


def block_runs(
    wa: Array, pa: Array, wb: Array, pb: Array, pieces: Array, m: Int, runs: Array, n: Int
) -> tuple[Array, Int]:
    """Append the runs of a block's pieces with the characters between words; returns (runs, new length).

    Characters between words are `same` when equal, else `punctuation`; where one side has more
    words, its first or last gap is matched with the other side's only gap.
    """
    floor = n
    a_end, b_end, a_word, b_word = np.int64(0), np.int64(0), np.int64(-1), np.int64(-1)
    r = 0
    while r < m:
        op, x0, x1, y0, y1 = pieces[r, 0], pieces[r, 1], pieces[r, 2], pieces[r, 3], pieces[r, 4]
        if a_word < 0:
            a_end, b_end = at(pa, x0, START), at(pb, y0, START)
        elif x1 > x0 and y1 > y0:
            gap = SAME if wa[a_word, GAP] == wb[b_word, GAP] else PUNCTUATION
            runs, n = put(runs, n, floor, gap, a_end, at(pa, x0, START), b_end, at(pb, y0, START))
            a_end, b_end = at(pa, x0, START), at(pb, y0, START)
        if x1 > x0 and y1 > y0:
            runs, n = put(runs, n, floor, op, a_end, at(pa, x1 - 1, END), b_end, at(pb, y1 - 1, END))
            a_end, b_end, a_word, b_word = at(pa, x1 - 1, END), at(pb, y1 - 1, END), x1 - 1, y1 - 1
            r += 1
            continue
        # one side only: the other side's gap lies before the next piece, which has both
        a_next, b_next = at(pa, x1, START), at(pb, y1, START)
        only_b = x1 == x0
        gap = wa[a_word, GAP] if only_b else wb[b_word, GAP]
        lead = wb[b_word, GAP] if only_b else wa[a_word, GAP]
        trail = wb[y1 - 1, GAP] if only_b else wa[x1 - 1, GAP]
        if gap == lead:
            a_mid = a_next if only_b else at(pa, x0, START)
            b_mid = at(pb, y0, START) if only_b else b_next
            runs, n = put(runs, n, floor, SAME, a_end, a_mid, b_end, b_mid)
            runs, n = put(runs, n, floor, op, a_mid, a_next, b_mid, b_next)
        else:
            a_mid = a_end if only_b else at(pa, x1 - 1, END)
            b_mid = at(pb, y1 - 1, END) if only_b else b_end
            runs, n = put(runs, n, floor, op, a_end, a_mid, b_end, b_mid)
            runs, n = put(runs, n, floor, SAME if gap == trail else PUNCTUATION, a_mid, a_next, b_mid, b_next)
        # the next piece starts where its words start
        nx0, ny0 = pieces[r + 1, 1], pieces[r + 1, 3]
        nop, nx1, ny1 = pieces[r + 1, 0], pieces[r + 1, 2], pieces[r + 1, 4]
        runs, n = put(
            runs,
            n,
            floor,
            nop,
            at(pa, nx0, START),
            at(pa, nx1 - 1, END),
            at(pb, ny0, START),
            at(pb, ny1 - 1, END),
        )
        a_end, b_end, a_word, b_word = at(pa, nx1 - 1, END), at(pb, ny1 - 1, END), nx1 - 1, ny1 - 1
        r += 2
    return runs, n


def align_pairs(
    w: Array,
    p: Array,
    offsets: Array,
    lefts: Array,
    rights: Array,
    k: Int,
    gap: Int,
    min_words: Int,
    density: float,
) -> tuple[Array, Array]:
    """Every block of every pair of texts (lefts[i], rights[i]); text t is rows offsets[t]:offsets[t + 1].

    Returns blocks, sorted by pair and place in the left text, as rows (pair, left start, left end,
    right start, right end, matched words, longer side in words, words outside formulas, moved,
    end of its rows in runs), and runs as rows (op, left start, end, right start, end).
    """
    out, rows = np.empty((256, 10), np.int64), 0
    runs, n = np.empty((4096, 5), np.int64), np.int64(0)
    for r in range(len(lefts)):
        a0, a1, b0, b1 = offsets[lefts[r]], offsets[lefts[r] + 1], offsets[rights[r]], offsets[rights[r] + 1]
        wa, pa, wb, pb = w[a0:a1], p[a0:a1], w[b0:b1], p[b0:b1]
        blocks, pairs, count = find_blocks(wa, wb, k, gap, min_words, density)
        if count == 0:
            continue
        starts, ends = np.empty((count, 2), np.int64), np.empty((count, 2), np.int64)
        weights, place = np.empty(count, np.int64), np.empty(count, np.int64)
        for c in range(count):
            place[c] = np.int64(pairs[blocks[c, 0], 0]) * 4294967296 + pairs[blocks[c, 0], 1]
        order = np.argsort(place, kind="mergesort")
        for c in range(count):
            first, last = blocks[order[c], 0], blocks[order[c], 1]
            for side in range(2):
                starts[c, side], ends[c, side] = pairs[first, side], pairs[last - 1, side]
            weights[c] = last - first
        moved = mark_moved(starts, ends, weights)
        if rows + count > len(out):
            out = longer(out, rows, 2 * (rows + count))
        for c in range(count):
            first, last = blocks[order[c], 0], blocks[order[c], 1]
            content = 0
            for x in range(first, last):
                content += 1 - at(pa, pairs[x, 0], FORMULA)
            pieces, m = block_pieces(wa, pa, wb, pb, pairs, first, last)
            m = whole_characters(pa, pb, pieces, m)
            runs, n = block_runs(wa, pa, wb, pb, pieces, m, runs, n)
            out[rows, 0] = r
            out[rows, 1], out[rows, 2] = at(pa, starts[c, 0], START), at(pa, pieces[m - 1, 2] - 1, END)
            out[rows, 3], out[rows, 4] = at(pb, starts[c, 1], START), at(pb, pieces[m - 1, 4] - 1, END)
            out[rows, 5] = last - first
            out[rows, 6] = 1 + max(ends[c, 0] - starts[c, 0], ends[c, 1] - starts[c, 1])
            out[rows, 7], out[rows, 8], out[rows, 9] = content, moved[c], n
            rows += 1
    return out[:rows], runs[:n]

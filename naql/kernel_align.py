"""The hot loops over two texts: seeds on diagonals, chains, extension, gaps; the blocks they share.

Method: seed-and-extend as in BLAST (Altschul et al. 1990) on word n-grams, with colinear chaining
between seeds and a longest common subsequence in the gaps. Words are compared by
key. Same conventions as `naql.kernel`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from naql.kernel import GRAM_BASE, KEY, ZERO, mix

Array = Any
Int = Any


SEED_CAP = 16  # occurrences of one n-gram tried per place: bounds the work on repetitive texts
LOOK_BACK = 64  # segments a chain may reach back over
CORE, EXTENSION = 0, 1  # third column of a word pair
GAP_COST = 0.2  # per word of the longer gap: a lone trigram 15 words off earns nothing (at .05 blocks ran on)
DRIFT_COST = 0.1  # per word by which the gaps differ
MATCH, BOTH, ONE_SIDE = 2, 2, 1  # an extension wins 2 a match and pays for words passed over
GAIN = 2  # and must gain so much, or the block ends where it was


def longer(rows: Array, used: Int, size: Int) -> Array:
    """A table of `size` rows that begins with the first `used` of `rows`."""
    bigger = np.empty((size, rows.shape[1]), np.int64)
    for i in range(used):
        for x in range(rows.shape[1]):
            bigger[i, x] = rows[i, x]
    return bigger


def find_segments(a: Array, b: Array, k: Int) -> tuple[Array, Int]:
    """Maximal runs of at least k equal keys: rows (place in a, place in b, words), by place in b."""
    na, nb = len(a), len(b)
    segments = np.empty((64, 3), np.int64)
    if na < k or nb < k:
        return segments, 0
    size = 16
    while size < 2 * na:
        size *= 2
    mask = np.uint64(size - 1)
    head, following = np.full(size, -1, np.int64), np.empty(na, np.int64)
    for i in range(na - k, -1, -1):
        h = ZERO
        for x in range(k):
            h = h * GRAM_BASE + a[i + x, KEY]
        slot = np.int64(mix(h) & mask)
        following[i] = head[slot]
        head[slot] = i
    reached = np.zeros(na + nb, np.int64)  # by diagonal: end in b of the last segment there
    n = 0
    for j in range(nb - k + 1):
        h = ZERO
        for x in range(k):
            h = h * GRAM_BASE + b[j + x, KEY]
        i = head[np.int64(mix(h) & mask)]
        tried = 0
        while i >= 0 and tried < SEED_CAP:
            tried += 1
            diagonal = i - j + nb
            if reached[diagonal] <= j:
                length = 0
                while i + length < na and j + length < nb and a[i + length, KEY] == b[j + length, KEY]:
                    length += 1
                if length >= k:
                    if n == len(segments):
                        segments = longer(segments, n, 2 * n)
                    segments[n, 0], segments[n, 1], segments[n, 2] = i, j, length
                    n += 1
                    reached[diagonal] = j + length
            i = following[i]
    return segments, n


def chain_segments(segments: Array, n: Int, gap: Int) -> tuple[Array, Array]:
    """Best score of a chain ending in each segment, and the segment before it (-1: none)."""
    score, before = np.empty(n, np.float64), np.full(n, -1, np.int64)
    for q in range(n):
        best = np.float64(segments[q, 2])
        for r in range(q - 1, max(-1, q - LOOK_BACK), -1):
            if segments[q, 0] <= segments[r, 0] or segments[q, 1] <= segments[r, 1]:
                continue
            gap_a = segments[q, 0] - segments[r, 0] - segments[r, 2]
            gap_b = segments[q, 1] - segments[r, 1] - segments[r, 2]
            overlap = max(0, max(-gap_a, -gap_b))  # the later segment loses so many words
            gap_a += overlap
            gap_b += overlap
            if overlap >= segments[q, 2] or gap_a > gap or gap_b > gap:
                continue
            s = score[r] + segments[q, 2] - overlap
            s -= DRIFT_COST * abs(gap_a - gap_b) + GAP_COST * max(gap_a, gap_b)
            if s > best:
                best = s
                before[q] = r
        score[q] = best
    return score, before


def fill_gap(a: Array, a0: Int, a1: Int, b: Array, b0: Int, b1: Int, pairs: Array, m: Int, dp: Array) -> Int:
    """Append the longest common subsequence of a[a0:a1] and b[b0:b1] to pairs; returns the new length."""
    la, lb = a1 - a0, b1 - b0
    if la <= 0 or lb <= 0:
        return m
    for i in range(la + 1):
        dp[i, lb] = 0
    for j in range(lb + 1):
        dp[la, j] = 0
    for i in range(la - 1, -1, -1):
        for j in range(lb - 1, -1, -1):
            if a[a0 + i, KEY] == b[b0 + j, KEY]:
                dp[i, j] = dp[i + 1, j + 1] + 1
            else:
                dp[i, j] = max(dp[i + 1, j], dp[i, j + 1])
    i, j = 0, 0
    while i < la and j < lb:
        if a[a0 + i, KEY] == b[b0 + j, KEY]:
            pairs[m, 0], pairs[m, 1], pairs[m, 2] = a0 + i, b0 + j, CORE
            m += 1
            i += 1
            j += 1
        elif dp[i + 1, j] >= dp[i, j + 1]:
            i += 1
        else:
            j += 1
    return m


def extend(a: Array, b: Array, i: Int, j: Int, step: Int, width: Int, pairs: Array, m: Int, dp: Array) -> Int:
    """Go on from (i, j) in direction `step` while it pays; appends the matches, returns the new length.

    Within windows of `width` words: a match wins `MATCH`, a word passed over costs `BOTH` when in both
    texts, `ONE_SIDE` when in one; the best end is taken if it gains `GAIN`, and the next window begins there.
    """
    na, nb = len(a), len(b)
    while True:
        la = min(width, na - i if step > 0 else i + 1)
        lb = min(width, nb - j if step > 0 else j + 1)
        if la <= 0 or lb <= 0:
            return m
        best, best_x, best_y = 0, 0, 0
        for x in range(la + 1):
            dp[x, 0] = -ONE_SIDE * x
        for y in range(lb + 1):
            dp[0, y] = -ONE_SIDE * y
        for x in range(1, la + 1):
            for y in range(1, lb + 1):
                if a[i + step * (x - 1), KEY] == b[j + step * (y - 1), KEY]:
                    s = dp[x - 1, y - 1] + MATCH
                else:
                    s = max(dp[x - 1, y - 1] - BOTH, max(dp[x - 1, y], dp[x, y - 1]) - ONE_SIDE)
                dp[x, y] = s
                if s > best:
                    best, best_x, best_y = s, x, y
        if best < GAIN:
            return m
        x, y, first = best_x, best_y, m
        while x > 0 and y > 0:
            if a[i + step * (x - 1), KEY] == b[j + step * (y - 1), KEY]:
                pairs[m, 0], pairs[m, 1], pairs[m, 2] = i + step * (x - 1), j + step * (y - 1), EXTENSION
                m += 1
                x -= 1
                y -= 1
            elif dp[x, y] == dp[x - 1, y - 1] - BOTH:
                x -= 1
                y -= 1
            elif dp[x, y] == dp[x - 1, y] - ONE_SIDE:
                x -= 1
            else:
                y -= 1
        low, high = first, m - 1
        while low < high:  # they were found from the far end
            for side in range(2):
                pairs[low, side], pairs[high, side] = pairs[high, side], pairs[low, side]
            low += 1
            high -= 1
        i += step * best_x
        j += step * best_y


def walk_chain(
    a: Array, b: Array, segments: Array, stack: Array, depth: Int, gap: Int, pairs: Array, dp: Array
) -> tuple[Int, Int]:
    """The word pairs of one chain (its segments on `stack`, last one first), ends extended.

    Fills `pairs` in rising order and returns (first row used, row after the last).
    """
    q = stack[depth - 1]
    middle = len(pairs) // 2
    m = extend(a, b, segments[q, 0] - 1, segments[q, 1] - 1, -1, gap, pairs, 0, dp)
    first = middle - m
    for x in range(m):
        for side in range(3):
            pairs[middle - 1 - x, side] = pairs[x, side]
    m, i, j = middle, -1, -1
    for x in range(depth - 1, -1, -1):
        q = stack[x]
        si, sj, length = segments[q, 0], segments[q, 1], segments[q, 2]
        if i >= 0:
            overlap = max(0, max(i - si, j - sj))
            si += overlap
            sj += overlap
            length -= overlap
            if length <= 0:
                continue
            m = fill_gap(a, i, si, b, j, sj, pairs, m, dp)
        for z in range(length):
            pairs[m, 0], pairs[m, 1], pairs[m, 2] = si + z, sj + z, CORE
            m += 1
        i, j = si + length, sj + length
    return first, extend(a, b, i, j, 1, gap, pairs, m, dp)


def others(in_a: Array, in_b: Array, pairs: Array, x: Int) -> bool:
    """Whether the words of pair x stand in another block: on both sides, or on one for an extension."""
    sides = 0
    if in_a[pairs[x, 0]] > 1:
        sides += 1
    if in_b[pairs[x, 1]] > 1:
        sides += 1
    return bool(sides == 2 or (sides == 1 and pairs[x, 2] == EXTENSION))


def trim_blocks(blocks: Array, pairs: Array, count: Int, na: Int, nb: Int) -> None:
    """Cut from each block's ends the pairs whose words both stand in other blocks too, weakest block first.

    Such an end is a repeated sentence aligned crosswise: «…هزيمة استراتيجية له في سورية» closes two
    paragraphs of both texts, and a block may run on from the one into the other's. Of the words that
    extension won, one side in another block is enough: it ran on by chance («الوزارة في»).
    """
    in_a, in_b = np.zeros(na, np.int64), np.zeros(nb, np.int64)
    for r in range(count):
        for x in range(blocks[r, 0], blocks[r, 1]):
            in_a[pairs[x, 0]] += 1
            in_b[pairs[x, 1]] += 1
    for r in range(count - 1, -1, -1):
        first, last = blocks[r, 0], blocks[r, 1]
        while first < last and others(in_a, in_b, pairs, first):
            in_a[pairs[first, 0]] -= 1
            in_b[pairs[first, 1]] -= 1
            first += 1
        while first < last and others(in_a, in_b, pairs, last - 1):
            in_a[pairs[last - 1, 0]] -= 1
            in_b[pairs[last - 1, 1]] -= 1
            last -= 1
        blocks[r, 0], blocks[r, 1] = first, last


def find_blocks(
    a: Array, b: Array, k: Int, gap: Int, min_words: Int, density: float
) -> tuple[Array, Array, Int]:
    """Blocks two texts share: (blocks, pairs, n): block r is the word pairs blocks[r, 0]:blocks[r, 1].

    Chains are taken best first. One is dropped when more than half of its pairs stand, on both
    sides, inside better blocks (a repeated sentence aligned crosswise); it is kept with at least
    `min_words` pairs that are `density` of its longer side, also after `trim_blocks`.
    """
    blocks, kept = np.empty((8, 2), np.int64), np.empty((64, 3), np.int64)
    segments, n = find_segments(a, b, k)
    count, used_rows = np.int64(0), np.int64(0)
    if n == 0:
        return blocks, kept, 0
    score, before = chain_segments(segments, n, gap)
    rank = np.empty(n, np.int64)
    for q in range(n):
        rank[q] = -np.int64(score[q] * 1024)
    order = np.argsort(rank, kind="mergesort")
    spent, stack = np.zeros(n, np.uint8), np.empty(n, np.int64)
    used_a, used_b = np.zeros(len(a), np.uint8), np.zeros(len(b), np.uint8)
    pairs = np.empty((4 * min(len(a), len(b)) + 4 * gap + 8, 3), np.int64)
    dp = np.empty((gap + 2, gap + 2), np.int64)
    for q in order:
        depth, core, inside, r = 0, 0, 0, np.int64(q)
        while r >= 0 and spent[r] == 0:
            stack[depth] = r
            depth += 1
            core += segments[r, 2]
            for x in range(segments[r, 2]):
                if used_a[segments[r, 0] + x] + used_b[segments[r, 1] + x] == 2:
                    inside += 1
            r = np.int64(before[r])
        if 2 * core < min_words or 2 * inside > core:
            continue
        first, last = walk_chain(a, b, segments, stack, depth, gap, pairs, dp)
        for x in range(depth):
            spent[stack[x]] = 1
        m = last - first
        if m < min_words:
            continue
        width = 1 + max(pairs[last - 1, 0] - pairs[first, 0], pairs[last - 1, 1] - pairs[first, 1])
        covered_a, covered_b = np.int64(0), np.int64(0)  # uncompiled, 0 + uint8 would wrap at 256
        for x in range(first, last):
            covered_a += used_a[pairs[x, 0]]
            covered_b += used_b[pairs[x, 1]]
        if m < density * width or 2 * min(covered_a, covered_b) > m:
            continue
        for x in range(pairs[first, 0], pairs[last - 1, 0] + 1):
            used_a[x] = 1
        for x in range(pairs[first, 1], pairs[last - 1, 1] + 1):
            used_b[x] = 1
        if count == len(blocks):
            blocks = longer(blocks, count, 2 * count)
        if used_rows + m > len(kept):
            kept = longer(kept, used_rows, 2 * (used_rows + m))
        for x in range(m):
            for side in range(3):
                kept[used_rows + x, side] = pairs[first + x, side]
        blocks[count, 0], blocks[count, 1] = used_rows, used_rows + m
        used_rows += m
        count += 1
    trim_blocks(blocks, kept, count, len(a), len(b))
    left = np.int64(0)
    for c in range(count):
        first, last = blocks[c, 0], blocks[c, 1]
        if last - first < min_words:
            continue
        width = 1 + max(kept[last - 1, 0] - kept[first, 0], kept[last - 1, 1] - kept[first, 1])
        if last - first >= density * width:
            blocks[left, 0], blocks[left, 1] = first, last
            left += 1
    return blocks, kept, left

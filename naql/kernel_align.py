"""The hot loops over two texts: seeds on diagonals, chains, extension, gaps, runs.

Method: seed-and-extend as in BLAST (Altschul et al. 1990) on word n-grams, with colinear chaining
between seeds and a longest common subsequence in the gaps. Words are compared by key; the runs then
tell printed, folded and key apart. Same conventions as `naql.kernel`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from naql.kernel import (
    END,
    FOLDED,
    FORMULA,
    GAP,
    GRAM_BASE,
    KEY,
    LETTERS,
    PRINTED,
    START,
    ZERO,
    mix,
    power_of,
)

Array = Any
Int = Any

SAME, SPELLING, PUNCTUATION, REWORDED, ADDED, DROPPED_RUN = (np.int64(op) for op in range(6))
OPS = ("same", "spelling", "punctuation", "reworded", "added", "dropped")

SEED_CAP = 16  # occurrences of one n-gram tried per place: bounds the work on repetitive texts
LOOK_BACK = 64  # segments a chain may reach back over
CORE, EXTENSION = 0, 1  # third column of a word pair
GAP_COST = 0.2  # per word of the longer gap: a lone trigram 15 words off earns nothing (at .05 blocks ran on)
DRIFT_COST = 0.1  # per word by which the gaps differ
MATCH, BOTH, ONE_SIDE = 2, 2, 1  # an extension wins 2 a match and pays for words passed over
GAIN = 2  # and must gain so much, or the block ends where it was
JOIN_MAX = 3  # words that may be written as one: «عبد الله» / «عبدالله», «لـ«وقف»» / «لوقف»


def longer(rows: Array, used: Int, size: Int) -> Array:
    """A table of `size` rows that begins with the first `used` of `rows`."""
    bigger = np.empty((size, rows.shape[1]), np.int64)
    for i in range(used):
        for x in range(rows.shape[1]):
            bigger[i, x] = rows[i, x]
    return bigger


def at(p: Array, row: Int, column: Int) -> Int:
    """A cell of p as int64, so that each kernel is compiled for one type only."""
    return np.int64(p[row, column])


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
            gap_a = segments[q, 0] - segments[r, 0] - segments[r, 2]
            gap_b = segments[q, 1] - segments[r, 1] - segments[r, 2]
            if (
                gap_a > gap
                or gap_b > gap
                or segments[q, 0] <= segments[r, 0]
                or segments[q, 1] <= segments[r, 1]
            ):
                continue
            overlap = max(0, max(-gap_a, -gap_b))
            if overlap >= segments[q, 2]:
                continue
            s = score[r] + segments[q, 2] - overlap
            s -= DRIFT_COST * abs(gap_a - gap_b) + GAP_COST * max(0, max(gap_a, gap_b))
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

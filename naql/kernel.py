"""The hot loops over words, written once as plain functions over numpy arrays.

`naql.jit` compiles them with numba. Uncompiled they give the same answers some hundred times
slower, which is quick enough for two articles, so `naql compare` needs no compiler. Every constant
is a np.uint64 where the other operand is: numba would make a float of uint64 and int64.

A text's words are two arrays: `w[n, 4]` uint64 (key, folded, printed, gap: hashes of the seeding
key, the folded word, the ways the printed word departs from it, and the characters up to the next) and
`p[n, 4]` int32 (start, end in code points, folded letters, 1 if inside a formula).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from naql.text import (
    ARABIC,
    DIGIT,
    DROPPED,
    EXPANDS,
    EXTENDS,
    HAMZA,
    HAMZA_MARK,
    KEY_LETTERS_LEFT,
    POINT,
    POINT_MARK,
    PREFIX_MAX,
    SEPARATOR,
    SINGLE,
    WAW,
    YEH,
)

Array = Any  # numpy arrays; numba infers the types
Int = Any  # Python's int or numpy's

AROUND = 6  # runs around a fingerprint: 5 + 6 - 1 words, those of the shortest passage
KEY, FOLDED, PRINTED, GAP = 0, 1, 2, 3
START, END, LETTERS, FORMULA = 0, 1, 2, 3

BASE = np.uint64(0x9E3779B97F4A7C15)  # of the polynomial hashes; odd, so that no letter is lost
GRAM_BASE = np.uint64(0xD6E8FEB86659FD93)
MIX_1, MIX_2, SHIFT = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53), np.uint64(33)
ZERO, ONE = np.uint64(0), np.uint64(1)
LOW_BITS = 63  # of a first letter: which group of clitics it may begin
NOT_PLAIN = ~(POINT | ARABIC)  # entries of letters the inner loop takes have no other bit
PLAIN_AFTER = DIGIT | SINGLE  # after these the next letter may begin a new word
THOUSANDS_COMMA, THOUSANDS_MARK, FULL_STOP = 0x2C, 0x66C, 0x2E


def mix(h: Any) -> Any:
    """The finaliser of MurmurHash3 (Appleby): spreads a polynomial hash over all 64 bits."""
    h ^= h >> SHIFT
    h *= MIX_1
    h ^= h >> SHIFT
    h *= MIX_2
    return h ^ (h >> SHIFT)


def decode(buffer: Array, i: Int) -> tuple[Int, Int]:
    """The code point that starts at byte i of UTF-8, and where the next one starts."""
    c = np.int64(buffer[i])
    if c < 0x80:
        return c, i + 1
    if c < 0xE0:
        return ((c & 0x1F) << 6) | (np.int64(buffer[i + 1]) & 0x3F), i + 2
    low = (np.int64(buffer[i + 1]) & 0x3F) << 6 | (np.int64(buffer[i + 2]) & 0x3F)
    if c < 0xF0:
        return ((c & 0x0F) << 12) | low, i + 3
    return ((c & 0x07) << 18) | (low << 6) | (np.int64(buffer[i + 3]) & 0x3F), i + 4


def digits_after(buffer: Array, i: Int, end: Int, entries: Array) -> Int:
    """How many digits follow byte i (at most four), looking through dropped characters."""
    count = 0
    while i < end and count < 4:
        c, i = decode(buffer, i)
        entry = np.int64(entries[c])
        if entry & DIGIT:
            count += 1
        elif entry != DROPPED and entry != HAMZA_MARK:
            break
    return count


def key_hash(folded: Any, letters: Int, first: Array, prefixes: Array, groups: Array) -> Any:
    """The hash of a word's key: its folded hash without the longest clitic that fits.

    Row r of `prefixes` is a clitic, padded with 0; `groups[x]:groups[x + 1]` are the rows whose first
    letter has the low bits x, longest first: half of all words begin with no clitic's letter.
    """
    low = first[0] & LOW_BITS
    for r in range(groups[low], groups[low + 1]):
        n, fits, h = 0, True, ZERO
        while n < PREFIX_MAX and prefixes[r, n] != 0:
            if prefixes[r, n] != first[n]:
                fits = False
                break
            h = h * BASE + np.uint64(first[n])
            n += 1
        if fits and letters - n >= KEY_LETTERS_LEFT:
            return mix(folded - h * power_of(letters - n))
    return mix(folded)


def grown(w: Array, p: Array, need: Int) -> tuple[Array, Array]:
    """w and p with room for `need` rows, contents kept."""
    if need <= len(w):
        return w, p
    size = max(need, 2 * len(w))
    bigger_w, bigger_p = np.empty((size, 4), np.uint64), np.empty((size, 4), np.int32)
    for i in range(len(w)):  # a slice would do, and cost six seconds of compiling its error message
        for x in range(4):
            bigger_w[i, x], bigger_p[i, x] = w[i, x], p[i, x]
    return bigger_w, bigger_p


def power_of(letters: Int) -> Any:
    """BASE to the number of letters."""
    power = ONE
    for _ in range(letters):
        power *= BASE
    return power


def close_word(
    w: Array,
    p: Array,
    n: Int,
    start: Int,
    end: Int,
    letters: Int,
    folded: Any,
    odd: Any,
    first: Array,
    prefixes: Array,
    groups: Array,
) -> None:
    """Write a word to row n. `odd` is the hash of the characters that print otherwise than they fold."""
    w[n, KEY] = key_hash(folded, letters, first, prefixes, groups)
    w[n, FOLDED] = folded
    w[n, PRINTED] = odd
    w[n, GAP] = ZERO
    p[n, START], p[n, END], p[n, LETTERS], p[n, FORMULA] = start, end, letters, 0


def exception(odd: Any, offset: Int, c: Int) -> Any:
    """`odd` with one more character that is not its own fold, `offset` characters into the word."""
    return odd * BASE + np.uint64((offset << 21) + c + 1)


def words(
    buffer: Array,
    begin: Int,
    end: Int,
    entries: Array,
    starts: Array,
    points: Array,
    prefixes: Array,
    groups: Array,
    w: Array,
    p: Array,
    n: Int,
) -> tuple[Array, Array, Int]:
    """Append the words of the text in bytes [begin, end) to w and p from row n; the twin of `text.words`.

    Returns (w, p, the new n): both arrays grow as needed. Plain letters and separators, nearly all
    characters, are taken first; what is neither goes the long way.
    """
    w, p = grown(w, p, n + (end - begin) // 8 + 8)
    first = np.zeros(PREFIX_MAX, np.int64)
    base_row = n
    open_word, digit_before = False, False
    start, letters, last, last_letter = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    folded, odd, gap = ZERO, ZERO, ZERO
    i, at = np.int64(begin), np.int64(0)
    while i <= end:
        c, nxt, entry = np.int64(0), i + 1, np.int64(SEPARATOR)
        if i < end:
            c, nxt = decode(buffer, i)
            entry = np.int64(entries[c])
        if not open_word and (entry & NOT_PLAIN) == 0 and entry > DROPPED:
            if n > base_row:
                w[n - 1, GAP] = gap
            open_word = True
            start, letters, last = at, np.int64(0), entry
            folded, odd = ZERO, ZERO
        if open_word and (last & PLAIN_AFTER) == 0:
            while (entry & NOT_PLAIN) == 0 and entry > DROPPED:
                last = entry
                last_letter = entry & POINT
                folded = folded * BASE + np.uint64(last_letter)
                if letters < PREFIX_MAX:
                    first[letters] = last_letter
                letters += 1
                if last_letter != c:
                    odd = exception(odd, at - start, c)
                i = nxt
                at += 1
                digit_before = False
                if i >= end:
                    c, nxt, entry = np.int64(0), i + 1, np.int64(SEPARATOR)
                    break
                c, nxt = decode(buffer, i)
                entry = np.int64(entries[c])
        if entry == SEPARATOR:
            if open_word:
                if n >= len(w):
                    w, p = grown(w, p, n + 1)
                close_word(w, p, n, start, at, letters, folded, odd, first, prefixes, groups)
                n += 1
                open_word = False
                gap = ZERO
            gap = gap * BASE + np.uint64(c + 1)
            digit_before = False
            i = nxt
            at += 1
            continue
        few, many, expanded = np.int64(0), np.int64(1), 0
        if entry & EXPANDS:
            few, many, expanded = np.int64(starts[entry & POINT]), np.int64(starts[(entry & POINT) + 1]), 1
            digit_before = False
        elif entry & POINT_MARK:
            digits = digits_after(buffer, nxt, end, entries) if digit_before else 0
            if digits == 0:
                entry = np.int64(SEPARATOR)
            elif digits == 3 and (c == THOUSANDS_COMMA or c == THOUSANDS_MARK):
                entry = np.int64(DROPPED)
            else:
                entry = np.int64(FULL_STOP)
        if not expanded and entry != DROPPED and entry != HAMZA_MARK:
            digit_before = (entry & DIGIT) != 0
        belongs = False  # whether this character stands in a word
        for e in range(few, many):
            if expanded:
                entry = np.int64(points[e])
            if entry == DROPPED:
                continue
            if entry & HAMZA_MARK:
                if open_word and (last_letter == WAW or last_letter == YEH):
                    folded += np.uint64(HAMZA) - np.uint64(last_letter)
                    if letters <= PREFIX_MAX:
                        first[letters - 1] = HAMZA
                    last_letter = np.int64(HAMZA)
                continue
            closes = entry == SEPARATOR or (not open_word and (entry & EXTENDS) != 0)
            if open_word and (closes or ends_before(entry, last)):
                if n >= len(w):
                    w, p = grown(w, p, n + 1)
                if closes and expanded:
                    odd = exception(odd, at - start, c)
                    belongs = True
                close_word(
                    w,
                    p,
                    n,
                    start,
                    at + expanded if closes else at,
                    letters,
                    folded,
                    odd,
                    first,
                    prefixes,
                    groups,
                )
                n += 1
                open_word = False
                gap = ZERO
            if closes:
                continue
            if not open_word:
                if n > base_row:
                    w[n - 1, GAP] = gap
                open_word = True
                start, letters = at, np.int64(0)
                folded, odd = ZERO, ZERO
            last_letter = entry & POINT
            if letters < PREFIX_MAX:
                first[letters] = last_letter
            letters += 1
            folded = folded * BASE + np.uint64(last_letter)
            if not entry & EXTENDS:
                last = entry
        if open_word:
            if c != last_letter or expanded or entry <= DROPPED:
                odd = exception(odd, at - start, c)
        elif not belongs:
            gap = gap * BASE + np.uint64(c + 1)
        i = nxt
        at += 1
    return w, p, n


def ends_before(entry: Int, last: Int) -> bool:
    """Whether a word ends between a character of entry `last` and one of `entry`."""
    if entry & EXTENDS:
        return False
    if (entry & DIGIT) != 0 and (last & ARABIC) != 0:
        return True
    if (entry & ARABIC) != 0 and (last & DIGIT) != 0:
        return True
    return bool((entry | last) & SINGLE)


def words_of_texts(
    buffer: Array,
    bounds: Array,
    entries: Array,
    starts: Array,
    points: Array,
    prefixes: Array,
    groups: Array,
    w: Array,
    p: Array,
) -> tuple[Array, Array, Array]:
    """`words` for the texts between consecutive `bounds` of a UTF-8 buffer: (w, p, row offsets)."""
    offsets = np.zeros(len(bounds), np.int64)
    n = np.int64(0)
    for t in range(len(bounds) - 1):
        w, p, n = words(buffer, bounds[t], bounds[t + 1], entries, starts, points, prefixes, groups, w, p, n)
        offsets[t + 1] = n
    return w, p, offsets


def fingerprints(w: Array, begin: Int, end: Int, k: Int, window: Int, out: Array) -> Int:
    """Winnowed k-gram fingerprints of the keys in rows [begin, end) (Schleimer et al. 2003).

    Fills rows of `out[., 2 + AROUND]` uint64: fingerprint, word position, and the hashes of the AROUND
    runs of k + AROUND - 1 words that contain the k-gram (0 where the text ends first). The minimum of
    each window is taken, the rightmost of equals; a text too short for one window keeps its minimum; a row
    that repeats an earlier one of this text (same fingerprint and same surroundings) is left out.
    Returns the number of rows; `out` needs one row for each k-gram.
    """
    grams, wide_words = end - begin - k + 1, k + AROUND - 1
    if grams <= 0:
        return 0
    g, wide = np.empty(grams, np.uint64), np.zeros(grams + AROUND - 1, np.uint64)
    drop_k, drop_wide = ONE, ONE
    for _ in range(k):
        drop_k *= GRAM_BASE
    for _ in range(wide_words):
        drop_wide *= GRAM_BASE
    h, hw = ZERO, ZERO
    for i in range(end - begin):
        h = h * GRAM_BASE + w[begin + i, KEY]
        hw = hw * GRAM_BASE + w[begin + i, KEY]
        if i >= k:
            h -= w[begin + i - k, KEY] * drop_k
        if i >= k - 1:
            g[i - k + 1] = mix(h)
        if i >= wide_words:
            hw -= w[begin + i - wide_words, KEY] * drop_wide
        if i >= wide_words - 1:
            wide[i - k + 1] = mix(hw) | ONE  # at the place where it begins, plus AROUND - 1
    size = 16
    while size < 2 * grams:
        size *= 2
    seen = np.zeros(size, np.uint64)
    n, lowest, previous = 0, -1, -1
    width = min(window, grams)
    for i in range(grams):
        if lowest < 0 or lowest <= i - window:
            lowest = max(0, i - window + 1)
            for j in range(lowest + 1, i + 1):
                if g[j] <= g[lowest]:
                    lowest = j
        elif g[i] <= g[lowest]:
            lowest = i
        if i < width - 1 or lowest == previous:
            continue
        previous = lowest
        h = g[lowest]
        for x in range(AROUND):
            h = mix(h * GRAM_BASE + wide[lowest + x])
        h |= ONE
        slot = np.int64(h & np.uint64(size - 1))
        while seen[slot] != ZERO and seen[slot] != h:
            slot = (slot + 1) & (size - 1)
        if seen[slot] == h:
            continue
        seen[slot] = h
        out[n, 0], out[n, 1] = g[lowest], np.uint64(lowest)
        for x in range(AROUND):
            out[n, 2 + x] = wide[lowest + x]
        n += 1
    return n


def fingerprint_texts(w: Array, text_offsets: Array, k: Int, window: Int) -> tuple[Array, Array]:
    """`fingerprints` of every text: (rows, number of the text of each row)."""
    out = np.empty((len(w) + 1, 2 + AROUND), np.uint64)
    text = np.empty(len(w) + 1, np.int32)
    n = 0
    for t in range(len(text_offsets) - 1):
        m = fingerprints(w, text_offsets[t], text_offsets[t + 1], k, window, out[n:])
        for x in range(m):
            text[n + x] = t
        n += m
    return out[:n].copy(), text[:n].copy()


def union_find(one: Array, other: Array, count: Int) -> Array:
    """For each of `count` nodes the smallest node it is connected with by the edges (one[i], other[i])."""
    parent = np.arange(count)
    for e in range(len(one)):
        a, b = one[e], other[e]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for a in range(count):
        parent[a] = parent[parent[a]]
    return parent

"""Where two texts that share a passage differ: the smallest stretches of words and marks on both sides.

The aligner's runs say which stretches are printed the same. Whatever stands between two of them is
aligned again here, token by token and marks included, by a score that likes similar words, so that a
dropped phrase does not tear its neighbours apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from naql.columns import SAME, Column, islands
from naql.model import Alignment
from naql.sentences import Token, sentences, tokens

ISLAND = 2  # same words between two differing stretches that are aligned again with them
EDGE = 8  # words at a block's edges, up to the end of their sentence, that are told as a difference
LEADS = frozenset(":-–—ـ")  # what ends a byline or dateline
GAP, GAP_LONG = 8, 16  # words between two blocks, on the shorter and longer side, that join them
AKIN, AKIN_LONG = 0.3, 40  # share of the shorter side's words that both have, in so many words, that do too


class Stretch(NamedTuple):
    """Token ranges of a block, after its edges were moved to the sentences', and its columns."""

    left: int
    left_end: int
    right: int
    right_end: int
    columns: tuple[Column, ...]


class Side(NamedTuple):
    """One text as tokens, with the numbers of the tokens that begin a sentence (the count last).

    `clauses` are token ranges of reporting clauses: however long, they belong to the passage they report.
    """

    tokens: list[Token]
    starts: list[int]
    clauses: Sequence[tuple[int, int]] = ()


def stretches(left: Side, right: Side, blocks: Sequence[Alignment], first: tuple[int, int]) -> list[Stretch]:
    """The blocks as stretches of columns, in the order of the left text.

    `first` are the tokens before which no block is widened (after a dateline's credit).
    """
    found = []
    for group in _joined_blocks(left, right, blocks):
        inner = _inner(left, right, group)
        found.append(inner)
    widened = [_widened(left, right, found, at, first) for at in range(len(found))]
    return [
        Stretch(*ranges, tuple(_columns(left.tokens, right.tokens, ranges, stretch.columns)))
        for ranges, stretch in zip(widened, found, strict=True)
    ]


def whole(left: Side, right: Side, blocks: Sequence[Alignment]) -> Stretch:
    """Two texts from end to end as one stretch; the blocks that rise in both texts hold them together."""
    rising = [block for block in blocks if not block.moved]
    same = _inner(left, right, rising).columns if rising else ()
    ranges = (0, len(left.tokens), 0, len(right.tokens))
    return Stretch(*ranges, tuple(_columns(left.tokens, right.tokens, ranges, same)))


def side(text: str) -> Side:
    """A text as tokens and the beginnings of its sentences."""
    read = tokens(text)
    return Side(read, [start for start, _ in sentences(text, read)] + [len(read)])


def _joined_blocks(left: Side, right: Side, blocks: Sequence[Alignment]) -> Iterator[list[Alignment]]:
    """Blocks in order; those with a short gap on both sides come together."""
    group: list[Alignment] = []
    for block in sorted(blocks, key=lambda b: (b.left_start, b.left_end, b.right_start)):
        if group:
            last = group[-1]
            gaps = (
                _words_between(left.tokens, last.left_end, block.left_start),
                _words_between(right.tokens, last.right_end, block.right_start),
            )
            if last.moved == block.moved and _joined(*gaps):
                group.append(block)
                continue
            yield group
        group = [block]
    if group:
        yield group


def _words_between(tokens: list[Token], start: int, end: int) -> list[str] | None:
    """The folded words from one offset to the other; None where the second comes first."""
    return _words(tokens[first_at(tokens, start) : first_at(tokens, end)]) if start <= end else None


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.folded for token in tokens if token.word]


def _joined(one: list[str] | None, other: list[str] | None) -> bool:
    """Whether what stands between two blocks is short, or says much of the same."""
    if one is None or other is None:
        return False
    shorter, longer = sorted((len(one), len(other)))
    return (shorter <= GAP and longer <= GAP_LONG) or _akin(one, other)


def _akin(one: list[str], other: list[str]) -> bool:
    """Whether two short lists of words have many in common."""
    shorter, longer = sorted((len(one), len(other)))
    shared = (Counter(one) & Counter(other)).total() if longer <= AKIN_LONG else 0
    return shared > 0 and shared >= AKIN * shorter


def first_at(tokens: Sequence[Token], offset: int) -> int:
    """The number of the first token that begins at or after an offset."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _inner(left: Side, right: Side, group: Sequence[Alignment]) -> Stretch:
    """The token ranges of a group of blocks, with one `same` column for each run printed the same."""
    same = []
    for block in group:
        for run in block.runs:
            if run.op != SAME:
                continue
            a, a_end = first_at(left.tokens, run.left_start), _last_at(left.tokens, run.left_end)
            b, b_end = first_at(right.tokens, run.right_start), _last_at(right.tokens, run.right_end)
            if a < a_end and _alike(left.tokens[a:a_end], right.tokens[b:b_end]):
                same.append(Column(SAME, a, a_end, b, b_end))
    return Stretch(
        first_at(left.tokens, group[0].left_start),
        _last_at(left.tokens, group[-1].left_end),
        first_at(right.tokens, group[0].right_start),
        _last_at(right.tokens, group[-1].right_end),
        tuple(same),
    )


def _last_at(tokens: Sequence[Token], offset: int) -> int:
    """The number of the first token that does not end at or before an offset."""
    at = first_at(tokens, offset)
    return at - 1 if at and tokens[at - 1].end > offset else at


def _alike(one: Sequence[Token], other: Sequence[Token]) -> bool:
    return len(one) == len(other) and all(x.printed == y.printed for x, y in zip(one, other, strict=True))


def _widened(
    left: Side, right: Side, found: Sequence[Stretch], at: int, first: tuple[int, int]
) -> tuple[int, int, int, int]:
    """A stretch's ranges moved out to the edges of its sentences, if few words stand there."""
    me = found[at]
    others = [s for i, s in enumerate(found) if i != at]
    a = _start_of(left, me.left, max([first[0], *(s.left_end for s in others if s.left_end <= me.left)]))
    b = _start_of(right, me.right, max([first[1], *(s.right_end for s in others if s.right_end <= me.right)]))
    low = _end_of(left, me.left_end, [s.left for s in others if s.left >= me.left_end])
    high = _end_of(right, me.right_end, [s.right for s in others if s.right >= me.right_end])
    a, b = _after_byline(left, a, me.left), _after_byline(right, b, me.right)
    if not _told(left, a, me.left, right, b, me.right):
        a, b = me.left, me.right
    if not _told(left, me.left_end, low, right, me.right_end, high):
        low, high = me.left_end, me.right_end
    return a, low, b, high


def _after_byline(side: Side, start: int, end: int) -> int:
    """Where the words before a passage begin, at the very beginning without a byline: «Cairo, Reuters -».

    A reporting clause is none: «The minister said:».
    """
    if start:
        return start
    said = min((low for low, high in side.clauses if low < end), default=end)
    return max((n + 1 for n in range(min(said, end)) if side.tokens[n].printed in LEADS), default=start)


def _told(left: Side, a: int, a_end: int, right: Side, b: int, b_end: int) -> bool:
    """Whether the rest of a sentence at the edge of a passage is short, or says much of the same."""
    if max(_beside(left, a, a_end), _beside(right, b, b_end)) <= EDGE:
        return True
    return _akin(_words(left.tokens[a:a_end]), _words(right.tokens[b:b_end]))


def _beside(side: Side, start: int, end: int) -> int:
    """How many words of a range stand in no reporting clause."""
    inside = {n for low, high in side.clauses for n in range(max(low, start), min(high, end))}
    return sum(side.tokens[n].word and n not in inside for n in range(start, end))


def _start_of(side: Side, at: int, floor: int) -> int:
    """Where the sentence of a token begins, but not before `floor`."""
    return max(floor, max((s for s in side.starts if s <= at), default=0)) if at >= floor else at


def _end_of(side: Side, at: int, ceilings: Sequence[int]) -> int:
    """Where the sentence of the token before `at` ends, but not after any of `ceilings`."""
    if at in side.starts:
        return at
    return min([next((s for s in side.starts if s > at), len(side.tokens)), *ceilings])


def _columns(
    left: list[Token], right: list[Token], ranges: tuple[int, int, int, int], same: Sequence[Column]
) -> Iterator[Column]:
    """The columns of a stretch: those printed the same one by one, and the rest aligned again."""
    i, i_end, j, j_end = ranges
    for column in _anchors(left, same, i, j):
        yield from islands(left, right, i, column.left, j, column.right)
        for step in range(column.left_end - column.left):
            yield Column(
                SAME, column.left + step, column.left + step + 1, column.right + step, column.right + step + 1
            )
        i, j = column.left_end, column.right_end
    yield from islands(left, right, i, i_end, j, j_end)


def _anchors(left: list[Token], same: Sequence[Column], i: int, j: int) -> Iterator[Column]:
    """The `same` columns that rise on both sides and are more than a stray word between differences."""
    for column in same:
        if column.left < i or column.right < j:
            continue
        words = sum(t.word for t in left[column.left : column.left_end])
        edges = column.left == i and column.right == j
        if words > ISLAND or edges:
            yield column
            i, j = column.left_end, column.right_end

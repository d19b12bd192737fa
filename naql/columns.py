"""Two lists of tokens side by side: which stand for which, by the best score of same and similar ones.

A global alignment with affine gaps (O. Gotoh, "An improved algorithm for matching biological sequences",
Journal of Molecular Biology 162, 1982), where a few words may also stand for one written together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from naql.sentences import Token
from naql.word_forms import joins, likeness

CELLS = 40_000  # of one table; larger ranges keep what is the same at their ends, and the rest differs
SAME, SPELLED, JOINED, LIKE, OTHER, MARKS = "same", "spelled", "joined", "like", "other", "marks"
RESUME = 0.9  # what a match after a difference costs, so that matches keep together


class Column(NamedTuple):
    """Tokens `left:left_end` beside tokens `right:right_end`.

    `op` is `same`, `spelled` (same when folded), `joined` (same when written as one word), `like`
    (similar), `other`, or `marks` (no words, and not the same marks).
    """

    op: str
    left: int
    left_end: int
    right: int
    right_end: int


def islands(
    left: list[Token], right: list[Token], i: int, i_end: int, j: int, j_end: int
) -> Iterator[Column]:
    """Two token ranges as columns, by the best score of same and similar tokens in order."""
    if (i_end - i) * (j_end - j) > CELLS:
        yield from _plain(left, right, i, i_end, j, j_end)
        return
    if i == i_end or j == j_end:
        if i < i_end or j < j_end:
            yield from _one_sided(left, right, i, i_end, j, j_end)
        return
    for op, a, a_end, b, b_end in _best(left[i:i_end], right[j:j_end]):
        yield Column(op, i + a, i + a_end, j + b, j + b_end)


def _plain(left: list[Token], right: list[Token], i: int, i_end: int, j: int, j_end: int) -> Iterator[Column]:
    """Two ranges too large for the table: what is the same at both ends, and one difference between."""
    while i < i_end and j < j_end and left[i].printed == right[j].printed:
        yield Column(SAME, i, i + 1, j, j + 1)
        i, j = i + 1, j + 1
    tail = 0
    while (
        i < i_end - tail
        and j < j_end - tail
        and left[i_end - 1 - tail].printed == right[j_end - 1 - tail].printed
    ):
        tail += 1
    yield from _one_sided(left, right, i, i_end - tail, j, j_end - tail)
    for step in range(tail, 0, -1):
        yield Column(SAME, i_end - step, i_end - step + 1, j_end - step, j_end - step + 1)


def _one_sided(
    left: list[Token], right: list[Token], i: int, i_end: int, j: int, j_end: int
) -> Iterator[Column]:
    """Every token of both ranges as a column of its own, the left ones first."""
    for at in range(i, i_end):
        yield Column(OTHER if left[at].word else MARKS, at, at + 1, j, j)
    for at in range(j, j_end):
        yield Column(OTHER if right[at].word else MARKS, i_end, i_end, at, at + 1)


_Step = tuple[str, int, int]  # op, tokens of the left, tokens of the right


def _steps(left: list[Token], right: list[Token], i: int, j: int) -> Iterator[tuple[float, _Step]]:
    """What may end at (i, j) and pairs tokens, each with its score."""
    one, other = left[i - 1], right[j - 1]
    if one.word != other.word:
        return
    if not one.word:
        yield (1.0, (SAME, 1, 1)) if one.printed == other.printed else (0.4, (MARKS, 1, 1))
        return
    if one.printed == other.printed:
        yield 4.0 + min(len(one.folded), 6) / 4, (SAME, 1, 1)
        return
    if one.folded == other.folded:
        yield 4.0 + min(len(one.folded), 6) / 4, (SPELLED, 1, 1)
        return
    score = likeness(one.folded, other.folded)
    if score > 0:
        yield 1.0 + 3.0 * score, (LIKE, 1, 1)
    for m, n in joins(left, right, i, j):
        yield 4.5, (JOINED, m, n)


def _best(left: list[Token], right: list[Token]) -> list[Column]:
    """The columns of the best path; a new match after a difference costs, so that matches keep together."""
    height, width = len(left) + 1, len(right) + 1
    match = [[float("-inf")] * width for _ in range(height)]
    rest = [[float("-inf")] * width for _ in range(height)]
    back: dict[tuple[int, int], tuple[_Step, bool]] = {}
    before: dict[tuple[int, int], tuple[_Step, bool]] = {}
    match[0][0] = 0.0
    for i in range(height):
        for j in range(width):
            for step in ((OTHER, 1, 0), (OTHER, 0, 1)):
                a, b = i - step[1], j - step[2]
                if a < 0 or b < 0:
                    continue
                for closed, score in ((True, match[a][b]), (False, rest[a][b])):
                    if score > rest[i][j]:
                        rest[i][j], before[i, j] = score, (step, closed)
            if not i or not j:
                continue
            for gain, pair in _steps(left, right, i, j):
                a, b = i - pair[1], j - pair[2]
                for closed, score in ((True, match[a][b] + gain), (False, rest[a][b] + gain - RESUME)):
                    if score > match[i][j]:
                        match[i][j], back[i, j] = score, (pair, closed)
    return _path(left, right, match, rest, back, before)


def _path(
    left: list[Token],
    right: list[Token],
    match: list[list[float]],
    rest: list[list[float]],
    back: dict[tuple[int, int], tuple[_Step, bool]],
    before: dict[tuple[int, int], tuple[_Step, bool]],
) -> list[Column]:
    i, j = len(left), len(right)
    closed = match[i][j] >= rest[i][j]
    path = []
    while i or j:
        (op, m, n), closed = (back if closed else before)[i, j]
        token = left[i - 1] if m else right[j - 1]
        if op == OTHER and not token.word:
            op = MARKS
        path.append(Column(op, i - m, i, j - n, j))
        i, j = i - m, j - n
    return path[::-1]

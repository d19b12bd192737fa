"""The smallest differences of a shared stretch: which words, marks or moved phrases became which."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from naql.columns import JOINED, LIKE, MARKS, OTHER, SAME, SPELLED, Column
from naql.sentences import Token
from naql.stretches import Stretch
from naql.word_forms import same_word

MOVED = "moved"
MOVED_WORDS, MOVED_LETTERS = 2, 8  # of a stretch that moved, at least
SENTENCE = 4  # words that make a dropped sentence a difference of its own
STOPS = frozenset(".!?؟…۔")
QUOTES = "\"'`"


class Difference(NamedTuple):
    """Tokens `left:left_end` that became `right:right_end`; one of the two may be empty.

    `op` is `spelled`, `joined`, `marks`, `moved`, or `other`; `columns` are its parts. A moved stretch
    stands elsewhere on the right, so its right range lies outside the order of the others.
    """

    op: str
    left: int
    left_end: int
    right: int
    right_end: int
    columns: tuple[Column, ...]


def differences(
    stretch: Stretch, left: list[Token], right: list[Token], *, order: bool = True
) -> list[Difference]:
    """The smallest differences of a stretch that leave no other words between them, in order.

    Without `order`, words that moved are dropped in one place and added in the other.
    """
    moved = _moved(stretch.columns, left, right) if order else []
    taken = {n for d in moved for n, c in enumerate(stretch.columns) if _inside(c, d)}
    found = list(moved)
    held: list[Column] = []
    for number, column in enumerate(stretch.columns):
        if column.op == SAME or number in taken:
            found += grouped(held, left, right)
            held = []
        else:
            held.append(column)
    found += grouped(held, left, right)
    return sorted(found, key=lambda d: (d.left, d.left_end, d.right))


def _inside(column: Column, moved: Difference) -> bool:
    """Whether a one-sided column belongs to a moved stretch."""
    if column.left < column.left_end:
        return column.op != SAME and moved.left <= column.left < moved.left_end
    return moved.right <= column.right < moved.right_end


def _moved(columns: Sequence[Column], left: list[Token], right: list[Token]) -> list[Difference]:
    """Runs of words that stand on the left only and, elsewhere, on the right only."""
    sides: tuple[list[int], list[int]] = ([], [])
    for column in columns:
        if column.op == OTHER:
            only_left = column.left < column.left_end
            sides[not only_left].append(column.left if only_left else column.right)
    runs: list[Difference] = []
    for a, a_end in _runs_of(sides[0]):
        for b, b_end in _runs_of(sides[1]):
            i, j, length = _common(left[a:a_end], right[b:b_end])
            words = left[a + i : a + i + length]
            letters = sum(len(w.folded) for w in words)
            counted = any(w.folded.isdigit() for w in words)  # a number and its thing: «9 villages»
            if length >= MOVED_WORDS and (counted or letters >= MOVED_LETTERS):
                runs.append(Difference(MOVED, a + i, a + i + length, b + j, b + j + length, ()))
    runs.sort(key=lambda d: (d.left - d.left_end, d.left, d.right))
    kept: list[Difference] = []
    for run in runs:
        if all(_apart(run, other) for other in kept):
            kept.append(run)
    return kept


def _apart(one: Difference, other: Difference) -> bool:
    return (one.left_end <= other.left or other.left_end <= one.left) and (
        one.right_end <= other.right or other.right_end <= one.right
    )


def _runs_of(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers as ranges."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at


def _common(one: Sequence[Token], other: Sequence[Token]) -> tuple[int, int, int]:
    """The longest run of words that two lists share, folded: (first in one, first in other, length)."""
    best = (0, 0, 0)
    lengths = [0] * (len(other) + 1)
    for i, x in enumerate(one):
        corner = 0
        for j, y in enumerate(other, 1):
            corner, lengths[j] = lengths[j], corner + 1 if x.folded == y.folded else 0
            if lengths[j] > best[2]:
                best = (i + 1 - lengths[j], j - lengths[j], lengths[j])
    return best


def grouped(columns: list[Column], left: list[Token], right: list[Token]) -> list[Difference]:
    """Neighbouring columns as differences: a word's spelling alone, marks together, other words together.

    No column may be printed the same on both sides.
    """
    found: list[Difference] = []
    held: list[Column] = []
    for column in columns:
        op = _own_op(column, left, right)
        if op in (SPELLED, JOINED):
            found += _sentencewise(held, left, right)
            found.append(_difference(op, [column]))
            held = []
        else:
            held.append(column)
    return found + _sentencewise(held, left, right)


def _sentencewise(columns: list[Column], left: list[Token], right: list[Token]) -> list[Difference]:
    """A group cut where a sentence ends inside it, if a sentence of its own was added or dropped there."""
    for at, column in enumerate(columns):
        token = left[column.left] if column.left < column.left_end else right[column.right]
        if column.op != MARKS or token.printed not in STOPS or _initial(columns[:at], left, right):
            continue
        for cut in (at, at + 1):
            parts = (columns[:cut], columns[cut:])
            if all(any(c.op != MARKS for c in part) for part in parts) and any(map(_sentence, parts)):
                return _cut_marks(parts[0], left, right) + _sentencewise(parts[1], left, right)
    return _cut_marks(columns, left, right)


def _initial(columns: Sequence[Column], left: list[Token], right: list[Token]) -> bool:
    """Whether the last of some columns is a single letter: a stop after it abbreviates, and ends nothing."""
    if not columns:
        return False
    last = columns[-1]
    token = left[last.left_end - 1] if last.left < last.left_end else right[last.right_end - 1]
    return token.word and len(token.folded) == 1 and not token.folded.isdigit()


def _sentence(columns: Sequence[Column]) -> bool:
    """Whether columns are words of one side only, enough to be a statement of their own."""
    words = [c for c in columns if c.op != MARKS]
    return (
        len(words) >= SENTENCE and len({_stand(c) for c in words}) == 1 and all(c.op == OTHER for c in words)
    )


def _own_op(column: Column, left: list[Token], right: list[Token]) -> str:
    if column.op == LIKE and same_word(left[column.left].folded, right[column.right].folded):
        return SPELLED
    return column.op


def _cut_marks(columns: list[Column], left: list[Token], right: list[Token]) -> list[Difference]:
    """A group of other words, with the marks at its edges that belong to it and the rest apart."""
    words = [n for n, c in enumerate(columns) if c.op != MARKS]
    if not words:
        return [_difference(MARKS, columns)] if columns else []
    low, high = words[0], words[-1] + 1
    sides = {(c.left < c.left_end, c.right < c.right_end) for c in columns[low:high] if c.op != MARKS}
    before, after = columns[:low], columns[high:]
    if len(sides) == 1 and sides <= {(True, False), (False, True)}:
        same = sides.pop()
        enclosed = before and after and all(_stand(c) == same for c in (before[-1], after[0]))
        low -= _belonging(before[::-1], same, bool(enclosed), left, right)
        high += _belonging(after, same, bool(enclosed), left, right)
    else:
        low -= _belonging(before[::-1], None, False, left, right)
    parts = [(MARKS, columns[:low]), (OTHER, columns[low:high]), (MARKS, columns[high:])]
    return [_difference(op, part) for op, part in parts if part]


def _stand(column: Column) -> tuple[bool, bool]:
    """On which sides something stands."""
    return column.left < column.left_end, column.right < column.right_end


def _belonging(
    marks: Sequence[Column],
    side: tuple[bool, bool] | None,
    enclosed: bool,
    left: list[Token],
    right: list[Token],
) -> int:
    """How many marks, from the words outward, came or went with the words.

    `side` is where words that were added or dropped stand: marks of the same side go with them, quotes
    and brackets only where they enclose them. Of replaced words (None) only commas and stops before them.
    """
    count = 0
    for column in marks:
        token = left[column.left] if column.left < column.left_end else right[column.right]
        if side is not None and _stand(column) != side:
            break
        if _encloses(token.printed) and not (enclosed and count == 0):
            break
        count += 1
    return count


def _encloses(mark: str) -> bool:
    """Whether a mark is a quotation mark, a bracket or a dash."""
    return mark in QUOTES or unicodedata.category(mark[0]) in ("Ps", "Pe", "Pi", "Pf", "Pd", "Lm")


def _difference(op: str, columns: Sequence[Column]) -> Difference:
    return Difference(
        op, columns[0].left, columns[-1].left_end, columns[0].right, columns[-1].right_end, tuple(columns)
    )

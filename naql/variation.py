"""Texts of one story laid against each other: which stretches they share, and where they differ there.

Each text is laid against a *base*, the text that shares most with the others; what the base lacks and
others share is laid against a further base, and so on. A place is a stretch of a base, a reading what a
text has there. This is the model of a critical apparatus, with one base for what stands in it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from naql.collation import meet
from naql.model import Alignment
from naql.sentences import sentences, tokens
from naql.text import Word, words

QUIET = frozenset({"same", "spelling", "punctuation"})
LONG = 5  # words left out or put in together: a gap of the text, no reading of a place
LEAST = 60  # code points (about ten words): a base that adds less is not laid out


class Edit(NamedTuple):
    """What a text has at a place of the base: its folded words, and where they stand in it."""

    start: int
    end: int
    words: tuple[str, ...]
    own_start: int
    own_end: int


@dataclass(slots=True)
class Laid:
    """One text against a base: (start, end) of the base that it has, in order, and its edits in order.

    `same` are stretches of the base that it has letter by letter: start, end, where that begins in it.
    """

    ranges: list[tuple[int, int]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    same: list[tuple[int, int, int]] = field(default_factory=list)

    def own(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the text has `start:end` of the base letter by letter."""
        at = bisect_right(self.same, (start, math.inf)) - 1
        if at < 0 or self.same[at][1] < end:
            return None
        first, _, own = self.same[at]
        return own + start - first, own + end - first

    def covered(self, start: int, end: int) -> int:
        """Code points of `start:end` that the text has."""
        at = max(0, bisect_right(self.ranges, (start, start)) - 1)
        total = 0
        while at < len(self.ranges) and self.ranges[at][0] < end:
            low, high = self.ranges[at]
            total += max(0, min(high, end) - max(low, start))
            at += 1
        return total

    def has(self, start: int, end: int) -> bool:
        """Whether the text has all of `start:end`."""
        if start < end:
            return self.covered(start, end) >= end - start
        at = bisect_left(self.ranges, (start,)) - 1
        return at >= 0 and self.ranges[at][1] > start

    def edits_within(self, start: int, end: int) -> Iterator[Edit]:
        """The edits that begin in `start:end`."""
        at = bisect_left(self.edits, (start,))
        while at < len(self.edits) and self.edits[at].start < end:
            yield self.edits[at]
            at += 1

    def edited(self, start: int, end: int) -> bool:
        """Whether an edit overlaps `start:end` (an empty stretch: stands there or spans it)."""
        for at in range(bisect_right(self.edits, (end + 1,)) - 1, -1, -1):
            edit = self.edits[at]
            if edit.end < start:
                return False
            if meet((edit.start, edit.end), (start, end)):
                return True
        return False


class Unit(NamedTuple):
    """A sentence of a base with the texts (by number, the base among them) that have half of it or more."""

    base: int
    start: int
    end: int
    words: int
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class Base:
    """A text with the others laid against it, and those of its sentences that others share."""

    text: int
    laid: Mapping[int, Laid]
    units: tuple[Unit, ...]


class _Block(NamedTuple):
    """One alignment seen from one of its sides: the base's span, the other text and its span, the runs."""

    start: int
    end: int
    other: int
    other_start: int
    other_end: int
    runs: list[tuple[str, int, int, int, int]]


def bases(texts: Sequence[str], blocks: Sequence[tuple[int, int, Alignment]]) -> list[Base]:
    """Bases of some texts, the one that shares most first; `blocks` are (left, right, alignment).

    What stands in one base is not looked at again in the next, so that no place counts twice.
    """
    free = [np.ones(len(text), bool) for text in texts]
    by_text: defaultdict[int, list[_Block]] = defaultdict(list)
    for left, right, found in blocks:
        by_text[left].append(_seen(found, right, turned=False))
        by_text[right].append(_seen(found, left, turned=True))
    made = []
    while by_text:
        gains = {text: _gain(free, text, seen) for text, seen in by_text.items()}
        best = min(gains, key=lambda text: (-gains[text], text))
        if gains[best] < LEAST:
            break
        base = _base(texts, free, best, by_text.pop(best))
        if base.units:
            made.append(base)
    return made


def _seen(found: Alignment, other: int, *, turned: bool) -> _Block:
    left, right = (found.left_start, found.left_end), (found.right_start, found.right_end)
    runs = []
    for run in found.runs:
        sides = (run.left_start, run.left_end), (run.right_start, run.right_end)
        here, there = reversed(sides) if turned else sides
        runs.append((run.op, *here, *there))
    here, there = (right, left) if turned else (left, right)
    return _Block(*here, other, *there, runs)


def _gain(free: list[NDArray[np.bool_]], text: int, seen: Sequence[_Block]) -> int:
    """Code points of other texts, not laid out yet, that a base would lay out."""
    total = 0
    for block in seen:
        here = int(free[text][block.start : block.end].sum())
        total += min(here, int(free[block.other][block.other_start : block.other_end].sum()))
    return total


def _base(texts: Sequence[str], free: list[NDArray[np.bool_]], text: int, seen: Sequence[_Block]) -> Base:
    """The base of a text; marks what it lays out as no longer free."""
    laid: defaultdict[int, Laid] = defaultdict(Laid)
    for block in sorted(seen, key=lambda b: (b.other, b.start, b.other_start)):
        if (
            2 * free[block.other][block.other_start : block.other_end].sum()
            < block.other_end - block.other_start
        ):
            continue
        ranges, edits = _laid(texts[text], texts[block.other], block)
        laid[block.other].ranges += ranges
        laid[block.other].edits += edits
        laid[block.other].same += [(run[1], run[2], run[3]) for run in block.runs if run[0] == "same"]
    for other in laid.values():
        other.ranges = _joined(other.ranges)
        other.edits.sort()
        other.same.sort()
    units = tuple(_units(texts[text], free[text], text, laid))
    for unit in units:
        free[text][unit.start : unit.end] = False
    for block in seen:
        free[block.other][block.other_start : block.other_end] = False
    return Base(text, dict(laid), units)


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _laid(base: str, other: str, block: _Block) -> tuple[list[tuple[int, int]], list[Edit]]:
    """The stretches of the base that a block's other side has, and its edits there."""
    ranges: list[tuple[int, int]] = []
    edits: list[Edit] = []
    begin = block.start
    for op, start, end, own_start, own_end in block.runs:
        if op in QUIET:
            continue
        mine, theirs = list(words(base[start:end])), list(words(other[own_start:own_end]))
        if len(mine) >= LONG and 2 * len(theirs) < len(mine):
            if start > begin:
                ranges.append((begin, start))
            begin = end
        elif len(theirs) < LONG or 2 * len(mine) >= len(theirs):
            edits += _edits(mine, theirs, start, own_start, own_end)
    if block.end > begin:
        ranges.append((begin, block.end))
    return ranges, edits


def _edits(
    mine: Sequence[Word], theirs: Sequence[Word], start: int, own_start: int, own_end: int
) -> Iterator[Edit]:
    """A run as edits: word by word where both sides have equally many words, else as a whole."""
    if len(mine) == len(theirs):
        for one, other in zip(mine, theirs, strict=True):
            if one.folded != other.folded:
                at, own = start + one.start, own_start + other.start
                yield Edit(at, at + one.end - one.start, (other.folded,), own, own + other.end - other.start)
        return
    first = start + mine[0].start if mine else start
    last = start + mine[-1].end if mine else first
    yield Edit(first, last, tuple(w.folded for w in theirs), own_start, own_end)


def _units(text: str, free: NDArray[np.bool_], number: int, laid: Mapping[int, Laid]) -> Iterator[Unit]:
    """Sentences of a base, not laid out yet, that some other text has half of."""
    read = tokens(text)
    for first, last in sentences(text, read):
        start, end = read[first].start, read[last - 1].end
        if 2 * free[start:end].sum() < end - start:
            continue
        have = [other for other, one in laid.items() if 2 * one.covered(start, end) >= end - start]
        if have:
            count = sum(token.word for token in read[first:last])
            yield Unit(number, start, end, count, frozenset((*have, number)))

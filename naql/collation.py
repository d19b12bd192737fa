"""One passage as many outlets printed it: a column for each place where any of them differs from the rest.

The table is the one of CollateX (R. H. Dekker and G. Middell, "Computer-supported collation with
CollateX", 2011): places as columns, witnesses as rows, readings in the cells. Every witness is aligned
with the first, the hub; places that overlap in the hub become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from naql.align import align
from naql.columns import JOINED, MARKS, SPELLED
from naql.differences import Difference, differences
from naql.stretches import Side, side, whole
from naql.word_forms import same_word

ANCHOR_WORDS = 3  # a run of so many shared words holds two witnesses together
QUIET = frozenset({SPELLED, JOINED, MARKS})


@dataclass(frozen=True, slots=True)
class Cell:
    """What one witness has at a place: `text[start:end]` of that witness, empty where it has nothing.

    Cells of one place with the same `reading` (a number from 0, that of the hub) say the same words.
    """

    witness: str
    start: int
    end: int
    text: str
    reading: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the hub where witnesses differ, `start == end` where the hub has nothing.

    One cell a witness, in their order. `alone` are the witnesses whose reading nobody shares while at
    least two others agree on another.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collation:
    """The places of a passage in the order of the hub, and its witnesses, hub first."""

    witnesses: tuple[str, ...]
    places: tuple[Place, ...]

    def alone(self) -> dict[str, int]:
        """For each witness, in how many places it stands alone."""
        return {w: sum(w in place.alone for place in self.places) for w in self.witnesses}

    def to_dict(self) -> dict[str, Any]:
        """The table as plain data: columns of cells, and how often each witness stands alone."""
        return {
            "witnesses": list(self.witnesses),
            "columns": [
                {
                    "start": place.start,
                    "end": place.end,
                    "cells": [
                        {
                            "id": c.witness,
                            "start": c.start,
                            "end": c.end,
                            "text": c.text,
                            "reading": c.reading,
                        }
                        for c in place.cells
                    ],
                    "alone": list(place.alone),
                }
                for place in self.places
            ],
            "alone": self.alone(),
        }


@dataclass(frozen=True, slots=True)
class _Witness:
    """A witness with its tokens, and its differences from the hub in order."""

    name: str
    text: str
    side: Side
    differences: tuple[Difference, ...]

    def cell(self, place: tuple[int, int]) -> tuple[int, int]:
        """The tokens that stand for the hub's tokens of a place, what was put in at its edges among them."""
        before = after = 0
        for found in self.differences:
            shift = found.right_end - found.left_end
            if found.left_end < place[0] or (found.left_end == place[0] and found.left < found.left_end):
                before = shift
            if found.left_end <= place[1]:
                after = shift
        return place[0] + before, place[1] + after

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A token range without the marks around its words; a range without words as it is."""
        words = [n for n in range(start, end) if self.side.tokens[n].word]
        return (words[0], words[-1] + 1) if words else (start, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of a token range; of an empty one, twice the end of the token before."""
        read = self.side.tokens
        if start < end:
            return read[start].start, read[end - 1].end
        before = read[start - 1].end if start else 0
        return before, before

    def words(self, start: int, end: int) -> list[str]:
        """The folded words of a token range."""
        return [token.folded for token in self.side.tokens[start:end] if token.word]


def collate(texts: Sequence[tuple[str, str]], *, quiet: bool = False) -> Collation:
    """The places where witnesses of one passage differ; `texts` are (name, passage), the hub first.

    Spelling, spacing and punctuation make places only with `quiet`. ValueError without a witness, or
    for two of one name.

    >>> hub = "قال الوزير أمس إن الجسر الجديد سيفتح في مطلع الشهر"
    >>> found = collate([("أ", hub), ("ب", hub.replace("أمس", "اليوم")), ("ج", hub)])
    >>> [(c.witness, c.text) for c in found.places[0].cells], found.places[0].alone
    ([('أ', 'أمس'), ('ب', 'اليوم'), ('ج', 'أمس')], ('ب',))
    """
    names = [name for name, _ in texts]
    if not names or len(set(names)) < len(names):
        raise ValueError("a collation needs at least one witness, and each name once")
    hub = side(texts[0][1])
    witnesses = [_witness(texts[0][1], hub, name, text) for name, text in texts]
    found = [d for witness in witnesses for d in witness.differences]
    places = _widened(_places([d for d in found if quiet or d.op not in QUIET]), found)
    return Collation(tuple(names), tuple(_place(place, witnesses, quiet) for place in places))


def _witness(hub_text: str, hub: Side, name: str, text: str) -> _Witness:
    mine = side(text)
    if text == hub_text:
        return _Witness(name, text, mine, ())
    stretch = whole(hub, mine, align(hub_text, text, min_words=ANCHOR_WORDS))
    found = differences(stretch, hub.tokens, mine.tokens, order=False)
    return _Witness(name, text, mine, tuple(found))


def _widened(places: Sequence[tuple[int, int]], found: Iterable[Difference]) -> list[tuple[int, int]]:
    """Places that cut no difference of any witness in two."""
    ranges = sorted({(d.left, d.left_end) for d in found if d.left < d.left_end})
    wide = list(places)
    for start, end in ranges:
        touched = [p for p in wide if p[0] < end and start < p[1]]
        if touched:
            one = (min(start, touched[0][0]), max(end, touched[-1][1]))
            wide = sorted([p for p in wide if p not in touched] + [one])
    return wide


def _places(found: Iterable[Difference]) -> list[tuple[int, int]]:
    """The hub's token ranges of differences; those that overlap, or touch at an insertion, are one."""
    places: list[tuple[int, int]] = []
    for start, end in sorted({(d.left, d.left_end) for d in found}):
        if places and meet(places[-1], (start, end)):
            places[-1] = (places[-1][0], max(places[-1][1], end))
        else:
            places.append((start, end))
    return places


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two ranges overlap; an empty one, an insertion, also meets what it touches."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def _place(place: tuple[int, int], witnesses: Sequence[_Witness], quiet: bool) -> Place:
    cells: list[Cell] = []
    readings: list[tuple[list[str], str]] = []
    for witness in witnesses:
        tokens = witness.cell(place) if quiet else witness.trimmed(*witness.cell(place))
        start, end = witness.span(*tokens)
        words, printed = witness.words(*tokens), witness.text[start:end]
        same = (n for n, (w, p) in enumerate(readings) if (p == printed if quiet else _alike(w, words)))
        number = next(same, len(readings))
        if number == len(readings):
            readings.append((words, printed))
        cells.append(Cell(witness.name, start, end, printed, number))
    counts = [sum(cell.reading == n for cell in cells) for n in range(len(readings))]
    agreed = max(counts) > 1
    alone = tuple(c.witness for c in cells if agreed and counts[c.reading] == 1)
    return Place(cells[0].start, cells[0].end, tuple(cells), alone)


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two readings are the same words, spelling aside."""
    if "".join(one) == "".join(other):
        return True
    return len(one) == len(other) and all(same_word(x, y) for x, y in zip(one, other, strict=True))

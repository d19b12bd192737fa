"""Shared blocks made disjoint: no place of either text is compared twice.

A text that says a thing twice, or two greetings built alike, make blocks that overlap. Where two do, the
one that has more printed the same there keeps the place, and the other ends before it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from naql.columns import SAME
from naql.model import Alignment, Run

LEAST = 40  # characters printed the same that make a rest a passage of its own: about eight words
Range = tuple[int, int]


def disjoint(blocks: Sequence[Alignment]) -> list[Alignment]:
    """The blocks without what a better one already compares, in order of the left text."""
    taken: dict[int, list[tuple[bool, Range]]] = {}
    for one, other in combinations(range(len(blocks)), 2):
        for left in (True, False):
            start, end = _overlap(_range(blocks[one], left), _range(blocks[other], left))
            if start >= end:
                continue
            same = [_same(blocks[n], left, (start, end)) for n in (one, other)]
            better = same[0] > same[1] or (same[0] == same[1] and not blocks[one].moved)
            taken.setdefault(other if better else one, []).append((left, (start, end)))
    kept = [
        part
        for n, block in enumerate(blocks)
        for part in (_without(block, taken[n]) if n in taken else [block])
    ]
    return sorted(kept, key=lambda b: (b.left_start, b.left_end, b.right_start))


def _range(block: Alignment | Run, left: bool) -> Range:
    return (block.left_start, block.left_end) if left else (block.right_start, block.right_end)


def _overlap(one: Range, other: Range) -> Range:
    return max(one[0], other[0]), min(one[1], other[1])


def _same(block: Alignment, left: bool, where: Range) -> int:
    """How many characters of a range a block has printed the same in the other text."""
    spans = (_overlap(_range(run, left), where) for run in block.runs if run.op == SAME)
    return sum(max(0, end - start) for start, end in spans)


def _without(block: Alignment, taken: Sequence[tuple[bool, Range]]) -> Iterator[Alignment]:
    """What is left of a block: each stretch of runs that shares enough, from same run to same run."""
    held: list[Run] = []
    for run in block.runs:
        for part, free in _parts(run, taken):
            if free:
                held.append(part)
            else:
                yield from _block(block, held)
                held = []
    yield from _block(block, held)


def _parts(run: Run, taken: Sequence[tuple[bool, Range]]) -> Iterator[tuple[Run, bool]]:
    """A run and whether it is free; one printed alike is cut where a taken place begins or ends."""
    cuts = {0, run.left_end - run.left_start}
    alike = run.op == SAME and run.left_end - run.left_start == run.right_end - run.right_start
    for left, where in taken if alike else ():
        start, end = _range(run, left)
        cuts |= {at - start for at in where if start < at < end}
    pieces = [run]
    if len(cuts) > 2:
        a, b = run.left_start, run.right_start
        pieces = [Run(run.op, a + i, a + j, b + i, b + j) for i, j in pairwise(sorted(cuts))]
    for piece in pieces:
        yield piece, not any(_meets(_range(piece, left), where) for left, where in taken)


def _meets(one: Range, where: Range) -> bool:
    start, end = _overlap(one, where)
    return start < end


def _block(block: Alignment, runs: list[Run]) -> Iterator[Alignment]:
    same = [n for n, run in enumerate(runs) if run.op == SAME]
    if sum(runs[n].left_end - runs[n].left_start for n in same) < LEAST:
        return
    kept = tuple(runs[same[0] : same[-1] + 1])
    yield dataclasses.replace(
        block,
        left_start=kept[0].left_start, left_end=kept[-1].left_end,
        right_start=kept[0].right_start, right_end=kept[-1].right_end, runs=kept,
    )  # fmt: skip

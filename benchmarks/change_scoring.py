"""When a found change is a known one, and the scores that follow from it.

A found change matches a known one, one to one and as many as possible, when their spans overlap wherever
both have one; where one has nothing, its place lies within two words of the other's; at least one side
overlaps truly; and no found span is longer than three times the known one and four words (one huge change
must not catch everything).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from naql.model import QUIET_KINDS

_WORD = re.compile("[\\w\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]+")
NEAR, FACTOR, MORE = 2, 3, 4
KINDS = (
    "number", "time", "place", "name", "attribution", "honorific", "epithet", "wording", "detail", "order",
    "spelling", "punctuation",
)  # fmt: skip
COUNTS = (
    "known", "found", "matched", "known_content", "found_content", "matched_content_known",
    "matched_content_found", "known_quiet", "found_quiet", "matched_quiet", "same_kind", "same_severity",
    "known_major", "found_major", "matched_major",
)  # fmt: skip
"""What is counted for each pair of articles; scores are made of their sums."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A change as (start, end) in both texts, `start == end` where nothing stands."""

    left: tuple[int, int]
    right: tuple[int, int]
    kind: str
    severity: str


def likeness(known: Marked, found: Marked, texts: tuple[str, str]) -> float:
    """0 where the two do not match, else a likeness up to 1."""
    score, overlapped = 0.0, False
    sides = ((known.left, found.left, texts[0]), (known.right, found.right, texts[1]))
    for one, other, text in sides:
        if one[0] < one[1] and other[0] < other[1]:
            if not (one[0] < other[1] and other[0] < one[1]):
                return 0.0
            if _words(text, *other) > FACTOR * _words(text, *one) + MORE:
                return 0.0
            overlapped = True
            score += _f1(_starts(text, *one), _starts(text, *other))
            continue
        if other[0] < other[1] and _words(text, *other) > NEAR + MORE:
            return 0.0
        low, high = sorted((one, other))
        if low[1] < high[0] and _words(text, low[1], high[0]) > NEAR:
            return 0.0
        score += 1.0 if (one[0] < one[1]) == (other[0] < other[1]) else 0.3
    return max(score / 2, 0.001) if overlapped else 0.0


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))


def _starts(text: str, start: int, end: int) -> set[int]:
    return {m.start() for m in _WORD.finditer(text, start, end)} or {start}


def _f1(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def assignment(weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The pairs (row, column) with the greatest sum of weights; pairs of weight 0 are left out.

    The Hungarian method with potentials, as J. Munkres describes it (1957), on the smaller side.
    """
    if weights.size == 0:
        return []
    if weights.shape[0] > weights.shape[1]:
        return sorted((row, column) for column, row in assignment(weights.T))
    rows, columns = weights.shape
    cost = weights.max() - weights
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, int)
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, way = np.full(columns + 1, np.inf), np.zeros(columns + 1, int)
        used = np.zeros(columns + 1, bool)
        while owner[at]:
            used[at] = True
            reduced = cost[owner[at] - 1] - u[owner[at]] - v[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better], way[1:][better] = reduced[better], at
            following = int(np.argmin(np.where(used, np.inf, least)[1:])) + 1
            delta = least[following]
            u[owner[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            at = following
        while at:
            owner[at] = owner[way[at]]
            at = int(way[at])
    return [
        (int(owner[j]) - 1, j - 1) for j in range(1, columns + 1) if owner[j] and weights[owner[j] - 1, j - 1]
    ]


def matched(
    known: Sequence[Marked], found: Sequence[Marked], texts: tuple[str, str]
) -> list[tuple[int, int]]:
    """Which known change is which found one: as many as possible, then the likest."""
    weights = np.zeros((len(known), len(found)))
    for (i, one), (j, other) in product(enumerate(known), enumerate(found)):
        if (score := likeness(one, other, texts)) > 0:
            weights[i, j] = 1000 + score
    return assignment(weights)


def counted(
    known: Sequence[Marked], found: Sequence[Marked], texts: tuple[str, str]
) -> tuple[NDArray[np.float64], dict[tuple[str, str], int]]:
    """`COUNTS` of one pair of articles, and how often each (known kind, found kind) was matched.

    A change that nobody found, or that is none, has the kind `-` on that side.
    """
    pairs = matched(known, found, texts)
    confused: dict[tuple[str, str], int] = {}

    def add(one: str, other: str) -> None:
        confused[one, other] = confused.get((one, other), 0) + 1

    for i, j in pairs:
        add(known[i].kind, found[j].kind)
    for i in set(range(len(known))) - {i for i, _ in pairs}:
        add(known[i].kind, "-")
    for j in set(range(len(found))) - {j for _, j in pairs}:
        add("-", found[j].kind)
    both = [(known[i], found[j]) for i, j in pairs]
    counts = {
        "known": len(known),
        "found": len(found),
        "matched": len(both),
        "known_content": sum(c.kind not in QUIET_KINDS for c in known),
        "found_content": sum(c.kind not in QUIET_KINDS for c in found),
        "matched_content_known": sum(a.kind not in QUIET_KINDS for a, _ in both),
        "matched_content_found": sum(b.kind not in QUIET_KINDS for _, b in both),
        "known_quiet": sum(c.kind in QUIET_KINDS for c in known),
        "found_quiet": sum(c.kind in QUIET_KINDS for c in found),
        "matched_quiet": sum(a.kind in QUIET_KINDS and b.kind in QUIET_KINDS for a, b in both),
        "same_kind": sum(a.kind == b.kind for a, b in both),
        "same_severity": sum(a.severity == b.severity for a, b in both),
        "known_major": sum(c.severity == "major" for c in known),
        "found_major": sum(c.severity == "major" for c in found),
        "matched_major": sum(a.severity == b.severity == "major" for a, b in both),
    }
    return np.array([float(counts[name]) for name in COUNTS]), confused


def scores(rows: NDArray[np.float64]) -> Mapping[str, float]:
    """The scores of any number of pairs' counts."""
    n = dict(zip(COUNTS, rows.sum(axis=0).tolist(), strict=True))

    def share(part: float, whole: float) -> float:
        return part / whole if whole else 0.0

    precision = share(n["matched_content_found"], n["found_content"])
    recall = share(n["matched_content_known"], n["known_content"])
    return {
        "all F1": share(2 * n["matched"], n["known"] + n["found"]),
        "content F1": share(2 * precision * recall, precision + recall),
        "quiet F1": share(2 * n["matched_quiet"], n["known_quiet"] + n["found_quiet"]),
        "kind": share(n["same_kind"], n["matched"]),
        "severity": share(n["same_severity"], n["matched"]),
        "major precision": share(n["matched_major"], n["found_major"]),
        "major recall": share(n["matched_major"], n["known_major"]),
    }

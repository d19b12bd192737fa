"""How good detected shared text is, measured against known cases: the PAN text alignment scores.

The method is that of Martin Potthast, Benno Stein, Alberto Barrón-Cedeño and Paolo Rosso, "An
Evaluation Framework for Plagiarism Detection", COLING 2010 (posters), pages 997-1005, in its
macro-averaged form, which the PAN competitions use for text alignment:

- a case `s` and a detection `r` are each a span of one article and a span of another; as a set of
  characters each is the union of its two spans, so its size is the sum of their lengths;
- `r` *detects* `s` when both name the same two articles and their spans meet in both of them;
- recall is the mean over cases of the share of a case's characters that the detections detecting it
  cover; precision is the mean over detections of the share of a detection's characters that the
  cases it detects cover;
- granularity is the mean, over the cases that are detected at all, of how many detections detect
  them (1 is best, and by definition the value when nothing is detected);
- plagdet is F1 / log2(1 + granularity).

Nothing to find and nothing found scores 1; one of the two empty scores 0. PAN tells the suspicious
article from its source. Here nobody knows which is which, so the two sides may come in either order.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Case(NamedTuple):
    """A span of one article and the span of another that shares its text, known or detected."""

    left_id: str
    left_start: int
    left_end: int
    right_id: str
    right_start: int
    right_end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the scores are made of, aligned with the cases and the detections they were made from.

    `recalls` and `hits` have one value a case (share of it covered, detections that detect it);
    `precisions` has one value a detection (share of it covered by the cases it detects).
    """

    recalls: Floats
    hits: Ints
    precisions: Floats


@dataclass(frozen=True, slots=True)
class Score:
    """The four scores, and the counts behind them; `found` cases are detected at least once."""

    plagdet: float
    precision: float
    recall: float
    granularity: float
    cases: int
    found: int
    detections: int


def score(cases: Iterable[Case], detections: Iterable[Case]) -> Score:
    """The PAN scores of detections against cases."""
    return summarize(judge(cases, detections))


def judge(cases: Iterable[Case], detections: Iterable[Case]) -> Judgement:
    """Every case's recall and hits, and every detection's precision, in the order given."""
    known = [_oriented(case) for case in cases]
    found = [_oriented(detection) for detection in detections]
    recalls, hits = _covered(known, found)
    precisions, _ = _covered(found, known)
    return Judgement(recalls, hits, precisions)


def summarize(judgement: Judgement) -> Score:
    """The scores of a judgement, or of any part of one (as of the cases of one kind)."""
    cases, detections = len(judgement.recalls), len(judgement.precisions)
    found = int(np.count_nonzero(judgement.hits))
    if cases and detections:
        recall, precision = float(judgement.recalls.mean()), float(judgement.precisions.mean())
    else:
        recall = precision = float(cases == detections)
    granularity = float(judgement.hits.sum() / found) if found else 1.0
    return Score(
        plagdet(precision, recall, granularity), precision, recall, granularity, cases, found, detections
    )


def plagdet(precision: float, recall: float, granularity: float) -> float:
    """F1 of precision and recall, divided by log2(1 + granularity)."""
    if precision + recall == 0:
        return 0.0
    return 2 * precision * recall / (precision + recall) / math.log2(1 + granularity)


def bootstrap_interval(
    values: Floats,
    statistic: Callable[[Floats], float],
    *,
    seed: int,
    rounds: int = 1000,
    level: float = 0.95,
) -> tuple[float, float]:
    """The percentile bootstrap interval of a statistic of `values`, resampled along the first axis.

    The rows must be what was drawn independently (one row an article, not one a detection).
    """
    if len(values) == 0:
        raise ValueError("bootstrap_interval needs at least one row, and got none")
    generator = np.random.default_rng(seed)
    results = [statistic(values[generator.integers(0, len(values), len(values))]) for _ in range(rounds)]
    low, high = np.quantile(results, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _oriented(case: Case) -> Case:
    """The same spans with the smaller side left; refuses a span without characters."""
    left, right = case[:3], case[3:]
    if left[1] >= left[2] or right[1] >= right[2]:
        raise ValueError(f"a span must end after its start: {case}")
    return case if left <= right else Case(*right, *left)


def _covered(spans: Sequence[Case], others: Sequence[Case]) -> tuple[Floats, Ints]:
    """For each of `spans`: the share of it that the `others` meeting it cover, and their number."""
    by_pair: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for other in others:
        by_pair[other.left_id, other.right_id].append(other)
    columns = {
        pair: np.array([(c.left_start, c.left_end, c.right_start, c.right_end) for c in group], np.int64).T
        for pair, group in by_pair.items()
    }
    shares, counts = np.zeros(len(spans)), np.zeros(len(spans), np.int64)
    for number, span in enumerate(spans):
        if (span.left_id, span.right_id) not in columns:
            continue
        starts, ends, right_starts, right_ends = columns[span.left_id, span.right_id]
        meets = (starts < span.left_end) & (ends > span.left_start)
        meets &= (right_starts < span.right_end) & (right_ends > span.right_start)
        covered = _union(starts[meets], ends[meets], span.left_start, span.left_end)
        covered += _union(right_starts[meets], right_ends[meets], span.right_start, span.right_end)
        size = span.left_end - span.left_start + span.right_end - span.right_start
        shares[number], counts[number] = covered / size, np.count_nonzero(meets)
    return shares, counts


def _union(starts: Ints, ends: Ints, low: int, high: int) -> int:
    """How many positions of `low:high` at least one of the intervals covers."""
    covered, reached = 0, low
    for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True)):
        first, last = max(start, reached), min(end, high)
        if last > first:
            covered += last - first
            reached = last
    return covered

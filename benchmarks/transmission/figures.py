"""Figures made of the counts of many stories: shares with bootstrap intervals, F1, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.transmission.evaluation import Counts

ROUNDS = 1000  # bootstrap rounds over stories
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % percentile bootstrap interval over stories; None where nothing was counted."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} [{self.low:.2f} {self.high:.2f}]"


def ratio(counts: Sequence[Counts], over: str, under: str) -> Figure:
    """One summed count over another."""
    return _figure(counts, {over: 1}, {under: 1})


def f1(counts: Sequence[Counts], right: str, found: str, true: str) -> Figure:
    """The harmonic mean of precision and recall of summed counts."""
    return _figure(counts, {right: 2}, {found: 1, true: 1})


def _figure(counts: Sequence[Counts], over: dict[str, int], under: dict[str, int]) -> Figure:
    """A ratio of weighted sums, resampled over stories."""
    tops = np.array([sum(w * c.values[key] for key, w in over.items()) for c in counts], dtype=float)
    downs = np.array([sum(w * c.values[key] for key, w in under.items()) for c in counts], dtype=float)
    if not downs.sum():
        return Figure(None)
    drawn = np.random.default_rng(SEED).integers(0, len(counts), (ROUNDS, len(counts)))
    sums = downs[drawn].sum(axis=1)
    values = tops[drawn].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.percentile(values, (2.5, 97.5))
    return Figure(float(tops.sum() / downs.sum()), float(low), float(high))


def labels_of(counts: Sequence[Counts]) -> list[str]:
    """The labels of drawn arrows, as far as any was drawn."""
    return sorted(
        {key.split(" ", 1)[1] for c in counts for key in c.values if key.startswith("arrows ")}
        - {"hidden", "articles"}
    )


def calibration(counts: Sequence[Counts]) -> list[tuple[str, str, int, float, float]]:
    """Of links with a probability, by label and by tenth: how many, the mean said, the share right."""
    links = [link for c in counts for link in c.calibration]
    rows = [
        (f"label {label}", [k for k in links if k[0] == label]) for label in sorted({k[0] for k in links})
    ]
    rows += [
        (f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}", [k for k in links if min(9, int(k[1] * 10)) == tenth])
        for tenth in range(10)
    ]
    return [
        (
            "label" if name.startswith("label") else "tenth",
            name.removeprefix("label "),
            len(those),
            sum(k[1] for k in those) / len(those),
            sum(k[2] for k in those) / len(those),
        )
        for name, those in rows
        if those
    ]

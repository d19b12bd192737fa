"""The scores of one tool on a pile of benchmarks/pile.py, over all cases and per kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from benchmarks.peers import Pairs, Result
from benchmarks.pile import Pile, ordered
from naql.evaluate import Floats, Judgement, Score, bootstrap_interval, judge, plagdet, summarize


class Scored:
    """A result's scores against a pile, over all and per kind."""

    def __init__(self, pile: Pile, result: Result) -> None:
        """Leaves detections between two real articles out, and judges the rest."""
        self.pile, self.result = pile, result
        scored = [d for d in result.detections if d.left_id in pile.kinds or d.right_id in pile.kinds]
        links = {ordered(d.left_id, d.right_id) for d in result.detections}
        pairs = {ordered(d.left_id, d.right_id) for d in scored}
        self.real_links, self.other_pairs = len(links - pairs), len(pairs - pile.gold_pairs)
        self.judgement = judge([gold.case for gold in pile.gold], scored)
        self.case_units = [gold.generated_id for gold in pile.gold]
        self.detection_units = [
            min(name for name in (d.left_id, d.right_id) if name in pile.kinds) for d in scored
        ]

    def part(self, kind: str | None) -> Judgement:
        """The judgement of the cases and detections of one kind; of all with None.

        A detection is of the kind of its generated article (the smaller id if both are generated).
        """
        cases = [i for i, unit in enumerate(self.case_units) if kind in (None, self.pile.kinds[unit])]
        found = [i for i, unit in enumerate(self.detection_units) if kind in (None, self.pile.kinds[unit])]
        judged = self.judgement
        return Judgement(judged.recalls[cases], judged.hits[cases], judged.precisions[found])

    def score(self, kind: str | None = None) -> Score:
        """The scores over one kind, or over all."""
        return summarize(self.part(kind))

    def interval(self, kind: str | None = None) -> tuple[float, float]:
        """The 95 % bootstrap interval of plagdet; generated articles are what is resampled."""
        units = {
            unit: row for row, unit in enumerate(u for u, k in self.pile.kinds.items() if kind in (None, k))
        }
        sums = np.zeros((len(units), 6))
        for unit, recall, hits in zip(
            self.case_units, self.judgement.recalls, self.judgement.hits, strict=True
        ):
            if unit in units:
                sums[units[unit], :4] += recall, 1, hits, hits > 0
        for unit, precision in zip(self.detection_units, self.judgement.precisions, strict=True):
            if unit in units:
                sums[units[unit], 4:] += precision, 1
        return bootstrap_interval(sums, _plagdet_of_sums, seed=1)

    def candidate_recall(self, kind: str | None = None) -> float | None:
        """The share of the gold pairs among the candidates; None where the pairs were given."""
        if self.result.candidates is None:
            return None
        gold = {ordered(g.case.left_id, g.case.right_id) for g in self.pile.gold if kind in (None, g.kind)}
        return len(gold & self.result.candidates) / len(gold)


def _plagdet_of_sums(rows: Floats) -> float:
    """plagdet from rows of summed recall, cases, hits, found cases, summed precision, detections."""
    recall, cases, hits, found, precision, detections = rows.sum(axis=0)
    return plagdet(
        precision / detections if detections else 0.0, recall / cases, hits / found if found else 1.0
    )


def copy_pairs(rows: Sequence[Mapping[str, str]]) -> Pairs:
    """Every two articles of the same text: a representative and its copies."""
    groups: dict[str, set[str]] = {}
    for row in rows:
        groups.setdefault(row["representative_id"], {row["representative_id"]}).add(row["article_id"])
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}

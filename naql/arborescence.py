"""Trees of descent over a graph of scores: the best one, and how likely each edge is over all of them.

The best tree by J. Edmonds, "Optimum branchings", 1967; the probabilities by the directed matrix-tree
theorem (W. T. Tutte, 1948; T. Koo and others, "Structured prediction models via the matrix-tree theorem",
EMNLP 2007). Both work on sparse graphs; the theorem inverts one matrix of n by n.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

DENSE = (
    3000  # texts up to which the matrix is inverted (72 MB, some seconds); above, parents are weighed alone
)

Scores = Mapping[int, Mapping[int, float]]
"""child → parent → score; the parent -1 is the root that every child must have."""

ROOT = -1


def best_tree(scores: Scores) -> dict[int, int]:
    """child → parent of the tree with the largest sum of scores; ties go to the smaller parent.

    >>> best_tree({0: {-1: 0.0, 1: 3.0}, 1: {-1: 1.0, 0: 3.0}})
    {0: 1, 1: -1}
    """
    graph = {child: dict(parents) for child, parents in sorted(scores.items())}
    fresh = 1 + max((max(child, *parents) for child, parents in graph.items()), default=0)
    return _tree(graph, fresh)


def _tree(graph: dict[int, dict[int, float]], fresh: int) -> dict[int, int]:
    chosen = {child: min(parents, key=lambda p: (-parents[p], p)) for child, parents in graph.items()}
    cycle = _cycle(chosen)
    if not cycle:
        return chosen
    inside = set(cycle)
    merged: dict[int, dict[int, float]] = {fresh: {}}
    entry: dict[int, int] = {}  # parent outside → the child inside that it would enter by
    leave: dict[int, int] = {}  # child outside → the parent inside it would hang on
    for child, parents in graph.items():
        for parent, score in parents.items():
            if child in inside and parent not in inside:
                gain = score - graph[child][chosen[child]]
                if parent not in merged[fresh] or gain > merged[fresh][parent]:
                    merged[fresh][parent], entry[parent] = gain, child
            elif child not in inside and parent in inside:
                mine = merged.setdefault(child, {})
                if fresh not in mine or score > mine[fresh]:
                    mine[fresh], leave[child] = score, parent
            elif child not in inside:
                merged.setdefault(child, {})[parent] = score
    found = _tree(merged, fresh + 1)
    result = {child: leave[child] if parent == fresh else parent for child, parent in found.items()}
    outer = result.pop(fresh)
    result |= {child: chosen[child] for child in cycle}
    result[entry[outer]] = outer
    return dict(sorted(result.items()))


def _cycle(chosen: Mapping[int, int]) -> list[int]:
    """A cycle of child → parent, or nothing."""
    done: set[int] = set()
    for start in chosen:
        path: list[int] = []
        at = start
        seen: set[int] = set()
        while at in chosen and at not in done and at not in seen:
            seen.add(at)
            path.append(at)
            at = chosen[at]
        if at in seen:
            return path[path.index(at) :]
        done |= seen
    return []


def edge_probabilities(scores: Scores) -> dict[int, dict[int, float]]:
    """child → parent → probability (0..1) that a tree has the edge, a tree being as likely as e to its score.

    Beyond `DENSE` children each child's parents are weighed by themselves, cycles not excluded.
    """
    children = sorted(scores)
    weights = {child: _scaled(scores[child]) for child in children}
    if len(children) > DENSE:
        return {c: {p: w / sum(weights[c].values()) for p, w in weights[c].items()} for c in children}
    number = {child: n for n, child in enumerate(children)}
    laplacian = np.zeros((len(children), len(children)))
    for child, parents in weights.items():
        laplacian[number[child], number[child]] = sum(parents.values())
        for parent, weight in parents.items():
            if parent != ROOT:
                laplacian[number[parent], number[child]] -= weight
    inverse = np.linalg.inv(laplacian) if children else laplacian
    found: dict[int, dict[int, float]] = {}
    for child, parents in weights.items():
        n = number[child]
        found[child] = {}
        for parent, weight in parents.items():
            beside = 0.0 if parent == ROOT else inverse[n, number[parent]]
            found[child][parent] = float(min(1.0, max(0.0, weight * (inverse[n, n] - beside))))
    return found


def _scaled(parents: Mapping[int, float]) -> dict[int, float]:
    """Weights of one child's parents; a common factor changes no probability and keeps them in range."""
    top = max(parents.values())
    return {parent: float(np.exp(score - top)) for parent, score in parents.items()}

"""The best tree and the probabilities of edges, against every tree written out."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql import arborescence
from naql.arborescence import ROOT, best_tree, edge_probabilities


@st.composite
def graphs(draw: st.DrawFn) -> dict[int, dict[int, float]]:
    count = draw(st.integers(0, 4))
    score = st.floats(-3, 3).map(lambda x: round(x, 3))
    graph: dict[int, dict[int, float]] = {}
    for child in range(count):
        others = [p for p in range(count) if p != child]
        parents = draw(st.lists(st.sampled_from(others), unique=True)) if others else []
        graph[child] = {ROOT: draw(score), **{parent: draw(score) for parent in parents}}
    return graph


def trees(graph: dict[int, dict[int, float]]) -> list[dict[int, int]]:
    """Every choice of parents without a circle."""
    found = []
    for parents in itertools.product(*graph.values()):
        tree = dict(zip(graph, parents, strict=True))
        if all(reaches_root(tree, child) for child in tree):
            found.append(tree)
    return found


def reaches_root(tree: dict[int, int], child: int) -> bool:
    for _ in range(len(tree) + 1):
        if child == ROOT:
            return True
        child = tree[child]
    return child == ROOT


def total(graph: dict[int, dict[int, float]], tree: dict[int, int]) -> float:
    return sum(graph[child][parent] for child, parent in tree.items())


@given(graphs())
def test_no_tree_is_better(graph: dict[int, dict[int, float]]) -> None:
    best = best_tree(graph)
    assert best.keys() == graph.keys()
    assert all(reaches_root(best, child) for child in best)
    assert total(graph, best) == pytest.approx(max(total(graph, tree) for tree in trees(graph)))


@given(graphs())
def test_probabilities_are_shares_of_all_trees(graph: dict[int, dict[int, float]]) -> None:
    every = trees(graph)
    whole = sum(math.exp(total(graph, tree)) for tree in every)
    found = edge_probabilities(graph)
    for child, parents in graph.items():
        assert sum(found[child].values()) == pytest.approx(1)
        for parent in parents:
            share = sum(math.exp(total(graph, t)) for t in every if t[child] == parent) / whole
            assert found[child][parent] == pytest.approx(share, abs=1e-6)


def test_two_circles_inside_each_other_are_opened() -> None:
    graph = {
        0: {ROOT: 0.0, 1: 5.0},
        1: {ROOT: 0.0, 0: 5.0, 2: 4.0},
        2: {ROOT: 1.0, 1: 4.5, 3: 5.0},
        3: {ROOT: 0.0, 2: 5.0},
    }
    assert best_tree(graph) == {0: 1, 1: 2, 2: ROOT, 3: 2}


def test_a_parent_need_not_be_a_child() -> None:
    graph = {0: {ROOT: 0.0, 1: 5.0, 2: 1.0}, 1: {ROOT: 0.0, 0: 5.0, 3: 2.0}}
    assert best_tree(graph) == {0: 1, 1: 3}


def test_large_scores_do_not_overflow() -> None:
    found = edge_probabilities({0: {ROOT: 0.0, 1: 900.0}, 1: {ROOT: 800.0, 0: 0.0}})
    assert found[0][1] == pytest.approx(1)


def test_beyond_the_dense_limit_each_child_is_weighed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arborescence, "DENSE", 1)
    found = edge_probabilities({0: {ROOT: 0.0, 1: 0.0}, 1: {ROOT: 0.0, 0: 0.0}})
    assert found == {0: {ROOT: 0.5, 1: 0.5}, 1: {ROOT: 0.5, 0: 0.5}}
    assert arborescence.edge_probabilities({}) == {}

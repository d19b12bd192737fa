"""The figures of changes and values are those of the shared scorers, and none is made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import attribution, common, gold_figures
from benchmarks.gold_figures import CHANGE_FIGURES, VALUE_FIGURES, _picked, _surface, change_figures


@pytest.fixture
def marked(naql_data: Path) -> dict[tuple[str, str], dict[str, Any]]:
    rows = common.read_json_lines(naql_data / gold_figures.MARKED)
    return {(row["a"], row["b"]): row for row in rows}


class Found:
    """A comparison that finds what it is told."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.found = found

    def to_dict(self) -> dict[str, Any]:
        return self.found


def test_gold_pairs_are_divided() -> None:
    tune, test = common.gold_pairs("tune"), common.gold_pairs("test")
    assert tune & test == set()
    assert (len(tune), len(test), common.gold_pairs("all")) == (18, 12, tune | test)


def test_changes_of_gold_itself_are_perfect(
    marked: dict[tuple[str, str], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gold_figures, "compare", lambda a, b: Found(marked[a.id, b.id]))
    figures = change_figures("tune")
    assert set(figures) == {name for name, _, _ in CHANGE_FIGURES} | {"surface"}
    # The scorer pairs two gold changes that touch each other crosswise where that is as near.
    assert min(figures.values()) > 0.98


def test_changes_that_nobody_found_score_nothing(naql_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert naql_data
    monkeypatch.setattr(gold_figures, "compare", lambda a, b: Found({"a": a.id, "b": b.id, "changes": []}))
    figures = change_figures("tune")
    assert figures == {"major found": 0.0, "surface": 0.0}  # of the others there is nothing to count


def test_values_of_gold_itself_are_perfect(naql_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert naql_data
    _, gold = attribution.read_gold("tune")
    monkeypatch.setattr(gold_figures.values, "predicted", lambda article: gold[article["id"]])
    assert gold_figures.value_figures("tune") == {name: 1.0 for name, _, _ in VALUE_FIGURES}


def test_the_surface_is_one_kind() -> None:
    tally = {
        "conf|spelling|punctuation": 2,
        "conf|punctuation|punctuation": 1,
        "conf|wording|spelling": 1,
        "kind:spelling.g": 2,
        "kind:punctuation.g": 2,
        "kind:spelling.p": 1,
        "kind:punctuation.p": 3,
    }
    assert _surface(tally) == pytest.approx(6 / 8)
    assert _surface({}) == 1.0


def test_what_cannot_be_counted_is_left_out() -> None:
    figures = (("one", "first", "F1"), ("two", "second", None), ("three", "third", "P"))
    assert _picked({"first": {"F1": 0.5}, "second": None, "third": {"P": None}}, figures) == {"one": 0.5}

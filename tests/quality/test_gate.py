"""The pinned floors hold, and the gate refuses what it should."""

from pathlib import Path

import pytest

from benchmarks.gate import TOLERANCE, check, corpus_digest, measure, measured_on, pinned


def test_gate_refuses_a_figure_below_its_floor() -> None:
    assert check({"a": 0.9}, {"a": 0.9}) == []
    assert check({"a": 0.9 - TOLERANCE / 2}, {"a": 0.9}) == []
    assert check({"a": 0.897}, {"a": 0.9}) == ["a: 0.8970 is below the floor 0.9000"]


def test_gate_refuses_a_floor_that_nothing_was_measured_for() -> None:
    assert check({"b": 1.0}, {"a": 0.9}) == ["a: nothing was measured"]


def test_quality_has_not_sunk(naql_data: Path) -> None:
    missing = [path.name for path in measured_on(naql_data) if not path.is_file()]
    if missing:
        pytest.skip(f"{', '.join(missing)} cannot be found from NAQL_DATA: quality is NOT tested here")
    corpus, floors = pinned()
    assert corpus == corpus_digest(naql_data), "other data than the floors were pinned on: pin them anew"
    assert len(floors) >= 11
    assert {name.partition(":")[0] for name in floors} >= {"attribution", "changes", "values"}
    assert check(measure(naql_data), floors) == []

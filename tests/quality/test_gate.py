"""The pinned floors hold, and the gate refuses what it should."""

from pathlib import Path

from benchmarks.gate import TOLERANCE, check, corpus_digest, measure, pinned


def test_gate_refuses_a_figure_below_its_floor() -> None:
    assert check({"a": 0.9}, {"a": 0.9}) == []
    assert check({"a": 0.9 - TOLERANCE / 2}, {"a": 0.9}) == []
    assert check({"a": 0.897}, {"a": 0.9}) == ["a: 0.8970 is below the floor 0.9000"]


def test_gate_refuses_a_floor_that_nothing_was_measured_for() -> None:
    assert check({"b": 1.0}, {"a": 0.9}) == ["a: nothing was measured"]


def test_quality_has_not_sunk(naql_data: Path) -> None:
    corpus, floors = pinned()
    assert corpus == corpus_digest(naql_data), "other data than the floors were pinned on: pin them anew"
    assert len(floors) >= 11
    assert check(measure(naql_data), floors) == []

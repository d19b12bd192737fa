from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.change_scoring import COUNTS, Marked, assignment, counted, likeness, scores

TEXTS = (
    "قتل 20 شخصا أمس في بغداد وقال الوزير إن الأمن مستقر",
    "قتل 25 شخصا في بغداد وقال الوزير إن الأمن مستقر",
)
NUMBER = Marked((4, 6), (4, 6), "number", "major")
DAY = Marked((12, 15), (11, 11), "time", "minor")


def test_what_was_marked_is_found_in_itself() -> None:
    rows, confused = counted([NUMBER, DAY], [NUMBER, DAY], TEXTS)
    assert set(scores(rows[None]).values()) == {1.0, 0.0}  # nothing is quiet
    assert confused == {("number", "number"): 1, ("time", "time"): 1}


def test_one_huge_change_matches_nothing() -> None:
    huge = Marked((0, len(TEXTS[0])), (0, len(TEXTS[1])), "number", "major")
    assert likeness(NUMBER, huge, TEXTS) == 0


def test_places_two_words_apart_still_meet_and_three_do_not() -> None:
    near = Marked((12, 15), (4, 4), "time", "minor")
    far = Marked((12, 15), (33, 33), "time", "minor")
    assert likeness(DAY, near, TEXTS) > 0
    assert likeness(DAY, far, TEXTS) == 0


def test_missed_and_invented_changes_count() -> None:
    rows, confused = counted([NUMBER], [DAY], TEXTS)
    assert confused == {("number", "-"): 1, ("-", "time"): 1}
    assert scores(rows[None])["all F1"] == 0
    assert len(rows) == len(COUNTS)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 10**6))
def test_the_assignment_is_the_best_one(rows: int, columns: int, seed: int) -> None:
    weights = np.random.default_rng(seed).integers(0, 5, (rows, columns)).astype(float)
    found = sum(weights[i, j] for i, j in assignment(weights))
    small = weights if rows <= columns else weights.T
    choices = permutations(range(small.shape[1]), small.shape[0])
    best = max(sum(small[i, j] for i, j in enumerate(chosen)) for chosen in choices)
    assert found == best

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from naql.web.changed import (
    LISTED,
    cut,
    kind_counts,
    listed,
    marks,
    numbered,
    severity_counts,
    unexplained,
    weight,
)


def change(
    kind: str, severity: str, a: tuple[int, int] | None, b: tuple[int, int] | None = None
) -> dict[str, Any]:
    sides = {x: {"start": s[0], "end": s[1], "text": "x"} if s else None for x, s in (("a", a), ("b", b))}
    return {**sides, "kind": kind, "severity": severity}


MIXED = [
    change("spelling", "none", (0, 3)),
    change("wording", "none", (4, 6)),
    change("number", "major", (7, 9)),
    change("time", "minor", (10, 12)),
    change("name", "major", (20, 30)),
]


def test_the_most_serious_come_first_and_quiet_kinds_last() -> None:
    found = numbered(MIXED)
    assert [(x["number"], x["kind"]) for x in found] == [
        (1, "number"), (2, "name"), (3, "time"), (4, "wording"), (5, "spelling"),
    ]  # fmt: skip
    assert [weight(x) for x in found] == [3, 3, 2, 1, 0]
    assert [x["kind"] for x in listed(found)] == ["number", "name", "time", "wording"]
    assert kind_counts(found) == {"number": 1, "time": 1, "name": 1, "wording": 1, "spelling": 1}
    assert list(kind_counts(found)) == ["number", "time", "name", "wording", "spelling"]
    assert severity_counts(found) == {"major": 2, "minor": 1, "none": 1}


def test_a_list_has_an_end() -> None:
    assert len(listed(numbered([change("detail", "minor", (n, n + 1)) for n in range(LISTED + 5)]))) == LISTED


def test_of_two_changes_over_the_same_words_the_more_serious_is_marked() -> None:
    found = numbered([change("wording", "none", (0, 10)), change("name", "major", (4, 6), (1, 2))])
    assert marks(found, "a") == [(4, 6, 1)]
    assert marks(found, "b") == [(1, 2, 1)]


def test_pieces_are_cut_where_marks_begin_and_end() -> None:
    pieces = [("same", 0, 4), ("reworded", 4, 9), ("same", 9, 12)]
    assert list(cut(pieces, [(2, 6, 1), (8, 9, 2)])) == [
        ("same", 0, 2, None), ("same", 2, 4, 1), ("reworded", 4, 6, 1), ("reworded", 6, 8, None),
        ("reworded", 8, 9, 2), ("same", 9, 12, None),
    ]  # fmt: skip


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), max_size=12)


@given(SPANS, st.lists(st.integers(0, 50), max_size=6))
def test_cutting_loses_nothing(spans: list[tuple[int, int]], edges: list[int]) -> None:
    marked = marks(numbered([change("detail", "minor", (s, s + n)) for s, n in spans]), "a")
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(marked))
    cuts = sorted({0, 50, *edges})
    pieces = [("same", start, end) for start, end in itertools.pairwise(cuts)]
    found = list(cut(pieces, marked))
    letters = [(i, number) for _, start, end, number in found for i in range(start, end)]
    assert [i for i, _ in letters] == list(range(50))
    number_at = {i: n for start, end, n in marked for i in range(start, end)}
    assert all(number == number_at.get(i) for i, number in letters)


def test_runs_that_no_change_speaks_of_are_counted_by_operation() -> None:
    runs = [
        {"op": "same", "a": [0, 2], "b": [0, 2]},
        {"op": "dropped", "a": [2, 5], "b": [2, 2]},
        {"op": "added", "a": [5, 5], "b": [2, 4]},
        {"op": "reworded", "a": [5, 9], "b": [4, 9]},
    ]
    found = numbered([change("detail", "minor", (2, 5))])
    assert unexplained([{"runs": runs}], found) == {"same": 1, "added": 1, "reworded": 1}
    assert unexplained([{"runs": runs}], []) == {"same": 1, "dropped": 1, "added": 1, "reworded": 1}

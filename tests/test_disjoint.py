from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from naql.align import align
from naql.columns import SAME
from naql.disjoint import LEAST, disjoint
from naql.model import Alignment, Run

SAID = "رفع أهالي القرية شكرهم إلى فرق الدفاع المدني على إخماد حريق الغابة وحماية البيوت القديمة في الوادي"
LETTERS = "ابتث"


def block(runs: list[Run], *, moved: bool = False) -> Alignment:
    first, last = runs[0], runs[-1]
    ranges = (first.left_start, first.left_end, last.left_end, first.right_start, last.right_end)
    return Alignment("a", ranges[0], ranges[2], "b", ranges[3], ranges[4], 9, 1.0, moved, False, tuple(runs))


def test_blocks_apart_stay_as_they_are() -> None:
    blocks = [block([Run(SAME, 0, 50, 0, 50)]), block([Run(SAME, 60, 110, 70, 120)])]
    assert disjoint(blocks) == blocks


def test_a_passage_said_twice_is_compared_once() -> None:
    twice = f"{SAID}. {SAID.replace('إخماد', 'إطفاء')}."
    found = align(SAID, twice)
    assert len(found) == 2
    (kept,) = disjoint(found)
    assert twice[kept.right_start : kept.right_end] == SAID


def test_the_one_with_more_alike_keeps_the_place() -> None:
    first = block([Run(SAME, 0, 100, 0, 100), Run("reworded", 100, 120, 100, 120)])
    second = block([Run(SAME, 100, 190, 300, 390)], moved=True)
    one, other = disjoint([first, second])
    assert (one.left_start, one.left_end) == (0, 100)
    assert other == second


def test_a_run_printed_alike_is_cut_and_a_short_rest_is_left_out() -> None:
    first = block([Run(SAME, 0, 200, 0, 200)])
    second = block([Run(SAME, 180, 260, 380, 460)], moved=True)
    one, other = disjoint([first, second])
    assert one == first
    assert (other.left_start, other.right_start) == (200, 400)
    short = block([Run(SAME, 180, 200 + LEAST - 1, 380, 400 + LEAST - 1)], moved=True)
    assert disjoint([first, short]) == [first]


@given(st.text(LETTERS, max_size=3), st.integers(0, 3), st.integers(0, 3))
def test_no_place_is_compared_twice(added: str, before: int, after: int) -> None:
    one = " ".join([SAID] * (before + 1))
    other = " ".join([f"{SAID} {added}"] * (after + 1))
    kept = disjoint(align(one, other))
    for x, y in combinations(kept, 2):
        assert x.left_end <= y.left_start or y.left_end <= x.left_start
        assert x.right_end <= y.right_start or y.right_end <= x.right_start

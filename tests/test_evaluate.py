"""The PAN scores against numbers worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.evaluate import Case, bootstrap_interval, judge, plagdet, score, summarize

CASE = Case("a", 0, 100, "b", 200, 300)


def test_perfect_detection() -> None:
    result = score([CASE], [CASE])
    assert (result.plagdet, result.precision, result.recall, result.granularity) == (1, 1, 1, 1)
    assert (result.cases, result.found, result.detections) == (1, 1, 1)


def test_sides_may_come_in_either_order() -> None:
    assert score([CASE], [Case("b", 200, 300, "a", 0, 100)]).plagdet == 1


def test_half_overlap() -> None:
    # Detection 50..150 / 250..350: 50 + 50 of the case's 200 characters, and of its own 200.
    result = score([CASE], [Case("a", 50, 150, "b", 250, 350)])
    assert (result.precision, result.recall, result.granularity) == (0.5, 0.5, 1)
    assert result.plagdet == pytest.approx(0.5)


def test_short_detection_has_full_precision() -> None:
    # 20 + 30 of the 200 characters: recall 1/4, precision 1, F1 = 2 * .25 / 1.25 = .4.
    result = score([CASE], [Case("a", 10, 30, "b", 210, 240)])
    assert (result.precision, result.recall) == (1, 0.25)
    assert result.plagdet == pytest.approx(0.4)


def test_one_side_that_misses_detects_nothing() -> None:
    result = score([CASE], [Case("a", 0, 100, "b", 300, 400)])
    assert (result.plagdet, result.precision, result.recall, result.granularity) == (0, 0, 0, 1)
    assert result.found == 0


def test_right_spans_of_another_article_detect_nothing() -> None:
    assert score([CASE], [Case("a", 0, 100, "c", 200, 300)]).found == 0


def test_two_detections_of_one_case() -> None:
    halves = [Case("a", 0, 50, "b", 200, 250), Case("a", 50, 100, "b", 250, 300)]
    result = score([CASE], halves)
    assert (result.precision, result.recall, result.granularity) == (1, 1, 2)
    assert result.plagdet == pytest.approx(1 / math.log2(3))


def test_overlapping_detections_count_their_union_once() -> None:
    # Left 0..60 and 40..80 cover 80, right 200..260 and 240..280 cover 80: 160 of 200.
    both = [Case("a", 0, 60, "b", 200, 260), Case("a", 40, 80, "b", 240, 280)]
    assert score([CASE], both).recall == pytest.approx(0.8)


def test_spurious_detection_halves_precision() -> None:
    # Precision (1 + 0) / 2, recall 1, F1 = 2 * .5 / 1.5 = 2/3; granularity counts detected cases only.
    result = score([CASE], [CASE, Case("a", 500, 600, "b", 500, 600)])
    assert (result.precision, result.recall, result.granularity) == (0.5, 1, 1)
    assert result.plagdet == pytest.approx(2 / 3)


def test_granularity_leaves_undetected_cases_out() -> None:
    other = Case("a", 300, 400, "c", 0, 100)
    halves = [Case("a", 0, 50, "b", 200, 250), Case("a", 50, 100, "b", 250, 300)]
    result = score([CASE, other], halves)
    assert (result.recall, result.granularity, result.found) == (0.5, 2, 1)


def test_one_detection_over_two_cases() -> None:
    # 0..100 and 100..200 of both sides: the detection covers each, precision 1, granularity 1.
    cases = [Case("a", 0, 100, "b", 0, 100), Case("a", 100, 200, "b", 100, 200)]
    result = score(cases, [Case("a", 0, 200, "b", 0, 200)])
    assert (result.precision, result.recall, result.granularity) == (1, 1, 1)


def test_a_detection_across_moved_cases_is_credited_only_where_both_sides_meet() -> None:
    # The second case's sides are swapped; a detection of the first half meets only the first case.
    cases = [Case("a", 0, 100, "b", 0, 100), Case("a", 200, 300, "b", 400, 500)]
    result = score(cases, [Case("a", 0, 250, "b", 0, 150)])
    # Of its 250 + 150 characters 200 lie in the first case; the second is not met on the right side.
    assert result.precision == pytest.approx(0.5)
    assert result.recall == pytest.approx(0.5)


def test_empty() -> None:
    assert score([], []).plagdet == 1
    assert score([CASE], []).plagdet == 0
    assert score([], [CASE]).plagdet == 0
    assert score([], [CASE]).granularity == 1


def test_macro_average_weighs_cases_alike() -> None:
    short, long = Case("a", 0, 10, "b", 0, 10), Case("c", 0, 1000, "d", 0, 1000)
    result = score([short, long], [short])
    assert (result.recall, result.precision) == (0.5, 1)


def test_judgement_follows_the_order_given() -> None:
    judgement = judge([Case("x", 0, 5, "y", 0, 5), CASE], [CASE])
    assert judgement.recalls.tolist() == [0, 1]
    assert judgement.hits.tolist() == [0, 1]
    assert judgement.precisions.tolist() == [1]


def test_empty_span_is_refused() -> None:
    with pytest.raises(ValueError, match="end after its start"):
        score([Case("a", 5, 5, "b", 0, 3)], [])


def test_plagdet_of_nothing() -> None:
    assert plagdet(0, 0, 1) == 0


SPAN = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
CASES = st.lists(
    st.tuples(st.sampled_from("ab"), SPAN, st.sampled_from("cd"), SPAN).map(
        lambda item: Case(item[0], *item[1], item[2], *item[3])
    ),
    max_size=6,
)


def _slow_shares(spans: list[Case], others: list[Case]) -> list[float]:
    """The definition, character by character."""
    shares = []
    for span in spans:
        left, right = set(range(span[1], span[2])), set(range(span[4], span[5]))
        seen: set[tuple[str, int]] = set()
        for other in others:
            meet_left = left & set(range(other[1], other[2]))
            meet_right = right & set(range(other[4], other[5]))
            if (span[0], span[3]) == (other[0], other[3]) and meet_left and meet_right:
                seen |= {("left", p) for p in meet_left} | {("right", p) for p in meet_right}
        shares.append(len(seen) / (len(left) + len(right)))
    return shares


@given(CASES, CASES)
def test_same_as_the_definition(cases: list[Case], detections: list[Case]) -> None:
    judgement = judge(cases, detections)
    assert judgement.recalls.tolist() == pytest.approx(_slow_shares(cases, detections))
    assert judgement.precisions.tolist() == pytest.approx(_slow_shares(detections, cases))
    assert 0 <= summarize(judgement).plagdet <= 1


def test_bootstrap_interval_is_seeded_and_holds_the_mean() -> None:
    values = np.arange(100, dtype=np.float64)
    low, high = bootstrap_interval(values, lambda sample: float(sample.mean()), seed=3)
    assert low < 49.5 < high
    # The mean's standard error is 2.9, so 95 % is about 49.5 ± 5.7.
    assert high - low == pytest.approx(11.3, abs=1.5)
    assert (low, high) == bootstrap_interval(values, lambda sample: float(sample.mean()), seed=3)


def test_bootstrap_interval_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        bootstrap_interval(np.array([]), lambda sample: float(sample.mean()), seed=1)

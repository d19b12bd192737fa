from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.claim_values import bounds, day_span, numbers, places_agree, times_agree, value_of
from naql.inferred import ClaimPlace
from naql.model import Quantity, TimeExpression


def quantity(
    value: float | None, relation: str = "exact", least: float | None = None, most: float | None = None
) -> Quantity:
    least = value if relation == "more" else least
    most = value if relation == "less" else most
    return Quantity(0, 1, value, least, most, relation, None, None, None)


def verdict(*given_values: Quantity, printed: str = "") -> str:
    return numbers([(q, printed) for q in given_values]).verdict


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (quantity(7), quantity(7), "equal"),
        (quantity(7), quantity(9), "clash"),
        (quantity(20, "more"), quantity(23), "compatible"),
        (quantity(20, "more"), quantity(15), "clash"),
        (quantity(20, "more"), quantity(20, "more"), "equal"),
        (quantity(20, "more"), quantity(30, "more"), "compatible"),
        (quantity(100, "less"), quantity(80), "compatible"),
        (quantity(100, "less"), quantity(120), "clash"),
        (quantity(100, "less"), quantity(100, "more"), "clash"),
        (quantity(100, "less"), quantity(90, "more"), "compatible"),
        (quantity(100, "less"), quantity(100), "compatible"),
        (quantity(20, "about"), quantity(23), "compatible"),
        (quantity(20, "about"), quantity(40), "clash"),
        (quantity(1000, "about"), quantity(1050), "compatible"),
        (quantity(1037, "about"), quantity(1300), "clash"),
        (quantity(None, "range", 10, 15), quantity(12), "compatible"),
        (quantity(None, "range", 10, 15), quantity(19), "clash"),
        (quantity(None, "about", 10), quantity(42), "compatible"),  # «dozens»
        (quantity(None, "about", 1000), quantity(42), "clash"),
        (quantity(1200000), quantity(1203000), "compatible"),
        (quantity(1200000), quantity(1303000), "clash"),
        (quantity(1059000000), quantity(1059593121), "compatible"),
        (quantity(20), quantity(23), "clash"),
        (quantity(3.5), quantity(3.52), "compatible"),
        (quantity(3.5), quantity(3.9), "clash"),
        (quantity(-3), quantity(3), "clash"),
        (quantity(0), quantity(3), "clash"),
    ],
)
def test_whether_two_numbers_agree(one: Quantity, other: Quantity, expected: str) -> None:
    assert verdict(one, other) == verdict(other, one) == expected


def test_the_same_digits_under_other_marks_are_one_value() -> None:
    for one, other in (("6.526 فرصة", "6,526 فرصة"), ("3ر31", "31.3")):
        found = numbers([(quantity(6.526), one), (quantity(6526), other)])
        assert (found.verdict, found.key) == ("compatible", "compatible.digits")
    assert numbers([(quantity(7), "7"), (quantity(9), "9")]).verdict == "clash"


def test_three_values_need_one_number_that_fits_all() -> None:
    assert verdict(quantity(20, "more"), quantity(23), quantity(25, "less")) == "compatible"
    assert verdict(quantity(20, "more"), quantity(23), quantity(24)) == "clash"


QUANTITIES = st.builds(
    quantity, st.integers(0, 60).map(float), st.sampled_from(["exact", "more", "less", "about"])
)


@given(st.lists(QUANTITIES, min_size=1, max_size=5))
def test_laws_of_numbers(drawn: list[Quantity]) -> None:
    assert (verdict(*drawn) == "equal") == (len(set(map(value_of, drawn))) == 1)
    for turned in itertools.islice(itertools.permutations(drawn), 6):
        assert verdict(*turned) == verdict(*drawn)
    for q in drawn:
        low, high = bounds(q)
        assert q.value is not None
        assert low <= q.value <= high


# ---------------------------------------------------------------- times and places


def time(value: str | None, relative: bool = False) -> TimeExpression:
    return TimeExpression(0, 1, value, "date", relative)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2015", ("2015-01-01", "2015-12-31")),
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2015-12", ("2015-12-01", "2015-12-31")),
        ("2015-08-06T12:00", ("2015-08-06", "2015-08-06")),
        ("2015-08-06/2015-09", ("2015-08-06", "2015-09-30")),
        ("2015-W31", None),
        ("2015-13", None),
        (None, None),
    ],
)
def test_the_days_of_a_value(value: str | None, expected: tuple[str, str] | None) -> None:
    assert day_span(time(value)) == expected


def test_whether_two_times_can_be_one() -> None:
    assert times_agree([time("2015-08-06")], [time("2015-08")]) is True
    assert times_agree([time("2015-08-06")], [time("2015-08-07")]) is False
    assert times_agree([time("2015-08-06", relative=True)], [time("2015-08-07")]) is True
    assert times_agree([time("2015-08-06", relative=True)], [time("2015-08-09")]) is False
    assert times_agree([time("2015-08-06")], []) is None
    assert times_agree([time("2015-08-06"), time(None)], [time("2015-08-09")]) is None


def place(
    name: str, country: str | None, latitude: float | None = None, longitude: float | None = None
) -> ClaimPlace:
    return ClaimPlace(0, 1, name, country, latitude, longitude)


def test_whether_two_places_can_be_one() -> None:
    aleppo, hama, near = (
        place("حلب", "SY", 36.2, 37.16),
        place("حماة", "SY", 35.13, 36.75),
        place("خان العسل", "SY", 36.17, 37.04),
    )
    syria, iraq = place("سوريا", "SY"), place("العراق", "IQ")
    assert places_agree([aleppo], [aleppo]) is True
    assert places_agree([aleppo], [near]) is True
    assert places_agree([aleppo], [hama]) is False
    assert places_agree([aleppo], [iraq]) is False
    assert places_agree([aleppo], [syria]) is None
    assert places_agree([aleppo, hama], [hama]) is True
    assert places_agree([aleppo], []) is None

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql import calendars

COVERED = st.dates(datetime.date(1930, 1, 1), datetime.date(2070, 12, 31))


@given(COVERED)
def test_a_day_goes_to_the_islamic_calendar_and_back(day: datetime.date) -> None:
    there = calendars.to_hijri(day)
    assert there is not None
    assert calendars.from_hijri(*there) == day


def test_days_that_are_none() -> None:
    assert calendars.gregorian(2015, 2, 29) is None
    assert calendars.from_hijri(1436, 13, 1) is None
    assert calendars.from_hijri(1200, 1, 1) is None
    assert calendars.to_hijri(datetime.date(1500, 1, 1)) is None


def test_islamic_months_and_years_as_days() -> None:
    assert calendars.hijri_days(1436, 10) == "2015-07-17/2015-08-15"
    assert calendars.hijri_days(1436) == "2014-10-25/2015-10-13"


@given(st.integers(1, 9000), st.integers(1, 12), st.integers(-500, 500))
def test_months_shift_there_and_back(year: int, month: int, by: int) -> None:
    assert calendars.shift_month(*calendars.shift_month(year, month, by), -by) == (year, month)


@given(COVERED, st.integers(1, 7), st.integers(-1, 7))
def test_the_nearest_weekday_lies_in_its_week(day: datetime.date, weekday: int, back: int) -> None:
    found = calendars.nearest_weekday(day, weekday, back=back)
    assert found.isoweekday() == weekday
    assert -back <= (found - day).days <= 6 - back


@pytest.mark.parametrize(
    ("month", "direction", "reached", "year"),
    [
        (7, -1, False, 2015),
        (9, -1, False, 2014),
        (8, -1, True, 2015),
        (8, -1, False, 2014),
        (9, 1, False, 2015),
        (7, 1, False, 2016),
        (8, 1, True, 2015),
        (12, 0, False, 2015),
        (1, None, False, 2016),
        (2, None, False, 2015),
        (3, None, False, 2015),
        (9, None, False, 2015),
    ],
)
def test_the_year_of_a_month_named_in_august_2015(
    month: int, direction: int | None, reached: bool, year: int
) -> None:
    assert calendars.year_of(month, direction, 2015, 8, reached=reached) == year


@pytest.mark.parametrize(
    ("unit", "count", "value"),
    [
        ("TH", -30, "2015-08-04"),
        ("D", -3, "2015-08-03"),
        ("W", 2, "2015-08-20"),
        ("M", -8, "2014-12"),
        ("Y", -2, "2013"),
        ("10Y", -5, "1965"),
        ("100Y", -30, None),
        ("D", 10**9, None),
    ],
)
def test_units_back_and_on(unit: str, count: int, value: str | None) -> None:
    assert calendars.shifted(datetime.date(2015, 8, 6), unit, count) == value


@given(st.sampled_from(("TM", "TH", "D", "W", "M", "Y", "10Y")), st.integers(1, 400))
def test_a_length_is_read_back_as_long_as_it_was(unit: str, count: int) -> None:
    single, many = (
        calendars.length(calendars.duration(unit, 1)),
        calendars.length(calendars.duration(unit, count)),
    )
    assert single is not None
    assert many == pytest.approx(tuple(count * part for part in single))


def test_what_is_no_length() -> None:
    assert [calendars.length(value) for value in ("", "P", "PT", "2015", "P1X")] == [None] * 5

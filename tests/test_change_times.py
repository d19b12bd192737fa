from __future__ import annotations

import datetime

import pytest

from naql.change_times import (
    dated,
    day_of,
    given_in,
    month_of,
    names_day,
    names_unit,
    other_zone,
    part_of,
    same_day,
    same_value,
    same_words_for,
    shift,
)
from naql.model import Reading, TimeExpression
from naql.times import times


def at(value: str | None, kind: str = "date") -> TimeExpression:
    return TimeExpression(0, 1, value, kind, True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("P2D", "PT48H", True),
        ("P1W", "P7D", True),
        ("P1M", "P30D", False),
        ("P1Y", "P12M", True),
        ("P18M", "P1Y", False),
        ("PT30M", "PT30M", True),
        ("P2D", "P3D", False),
    ],
)
def test_durations_are_compared_in_hours(one: str, other: str, same: bool) -> None:
    assert same_value(at(one, "duration"), at(other, "duration")) is same


def test_unknown_values_are_never_the_same() -> None:
    assert not same_value(at(None), at(None))
    assert not same_day(at(None), at(None))


def test_a_clock_time_names_its_day() -> None:
    assert day_of(at("2024-05-14T09:30")) == "2024-05-14"
    assert day_of(at("2024-05")) is None
    assert same_day(at("2024-05-14"), at("2024-05-14T09:30"))
    assert given_in(at("2024-05-14"), [at("2024-05"), at("2024-05-14T09:30")])
    assert not given_in(at("2024-05-14"), [at("2024-05-15")])


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("2024", "2024-05"),
        ("2024-05", "2024-05-14"),
        ("T13:00", "2024-05-14T13:00"),
        ("2024-05-14", "2024-05-14/2024-05-20"),
    ],
)
def test_a_time_told_less_exactly_is_a_part(part: str, whole: str) -> None:
    assert part_of(at(part), at(whole))
    assert not part_of(at(whole), at(part))
    assert given_in(at(part), [at(whole)])


def test_equal_unknown_and_other_times_are_no_parts() -> None:
    assert not part_of(at("2024-05"), at("2024-05"))
    assert not part_of(at(None), at("2024-05"))
    assert not part_of(at("2024-05"), at("2024-06-14"))


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("T08:00Z", "T09:00", True),
        ("T08:00Z", "2024-05-14T11:00", True),
        ("T08:00Z", "T09:15", False),
        ("T08:00", "T09:00", False),
        ("T08:00Z", "T09:00Z", False),
        ("T08:00Z", None, False),
    ],
)
def test_one_moment_in_two_zones(one: str, other: str | None, may: bool) -> None:
    assert other_zone(at(one), at(other)) is may
    assert other_zone(at(other), at(one)) is may


def test_the_month_that_words_name() -> None:
    assert [month_of(words, "ar") for words in ("مارس", "آذار", "كانون الثاني", "مطر")] == [
        "03",
        "03",
        "01",
        None,
    ]


def test_a_weekday_names_its_day_and_a_day_word_does_not() -> None:
    assert names_day("يوم الاثنين", "ar")
    assert not names_day("أمس", "ar")
    assert not names_day("كلام", "ar")


def test_a_unit_tells_no_time_of_its_own() -> None:
    assert names_unit("يوم", "ar")
    assert names_unit("الساعة", "ar")
    assert not names_unit("صباح", "ar")


def spoken(text: str) -> tuple[Reading, TimeExpression]:
    return Reading("x", text, "ar", None, None, (), (), ()), TimeExpression(0, len(text), None, "date", True)


def test_other_words_for_one_relative_time() -> None:
    assert same_words_for(*spoken("الأسبوع المقبل"), *spoken("الأسبوع القادم"))
    assert not same_words_for(*spoken("الأسبوع المقبل"), *spoken("الأسبوع الماضي"))
    assert not same_words_for(*spoken("كلام"), *spoken("كلام"))


def test_day_words_are_compared_as_if_printed_on_one_day() -> None:
    assert shift(*spoken("أمس الأول"), *spoken("أمس")) == 1
    assert shift(*spoken("اليوم"), *spoken("أمس")) == -1
    assert shift(*spoken("أمس"), *spoken("أمس")) == 0
    assert shift(*spoken("كلام"), *spoken("أمس")) is None


def of_day(text: str, day: str | None) -> Reading:
    anchor = datetime.date.fromisoformat(day) if day else None
    return Reading("x", text, "ar", day, None, (), (), tuple(times(text, anchor, "ar")))


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("وصل الوفد أمس الاثنين وغادر اليوم", "2024-05-15", "2024-05-14"),
        ("وصل الوفد أمس (الاثنين) وغادر اليوم", "2024-05-15", "2024-05-14"),
        ("وصل الوفد اليوم الثلاثاء", "2024-05-14", "2024-05-14"),
        ("وصل الوفد أمس وغادر الاثنين", "2024-05-15", "2024-05-15"),
        ("وصل الوفد أمس الاثنين", "2024-05-24", "2024-05-24"),
        ("وصل الوفد أمس الاثنين", None, None),
    ],
)
def test_a_weekday_beside_a_day_word_tells_the_day_of_a_text(
    text: str, day: str | None, told: str | None
) -> None:
    found = dated(of_day(text, day))
    assert found.day == told
    assert (found == of_day(text, day)) == (told == day)

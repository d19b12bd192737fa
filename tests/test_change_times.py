from __future__ import annotations

import pytest

from naql.change_times import day_of, given_in, same_day, same_value, shift
from naql.model import Reading, TimeExpression


def at(value: str | None, kind: str = "date") -> TimeExpression:
    return TimeExpression(0, 1, value, kind, True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("P2D", "PT48H", True),
        ("P1W", "P7D", True),
        ("P1M", "P30D", False),
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


def test_day_words_are_compared_as_if_printed_on_one_day() -> None:
    def said(text: str) -> tuple[Reading, TimeExpression]:
        return Reading("x", text, "ar", None, None, (), (), ()), TimeExpression(
            0, len(text), None, "date", True
        )

    assert shift(*said("أمس الأول"), *said("أمس")) == 1
    assert shift(*said("اليوم"), *said("أمس")) == -1
    assert shift(*said("أمس"), *said("أمس")) == 0
    assert shift(*said("كلام"), *said("أمس")) is None

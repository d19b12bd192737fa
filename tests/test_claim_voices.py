from __future__ import annotations

import pytest

from naql.claim_voices import one_person, part_of, proper, telling


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("سامي الحداد", "سامي حداد", True),
        ("سامي الحداد", "الحداد", True),
        ("سامي الحداد", "رامي الحداد", False),
        ("نيبينزا", "فاسيلي نيبينزيا", True),
        ("وزارة الدفاع", "وزارة الدفاع السورية", False),
        ("وزارة الصحة", "وزارة الدفاع", False),
        ("الوزير", "الوزير سامي الحداد", False),
        ("John Hill", "Hill", True),
    ],
)
def test_whether_two_names_are_one_person(one: str, other: str, same: bool) -> None:
    assert one_person(one, other) == one_person(other, one) == same


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("وزارة الدفاع", "وزارة الدفاع السورية", True),
        ("وزير الدفاع", "وزارة الدفاع السورية", True),
        ("وزارة الدفاع الروسية", "وزارة الدفاع السورية", False),
        ("وزارة الصحة", "وزارة الدفاع السورية", False),
        ("الوزير", "وزير الدفاع", False),
    ],
)
def test_whether_one_name_may_stand_for_another(one: str, other: str, part: bool) -> None:
    assert part_of(one, other) == part_of(other, one) == part


def test_the_words_of_a_name() -> None:
    assert telling("الوزير «سامي الحداد»") == ("وزير", "سامي", "حداد")
    assert proper("وزارة الدفاع") == ("دفاع",)
    assert telling("") == ()

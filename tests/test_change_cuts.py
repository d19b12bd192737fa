from __future__ import annotations

import pytest

from naql.align import align
from naql.change_cuts import cut, rejoined, values
from naql.change_facts import facts
from naql.differences import MOVED, Difference, differences
from naql.stretches import stretches
from tests.test_changes import ONE_DAY, TAIL, Days, reading, told

BODY = "افتتحت بلدية الضاحية الشمالية حديقة عامة كبيرة {} بحضور عدد من السكان والأطفال. " + TAIL


def pieces(one: str, other: str) -> list[tuple[str, str]]:
    """The differences of two texts, cut, as printed."""
    left, right = facts(reading("a", one)), facts(reading("b", other))
    (passage,) = stretches(left.sides, right.sides, align(one, other), (0, 0))
    whole = differences(passage, left.tokens, right.tokens)
    parts = rejoined([part for d in whole for part in cut(d, left, right)], left, right)
    return [(left.printed((d.left, d.left_end)), right.printed((d.right, d.right_end))) for d in parts]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("قرب النهر مساء أمس", "", [("قرب النهر", ""), ("مساء أمس", "")]),
        ("مساء أمس قرب النهر", "", [("مساء أمس", ""), ("قرب النهر", "")]),
        ("أمس", "", [("أمس", "")]),
        ("قرب النهر أمس", "وسط الحي اليوم", [("قرب النهر", "وسط الحي"), ("أمس", "اليوم")]),
        ("كلفت 12 مليون ريال", "بلغت قيمتها 14 مليون ريال", [("كلفت", "بلغت قيمتها"), ("12", "14")]),
        ("في دمشق خلف السوق", "في حلب قرب القلعة", [("دمشق", "حلب"), ("خلف السوق", "قرب القلعة")]),
    ],
)
def test_a_value_is_cut_out(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    left, right = (" ".join(BODY.format(words).split()) for words in (one, other))
    assert pieces(left, right) == expected


def test_a_time_inside_a_long_phrase_stays_in_it() -> None:
    phrase = "التي بدأ العمل فيها قبل سنوات على أرض المصنع القديم المهجور الواسعة أمس"
    assert pieces(BODY.format(phrase), " ".join(BODY.format("").split())) == [(phrase, "")]


def test_two_times_of_one_phrase_stay_together() -> None:
    phrase = "في الساعة 15:00 (12:00 بتوقيت جرينتش)"
    assert (phrase[:-1], "") in pieces(BODY.format(phrase), " ".join(BODY.format("").split()))


def test_equal_values_are_no_reason_to_cut() -> None:
    one, other = "كلفت 12 مليون ريال", "بلغت قيمتها 12 مليون ريال"
    assert pieces(BODY.format(one), BODY.format(other)) == [("كلفت", "بلغت قيمتها")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(ONE_DAY, ("time", "major")), (("2024-05-14", "2024-05-15"), ("time", "minor"))],
)
def test_a_day_that_moved_and_was_dated_anew_is_one_change(days: Days, expected: tuple[str, str]) -> None:
    one = "افتتحت البلدية اليوم حديقة عامة كبيرة قرب النهر بحضور عدد من السكان. " + TAIL
    other = "افتتحت البلدية حديقة عامة كبيرة قرب النهر أمس بحضور عدد من السكان. " + TAIL
    assert told(one, other, days) == [expected]
    assert ("اليوم", "أمس") in pieces(one, other)


def test_a_length_of_time_and_a_day_are_not_one_change() -> None:
    one = "افتتحت البلدية خلال ثلاثة أشهر حدائق عامة كبيرة قرب النهر بحضور عدد من السكان. " + TAIL
    other = "افتتحت البلدية حدائق عامة كبيرة قرب النهر أمس بحضور عدد من السكان. " + TAIL
    assert {("خلال ثلاثة أشهر", ""), ("", "أمس")} <= set(pieces(one, other))


def test_a_day_that_only_moved_is_order() -> None:
    one = "افتتحت البلدية أمس حديقة عامة كبيرة قرب النهر بحضور عدد من السكان. " + TAIL
    other = "افتتحت البلدية حديقة عامة كبيرة قرب النهر أمس بحضور عدد من السكان. " + TAIL
    assert told(one, other) == [("order", "none")]


def test_only_other_words_are_cut() -> None:
    one = facts(reading("a", BODY.format("أمس قرب النهر")))
    moved = Difference(MOVED, 5, 8, 9, 12, ())
    assert cut(moved, one, one) == [moved]


def test_values_in_order_none_inside_another() -> None:
    found = facts(reading("a", "زار دمشق 12 خبيرا في 3 مايو 2024 وعادوا إلى حلب"))
    kinds = [v.kind for v in values(found, (0, len(found.tokens)))]
    assert kinds == ["place", "number", "time", "place"]

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from naql.time_conflicts import contradictions
from naql.times import times

NAMES = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


def left_over(text: str) -> list[tuple[str, int]]:
    found = times(text, datetime.date(2015, 8, 6), "ar")
    return [(text[c.left_over.start : c.left_over.end], c.days) for c in contradictions(text, found, "ar")]


def test_a_day_word_left_over_from_the_agency_is_told_by_the_weekday_beside_it() -> None:
    text = "وصل الوفد اليوم الخميس. وكان الوزير قد أعلن أمس الثلاثاء أن المحادثات بدأت"
    assert left_over(text) == [("أمس الثلاثاء", 1)]


def test_the_rarer_reading_is_the_one_left_over() -> None:
    text = "قال اليوم الأربعاء إنه عاد. وأعلن أمس الأربعاء إضرابا، ويلتقيان غدا الجمعة"
    assert left_over(text) == [("اليوم الأربعاء", 1)]


def test_day_words_that_agree_are_no_conflict() -> None:
    assert left_over("وصل اليوم الخميس بعد أن غادر أمس الأربعاء وأول من أمس (الثلاثاء)") == []
    assert left_over("وصل اليوم بعد أن غادر أمس، ويعود الجمعة") == []
    assert left_over("") == []


@given(st.integers(0, 6), st.integers(-2, 1), st.integers(-2, 1))
def test_words_that_count_from_one_day_never_conflict(today: int, first: int, second: int) -> None:
    words = {-2: "أول من أمس", -1: "أمس", 0: "اليوم", 1: "غدا"}
    printed = [f"وقع ذلك {words[shift]} {NAMES[(today + shift) % 7]}." for shift in (first, second)]
    assert left_over(" ".join(printed)) == []


@given(st.integers(0, 6), st.integers(1, 3))
def test_the_days_between_are_counted(today: int, late: int) -> None:
    text = f"قال اليوم {NAMES[today]} إنه عاد. وأضاف اليوم {NAMES[(today - late) % 7]} أنه بخير"
    assert left_over(text) == [(f"اليوم {NAMES[(today - late) % 7]}", late)]

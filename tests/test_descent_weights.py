"""The kind of a difference, and that it does not hang on which side is which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.descent_weights import WEIGHTS, difference_kind

CASES = [
    ("المسؤول", "المسئول", "spelling"),
    ("عبد الله", "عبدالله", "spelling"),
    ("معالي وزير", "وزير", "honorific"),
    ("أمس", "اليوم", "day"),
    ("أمس الأول", "أمس", "day"),
    ("ثلاثة", "3", "value"),
    ("قد", "", "light"),
    ("مساعدات", "المساعدة", "form"),
    ("في الوادي الشرقي", "", "gap"),
    ("", "الماضي", "gap"),
    ("قتيلا", "جريحا", "content"),
    ("7", "9", "content"),
]


@pytest.mark.parametrize(("one", "other", "kind"), CASES)
def test_kind(one: str, other: str, kind: str) -> None:
    assert difference_kind(one, other, "ar") == kind
    assert difference_kind(other, one, "ar") == kind


@given(st.text("ابتم وال13 ", max_size=8), st.text("ابتم وال13 ", max_size=8))
def test_a_kind_has_a_weight_whichever_side_comes_first(one: str, other: str) -> None:
    kind = difference_kind(one, other, "ar")
    assert kind in WEIGHTS
    assert difference_kind(other, one, "ar") == kind
    assert WEIGHTS[difference_kind(one, one, "ar")] == 0


def test_a_language_without_rows_still_tells_words_from_spelling() -> None:
    assert difference_kind("bridge", "Bridge", None) == "spelling"
    assert difference_kind("bridge", "tunnel", None) == "content"

"""Where a noun phrase ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.narration import narrate
from naql.phrases import PHRASE_TOKENS, attached, past_marks, phrase, phrase_end
from tests.attribution.passages import at, laid, passages, printed, rows_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال وزير النقل سامر الحلو إن الجسر آمن.", "وزير النقل سامر الحلو"),
        ("قال سامر الحلو أمس إن الجسر آمن.", "سامر الحلو"),
        ("قالت شركة «النور» للطيران إن الرحلة ألغيت.", "شركة «النور» للطيران"),
        ("قالت وزارة الصحة في بيان إن الوباء انحسر.", "وزارة الصحة"),
        ("قال مصدر مطلع على المفاوضات إن الجولة انتهت.", "مصدر مطلع على المفاوضات"),
        ("قال د. نبيل سعد إن المستشفى جاهز.", "د. نبيل سعد"),
        ("أعلن القائد مقتل جنديين.", "القائد"),
        ("قال مدير المستشفى (وسط المدينة) إن الجناح جاهز.", "مدير المستشفى (وسط المدينة)"),
        ("قال المدير، إن الباب مغلق.", "المدير"),
    ],
)
def test_a_phrase_ends_where_the_speaker_ends(text: str, expected: str) -> None:
    told = laid(text)
    assert printed(told, phrase(told, 1, len(told.read))) == expected


def test_a_preposition_written_onto_a_role_can_be_taken_off() -> None:
    told = laid("قال لوزير النقل إن مصادر للوزارة وبيت نفت.")
    assert attached(told, at(told, "لوزير")) == 1
    assert attached(told, at(told, "النقل")) == 0
    assert attached(told, at(told, "وبيت")) == 0


def test_marks_before_a_phrase_are_stepped_over() -> None:
    told = laid("قال ((الوزير) إن الجسر آمن.")
    assert past_marks(told, 1, len(told.read)) == at(told, "الوزير")
    assert past_marks(told, 1, 2) == 1


@settings(deadline=None, max_examples=50)
@given(passages("ar"), st.integers(0, 40), st.integers(0, 60))
def test_a_phrase_stays_within_its_limit(text: str, start: int, limit: int) -> None:
    told = narrate(text, rows_of("ar"))
    if told is None or start >= len(told.read):
        return
    limit = min(limit, len(told.read))
    if start < limit:
        assert start <= phrase_end(told, start, limit) <= min(limit, start + PHRASE_TOKENS)
    found = phrase(told, start, limit)
    assert found is None or start == found[0] < found[1] <= limit

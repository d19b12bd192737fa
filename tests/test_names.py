"""The names of people in noun phrases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.names import alike, also_name, name_like, name_span
from naql.narration import narrate
from naql.phrases import phrase_end
from tests.attribution.passages import laid, passages, printed, rows_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال وزير النقل سامر الحلو إن الجسر آمن.", "سامر الحلو"),
        ("قال سامر الحلو إن الجسر آمن.", "سامر الحلو"),
        ("قال الدكتور نبيل سعد إن المستشفى جاهز.", "نبيل سعد"),
        ("قال د. نبيل سعد إن المستشفى جاهز.", "نبيل سعد"),
        ("قال مدير المستشفى (وسط المدينة) علي بن سالم إن الجناح جاهز.", None),
        ("قال علي بن سالم إن الجناح جاهز.", "علي بن سالم"),
        ("قال وزير النقل إن الجسر آمن.", None),
        ("قالت شركة «النور» للطيران إن الرحلة ألغيت.", None),
    ],
)
def test_a_name_is_found_behind_office_and_title(text: str, expected: str | None) -> None:
    told = laid(text)
    assert printed(told, name_span(told, 1, phrase_end(told, 1, len(told.read)))) == expected


def test_roles_cues_and_small_words_are_no_names() -> None:
    told = laid("قال وزير النقل سامر الحلو عن الجسر إن 12 مراكب آمنة.")
    likely = {token.printed for i, token in enumerate(told.read) if name_like(told, i)}
    assert "سامر" in likely
    assert not likely & {"قال", "وزير", "النقل", "عن", "الجسر", "12", "."}


def test_a_word_that_is_a_preposition_too_is_a_name_by_its_neighbours() -> None:
    told = laid("قال علي بن سالم إنه وقف علي الجسر.")
    assert also_name(told, 1)
    assert not also_name(told, 6)


@given(st.text("ابتثجحدرسع", min_size=1, max_size=9), st.text("ابتثجحدرسع", min_size=1, max_size=9))
def test_names_are_alike_both_ways_and_by_one_letter_at_most(a: str, b: str) -> None:
    assert alike(a, a)
    assert alike(a, b) == alike(b, a)
    if alike(a, b):
        assert abs(len(a) - len(b)) <= 1
        assert a[0] == b[0]


@given(st.text("ابتثجحدرسع", min_size=6, max_size=9), st.data())
def test_one_letter_changed_in_a_long_name_leaves_it_alike(name: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(name) - 1))
    assert alike(name, name[:cut] + "م" + name[cut + 1 :])
    assert alike(name, name[:cut] + "م" + name[cut:])
    assert not alike(name, "م" + name[1:])


@settings(deadline=None, max_examples=50)
@given(passages("ar"), st.integers(0, 40), st.integers(0, 40))
def test_a_name_lies_in_its_phrase(text: str, start: int, length: int) -> None:
    told = narrate(text, rows_of("ar"))
    if told is None or start >= len(told.read):
        return
    end = min(start + length + 1, len(told.read))
    found = name_span(told, start, end)
    assert found is None or start <= found[0] < found[1] <= end

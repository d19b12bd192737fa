"""Quotation marks paired as they were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.quotes import MARKS, quotations
from naql.sentences import tokens
from tests.attribution.passages import passages


def quoted(text: str, *restarts: str, single: bool = False) -> list[tuple[str, bool]]:
    read = tokens(text)
    numbers = {i for i, token in enumerate(read) if token.printed in restarts}
    found = quotations(text, read, numbers, single=single)
    return [(text[read[q.opening + 1].start : read[q.end - 1].end], q.closed) for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال: «نعم» ثم «لا».", ["نعم", "لا"]),
        ("قال »نعم« ومضى.", ["نعم"]),  # turned round
        ('قال لـ"رويترز" إن "دعم" جديد.', ["رويترز", "دعم"]),  # one shape for both
        ('قال: «سمعت "صوتاً" ثم لا شيء».', ['سمعت "صوتاً" ثم لا شيء', "صوتاً"]),
        ("قال “نعم” ومضى.", ["نعم"]),
        ("«»", []),
        ("لا علامة هنا", []),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert quoted(text) == [(words, True) for words in expected]


def test_a_quotation_left_open_ends_with_its_paragraph_or_where_the_narrator_speaks() -> None:
    assert quoted("قال: «نعم ولا.\nوانتهى اليوم.") == [("نعم ولا.", False)]
    assert quoted("قال: «نعم ولا. وأضاف أن لا.", "وأضاف") == [("نعم ولا.", False)]


def test_a_quotation_goes_on_in_a_paragraph_that_begins_with_a_mark() -> None:
    assert quoted("قال: «نعم.\n«ثم عدنا».") == [("نعم.\n«ثم عدنا", True)]


def test_single_marks_count_only_where_asked_for_and_are_no_apostrophes() -> None:
    text = "He said 'no more' and it's Bill's."
    assert quoted(text) == []
    assert quoted(text, single=True) == [("no more", True)]


@given(st.one_of(passages("ar"), st.text(alphabet='«»"“”() .،\nقال')), st.booleans())
def test_quotations_nest_and_hold_words_or_marks(text: str, single: bool) -> None:
    read = tokens(text)
    found = quotations(text, read, single=single)
    assert found == sorted(found)
    assert len({q.opening for q in found}) == len(found)
    for q in found:
        assert q.opening + 1 < q.end <= len(read)
        assert single or read[q.opening].printed in MARKS
        assert not q.closed or read[q.end].printed in MARKS or single
    for one in found:
        for other in found:
            apart = one.end <= other.opening or other.end <= one.opening
            inside = one.opening < other.opening and other.end <= one.end
            around = other.opening < one.opening and one.end <= other.end
            assert one is other or apart or inside or around

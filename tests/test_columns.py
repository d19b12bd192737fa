from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql import columns
from naql.columns import MARKS, OTHER, SAME, Column, islands
from naql.sentences import Token, tokens

PARTS = ["قال", "الوزير", "أمس", "إن", "ان", "الجسر", "،", "«", "عبد", "الله", "عبدالله", "20", "."]
TEXT = st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join)


def aligned(one: str, other: str) -> tuple[list[Token], list[Token], list[Column]]:
    left, right = tokens(one), tokens(other)
    return left, right, list(islands(left, right, 0, len(left), 0, len(right)))


def shown(one: str, other: str) -> list[tuple[str, str, str]]:
    left, right, found = aligned(one, other)

    def text(read: list[Token], start: int, end: int) -> str:
        return " ".join(t.printed for t in read[start:end])

    return [(c.op, text(left, c.left, c.left_end), text(right, c.right, c.right_end)) for c in found]


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT)
def test_columns_tile_both_texts_in_order(one: str, other: str) -> None:
    left, right, found = aligned(one, other)
    i = j = 0
    for column in found:
        assert (column.left, column.right) == (i, j)
        assert column.left_end > i or column.right_end > j
        i, j = column.left_end, column.right_end
    assert (i, j) == (len(left), len(right))


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT)
def test_same_columns_are_printed_the_same(one: str, other: str) -> None:
    left, right, found = aligned(one, other)
    for column in found:
        pair = (
            [t.printed for t in left[column.left : column.left_end]],
            [t.printed for t in right[column.right : column.right_end]],
        )
        assert (pair[0] == pair[1]) == (column.op == SAME)
        if column.op == MARKS:
            assert not any(t.word for t in left[column.left : column.left_end])


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_a_text_beside_itself_is_the_same(text: str) -> None:
    assert all(column.op == SAME for column in aligned(text, text)[2])


def test_words_find_their_likes_over_what_was_dropped() -> None:
    assert shown("والرفاهة للمواطنين جميعا", "والرفاهية للمواطنين") == [
        ("like", "والرفاهة", "والرفاهية"),
        ("same", "للمواطنين", "للمواطنين"),
        ("other", "جميعا", ""),
    ]


def test_spelling_and_joined_words_have_their_own_kinds() -> None:
    assert [c[0] for c in shown("إلى عبد الله", "الى عبدالله")] == ["spelled", "joined"]


def test_a_range_too_large_for_a_table_keeps_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "CELLS", 4)
    found = shown("قال الوزير أمس إن الجسر", "قال الوزير اليوم إن الجسر")
    assert [c[0] for c in found] == ["same", "same", OTHER, OTHER, "same", "same"]

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.language import languages, rows
from naql.sentences import fold, tokens
from naql.word_forms import (
    Ending,
    SpellingForms,
    endings,
    is_clitic_run,
    joins,
    likeness,
    same_stem,
    same_word,
    split_clitics,
    stems,
)

WORD = st.text("ابتجدهوزحطيكلمنسعفصقرشت", min_size=1, max_size=12)
ENDINGS = [(k.code, r) for k in languages() for r in rows(k.code, "endings.tsv", Ending)]
SPELLINGS = [
    (k.code, r)
    for k in languages()
    for r in rows(k.code, "spelling_forms.tsv", SpellingForms, may_be_empty=("counter",))
]


@pytest.mark.parametrize(("code", "row"), ENDINGS)
def test_an_ending_leaves_the_stem_of_another_form(code: str, row: Ending) -> None:
    assert fold(row.example).endswith(fold(row.ending))
    assert same_stem(fold(row.example), fold(row.other))


@pytest.mark.parametrize(("code", "row"), SPELLINGS)
def test_spellings_of_a_row_are_one_word(code: str, row: SpellingForms) -> None:
    assert fold(row.example) != fold(row.other) or row.example != row.other
    assert same_word(fold(row.example), fold(row.other))
    if row.counter is not None:
        assert not same_word(fold(row.example), fold(row.counter))


def test_endings_are_tried_longest_first() -> None:
    found = endings()
    assert [len(e) for e in found] == sorted(map(len, found), reverse=True)
    assert "سيار" in stems("سيارتين") & stems("سياره") & stems("السيارات")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الاميركيون", "الامريكيون"),
        ("مباريات", "مبارايت"),
        ("فلاديمير", "فلادمير"),
        ("organisation", "organization"),
    ],
)
def test_a_slip_inside_a_long_word_is_spelling(one: str, other: str) -> None:
    assert same_word(one, other)
    assert same_word(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قائد", "قاعد"),
        ("مدير", "مديره"),
        ("وزير", "الوزير"),
        ("20000", "25000"),
        ("كتاب", "كاتب"),
        ("المشاريع", "مشروع"),
    ],
)
def test_short_words_forms_and_figures_are_no_spelling(one: str, other: str) -> None:
    assert not same_word(one, other)


@settings(max_examples=150, deadline=None)
@given(WORD, WORD)
def test_likeness_is_symmetric_and_one_only_for_the_same(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert (likeness(one, other) == 1) == (one == other)
    assert same_word(one, other) == same_word(other, one)


@settings(max_examples=150, deadline=None)
@given(WORD)
def test_clitics_and_rest_make_the_word(word: str) -> None:
    before, rest = split_clitics(word)
    assert before + rest == word
    assert is_clitic_run(before)


def test_words_written_together_are_found_through_a_mark() -> None:
    one, other = tokens("عبد الله"), tokens("عبدالله")
    assert list(joins(one, other, len(one), len(other))) == [(2, 1)]
    one, other = tokens("لـ«وقف"), tokens("لوقف")
    assert list(joins(one, other, len(one), len(other))) == [(3, 1)]
    assert list(joins(tokens("عبد الله"), tokens("عبدالعزيز"), 2, 1)) == []

"""Tokens with offsets, and sentences over them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from naql.sentences import fold, sentences, tokens
from naql.text import folded
from tests.attribution.passages import passages

TEXTS = st.one_of(st.text(), passages("ar"))


def sentence_texts(text: str) -> list[str]:
    read = tokens(text)
    return [text[read[begin].start : read[end - 1].end] for begin, end in sentences(text, read)]


@given(TEXTS)
@example("🙂ً ـ 👩‍👩‍👧")
@example("\u0301\u0651x\u00ad")
def test_tokens_stand_where_they_say_and_leave_only_space(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end
        assert token.printed == text[token.start : token.end]
        assert token.folded
        assert not any(char.isalnum() for char in text[end : token.start])
        end = token.end
    assert not any(char.isalnum() for char in text[end:])


@given(TEXTS)
def test_sentences_tile_the_tokens(text: str) -> None:
    read = tokens(text)
    ranges = sentences(text, read)
    assert [i for begin, end in ranges for i in range(begin, end)] == list(range(len(read)))
    assert all(begin < end for begin, end in ranges)


@given(
    st.lists(st.sampled_from(["قال", "الجسر", "إلى", "مؤتمر"]), min_size=1), st.sampled_from([".", "!", "؟"])
)
def test_a_sentence_for_each_end(words: list[str], mark: str) -> None:
    assert sentence_texts(" ".join(word + mark for word in words)) == [word + mark for word in words]


@given(st.one_of(st.text(alphabet="أإآٱىیةکؤئءبتقالًّـ"), st.text(alphabet="٠١٢٣۴5")))
def test_a_word_is_folded_as_everywhere(word: str) -> None:
    assert fold(word) == folded(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل د. سعيد. ثم غادر.", ["وصل د. سعيد.", "ثم غادر."]),
        ("نشرت أ. ف. ب. الخبر", ["نشرت أ. ف. ب. الخبر"]),
        ("قال: «نعم.» ثم صمت.", ["قال: «نعم.»", "ثم صمت."]),
        ("بلغت 3.5 في المئة. وانتهى", ["بلغت 3.5 في المئة.", "وانتهى"]),
        ("عنوان بلا نقطة\nثم الخبر", ["عنوان بلا نقطة", "ثم الخبر"]),
        ("زار www.example.com أمس. وعاد", ["زار www.example.com أمس.", "وعاد"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentence_texts(text) == expected


def test_words_numbers_and_marks_are_told_apart() -> None:
    read = tokens("قَالَ 1,250.5 وــصل%")
    assert [(token.folded, token.word) for token in read] == [
        ("قال", True),
        ("1,250.5", True),
        ("وصل", True),
        ("%", False),
    ]

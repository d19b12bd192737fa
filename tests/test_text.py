"""Words keep their offsets, and folding hides spelling and nothing else."""

from __future__ import annotations

import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.text import (
    DROPPED,
    EXPANDS,
    KEY_LETTERS_LEFT,
    POINT,
    PREFIX_MAX,
    Word,
    clitics,
    fold_table,
    folded,
    key,
    words,
)

# ---------------------------------------------------------------- texts to try

ARABIC = ["وقال", "الجيش", "جيش", "إستراتيجية", "مسؤول", "رئيس", "شيء", "على", "مدينة", "آخر", "ٱلله", "و"]
MARKED = ["مُحَمَّدٌ", "الـجيش", "لـ", "الـ48", "و9", "مسو\u0654ول", "ريئس", "ا\u0654خر", "شيئاً"]
FOREIGN = ["Élysée", "e\u0301te\u0301", "STRASSE", "straße", "Ὀδυσσεύς", "B52", "И\u0306", "한국", "गांव"]
UNSPACED = ["漢字", "กำลัง", "カナが", "か\u3099", "\U00020000"]
LIGATURES = ["ﷺ", "ﷲ", "ﻻ", "ﻷن", "ﷻ", "ﺍﻟﺠﻴﺶ", "ﭐ", "ﻻﱠ", "كت\ufe76اب", "\ufb01ve"]
NUMBERS = ["1,000", "1٬000", "٣٫٥", "3.5", "12", "۱۲", "1,234,567", "2017.", "1..5", "10,0000", "٩٬٩"]
ODD = ["😀", "𝒳", "\u0301", "\u064b", "\u0654", "\u200b", "\ufeff", "\ufe0f", "\U000e0101", "\u06dd", "\x00"]
GAPS = [" ", "  ", "\n", ". ", "، ", "«", "» ", "“", "” ", " (", ") ", '"', "'", "-", ":", ""]

PIECES = st.sampled_from(ARABIC + MARKED + FOREIGN + UNSPACED + LIGATURES + NUMBERS + ODD)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(GAPS)), max_size=12).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
ANY_TEXT = st.one_of(TEXTS, st.text(max_size=40))


def forms(text: str) -> list[str]:
    return [w.folded for w in words(text)]


def is_split(char: str) -> bool:
    """Whether one printed character holds the end of a word and the start of the next."""
    return " " in unicodedata.normalize("NFKC", char).strip()


# ---------------------------------------------------------------- laws of words


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_offsets_give_the_printed_word_in_order(text: str) -> None:
    before: Word | None = None
    for word in words(text):
        assert word.printed == text[word.start : word.end] != ""
        assert word.folded
        if before is not None and word.start < before.end:
            assert word.start == before.end - 1, "two words share more than one character"
            assert is_split(text[word.start])
        before = word


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert forms(folded(text)) == forms(text)


def test_folding_is_idempotent_for_every_character() -> None:
    kept = fold_table().entries & (EXPANDS | POINT) == np.arange(sys.maxunicode + 1)
    changed = [int(p) for p in np.flatnonzero(~kept & (fold_table().entries > DROPPED))]
    assert len(changed) > 3000
    text = "\n".join(f"{chr(p)} و{chr(p)}9{chr(p)}b" for p in changed)
    once = forms(text)
    for word in once:
        assert folded(word) == word


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_what_stands_between_words_holds_no_letter_or_digit(text: str) -> None:
    covered = set()
    for word in words(text):
        covered.update(range(word.start, word.end))
    for at, char in enumerate(text):
        if at not in covered and unicodedata.category(char)[0] in "LN":
            assert char == "\u0640", f"{char!r} belongs to no word"


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_the_key_is_the_folded_word_without_one_known_prefix(text: str) -> None:
    for word in words(text):
        assert word.folded.endswith(word.key)
        prefix = word.folded.removesuffix(word.key)
        if prefix:
            assert prefix in clitics()
            assert len(word.key) >= KEY_LETTERS_LEFT
        longer = [c for c in clitics() if len(c) > len(prefix) and word.folded.startswith(c)]
        assert all(len(word.folded) - len(c) < KEY_LETTERS_LEFT for c in longer)


# ---------------------------------------------------------------- changes that folding hides

MARKS = (
    [chr(c) for c in (*range(0x64B, 0x654), *range(0x656, 0x660), 0x670, *range(0x6D6, 0x6DD))]  # diacritics
    + ["\u0640"]  # tatweel
    + [chr(c) for c in (0x200E, 0x200F, 0x61C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]  # bidi
    + ["\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\ufe0f"]  # joiners, soft hyphen, BOM, selector
    + ["\ufc60", "\ufe76", "\ufe77"]  # presentation forms of diacritics
)
ALEFS, HAMZAS = "اأإآٱ", "ؤئء"
QUOTES = "«»“”\"'‘’()‹›„"
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


def swapped(data: st.DataObject, text: str, sets: tuple[str, ...]) -> str:
    """Each character of one of the sets replaced by any of the same set."""
    out = []
    for char in text:
        own = next((s for s in sets if char in s), None)
        out.append(char if own is None else data.draw(st.sampled_from(own)))
    return "".join(out)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_marks_inside_words_change_no_folded_word(text: str, data: st.DataObject) -> None:
    inside = sorted({at for word in words(text) for at in range(word.start + 1, word.end + 1)})
    if not inside:
        return
    chosen = data.draw(st.lists(st.tuples(st.sampled_from(inside), st.sampled_from(MARKS)), max_size=6))
    marked = text
    for at, mark in sorted(chosen, reverse=True):
        marked = marked[:at] + mark + marked[at:]
    assert forms(marked) == forms(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_marks_taken_away_change_no_folded_word(text: str) -> None:
    bare = "".join(c for c in text if c not in MARKS)
    assert forms(bare) == forms(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_the_seat_of_a_hamza_changes_no_folded_word(text: str, data: st.DataObject) -> None:
    assert forms(swapped(data, text, (ALEFS, HAMZAS))) == forms(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_the_kind_of_quotation_mark_changes_no_folded_word(text: str, data: st.DataObject) -> None:
    assert forms(swapped(data, text, (QUOTES,))) == forms(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_the_script_of_digits_changes_no_folded_word(text: str, data: st.DataObject) -> None:
    by_value = tuple("".join(d) for d in zip(*DIGITS, strict=True))
    assert forms(swapped(data, text, by_value)) == forms(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FOREIGN + ARABIC + MARKED), max_size=6).map(" ".join))
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    if "ᄒ" not in decomposed:  # Hangul syllables are left whole
        assert forms(composed) == forms(decomposed)


# ---------------------------------------------------------------- examples


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("و9 قرى", "و 9 قرى"),
        ("48ساعة", "48 ساعة"),
        ("1,000", "1000"),
        ("1٬000", "1000"),
        ("١٬٠٠٠", "1,000"),
        ("1,234,567", "1234567"),
        ("3.5", "٣٫٥"),
        ("3.5", "٣.٥"),
        ("مسؤول", "مسو\u0654ول"),
        ("رئيس", "ري\u0654يس"),
        ("أمر", "ا\u0654مر"),
        ("إن", "ا\u0655ن"),
        ("الى على", "إلى علي"),
        ("مدينة", "مدينه"),
        ("کتاب", "كتاب"),
        ("é", "e\u0301"),
        ("É", "é"),
        ("ß", "SS"),
        ("ΟΔΟΣ", "οδος"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("ﺍﻟﺠﻴﺶ", "الجيش"),
        ("كت\ufe76اب", "كتاب"),
        ("كت\ufc60اب", "كتاب"),
        ("مشكّلاً", "مشكلا"),
        ("«داعش»", "(داعش)"),
        ("co\u00adoperate", "Cooperate"),
    ],
)
def test_spelled_differently_but_the_same(one: str, other: str) -> None:
    assert forms(one) == forms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5", "35"),
        ("3.5", "3.50"),
        ("1,00", "100"),
        ("1,0000", "10000"),
        ("1.000", "1000"),
        ("وقال", "قال"),
        ("الجيش", "جيش"),
        ("é", "e"),
        ("سأل", "سعل"),
        ("عبد الله", "عبدالله"),
    ],
)
def test_different_when_folded(one: str, other: str) -> None:
    assert forms(one) != forms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" .،«»", []),
        ("\u0301\u064b", []),
        ("لـ«وقف» تقدم", ["لـ", "وقف", "تقدم"]),
        ("و9 عربات", ["و", "9", "عربات"]),
        ("خلال الـ48 ساعة", ["خلال", "الـ", "48", "ساعة"]),
        ("B52", ["B52"]),
        ("3.5%", ["3.5"]),
        ("سنة 2017.", ["سنة", "2017"]),
        ("1..5", ["1", "5"]),
        ("漢字", ["漢", "字"]),
        ("Tokyo東京", ["Tokyo", "東", "京"]),
        ("กำ", ["ก", "ำ"]),
        ("ก็", ["ก็"]),
        ("ガ", ["ガ"]),
        ("ـكتابـ،", ["كتابـ"]),
        ("a\u200bb", ["a", "b"]),
        ("عبد\u200cالله", ["عبد\u200cالله"]),
    ],
)
def test_printed_words(text: str, expected: list[str]) -> None:
    assert [w.printed for w in words(text)] == expected


def test_one_character_of_four_words_is_the_span_of_each() -> None:
    found = list(words("محمد ﷺ قال"))
    assert [w.folded for w in found] == ["محمد", "صلي", "الله", "عليه", "وسلم", "قال"]
    assert {(w.start, w.end) for w in found[1:5]} == {(5, 6)}
    assert all(w.printed == "ﷺ" for w in found[1:5])


def test_letters_beside_such_a_character_join_its_outer_words() -> None:
    found = list(words("سيدناﷺقال"))
    assert [w.folded for w in found] == ["سيدناصلي", "الله", "عليه", "وسلمقال"]
    assert [(w.start, w.end) for w in found] == [(0, 6), (5, 6), (5, 6), (5, 9)]


def test_a_hamza_mark_changes_waw_and_yeh_only() -> None:
    assert forms("و\u0654") == ["ء"]
    assert forms("ي\u0654") == ["ء"]
    assert forms("و\u064e\u0654") == ["ء"]  # a diacritic before it
    assert forms("ب\u0654") == ["ب"]
    assert forms("\u0654ب") == ["ب"]


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(("one", "other"), [("وقال", "قال"), ("الجيش", "جيش"), ("والجيش", "بالجيش")])
def test_a_clitic_is_not_part_of_the_key(one: str, other: str) -> None:
    (a,), (b,) = words(one), words(other)
    assert a.key == b.key
    assert a.folded != b.folded


@pytest.mark.parametrize("word", ["ولد", "بيت", "الى", "لله", "كان", "و"])
def test_the_key_keeps_three_letters(word: str) -> None:
    (only,) = words(word)
    assert only.key == only.folded


def test_only_one_run_of_clitics_is_taken() -> None:
    assert key("ووقال") == "وقال"
    assert key("والاعلام") == "اعلام"
    assert key("") == ""


def test_clitics_are_folded_longest_first_and_short_enough_for_the_kernel() -> None:
    assert [len(c) for c in clitics()] == sorted((len(c) for c in clitics()), reverse=True)
    assert len(set(clitics())) == len(clitics())
    for prefix in clitics():
        assert forms(prefix) == [prefix]
        assert len(prefix) <= PREFIX_MAX

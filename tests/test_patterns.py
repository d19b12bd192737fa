from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.language import languages, rows
from naql.numbers import numerals
from naql.patterns import MORE, NONE, Lexicon, Prefix, after
from naql.sentences import fold, tokens

PREFIXES = [
    (known.code, row)
    for known in languages()
    for row in rows(known.code, "prefixes.tsv", Prefix, may_be_empty=("outside",))
]
WORDS = [("غد", {"day": "1"}), ("بعد غد", {"day": "2"}), ("ثلاثة", {"number": "3"}), ("اثنين", {"bare": "2"})]


def lexicon() -> Lexicon:
    return Lexicon("ar", WORDS, no_article=("bare",), digits="digits")


@pytest.mark.parametrize(("code", "row"), PREFIXES, ids=[f"{code}-{row.prefix}" for code, row in PREFIXES])
def test_a_prefix_comes_off_its_example(code: str, row: Prefix) -> None:
    (number,) = numerals(row.example, tokens(row.example), code)
    assert number.value == float(row.example_value)
    assert number.role == row.role
    assert row.example[: number.start] == (row.outside or "")


def test_a_phrase_wins_over_its_words() -> None:
    reading = lexicon().read(tokens("وبعد غد أو غد"))
    assert [reading.meanings[at].values for at in sorted(reading.meanings)] == [{"day": "2"}, {"day": "1"}]
    assert reading.letters[1:3] == MORE + NONE


def test_patterns_name_classes() -> None:
    words = lexicon()
    reading = words.read(tokens("ثلاثة بعد غد"))
    match = words.pattern("<number:n> <day:d>").fullmatch(reading.letters)
    assert match is not None
    assert (match.span("n"), match.span("d")) == ((0, 1), (1, 3))
    assert words.pattern("<none>").search(reading.letters) is None


def test_a_class_may_refuse_the_article() -> None:
    words = lexicon()
    assert words.meaning(fold("باثنين")).values == {"bare": "2"}
    assert words.meaning(fold("الاثنين")).values == {}


def test_digits_are_a_class() -> None:
    assert lexicon().read(tokens("٧ غد")).meanings[0].values == {"digits": ""}


@given(st.text(alphabet="وبلثَـُةغد ", min_size=1, max_size=20))
def test_what_stands_after_a_prefix_folds_to_the_rest(word: str) -> None:
    folded = fold(word)
    for letters in range(len(folded) + 1):
        assert fold(word[after(word, letters) :]) == folded[letters:]

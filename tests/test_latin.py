"""Elided words, typists' quotation marks and abbreviations of languages in Latin script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naql.latin import doubled, rejoined, unelided
from naql.sentences import sentences, tokens

FRENCH = frozenset(("l", "d", "qu", "s", "jusqu"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("qu'il", ["qu'", "il"]),
        ("l'école", ["l'", "école"]),
        ("L’agence", ["L’", "agence"]),
        ("jusqu'à l'aube", ["jusqu'", "à", "l'", "aube"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("prud'homme", ["prud'homme"]),
    ],
)
def test_elided_words_stand_alone(text: str, words: list[str]) -> None:
    assert [t.printed for t in unelided(tokens(text), FRENCH)] == words


def test_nothing_is_parted_in_a_language_without_elisions() -> None:
    read = tokens("the city's l'école")
    assert unelided(read, ()) is read


@given(st.text("lqu' é’dJ", max_size=30))
def test_tokens_keep_their_places(text: str) -> None:
    for token in unelided(tokens(text), FRENCH):
        assert text[token.start : token.end] == token.printed
        assert token.start < token.end


@pytest.mark.parametrize(("text", "marks"), [("''No,'' he said.", 2), ("the rebels' camp", 0), ("'No'", 0)])
def test_two_apostrophes_are_a_quotation_mark(text: str, marks: int) -> None:
    assert sum(t.printed == '"' for t in doubled(tokens(text))) == marks


@given(st.text("a ''`’", max_size=20))
def test_doubled_marks_cover_the_same_characters(text: str) -> None:
    read = tokens(text)
    covered = [i for t in read for i in range(t.start, t.end)]
    assert [i for t in doubled(read) for i in range(t.start, t.end)] == covered


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Gov. Hill left. The gov stayed."
    read = tokens(text)
    assert len(rejoined(sentences(text, read), read, {"gov"})) == 2
    assert len(rejoined(sentences(text, read), read, ())) == 3

"""Every row of the outlets' files is found in its own example and not in its counter-example."""

from __future__ import annotations

import pytest

from naql.agencies import find, mentions, named
from naql.language import languages
from naql.outlets import (
    KINDS,
    Agency,
    OutletNoun,
    OutletWord,
    agencies,
    book,
    index,
    listed,
    outlet_nouns,
    outlet_words,
    places,
    squeezed,
)
from naql.sentences import tokens

CODES = [known.code for known in languages()]
AGENCIES = [(code, row) for code in CODES for row in agencies(code)]
NOUNS = [(code, row) for code in CODES for row in outlet_nouns(code)]
WORDS = [(code, row) for code in CODES for row in outlet_words(code)]


def names(text: str, code: str) -> list[str]:
    return [mention.name for mention in mentions(tokens(text), code)]


@pytest.mark.parametrize(("code", "row"), AGENCIES, ids=[f"{c}-{r.name}" for c, r in AGENCIES])
def test_an_outlet_is_found_in_its_example_and_not_in_its_counter_example(code: str, row: Agency) -> None:
    assert row.name in names(row.example, code)
    assert row.kind in KINDS
    assert bool(row.guarded) == bool(row.counter_example), "a guarded word needs a text where it is no outlet"
    for word in listed(row.guarded):
        assert word not in listed(row.spellings)
    if row.counter_example:
        assert row.name not in names(row.counter_example, code)
        assert any(squeezed(word) in squeezed(row.counter_example) for word in listed(row.guarded))


@pytest.mark.parametrize(("code", "row"), AGENCIES, ids=[f"{c}-{r.name}" for c, r in AGENCIES])
def test_every_spelling_leads_to_its_row(code: str, row: Agency) -> None:
    assert named(row.name, code) == row
    for spelling in listed(row.spellings):
        assert named(spelling, code) == row, spelling
    for spelling in listed(row.guarded):
        found = find(read := tokens(spelling), 0, code, sure=True)
        assert found is not None, spelling
        assert (found.name, found.end_token) == (row.name, len(read)), spelling


@pytest.mark.parametrize(("code", "row"), NOUNS, ids=[f"{c}-{r.noun}" for c, r in NOUNS])
def test_a_noun_names_an_outlet_in_its_example_only(code: str, row: OutletNoun) -> None:
    found = mentions(tokens(row.example), code)
    assert [mention.kind for mention in found] == [row.kind]
    # A bare definite noun may always point back to an outlet; nothing else may be read here.
    assert all(mention.anaphoric for mention in mentions(tokens(row.counter_example), code))
    for printed in listed(row.back):
        (mention,) = mentions(tokens(printed), code)
        assert mention.anaphoric
        assert mention.kind == row.kind


@pytest.mark.parametrize(("code", "row"), WORDS, ids=[f"{c}-{r.word}" for c, r in WORDS])
def test_a_word_belongs_to_the_mention_in_its_example(code: str, row: OutletWord) -> None:
    covered = [row.example[m.start : m.end] for m in mentions(tokens(row.example), code)]
    assert any(form in text for form in listed(row.forms) for text in covered)


@pytest.mark.parametrize("code", CODES)
def test_a_safe_spelling_belongs_to_one_outlet(code: str) -> None:
    seen: dict[str, str] = {}
    for row in agencies(code):
        for spelling in listed(row.spellings):
            assert seen.setdefault(squeezed(spelling), row.name) == row.name, spelling


def test_rows_of_two_languages_that_share_an_address_are_one_outlet() -> None:
    known = index()
    arabic, english = named("رويترز", "ar"), named("Reuters", "en")
    assert arabic is not None
    assert english is not None
    assert arabic != english
    assert known.identity[arabic] == known.identity[english]


def test_an_outlet_has_at_most_one_row_in_a_language() -> None:
    known = index()
    seen: dict[tuple[int, str], str] = {}
    for row, number in known.identity.items():
        assert seen.setdefault((number, known.code[row]), row.name) == row.name


def test_a_language_without_rows_knows_nothing() -> None:
    assert agencies("xx") == ()
    assert book("xx").forms == {}
    assert places("xx") == frozenset()

"""The table of place names: its rows are sound, and each row people wrote does what its example says."""

from __future__ import annotations

import pytest

from naql.gazetteer import (
    FOUND,
    HEADS,
    KINDS,
    LONGEST,
    AmbiguousPlace,
    PlaceWord,
    Region,
    folded_name,
    gazetteer,
)
from naql.language import languages, rows
from naql.places import PlaceMention, find, is_place, mentions
from naql.sentences import tokens

CODES = [known.code for known in languages()]
OPTIONAL = ("country", "latitude", "longitude", "counter_example")


def words(code: str) -> list[PlaceWord]:
    return rows(code, "place_words.tsv", PlaceWord, may_be_empty=("value", "counter_example"))


def regions(code: str) -> list[Region]:
    return rows(code, "regions.tsv", Region, may_be_empty=OPTIONAL)


def ambiguous(code: str) -> list[AmbiguousPlace]:
    return rows(code, "ambiguous_places.tsv", AmbiguousPlace, may_be_empty=("example", "counter_example"))


WORDS = [(code, row) for code in CODES for row in words(code)]
REGIONS = [(code, row) for code in CODES for row in regions(code)]
AMBIGUOUS = [(code, row) for code in CODES for row in ambiguous(code)]


def printed(text: str, code: str) -> list[str]:
    return [text[m.start : m.end] for m in mentions(tokens(text), code)]


def covers(text: str, name: str, code: str) -> list[PlaceMention]:
    """The mentions of a text that cover a printed name."""
    at = text.index(name)
    return [m for m in mentions(tokens(text), code) if m.start <= at and at + len(name) <= m.end]


@pytest.mark.parametrize(("code", "row"), WORDS, ids=lambda value: getattr(value, "word", value))
def test_a_word_that_tells_places_does_so_in_its_example(code: str, row: PlaceWord) -> None:
    found = printed(row.example, code)
    assert (found[0] if found else "-") == row.found
    if row.counter_example:
        assert printed(row.counter_example, code) == []


@pytest.mark.parametrize(("code", "row"), REGIONS, ids=lambda value: getattr(value, "name", value))
def test_a_region_is_found_in_its_example(code: str, row: Region) -> None:
    name = next(n for n in row.names.split("|") if n in row.example)
    assert any(row.name in m.name for m in covers(row.example, name, code))
    if row.counter_example:
        assert not any(m.name == row.name for m in mentions(tokens(row.counter_example), code))


@pytest.mark.parametrize(("code", "row"), AMBIGUOUS, ids=lambda value: getattr(value, "names", value)[:20])
def test_an_ambiguous_name_is_a_place_in_its_example_only(code: str, row: AmbiguousPlace) -> None:
    name = row.names.split("|")[0]
    if row.found == "never":
        assert row.example is None
        assert row.counter_example
    else:
        assert row.example
        assert covers(row.example, name, code)
    if row.counter_example:
        assert not [m for m in mentions(tokens(row.counter_example), code) if name in m.name]


@pytest.mark.parametrize(("code", "row"), AMBIGUOUS, ids=lambda value: getattr(value, "names", value)[:20])
def test_an_ambiguous_name_is_known_or_a_phrase(code: str, row: AmbiguousPlace) -> None:
    """A row about a name that the table lacks would do nothing."""
    if row.found != "never":
        for name in row.names.split("|"):
            entry = gazetteer(code).entry(folded_name(name))
            assert entry is not None, name
            assert entry.country is not None or entry.latitude is not None, name
            assert entry.found == row.found, name


@pytest.mark.parametrize("code", CODES)
def test_every_entry_of_the_table_is_sound(code: str) -> None:
    table = gazetteer(code)
    for name in table.lines:
        entry = table.entry(name)
        assert entry is not None
        assert entry.kind in KINDS
        assert entry.found in FOUND
        assert folded_name(name) == name, name
        assert entry.candidates >= 0
        assert entry.country is None or len(entry.country) == 2
        assert (entry.latitude is None) == (entry.longitude is None)
        assert entry.latitude is None or (-90 <= entry.latitude <= 90)
        assert entry.longitude is None or (-180 <= entry.longitude <= 180)
        assert len(name.split()) <= LONGEST


@pytest.mark.parametrize(("code", "row"), REGIONS, ids=lambda value: getattr(value, "name", value))
def test_all_names_of_a_region_lead_to_it(code: str, row: Region) -> None:
    overridden = gazetteer(code).found
    for name in row.names.split("|"):
        entry = gazetteer(code).entry(folded_name(name))
        assert entry is not None, name
        assert (entry.name, entry.kind, entry.country) == (row.name, row.kind, row.country)
        assert entry.found == overridden.get(folded_name(name), row.found)


@pytest.mark.parametrize("code", CODES)
def test_head_nouns_name_a_kind(code: str) -> None:
    for row in words(code):
        if row.role in HEADS:
            assert (row.value or "").partition("|")[0] in (*KINDS, "part"), row.word


def test_the_countries_of_the_two_languages_are_the_same() -> None:
    arabic, english = (
        {row.country for row in regions(code) if row.kind == "country"} for code in ("ar", "en")
    )
    assert arabic == english


def test_a_language_without_rows_has_no_places() -> None:
    read = tokens("Kafrshams, Hama")
    assert mentions(read, "xx") == []
    assert find(read, 0, "xx") is None
    assert not is_place("Hama", "xx")


def test_rows_that_are_wrong_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = PlaceWord("مدينة", "headline", "city", "x", "x", None)
    monkeypatch.setattr("naql.gazetteer.rows", lambda *_, **__: [wrong])
    gazetteer.cache_clear()
    with pytest.raises(ValueError, match="headline"):
        gazetteer("ar")
    gazetteer.cache_clear()

from __future__ import annotations

from dataclasses import replace

import pytest

from naql.align import align
from naql.change_lexicon import (
    HONORIFIC_KINDS,
    LIGHT_KINDS,
    TONES,
    Epithet,
    GivenNames,
    Honorific,
    LightWords,
    Opposites,
    Phrases,
    Synonyms,
    is_form_of,
    lexicon,
    light_kind,
    opposed,
    synonymous,
)
from naql.changes import changes
from naql.language import languages, rows
from naql.model import Change, Reading
from naql.sentences import fold, tokens

CODES = [known.code for known in languages()]
HONORIFICS = [
    (c, r)
    for c in CODES
    for r in rows(c, "honorifics.tsv", Honorific, may_be_empty=("short", "counter_example"))
]
EPITHETS = [
    (c, r) for c in CODES for r in rows(c, "epithets.tsv", Epithet, may_be_empty=("thing", "counter_example"))
]
SYNONYMS = [
    (c, r) for c in CODES for r in rows(c, "synonyms.tsv", Synonyms, may_be_empty=("counter_example",))
]
OPPOSITES = [(c, r) for c in CODES for r in rows(c, "opposites.tsv", Opposites)]
LIGHT = [(c, r) for c in CODES for r in rows(c, "light_words.tsv", LightWords)]
NAMES = [(c, r) for c in CODES for r in rows(c, "given_names.tsv", GivenNames)]


def compared(code: str, one: str, other: str) -> list[Change]:
    """The changes of two short sentences of a language, without what is quiet."""
    first = Reading("a", one, code, None, None, (), (), ())
    found = align(one, other, min_words=3)
    made = changes(first, replace(first, id="b", text=other), [replace(b, formula=False) for b in found])
    return [c for c in made if c.kind not in ("spelling", "punctuation")]


def without(text: str, start: int, end: int) -> str:
    read = tokens(text)
    return " ".join((text[: read[start].start] + text[read[end - 1].end :]).split())


@pytest.mark.parametrize(("code", "row"), HONORIFICS)
def test_an_honorific_stands_in_its_example_and_not_in_its_counter_example(code: str, row: Honorific) -> None:
    assert row.kind in HONORIFIC_KINDS
    known = lexicon(code).honorifics
    assert row in [
        hit for n in range(len(tokens(row.example))) for _, hit in known.all_at(tokens(row.example), n)
    ]
    if row.counter_example is not None:
        assert row not in [found for _, _, found in known.within(tokens(row.counter_example))]


@pytest.mark.parametrize(("code", "row"), EPITHETS)
def test_an_epithet_stands_in_its_example_and_not_in_its_counter_example(code: str, row: Epithet) -> None:
    assert row.tone in TONES
    known = lexicon(code).epithets
    found = [hit for n in range(len(tokens(row.example))) for _, hit in known.all_at(tokens(row.example), n)]
    assert row in found
    if row.counter_example is not None:
        assert row not in [hit for _, _, hit in known.within(tokens(row.counter_example))]


@pytest.mark.parametrize(
    ("code", "row", "form"), [(c, r, form) for c, r in SYNONYMS for form in r.forms.split("|")[1:]]
)
def test_a_synonym_in_the_place_of_another_is_wording(code: str, row: Synonyms, form: str) -> None:
    first = row.forms.split("|")[0]
    assert "{}" in row.example
    found = compared(code, row.example.format(first), row.example.format(form))
    assert {(c.kind, c.severity) for c in found} <= {("wording", "none")}
    assert synonymous(lexicon(code), tokens(first), tokens(form))


@pytest.mark.parametrize(
    ("code", "row", "pair"),
    [
        (c, r, (form, other))
        for c, r in OPPOSITES
        for form in r.forms.split("|")[:1]
        for other in r.others.split("|")[:2]
    ],
)
def test_a_word_for_its_opposite_is_grave(code: str, row: Opposites, pair: tuple[str, str]) -> None:
    assert opposed(lexicon(code), fold(pair[0]), fold(pair[1]))
    assert opposed(lexicon(code), fold(pair[1]), fold(pair[0]))
    assert not opposed(lexicon(code), fold(pair[0]), fold(pair[0]))
    found = compared(code, row.example.format(pair[0]), row.example.format(pair[1]))
    assert [(c.kind, c.severity) for c in found] == [("wording", "major")]


@pytest.mark.parametrize(("code", "row"), LIGHT)
def test_a_light_word_that_is_dropped_is_no_detail(code: str, row: LightWords) -> None:
    assert row.kind in LIGHT_KINDS
    known, read = lexicon(code), tokens(row.example)
    numbers = [n for n, t in enumerate(read) if light_kind(known, t.folded) == row.kind and n > 0]
    assert numbers, "no word of the row stands in the example"
    found = compared(code, row.example, without(row.example, numbers[0], numbers[0] + 1))
    severity = "major" if row.kind == "negation" else "none"
    assert [(c.kind, c.severity) for c in found] == [("wording", severity)]


@pytest.mark.parametrize(("code", "row"), NAMES)
def test_a_name_stands_in_its_example(code: str, row: GivenNames) -> None:
    words = {t.folded for t in tokens(row.example)}
    assert words & {fold(name) for name in row.names.split("|")}


def test_a_phrase_is_found_behind_clitics_and_as_the_longest() -> None:
    known = lexicon("ar").honorifics
    read = tokens("وصاحب السمو الملكي الأمير نايف")
    found = known.at(read, 0)
    assert found is not None
    assert found[0] == 4
    assert is_form_of(fold("للدكتور"), fold("الدكتور"))
    assert is_form_of(fold("ومعالي"), fold("معالي"))
    assert not is_form_of(fold("العيد"), fold("سعيد"))


def test_phrases_do_not_lie_inside_each_other() -> None:
    known = Phrases([("a b", 1), ("b", 2), ("c", 3)])
    assert list(known.within(tokens("a b c b"))) == [(0, 2, 1), (2, 3, 3), (3, 4, 2)]


def test_a_language_without_rows_has_an_empty_lexicon() -> None:
    known = lexicon(None)
    assert known.honorifics.at(tokens("Sir Alan"), 0) is None
    assert light_kind(known, "the") is None
    assert not opposed(known, "rose", "fell")

"""The words of attribution: how they are looked up, and every row by its own example."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings

from naql.attribution import statements
from naql.language import languages, rows
from naql.latin import unelided
from naql.lexicon import CUE_CLASSES, ROLE_CLASSES, CueRow, GivenNames, Lexicon, RoleRow, lexicon
from naql.sentences import Token, fold, tokens
from tests.attribution.passages import passages, rows_of

CODES = [known.code for known in languages() if lexicon(known.code) is not None]
ARABIC = rows_of("ar")


def cue_rows(code: str) -> list[CueRow]:
    return rows(code, "cues.tsv", CueRow, may_be_empty=("counter_example",))


def role_rows(code: str) -> list[RoleRow]:
    return rows(code, "roles.tsv", RoleRow, may_be_empty=("plural_forms", "counter_example"))


def words(text: str, known: Lexicon) -> list[Token]:
    return [token for token in unelided(tokens(text), known.words["elisions"]) if token.word]


def cue_forms(row: CueRow, known: Lexicon) -> list[tuple[str, ...]]:
    forms = row.forms.split("|") if "|" in row.forms else row.forms.split()
    return [tuple(token.folded for token in words(form, known)) for form in forms if form.strip()]


def role_forms(row: RoleRow, known: Lexicon) -> list[tuple[str, ...]]:
    printed = [row.noun, *(row.plural_forms or "").split()]
    return [tuple(token.folded for token in words(form, known)) for form in printed]


def before(known: Lexicon) -> set[str]:
    """What may be written onto a word: nothing, a conjunction, a preposition, an article."""
    return {"", *(prefix for (prefix,) in known.sequences["prefixes"]), *known.words["articles"]}


def after(known: Lexicon) -> set[str]:
    """What may be written behind a word: nothing, a pronoun, the ending before what it governs."""
    return {"", *(end for (end,) in known.sequences["pronouns"]), *(end for _, end in known.constructs)}


def standing(text: str, forms: list[tuple[str, ...]], known: Lexicon) -> Iterator[tuple[int, int]]:
    """Where forms stand in a text, with letters written onto their first and behind their last word."""
    read = words(text, known)
    for form in forms:
        firsts = {prefix + form[0] for prefix in before(known)}
        for start in range(len(read) - len(form) + 1):
            run = [token.folded for token in read[start : start + len(form)]]
            if len(form) == 1:
                fits = any(run[0] == first + end for first in firsts for end in after(known))
            else:
                ends = {form[-1] + end for end in after(known)}
                fits = run[0] in firsts and tuple(run[1:-1]) == form[1:-1] and run[-1] in ends
            if fits:
                yield read[start].start, read[start + len(form) - 1].end


def reported(text: str, row: CueRow, code: str) -> bool:
    """Whether a statement of a text has a form of the row for its cue.

    Of words passed on («نقلت وكالة عن فلان قوله») the cue is the noun of saying; the form is the relay's.
    """
    known = rows_of(code)
    for start, end in standing(text, cue_forms(row, known), known):
        for one in statements(text, code):
            relayed = row.class_ == "relay" and any(step.role == "relay" for step in one.chain)
            if (start < one.cue_end and one.cue_start < end) or (relayed and end <= one.cue_start):
                return True
    return False


# ---------------------------------------------------------------- rows


@pytest.mark.parametrize("code", CODES)
def test_every_cue_stands_in_its_examples(code: str) -> None:
    known = rows_of(code)
    for row in cue_rows(code):
        assert row.class_ in CUE_CLASSES
        assert row.stance
    assert not [
        row.cue
        for row in cue_rows(code)
        for text in (row.example, row.counter_example)
        if text and not any(standing(text, cue_forms(row, known), known))
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_role_stands_in_its_examples(code: str) -> None:
    known = rows_of(code)
    assert {row.class_ for row in role_rows(code)} <= set(ROLE_CLASSES)
    assert not [
        row.noun
        for row in role_rows(code)
        for text in (row.example, row.counter_example)
        if text and not any(standing(text, role_forms(row, known), known))
    ]


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_cue_is_a_statement(code: str) -> None:
    assert not [row.cue for row in cue_rows(code) if not reported(row.example, row, code)]


@pytest.mark.parametrize("code", CODES)
def test_the_counter_example_of_a_cue_is_none(code: str) -> None:
    assert not [
        row.cue for row in cue_rows(code) if row.counter_example and reported(row.counter_example, row, code)
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_given_name_is_looked_up_and_stands_in_its_example(code: str) -> None:
    known = rows_of(code)
    for row in rows(code, "given_names.tsv", GivenNames):
        names = [fold(name) for name in row.names.split("|")]
        assert set(names) <= known.given_names
        assert any(standing(row.example, [(name,) for name in names], known)), row.group


# ---------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    ("word", "cue", "joined", "suffixed"),
    [("قال", "قال", False, False), ("وقالت", "قال", True, False), ("اكدته", "أكد", False, True)],
)
def test_a_cue_is_found_with_what_is_written_onto_it(
    word: str, cue: str, joined: bool, suffixed: bool
) -> None:
    found = {form.cue.cue: form for form in ARABIC.cues[word] if not form.rest}
    assert (found[cue].joined, found[cue].suffixed) == (joined, suffixed)


def test_the_longest_form_of_a_word_comes_first() -> None:
    assert any(len(forms) > 1 and forms[0].rest for forms in ARABIC.cues.values())
    for forms in ARABIC.cues.values():
        assert all(len(one.rest) >= len(other.rest) for one, other in pairwise(forms))


def test_roles_are_found_behind_article_and_pronoun() -> None:
    assert "office" in ARABIC.role("وزير")
    assert ARABIC.role("الوزير") == ARABIC.role("وزير")
    assert "office" in ARABIC.role("مديرو")
    assert ARABIC.role("طاوله") == frozenset()


def test_what_is_written_onto_a_word_is_taken_off() -> None:
    assert ARABIC.stripped("الجسر") == "جسر"
    assert ARABIC.bare("وبالجسر") == "جسر"
    assert ARABIC.bare("جسر") == "جسر"
    assert ARABIC.definite("الجسر")
    assert not ARABIC.definite("جسر")
    assert not ARABIC.definite("الي")  # «إلى» is no article and a letter


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_taking_off_leaves_the_end_of_a_word(text: str) -> None:
    for token in tokens(text):
        if token.word:
            for rest in (ARABIC.bare(token.folded), ARABIC.stripped(token.folded)):
                assert rest
                assert token.folded.endswith(rest)


def test_a_language_without_a_grammar_has_no_lexicon() -> None:
    assert lexicon("xx") is None
    assert set(CODES) >= {"ar", "en"}

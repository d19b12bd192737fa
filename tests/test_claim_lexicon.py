from __future__ import annotations

import pytest

from naql.claim_lexicon import CLAIM_WORD_KINDS, Act, ClaimWords, claim_lexicon
from naql.inferred import MODALITIES
from naql.language import languages, rows
from naql.sentences import tokens

CODES = [known.code for known in languages()]
ACTS = [(c, r) for c in CODES for r in rows(c, "acts.tsv", Act, may_be_empty=("counted", "counter_example"))]
WORDS = [
    (c, r) for c in CODES for r in rows(c, "claim_words.tsv", ClaimWords, may_be_empty=("counter_example",))
]


def classes(text: str, code: str) -> list[dict[str, str]]:
    return [dict(m.values) for m in claim_lexicon(code).read(tokens(text)).meanings.values()]


def tells(text: str, code: str, row: Act) -> bool:
    return any(
        row.act == found.get(kind) for found in classes(text, code) for kind in ("verb", "noun", "counted")
    )


@pytest.mark.parametrize(("code", "row"), ACTS, ids=[f"{c}-{r.act}" for c, r in ACTS])
def test_an_act_is_told_in_its_example_and_not_in_its_counter_example(code: str, row: Act) -> None:
    assert row.act.isidentifier()
    assert row.act.islower()
    assert tells(row.example, code, row)
    assert row.counter_example is None or not tells(row.counter_example, code, row)


@pytest.mark.parametrize(("code", "row"), ACTS, ids=[f"{c}-{r.act}" for c, r in ACTS])
def test_every_form_of_an_act_is_read_as_one(code: str, row: Act) -> None:
    for kind, forms in (("verb", row.verbs), ("noun", row.nouns), ("counted", row.counted)):
        for form in forms.split("|") if forms else ():
            assert classes(form, code)[0].get(kind) == row.act, form


@pytest.mark.parametrize(("code", "row"), WORDS, ids=[f"{c}-{r.kind}-{r.words[:12]}" for c, r in WORDS])
def test_words_stand_in_their_example_and_not_in_their_counter_example(code: str, row: ClaimWords) -> None:
    assert row.kind in CLAIM_WORD_KINDS
    if row.kind.startswith(("modality", "future")):
        assert row.value in MODALITIES
    for text, wanted in ((row.example, True), (row.counter_example, False)):
        if text is None:
            continue
        if row.kind == "future":
            found = any(claim_lexicon(code).is_future(token.folded) for token in tokens(text))
        elif row.kind == "not_future":
            found = not any(claim_lexicon(code).is_future(token.folded) for token in tokens(text))
        else:
            found = any(values.get(row.kind) == row.value for values in classes(text, code))
        assert found == wanted, text


def test_no_act_takes_the_word_of_another() -> None:
    for code in CODES:
        own = [row for c, row in ACTS if c == code]
        for kind in ("verbs", "nouns", "counted"):
            forms = [form for row in own for form in (getattr(row, kind) or "").split("|") if form]
            assert len(forms) == len(set(forms)), (code, kind, {f for f in forms if forms.count(f) > 1})


def test_a_language_without_rows_knows_no_act() -> None:
    assert classes("killed", "xx") == []
    assert not claim_lexicon("xx").is_future("سيفتتح")

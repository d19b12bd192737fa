"""Claims of one text: invented cases, and laws."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.annotation import annotate
from naql.claims import STANCES, claims
from naql.inferred import MODALITIES, Claim
from naql.language import languages, rows
from naql.lexicon import CueRow
from naql.model import Article, Reading, Statement
from naql.places import mentions
from naql.sentences import tokens

CASES = tomllib.loads((Path(__file__).parent / "claims" / "claims.toml").read_text("utf-8"))["case"]


@cache
def reading(text: str, language: str = "ar", day: str | None = None) -> Reading:
    kind, precision = ("published", "day") if day else ("none", None)
    return annotate(Article("x", None, None, text, day, kind, precision, None, None, language))


def facts(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "who": claim.who,
        "named": claim.named,
        "act": claim.act,
        "modality": claim.modality,
        "values": [q.value for q in claim.quantities],
        "places": [place.name for place in claim.places],
    }


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_the_claims_are_those_a_reader_finds(case: dict[str, Any]) -> None:
    found = [facts(claim) for claim in claims(reading(case["text"], case.get("language", "ar")))]
    shown = [{key: one[key] for key in wanted} for one, wanted in zip(found, case["claims"], strict=False)]
    assert (shown, len(found)) == (case["claims"], len(case["claims"]))


def test_a_claim_has_the_id_of_its_place_and_of_its_statement() -> None:
    text = "قال الوزير سامي الحداد إن 12 جسرا أغلقت. وقتل 3 جنود في حلب"
    said, own = claims(reading(text))
    assert said.statement_id == reading(text).statements[0].id
    assert own.statement_id is own.who is None
    assert not own.named
    assert said.id != own.id == claims(reading(text))[1].id


def test_where_a_statement_goes_on_with_a_nameless_voice_it_has_no_name_either() -> None:
    text = "قال مصدر مطلع إن 12 جسرا أغلقت، مشيرا إلى أن 3 جسور فتحت"
    assert [claim.named for claim in claims(reading(text))] == [False, False]


def test_times_are_those_of_the_clause_else_of_its_sentence() -> None:
    text = "قتل 3 جنود في حلب أمس، وأصيب 5 جنود بجروح. ونزح 40 شخصا"
    first, second, third = claims(reading(text, "ar", "2024-03-02"))
    assert [t.value for t in first.times] == ["2024-03-01"]
    assert second.times == first.times
    assert third.times == ()


def test_countries_lie_nowhere_in_particular() -> None:
    (claim,) = claims(reading("قتل 3 جنود في حلب وفي سوريا"))
    aleppo, syria = claim.places
    assert aleppo.latitude is not None
    assert syria.latitude is syria.longitude is None
    assert aleppo.country == syria.country == "SY"


def test_places_may_be_given() -> None:
    one = reading("قتل 3 جنود في حلب")
    found = mentions(tokens(one.text), "ar")
    assert claims(one, found) == claims(one)
    assert claims(one, [])[0].places == ()


def test_a_language_without_rows_has_claims_with_quantities() -> None:
    unknown = Reading("x", "40 xy", "xx", None, None, (), reading("40 كتابا").quantities, ())
    assert [(claim.text, claim.act) for claim in claims(unknown)] == [("40 xy", None)]


def test_stances_are_those_of_cues() -> None:
    known = {
        row.stance
        for code in languages()
        for row in rows(code.code, "cues.tsv", CueRow, may_be_empty=("counter_example",))
    }
    assert STANCES.keys() <= known
    assert set(STANCES.values()) <= set(MODALITIES)


TEXT = (
    "قتل أصيب وأصيب 3 40 شخصا جنود في حلب قال الوزير إن أن نفى ، . « » بينما حيث لم سيصل أمس "
    "مقتل بينهم من 5% و"
)
WORDS = st.sampled_from(TEXT.split(" "))


def reports(said: Statement, place: int) -> bool:
    """Whether a place lies in the words that say who says it, up to what is said."""
    starts = (said.cue_start, said.source_start if said.source_start is not None else said.cue_start)
    ends = (said.cue_end, said.source_end or 0, *(part.start for part in said.content))
    return min(starts) <= place < max(ends)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_laws_of_claims(words: list[str]) -> None:
    one = reading(" ".join(words))
    found = claims(one)
    counted = [q for claim in found for q in claim.quantities]
    assert counted == [q for q in one.quantities if q in counted]  # each once, in the order of the text
    for q in one.quantities:
        assert q in counted or any(reports(said, q.start) for said in one.statements)
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(one.text)
        assert one.text[claim.start : claim.end] == claim.text == claim.text.strip()
        assert claim.modality in MODALITIES
        assert claim.quantities or (claim.act and (claim.places or claim.times))
        assert (claim.statement_id is None) <= (claim.who is None)
        for q in claim.quantities:
            assert claim.start <= q.start
            assert q.end <= claim.end
    spans = [(claim.start, claim.end) for claim in found]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert len({claim.id for claim in found}) == len(found)

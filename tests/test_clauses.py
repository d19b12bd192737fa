from __future__ import annotations

import pytest

from naql.annotation import annotate
from naql.claim_lexicon import claim_lexicon
from naql.clauses import OUTLET, REPORTING, Text, lay_out
from naql.model import Article
from naql.sentences import tokens


def laid(text: str, language: str = "ar", side: str = "after") -> Text:
    reading = annotate(Article("x", None, None, text, None, "none", None, None, None, language))
    return lay_out(reading, tokens(text), claim_lexicon(language), side)


def clauses(text: str, language: str = "ar", side: str = "after") -> list[str]:
    found = laid(text, language, side)
    return [text[found.read[c.first].start : found.read[c.last - 1].end] for c in found.clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل جندي وأصيب آخر في حلب", ["قتل جندي", "وأصيب آخر في حلب"]),
        ("قتل جندي، وأصيب آخر؛ ونزح الناس", ["قتل جندي", "وأصيب آخر", "ونزح الناس"]),
        ("قتل جندي بينما نزح الناس", ["قتل جندي", "بينما نزح الناس"]),
        ("شملت 3 دبابات و9 عربات وأكثر من 20 سيارة", ["شملت 3 دبابات و9 عربات وأكثر من 20 سيارة"]),
        ("قتل بين 10 و15 جنديا", ["قتل بين 10 و15 جنديا"]),
        ("وقف الناس عند الباب، وسلموا على الضيف", ["وقف الناس عند الباب، وسلموا على الضيف"]),
        ("قتل جندي. أصيب آخر", ["قتل جندي", "أصيب آخر"]),
        ("بنسبة 5%.", ["بنسبة 5%"]),
        ("", []),
    ],
)
def test_a_clause_begins_where_an_act_of_its_own_does(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


def test_in_english_the_verb_stands_after_its_subject() -> None:
    text = "23 people were killed and 40 others were wounded in the town"
    assert clauses(text, "en", "before") == [
        "23 people were killed",
        "and 40 others were wounded in the town",
    ]


def test_words_that_only_report_belong_to_no_clause() -> None:
    text = "قالت وزارة الصحة في بيان إن جنديا قتل في حلب"
    found = laid(text)
    (clause,) = found.clauses
    assert clause.voice == 0
    assert text[found.read[clause.first].start :] == "جنديا قتل في حلب"
    assert set(found.voices[: clause.first]) == {REPORTING}


def test_a_clause_inside_two_statements_belongs_to_the_inner_one() -> None:
    text = "قال الوزير سامي الحداد إن المدير أكد أن 40 مدرسة افتتحت. وقتل جندي"
    found = laid(text)
    reading = annotate(Article("x", None, None, text, None, "none", None, None, None, "ar"))
    (inner,) = (n for n, said in enumerate(reading.statements) if said.content[0].start == text.index("40"))
    assert [clause.voice for clause in found.clauses][-2:] == [inner, OUTLET]

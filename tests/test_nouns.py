from __future__ import annotations

import pytest

from naql.language import languages, rows
from naql.nouns import Noun, NounEnding, nouns, plain
from naql.quantities import quantities
from naql.sentences import tokens

NOUNS = [
    (known.code, row)
    for known in languages()
    for row in rows(known.code, "nouns.tsv", Noun, may_be_empty=("plural",))
]
ENDINGS = [
    (known.code, row) for known in languages() for row in rows(known.code, "noun_endings.tsv", NounEnding)
]


def dual(word: str, code: str = "ar") -> str | None:
    found = nouns(code).dual(tokens(word)[0])
    return found.singular if found else None


@pytest.mark.parametrize(("code", "row"), NOUNS, ids=[f"{code}-{row.singular}" for code, row in NOUNS])
def test_a_noun_is_counted_in_its_example(code: str, row: Noun) -> None:
    (quantity,) = quantities(row.example, code, found_times=[])
    assert quantity.thing is not None
    assert quantity.thing == row.singular or row.plural in [
        other.plural for c, other in NOUNS if other is not row
    ]


@pytest.mark.parametrize(("code", "row"), ENDINGS, ids=[f"{code}-{row.name}" for code, row in ENDINGS])
def test_an_ending_gives_the_singular_of_its_example(code: str, row: NounEnding) -> None:
    things = [quantity.thing for quantity in quantities(row.example, code)]
    assert things == ([] if row.example_singular == "-" else [row.example_singular])


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("سيارتين", "سيارة"),
        ("وسيارتان", "سيارة"),
        ("بالسيارتين", "سيارة"),
        ("وزارتين", "وزارة"),
        ("كتابان", "كتاب"),
        ("البلدين", "بلد"),
        ("بلدان", None),
        ("باكستان", None),
        ("وباكستان", None),
        ("مدنيان", "مدني"),
        ("مدنيين", None),
        ("إليها", None),
        ("حكومتين", "حكومة"),
    ],
)
def test_duals(word: str, singular: str | None) -> None:
    assert dual(word) == singular


def test_an_exception_is_no_dual() -> None:
    assert dual("الحرمين") is dual("البساتين") is dual("روتين") is None


def test_a_construct_dual_stands_only_before_names() -> None:
    assert [q.thing for q in quantities("طلاب من جامعتي الموصل والبصرة", "ar")] == ["جامعة"]
    assert quantities("أحب جامعتي كثيرا", "ar") == []
    assert quantities("أهلا بوزيرا", "ar") == []


def test_the_singular_after_a_number() -> None:
    known = nouns("ar")
    assert known.singular("مُدُن", tens=False) == "مدينة"
    assert known.singular("كتابا", tens=True) == "كتاب"
    assert known.singular("كتابا", tens=False) == "كتابا"
    assert nouns("en").singular("cities", tens=False) == "city"
    assert nouns("xx").singular("cities", tens=False) == "cities"


def test_plain_words_have_no_marks() -> None:
    assert plain("مُـدُنٌ") == "مدن"

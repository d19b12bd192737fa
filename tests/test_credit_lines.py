"""Lines that may hold a credit: their parts, and the agencies that fill them."""

from __future__ import annotations

import pytest

from naql.credit_lines import (
    CLASSES,
    Line,
    abbreviates,
    agencies_of,
    credit_words,
    is_town,
    names_inside,
    names_outlet,
    new_line,
    only_agencies,
    parts_of,
    word_after,
    word_before,
)
from naql.language import languages
from naql.sentences import tokens


def line(text: str, language: str = "ar") -> Line:
    return Line(text, tokens(text), language, None)


def printed_parts(text: str, language: str = "ar") -> list[str]:
    here = line(text, language)
    return [
        text[here.read[p.start].start : here.read[p.end - 1].end] for p in parts_of(here, 0, len(here.read))
    ]


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("عدن - أ. ف. ب", "ar", ["عدن", "أ. ف. ب"]),
        ("رويترز (الرياض):", "ar", ["رويترز", "الرياض"]),
        ("«المنارة» من عدن", "ar", ["المنارة", "عدن"]),
        ("المنارة\nأ ف ب", "ar", ["المنارة", "أ ف ب"]),
        ("By AFP and Reuters in Aden", "en", ["AFP", "Reuters", "Aden"]),
        (" - ", "ar", []),
    ],
)
def test_the_parts_of_a_line(text: str, language: str, parts: list[str]) -> None:
    assert printed_parts(text, language) == parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("رويترز، أ ف ب", ["رويترز", "أ ف ب"]),
        ("أ .ف .ب د .ب .أ", ["أ ف ب", "د ب أ"]),
        ("واس ووام", ["واس", "وام"]),
        ("واس الرياض البعيدة", None),
        ("الوكالة", None),
        ("…", None),
    ],
)
def test_agencies_that_fill_a_part(text: str, names: list[str] | None) -> None:
    here = line(text)
    found = only_agencies(here, 0, len(here.read))
    assert ([mention.name for mention in found] if found is not None else None) == names


def test_a_source_word_may_stand_before_the_agencies_of_a_part() -> None:
    here = line("خدمة رويترز")
    (part,) = parts_of(here, 0, 2)
    assert [mention.name for mention in agencies_of(here, part) or []] == ["رويترز"]


def test_names_inside_a_part_are_those_safe_anywhere() -> None:
    here = line("اليوم رويترز وفارس ووكالات")
    (part,) = parts_of(here, 0, len(here.read))
    assert [mention.name for mention in names_inside(here, part)] == ["رويترز", "وكالات"]
    assert names_outlet(here, part)
    quiet = line("خالد فارس")
    assert not names_outlet(quiet, parts_of(quiet, 0, 2)[0])


def test_a_town_is_told_by_its_printed_form() -> None:
    towns = line("قنا")
    (town,) = only_agencies(towns, 0, 1) or []
    assert is_town(towns, town)
    agencies = line("د ب أ")
    (agency,) = only_agencies(agencies, 0, 3) or []
    assert not is_town(agencies, agency)


def test_words_before_and_after_a_token() -> None:
    here = line("المصدر: رويترز 09:15 ت م")
    count = len(here.read)
    assert word_after(here, 0, "source") == 1
    assert word_after(here, 1, "source") == 1
    assert word_before(here, count, "clock") == count - 2
    assert word_before(here, count, "end") == count


def test_line_ends_and_abbreviations() -> None:
    here = line("أ. ف. ب\nعاد.")
    assert [new_line(here, at) for at in range(len(here.read))] == [False] * 5 + [True, False]
    assert [abbreviates(here, at) for at in (1, 3, 6)] == [True, True, False]


@pytest.mark.parametrize("code", [known.code for known in languages()])
def test_the_words_are_of_known_classes(code: str) -> None:
    assert {row.class_ for row in credit_words(code)} <= set(CLASSES)
    for row in credit_words(code):
        assert row.word.casefold() in row.example.casefold() or row.class_ == "media", row.word

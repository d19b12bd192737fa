"""Cues that stand after what is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from naql.backward import backward, last_clause, pointing_back, postposed
from naql.narration import narrate
from naql.reports import Report
from tests.attribution.passages import at, hit, laid, passages, printed, rows_of


def told_of(report: Report | None, text: str) -> tuple[str | None, list[str | None]] | None:
    told = laid(text)
    if report is None:
        return None
    return printed(told, report.source), [printed(told, content) for content in report.content]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("توقف القطار ساعتين، وهو ما أكدته الهيئة.", "أكدته", ("الهيئة", ["توقف القطار ساعتين،"])),
        ("القائمة التي أعلنتها الوزارة طويلة.", "أعلنتها", ("الوزارة", ["القائمة"])),
        ("فتح المدير الباب وأكدته الهيئة.", "وأكدته", None),
    ],
)
def test_a_verb_with_a_pronoun_points_back(
    text: str, cue: str, expected: tuple[str, list[str]] | None
) -> None:
    told = laid(text)
    found = hit(told, cue)
    assert told_of(pointing_back(told, found, found.cues[0]), text) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("«لن نغلق الباب قبل الخريف»، قال المدير.", "قال", ("المدير", ["لن نغلق الباب قبل الخريف"])),
        ("وما زالت الطريق مغلقة، كما ذكرت الصحيفة.", "ذكرت", ("الصحيفة", ["وما زالت الطريق مغلقة،"])),
        ("وما زالت الطريق مغلقة، ذكرت الطاولة.", "ذكرت", None),
    ],
)
def test_a_verb_stands_behind_what_is_said(
    text: str, cue: str, expected: tuple[str, list[str]] | None
) -> None:
    told = laid(text)
    found = hit(told, cue)
    made = told_of(postposed(told, found, found.cues[0]), text)
    if expected is None or made is None:
        assert made == expected
    else:
        assert made[0] == expected[0]
        assert [(words or "").removesuffix(" كما") for words in made[1]] == expected[1]


def test_that_stands_for_the_sentences_before() -> None:
    text = "بدأ الموسم.\nوصل الوفد. ثم غادر. أوضح ذلك مدير المطار."
    told = laid(text)
    found = hit(told, "أوضح")
    assert told_of(backward(told, found, found.cues[0]), text) == ("مدير المطار", ["وصل الوفد. ثم غادر."])


def test_nothing_stands_before_the_first_word() -> None:
    told = laid("أوضح ذلك مدير المطار.")
    found = hit(told, "أوضح")
    assert backward(told, found, found.cues[0]) is None


def test_the_last_clause_begins_at_a_comma_if_it_is_long() -> None:
    told = laid("قال نعم، ثم فتح الباب الكبير أمام كل الناس في المدينة.")
    end = len(told.read) - 1
    assert last_clause(told, end) == (at(told, "ثم"), end)
    assert last_clause(told, at(told, "الكبير")) == (0, at(told, "الكبير"))


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_what_is_said_lies_in_the_text(text: str) -> None:
    told = narrate(text, rows_of("ar"))
    for found in told.hits if told else ():
        assert told is not None
        for find in (pointing_back, postposed, backward):
            report = find(told, found, found.cues[0])
            if report is not None:
                assert all(0 <= begin <= end <= len(told.read) for begin, end in report.content)
                assert report.source is not None or find is postposed

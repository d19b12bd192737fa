"""Who says it: invented passages with what a reader finds in them, and what holds of every text."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.attribution import statements
from naql.model import MODES, ROLES, STATUSES, Statement
from tests.attribution.cases import Case, cases
from tests.attribution.judging import fault
from tests.attribution.list_failures import known, languages
from tests.attribution.passages import passages

MOST = {"ar": 84, "en": 1}  # known failures, elsewhere none; the numbers only go down
KNOWN = known()
STORY = (
    "قال وزير النقل سامر الحلو إن الجسر سيفتح غداً. وأضاف أن الكلفة لم ترتفع، مشيراً إلى أن العمل "
    "انتهى قبل موعده.\nونقلت وكالة رويترز عن مصدر مطلع قوله: «الجسر آمن»."
)


def marked() -> list[object]:
    """Every case, those known to fail marked so."""
    found: list[object] = []
    for code in languages():
        for case in cases(code):
            why = KNOWN.get(code, {}).get(case.id)
            marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
            found.append(pytest.param(case, id=case.id, marks=marks))
    return found


@pytest.mark.parametrize("case", marked())
def test_what_a_reader_finds_is_found(case: Case) -> None:
    assert fault(case) is None


@pytest.mark.parametrize("code", languages())
def test_no_more_cases_fail_than_are_known(code: str) -> None:
    listed = KNOWN.get(code, {})
    assert len(listed) <= MOST.get(code, 0)
    assert set(listed) <= {case.id for case in cases(code)}


# ---------------------------------------------------------------- one story


def covered(text: str, one: Statement) -> tuple[str, list[str]]:
    return text[one.cue_start : one.cue_end], [text[span.start : span.end] for span in one.content]


def test_a_story_is_told_by_its_statements() -> None:
    found = statements(STORY)
    assert [covered(STORY, one) for one in found] == [
        ("قال", ["الجسر سيفتح غداً"]),
        ("أضاف", ["الكلفة لم ترتفع"]),
        ("مشيراً", ["العمل انتهى قبل موعده"]),
        ("قوله", ["الجسر آمن"]),
    ]
    assert [one.mode for one in found] == ["indirect", "indirect", "indirect", "direct"]
    assert [[(step.role, step.name, step.status) for step in one.chain] for one in found] == [
        [("speaker", "سامر الحلو", "explicit")],
        [("speaker", "سامر الحلو", "anaphoric")],
        [("speaker", "سامر الحلو", "inherited")],
        [("relay", "رويترز", "explicit"), ("speaker", "مصدر مطلع", "unnamed")],
    ]
    assert [one.unnamed for one in found] == [False, False, False, True]


def test_statements_carry_the_article_they_stand_in() -> None:
    here, there = (statements(STORY, "ar", article_id=id_) for id_ in ("a", "b"))
    assert {one.article_id for one in here} == {"a"}
    assert not {one.id for one in here} & {one.id for one in there}


def test_an_outlet_is_no_relay_of_what_was_said_to_itself() -> None:
    text = "وقال سامر الحلو لـ«رويترز» إن الجسر آمن. وقال المدير لـ«الشرق الأوسط» إن الطريق مفتوح."
    for outlet in (None, "رويترز"):
        relays = [step.name for one in statements(text, outlet=outlet) for step in one.chain[:-1]]
        assert relays == [name for name in ("رويترز", "الشرق الأوسط") if name != outlet]


@pytest.mark.parametrize("text", ["", " \n", "انتهى الاجتماع.", "🙂", "12345 67890", "Δεν ξέρω τίποτα"])
def test_where_nobody_speaks_there_is_no_statement(text: str) -> None:
    assert statements(text) == []


def test_a_language_without_rows_has_no_statements() -> None:
    assert statements(STORY, "xx") == []


# ---------------------------------------------------------------- every text


def sound(text: str, found: list[Statement]) -> None:
    """Spans lie in the text, contents stand in order, chains end in a voice, no statement is there twice."""
    assert len({one.id for one in found}) == len(found)
    for one in found:
        inside = [(one.cue_start, one.cue_end), *((span.start, span.end) for span in one.content)]
        places = [(one.source_start, one.source_end), *((step.start, step.end) for step in one.chain)]
        for start, end in places:
            assert (start is None) == (end is None)
            if start is not None and end is not None:
                inside.append((start, end))
        assert all(0 <= start < end <= len(text) for start, end in inside)
        assert one.content
        assert all(a.end <= b.start for a, b in zip(one.content, one.content[1:], strict=False))
        assert one.mode in MODES
        assert one.chain[-1].role in ("speaker", "quoted")
        for step in one.chain:
            assert step.role in ROLES
            assert step.status in STATUSES
            assert step.name or step.start is None


@pytest.mark.parametrize("code", languages())
def test_the_statements_of_the_cases_are_sound(code: str) -> None:
    for case in cases(code):
        sound(case.text, statements(case.text, code))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "أنذرهم ببيان"),
        ("ar", "و ت يستبعدني ”–»"),
        ("ar", "قال: «"),
        ("ar", "قال «»"),
        ("ar", "وقال"),
        ("ar", "ً قال ـ إن"),
        ("ar", "بحسب"),
        ("fr", "selon commentéong gouverneure Dubaï"),
        ("fr", "rivière proposent du qu"),
        ("en", "“No,” said"),
    ],
)
def test_a_text_that_breaks_off_is_read(code: str, text: str) -> None:
    sound(text, statements(text, code))


@settings(deadline=None, max_examples=300)
@given(passages("ar"))
def test_any_arabic_is_read(text: str) -> None:
    found = statements(text, "ar")
    sound(text, found)
    assert statements(text, "ar") == found


@settings(deadline=None, max_examples=100)
@given(st.sampled_from([code for code in languages() if code != "ar"]), st.data())
def test_any_text_of_another_language_is_read(code: str, data: st.DataObject) -> None:
    text = data.draw(passages(code))
    sound(text, statements(text, code))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([case for case in cases("ar") if len(case.text) < 300]), st.data())
def test_a_text_cut_anywhere_is_read(case: Case, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(case.text)))
    text = case.text[begin : data.draw(st.integers(begin, len(case.text)))]
    sound(text, statements(text, "ar"))


@pytest.mark.parametrize("word", ["قال", "ا", "«", '"', "ـ", "🙂", "x"])
def test_one_word_without_end_is_read(word: str) -> None:
    text = word * (50_000 // len(word.encode()))
    assert statements(text, "ar") == []


@pytest.mark.parametrize("ending", ["\r\n", "\u2028", "\u200f\n"])
def test_the_kind_of_line_break_changes_no_statement(ending: str) -> None:
    text = STORY.replace("\n", ending)
    assert [covered(text, one) for one in statements(text)] == [
        covered(STORY, one) for one in statements(STORY)
    ]


def test_a_statement_does_not_hang_on_what_follows_in_another_paragraph() -> None:
    alone = statements(STORY.split("\n")[0], "ar")
    assert statements(STORY, "ar")[: len(alone)] == alone


# ---------------------------------------------------------------- the page

ARABIC_LETTER = re.compile("[\u0621-\u064a]")
PAGE = Path(__file__).parents[1] / "docs" / "attribution.md"


def rows_below(heading: str) -> list[list[str]]:
    """The cells of every row below a heading of the page, without the heads of tables."""
    part = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line[1:-1].split(" | ")] for line in part.split("\n") if line[:2] == "| "
    ]
    return [row for row in rows if row[0].startswith("`") or ARABIC_LETTER.match(row[0])]


def test_the_example_of_the_page_runs() -> None:
    bodies = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(bodies), {}, PAGE.name, PAGE.name, 0)
    report: list[str] = []
    assert examples.examples
    run = doctest.DocTestRunner().run(examples, out=report.append)
    assert run.failed == 0, "".join(report)


def test_every_mode_of_the_page_is_read_so() -> None:
    rows = rows_below("Modes")
    assert [row[0].strip("`") for row in rows] == list(MODES)
    for name, text, _ in rows:
        assert [one.mode for one in statements(text, "ar")] == [name.strip("`")], text


def test_every_role_and_status_of_the_page_is_read_so() -> None:
    rows = rows_below("Chains")
    assert {row[0].strip("`") for row in rows} == {*ROLES, *STATUSES} - {"inferred"}
    for name, _, text, _ in rows:
        steps = [step for one in statements(text, "ar") for step in one.chain]
        assert name.strip("`") in {step.role for step in steps} | {step.status for step in steps}, text


def test_what_the_page_calls_no_statement_is_none() -> None:
    rows = rows_below("What is no statement")
    assert len(rows) >= 5
    assert not [text for text, _, _ in rows if statements(text, "ar")]

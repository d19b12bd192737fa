from __future__ import annotations

from naql.change_facts import facts
from naql.change_twins import said_inside, twin_of
from tests.test_changes import CONTENT, reading, said

MORE = "وزير النقل الجديد سيزور الموقع مع المهندسين في بداية الأسبوع"


def test_a_statement_is_the_one_that_says_the_same_words() -> None:
    text = f"أعلن الناطق أن {CONTENT}. وأضاف أن {MORE}."
    first, second = said(text, "أعلن", "الناطق", CONTENT), said(text, "أضاف", None, MORE, name="الناطق")
    one = facts(reading("a", text, None, [first, second]))
    same = {n: n for n in range(len(one.tokens))}
    assert twin_of(one, one, first, same, (0, 0)) is first
    assert twin_of(one, one, second, same, (0, 0)) is second
    assert twin_of(one, one, first, {}, (0, 0)) is None


def test_a_statement_whose_cue_is_aligned_with_anothers_is_that_ones() -> None:
    text = f"أعلن الناطق أن {CONTENT}، كما تؤكد البلدية."
    first, second = said(text, "أعلن", "الناطق", CONTENT), said(text, "تؤكد", "البلدية", CONTENT)
    left = facts(reading("a", text, None, [first, second]))
    right = facts(reading("b", text, None, [second]))
    same = {n: n for n in range(len(left.tokens))}
    assert twin_of(left, right, first, same, (0, 0)) is None
    assert twin_of(left, right, second, same, (0, 0)) is second
    assert twin_of(right, left, second, same, (0, 0)) is second


def test_what_is_said_may_have_gone_with_who_says_it() -> None:
    text = f"أعلن الناطق أن {CONTENT}."
    statement = said(text, "أعلن", "الناطق", CONTENT)
    one = facts(reading("a", text, None, [statement]))
    assert said_inside(one, statement, (0, len(one.tokens)))
    assert not said_inside(one, statement, (0, 3))

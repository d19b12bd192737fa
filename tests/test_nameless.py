"""Voices without a name: one of many, several people, things."""

from __future__ import annotations

import pytest

from naql import nameless
from naql.lexicon import lexicon
from naql.narration import Narration, narrate


def read(text: str) -> Narration:
    rows = lexicon("ar")
    assert rows is not None
    told = narrate(text, rows)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("text", "one"),
    [("قال مصدر أمني إن الباب مغلق.", True), ("قال المصدر الأمني إن الباب مغلق.", False)],
)
def test_one_of_many_has_no_article(text: str, one: bool) -> None:
    assert nameless.one_of_many(read(text), 1, 3) is one
    assert nameless.indefinite(read(text), 1, 3) is one


def test_a_plural_of_people_is_several() -> None:
    told = read("قال مديرون في المصرف إن الباب مغلق.")
    assert nameless.several(told, 1)
    assert not nameless.several(read("قال مدير المصرف إن الباب مغلق."), 1)


def test_an_act_is_a_thing_that_nobody_has_signed() -> None:
    assert nameless.thing(read("أظهر تحليل الصور أن الباب مغلق."), 1)
    assert not nameless.thing(read("أظهر مدير الصور أن الباب مغلق."), 1)


def test_a_document_may_name_whose_it_is() -> None:
    told = read("أظهر تقرير الوزارة أن الباب مغلق.")
    assert nameless.owned_within(told, 1, 3)
    assert not nameless.owned_within(read("أظهر تقرير طويل أن الباب مغلق."), 1, 3)


def test_a_plural_is_printed_as_a_name_would_be() -> None:
    told = read("بحسب مسؤولين في المصرف، أغلق الباب.")
    assert nameless.nominative(told, "مسؤولين في المصرف", told.words[1]) == "مسؤولون في المصرف"

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.collation import Collation, collate
from tests.edits import KINDS, Edits, edited, edits

HUB = "قال وزير النقل أمس إن الجسر الجديد سيفتح أمام الشاحنات في مطلع الشهر المقبل بعد أعمال دامت عاما كاملا"
EDITS = edits(0, 18, 4, KINDS[:-1])


def table(found: Collation) -> list[list[str]]:
    return [[cell.text for cell in place.cells] for place in found.places]


def test_a_column_for_each_place_and_who_stands_alone() -> None:
    found = collate(
        [
            ("الأولى", HUB),
            ("الثانية", HUB.replace("أمس", "اليوم")),
            ("الثالثة", HUB.replace("أمس", "اليوم").replace("كاملا", "")),
            ("الرابعة", HUB.replace("الشاحنات", "الحافلات الكبيرة")),
        ]
    )
    assert table(found) == [
        ["أمس", "اليوم", "اليوم", "أمس"],
        ["الشاحنات", "الشاحنات", "الشاحنات", "الحافلات الكبيرة"],
        ["كاملا", "كاملا", "", "كاملا"],
    ]
    assert [place.alone for place in found.places] == [(), ("الرابعة",), ("الثالثة",)]
    assert found.alone() == {"الأولى": 0, "الثانية": 0, "الثالثة": 1, "الرابعة": 1}
    assert HUB[found.places[0].start : found.places[0].end] == "أمس"


def test_spelling_makes_a_place_only_when_asked() -> None:
    texts = [("أ", HUB), ("ب", HUB.replace("أمام", "امام")), ("ج", HUB.replace("أمس إن", "أمس، إن"))]
    assert collate(texts).places == ()
    assert table(collate(texts, quiet=True)) == [["", "", "،"], ["أمام", "امام", "أمام"]]


def test_places_that_overlap_are_one_and_each_keeps_its_own_words() -> None:
    found = collate(
        [("أ", HUB), ("ب", HUB.replace("وزير النقل أمس", "مسؤول")), ("ج", HUB.replace("أمس", "صباح الأحد"))]
    )
    assert table(found) == [["وزير النقل أمس", "مسؤول", "وزير النقل صباح الأحد"]]


def test_two_readings_leave_nobody_alone() -> None:
    assert collate([("أ", HUB), ("ب", HUB.replace("أمس", "اليوم"))]).places[0].alone == ()


def test_the_table_is_plain_data() -> None:
    found = collate([("أ", HUB), ("ب", HUB.replace("أمس ", ""))]).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["columns"][0]["cells"][1] == {"id": "ب", "start": 14, "end": 14, "text": "", "reading": 1}


@pytest.mark.parametrize("texts", [[], [("أ", HUB), ("أ", HUB)]])
def test_witnesses_have_names_of_their_own(texts: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="witness"):
        collate(texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4), st.booleans())
def test_outside_the_places_all_witnesses_read_the_same(many: list[Edits], quiet: bool) -> None:
    texts = [("hub", HUB), *((str(n), edited(HUB, e)) for n, e in enumerate(many))]
    found = collate(texts, quiet=quiet)
    rests = []
    for name, text in texts:
        kept = list(text)
        for place in found.places:
            (cell,) = (c for c in place.cells if c.witness == name)
            assert text[cell.start : cell.end] == cell.text
            kept[cell.start : cell.end] = " " * (cell.end - cell.start)
        letters = "".join(kept) if quiet else "".join(kept).replace("ـ", "").replace("،", "")
        rests.append(letters.split())
    assert all(rest == rests[0] for rest in rests)


@settings(max_examples=50, deadline=None)
@given(EDITS, EDITS)
def test_a_place_has_a_cell_for_each_witness_and_two_readings(one: Edits, other: Edits) -> None:
    texts = [("hub", HUB), ("1", edited(HUB, one)), ("2", edited(HUB, other))]
    for place in collate(texts).places:
        assert [c.witness for c in place.cells] == ["hub", "1", "2"]
        assert len({c.reading for c in place.cells}) > 1
        assert place.cells[0].reading == 0

"""Which cues of a text really report."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from naql.findings import reports
from naql.narration import narrate
from tests.attribution.passages import laid, passages, printed, rows_of

Found = list[tuple[str, str, str | None]]


def found_in(text: str) -> Found:
    told = laid(text)
    return [(report.cue.cue, report.complement, printed(told, report.source)) for report in reports(told)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال المدير إن الباب مغلق.", [("قال", "that", "المدير")]),
        (
            "قالت المديرة: «لن نغلق الباب»، مضيفة أن العمل مستمر.",
            [("قال", "quote", "المديرة"), ("مضيفا", "that", None)],
        ),
        ("جاء في تقرير المنظمة أن العدد ارتفع.", [("جاء في", "that", "تقرير المنظمة")]),
        ("وهبت عاصفة عنيفة أمس، بحسب هيئة الأرصاد.", [("بحسب", "clause", "هيئة الأرصاد")]),
    ],
)
def test_cues_of_every_class_report(text: str, expected: Found) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "لم يؤكد المدير أن الباب مغلق.",
        "يذكر أن الباب مغلق.",
        "أضاف المهاجم الهدف الثاني.",
        "توزع المقاعد بحسب العمر.",
        "المؤكد أن الباب مغلق، فلا تقل غير ذلك. وقال.",
    ],
)
def test_a_word_of_saying_alone_reports_nothing(text: str) -> None:
    assert found_in(text) == []


def test_an_outlet_passes_on_whom_it_quotes() -> None:
    told = laid("نقلت صحيفة «الفجر» عن الوزير قوله إن الباب مغلق.")
    (report,) = reports(told)
    assert printed(told, report.relay) == "صحيفة «الفجر»"
    assert printed(told, report.source) == "الوزير"
    assert printed(told, report.cue_range) == "قوله"


def test_a_document_is_told_apart_from_who_speaks_in_it() -> None:
    told = laid("جاء في تقرير المنظمة أن العدد ارتفع.")
    (report,) = reports(told)
    assert printed(told, report.document) == "تقرير المنظمة"


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_reports_stand_in_order_and_share_no_cue(text: str) -> None:
    told = narrate(text, rows_of("ar"))
    if told is None:
        return
    found = reports(told)
    ranges = [report.cue_range for report in found]
    assert ranges == sorted(ranges)
    for (_, end), (begin, _) in pairwise(ranges):
        assert end <= begin
    for report in found:
        assert report.hit in told.hits
        assert report.content

"""What completes a cue: a clause, words as said, a noun."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from naql.narration import narrate
from naql.reports import FINITE, Report, complement, hit_range
from tests.attribution.passages import hit, laid, passages, rows_of

KINDS = {"that", "quote", "colon", "object"}


@pytest.mark.parametrize(
    ("text", "cue", "kind", "first"),
    [
        ("قال الوزير إن الجسر آمن.", "قال", "that", "الجسر"),
        ("أشار المدير إلى أن العمل بدأ.", "أشار", "that", "العمل"),
        ("قال الوزير إنه مطمئن.", "قال", "that", "إنه"),
        ("قال الوزير: «الجسر آمن ولن يغلق».", "قال", "quote", "«"),
        ("قال الوزير: سنعود غداً.", "قال", "colon", "سنعود"),
        ("أدان الوزير استهداف الجسر.", "أدان", "object", "استهداف"),
        ("أعلن القائد مقتل جنديين.", "أعلن", "object", "مقتل"),
    ],
)
def test_a_cue_is_completed(text: str, cue: str, kind: str, first: str) -> None:
    told = laid(text)
    found = hit(told, cue)
    completed = complement(told, found, found.cues[0])
    assert completed is not None
    assert (completed[0], told.read[completed[1]].printed) == (kind, first)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("أضاف المهاجم الهدف الثاني.", "أضاف"),
        ("قال الوزير كلمته ومضى. إن الجسر آمن.", "قال"),  # the clause of another sentence
        ("أضاف الوزير الساعة 10:30 في المحطة.", "أضاف"),  # the colon of a clock
        ("تابع الجمهور المباراة من المدرجات.", "تابع"),
    ],
)
def test_a_cue_without_its_complement_reports_nothing(text: str, cue: str) -> None:
    told = laid(text)
    found = hit(told, cue)
    assert [complement(told, found, row) for row in found.cues if row.cue_class == "verb"] == [None]


def test_a_verb_has_a_subject_of_its_own_and_a_participle_has_none() -> None:
    told = laid("قال الوزير إن الجسر آمن، مضيفاً أن الطريق مفتوح.")
    for word, finite in (("قال", True), ("مضيفاً", False)):
        found = hit(told, word)
        report = Report(found, found.cues[0], "that", None, (found.after, found.after))
        assert report.finite is finite
        assert (report.cue.cue_class in FINITE) is finite
        assert hit_range(found) == (found.at, found.at + 1)


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_a_complement_stands_behind_its_cue(text: str) -> None:
    told = narrate(text, rows_of("ar"))
    for found in told.hits if told else ():
        assert told is not None
        for row in found.cues:
            completed = complement(told, found, row)
            if completed is not None:
                kind, begin, stop = completed
                assert kind in KINDS
                assert found.after <= begin < len(told.read)
                assert found.after <= stop <= len(told.read)

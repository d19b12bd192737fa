"""Phrases that give the source of the sentence they stand in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from naql.according import according
from naql.narration import narrate
from tests.attribution.passages import hit, laid, passages, printed, rows_of


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("انخفض إنتاج القمح هذا العام، بحسب الوزارة.", "بحسب", "الوزارة", ["انخفض إنتاج القمح هذا العام،"]),
        ("بحسب الوزارة فإن الكلفة ارتفعت كثيراً.", "بحسب", "الوزارة", ["الكلفة ارتفعت كثيراً."]),
        ("وفقاً لما ذكرته الوزارة ارتفعت الأسعار كثيراً.", "وفقاً", "الوزارة", ["ارتفعت الأسعار كثيراً."]),
        (
            "وتبلغ كلفة الجسر الجديد، بحسب الوزارة، ستين مليوناً هذا العام.",
            "بحسب",
            "الوزارة",
            ["وتبلغ كلفة الجسر الجديد،", "ستين مليوناً هذا العام."],
        ),
        ("خسر الفريق، على حد قوله.", "على", None, ["خسر الفريق،"]),
    ],
)
def test_a_phrase_gives_the_source_of_its_sentence(
    text: str, cue: str, source: str | None, content: list[str]
) -> None:
    told = laid(text)
    found = hit(told, cue)
    report = according(told, found, found.cues[0])
    assert report is not None
    assert printed(told, report.source) == source
    assert [printed(told, words) for words in report.content] == content


@pytest.mark.parametrize(
    "text", ["بحسب الجدول، تنطلق الحافلة في السادسة.", "توزع المقاعد بحسب العمر.", "بحسب، قال", "بحسب"]
)
def test_what_cannot_speak_is_no_source(text: str) -> None:
    told = laid(text)
    found = hit(told, "بحسب")
    assert according(told, found, found.cues[0]) is None


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_the_source_is_not_what_is_said(text: str) -> None:
    told = narrate(text, rows_of("ar"))
    for found in told.hits if told else ():
        assert told is not None
        for row in found.cues:
            report = according(told, found, row) if row.cue_class == "according" else None
            if report is not None:
                assert report.content
                for begin, end in report.content:
                    assert 0 <= begin <= end <= len(told.read)
                    assert report.source is None or end <= report.source[0] or report.source[1] <= begin

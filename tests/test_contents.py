"""How far what is said goes, and how it is given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.contents import bound, feminine, mode, trimmed
from naql.findings import reports
from naql.model import MODES
from naql.narration import Narration, narrate
from naql.reports import Report
from tests.attribution.passages import laid, passages, printed, rows_of


def bounded(text: str) -> tuple[Narration, list[Report]]:
    told = laid(text)
    found = reports(told)
    bound(told, found)
    return told, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال المدير إن الباب مغلق، من جانبه أكد المقاول أن العمل انتهى.", ["الباب مغلق", "العمل انتهى"]),
        ("قال المدير إن الباب مغلق، مضيفاً أن العمل انتهى.", ["الباب مغلق", "العمل انتهى"]),
        ("قال المدير إن الباب مغلق وأضاف أن العمل انتهى.", ["الباب مغلق", "العمل انتهى"]),
        ("قال المدير إن الباب مغلق. وانتهى العمل.", ["الباب مغلق"]),
        ("قال المدير:\nالباب مغلق. والعمل انتهى.\nوغادر.", ["الباب مغلق. والعمل انتهى"]),
        ("قال المدير: «الباب مغلق. والعمل انتهى». ثم غادر.", ["الباب مغلق. والعمل انتهى"]),
        ("قال المدير إن «النور» أغلقت.", ["«النور» أغلقت"]),
    ],
)
def test_content_ends_where_somebody_else_begins(text: str, expected: list[str]) -> None:
    told, found = bounded(text)
    assert [printed(told, content) for report in found for content in report.content] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال المدير: «لن نغلق الباب».", "direct"),
        ("قال المدير: سنعود غداً.", "direct"),
        ("قال المدير إن «الباب لن يغلق قبل حلول الخريف».", "direct"),
        ("قال المدير إن الباب «لن يغلق قبل الخريف» هذا العام.", "mixed"),
        ("قال المدير إن الباب مغلق.", "indirect"),
        ("قال المدير إن شركة «النور» أغلقت الباب.", "indirect"),  # marks around a name
        ("أدان المدير استهداف الباب.", "act"),
    ],
)
def test_the_mode_is_read_from_the_form(text: str, expected: str) -> None:
    told, (report,) = bounded(text)
    assert mode(told, report) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قالت إن الباب مغلق.", True),
        ("وقال إن الباب مغلق.", False),
        ("وتقول إن الباب مغلق.", True),
        ("قالوا إن الباب مغلق.", None),
    ],
)
def test_a_verb_tells_the_gender_of_its_subject(text: str, expected: bool | None) -> None:
    told, (report,) = bounded(text)
    assert feminine(told, report) is expected


def test_marks_at_the_edges_are_cut_unless_their_partner_stands_inside() -> None:
    told = laid("قال، «نعم» (مرتين).")
    count = len(told.read)
    assert printed(told, trimmed(told, 1, count)) == "«نعم» (مرتين)"
    assert printed(told, trimmed(told, 2, 5)) == "نعم"
    begin, end = trimmed(told, 1, 2)
    assert begin >= end, "nothing is left of a comma"


@settings(deadline=None, max_examples=50)
@given(passages("ar"), st.integers(0, 40), st.integers(0, 40))
def test_trimming_only_takes_away(text: str, begin: int, length: int) -> None:
    told = narrate(text, rows_of("ar"))
    if told is None:
        return
    end = min(begin + length, len(told.read))
    if begin < end:
        first, last = trimmed(told, begin, end)
        assert begin <= first <= last + 1
        assert last <= end
        assert not any(token.word for token in (*told.read[begin:first], *told.read[max(last, first) : end]))


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_every_report_has_a_mode_and_contents_in_the_text(text: str) -> None:
    told = narrate(text, rows_of("ar"))
    if told is None:
        return
    found = reports(told)
    bound(told, found)
    for report in found:
        assert mode(told, report) in MODES
        for begin, end in report.content:
            assert 0 <= begin < end <= len(told.read)
            assert any(token.word for token in told.read[begin:end])

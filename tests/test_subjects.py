"""The phrase of the subject of a cue."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from naql.narration import narrate
from naql.subjects import another_cue, begins_clause, speaks, subject_after, subject_before, surely_speaks
from tests.attribution.passages import at, hit, laid, passages, printed, rows_of


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("قال وزير النقل سامر الحلو إن الجسر آمن.", "قال", "وزير النقل سامر الحلو"),
        ("كشف لـ«رويترز» الوزير سامر الحلو أن الجسر آمن.", "كشف", "الوزير سامر الحلو"),
        (
            "قال المتحدث باسم العشائر، رامي الشعباني، إن الصلح تم.",
            "قال",
            "المتحدث باسم العشائر، رامي الشعباني",
        ),
        ("قال في مؤتمر صحافي إن الجسر آمن.", "قال", None),
        ("وناشد المنظمات تقديم العون.", "وناشد", None),
        ("قال: «الجسر آمن».", "قال", None),
    ],
)
def test_the_subject_after_a_cue(text: str, cue: str, expected: str | None) -> None:
    told = laid(text)
    found = hit(told, cue)
    stop = next(
        (i for i in range(found.after, len(told.read)) if told.has("complementizers", i)), len(told.read)
    )
    assert printed(told, subject_after(told, found, stop)) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("وزير النقل قال إن الجسر آمن.", "قال", "وزير النقل"),
        ("وكانت الوزارة قد أعلنت أن الطريق مغلق.", "أعلنت", "الوزارة"),
        ("وصل القطار، وقال السائق إن الطريق مغلق.", "وقال", None),
        ("في الصباح قال إن الطريق مغلق.", "قال", None),
    ],
)
def test_the_subject_before_a_cue(text: str, cue: str, expected: str | None) -> None:
    told = laid(text)
    assert printed(told, subject_before(told, hit(told, cue))) == expected


def test_who_can_speak() -> None:
    told = laid("قال وزير في رويترز عن طاولة إن سامر الحلو صدر.")
    count = len(told.read)
    sure = {word for word in ("وزير", "رويترز", "سامر") if surely_speaks(told, at(told, word), count)}
    assert sure == {"وزير", "رويترز", "سامر"}
    assert all(speaks(told, at(told, word), count) for word in sure)
    assert not speaks(told, at(told, "طاولة"), at(told, "طاولة") + 1)


def test_another_cue_takes_the_word() -> None:
    told = laid("وقال السائق الذي أكد المدير أنه مضى إن الطريق مغلق.")
    assert another_cue(told, at(told, "وقال"))
    assert not another_cue(told, at(told, "أكد"))  # a clause about the subject
    assert not another_cue(told, at(told, "السائق"))


def test_a_clause_begins_after_a_comma_or_an_opener() -> None:
    told = laid("قال السائق إن الطريق، فتح اليوم أمام الناس.")
    assert begins_clause(told, 0)
    assert begins_clause(told, at(told, "الطريق"))
    assert begins_clause(told, at(told, "فتح"))
    assert not begins_clause(told, at(told, "الناس"))


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_subjects_stand_beside_their_cue(text: str) -> None:
    told = narrate(text, rows_of("ar"))
    for found in told.hits if told else ():
        assert told is not None
        stop = told.sentence[found.at]
        after, before = subject_after(told, found, stop), subject_before(told, found)
        assert after is None or found.after <= after[0] < after[1] <= max(stop, found.after)
        assert before is None or told.start[found.at] <= before[0] < before[1] <= found.at

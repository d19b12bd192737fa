"""Who speaks: names, offices, and what later words point back to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naql.narration import narrate
from naql.phrases import phrase_end
from naql.voices import Voice, Voices
from tests.attribution.passages import laid, passages, rows_of

KINDS = {"person", "body", "outlet", "document", "voice"}
STORY = (
    "قال وزير النقل سامر الحلو إن الجسر آمن. وأضاف الوزير أن الطريق مفتوح. وقال مصدر مطلع إن لا. "
    "وأضاف المصدر أن نعم. وقالت وزارة الصحة إن لا. وقالت الوزارة إن نعم. وقالت رويترز إن لا. "
    "وقالت الوكالة إن نعم."
)


def spoken(text: str, *phrases: str) -> list[Voice]:
    """Each phrase resolved in turn, where it first stands behind the one before."""
    told = laid(text)
    voices, found, at = Voices(told), [], 0
    for words in phrases:
        first = words.split()[0]
        at = next(i for i in range(at, len(told.read)) if told.read[i].printed == first)
        voice = voices.resolve(at, phrase_end(told, at, len(told.read)), None)
        voices.spoke(voice, at)
        found.append(voice)
        at += 1
    return found


def test_words_that_point_back_mean_who_was_named() -> None:
    names = ("وزير", "الوزير", "مصدر", "المصدر", "وزارة", "الوزارة", "رويترز", "الوكالة")
    found = spoken(STORY, *names)
    assert [(voice.name, voice.status, voice.kind) for voice in found] == [
        ("سامر الحلو", "explicit", "person"),
        ("سامر الحلو", "anaphoric", "person"),
        ("مصدر مطلع", "unnamed", "voice"),
        ("مصدر مطلع", "anaphoric", "voice"),
        ("وزارة الصحة", "explicit", "body"),
        ("وزارة الصحة", "anaphoric", "body"),
        ("رويترز", "explicit", "outlet"),
        ("رويترز", "anaphoric", "outlet"),
    ]
    assert [voice.unnamed for voice in found] == [False, False, True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "first", "unnamed"),
    [
        ("قال مسؤول كبير إن الجسر آمن.", "مسؤول", True),
        ("قال شهود عيان إن الجسر آمن.", "شهود", True),
        ("قال رئيس البلدية إن الجسر آمن.", "رئيس", False),
        ("قالت نقابة الصيادين إن الجسر آمن.", "نقابة", False),
        ("قال بعض السكان إن الجسر آمن.", "بعض", True),
    ],
)
def test_a_voice_without_a_name_is_told_from_an_office(text: str, first: str, unnamed: bool) -> None:
    (voice,) = spoken(text, first)
    assert voice.unnamed is unnamed
    assert (voice.status == "unnamed") is unnamed


def test_his_highness_is_the_person_named_before() -> None:
    named, honoured = spoken(
        "قال الأمير سامر الحلو إن الجسر آمن. وأضاف سموه أن الطريق مفتوح.", "الأمير", "سموه"
    )
    assert (named.name, honoured.name) == ("سامر الحلو", "سامر الحلو")
    assert honoured.status == "anaphoric"


def test_a_surname_is_given_its_whole_name() -> None:
    found = spoken("قال نبيل سعد إن الجسر آمن. وقال سعد إن الطريق مفتوح.", "نبيل", "سعد")
    assert [voice.name for voice in found[:1]] == ["نبيل سعد"]
    assert found[1].name.split()[-1] == "سعد"


def test_the_last_who_spoke_fits_the_gender() -> None:
    told = laid("قال سامر الحلو نعم. وقالت سلمى سعد لا.")
    voices = Voices(told)
    for at, gender in ((1, False), (6, True)):
        voices.spoke(voices.resolve(at, at + 2, gender), at)
    last = [voices.last(gender) for gender in (None, True, False)]
    assert [known.name if known else None for known in last] == ["سلمى سعد", "سلمى سعد", "سامر الحلو"]
    assert Voices(told).last() is None


@settings(deadline=None, max_examples=50)
@given(passages("ar"), st.integers(0, 40), st.booleans())
def test_any_phrase_is_somebody(text: str, start: int, gender: bool) -> None:
    told = narrate(text, rows_of("ar"))
    if told is None or start >= len(told.read):
        return
    end = phrase_end(told, start, len(told.read))
    if end <= start:
        return
    voices = Voices(told)
    voice = voices.resolve(start, end, gender)
    assert voice.kind in KINDS
    assert voice.start is not None
    assert voice.end is not None
    assert start <= voice.start < voice.end
    again = voices.resolve(start, end, gender)
    assert again.unnamed == voice.unnamed

"""A text laid out for attribution: cues, sentences, paragraphs, quotations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from naql.narration import narrate
from tests.attribution.passages import at, hit, laid, passages, rows_of

ARABIC = rows_of("ar")


def test_a_text_without_a_cue_is_not_laid_out() -> None:
    assert narrate("وصل القطار إلى المحطة.", ARABIC) is None
    assert narrate("", ARABIC) is None


def test_a_cue_is_met_with_what_is_written_onto_it() -> None:
    told = laid("وقال الوزير إن الجسر آمن، وهو ما أكدته الهيئة.")
    joined, suffixed = hit(told, "وقال"), hit(told, "أكدته")
    assert (joined.joined, joined.suffixed, joined.cues[0].cue) == (True, False, "قال")
    assert (suffixed.joined, suffixed.suffixed, suffixed.cues[0].cue) == (False, True, "أكد")


def test_the_longest_form_is_the_cue() -> None:
    told = laid("خسر الفريق، على حد قوله.")
    found = hit(told, "على")
    assert found.after - found.at == 3
    assert [h.at for h in told.hits] == [found.at]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("زرع البستاني ورد الربيع. وقال المدير نعم.", "ورد"),
        ("طلب السائق عدم ذكر اسمه. وقال المدير نعم.", "ذكر"),
        ("فاز شكر الله بالسباق. وقال المدير نعم.", "شكر"),
    ],
)
def test_a_word_that_only_looks_like_a_cue_is_none(text: str, word: str) -> None:
    told = laid(text)
    assert at(told, word) not in told.hit_at


def test_outlets_and_quotations_are_known_by_their_tokens() -> None:
    told = laid("قالت وكالة رويترز: «الجسر آمن».")
    assert told.mention_at[at(told, "وكالة")].name == "رويترز"
    quote = told.quote_at[at(told, "«")]
    assert told.inside[at(told, "آمن")] is quote
    assert told.inside[at(told, "قالت")] is None


def test_closed_classes_are_asked_by_name() -> None:
    told = laid("وقال من جهته إن الجسر آمن.")
    assert told.has("complementizers", at(told, "إن"))
    assert not told.has("complementizers", at(told, "الجسر"))
    assert told.sequence("switchers", at(told, "من")) == 2
    assert told.unjoined(0) == "قال"
    assert told.mark(len(told.read) - 1, ".،")


@settings(deadline=None, max_examples=50)
@given(passages("ar"))
def test_every_token_has_its_sentence_and_paragraph(text: str) -> None:
    told = narrate(text, ARABIC)
    if told is None:
        return
    count = len(told.read)
    assert {len(told.words), len(told.start), len(told.sentence), len(told.paragraph), len(told.inside)} == {
        count
    }
    for i in range(count):
        assert told.start[i] <= i < told.sentence[i] <= told.paragraph[i] <= count
    for h in told.hits:
        assert 0 <= h.at < h.after <= count
        assert h.cues
    for before, after in zip(told.hits, told.hits[1:], strict=False):
        assert before.after <= after.at

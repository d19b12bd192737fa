"""Texts laid against bases: what they share, and what they have instead at each place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naql.transmission import aligned
from naql.variation import Laid, bases
from tests.wires import WIRE, edited

SENTENCES = WIRE.split(". ")
WORDS = WIRE.split()[:24]


def test_a_base_has_the_edits_of_the_others() -> None:
    texts = [WIRE, edited(WIRE, ("ثلاث بوابات", "أربع بوابات")), edited(WIRE, ("مترين", "متراً واحداً"))]
    (base,) = bases(texts, aligned(texts))
    assert base.text == 0
    (one,) = base.laid[1].edits
    assert (WIRE[one.start : one.end], one.words) == ("ثلاث", ("اربع",))
    assert texts[1][one.own_start : one.own_end] == "أربع"
    (two,) = base.laid[2].edits
    assert (WIRE[two.start : two.end], two.words) == ("مترين", ("مترا", "واحدا"))
    assert all(unit.members == {0, 1, 2} for unit in base.units)
    assert len(base.units) == len(SENTENCES)


def test_a_sentence_left_out_is_a_gap_and_no_edit() -> None:
    short = ". ".join(SENTENCES[:2] + SENTENCES[3:])
    (base,) = bases([WIRE, short], aligned([WIRE, short]))
    assert base.laid[1].edits == []
    assert len(base.units) == len(SENTENCES) - 1  # nobody else has the third sentence


def test_what_the_first_base_lacks_is_laid_against_another() -> None:
    extra = "وأضاف الدوغان أن لجنة فنية ستفحص جسم السد بعد انحسار المياه وتنشر تقريرها خلال شهر واحد فقط"
    texts = [WIRE, WIRE, WIRE, f"{SENTENCES[0]}. {extra}.", f"{extra}. {SENTENCES[0]}."]
    found = bases(texts, aligned(texts))
    assert [base.text in (3, 4) for base in found] == [False, True]
    assert {extra[:20]} == {texts[u.base][u.start : u.end][:20] for base in found[1:] for u in base.units}
    places = [(u.base, at) for base in found for u in base.units for at in range(u.start, u.end)]
    assert len(places) == len(set(places))


def test_nothing_shared_gives_no_base() -> None:
    assert bases([], []) == []
    assert bases([WIRE], []) == []


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), max_size=4))
def test_edits_lie_inside_both_texts(texts: list[str]) -> None:
    for base in bases(texts, aligned(texts)):
        for other, laid in base.laid.items():
            assert all(0 <= low < high <= len(texts[base.text]) for low, high in laid.ranges)
            assert laid.ranges == sorted(laid.ranges)
            for edit in laid.edits:
                assert 0 <= edit.start <= edit.end <= len(texts[base.text])
                assert 0 <= edit.own_start <= edit.own_end <= len(texts[other])


def test_what_a_text_has_of_a_stretch() -> None:
    laid = Laid([(0, 10), (20, 30)])
    assert [laid.covered(*s) for s in ((0, 10), (5, 25), (10, 20), (28, 40))] == [10, 10, 0, 2]
    assert laid.has(2, 9)
    assert not laid.has(8, 12)
    assert laid.has(5, 5)
    assert not laid.has(15, 15)

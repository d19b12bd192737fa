"""Strands of a story, and the readings that few have."""

from __future__ import annotations

from naql.strands import Innovation, Strand, innovations, strands
from naql.transmission import aligned
from tests.wires import OTHER, OWN, WIRE, edited

SENTENCES = WIRE.rstrip(".").split(". ")


def told(*texts: str) -> list[Strand]:
    return strands(texts, aligned(texts), "ar")


def shown(found: Innovation, texts: tuple[str, ...]) -> tuple[str, float, list[int], str]:
    where = ""
    if found.place is not None:
        where = texts[found.place.base][found.place.start : found.place.end]
    return found.kind, found.weight, sorted(found.readers), where


def test_one_wire_is_one_strand() -> None:
    (strand,) = told(WIRE, WIRE, f"{SENTENCES[0]}. {SENTENCES[1]}.")
    assert strand.members.keys() == {0, 1, 2}
    assert strand.members[2] < strand.members[0] == strand.words


def test_a_text_that_merges_two_wires_is_in_two_strands() -> None:
    found = told(WIRE, OTHER, f"{WIRE} {OTHER}", edited(WIRE, ("مترين", "مترا")), OTHER)
    assert sorted(sorted(strand.members) for strand in found) == [[0, 2, 3], [1, 2, 4]]


def test_a_quotation_that_everybody_has_ties_no_wires_together() -> None:
    said = "وقال المتحدث باسم الإقليم نادر السماك إن الموسم بدأ باكرا هذا العام وإن الجميع استعد له جيدا."
    one, other = f"{SENTENCES[0]}. {said} {WIRE}", f"{OTHER} {said} {OWN}"
    found = told(one, one, one, other, other, other)
    assert sorted(sorted(strand.members) for strand in found) == [[0, 1, 2], [3, 4, 5]]


def test_a_reading_of_two_against_three_is_an_innovation() -> None:
    changed = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"))
    texts = (WIRE, changed, changed, WIRE, WIRE)
    (strand,) = told(*texts)
    assert [shown(found, texts) for found in innovations(strand)] == [("reading", 1.0, [1, 2], "ثلاث")]


def test_two_against_two_shows_nothing() -> None:
    changed = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"))
    (strand,) = told(WIRE, changed, changed, WIRE)
    assert innovations(strand) == []


def test_words_put_in_weigh_more_than_words_left_out() -> None:
    less, more = edited(WIRE, ("السد الشرقي", "السد")), edited(WIRE, ("الوادي", "الوادي العميق"))
    texts = (WIRE, WIRE, WIRE, less, more)
    (strand,) = told(*texts)
    found = sorted(shown(one, texts)[:3] for one in innovations(strand))
    assert found == [("reading", 0.5, [3]), ("reading", 1.0, [4])]


def test_spelling_titles_and_day_words_weigh_nothing() -> None:
    texts = (WIRE, WIRE, WIRE, edited(WIRE, ("اليوم الثلاثاء", "أمس الثلاثاء"), ("أعلنت", "اعلنت")))
    (strand,) = told(*texts)
    assert innovations(strand) == []
    assert [place.kind for place in strand.places] == ["day"]


def test_a_day_word_of_two_words_is_one_place() -> None:
    wire = edited(WIRE, ("اليوم الثلاثاء", "أمس"))
    texts = (wire, wire, edited(wire, ("أمس", "أمس الأول")))
    (strand,) = told(*texts)
    (place,) = strand.places
    edit = place.readings[2]
    assert (place.kind, wire[place.start : place.end]) == ("day", "أمس")
    assert texts[2][edit.own_start : edit.own_end] == "أمس الأول"


def test_a_sentence_that_one_leaves_out_is_an_omission() -> None:
    short = ". ".join(SENTENCES[:2] + SENTENCES[3:]) + "."
    (strand,) = told(WIRE, WIRE, WIRE, short)
    (found,) = innovations(strand)
    assert (found.kind, sorted(found.readers), len(found.units)) == ("omission", [3], 1)


def test_a_reading_is_unknown_where_a_text_does_not_stand() -> None:
    changed = edited(WIRE, ("ثلاث بوابات", "أربع بوابات"))
    (strand,) = told(WIRE, WIRE, changed, ". ".join(SENTENCES[:1] + SENTENCES[2:]))
    (place,) = strand.places
    readings = [strand.reading(text, place) for text in range(4)]
    assert readings[0] == readings[1] == ()
    assert readings[2] not in (None, ())
    assert readings[3] is None

from __future__ import annotations

from naql.align import align
from naql.columns import SAME
from naql.stretches import EDGE, first_at, side, stretches, whole

BODY = "سيفتح الجسر الجديد فوق النهر الكبير أمام السيارات والشاحنات في مطلع الشهر المقبل بعد أشهر من العمل"


def ranges(one: str, other: str) -> list[tuple[str, str]]:
    left, right = side(one), side(other)
    found = stretches(left, right, align(one, other), (0, 0))

    def printed(text: str, tokens: list, start: int, end: int) -> str:
        return text[tokens[start].start : tokens[end - 1].end]

    return [
        (printed(one, left.tokens, s.left, s.left_end), printed(other, right.tokens, s.right, s.right_end))
        for s in found
    ]


def test_few_words_at_the_edge_of_a_sentence_belong_to_the_passage() -> None:
    assert ranges(f"أعلنت وزارة النقل أنه {BODY}.", f"قال مسؤول إنه {BODY}.") == [
        (f"أعلنت وزارة النقل أنه {BODY}.", f"قال مسؤول إنه {BODY}.")
    ]


def test_many_words_at_the_edge_do_not() -> None:
    many = " ".join(["كلام"] * (EDGE + 1))
    assert ranges(f"{many} {BODY}.", f"قال مسؤول إنه {BODY}.")[0][0].startswith("سيفتح")


def test_another_sentence_does_not() -> None:
    (found,) = ranges(f"وصل الوفد مساء. {BODY}.", f"غادر الضيف. {BODY}.")
    assert found == (f"{BODY}.", f"{BODY}.")


def test_a_byline_at_the_beginning_does_not() -> None:
    (found,) = ranges(f"الكويت - سالم: {BODY}", f"{BODY}")
    assert found == (BODY, BODY)


def test_what_follows_a_byline_does() -> None:
    (found,) = ranges(f"سالم - الكويت: أعلنت الوزارة أنه {BODY}", f"قال مسؤول إنه {BODY}")
    assert found == (f"أعلنت الوزارة أنه {BODY}", f"قال مسؤول إنه {BODY}")


def test_a_reporting_clause_with_a_colon_is_no_byline() -> None:
    one, other = side(f"قال الوزير: {BODY}"), side(BODY)
    blocks = align(f"قال الوزير: {BODY}", BODY)
    assert [s.left for s in stretches(one, other, blocks, (0, 0))] == [3]
    said = one._replace(clauses=((0, 2),))
    assert [s.left for s in stretches(said, other, blocks, (0, 0))] == [0]


def test_blocks_with_a_short_gap_come_together() -> None:
    tail = "وتوقع المهندسون أن يخفف الطريق الدائري زحام السير عن وسط المدينة القديمة في الصيف"
    middle = " ".join(f"كلمة{n}" for n in "ابتثجحخدذرزسشصضط")
    assert len(align(f"{BODY} {tail}", f"{BODY} {middle} {tail}")) == 2
    assert len(ranges(f"{BODY} {tail}", f"{BODY} {middle} {tail}")) == 1


def test_blocks_with_a_long_gap_come_together_if_it_says_much_of_the_same() -> None:
    tail = "وتوقع المهندسون أن يخفف الطريق الدائري زحام السير عن وسط المدينة القديمة في الصيف"
    one, other = (
        f"كلف العمل {n} ملايين {more} الدولارات {n} شهرا {more} أسابيع {n} عاملا {more} مهندسين"
        for n, more in (("12", "من"), ("14", "أو"))
    )
    many = " ".join(f"كلمة{n}" for n in "ابتثجحخدذرزسشصضطظعغف")
    assert len(ranges(f"{BODY} {one} {tail}", f"{BODY} {other} {tail}")) == 1
    assert len(ranges(f"{BODY} {one} {many} {tail}", f"{BODY} {many.replace('كلمة', 'حرف')} {tail}")) == 2


def test_a_long_reporting_clause_belongs_to_the_passage() -> None:
    clause = "وأضافت وزارة النقل في بيان طويل نشرته على موقعها الجديد في المساء أنه"
    one, other = side(f"{clause} {BODY}."), side(f"{BODY}.")
    words = len(clause.split())
    for clauses, first in (((), words), (((0, words),), 0)):
        (found,) = stretches(
            one._replace(clauses=clauses), other, align(f"{clause} {BODY}.", f"{BODY}."), (0, 0)
        )
        assert (found.left, found.right) == (first, 0)


def test_a_whole_text_is_one_stretch() -> None:
    one, other = side(f"{BODY} اليوم"), side(BODY)
    found = whole(one, other, align(f"{BODY} اليوم", BODY))
    assert (found.left, found.left_end, found.right, found.right_end) == (
        0,
        len(one.tokens),
        0,
        len(other.tokens),
    )
    assert sum(c.op == SAME for c in found.columns) == len(other.tokens)


def test_the_first_token_at_an_offset() -> None:
    read = side("قال الوزير").tokens
    assert [first_at(read, n) for n in (0, 1, 4, 5, 99)] == [0, 1, 1, 2, 2]

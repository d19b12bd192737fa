from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from naql.align import align
from naql.differences import MOVED, Difference, differences
from naql.sentences import Token
from naql.stretches import side, whole

WORDS = [
    "سفينة", "ميناء", "شحنة", "قمح", "رصيف", "عمال", "رافعة", "بحر", "عاصفة", "موج", "قبطان",
    "علم", "مرسى", "حبل", "شراع", "جزيرة", "قناة", "مضيق", "خليج", "ساحل", "منارة", "ضباب",
    "ريح", "بوصلة", "خريطة", "طاقم", "قارب", "مركب", "صياد", "سمكة", "شبكة", "ملح", "رمل",
    "صخر", "شاطئ", "جسر", "نهر", "بحيرة", "سد", "مطر",
]  # fmt: skip
EDIT = st.tuples(st.sampled_from(["drop", "add", "replace", "mark", "join"]), st.integers(3, 36))


def of(one: str, other: str, *, order: bool = True) -> tuple[list[Token], list[Token], list[Difference]]:
    left, right = side(one), side(other)
    found = differences(
        whole(left, right, align(one, other, min_words=3)), left.tokens, right.tokens, order=order
    )
    return left.tokens, right.tokens, found


def shown(one: str, other: str) -> list[tuple[str, str, str]]:
    left, right, found = of(one, other)
    return [
        (d.op, _text(one, left, d.left, d.left_end), _text(other, right, d.right, d.right_end)) for d in found
    ]


def _text(text: str, read: list[Token], start: int, end: int) -> str:
    return text[read[start].start : read[end - 1].end] if start < end else ""


def edited(edits: list[tuple[str, int]]) -> str:
    words = list(WORDS)
    for n, (kind, at) in enumerate(edits):
        if kind == "drop":
            words[at] = ""
        elif kind == "add":
            words[at] += f" زيادة{'ابتجدهوز'[n % 8]}"
        elif kind == "replace":
            words[at] = f"بديل{'ابتجدهوز'[n % 8]}"
        elif kind == "mark":
            words[at] += "،"
        else:
            words[at] += words[at + 1]
            words[at + 1] = ""
    return " ".join(w for w in words if w)


@settings(max_examples=150, deadline=None)
@given(st.lists(EDIT, max_size=8))
def test_outside_the_differences_both_texts_are_printed_the_same(edits: list[tuple[str, int]]) -> None:
    one, other = " ".join(WORDS), edited(edits)
    for order in (True, False):
        left, right, found = of(one, other, order=order)
        covered = [n for d in found for n in range(d.left, d.left_end)]
        covered_right = [n for d in found for n in range(d.right, d.right_end)]
        assert len(covered) == len(set(covered))
        assert len(covered_right) == len(set(covered_right))
        rest = [t.printed for n, t in enumerate(left) if n not in covered]
        assert rest == [t.printed for n, t in enumerate(right) if n not in covered_right]


@settings(max_examples=150, deadline=None)
@given(st.lists(EDIT, max_size=8))
def test_without_order_the_differences_rebuild_the_other_text(edits: list[tuple[str, int]]) -> None:
    one, other = " ".join(WORDS), edited(edits)
    left, right, found = of(one, other, order=False)
    made, at = [], 0
    for d in found:
        made += [t.printed for t in left[at : d.left]] + [t.printed for t in right[d.right : d.right_end]]
        at = d.left_end
    assert made + [t.printed for t in left[at:]] == [t.printed for t in right]


def test_each_spelling_is_one_difference_and_marks_beside_it_another() -> None:
    assert shown("رست السفينة أمس الأول في الميناء", "رست السفينة امس الاول، في الميناء") == [
        ("spelled", "أمس", "امس"),
        ("spelled", "الأول", "الاول"),
        ("marks", "", "،"),
    ]


def test_neighbouring_words_are_one_difference() -> None:
    assert shown("رست في الميناء 14 سفينة كبيرة محملة قمحا", "رست في الميناء عشر سفن صغيرة محملة قمحا") == [
        ("other", "14 سفينة كبيرة", "عشر سفن صغيرة")
    ]


def test_a_comma_goes_with_the_clause_that_was_dropped_and_quotes_stay_apart() -> None:
    assert shown("رست السفينة الكبيرة، التي تأخرت أياما، في الميناء", "رست السفينة الكبيرة في الميناء") == [
        ("other", "، التي تأخرت أياما،", "")
    ]
    assert shown("رست «السفينة» الجديدة الكبيرة في الميناء", "رست السفينة الكبيرة في الميناء") == [
        ("marks", "«", ""),
        ("marks", "»", ""),
        ("other", "الجديدة", ""),
    ]


def test_brackets_go_with_what_they_enclose() -> None:
    one = "رست السفينة الكبيرة (بنيت في الصين) في الميناء القديم أمس"
    assert shown(one, one.replace(" (بنيت في الصين)", "")) == [("other", "(بنيت في الصين)", "")]


def test_a_dropped_sentence_is_apart_from_what_stands_beside_it() -> None:
    one = "شكر المدير العمال. ثم وزعت عليهم شهادات تقدير كثيرة. وغادر الوفد الميناء مساء"
    other = "شكر المدير العمال الكرام. وغادر الوفد الميناء مساء"
    assert [d[1:] for d in shown(one, other)] == [("", "الكرام"), (". ثم وزعت عليهم شهادات تقدير كثيرة", "")]


def test_words_that_moved_are_one_difference() -> None:
    one = "وصلت السفينة عبر مضيق باب المندب محملة بالقمح إلى الميناء"
    other = "وصلت السفينة محملة بالقمح عبر مضيق باب المندب إلى الميناء"
    moved = [d for d in shown(one, other) if d[0] == MOVED]
    assert len(moved) == 1
    assert moved[0][1] == moved[0][2]

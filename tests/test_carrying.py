"""What carries words: writings that hold what they say, greetings that somebody hands on."""

from __future__ import annotations

from naql.attribution import statements


def chain(text: str) -> list[tuple[str, str]]:
    (one,) = statements(text, "ar")
    return [(step.role, step.name) for step in one.chain]


def test_a_writing_says_what_stands_in_it() -> None:
    text = "أصدر الاتحاد بياناً جاء فيه أن الدوري يبدأ في أيلول."
    (one,) = statements(text, "ar")
    assert [text[span.start : span.end] for span in one.content] == ["الدوري يبدأ في أيلول"]
    assert chain(text)[-1] == ("speaker", "الاتحاد")


def test_a_statement_of_a_document_belongs_to_whoever_issued_it() -> None:
    assert chain("وجاء في بيان الوزارة أن الدوام سيبدأ في السابعة.")[-1] == ("speaker", "الوزارة")


def test_no_writing_before_the_cue_no_statement() -> None:
    assert statements("وزار القرية ثم جاء فيها خبر الفيضان.", "ar") == []


def test_who_hands_on_greetings_is_a_relay() -> None:
    text = "نقل محافظ الساحل بدر العنزي تعازي الوزارة لأسر الضحايا."
    assert chain(text) == [("relay", "بدر العنزي"), ("speaker", "الوزارة")]


def test_carrying_goods_is_no_report() -> None:
    assert statements("نقل سائق الشاحنة بدر العنزي صناديق التمر إلى السوق.", "ar") == []
